package domain_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// fromStandard is what the domain may import of the standard library: nothing
// that knows the time of day, a disk, a network or chance.
var fromStandard = []string{
	"cmp", "crypto/sha256", "crypto/subtle", "encoding/base64", "encoding/binary", "encoding/json", "errors", "fmt", "iter", "maps", "slices", "strconv", "strings", "time",
}

// base is what rooms may import; it imports no room.
var base = []string{"fault", "ledger", "day", "talk", "access", "safeguard"}

// spine composes the rooms and is the only one that imports them.
const spine = "casefile"

// source is one file of the domain that is not a test.
type source struct {
	folder, name string // "consent", "consent/consent.go"
	*ast.File
	fset *token.FileSet
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			return err
		}
		all = append(all, source{path.Dir(filepath.ToSlash(name)), filepath.ToSlash(name), file, fset})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 30 {
		t.Fatalf("only %d files found", len(all))
	}
	return all
}

// TestImports keeps the arrow base ← rooms ← casefile, and the machinery out.
func TestImports(t *testing.T) {
	for _, s := range sources(t) {
		for _, spec := range s.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			for _, broken := range breaks(s.folder, imported) {
				t.Errorf("%s imports %s: %s", s.name, imported, broken)
			}
		}
	}
}

// breaks says which parts of the rule an import breaks.
func breaks(folder, imported string) []string {
	room, ours := strings.CutPrefix(imported, "amana/domain/")
	switch {
	case !ours && strings.HasPrefix(imported, "amana"):
		return []string{"machinery"}
	case !ours && !slices.Contains(fromStandard, imported):
		return []string{"not on the list of what is pure"}
	case !ours || folder == spine || slices.Contains(base, room):
		if slices.Contains(base, folder) && ours && !slices.Contains(base, room) {
			return []string{"the base imports no room"}
		}
		return nil
	case slices.Contains(base, folder):
		return []string{"the base imports no room"}
	}
	return []string{"a room imports no room"}
}

// The rule itself is tried on what it must refuse.
func TestBreaks(t *testing.T) {
	for _, c := range []struct {
		folder, imported string
		breaks           bool
	}{
		{"consent", "amana/domain/safeguard", false},
		{"consent", "amana/domain/counselling", true},
		{"consent", "amana/domain/casefile", true},
		{"safeguard", "amana/domain/consent", true},
		{"safeguard", "amana/domain/day", false},
		{"casefile", "amana/domain/consent", false},
		{"casefile", "amana/store", true},
		{"casefile", "os", true},
		{"consent", "net/http", true},
		{"consent", "math/rand", true},
		{"consent", "golang.org/x/text/language", true},
		{"consent", "crypto/sha256", false},
	} {
		if got := breaks(c.folder, c.imported); (len(got) > 0) != c.breaks {
			t.Errorf("%s importing %s: %v", c.folder, c.imported, got)
		}
	}
}

// ofTime are the names of package time that read the machine.
var ofTime = []string{"Now", "Since", "Until", "LoadLocation", "Local", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer"}

// TestPure reads the syntax: nothing of the domain reads the clock or the
// machine's zones, starts a goroutine, or has a channel.
func TestPure(t *testing.T) {
	for _, s := range sources(t) {
		ast.Inspect(s.File, func(n ast.Node) bool {
			wrong := ""
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && x.Obj == nil && slices.Contains(ofTime, n.Sel.Name) {
					wrong = "reads time." + n.Sel.Name
				}
			case *ast.GoStmt:
				wrong = "starts a goroutine"
			case *ast.ChanType:
				wrong = "has a channel"
			case *ast.FuncDecl:
				if n.Name.Name == "init" && n.Recv == nil {
					wrong = "has an init"
				}
			}
			if wrong != "" {
				t.Errorf("%s %s", s.fset.Position(n.Pos()), wrong)
			}
			return true
		})
	}
}

// TestTables: a package variable is an error or a table, and nothing ever
// assigns to it after its declaration, or to one of its elements.
func TestTables(t *testing.T) {
	all := sources(t)
	tables := map[string]map[string]bool{} // by folder
	shared := map[any]bool{}               // the declarations of the tables
	for _, s := range all {
		if tables[s.folder] == nil {
			tables[s.folder] = map[string]bool{}
		}
		for _, d := range s.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				v := spec.(*ast.ValueSpec)
				shared[v] = true
				for _, name := range v.Names {
					tables[s.folder][name.Name] = true
				}
				if len(v.Values) == 0 {
					t.Errorf("%s: %s is a variable without a value: it could only be assigned later", s.fset.Position(v.Pos()), v.Names[0].Name)
				}
			}
		}
	}
	for _, s := range all {
		ast.Inspect(s.File, func(n ast.Node) bool {
			var changed []ast.Expr
			switch n := n.(type) {
			case *ast.AssignStmt:
				if n.Tok != token.DEFINE {
					changed = n.Lhs
				}
			case *ast.IncDecStmt:
				changed = []ast.Expr{n.X}
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.Ident); ok && (f.Name == "delete" || f.Name == "clear") {
					changed = n.Args[:1]
				}
			}
			for _, x := range changed {
				id := root(x)
				if id == nil || !tables[s.folder][id.Name] {
					continue
				}
				// A name of the same file is resolved; one of another file is not.
				if id.Obj == nil || shared[id.Obj.Decl] {
					t.Errorf("%s assigns to the table %s", s.fset.Position(id.Pos()), id.Name)
				}
			}
			return true
		})
	}
}

// root is the variable that an expression reaches into.
func root(x ast.Expr) *ast.Ident {
	for {
		switch e := x.(type) {
		case *ast.Ident:
			return e
		case *ast.IndexExpr:
			x = e.X
		case *ast.SelectorExpr:
			x = e.X
		case *ast.StarExpr:
			x = e.X
		case *ast.ParenExpr:
			x = e.X
		default:
			return nil
		}
	}
}

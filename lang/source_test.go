package lang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// wants is every key that the program can ask for: where it asks, and with
// which arguments.
type wants map[string]*want

type want struct {
	where string
	args  []string // nil: not known
}

func (w wants) add(key, where string, args []string) {
	old, there := w[key]
	if !there {
		w[key] = &want{where: where, args: args}
		return
	}
	if old.args != nil && args != nil {
		old.args = slices.DeleteFunc(slices.Clone(old.args), func(a string) bool { return !slices.Contains(args, a) })
	}
}

// source is the syntax of the program, without its tests.
type source struct {
	set    *token.FileSet
	files  map[string][]*ast.File // by folder
	pairs  map[string]bool        // "code.<field>.<code>" that exist
	abouts map[string]bool        // what steps can be about
	pages  map[string]string      // templates of pages, by path
}

func readSource(t *testing.T, roots ...string) *source {
	t.Helper()
	s := &source{set: token.NewFileSet(), files: map[string][]*ast.File{}, pairs: map[string]bool{}, abouts: map[string]bool{}, pages: map[string]string{}}
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "tools") {
				return fs.SkipDir
			}
			if err == nil && strings.HasSuffix(path, ".html") {
				text, err := os.ReadFile(path)
				s.pages[filepath.ToSlash(path)] = string(text)
				return err
			}
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(s.set, path, nil, parser.SkipObjectResolution)
			if err == nil {
				s.files[filepath.ToSlash(filepath.Dir(path))] = append(s.files[filepath.ToSlash(filepath.Dir(path))], f)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func (s *source) at(n ast.Node) string {
	p := s.set.Position(n.Pos())
	return strings.TrimPrefix(filepath.ToSlash(p.Filename), "../") + ":" + strconv.Itoa(p.Line)
}

// each visits every node of every file of the folders whose name begins so.
func (s *source) each(folder string, visit func(ast.Node)) {
	for name, files := range s.files {
		if !strings.HasPrefix(name, folder) {
			continue
		}
		for _, f := range files {
			ast.Inspect(f, func(n ast.Node) bool {
				if n != nil {
					visit(n)
				}
				return true
			})
		}
	}
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// argNames are the names in fault.A("name", …) among the arguments.
func argNames(list []ast.Expr) []string {
	names := []string{}
	for _, e := range list {
		if c, ok := e.(*ast.CallExpr); ok && called(c) == "A" && len(c.Args) == 2 {
			if name, ok := literal(c.Args[0]); ok {
				names = append(names, name)
			}
		}
	}
	return names
}

var keyLike = regexp.MustCompile(`^(book|cli|fault|flag|help|look|overview|page|progress|real|receipt|users|verify|with)(\.[a-z0-9]+(-[a-z0-9]+)*)+$`)

// inPage is a sentence in a template, with the arguments that it is given:
// {{$.T "page.recorded-at" "at" .}}. What is given in parentheses or by a pipe
// stands for one argument.
var inPage = regexp.MustCompile(`\.T "([^"]+)"((?: "\w+" (?:\([^()]*\)|[^\s"{}()]+))*)`)

// templates are the keys of sentences in the templates of pages.
func (s *source) templates(w wants) {
	for path, text := range s.pages {
		for _, m := range inPage.FindAllStringSubmatch(text, -1) {
			args := []string{}
			for i, word := range strings.Split(m[2], `"`) {
				if i%2 == 1 {
					args = append(args, word)
				}
			}
			w.add(m[1], strings.TrimPrefix(path, "../"), args)
		}
	}
}

// sentences are the keys of fault.New and of whatever hands one on to it, of
// calls of a printer, and every other literal that can only be a key.
func (s *source) sentences(w wants) {
	for folder := range s.files {
		prefixes := s.prefixes(folder)
		s.each(folder, func(n ast.Node) {
			c, ok := n.(*ast.CallExpr)
			if !ok || len(c.Args) == 0 {
				return
			}
			first, ok := literal(c.Args[0])
			name := called(c)
			prefix, forwards := prefixes[name]
			switch {
			case ok && forwards:
				w.add(prefix+first, s.at(c), argNames(c.Args))
			case ok && (name == "Text" || name == "HTML" || name == "tell") && strings.Contains(first, "."):
				w.add(first, s.at(c), nil)
			case name == "New" && len(c.Args) > 1:
				if key, ok := literal(c.Args[1]); ok && keyLike.MatchString(key) {
					w.add(key, s.at(c), argNames(c.Args))
				}
			}
		})
	}
	s.each("", func(n ast.Node) {
		if lit, ok := n.(*ast.BasicLit); ok {
			if key, ok := literal(lit); ok && keyLike.MatchString(key) && w[key] == nil {
				w.add(key, s.at(lit), nil)
			}
		}
	})
}

// prefixes finds functions that make keys of "prefix"+key.
func (s *source) prefixes(folder string) map[string]string {
	found := map[string]string{}
	s.each(folder, func(n ast.Node) {
		assign, ok := n.(*ast.AssignStmt)
		if !ok || len(assign.Rhs) != 1 {
			return
		}
		f, ok := assign.Rhs[0].(*ast.FuncLit)
		if !ok {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok || called(c) != "New" || len(c.Args) < 2 {
				return true
			}
			if sum, ok := c.Args[1].(*ast.BinaryExpr); ok {
				if prefix, ok := literal(sum.X); ok {
					found[assign.Lhs[0].(*ast.Ident).Name] = prefix
				}
			}
			return true
		})
	})
	return found
}

// codes are the values of `codes:` tags and of methods named Codes.
func (s *source) codes(w wants) {
	one := func(field, code string, n ast.Node) {
		key := "code." + code
		w.add(key, s.at(n), []string{})
		if field != "" {
			s.pairs["code."+field+"."+code] = true
		}
	}
	s.each("", func(n ast.Node) {
		switch n := n.(type) {
		case *ast.Field:
			if n.Tag == nil {
				return
			}
			text, _ := strconv.Unquote(n.Tag.Value)
			tag := reflect.StructTag(text)
			if list := tag.Get("codes"); list != "" {
				field, _, _ := strings.Cut(tag.Get("json"), ",")
				for code := range strings.SplitSeq(list, ",") {
					one(field, code, n)
				}
			}
			if format := tag.Get("format"); format != "" {
				w.add("fault.format-"+format, s.at(n), nil)
			}
		case *ast.FuncDecl:
			if n.Name.Name == "Codes" && n.Recv != nil {
				s.method(n, one)
			}
		}
	})
}

// method reads the codes that a Codes method lists. Its receiver's name in
// lower case is the field that usually holds it.
func (s *source) method(f *ast.FuncDecl, one func(field, code string, n ast.Node)) {
	typ, ok := f.Recv.List[0].Type.(*ast.Ident)
	if !ok || typ.Name == "Role" || typ.Name == "Act" { // they have words of their own
		return
	}
	consts := s.consts(filepath.ToSlash(filepath.Dir(s.set.Position(f.Pos()).Filename)))
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if v, ok := literal(n); ok {
				one(strings.ToLower(typ.Name), v, n)
			}
		case *ast.Ident:
			if v, ok := consts[n.Name]; ok {
				one(strings.ToLower(typ.Name), v, n)
			}
		}
		return true
	})
}

func (s *source) consts(folder string) map[string]string {
	values := map[string]string{}
	for _, f := range s.files[folder] {
		ast.Inspect(f, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok {
				for i, name := range v.Names {
					if i < len(v.Values) {
						if text, ok := literal(v.Values[i]); ok {
							values[name.Name] = text
						}
					}
				}
			}
			return true
		})
	}
	return values
}

package safeguard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every reason that a rule's code can give for not being met is given in one
// of its cases: those that are written in its function, or in one that it calls.
func TestEveryReasonHasACase(t *testing.T) {
	all, code := cases(), readCode(t)
	reasons := 0
	for id := range rules {
		given := map[string]bool{"unknown sealed": true}
		for _, c := range all[id] {
			given[c.want] = true
		}
		for _, reason := range slices.Concat(code.reasons(code.judges[string(id)], map[string]bool{}), computed[id]) {
			reasons++
			if !given[reason] {
				t.Errorf("%s: no case for %q", id, reason)
			}
		}
	}
	if reasons < 100 {
		t.Fatalf("only %d reasons found: the reader of the source is blind", reasons)
	}
}

// computed are reasons that are worked out, not written where they are given.
var computed = map[ID][]string{
	"consent": {
		"unmet not-alone", "unmet inside", "unmet unmarked", "unmet text", "unmet before-counselling", "unmet guardian",
		"unmet of-age", "unmet not-theirs", "unmet child-objects", "unmet child-view",
	},
	"gate":                   {"unmet not-sure", "unmet no"},
	"reception-acknowledged": {"unmet unacknowledged", "unmet nobody-named", "unmet late"},
	"no-hold":                {"unmet protection", "unmet health", "unmet law"},
}

// source is what the code of the rules says: each rule's function, and of each
// function its reasons and what it calls.
type source struct {
	judges map[string]string
	gives  map[string][]string
	calls  map[string][]string
}

func (s *source) reasons(function string, seen map[string]bool) []string {
	if seen[function] {
		return nil
	}
	seen[function] = true
	all := slices.Clone(s.gives[function])
	for _, called := range s.calls[function] {
		all = append(all, s.reasons(called, seen)...)
	}
	return all
}

func readCode(t *testing.T) *source {
	t.Helper()
	s := &source{judges: map[string]string{}, gives: map[string][]string{}, calls: map[string][]string{}}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				ast.Inspect(f.Body, func(n ast.Node) bool { return s.read(f.Name.Name, n) })
			} else {
				ast.Inspect(d, s.table)
			}
		}
	}
	return s
}

// read notes what one call in a function means.
func (s *source) read(function string, n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return true
	}
	called := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		called = f.Name
	case *ast.SelectorExpr:
		called = f.Sel.Name
	}
	s.calls[function] = append(s.calls[function], called)
	if called != "unmet" && called != "unknown" {
		return true
	}
	if text, ok := call.Args[0].(*ast.BasicLit); ok {
		key, _ := strconv.Unquote(text.Value)
		s.gives[function] = append(s.gives[function], called+" "+key)
	}
	return true
}

// table notes which function each rule is: "own-wish": {ownWish, …}.
func (s *source) table(n ast.Node) bool {
	pair, ok := n.(*ast.KeyValueExpr)
	if !ok {
		return true
	}
	id, isText := pair.Key.(*ast.BasicLit)
	row, isRow := pair.Value.(*ast.CompositeLit)
	if isText && isRow && len(row.Elts) > 0 {
		if judge, ok := row.Elts[0].(*ast.Ident); ok {
			key, _ := strconv.Unquote(id.Value)
			s.judges[key] = judge.Name
		}
	}
	return true
}

// reaches says whether a function calls another, or what it calls does.
func (s *source) reaches(function, called string, seen map[string]bool) bool {
	if seen[function] {
		return false
	}
	seen[function] = true
	return slices.ContainsFunc(s.calls[function], func(f string) bool { return f == called || s.reaches(f, called, seen) })
}

package policy_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/policy"
)

// step is one piece of advice in the syntax of the rules: who is told to do what.
type step struct{ act, by, where string }

// advice reads every step that any rule can name.
func advice(t *testing.T) []step {
	t.Helper()
	set := token.NewFileSet()
	paths, err := filepath.Glob("../domain/safeguard/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var all []step
	var again []string // acts of conversations, which interpreter-fit asks counsellors for again
	look := func(n ast.Node) bool {
		c, ok := n.(*ast.CallExpr)
		if !ok || len(c.Args) < 2 {
			return true
		}
		f, ok := c.Fun.(*ast.Ident)
		first, isText := c.Args[0].(*ast.BasicLit)
		if !ok || !isText {
			return true
		}
		act, _ := strconv.Unquote(first.Value)
		switch f.Name {
		case "do", "doAbout", "inLinkedFile":
			by, ok := c.Args[len(c.Args)-1].(*ast.SelectorExpr)
			if ok && by.Sel.Name != "Owner" { // of the clause: see the next test
				all = append(all, step{act, by.Sel.Name, set.Position(c.Pos()).String()})
			}
		case "add":
			again = append(again, act)
		}
		return true
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, look)
	}
	for _, act := range again {
		all = append(all, step{act, "Counsellor", "interpreter-fit"})
	}
	if len(all) < 60 {
		t.Fatalf("only %d steps found: the rules name them in another way", len(all))
	}
	return all
}

// roleNames maps the names of constants in package access to roles.
func roleNames(t *testing.T) map[string]access.Role {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "../domain/access/role.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]access.Role{}
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == 1 {
			if lit, ok := v.Values[0].(*ast.BasicLit); ok {
				role, _ := strconv.Unquote(lit.Value)
				names[v.Names[0].Name] = access.Role(role)
			}
		}
		return true
	})
	return names
}

// subjectOf is what an act is about.
func subjectOf(act string) string {
	for _, o := range casefile.Others {
		for _, c := range o.Commands {
			if c.Name == act {
				return string(o.Subject)
			}
		}
	}
	return string(casefile.Person)
}

// theirs is a subject of the kind which a role reaches if it reaches any: of
// its office, called to it, and told of it.
func theirs(kind string, r access.Role) access.Subject {
	return access.Subject{Kind: kind, Office: "TIP", Calls: []access.Call{{Role: r}}, Notice: "NGA"}
}

// No finding is incurable: whoever it tells to do something may do it.
func TestWhoeverIsToldToActMayAct(t *testing.T) {
	table, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	names := roleNames(t)
	for _, s := range advice(t) {
		a := access.Actor{Roles: []access.Role{names[s.by]}, Office: "TIP", Country: "NGA"}
		if err := table.May(a, s.act, theirs(subjectOf(s.act), names[s.by])); err != nil {
			t.Errorf("%s: %s is told to do %s and may not: %v", s.where, names[s.by], s.act, err)
		}
	}
}

// Whoever owns a rule can be asked to stand for it, and must then be able to
// read what it rests on.
func TestOwnersReadWhatTheirRulesRestOn(t *testing.T) {
	table, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range book.Clauses {
		here := theirs(string(casefile.Person), c.Owner)
		a := access.Actor{Roles: []access.Role{c.Owner}, Office: "TIP"}
		if !safeguard.NeedsKeys(c.ID, ledger.Everything) {
			continue
		}
		if held := table.View(a, here).All(); !safeguard.NeedsKeys(c.ID, held) {
			t.Errorf("%s: its owner, %s, opens %s, which is too little", c.ID, c.Owner, held)
		}
		if err := table.May(a, "safeguard.attest", here); err != nil {
			t.Errorf("%s: its owner, %s, may not attest it: %v", c.ID, c.Owner, err)
		}
	}
}

// Every kind of subject that a role sees is one that there is, and every
// subject is seen by somebody.
func TestSubjectsExist(t *testing.T) {
	table, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	kinds := []string{string(casefile.Person)}
	for _, o := range casefile.Others {
		kinds = append(kinds, string(o.Subject))
	}
	seen := map[string]bool{}
	for _, g := range table.Grants {
		for _, kind := range g.Sees {
			if !slices.Contains(kinds, kind) {
				t.Errorf("%s sees %q, which is no subject", g.Role, kind)
			}
			seen[kind] = true
		}
	}
	for _, kind := range kinds {
		if !seen[kind] {
			t.Errorf("nobody sees %s", kind)
		}
	}
}

// Both sides that sign a rule book or a table of roles are able to.
func TestBothSidesMaySign(t *testing.T) {
	table, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	for side, roles := range rulebook.Sides {
		for _, r := range roles {
			a := access.Actor{Roles: []access.Role{r}, Office: "TIP"}
			for act, kind := range map[string]casefile.Subject{"rulebook.sign": casefile.Rules, "roles.sign": casefile.Roles} {
				if err := table.May(a, act, access.Subject{Kind: string(kind)}); err != nil {
					t.Errorf("%s signs for %s and may not %s: %v", r, side, act, err)
				}
			}
		}
	}
}

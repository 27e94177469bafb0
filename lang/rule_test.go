package lang

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

const safeguards = "../domain/safeguard"

// made lists the reasons that a rule makes of an answer or a kind, and not of
// a literal.
var made = map[string][]string{
	"gate":    {"not-sure", "no"},
	"no-hold": {"protection", "health", "law"},
}

// everywhere are the reasons that any rule can have.
var everywhere = []string{"met", "not-applicable", "not-yet-due", "sealed", "attested"}

// rules are the reasons that each rule can give: the literals of the function
// that judges, and of whatever it calls.
func (s *source) rules(t *testing.T, w wants) {
	funcs := map[string]*ast.FuncDecl{}
	judges := map[string]string{}
	s.each(safeguards, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.FuncDecl:
			funcs[n.Name.Name] = n
		case *ast.KeyValueExpr:
			id, ok := literal(n.Key)
			lit, is := n.Value.(*ast.CompositeLit)
			if ok && is && len(lit.Elts) > 2 {
				if judge, ok := lit.Elts[0].(*ast.Ident); ok {
					judges[id] = judge.Name
				}
			}
		}
	})
	if len(judges) < 38 {
		t.Fatalf("only %d rules found: the table is written in another way", len(judges))
	}
	for _, k := range everywhere {
		w.add("safeguard."+k, "domain/safeguard/evaluate.go", []string{})
	}
	for id, judge := range judges {
		r := reached{source: s, funcs: funcs, seen: map[string]bool{}, reasons: map[string]*want{}}
		r.visit(judge)
		for k, v := range r.reasons {
			w.add(id+"."+k, v.where, v.args)
		}
		switch {
		case !r.computed:
		case made[id] != nil:
			for _, k := range made[id] {
				w.add(id+"."+k, s.at(funcs[judge]), []string{})
			}
		case len(r.returned) > 0:
			for _, k := range r.returned {
				w.add(id+"."+k, s.at(funcs[judge]), []string{})
			}
		default:
			t.Errorf("%s makes a reason that nobody can read from the source: list it in made", id)
		}
	}
}

// reached is what one rule's function and those it calls say.
type reached struct {
	*source
	funcs    map[string]*ast.FuncDecl
	seen     map[string]bool
	reasons  map[string]*want
	computed bool     // some reason is not a literal
	returned []string // what it is instead: the literals that functions return for it
}

func (r *reached) visit(name string) {
	f := r.funcs[name]
	if f == nil || r.seen[name] {
		return
	}
	r.seen[name] = true
	named := map[*ast.CallExpr][]string{}
	before := r.computed
	r.computed = false
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok {
			r.call(c, named)
		}
		return true
	})
	if r.computed {
		r.assigned(f)
	}
	r.computed = r.computed || before
}

// assigned gathers the reasons that a function keeps in a variable.
func (r *reached) assigned(f *ast.FuncDecl) {
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok && len(a.Rhs) == 1 {
			r.gather(a.Rhs[0])
		}
		return true
	})
}

// gather adds what a call of a function of one string can return.
func (r *reached) gather(e ast.Expr) {
	c, ok := e.(*ast.CallExpr)
	if !ok {
		return
	}
	f := r.funcs[called(c)]
	if f == nil || f.Type.Results == nil || len(f.Type.Results.List) != 1 || !isString(f.Type.Results.List[0].Type) {
		return
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		back, ok := n.(*ast.ReturnStmt)
		if !ok {
			return true
		}
		if v, ok := literal(back.Results[0]); ok && v != "" && !slices.Contains(r.returned, v) {
			r.returned = append(r.returned, v)
		}
		r.gather(back.Results[0])
		return true
	})
}

// call notes a reason with the names that are hung on it by with.
func (r *reached) call(c *ast.CallExpr, named map[*ast.CallExpr][]string) {
	switch name := called(c); name {
	case "with", "on":
		inner, ok := c.Fun.(*ast.SelectorExpr).X.(*ast.CallExpr)
		if !ok {
			return
		}
		names := named[c]
		if name == "with" {
			arg, _ := literal(c.Args[0])
			names = append(slices.Clone(names), arg)
		}
		named[inner] = names
	case "unmet", "unknown":
		key, ok := literal(c.Args[0])
		if !ok {
			r.computed = true
			r.gather(c.Args[0])
			return
		}
		names := append([]string{}, named[c]...)
		if old := r.reasons[key]; old != nil {
			old.args = slices.DeleteFunc(old.args, func(a string) bool { return !slices.Contains(names, a) })
			return
		}
		r.reasons[key] = &want{where: r.at(c), args: names}
	default:
		r.visit(name)
	}
}

// about notes what steps can be about, by the literals in an expression.
func (s *source) about(e ast.Expr) {
	ast.Inspect(e, func(n ast.Node) bool {
		if lit, ok := n.(ast.Expr); ok {
			if about, ok := literal(lit); ok {
				s.abouts[about] = true
			}
		}
		return true
	})
}

// variant says whether a key is that of a step about something that steps are about.
func (s *source) variant(key string) bool {
	if said, woman := strings.CutSuffix(key, ".woman"); woman {
		return catalogues()["en"].has(said)
	}
	i := strings.LastIndexByte(key, '.')
	return i > 0 && strings.HasPrefix(key, "step.") && s.abouts[key[i+1:]]
}

func isString(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "string"
}

// steps are what findings tell people to do, and for whom or what they wait.
func (s *source) steps(w wants) {
	s.each(safeguards, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			if len(n.Args) == 0 {
				return
			}
			first, ok := literal(n.Args[0])
			if !ok {
				return
			}
			switch called(n) {
			case "do", "inLinkedFile", "add": // add: conversations, which interpreter-fit asks for again
				w.add("step."+first, s.at(n), []string{"role"})
			case "doAbout":
				w.add("step."+first, s.at(n), []string{"role", "about"})
				s.about(n.Args[1])
			case "where":
				s.about(n.Args[0])
			case "waitOutside":
				w.add("wait."+first, s.at(n), []string{"until"})
			}
		case *ast.KeyValueExpr:
			if k, ok := n.Key.(*ast.Ident); ok && k.Name == "Wait" {
				if v, ok := literal(n.Value); ok {
					w.add("wait."+v, s.at(n), []string{"until"})
				}
			}
		}
	})
}

package sim

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"amana/domain/casefile"
	"amana/domain/safeguard"
)

// choices are ways to choose among the acts that a finding lists: a finding
// that can be worked on in any way can be worked on in each of these.
func choices(seed uint64) map[string]func(int) int {
	r := rand.New(rand.NewPCG(seed, 2))
	return map[string]func(int) int{
		"first":  func(int) int { return 0 },
		"last":   func(n int) int { return n - 1 },
		"random": r.IntN,
	}
}

// Property 6. From every reachable state, repeatedly doing any listed next act
// reaches met, or a wait for time or for somebody outside, within forty steps,
// for every blocking finding at every act.
func TestNothingIsIncurable(t *testing.T) {
	b, most := book(t), 0
	forEach(t, 75, func(t *rapid.T) {
		nodes := rapid.IntRange(1, 3).Draw(t, "nodes")
		choice := rapid.SampledFrom([]string{"first", "last", "random"}).Draw(t, "choice")
		act := rapid.SampledFrom(safeguard.Acts[:]).Draw(t, "act")
		seed := rapid.Uint64().Draw(t, "seed")
		h := play(t, b, nodes, 30)
		n := h.Nodes[seed%uint64(nodes)]
		if over(n.Case()) {
			return
		}
		for _, f := range safeguard.Blocking(h.Findings(n, act)) {
			d := &Doer{World: h.World, Node: n}
			if _, err := d.Resolve(act, f.Safeguard, choices(seed)[choice]); err != nil {
				t.Fatal(err)
			}
			most = max(most, d.Steps)
		}
	})
	fmt.Printf("%s: %d steps at most\n", t.Name(), most)
}

// Property 7. For every blocking finding there is a path to met that needs no
// act by an authority that holds the person, or the finding says that return
// is not a lawful option now and names the other help. The authority answers
// nothing and the State grants nothing.
func TestNoAuthorityIsNeeded(t *testing.T) {
	b := book(t)
	forEach(t, 75, func(t *rapid.T) {
		act := rapid.SampledFrom(safeguard.Acts[:]).Draw(t, "act")
		h := play(t, b, 1, 30)
		d := &Doer{World: h.World, Node: h.Nodes[0], Silent: true}
		if over(d.Node.Case()) {
			return
		}
		for _, f := range safeguard.Blocking(h.Findings(d.Node, act)) {
			outcome, err := d.Resolve(act, f.Safeguard, func(int) int { return 0 })
			if err != nil {
				t.Fatal(err)
			}
			if outcome == Outside && !namesOtherHelp(d.Waits) {
				t.Fatalf("%s waits for somebody for ever and names no other help: %+v", d.Waits.Reason.Key, d.Waits.Next)
			}
		}
	})
}

// namesOtherHelp says whether a finding that waits says what else is done, or
// waits for our own: the hub, an officer of another office.
func namesOtherHelp(f safeguard.Finding) bool {
	for _, s := range f.Next {
		if s.Do == "case.end" || s.Wait == "hub" || s.Wait == "clearing-officer" {
			return true
		}
	}
	return false
}

// Every command that a finding can name is one that the doer knows, and is
// there.
func TestEveryStepCanBeTaken(t *testing.T) {
	named := steps(t, "../domain/safeguard")
	if len(named) < 40 {
		t.Fatalf("found only %d commands in the rules", len(named))
	}
	for command, where := range named {
		_, onFile := casefile.Named(command)
		_, move := moves[command]
		_, other := otherMoves[command]
		switch {
		case !onFile && !other:
			t.Errorf("%s: there is no command %q", where, command)
		case !move && !other && command != "case.end" && command != attest:
			t.Errorf("%s: nobody in the simulation can do %q", where, command)
		}
	}
}

// steps walks the syntax of the rules for the commands that their steps name:
// the first argument of do, doAbout and inLinkedFile, and the names of talks
// that are to be held again.
func steps(t *testing.T, folder string) map[string]token.Position {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	found, set := map[string]token.Position{}, token.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(set, name, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if command, ok := step(n); ok {
				found[command] = set.Position(n.Pos())
			}
			return true
		})
	}
	return found
}

// makers are the functions of the rules whose first argument is a command.
var makers = map[string]bool{"do": true, "doAbout": true, "inLinkedFile": true, "add": true}

func step(n ast.Node) (string, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 {
		return "", false
	}
	name, ok := call.Fun.(*ast.Ident)
	literal, is := call.Args[0].(*ast.BasicLit)
	if !ok || !makers[name.Name] || !is || literal.Kind != token.STRING {
		return "", false
	}
	command, err := strconv.Unquote(literal.Value)
	return command, err == nil
}

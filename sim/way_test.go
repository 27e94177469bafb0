package sim

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
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
// nothing and the State grants nothing. Our own do what is waited for: the hub
// hears of everything, and an office sends somebody. That is no help to whoever
// waits for it again.
func TestNoAuthorityIsNeeded(t *testing.T) {
	b := book(t)
	ours := map[string]int{}
	forEach(t, 75, func(t *rapid.T) {
		act := rapid.SampledFrom(safeguard.Acts[:]).Draw(t, "act")
		nodes := rapid.IntRange(1, 3).Draw(t, "nodes")
		h := play(t, b, nodes, 30)
		n := h.Nodes[rapid.IntRange(0, nodes-1).Draw(t, "where")]
		if over(n.Case()) {
			return
		}
		for _, f := range safeguard.Blocking(h.Findings(n, act)) {
			d, waited := &Doer{World: h.World, Node: n, Silent: true}, map[string]bool{}
			for {
				outcome, err := d.Resolve(act, f.Safeguard, func(int) int { return 0 })
				if err != nil {
					t.Fatal(err)
				}
				if outcome != Outside || namesOtherHelp(d.Waits) {
					break
				}
				whom := waitsFor(d.Waits)
				if waited[whom] || !h.comes(d, whom) {
					t.Fatalf("%s waits for somebody for ever and names no other help: %+v", d.Waits.Reason.Key, d.Waits.Next)
				}
				waited[whom] = true
				ours[whom]++
				if over(d.Node.Case()) { // elsewhere it was over
					break
				}
			}
		}
	})
	fmt.Printf("%s: waited for our own: %v\n", t.Name(), ours)
}

// namesOtherHelp says whether a finding that waits says what else is done.
func namesOtherHelp(f safeguard.Finding) bool {
	return slices.ContainsFunc(f.Next, func(s safeguard.Step) bool { return s.Do == "case.end" })
}

func waitsFor(f safeguard.Finding) string {
	i := slices.IndexFunc(f.Next, func(s safeguard.Step) bool { return s.Wait != "" })
	return f.Next[i].Wait
}

// comes lets our own do what somebody waits for: it goes on at the hub, which has
// heard of everything, or with somebody from an office that had no part in it.
// It says whether whoever is waited for is our own.
func (h *history) comes(d *Doer, whom string) bool {
	switch whom {
	case "hub":
		hub := h.Nodes[0]
		for _, n := range h.Nodes[1:] {
			h.Sync(n, hub)
		}
		hub.Open(ledger.Everything)
		d.Node = hub
	case "clearing-officer":
		h.Enrol(access.ClearingOfficer)
	default:
		return false
	}
	return true
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

package sim

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// parting is what keeps a parent from a flight on which they have a seat.
var parting = []struct {
	by      access.Role
	command string
	args    any
}{
	{access.Hotline, "consent.withdraw", consent.Withdraw{Channel: "phone"}},
	{access.Hotline, "consent.report", consent.Report{Channel: "sms"}},
	{access.MovementOfficer, "gate.answer", movement.AnswerGate{Movement: Flight, Talk: overheard(), Answer: "not-sure"}},
	{access.MovementOfficer, "gate.answer", movement.AnswerGate{Movement: Flight, Talk: overheard(), Answer: safeguard.No}},
	{access.MovementOfficer, "seat.free", movement.FreeSeat{Reason: "ill"}},
	{access.MovementOfficer, "seat.give", movement.GiveSeat{Movement: LaterOne, Line: Line}},
	{access.ProtectionOfficer, "hold.place", casefile.PlaceHold{For: "law"}},
}

// Property 2 of a family. Whatever keeps the parent with whom a child lives
// never makes the child go who did not, and a child who could go alone no more,
// until the parent comes after all or a panel decides.
func TestWhatKeepsAParentKeepsTheChild(t *testing.T) {
	b := book(t)
	all, could := 0, 0
	forEach(t, 25, func(t *rapid.T) {
		h := begin(t, b, rapid.SampledFrom([]int{3, 5}).Draw(t, "who"), 1, rapid.IntRange(1, 3).Draw(t, "from"))
		act := rapid.SampledFrom([]safeguard.Act{safeguard.Seat, safeguard.Clearance, safeguard.Boarding}).Draw(t, "act")
		seed := rapid.Uint64().Draw(t, "seed")
		r := rand.New(rand.NewPCG(seed, 8))
		n := h.Nodes[0]
		was := h.Findings(n, act)
		p := parting[r.IntN(len(parting))]
		if _, err := h.Parent.Do(h.Parent.Nodes[0], h.Parent.Officer(p.by), p.command, p.args); err != nil {
			t.Fatal(err)
		}
		is := h.Findings(n, act)
		for i := range was {
			if was[i].State.Blocks() && !is[i].State.Blocks() {
				t.Fatalf("%s of the parent unblocks %s", p.command, was[i].Reason.Key)
			}
		}
		i := slices.IndexFunc(is, func(f safeguard.Finding) bool { return f.Safeguard == "family-unity" })
		all++
		if was[i].State == safeguard.Met {
			could++
		}
		if !is[i].State.Blocks() || safeguard.Clear(is) {
			t.Fatalf("%s of the parent keeps no child: %s", p.command, is[i].Reason.Key)
		}
		choice := rapid.SampledFrom([]string{"first", "last", "random"}).Draw(t, "choice")
		d := &Doer{World: h.World, Node: n}
		if _, err := d.Resolve(act, "family-unity", choices(seed)[choice]); err != nil {
			t.Fatal(err)
		}
	})
	if could < all/4 {
		t.Errorf("only %d children of %d could have gone", could, all)
	}
}

// A family gets its seats one after the other: the parent's never waits for the
// child's.
func TestAFamilyGetsItsSeats(t *testing.T) {
	h := begin(t, book(t), 3, 1, 0)
	parent := &Doer{World: h.Parent, Node: h.Parent.Nodes[0]}
	if got := parent.follows(Flight, safeguard.Seat); got != Done {
		t.Fatalf("the parent's seat: %s", got)
	}
	h.Pass(h.Parent.Now.Sub(h.Now))
	child := &Doer{World: h.World, Node: h.Nodes[0]}
	if err := child.Reach(safeguard.Seat); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Do(child.Node, h.Officer(access.MovementOfficer), "seat.give", movement.GiveSeat{Movement: Flight, Line: Line}); err != nil {
		t.Fatal(err)
	}
	if err := child.Reach(safeguard.Boarding); err != nil {
		t.Fatal(err)
	}
	if way := h.Around(child.Node, child.Node.Case(), nil).Parents; len(way) != 1 || !way[0].Aboard {
		t.Errorf("the child may board before the parent: %+v", way)
	}
}

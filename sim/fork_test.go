package sim

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// A node was restored and its log forked: what the losing branch holds is taken
// in as evidence. Its stops stop at once, wherever they arrive and in whatever
// order; nothing else in it has an effect, and least of all what would end a stop.
func TestALosingForkOnlyStops(t *testing.T) {
	b := book(t)
	forEach(t, 20, func(t *rapid.T) {
		h := begin(t, b, rapid.SampledFrom([]int{0, 1, 3, 5}).Draw(t, "who"), 2, 3)
		wins, loses := h.Nodes[0], h.Nodes[1]
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 8))
		common := len(loses.Held)
		stop := stops[r.IntN(len(stops))]
		if _, err := h.Do(loses, h.Officer(access.ProtectionOfficer), stop.command, stop.args); err != nil {
			t.Fatal(err)
		}
		hold := rapid.Bool().Draw(t, "and a hold that the branch lifts")
		if hold {
			placed, err := h.Do(loses, h.Officer(access.ProtectionOfficer), "hold.place", casefile.PlaceHold{For: "law"})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := h.Do(loses, h.Officer(access.ProtectionLead), "hold.lift", casefile.LiftHold{Hold: placed[0].ID}); err != nil {
				t.Fatal(err)
			}
		}
		if !safeguard.Clear(h.Findings(wins, safeguard.Boarding)) {
			t.Fatal("the branch that wins is not ready to board: the test proves nothing")
		}
		branch := disputed(loses.Held[common:])
		r.Shuffle(len(branch), func(i, j int) { branch[i], branch[j] = branch[j], branch[i] })
		wins.Deliver(branch...)
		if safeguard.Clear(h.Findings(wins, safeguard.Boarding)) {
			t.Fatalf("%s on a losing fork does not stop", stop.command)
		}
		if f, blocks := named(h.Findings(wins, safeguard.Boarding), "no-hold"); hold && !blocks {
			t.Fatalf("a hold was lifted by a losing fork: %s", f.Reason.Key)
		}
	})
}

// disputed are events as they are taken in from a branch that lost.
func disputed(events []ledger.Event) []ledger.Event {
	taken := make([]ledger.Event, len(events))
	for i, e := range events {
		e.Disputed = true
		taken[i] = e
	}
	return taken
}

// A stop in a linked file of the same person blocks every node that has it.
func TestAStopInATwinBlocks(t *testing.T) {
	b := book(t)
	forEach(t, 20, func(t *rapid.T) {
		h := begin(t, b, rapid.SampledFrom([]int{0, 1, 3, 5}).Draw(t, "who"), 1, 3)
		by, n := h.Officer(access.ProtectionOfficer), h.Nodes[0]
		for _, link := range []struct {
			command string
			args    any
		}{
			{"duplicate.suspect", casefile.SuspectDuplicate{Other: TwinNumber}}, {"duplicate.settle", casefile.SettleDuplicate{Other: TwinNumber, Same: true, Reason: "the same face"}},
		} {
			if _, err := h.Do(n, by, link.command, link.args); err != nil {
				t.Fatal(err)
			}
		}
		if !safeguard.Clear(h.Findings(n, safeguard.Boarding)) {
			t.Fatal("a twin without a stop blocks")
		}
		stop := rapid.SampledFrom([]int{0, 1, 2, 6, 7}).Draw(t, "stop")
		if rapid.Bool().Draw(t, "unreadable") {
			h.Twin.Forge(h.Twin.Nodes[0])
		} else if _, err := h.Twin.Do(h.Twin.Nodes[0], by, stops[stop].command, stops[stop].args); err != nil {
			t.Fatal(err)
		}
		if safeguard.Clear(h.Findings(n, safeguard.Boarding)) {
			t.Fatalf("%s in a linked file does not stop", stops[stop].command)
		}
	})
}

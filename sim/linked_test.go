package sim

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/safeguard"
)

// What a file tells the other files of its person is what its own rules say:
// no stop more, and none less.
func TestStopsAreWhatTheRulesSay(t *testing.T) {
	b := book(t)
	stopping := map[safeguard.ID]string{"consent-stands": "withdrawal", "real-risk-absolute": "real-risk", "no-hold": "hold", "capacity": "capacity"}
	forEach(t, 75, func(t *rapid.T) {
		h := play(t, b, rapid.IntRange(1, 2).Draw(t, "nodes"), 25)
		for _, n := range h.Nodes {
			around := h.Offered(n, n.Case(), safeguard.Boarding)
			around.Linked = nil
			said := n.Case().Stops(around, h.Book, h.Moment(n))
			for _, f := range safeguard.Evaluate(n.Case().Facts(around), h.Book, h.Moment(n), safeguard.Boarding) {
				name, stops := stopping[f.Safeguard]
				if !stops || f.Basis == safeguard.OnAttestation {
					continue
				}
				objects := func(c safeguard.Consent) bool { return c.View == safeguard.Objects } // a child's no, which is of no consent of theirs
				if name == "withdrawal" && slices.ContainsFunc(n.Case().Consent.Consents, objects) {
					continue
				}
				if got := slices.Contains(said.Stops, name); got != f.State.Blocks() {
					t.Fatalf("%s is %s (%s), and %s is told: %v", f.Safeguard, f.State, f.Reason.Key, name, got)
				}
			}
		}
	})
}

// A link binds both files, whichever of them it was recorded in, and so does
// the question whether there should be one.
func TestALinkBindsBothFiles(t *testing.T) {
	b := book(t)
	forEach(t, 75, func(t *rapid.T) {
		h := play(t, b, rapid.IntRange(1, 3).Draw(t, "nodes"), 25)
		here, there := Fold(h.everything()), h.Twin.Nodes[0].Case()
		if here.Erased || there.Erased {
			return
		}
		if got, want := len(here.Linked()) > 0, len(there.Linked()) > 0; got != want {
			t.Fatalf("the file is linked: %t, the other file is: %t", got, want)
		}
		if got, want := len(here.Duplicates) > 0, len(there.Duplicates) > 0; got != want {
			t.Fatalf("the file may be another's: %t, the other file may be: %t", got, want)
		}
	})
}

// What stops one file of a person stops the other, whichever was linked to
// which.
func TestAStopReachesBothFiles(t *testing.T) {
	b := book(t)
	forEach(t, 25, func(t *rapid.T) {
		h := begin(t, b, rapid.SampledFrom([]int{0, 1, 3, 5}).Draw(t, "who"), 1, 0)
		by := h.Officer(access.ProtectionOfficer)
		linking, stopped := h.World, h.World
		if rapid.Bool().Draw(t, "linked in the other") {
			linking = h.Twin
		}
		if rapid.Bool().Draw(t, "stopped in the other") {
			stopped = h.Twin
		}
		other := linking.Twin.Nodes[0].Case().Number
		linking.Do(linking.Nodes[0], by, "duplicate.suspect", casefile.SuspectDuplicate{Other: other})
		linking.Do(linking.Nodes[0], by, "duplicate.settle", casefile.SettleDuplicate{Other: other, Same: true, Reason: "the same face"})
		free := stopped.Twin
		reached := func() bool {
			return slices.ContainsFunc(free.Findings(free.Nodes[0], safeguard.Seat), func(f safeguard.Finding) bool { return f.Reason.Key == "no-hold.linked" })
		}
		if reached() {
			t.Fatal("a linked file stops before anything does")
		}
		if _, err := stopped.Do(stopped.Nodes[0], by, "hold.place", casefile.PlaceHold{For: "law"}); err != nil {
			t.Fatal(err)
		}
		if !reached() {
			t.Fatal("a hold in one file does not stop the other")
		}
	})
}

// A file that is erased leaves what stops the person to the other: what blocked
// it because of the erased one blocks it still, and can be done away with there.
// Nothing else is left.
func TestAnErasedFileLeavesWhatBinds(t *testing.T) {
	b := book(t)
	forEach(t, 25, func(t *rapid.T) {
		h := begin(t, b, rapid.SampledFrom([]int{0, 1, 3, 5}).Draw(t, "who"), 1, rapid.IntRange(0, 3).Draw(t, "from"))
		by, dpo, n := h.Officer(access.ProtectionOfficer), h.Officer(access.DataProtection), h.Nodes[0]
		free := blocking(h.Findings(n, safeguard.Boarding))
		for _, stop := range rapid.SliceOfN(rapid.IntRange(0, len(stops)-1), 0, 3).Draw(t, "stops") {
			if _, err := h.Twin.Do(h.Twin.Nodes[0], by, stops[stop].command, stops[stop].args); err != nil {
				t.Fatal(err)
			}
		}
		if rapid.IntRange(0, 4).Draw(t, "unreadable") == 0 {
			h.Twin.Forge(h.Twin.Nodes[0])
		}
		if rapid.IntRange(0, 4).Draw(t, "doubted") == 0 {
			h.Twin.Do(h.Twin.Nodes[0], by, "age.doubt", assessment.DoubtAge{Why: "papers differ"})
		}
		h.Do(n, by, "duplicate.suspect", casefile.SuspectDuplicate{Other: TwinNumber})
		h.Do(n, by, "duplicate.settle", casefile.SettleDuplicate{Other: TwinNumber, Same: true, Reason: "the same face"})
		linked := blocking(h.Findings(n, safeguard.Boarding))
		if _, err := h.Twin.Do(h.Twin.Nodes[0], dpo, "case.erase", casefile.Erase{Ground: "person-asked"}); err != nil {
			t.Fatal(err)
		}
		alone := h.Findings(n, safeguard.Boarding)
		for id := range linked {
			if !blocking(alone)[id] {
				t.Fatalf("%s blocked because of the other file, and blocks no more: %+v", id, alone)
			}
		}
		if len(linked) == len(free) && len(blocking(alone)) != len(free) {
			t.Fatalf("a file without a stop left one: %+v", safeguard.Blocking(alone))
		}
		d := &Doer{World: h.World, Node: n}
		if err := d.Reach(safeguard.Seat); err != nil {
			t.Fatalf("it cannot be done away with: %v", err)
		}
	})
}

// One file makes the person a child and the other holds their withdrawal: the
// consent that follows it is a child's in both, and ends it in both.
func TestAWithdrawalInTheOtherFileOfAChild(t *testing.T) {
	h := begin(t, book(t), 0, 1, 2)
	n, by := h.Nodes[0], h.Officer(access.ProtectionOfficer)
	h.Do(n, by, "age.doubt", assessment.DoubtAge{Why: "papers differ"})
	h.Do(n, by, "duplicate.suspect", casefile.SuspectDuplicate{Other: TwinNumber})
	h.Do(n, by, "duplicate.settle", casefile.SettleDuplicate{Other: TwinNumber, Same: true, Reason: "the same face"})
	h.Twin.Do(h.Twin.Nodes[0], by, "consent.withdraw", consent.Withdraw{Channel: "phone"})
	d := &Doer{World: h.World, Node: n}
	if outcome, err := d.Resolve(safeguard.Clearance, "consent-stands", func(int) int { return 0 }); err != nil || outcome != Done {
		t.Errorf("%s %v", outcome, err)
	}
}

// Whatever was said or found of a child in their other file, the acts that findings list lead
// on, whichever of them somebody chooses.
func TestWhatIsOfAChildInTheOtherFile(t *testing.T) {
	b := book(t)
	found := []struct {
		command string
		args    any
	}{
		{"caregiver.arrange", assessment.ArrangeCaregiver{Who: "caregiver", Safe: true, Status: "unaccompanied"}},
		{"caregiver.arrange", assessment.ArrangeCaregiver{Who: "parent", Status: "separated"}},
		{"caregiver.arrange", assessment.ArrangeCaregiver{Who: "parent", Status: safeguard.WithParent}},
		{"interests.assess", assessment.AssessInterests{Agrees: true, Guardian: safeguard.Nobody, Reasons: "seen"}},
		{"interests.assess", assessment.AssessInterests{Reasons: "seen"}},
		{"family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: safeguard.Objects}},
		{"family.check", assessment.CheckBond{Outcome: assessment.InDoubt, Reasons: "seen"}},
		{"consent.give", consent.Give{Guardian: safeguard.Parent, View: safeguard.Objects, Mark: "none"}},
		{"risk.assess", assessment.AssessRisk{Finding: "unclear", Sheet: "NGA-2026-1", Reasons: "seen"}},
	}
	forEach(t, 37, func(t *rapid.T) {
		h := begin(t, b, rapid.SampledFrom([]int{3, 4, 5}).Draw(t, "who"), 1, rapid.IntRange(0, 2).Draw(t, "from"))
		by, n := h.Officer(access.ProtectionOfficer), h.Nodes[0]
		for _, i := range rapid.SliceOfN(rapid.IntRange(0, len(found)-1), 1, 3).Draw(t, "found") {
			if _, err := h.Twin.Do(h.Twin.Nodes[0], by, found[i].command, found[i].args); err != nil {
				t.Fatal(err)
			}
		}
		h.Do(n, by, "duplicate.suspect", casefile.SuspectDuplicate{Other: TwinNumber})
		h.Do(n, by, "duplicate.settle", casefile.SettleDuplicate{Other: TwinNumber, Same: true, Reason: "the same face"})
		act := rapid.SampledFrom([]safeguard.Act{safeguard.Seat, safeguard.Clearance}).Draw(t, "act")
		seed := rapid.Uint64().Draw(t, "seed")
		for _, id := range []safeguard.ID{"best-interests", "family-unity", "consent", "consent-stands", "individual-risk"} {
			r := rand.New(rand.NewPCG(seed, 9))
			d := &Doer{World: h.World, Node: n}
			if _, err := d.Resolve(act, id, func(n int) int { return r.IntN(n) }); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func blocking(findings []safeguard.Finding) map[safeguard.ID]bool {
	blocks := map[safeguard.ID]bool{}
	for _, f := range safeguard.Blocking(findings) {
		blocks[f.Safeguard] = true
	}
	return blocks
}

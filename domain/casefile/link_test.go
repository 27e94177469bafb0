package casefile

import (
	"slices"
	"strings"
	"testing"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

var linked = []doing{
	does("node", "duplicate.suspect", SuspectDuplicate{Other: "X"}),
	does("cas", "duplicate.settle", SettleDuplicate{Other: "X", Same: true, Reason: "same scar"}),
}

// A file that is erased leaves each of its stops to the other file of the
// person, and nothing else: there it blocks, and is ended, as any other does.
func TestAnErasedFileLeavesItsStops(t *testing.T) {
	for _, s := range []struct {
		name string
		stop []doing
		act  safeguard.Act
		rule safeguard.ID
		want string // of the rule in the other file
		left string // kinds of the events there
	}{
		{"nothing", nil, safeguard.Boarding, "no-unsettled-duplicate", "met", "link.erased"},
		{"a withdrawal", []doing{does("hot", "consent.withdraw", consent.Withdraw{Channel: "phone"})}, safeguard.Boarding, "consent-stands", "unmet withdrawn", "link.erased consent.withdrawn"},
		{"a hold", []doing{does("lea", "hold.place", PlaceHold{For: "law", Reason: "a witness"})}, safeguard.Boarding, "no-hold", "unmet law", "link.erased hold.placed"},
		{"a hold that was lifted", []doing{
			does("lea", "hold.place", PlaceHold{For: "law"}),
			does("lea", "hold.lift", named("hold.placed", func(h ledger.Hash) any { return LiftHold{Hold: h} })),
		}, safeguard.Boarding, "no-hold", "met", "link.erased"},
		{"an asylum request", []doing{does("cou", "asylum.request", assessment.RequestAsylum{Words: "x"})}, safeguard.Boarding, "unhcr-counselled", "unmet asylum", "link.erased asylum.requested"},
		{"a real risk", []doing{does("pia", "risk.assess", assessment.AssessRisk{Finding: "real", Sheet: "NGA-1"})}, safeguard.Boarding, "real-risk-absolute", "unmet real", "link.erased risk.assessed"},
		{"fear", []doing{does("cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearEmbassy})}, safeguard.Embassy, "fear-asked", "unmet embassy", "link.erased fear.asked"},
		{"a doubt about age", []doing{does("pia", "age.doubt", assessment.DoubtAge{Why: "papers differ"})}, safeguard.Boarding, "best-interests", "unmet assessment", "link.erased age.doubted"},
	} {
		t.Run(strings.ReplaceAll(s.name, " ", "-"), func(t *testing.T) {
			gone := begin(t, with(before("order.ask"), slices.Concat(linked, s.stop)...)...)
			there := begin(t, with(before("boarding.board"), linked...)...)
			deed := there.deed(does("dpo", "case.erase", nil))
			bodies := gone.file.Mirror([]ledger.Body{Erased{}}, "X", there.file, gone.around(nil), gone.book, gone.now)
			for i, b := range bodies { // the two files of the scripts have one number; in a programme they do not
				if e, is := b.(LinkErased); is {
					e.Other = "X"
					bodies[i] = e
				}
			}
			before := len(there.file.Contacts)
			kinds := there.record(does("dpo", "case.erase", nil), deed, bodies...)
			if got := strings.Join(kinds, " "); got != s.left {
				t.Errorf("%s is left, want %s", got, s.left)
			}
			if got := there.finds(s.act, s.rule); got != s.want {
				t.Errorf("%s: %s, want %s", s.rule, got, s.want)
			}
			if len(there.file.Linked()) > 0 || len(there.file.Contacts) != before {
				t.Errorf("linked with %v, met by %v", there.file.Linked(), there.file.Contacts[before:])
			}
			for _, b := range bodies {
				if MilestoneOf(b) != "" {
					t.Errorf("%s counts again for the programme", b.Kind())
				}
			}
			there.sameWhenFoldedAgain()
		})
	}
}

// Files that were linked through the erased one are linked with each other.
func TestALinkThroughAnErasedFile(t *testing.T) {
	first := begin(t, with(here, linked...)...)
	second := begin(t, with(here, linked...)...)
	gone := &Case{Number: "X", Duplicates: []safeguard.Duplicate{{Other: "A", Same: true}, {Other: "B", Same: true}, {Other: "C"}}}
	if got := gone.Mirrored([]ledger.Body{Erased{}}); !slices.Equal(got, []string{"A", "B"}) {
		t.Fatalf("told: %v", got)
	}
	for number, w := range map[string]*world{"A": first, "B": second} {
		w.record(does("dpo", "case.erase", nil), w.deed(does("dpo", "case.erase", nil)), LinkErased{Other: "X", Also: map[string][]string{"A": {"B"}, "B": {"A"}}[number]})
		if got := w.file.Linked(); len(got) != 1 || got[0] == number || got[0] == "X" {
			t.Errorf("%s is linked with %v", number, got)
		}
	}
}

// A child stays one: the file of a child makes the person one in the other,
// unless that one does so itself for as long.
func TestAnErasedFileOfAChild(t *testing.T) {
	older := begin(t, scene[0], opened(child(16, "with-parent")))
	younger := begin(t, scene[0], opened(child(10, "with-parent")))
	adult := begin(t, here...)
	doubts := func(gone, there *world) int {
		var in *Case
		if there != nil {
			in = there.file
		}
		n := 0
		for _, b := range gone.file.Mirror([]ledger.Body{Erased{}}, "Y", in, gone.around(nil), gone.book, gone.now) {
			if b.Kind() == "age.doubted" {
				n++
			}
		}
		return n
	}
	for _, s := range []struct {
		name        string
		gone, there *world
		want        int
	}{
		{"an adult's, and an adult's", adult, adult, 0}, {"a child's, and an adult's", younger, adult, 1}, {"a child's, and a younger one's", older, younger, 0},
		{"a child's, and an older one's", younger, older, 1}, {"a child's, and nobody can read the other", older, nil, 1}, {"an adult's, and nobody can read the other", adult, nil, 0},
	} {
		if got := doubts(s.gone, s.there); got != s.want {
			t.Errorf("%s: %d doubts, want %d", s.name, got, s.want)
		}
	}
}

// What is left to a file whose person has gone is no word on the way.
func TestAWithdrawalLeftToSomebodyWhoDeparted(t *testing.T) {
	w := begin(t, after("departure.record")...)
	w.record(does("dpo", "case.erase", nil), w.deed(does("dpo", "case.erase", nil)), consent.Withdrawn{Withdraw: consent.Withdraw{Channel: "other"}, Left: true})
	if w.file.Crossed() || w.file.Status() != StatusDeparted {
		t.Errorf("crossed %v, %s", w.file.Crossed(), w.file.Status())
	}
}

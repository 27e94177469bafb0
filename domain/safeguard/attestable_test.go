package safeguard

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/domain/ledger"
)

// What an officer attests is what the rules say at the acts at which they are
// due: at boarding, and of a rule that is due earlier only, its gravest answer.
func TestAttestableIsWhatTheRulesSay(t *testing.T) {
	book := testBook(t)
	for i := range book.Clauses { // some rules are due before boarding only
		if c := &book.Clauses[i]; i%3 == 0 {
			c.Due = []Act{Notice, Seat}
		}
	}
	for name, change := range map[string]func(*world){
		"all is done":        func(*world) {},
		"little is done":     func(w *world) { w.Will, w.Protection = Will{}, Protection{} },
		"nobody asked":       func(w *world) { w.Refoulement = Refoulement{} },
		"papers are missing": func(w *world) { w.Preparation = Preparation{} },
	} {
		w := ready()
		change(w)
		for _, held := range []ledger.Set{ledger.Everything, ledger.SetOf(ledger.General, ledger.Protection), ledger.SetOf(ledger.General)} {
			want := []Finding{}
			for _, f := range Evaluate(w.Facts, book, now, Boarding) {
				if !NeedsKeys(f.Safeguard, held) {
					continue
				}
				for _, act := range []Act{Notice, Seat} {
					for _, now := range Evaluate(w.Facts, book, now, act) {
						if now.Safeguard == f.Safeguard && !dueAtBoarding(book, f.Safeguard) && (f.State == NotYetDue || now.State.Blocks()) {
							f = now
						}
					}
				}
				want = append(want, f)
			}
			if diff := cmp.Diff(want, Attestable(w.Facts, book, now, held)); diff != "" {
				t.Errorf("%s, held %s: %s", name, held, diff)
			}
		}
	}
}

func dueAtBoarding(book *Book, id ID) bool {
	for i := range book.Clauses {
		if book.Clauses[i].ID == id {
			return book.Clauses[i].DueAt(Boarding)
		}
	}
	return false
}

// Which way was looked at everybody reads: who cannot read what was found on it gives nobody
// a seat on another, whatever was attested of the first.
func TestTheWayIsLookedAtByWhoeverReadsLittle(t *testing.T) {
	book := testBook(t)
	for name, c := range map[string]struct {
		seen []string
		want string
	}{"looked at": {[]string{"TUR"}, "met"}, "not looked at": {nil, "unmet route"}} {
		w := ready()
		w.Refoulement.Risks[0].Transit, w.Refoulement.Risks[0].Finding = c.seen, "" // that is sealed
		w.Around.Movement.Transit = []string{"TUR"}
		w.Closed[ledger.Asylum] = []int{1}
		w.Attested["individual-risk"] = Attested{Ref: w.by("pia", 0), Book: book.Name(), State: Met}
		if f := ask(t, book, w.Facts, now, Seat, "individual-risk"); answer(f) != c.want {
			t.Errorf("%s: %s, want %s", name, answer(f), c.want)
		}
	}
}

// A document obtained without an embassy that is feared is looked for once there
// is a seat: what was attested before says nothing of it.
func TestWhatWasAttestedWithoutASeat(t *testing.T) {
	book := testBook(t)
	for name, c := range map[string]struct {
		seatedSince bool
		want        string
	}{"and no seat since": {false, "not-applicable"}, "and a seat since": {true, "unknown sealed"}} {
		w := ready()
		w.fears("cou", FearEmbassy)
		w.Preparation.Documents[0].Through = ThroughEmbassy
		w.Attested["document-unfeared"] = Attested{Ref: w.by("pia", days(7)), Book: book.Name(), State: NotApplicable, Read: w.Around.Read}
		if c.seatedSince {
			w.Where = append(w.Where, w.by("mov", days(6)))
		}
		if f := ask(t, book, w.Facts, now, Clearance, "document-unfeared"); answer(f) != "unmet feared" {
			t.Errorf("%s, with all keys: %s", name, answer(f))
		}
		w.Closed[ledger.Asylum] = []int{1}
		if f := ask(t, book, w.Facts, now, Clearance, "document-unfeared"); answer(f) != c.want {
			t.Errorf("%s, without keys: %s, want %s", name, answer(f), c.want)
		}
	}
}

package safeguard

import (
	"testing"

	"amana/domain/ledger"
)

// said is a change by which two things are said of a field.
func said(field string) func(*world) {
	return func(w *world) {
		w.Unsettled = map[string][]ledger.Ref{field: {w.by("cas", hours(3)), w.by("sam", hours(3))}}
	}
}

// Of two seats nobody knows which, and of two destinations nothing can be said
// of either. Whoever is a child by one of two days of birth is one.
var unsettledCases = func() map[ID][]ruleCase {
	all := map[ID][]ruleCase{
		"individual-risk":  {{"two destinations", "", said("destination"), "unknown unsettled"}},
		"unhcr-counselled": {{"two destinations", "", said("destination"), "unknown unsettled"}},
		"destination-open": {
			{"two destinations", "", said("destination"), "unknown unsettled"}, {"two nationalities", "", said("nationalities"), "unknown unsettled"},
		},
		"best-interests": {{"two days of birth, one of a child", "", func(w *world) {
			said("born")(w)
			w.Person.BornTo = birthday(0, 10)
		}, "unknown unsettled"}},
	}
	for _, id := range []ID{
		"exit-permission", "reception-acknowledged", "gate", "four-eyes", "record-fresh", "same-person", "fit-to-travel", "travel-document",
		"reaffirmed", "safe-no", "not-collective",
	} {
		all[id] = []ruleCase{
			{"two seats", "", func(w *world) { said("seat")(w); w.Around.Hub = false }, "unknown unsettled"},
			{"two schedules", "", func(w *world) {
				said("departs")(w)
				w.Around.Movement.Unsettled, w.Unsettled, w.Around.Hub = w.Unsettled["departs"], nil, false
			}, "unknown unsettled"},
		}
	}
	return all
}()

// A finding that speaks against the journey is not lost beside one that did
// not know of it, whichever comes first in the order of folding.
func TestNothingAgainstIsLost(t *testing.T) {
	book := testBook(t)
	for name, c := range map[string]struct {
		rule ID
		act  Act
		one  func(w *world, r ledger.Ref, good bool)
		want string
	}{
		"exit": {"exit-permission", Boarding, func(w *world, r ledger.Ref, good bool) {
			e := w.Preparation.Exits[0]
			e.Ref, e.Granted = r, good
			w.Preparation.Exits = append(w.Preparation.Exits, e)
		}, "unmet refused"},
		"examination": {"fit-to-travel", Boarding, func(w *world, r ledger.Ref, good bool) {
			h := HealthCheck{Ref: r, Kind: "examination", Outcome: "fit"}
			if !good {
				h.Outcome = "unfit"
			}
			w.Protection.Health = append(w.Protection.Health, h)
		}, "unmet unfit"},
		"order": {"no-forced-return", Seat, func(w *world, r ledger.Ref, good bool) {
			w.Will.Orders = append(w.Will.Orders, Order{Ref: r, Checked: good})
		}, "unmet unchecked"},
		"entry": {"destination-open", Seat, func(w *world, r ledger.Ref, good bool) {
			e := w.Refoulement.Entry[0]
			e.Ref, e.Confirmed = r, good
			w.Refoulement.Entry = append(w.Refoulement.Entry, e)
		}, "unmet entry"},
	} {
		for _, first := range []bool{true, false} {
			w := ready()
			c.one(w, w.by("cas", hours(2)), first)
			c.one(w, w.by("sam", hours(2)), !first)
			w.unaware(w.seq, w.seq-1)
			if got := answer(ask(t, book, w.Facts, now, c.act, c.rule)); got != c.want {
				t.Errorf("%s, the good one first: %v: %s, want %s", name, first, got, c.want)
			}
		}
	}
}

// unaware makes an event one that was recorded without knowing of another.
func (w *world) unaware(later, earlier int) {
	n := later + 1
	past := make([][]uint64, n)
	for i := range past {
		past[i] = make([]uint64, (n+63)/64)
		for j := range i {
			if i != later || j != earlier {
				past[i][j/64] |= 1 << (j % 64)
			}
		}
	}
	w.Past = &ledger.Ancestry{N: n, Past: past}
}

func TestEveryFieldIsSettledBySomebody(t *testing.T) {
	for id, fields := range restsOn {
		for _, field := range fields {
			if _, there := settles[field]; !there {
				t.Errorf("%s rests on %s, which nobody settles", id, field)
			}
		}
	}
	for id, list := range unsettledCases {
		for _, c := range list {
			w := ready()
			c.change(w)
			f := ask(t, testBook(t), w.Facts, now, clauseOf(t, testBook(t), id).Due[0], id)
			field := f.Reason.Args[0].Value.(string)
			if len(f.Next) == 0 || f.Next[0] != settles[field] || len(f.Events) < 2 {
				t.Errorf("%s does not lead to settling %s: %+v", id, field, f)
			}
		}
	}
}

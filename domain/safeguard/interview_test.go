package safeguard

import (
	"testing"

	"amana/domain/ledger"
)

// What an unfit interpreter translated tells of a compartment by having been
// done: the finding that says to do it again is of that compartment.
func TestWhatAnUnfitInterpreterTells(t *testing.T) {
	book := testBook(t)
	for _, c := range []struct {
		name string
		done func(*world)
		want ledger.Compartment
	}{
		{"a session", func(w *world) { w.Will.Sessions[1].Talk = unfit }, ledger.General},
		{"an examination", func(w *world) { w.Protection.Health[0].Interpreter = unfit.Interpreter }, ledger.General},
		{"a need that was answered", func(w *world) { w.need(); w.Protection.Needs[0].Interpreter = unfit.Interpreter }, ledger.Protection},
		{"a session, and UNHCR's counselling", func(w *world) {
			w.Will.Sessions[1].Talk = unfit
			w.Refoulement.UNHCR = []UNHCR{{Ref: w.by("unh", days(3)), Outcome: "counselled", By: "unhcr", Interpreter: unfit.Interpreter}}
		}, ledger.Asylum},
	} {
		w := ready()
		c.done(w)
		f := ask(t, book, w.Facts, now, Boarding, "interpreter-fit")
		if got := answer(f); got != "unmet unfit" || f.Compartment != c.want {
			t.Errorf("%s: %s of compartment %d, want %d", c.name, got, f.Compartment, c.want)
		}
	}
}

// What was recorded later, and on which no rule could rest, hides nothing on which
// one does.
func TestAWorthlessActHidesNoInterpreter(t *testing.T) {
	book := testBook(t)
	guard := unfit.Interpreter
	for name, c := range map[string]struct {
		through, worthless, again func(*world)
	}{
		"an option": {
			func(w *world) { w.Will.Told[0].Interpreter = guard },
			func(w *world) {
				x := w.Will.Told[0]
				x.Ref, x.Interpreter, x.Available = w.by("cou", days(3)), nil, "unknown"
				w.Will.Told = append(w.Will.Told, x)
			},
			func(w *world) {
				x := w.Will.Told[0]
				x.Ref, x.Interpreter = w.by("cou", days(2)), nil
				w.Will.Told = append(w.Will.Told, x)
			},
		},
		"the family": {
			func(w *world) {
				w.Person.Household = true
				w.Protection.Together = []Together{{Ref: w.by("pia", days(9)), Alone: true, Wants: true, Interpreter: guard}}
			},
			func(w *world) {
				w.Protection.Together = append(w.Protection.Together, Together{Ref: w.by("pia", days(8)), Wants: true})
			},
			func(w *world) {
				w.Protection.Together = append(w.Protection.Together, Together{Ref: w.by("pia", days(7)), Alone: true, Wants: true})
			},
		},
		"where to go who says no": {
			func(w *world) {
				w.Person.Held = true
				w.Will.SafeNo = []SafeNo{{Ref: w.by("pia", days(3)), Movement: flight, Private: true, Interpreter: guard}}
			},
			func(w *world) {
				w.Will.SafeNo = append(w.Will.SafeNo, SafeNo{Ref: w.by("pia", days(2)), Movement: flight})
			},
			func(w *world) {
				w.Will.SafeNo = append(w.Will.SafeNo, SafeNo{Ref: w.by("pia", days(1)), Movement: flight, Private: true})
			},
		},
		"UNHCR's counselling": {
			func(w *world) {
				w.Person.Nationalities = []string{"ERI"}
				w.Refoulement.UNHCR = []UNHCR{{Ref: w.by("unh", days(9)), By: "unhcr", Outcome: "counselled", Interpreter: guard}}
				w.Refoulement.Observers = []Member{{Ref: w.by("pia", days(9)), Officer: who("obs")}}
			},
			func(w *world) {
				w.Refoulement.UNHCR = append(w.Refoulement.UNHCR, UNHCR{Ref: w.by("unh", days(8)), By: "unhcr", Outcome: "cannot"})
			},
			func(w *world) {
				w.Refoulement.UNHCR = append(w.Refoulement.UNHCR, UNHCR{Ref: w.by("obs", days(7)), By: "lawyer", Outcome: "counselled"})
			},
		},
		"a removal order": {
			func(w *world) {
				w.Will.Orders = []Order{{Ref: w.by("cou", days(9)), Checked: true, Interpreter: guard}}
			},
			func(w *world) { w.Will.Orders = append(w.Will.Orders, Order{Ref: w.by("cou", days(8))}) },
			func(w *world) { w.Will.Orders = append(w.Will.Orders, Order{Ref: w.by("cou", days(7)), Checked: true}) },
		},
		"what they get": {
			func(w *world) { w.Preparation.Told[0].Interpreter = guard },
			func(w *world) {
				w.Preparation.Told = append(w.Preparation.Told, Reintegration{Ref: w.by("cou", days(3)), Written: true})
			},
			func(w *world) {
				w.Preparation.Told = append(w.Preparation.Told, Reintegration{Ref: w.by("cou", days(2)), Written: true, Aloud: true, Gets: true, FromWhom: true, When: true, HowMuch: true, PlanFollows: true, FirstDays: true})
			},
		},
	} {
		w := ready()
		for _, step := range []struct {
			what string
			do   func(*world)
			want string
		}{{"through a guard", c.through, "unmet unfit"}, {"and what is worth nothing", c.worthless, "unmet unfit"}, {"and once more", c.again, "met"}} {
			step.do(w)
			f := ask(t, book, w.Facts, now, Boarding, "interpreter-fit")
			if got := answer(f); got != step.want || got != "met" && len(f.Next) != 1 {
				t.Errorf("%s, %s: %s, and then %v", name, step.what, got, f.Next)
			}
		}
	}
}

// No rule takes back what protects on the word of somebody unfit, whoever was
// talked to last.
func TestNothingIsTakenBackThroughAGuard(t *testing.T) {
	book := testBook(t)
	for _, fit := range []bool{true, false} {
		guard := unfit.Interpreter
		if fit {
			guard = nil
		}
		for id, change := range map[ID]func(*world){
			"no-forced-return": func(w *world) {
				w.Will.Orders = []Order{{Ref: w.by("cou", days(9)), Forced: true, Checked: true}, {Ref: w.by("pia", days(8)), Checked: true, Interpreter: guard}, {Ref: w.by("cou", days(7)), Checked: true}}
			},
			"family-unity": func(w *world) {
				w.child()
				w.Protection.Together = []Together{
					{Ref: w.by("pia", days(9)), Alone: true, Wants: true, Other: Objects},
					{Ref: w.by("sam", days(8)), Alone: true, Wants: true, Other: "travels-too", Interpreter: guard},
					{Ref: w.by("pia", days(7)), Alone: true, Wants: true, Other: "travels-too"},
				}
			},
			"best-interests": func(w *world) {
				w.child()
				w.Protection.Interests = []Interest{{Ref: w.by("pia", days(9))}, {Ref: w.by("sam", days(8)), Agrees: true, Interpreter: guard}, {Ref: w.by("pia", days(7)), Agrees: true}}
			},
		} {
			w := ready()
			change(w)
			if f := ask(t, book, w.Facts, now, clauseOf(t, book, id).Due[0], id); f.State.Blocks() == fit {
				t.Errorf("%s, taken back through somebody fit %t: %s", id, fit, answer(f))
			}
		}
	}
}

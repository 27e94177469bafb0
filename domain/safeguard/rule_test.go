package safeguard

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"amana/domain/ledger"
)

// ruleCase is one sentence about a rule: after this change, at this act, the
// rule answers so. want is "met", "not-applicable", or state and reason:
// "unmet none", "unknown sealed".
type ruleCase struct {
	name   string
	act    Act // the first act at which the rule is due, when empty
	change func(w *world)
	want   string
}

// cases joins the tables, one for each part of the rules.
func cases() map[ID][]ruleCase {
	all := map[ID][]ruleCase{}
	for _, part := range []map[ID][]ruleCase{willCases, consentCases, voluntaryCases, protectionCases, childCases, familyCases, refoulementCases, preparationCases, integrityCases, unsettledCases} {
		for id, list := range part {
			all[id] = append(all[id], list...)
		}
	}
	return all
}

func clauseOf(t testing.TB, b *Book, id ID) *Clause {
	t.Helper()
	i := slices.IndexFunc(b.Clauses, func(c Clause) bool { return c.ID == id })
	if i < 0 {
		t.Fatalf("no clause %s", id)
	}
	return &b.Clauses[i]
}

func ask(t testing.TB, b *Book, f *Facts, at time.Time, act Act, id ID) Finding {
	t.Helper()
	for _, found := range Evaluate(f, b, at, act) {
		if found.Safeguard == id {
			return found
		}
	}
	t.Fatalf("no finding of %s", id)
	return Finding{}
}

// answer is a finding in two words.
func answer(f Finding) string {
	if f.State == Met || f.State == NotApplicable || f.State == NotYetDue {
		return string(f.State)
	}
	_, key, _ := strings.Cut(f.Reason.Key, ".")
	return string(f.State) + " " + key
}

func TestRules(t *testing.T) {
	book := testBook(t)
	for id, list := range cases() {
		for _, c := range list {
			t.Run(string(id)+"/"+strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
				w := ready()
				if c.change != nil {
					c.change(w)
				}
				act := c.act
				if act == "" {
					act = clauseOf(t, book, id).Due[0]
				}
				got := ask(t, book, w.Facts, now, act, id)
				if answer(got) != c.want {
					t.Fatalf("%s: got %q, want %q (%+v)", c.name, answer(got), c.want, got)
				}
				explains(t, got, w.saysNo(book))
			})
		}
	}
}

// saysNo says whether nobody may be hurried about the person.
func (w *world) saysNo(book *Book) bool {
	q := about(w.Facts, book, now, Boarding)
	return q.saidNo
}

// explains: whatever blocks names an owner, a way out, and a day unless the
// person said no.
func explains(t *testing.T, f Finding, saidNo bool) {
	t.Helper()
	if !f.State.Blocks() {
		return
	}
	if f.Owner == "" || f.Due.IsZero() && !saidNo || len(f.Next) == 0 {
		t.Errorf("%s blocks without an owner, a day or a way out: %+v", f.Reason.Key, f)
	}
	for _, s := range f.Next {
		if s.Do == "" && s.Wait == "" || s.Do != "" && s.By == "" {
			t.Errorf("%s: nobody can take the step %+v", f.Reason.Key, s)
		}
	}
}

func TestEveryCaseIsOfARule(t *testing.T) {
	for id := range cases() {
		if _, known := rules[id]; !known {
			t.Errorf("cases for %s, which is no rule", id)
		}
	}
	for id, r := range rules {
		if r.logic < 1 {
			t.Errorf("%s has no logic number", id)
		}
	}
}

// Sealed: with a compartment closed that it reads, a rule knows nothing; it
// rests on an attestation that knew every closed event, until one more comes,
// another book is in force, or its time is over.
func TestSealed(t *testing.T) {
	book := testBook(t)
	for _, id := range slices.Sorted(maps.Keys(rules)) {
		r := rules[id]
		if open.Covers(r.reads) {
			continue
		}
		t.Run(string(id), func(t *testing.T) {
			act := clauseOf(t, book, id).Due[0]
			w := ready()
			if slices.Contains([]ID{"best-interests", "family-unity"}, id) {
				w.child()
			}
			comp := ledger.Medical
			for _, c := range ledger.Compartments[1:] {
				if r.reads.Has(c) {
					comp = c
				}
			}
			w.Closed[comp] = []int{w.seq}
			want := func(answers string) {
				t.Helper()
				got := ask(t, book, w.Facts, now, act, id)
				if answer(got) != answers {
					t.Fatalf("got %q, want %q", answer(got), answers)
				}
				if got.Basis != OnAttestation {
					t.Fatalf("rests on %q", got.Basis)
				}
				explains(t, got, false)
			}
			want("unknown sealed")

			w.Attested[id] = Attested{Ref: w.by("pia", 0), Book: book.Name(), State: Met, Until: departs.Add(hours(1))}
			want("met")
			w.Attested[id] = Attested{Ref: w.Attested[id].Ref, Book: book.Name(), State: Unmet}
			if got := ask(t, book, w.Facts, now, act, id); got.State != Unmet {
				t.Fatalf("attested as unmet, found %s", got.State)
			}
			w.Attested[id] = Attested{Ref: w.Attested[id].Ref, Book: "libya-vhr/2", State: Met}
			want("unknown sealed")
			w.Attested[id] = Attested{Ref: w.Attested[id].Ref, Book: book.Name(), State: Met, Until: now.Add(-hours(1))}
			want("unknown sealed")

			w.Attested[id] = Attested{Ref: w.Attested[id].Ref, Book: book.Name(), State: Met}
			w.Around.Read = "another"
			if id == "fit-to-travel" {
				want("met")
			} else {
				want("unknown sealed")
			}

			w.Around.Read = ""
			if m := w.Around.Movement; m != nil {
				m.Shifts = []Shift{{From: m.Departs.Add(-days(3)), At: now, Told: now.Add(hours(1))}}
				if id == "fit-to-travel" {
					want("met")
				} else {
					want("unknown sealed") // the flight was moved by days since
				}
				m.Shifts = nil
			}
			w.Where = []ledger.Ref{w.by("cas", 0)}
			if r.reads == protection || id == "document-unfeared" {
				want("unknown sealed")
			} else {
				want("met")
			}
			w.Who, w.Where = w.Where, nil
			want("unknown sealed")
			w.Who = nil
			w.Closed[comp] = append(w.Closed[comp], w.by("pia", 0).Seq)
			want("unknown sealed")
		})
	}
}

// A rule that reads nothing closed needs no attestation, and one whose closed
// compartment is another's is judged on the facts.
func TestClosedElsewhereChangesNothing(t *testing.T) {
	book := testBook(t)
	w := ready()
	w.Closed[ledger.Medical] = []int{w.seq}
	for _, f := range Evaluate(w.Facts, book, now, Boarding) {
		if f.Safeguard != "fit-to-travel" && f.State.Blocks() {
			t.Errorf("%s %s", f.Safeguard, answer(f))
		}
	}
}

func TestNotYetDueAndNotApplicable(t *testing.T) {
	book := testBook(t)
	kinds := map[Class]func(*world){
		Adult: func(*world) {}, Child: (*world).child, Infant: (*world).infant, Supported: func(w *world) { w.Person.Supported = true },
	}
	for _, c := range book.Clauses {
		for class, become := range kinds {
			for _, act := range Acts {
				w := ready()
				become(w)
				got := ask(t, book, w.Facts, now, act, c.ID)
				switch applies := slices.Contains(c.Applies, class); {
				case !applies && got.State != NotApplicable:
					t.Errorf("%s for %s at %s: %s, does not apply", c.ID, class, act, got.State)
				case applies && !c.DueAt(act) && got.State != NotYetDue:
					t.Errorf("%s for %s at %s: %s, is not due", c.ID, class, act, got.State)
				case applies && c.DueAt(act) && got.State == NotYetDue:
					t.Errorf("%s for %s at %s: it is due", c.ID, class, act)
				}
			}
		}
	}
}

// On the morning of the flight nothing blocks, at any act, for anybody.
func TestReadyIsClear(t *testing.T) {
	book := testBook(t)
	kinds := map[string]func(*world){
		"adult": func(*world) {}, "child": (*world).child, "child alone": (*world).lone, "infant": (*world).infant, "held": (*world).held,
		"trafficked": (*world).trafficked, "with a need": (*world).need, "supported": func(w *world) { w.Person.Supported = true },
	}
	for name, become := range kinds {
		w := ready()
		become(w)
		for _, act := range Acts {
			for _, f := range Blocking(Evaluate(w.Facts, book, now, act)) {
				t.Errorf("%s at %s: %s %s", name, act, f.Safeguard, answer(f))
			}
		}
	}
}

package safeguard

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amana/domain/day"
)

// A floor that was raised holds in place of a book that is below it, from its
// day on, and the book says so by its name. What was found before is found again
// byte for byte.
func TestTheFloorOfThen(t *testing.T) {
	b := testBook(t)
	b.Clauses = slices.DeleteFunc(b.Clauses, func(c Clause) bool { return c.ID == "same-person" })
	b.Numbers["gate-hours"] = 10
	clauseOf(t, b, "voluntary").Due = []Act{Seat}
	clauseOf(t, b, "reaffirmed").Applies = []Class{Supported}
	b.Topics = []string{"rights", "options", "conditions", "withdrawal"}
	if err := b.Compile(); err != nil {
		t.Fatal(err)
	}
	of := func(at time.Time) []byte {
		text, err := json.Marshal(Evaluate(ready().Facts, b.Raised(at), at, Boarding))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	from := day.Of(now)
	before := now.AddDate(0, 0, -1)
	then := of(before)

	RaiseFloor(t, from, Book{
		Numbers: map[string]int{"gate-hours": 6, "fresh-hours": 12}, Topics: []string{"remedy"},
		Clauses: []Clause{
			{ID: "same-person", From: from, Due: []Act{Boarding}, Applies: everybody, Owner: "movement-officer"},
			{ID: "voluntary", From: from, Due: []Act{Clearance}, Applies: []Class{Adult}},
			{ID: "reaffirmed", From: from, Due: []Act{Boarding}, Applies: []Class{Adult}},
		},
	})
	if !bytes.Equal(then, of(before)) || b.Raised(before) != b || b.Below(before) != nil {
		t.Error("what was found the day before is found otherwise now")
	}
	want := []string{"gate-hours", "reaffirmed", "same-person", "topics", "voluntary"}
	if diff := cmp.Diff(want, b.Below(now)); diff != "" {
		t.Error(diff)
	}
	raised := b.Raised(now)
	if raised.Name() != b.Name()+"+1" || raised.Below(now) != nil {
		t.Errorf("%s is still below %v", raised.Name(), raised.Below(now))
	}
	if n := raised.Numbers["gate-hours"]; n != 6 || raised.values[GateHours] != 6 || raised.Numbers["fresh-hours"] != b.Numbers["fresh-hours"] {
		t.Errorf("numbers %v", raised.Numbers)
	}
	found := Evaluate(ready().Facts, raised, now, Boarding)
	for id, want := range map[ID]State{"same-person": Met, "voluntary": Met, "reaffirmed": Met} {
		if got := asked(found, id).State; got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	for id, had := range map[ID]State{"same-person": "", "voluntary": NotYetDue, "reaffirmed": NotApplicable} {
		if got := asked(Evaluate(ready().Facts, b, now, Boarding), id).State; got != had {
			t.Errorf("by the book alone %s: %q, want %q", id, got, had)
		}
	}
	if len(b.Clauses) == len(raised.Clauses) || b.Numbers["gate-hours"] != 10 || len(b.Topics) != 4 {
		t.Error("the book itself was changed")
	}
	if whole := testBook(t); whole.Raised(now) != whole {
		t.Errorf("a book over the floor is raised: %v", whole.Below(now))
	}
}

func asked(found []Finding, id ID) Finding {
	i := slices.IndexFunc(found, func(f Finding) bool { return f.Safeguard == id })
	if i < 0 {
		return Finding{}
	}
	return found[i]
}

// A floor may ask for a meaning of a rule, and takes a newer one.
func TestAFloorOfAMeaning(t *testing.T) {
	const id = ID("no-hold")
	was := rules[id]
	next := *was
	next.logic = was.logic + 1
	rules[id], retired[id] = &next, []*rule{was}
	t.Cleanup(func() { rules[id] = was; delete(retired, id) })
	RaiseFloor(t, day.Of(now), Book{Clauses: []Clause{{ID: id, From: day.Of(now), Logic: next.logic}}})
	old, err := named(t, id, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := clauseOf(t, old.Raised(now), id); got.rule != &next || got.Logic != next.logic {
		t.Errorf("meant by logic %d", got.rule.logic)
	}
	if b, err := named(t, id, next.logic); err != nil || b.Below(now) != nil {
		t.Errorf("%v %v", b.Below(now), err)
	}
}

// firstFloors are all that Compile refuses a book for.
func firstFloors() map[string]any {
	floors := map[string]any{}
	for id, r := range rules {
		if r.floor != nil {
			floors["rule "+string(id)] = []any{r.floor, protects(id)}
		}
	}
	for _, k := range knobTable {
		floors["number "+k.name] = k.edge
	}
	for _, l := range lists {
		floors["list "+l.name] = l.floor
	}
	return floors
}

// The first floors never change: a book that was signed over them, and is below
// others, would be no book any more. What is asked beyond them is in raises.
func TestTheFirstFloorsStay(t *testing.T) {
	const golden = "testdata/floors.json"
	got, err := json.MarshalIndent(firstFloors(), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update { // as long as no book was signed anywhere
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("raise a floor in raises, with its day; lower none:\n%s", diff)
	}
}

// Every floor that was raised is of what there is, and can be met.
func TestEveryRaisedFloorIsSound(t *testing.T) {
	for i, r := range append(raises, raise{day.Of(now), Book{Numbers: map[string]int{"gate-hours": 6}, Clauses: []Clause{{ID: "gate", From: day.Of(now)}}}}) {
		if r.from.IsZero() || i > 0 && r.from.Before(raises[i-1].from) {
			t.Errorf("floor %d holds from %s", i+1, r.from)
		}
		for name, v := range r.asks.Numbers {
			k := slices.IndexFunc(knobTable[:], func(k knob) bool { return k.name == name })
			if k < 0 || Knob(k).looser(knobTable[k].edge, v) {
				t.Errorf("floor %d asks %d of %s", i+1, v, name)
			}
		}
		for _, c := range r.asks.Clauses {
			if rules[c.ID] == nil || c.Logic > 0 && meaning(c.ID, c.Logic) == nil || c.From.IsZero() || c.From.After(r.from) || !c.Until.IsZero() {
				t.Errorf("floor %d asks what cannot be of %s", i+1, c.ID)
			}
		}
	}
}

package safeguard

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amana/domain/access"
	"amana/domain/day"
)

// No book may remove a floor, make it due at fewer acts, or except anybody.
func TestFloorsCannotBeRemoved(t *testing.T) {
	floors := 0
	for id, r := range rules {
		if r.floor == nil {
			continue
		}
		floors++
		at := func(b *Book) *Clause { return clauseOf(t, b, id) }
		for name, change := range map[string]func(*Book){
			"removed":   func(b *Book) { b.Clauses = slices.DeleteFunc(b.Clauses, func(c Clause) bool { return c.ID == id }) },
			"ended":     func(b *Book) { at(b).Until = day.Day{Year: 2026, Month: 6, Of: 1} },
			"never due": func(b *Book) { at(b).Due = nil },
			"one act less": func(b *Book) {
				at(b).Due = slices.DeleteFunc(at(b).Due, func(a Act) bool { return a == r.floor[0] })
			},
			"nobody":    func(b *Book) { at(b).Applies = nil },
			"twice":     func(b *Book) { b.Clauses = append(b.Clauses, *at(b)) },
			"no source": func(b *Book) { at(b).Source = nil },
		} {
			b := testBook(t)
			change(b)
			if err := b.Compile(); err == nil || !strings.Contains(err.Error(), string(id)) {
				t.Errorf("%s %s: the book still compiles (%v)", id, name, err)
			}
		}
	}
	for id, classes := range map[ID][]Class{
		"own-wish": {Adult, Supported, Child}, "private-interview": {Adult, Supported, Child}, "gate": {Adult, Supported, Child},
		"consent": everybody, "consent-stands": everybody, "real-risk-absolute": everybody, "unhcr-counselled": everybody, "no-hold": everybody,
		"best-interests": {Child, Infant},
	} {
		for _, class := range classes {
			b := testBook(t)
			c := clauseOf(t, b, id)
			c.Applies = slices.DeleteFunc(c.Applies, func(x Class) bool { return x == class })
			if err := b.Compile(); err == nil || !strings.Contains(err.Error(), string(id)) {
				t.Errorf("%s not for %s: the book still compiles (%v)", id, class, err)
			}
		}
	}
	if floors != 9 {
		t.Errorf("%d floors, want nine", floors)
	}
}

var everybody = []Class{Adult, Supported, Child, Infant}

// A floor cannot be put off: it holds on the day on which the version can take
// force at the earliest.
func TestFloorsCannotBeginLater(t *testing.T) {
	today := day.Of(now)
	for id, r := range rules {
		b := testBook(t)
		c := clauseOf(t, b, id)
		for from, refused := range map[day.Day]bool{today: false, today.Add(1): r.floor != nil} {
			c.From = from
			if err := b.Compile(); err != nil {
				t.Fatal(err)
			}
			if err := b.FloorsHold(today); (err != nil) != refused {
				t.Errorf("%s from %s: %v", id, from, err)
			}
		}
	}
}

// A rule with a floor is hollow once the list that it goes through is empty.
func TestListsHaveAFloor(t *testing.T) {
	set := map[string]func(*Book, []string){
		"options": func(b *Book, l []string) { b.Options = l }, "topics": func(b *Book, l []string) { b.Topics = l },
		"doubtful":   func(b *Book, l []string) { b.Doubtful = l },
		"shortening": nil, // a book may have every examination valid as long as another
	}
	for _, l := range lists {
		for _, value := range l.floor {
			b := testBook(t)
			set[l.name](b, slices.DeleteFunc(slices.Clone(*l.of(b)), func(v string) bool { return v == value }))
			if err := b.Compile(); err == nil || !strings.Contains(err.Error(), value) {
				t.Errorf("%s without %s: the book still compiles (%v)", l.name, value, err)
			}
		}
	}
	if len(lists) != len(set) {
		t.Errorf("%d lists, and this test knows %d", len(lists), len(set))
	}
}

// A misspelt name would leave the real one out without a word.
func TestNamesMeanSomething(t *testing.T) {
	codes := map[string][]string{}
	for _, l := range lists {
		codes[l.name] = *l.of(testBook(t))
	}
	if err := testBook(t).CheckNames(codes); err != nil {
		t.Fatal(err)
	}
	for name, misspell := range map[string]func(*Book){
		"optiion":  func(b *Book) { b.Options = append(b.Options, "optiion") },
		"topiic":   func(b *Book) { b.Topics = append(b.Topics, "topiic") },
		"comunity": func(b *Book) { b.Doubtful = append(b.Doubtful, "comunity") },
		"bording":  func(b *Book) { clauseOf(t, b, "fit-to-travel").Due = []Act{"bording"} },
		"adlut":    func(b *Book) { clauseOf(t, b, "capacity").Applies = []Class{"adlut", Child} },
		"counsler": func(b *Book) { clauseOf(t, b, "counselled").Owner = "counsler" },
		"node":     func(b *Book) { clauseOf(t, b, "counselled").Owner = access.Node },
		"value=":   func(b *Book) { clauseOf(t, b, "counselled").Owner = "" },
	} {
		b := testBook(t)
		misspell(b)
		if err := b.CheckNames(codes); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s was taken: %v", name, err)
		}
	}
}

func TestNumbersHaveAnEdge(t *testing.T) {
	for k := range knobs {
		for name, value := range map[string]int{"zero": 0, "negative": -1, "beyond the edge": beyond(k)} {
			b := testBook(t)
			b.Numbers[k.String()] = value
			if err := b.Compile(); err == nil {
				t.Errorf("%s %s (%d): the book still compiles", k, name, value)
			}
		}
		b := testBook(t)
		delete(b.Numbers, k.String())
		if err := b.Complete(); err == nil || !strings.Contains(err.Error(), "number="+k.String()) {
			t.Errorf("%s missing: the book is complete (%v)", k, err)
		}
		if err := b.Compile(); err != nil || b.values[k] != knobTable[k].edge {
			t.Errorf("%s came after the book was signed: it reads as %d, %v", k, b.values[k], err)
		}
	}
	b := testBook(t)
	if err := b.Complete(); err != nil {
		t.Error(err)
	}
	b.Numbers["days-of-grace"] = 3
	if err := b.Complete(); err == nil {
		t.Error("a number that no rule knows was taken")
	}
	if err := b.Compile(); err != nil {
		t.Errorf("a book that was signed with a number that went: %v", err)
	}
}

// beyond is one looser than the loosest value.
func beyond(k Knob) int {
	if knobTable[k].more {
		return knobTable[k].edge - 1
	}
	return knobTable[k].edge + 1
}

func TestLoosens(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Book)
		want   []string
	}{
		"nothing":           {func(*Book) {}, nil},
		"a longer gate":     {func(b *Book) { b.Numbers["gate-hours"] = 8 }, []string{"gate-hours"}},
		"a shorter gate":    {func(b *Book) { b.Numbers["gate-hours"] = 4 }, []string{"gate-hours"}}, // who was met before it was met sooner
		"a fresher list":    {func(b *Book) { b.Numbers["fresh-hours"] = 4 }, nil},
		"asked sooner":      {func(b *Book) { b.Numbers["view-age-years"]-- }, []string{"view-age-years"}},
		"fewer sessions":    {func(b *Book) { b.Numbers["counselling-sessions"] = 3 }, nil},
		"an option less":    {func(b *Book) { b.Options = b.Options[:4] }, []string{"options"}},
		"a topic less":      {func(b *Book) { b.Topics = b.Topics[:6] }, []string{"topics"}},
		"a rule less":       {func(b *Book) { b.Clauses = slices.DeleteFunc(b.Clauses, is("safe-no")) }, []string{"safe-no"}},
		"an act less":       {func(b *Book) { clauseOf(t, b, "counselled").Due = []Act{Seat} }, []string{"counselled"}},
		"an act more":       {func(b *Book) { clauseOf(t, b, "counselled").Due = Acts[:] }, nil},
		"children excepted": {func(b *Book) { clauseOf(t, b, "reaffirmed").Applies = []Class{Adult} }, []string{"reaffirmed"}},
		"in force later":    {func(b *Book) { clauseOf(t, b, "capacity").From = day.Day{Year: 2030, Month: 1, Of: 1} }, []string{"capacity"}},
		"ends":              {func(b *Book) { clauseOf(t, b, "capacity").Until = day.Day{Year: 2030, Month: 1, Of: 1} }, []string{"capacity"}},
	} {
		b, next := testBook(t), testBook(t)
		c.change(next)
		if err := next.Compile(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(c.want, b.Loosens(next)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func is(id ID) func(Clause) bool { return func(c Clause) bool { return c.ID == id } }

// A rule is in force from the first moment of its first day to the last before
// the day on which it ends, in the zone of the place.
func TestInForce(t *testing.T) {
	book := testBook(t)
	today := day.Of(now)
	c := clauseOf(t, book, "capacity")
	c.From, c.Until = today, today.Add(1)
	for at, want := range map[time.Time]bool{
		today.Start(tripoli).Add(-time.Second): false, today.Start(tripoli): true,
		today.End(tripoli).Add(-time.Second): true, today.End(tripoli): false,
	} {
		found := slices.ContainsFunc(Evaluate(ready().Facts, book, at, Boarding), func(f Finding) bool { return f.Safeguard == "capacity" })
		if found != want {
			t.Errorf("at %s: in force %v, want %v", at, found, want)
		}
	}
}

// A blocking finding goes up by itself: three days for somebody held or a child,
// ten for others; counted from what it rests on. TestDueTellsNothing has the ill
// and the trafficked.
func TestDue(t *testing.T) {
	book := testBook(t)
	for _, c := range []struct {
		name   string
		rule   ID
		change func(*world)
		want   time.Time
	}{
		{"nothing was done since the case began", "reintegration-told", func(w *world) { w.Preparation.Told = nil }, now.Add(-days(30))},
		{"a report two days ago", "consent-stands", func(w *world) { w.reported("") }, now.Add(days(7))},
		{"a report three days ago, of a child", "consent-stands", func(w *world) { w.child(); w.reported("") }, now},
		{"of somebody held", "consent-stands", func(w *world) { w.held(); w.reported("") }, now},
		{"of a trafficked person, as all may know", "consent-stands", func(w *world) { w.trafficked(); w.reported("") }, now.Add(days(7))},
		{"of somebody ill, as all may know", "consent-stands", func(w *world) { w.Protection.Health[0].Outcome = "fit-with-conditions"; w.reported("") }, now.Add(days(7))},
		{"what lapses blocks from then on", "individual-risk", func(w *world) { w.Refoulement.Risks[0].Since = now.Add(-days(181)) }, now.Add(days(9))},
		{"a wait is not held against anybody", "unhcr-counselled", func(w *world) { w.feared(); w.requests(12, 3) }, now.Add(days(17))},
	} {
		w := ready()
		c.change(w)
		if got := ask(t, book, w.Facts, now, Clearance, c.rule); !got.State.Blocks() || !got.Due.Equal(c.want) {
			t.Errorf("%s: %s due %s, want %s", c.name, answer(got), got.Due, c.want)
		}
	}
}

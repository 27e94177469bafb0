package safeguard

import (
	"slices"
	"testing"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

// What is behind the compartments is what blocks there at any act, and what is
// told of it is among the answers that are ever given of that compartment.
func TestAllBehindIsOfAllActsTogether(t *testing.T) {
	book := testBook(t)
	for name, change := range map[string]func(*world){
		"everything is done":    func(*world) {},
		"nobody was examined":   func(w *world) { w.Protection.Health = nil },
		"not screened":          func(w *world) { w.Protection.Trafficking = nil },
		"fear was not asked":    func(w *world) { w.Will.Fears = nil },
		"no risk was assessed":  func(w *world) { w.Refoulement.Risks = nil },
		"a hold":                func(w *world) { w.Protection.Holds = []Hold{{Ref: w.by("pia", hours(1)), Kind: "law"}} },
		"asylum is closed here": func(w *world) { w.Closed[ledger.Asylum] = []int{3} },
		"an unfit interpreter":  func(w *world) { w.Will.Fears[0].Talk = unfit },
		"nothing was ever done": func(w *world) { *w.Facts = Facts{Opened: w.Opened, Past: w.Past, Person: w.Person, Around: w.Around} },
	} {
		w := ready()
		change(w)
		for _, b := range isBehind(t, name, w, book) {
			if !slices.Contains(Answers(b.Compartment), b.Ask) {
				t.Errorf("%s: of %s it is said to ask %s, which is none of %v", name, b.Compartment, b.Ask, Answers(b.Compartment))
			}
		}
	}
	if got := Answers(ledger.General); got != nil {
		t.Errorf("of what everybody reads nobody is told to ask %v", got)
	}
	for id := range rules {
		for _, g := range given(book, id) {
			isBehind(t, string(id)+", "+g.name, g.world, book)
			for _, comp := range ledger.Compartments[1:] {
				was := g.world.Closed
				g.world.Closed[comp] = []int{g.world.seq}
				isBehind(t, string(id)+", "+g.name+", closed: "+comp.String(), g.world, book)
				g.world.Closed = was
			}
		}
	}
}

// isBehind compares what is behind the compartments with what each act finds there.
func isBehind(t *testing.T, name string, w *world, book *Book) []Behind {
	t.Helper()
	var want []Behind
	for _, act := range Acts {
		for _, f := range Evaluate(w.Facts, book, now, act) {
			if b := (Behind{f.Compartment, f.Ask}); f.State.Blocks() && f.Compartment != ledger.General && !slices.Contains(want, b) {
				want = append(want, b)
			}
		}
	}
	got := AllBehind(w.Facts, book, now)
	if len(got) != len(want) || slices.ContainsFunc(want, func(b Behind) bool { return !slices.Contains(got, b) }) {
		t.Errorf("%s: %v, want %v", name, got, want)
	}
	return got
}

// A finding says since when it blocks: since its newest event or its lapse, and
// where nothing was ever done, since the case was opened.
func TestSinceWhenItBlocks(t *testing.T) {
	book := testBook(t)
	since := func(id ID, change func(*world)) time.Time {
		w := ready()
		change(w)
		for _, f := range Evaluate(w.Facts, book, now, Boarding) {
			if f.Safeguard == id && f.State.Blocks() {
				if f.Up != Up(f.Owner, f.Due, f.Every, now) {
					t.Errorf("%s is %s's, and by its days %s's", id, f.Up, Up(f.Owner, f.Due, f.Every, now))
				}
				return f.Since
			}
		}
		t.Fatalf("%s does not block", id)
		return time.Time{}
	}
	w := ready()
	if got := since("trafficking-screened", func(w *world) { w.Protection.Trafficking = nil }); !got.Equal(w.Opened) {
		t.Errorf("never screened: since %v, and the case was opened %v", got, w.Opened)
	}
	held := now.Add(-hours(5))
	if got := since("no-hold", func(w *world) { w.Protection.Holds = []Hold{{Ref: w.by("pia", hours(5)), Kind: "law"}} }); !got.Equal(held) {
		t.Errorf("a hold of five hours ago: since %v", got)
	}
}

func TestWhoHasToAnswer(t *testing.T) {
	due := now
	for _, c := range []struct {
		owner access.Role
		late  time.Duration
		want  access.Role
	}{
		{access.Counsellor, 0, ""}, {access.Counsellor, time.Second, access.ProtectionLead}, {access.Counsellor, days(3), access.HeadOfProtection},
		{access.Counsellor, days(6), access.HeadOfMission}, {access.Counsellor, days(600), access.HeadOfMission},
		{access.ProtectionLead, time.Second, access.HeadOfProtection}, {access.HeadOfMission, time.Second, access.HeadOfMission},
	} {
		if got := Up(c.owner, due, days(3), due.Add(c.late)); got != c.want {
			t.Errorf("of %s, %v late: %q, want %q", c.owner, c.late, got, c.want)
		}
	}
	if Up(access.Counsellor, time.Time{}, days(3), now) != "" || Up(access.Counsellor, due, 0, now.Add(days(9))) != "" {
		t.Error("what has no day goes up")
	}
}

package casefile

import (
	"testing"

	"amana/domain/assessment"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// A file that became the person's through another while they sit aboard stops them as one that
// was linked with this one then; one that was theirs before does not.
func TestLinkedAboardThroughAnother(t *testing.T) {
	nobody := does("pia", "interests.assess", assessment.AssessInterests{Agrees: true, Guardian: safeguard.Nobody, Reasons: "x"})
	fears := dated("10-05 09:00", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearBoth})
	for name, c := range map[string]struct {
		given []doing
		child bool
	}{
		"by which they are alone":       {with(scene, opened(child(10, "unaccompanied"))), true},
		"by which nobody answers":       {with(scene, opened(child(10, "with-parent")), nobody), true},
		"in which they fear":            {with(scene, opened(amina), fears), false},
		"by which they are of at risk":  {with(scene, opened(amina), eritrean.on("10-05 09:00")), false},
		"by which the parent is unsafe": {with(scene, with([]doing{opened(child(10, "with-parent")), arranged("pia", "parent", false, "with-parent")}, decide("apart")...)...), true},
	} {
		for bound, want := range map[string]string{"11-21 11:20": "departure.uncleared", "10-20 09:00": "departure.departed"} {
			var w *world
			if c.child {
				w = childBehind(t, true, nil)
			} else {
				w = begin(t, after("boarding.board")...)
			}
			w.seesFile(begin(t, c.given...))
			w.linked[0].Bound = clock(bound)
			if name == "by which they are of at risk" && want == "departure.departed" {
				continue // nobody was counselled on it: they would not have boarded
			}
			if got := w.do(leaves); got[0] != want {
				t.Errorf("a file %s, theirs through another since %s: %v", name, bound, got)
			}
		}
	}
}

// Who is aboard with a parent who is not safe by a file that is linked then, or was found so in it
// then, is stopped: but who was found safe with them by another officer, who knew of it.
func TestAParentWhoIsNotSafeIsFoundAboard(t *testing.T) {
	unsafe := arranged("pia", "parent", false, "with-parent")
	file := func(on string) *world {
		return begin(t, with(scene, with([]doing{opened(child(10, "with-parent")), unsafe.on(on)}, decide("apart")...)...)...)
	}
	way := safeguard.ParentWay{Known: [][]ledger.Ref{nil}, Movement: flight, Aboard: true}
	safe := arranged("sam", "parent", true, "")
	for name, c := range map[string]struct {
		found  string
		before []doing // boarding, with the link
		then   []doing
		link   bool // once they sit aboard
		want   string
	}{
		"linked aboard":                {"10-05 09:00", nil, nil, true, "departure.uncleared"},
		"linked aboard, found safe":    {"10-05 09:00", nil, []doing{safe}, true, "departure.departed"},
		"found aboard":                 {"11-21 11:20", nil, nil, false, "departure.uncleared"},
		"found safe before they board": {"10-05 09:00", []doing{safe}, nil, false, "departure.departed"},
		"found again, aboard":          {"11-21 11:20", []doing{safe}, nil, false, "departure.uncleared"},
	} {
		w := childBehind(t, false, &way)
		w.now = clock("11-21 10:40")
		if !c.link {
			w.links()
		}
		for _, d := range c.before {
			w.do(d)
		}
		w.do(dated("11-21 11:10", "mov", "boarding.board", boards))
		if c.link {
			w.links()
		}
		w.seesFile(file(c.found))
		for _, d := range c.then {
			w.do(d)
		}
		if len(w.linked[0].Stops) > 0 || len(w.linked[0].Unsafe) == 0 {
			t.Fatal(w.linked[0])
		}
		if got := w.do(leaves); got[0] != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A file that is not here stops who sits aboard only if it became theirs since.
func TestAFileThatIsNotHereAboard(t *testing.T) {
	for name, c := range map[string]struct {
		bound string
		link  bool
		want  string
	}{
		"linked aboard":               {"", true, "departure.uncleared"},
		"through another, aboard":     {"11-21 11:20", false, "departure.uncleared"},
		"through another, before":     {"10-20 09:00", false, "departure.departed"},
		"known to who let them board": {"", false, "departure.departed"},
	} {
		w := begin(t, after("boarding.board")...)
		w.linked = []safeguard.Linked{{Unread: true}}
		if c.bound != "" {
			w.linked[0].Bound = clock(c.bound)
		}
		if c.link {
			w.links()
		}
		if got := w.do(leaves); got[0] != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

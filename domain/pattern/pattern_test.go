package pattern_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/pattern"
)

var (
	noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	cou  = ledger.Actor{1}
	pia  = ledger.Actor{2}
	said = "I want to see my mother again before the rain comes back" // the person's own words
)

// acts is n acts of as many people, made by one officer, half an hour apart.
func acts(n int, what pattern.What, change func(int, *pattern.Act)) []pattern.Act {
	all := make([]pattern.Act, n)
	for i := range all {
		at := noon.Add(time.Duration(i) * 30 * time.Minute)
		a := pattern.Act{What: what, Case: ledger.Stream{byte(i), byte(i >> 8), 1}, By: cou, Office: "tripoli", Movement: "F-1", At: at, Recorded: at.Add(time.Minute), Minutes: 25, InPerson: true}
		if change != nil {
			change(i, &a)
		}
		all[i] = a
	}
	return all
}

func around() pattern.Around {
	return pattern.Around{Now: noon.AddDate(0, 0, 20), Zone: time.UTC, Locked: map[string]time.Time{"F-1": noon.Add(time.Hour)}, Visits: map[pattern.Visit]bool{}}
}

// found are the signs of one pattern, as "level officer number".
func found(name string, all []pattern.Act, a pattern.Around) []string {
	var out []string
	for _, s := range pattern.Find(all, a) {
		if s.Pattern == name {
			who := s.About.Name
			if s.About.Of == pattern.Officer {
				who = fmt.Sprint(s.About.By[0])
			}
			out = append(out, fmt.Sprintf("%s %s %s %d", s.Level, s.About.Of, who, s.N))
		}
	}
	return out
}

// every puts each act so long after the one before.
func every(gap time.Duration) func(int, *pattern.Act) {
	return func(i int, a *pattern.Act) { a.At = noon.Add(time.Duration(i) * gap); a.Recorded = a.At }
}

// Each pattern where it is, where it is not, and at its edge.
func TestPatterns(t *testing.T) {
	inside := func(place string) func(int, *pattern.Act) {
		return func(_ int, a *pattern.Act) { a.Place, a.Inside = place, true }
	}
	visited := around()
	visited.Visits[pattern.Visit{Place: "TAJ", Day: day.Of(noon), By: cou}] = true
	byAnother := around()
	byAnother.Visits[pattern.Visit{Place: "TAJ", Day: day.Of(noon), By: pia}] = true
	says := func(says pattern.Answer) func(int, *pattern.Act) {
		return func(_ int, a *pattern.Act) { a.Says = says }
	}
	but := func(n int, other pattern.Answer) func(int, *pattern.Act) {
		return func(i int, a *pattern.Act) {
			a.Says = pattern.Usual
			if i == n {
				a.Says = other
			}
		}
	}
	words := func(texts ...string) func(int, *pattern.Act) {
		return func(i int, a *pattern.Act) { a.Words = texts[i%len(texts)] }
	}
	places := func(gap time.Duration, names ...string) func(int, *pattern.Act) {
		return func(i int, a *pattern.Act) { a.Place, a.At = names[i], noon.Add(time.Duration(i)*gap) }
	}
	oneMark := func(i int, a *pattern.Act) { a.Mark = ledger.Hash{7} }
	through := func(_ int, a *pattern.Act) { a.Interpreter = "IN-4" }
	minutes := func(all ...int) func(int, *pattern.Act) {
		return func(i int, a *pattern.Act) { a.Minutes = all[i] }
	}
	for _, c := range []struct {
		name, pattern string
		acts          []pattern.Act
		around        pattern.Around
		want          []string
	}{
		{"eight sessions", "sessions", acts(8, pattern.Session, nil), around(), nil},
		{"nine sessions", "sessions", acts(9, pattern.Session, nil), around(), []string{"look officer 1 9"}},
		{"twelve sessions", "sessions", acts(12, pattern.Session, nil), around(), []string{"look officer 1 12"}},
		{"thirteen sessions", "sessions", acts(13, pattern.Session, nil), around(), []string{"alarm officer 1 13"}},
		{"thirteen on two days", "sessions", acts(13, pattern.Session, every(2*time.Hour)), around(), nil},
		{"thirteen other talks", "sessions", acts(13, pattern.Talk, nil), around(), nil},
		{"through one interpreter", "sessions", acts(9, pattern.Session, through), around(), []string{"look interpreter IN-4 9", "look officer 1 9"}},

		{"half under twenty minutes", "short", acts(5, pattern.Session, minutes(5, 10, 19, 40, 50)), around(), []string{"look officer 1 19", "look office tripoli 19"}},
		{"half of twenty minutes", "short", acts(5, pattern.Session, minutes(5, 10, 20, 40, 50)), around(), nil},
		{"four sessions say nothing", "short", acts(4, pattern.Session, minutes(5, 5, 5, 5)), around(), nil},
		{"lengths that nobody gave", "short", acts(9, pattern.Session, func(_ int, a *pattern.Act) { a.Minutes = 0 }), around(), nil},

		{"one text of three people", "alike", acts(3, pattern.Session, words(said)), around(), []string{"look officer 1 3"}},
		{"nearly one text", "alike", acts(3, pattern.Session, words(said, "I want to see my mother again, before rain comes back!", said)), around(), []string{"look officer 1 3"}},
		{"of two people", "alike", acts(2, pattern.Session, words(said)), around(), nil},
		{"of one person three times", "alike", acts(3, pattern.Session, func(_ int, a *pattern.Act) { a.Words, a.Case = said, ledger.Stream{9} }), around(), nil},
		{"too short to be anybody's own", "alike", acts(9, pattern.Session, words("when do I go home?")), around(), nil},
		{"texts of their own", "alike", acts(3, pattern.Session, words(said, "my brother waits in Kano and has work for me there", "the debt is paid and nothing keeps me in this town")), around(), nil},

		{"two places at once", "two-places", acts(2, pattern.Talk, places(24*time.Minute, "TAJ", "ABS")), around(), []string{"alarm officer 1 1"}},
		{"one after the other", "two-places", acts(2, pattern.Talk, places(25*time.Minute, "TAJ", "ABS")), around(), nil},
		{"one place", "two-places", acts(2, pattern.Talk, places(0, "TAJ", "TAJ")), around(), nil},
		{"on the telephone", "two-places", acts(2, pattern.Talk, func(i int, a *pattern.Act) { a.Place, a.At, a.InPerson = []string{"TAJ", "ABS"}[i], noon, false }), around(), nil},

		{"entered after the lock", "after-lock", acts(1, pattern.Talk, func(_ int, a *pattern.Act) { a.Recorded = noon.Add(61 * time.Minute) }), around(), []string{"alarm movement F-1 1", "alarm officer 1 1"}},
		{"entered as it was locked", "after-lock", acts(1, pattern.Talk, func(_ int, a *pattern.Act) { a.Recorded = noon.Add(60 * time.Minute) }), around(), nil},
		{"held and entered after it", "after-lock", acts(1, pattern.Talk, func(_ int, a *pattern.Act) {
			a.At, a.Recorded = noon.Add(2*time.Hour), noon.Add(2*time.Hour)
		}), around(), nil},
		{"of a movement that is open", "after-lock", acts(1, pattern.Talk, func(_ int, a *pattern.Act) { a.Movement, a.Recorded = "F-2", noon.AddDate(0, 0, 1) }), around(), nil},

		{"inside and never there", "no-visit", acts(2, pattern.Talk, inside("TAJ")), around(), []string{"alarm officer 1 2", "alarm place TAJ 2"}},
		{"inside and there that day", "no-visit", acts(2, pattern.Talk, inside("TAJ")), visited, nil},
		{"another officer was there", "no-visit", acts(1, pattern.Talk, inside("TAJ")), byAnother, []string{"alarm officer 1 1", "alarm place TAJ 1"}},
		{"there on another day", "no-visit", acts(1, pattern.Talk, func(_ int, a *pattern.Act) { a.Place, a.Inside, a.At = "TAJ", true, noon.AddDate(0, 0, 1) }), visited, []string{"alarm officer 1 1", "alarm place TAJ 1"}},
		{"asked at the gate", "no-visit", acts(2, pattern.Gate, inside("TAJ")), around(), nil},
		{"outside", "no-visit", acts(2, pattern.Talk, func(_ int, a *pattern.Act) { a.Place = "TAJ" }), around(), nil},

		{"fifty without a difference", "no-variance", acts(50, pattern.Talk, says(pattern.Usual)), around(), []string{"look officer 1 50", "look office tripoli 50"}},
		{"forty-nine", "no-variance", acts(49, pattern.Talk, says(pattern.Usual)), around(), nil},
		{"one among fifty", "no-variance", acts(50, pattern.Talk, but(30, pattern.Other)), around(), nil},
		{"one that cannot be read", "no-variance", acts(50, pattern.Talk, but(30, pattern.Closed)), around(), nil},
		{"fifty of one person", "no-variance", acts(50, pattern.Talk, func(_ int, a *pattern.Act) { a.Says, a.Case = pattern.Usual, ledger.Stream{9} }), around(), nil},

		{"cleared after 59 seconds", "quick-clearance", acts(2, pattern.Clearance, every(59*time.Second)), around(), []string{"alarm officer 1 59"}},
		{"the quickest of three", "quick-clearance", acts(3, pattern.Clearance, func(i int, a *pattern.Act) { a.At = noon.Add([]time.Duration{0, 50, 61}[i] * time.Second) }), around(), []string{"alarm officer 1 11"}},
		{"cleared after a minute", "quick-clearance", acts(2, pattern.Clearance, every(time.Minute)), around(), nil},
		{"25 clearances on a day", "many-clearances", acts(25, pattern.Clearance, every(2*time.Minute)), around(), nil},
		{"26 clearances on a day", "many-clearances", acts(26, pattern.Clearance, every(2*time.Minute)), around(), []string{"alarm officer 1 26"}},

		{"one mark of two people", "mark-twice", acts(2, pattern.Talk, oneMark), around(), []string{"alarm officer 1 2"}},
		{"one mark of one person", "mark-twice", acts(2, pattern.Talk, func(_ int, a *pattern.Act) { a.Mark, a.Case = ledger.Hash{7}, ledger.Stream{9} }), around(), nil},
		{"a mark each", "mark-twice", acts(2, pattern.Talk, func(i int, a *pattern.Act) { a.Mark = ledger.Hash{byte(i + 1)} }), around(), nil},
		{"no marks", "mark-twice", acts(9, pattern.Talk, nil), around(), nil},

		{"501 yes", "all-yes", acts(501, pattern.Gate, says(pattern.Usual)), around(), []string{"alarm movement F-1 501", "alarm officer 1 501", "alarm office tripoli 501"}},
		{"500 yes", "all-yes", acts(500, pattern.Gate, says(pattern.Usual)), around(), nil},
		{"a no among 501", "all-yes", acts(501, pattern.Gate, but(77, pattern.Other)), around(), nil},

		{"twenty left and nobody called", "hotline-silent", acts(20, pattern.Departure, nil), around(), []string{"look office tripoli 20"}},
		{"nineteen left", "hotline-silent", acts(19, pattern.Departure, nil), around(), nil},
		{"one called", "hotline-silent", append(acts(20, pattern.Departure, nil), acts(1, pattern.Voice, func(_ int, a *pattern.Act) { a.Hotline = true })...), around(), nil},
		{"one said no at the gate", "hotline-silent", append(acts(20, pattern.Departure, nil), acts(1, pattern.Voice, nil)...), around(), []string{"look office tripoli 20"}},
		{"twenty left long ago", "hotline-silent", acts(20, pattern.Departure, func(_ int, a *pattern.Act) { a.At = noon.AddDate(0, 0, -60) }), around(), nil},
	} {
		if got := found(c.pattern, c.acts, c.around); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// A sign names the cases in which it shows, the newest first, and none where that
// would say what somebody answered.
func TestASignNamesItsCases(t *testing.T) {
	cases := func(name string, all []pattern.Act) []ledger.Stream {
		for _, s := range pattern.Find(all, around()) {
			if s.Pattern == name {
				return s.Cases
			}
		}
		t.Fatalf("%s does not show", name)
		return nil
	}
	nine := acts(9, pattern.Session, nil)
	newest := []ledger.Stream{nine[8].Case, nine[7].Case, nine[6].Case}
	if got := cases("sessions", nine); len(got) != 9 || !slices.Equal(got[:3], newest) {
		t.Errorf("nine sessions: %v", got)
	}
	if got := cases("many-clearances", acts(26, pattern.Clearance, every(2*time.Minute))); len(got) != 26 {
		t.Errorf("26 clearances: %d cases", len(got))
	}
	usual := func(_ int, a *pattern.Act) { a.Says = pattern.Usual }
	if got := cases("no-variance", acts(50, pattern.Talk, usual)); len(got) != 0 {
		t.Errorf("whose answers never differ: %v", got)
	}
	if got := cases("all-yes", acts(501, pattern.Gate, usual)); len(got) != 0 {
		t.Errorf("who all said yes: %v", got)
	}
}

// Honest work shows nothing at all.
func TestHonestWorkShowsNothing(t *testing.T) {
	a := around()
	var all []pattern.Act
	for d := range 20 {
		for i := range 5 {
			at := noon.AddDate(0, 0, d-20).Add(time.Duration(i) * time.Hour)
			a.Visits[pattern.Visit{Place: "TAJ", Day: day.Of(at), By: cou}] = true
			all = append(all, pattern.Act{
				What: pattern.Session, Case: ledger.Stream{byte(d), byte(i)}, By: cou, Office: "tripoli", Place: "TAJ", InPerson: true, Inside: true,
				At: at, Recorded: at.Add(time.Hour), Minutes: 45, Words: fmt.Sprintf("I left %[1]d%[2]d brothers %[2]d%[1]d rivers %[1]dx%[2]d behind and carry word%[1]d%[2]d of them home", d, i),
				Mark: ledger.Hash{byte(d), byte(i), 1}, Says: pattern.Usual + pattern.Answer((d+i)%2),
			})
		}
	}
	if got := pattern.Find(all, a); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

// Signs are in the order in which they are looked at, whatever that of the acts.
func TestOrderOfSigns(t *testing.T) {
	all := append(acts(9, pattern.Session, func(_ int, a *pattern.Act) { a.By = pia }), acts(2, pattern.Talk, func(i int, a *pattern.Act) { a.Mark = ledger.Hash{7} })...)
	forth := pattern.Find(all, around())
	slices.Reverse(all)
	back := pattern.Find(all, around())
	if len(forth) != 2 || forth[0].Pattern != "mark-twice" || forth[1].Pattern != "sessions" {
		t.Errorf("%+v", forth)
	}
	if fmt.Sprint(forth) != fmt.Sprint(back) {
		t.Errorf("%+v\nand turned round\n%+v", forth, back)
	}
}

func TestNumbersHaveASource(t *testing.T) {
	seen := map[string]bool{}
	for _, l := range pattern.Limits() {
		if l.Name == "" || seen[l.Name] || l.Value < 1 || l.Source != pattern.Safeguards && l.Source != pattern.Default {
			t.Errorf("%+v", l)
		}
		seen[l.Name] = true
	}
}

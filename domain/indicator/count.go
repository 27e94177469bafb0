package indicator

import (
	"iter"
	"slices"
	"strings"
	"time"

	"amana/domain/day"
)

// Count is everything that the programme publishes, as of a day.
type Count struct {
	On     day.Day // the day of the newest entry that counts: waits are counted to it
	People int     // who asked to return
	Before int     // who left before Amana, and is in no figure
	Groups []Group
	Waits  []Wait
	Weeks  []Week

	Structural []Structural
}

// Group is figures that belong side by side. Those of a whole add up to what
// they are of.
type Group struct {
	Key     string
	Whole   bool
	Figures []Figure
}

// Wait is how long those who left had waited, from their wish, until a rule was
// met.
type Wait struct {
	Safeguard    string
	N            int
	Median, Most int // days; Most: nine in ten waited no longer
	Hidden       bool
}

// Week is what happened in seven days, from a Monday.
type Week struct {
	From                 day.Day
	Wishes, Noes, Leaves int
}

// What is counted by the week.
const (
	Wishes = "wishes"
	Noes   = "noes"
	Leaves = "leaves"
)

// Weekly says whether a group of figures is by the week.
func Weekly(group string) bool { return slices.Contains([]string{Wishes, Noes, Leaves}, group) }

func (w *Week) counts() map[string]int {
	return map[string]int{Wishes: w.Wishes, Noes: w.Noes, Leaves: w.Leaves}
}

// weeks is how far back the weeks go.
const weeks = 26

// Name is of one figure.
type Name struct{ Group, Key string }

// Of counts people, as of a day. With the figures come the first people of each,
// as many as are kept, by whatever they are known as.
func Of[ID any](people iter.Seq2[ID, Person], on day.Day, keep int) (Count, map[Name][]ID) {
	c := counting{Count: Count{On: on}, waited: map[string][]int{}}
	for _, d := range definitions() {
		c.tallies = append(c.tallies, tally{definition: d, books: map[string]int{}})
	}
	kept := map[Name][]ID{}
	monday := on.Add(-(int(on.Start(time.UTC).Weekday()) + 6) % 7)
	for i := weeks - 1; i >= 0; i-- {
		c.Weeks = append(c.Weeks, Week{From: monday.Add(-7 * i)})
	}
	for id, p := range people {
		c.add(&p, func(of Name) {
			if len(kept[of]) < keep {
				kept[of] = append(kept[of], id)
			}
		})
	}
	return c.done(), kept
}

// Named is one figure; the zero Figure if there is none of that name. What happened in a
// week has the day on which that began for its key, and is of nothing else.
func (c *Count) Named(group, key string) Figure {
	for _, w := range c.Weeks {
		if n, weekly := w.counts()[group]; weekly && w.From.String() == key {
			return Figure{Group: group, Key: key, N: max(n, 0), Hidden: n == TooFew}
		}
	}
	for _, g := range c.Groups {
		for _, f := range g.Figures {
			if f.Group == group && f.Key == key {
				return f
			}
		}
	}
	return Figure{}
}

type counting struct {
	Count
	tallies []tally
	waited  map[string][]int
}

type tally struct {
	definition
	sum, of int
	books   map[string]int
}

func (c *counting) add(p *Person, keep func(Name)) {
	c.People += counted(p, c.On)
	c.Before += one(p.Outcome == ReturnedUnserved)
	for i := range c.tallies {
		t := &c.tallies[i]
		n := t.n(p, c.On)
		t.sum, t.of = t.sum+n, t.of+t.definition.of(p, c.On)
		if n > 0 {
			keep(Name{t.group, t.key})
		}
		if n > 0 && p.Left != nil {
			t.books[p.Left.Book] += n
		}
	}
	kept := map[Name]bool{} // twice in a week is one case
	once := func(of Name) {
		if !kept[of] {
			kept[of] = true
			keep(of)
		}
	}
	c.inWeek(p.Wish, func(w *Week) string { w.Wishes++; return Wishes }, once)
	for _, no := range p.No {
		c.inWeek(no.Day, func(w *Week) string { w.Noes++; return Noes }, once)
	}
	if p.Left != nil {
		c.inWeek(p.Left.Day, func(w *Week) string { w.Leaves++; return Leaves }, once)
		for rule, days := range p.Left.Waited {
			c.waited[rule] = append(c.waited[rule], days)
		}
	}
}

func (c *counting) inWeek(d day.Day, add func(*Week) string, keep func(Name)) {
	if d.IsZero() {
		return
	}
	if i := d.Since(c.Weeks[0].From); i >= 0 && i/7 < len(c.Weeks) {
		w := &c.Weeks[i/7]
		keep(Name{add(w), w.From.String()})
	}
}

func (c *counting) done() Count {
	for _, t := range c.tallies {
		if n := len(c.Groups); n == 0 || c.Groups[n-1].Key != t.group {
			c.Groups = append(c.Groups, Group{Key: t.group, Whole: slices.Contains([]string{Outcomes, Stages, Channels, WaitingFor}, t.group)})
		}
		f := Figure{Group: t.group, Key: t.key, N: t.sum, Of: t.of, Tells: t.tells, Books: under(t.books)}
		g := &c.Groups[len(c.Groups)-1]
		g.Figures = append(g.Figures, f)
	}
	for rule, days := range c.waited {
		slices.Sort(days)
		c.Waits = append(c.Waits, Wait{Safeguard: rule, N: len(days), Median: at(days, 50), Most: at(days, 90)})
	}
	slices.SortFunc(c.Waits, func(a, b Wait) int { return strings.Compare(a.Safeguard, b.Safeguard) })
	return c.Count
}

// at is the smallest of sorted numbers that so many percent of them do not exceed.
func at(sorted []int, percent int) int { return sorted[(len(sorted)*percent+99)/100-1] }

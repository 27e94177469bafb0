package work

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// crowd are files of many people of one name.
type crowd struct {
	*desktest.World
	worker  *Worker
	numbers []string
	settled map[[2]string]bool
}

var mohamed = casefile.Open{Office: "tripoli", Identity: casefile.Identity{
	Given: "Mohamed", Family: "Ali", Born: day.Day{Year: 1990, Month: 1, Of: 1}, Sex: "man", Nationalities: []string{"SDN"}, Languages: []string{"ara"}, Destination: "SDN",
}}

// takenOver is a crowd as an import leaves it.
func takenOver(t *testing.T, w *desktest.World, worker *Worker) *crowd {
	t.Helper()
	c := &crowd{w, worker, nil, map[[2]string]bool{}}
	args, err := json.Marshal(mohamed)
	must(t, err)
	batch := w.Desk.Batch(100)
	for i := range desk.AtOnce + 3 {
		r, err := batch.Do(t.Context(), w.Desk.Self(), "", desk.Request{ID: ledger.Command{byte(i), 1}, Command: "case.open", Args: args, Imported: "a list"})
		must(t, err)
		c.numbers = append(c.numbers, r.Case)
	}
	must(t, batch.Flush(t.Context()))
	fresh, err := batch.Crowd(t.Context(), c.numbers)
	must(t, errors.Join(err, batch.Flush(t.Context())))
	done(t, worker)
	if fresh != len(c.numbers) {
		t.Fatalf("%d of %d wait", fresh, len(c.numbers))
	}
	for _, number := range c.numbers {
		if f := c.file(t, number); len(f.Duplicates) > 0 || f.Unnamed().Files != len(c.numbers)-1 {
			t.Fatalf("before anybody worked on it: %d named, %d counted", len(f.Duplicates), f.Unnamed().Files)
		}
	}
	c.check(t)
	return c
}

// open opens another by hand.
func (c *crowd) open(t *testing.T) string {
	t.Helper()
	r, err := c.Do(t.Context(), "cou", "", "case.open", mohamed)
	must(t, err)
	c.numbers = append(c.numbers, r.Case)
	if c.state(t, r.Case) == safeguard.Met && len(c.numbers) > 1 {
		t.Fatal("a file does not wait from its first moment")
	}
	done(t, c.worker)
	c.check(t)
	return r.Case
}

// work is work on a file.
func (c *crowd) work(t *testing.T, number string) {
	t.Helper()
	_, err := c.Do(t.Context(), "cou", number, "household.join", casefile.JoinHousehold{Household: "H-9", Relation: "head"})
	must(t, err)
	done(t, c.worker)
	c.check(t)
}

func (c *crowd) file(t *testing.T, number string) *casefile.Case {
	t.Helper()
	file, err := c.Desk.Case(t.Context(), c.Who("pia"), number)
	must(t, err)
	return file.File
}

// state is what the rule says of a file.
func (c *crowd) state(t *testing.T, number string) safeguard.State {
	t.Helper()
	a, err := c.Desk.Findings(t.Context(), c.Who("pia"), number, desk.Asked{For: safeguard.Seat})
	must(t, err)
	i := slices.IndexFunc(a.Findings, func(f safeguard.Finding) bool { return f.Safeguard == "no-unsettled-duplicate" })
	return a.Findings[i].State
}

// check asks of every file whether it waits exactly as long as there is another
// of the crowd that nobody has compared it with.
func (c *crowd) check(t *testing.T) {
	t.Helper()
	for _, number := range c.numbers {
		waits := slices.ContainsFunc(c.numbers, func(o string) bool {
			return o != number && !c.settled[[2]string{number, o}]
		})
		if state := c.state(t, number); waits == (state == safeguard.Met) {
			t.Fatalf("%s is %s; another that nobody looked at: %t", number, state, waits)
		}
	}
}

// settle looks at one file that another names; false: it names none.
func (c *crowd) settle(t *testing.T, number string) bool {
	t.Helper()
	for _, d := range c.file(t, number).Duplicates {
		if d.Settled.IsZero() {
			_, err := c.Do(t.Context(), "pia", number, "duplicate.settle", casefile.SettleDuplicate{Other: d.Other, Reason: "another face"})
			must(t, err)
			c.settled[[2]string{number, d.Other}], c.settled[[2]string{d.Other, number}] = true, true
			return true
		}
	}
	return false
}

// However many people share a name, a file names few others at once, and waits
// until somebody has looked at each of them.
func TestManyOfOneNameAreNamedAFewAtATime(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		c := takenOver(t, w, worker)
		number := c.numbers[4]
		c.work(t, number)
		if f := c.file(t, number); len(f.Duplicates) != desk.AtOnce || f.Unnamed().Files != len(c.numbers)-1-desk.AtOnce {
			t.Fatalf("once somebody works on it: %d named, %d counted", len(f.Duplicates), f.Unnamed().Files)
		}
		for c.settle(t, number) {
			c.check(t)
			done(t, worker)
		}
		if c.state(t, number) != safeguard.Met || len(c.file(t, number).Duplicates) != len(c.numbers)-1 {
			t.Errorf("somebody looked at all the others, and it waits: %+v", c.file(t, number).Duplicates)
		}
		late := c.open(t) // whoever has done with all of them waits for the new one
		if f := c.file(t, late); len(f.Duplicates) >= len(c.numbers)-1 || f.Unnamed().Files == 0 {
			t.Errorf("of %d others %d are named", len(c.numbers)-1, len(f.Duplicates))
		}
		for c.settle(t, late) {
			c.check(t)
			done(t, worker)
		}
		c.check(t)
	})
}

// Who turns out to have a fuller name leaves the crowd; what was named stays.
func TestAFullerNameLeavesTheCrowd(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		c := takenOver(t, w, worker)
		number := c.numbers[0]
		c.work(t, number)
		_, err := w.Do(t.Context(), "cas", number, "case.correct", casefile.Correct{Changed: casefile.Changed{Family: "Ali Ibrahim Osman"}})
		must(t, err)
		done(t, worker)
		if more := c.file(t, number).Unnamed().Files; more != 0 {
			t.Errorf("like no other any more, it waits for %d that are not named", more)
		}
		if c.state(t, number) == safeguard.Met {
			t.Error("those that were named were let go by a correction")
		}
		for c.settle(t, number) {
			done(t, worker)
		}
		if c.state(t, number) != safeguard.Met {
			t.Error("somebody looked at all that were named, and it waits")
		}
	})
}

// A crowd that grows by hand, one file after the other: none names all, and all wait.
func TestACrowdThatGrowsByHand(t *testing.T) {
	each(t, func(t *testing.T, w *desktest.World, worker *Worker) {
		c := &crowd{w, worker, nil, map[[2]string]bool{}}
		for range 2*desk.AtOnce + 4 {
			c.open(t)
		}
		for _, number := range c.numbers {
			if named := len(c.file(t, number).Duplicates); named > 2*desk.AtOnce {
				t.Errorf("%s names %d others", number, named)
			}
		}
	})
}

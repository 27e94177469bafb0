package desk

import (
	"slices"

	"amana/domain/casefile"
	"amana/domain/country"
	"amana/domain/day"
	"amana/domain/indicator"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/store"
)

// toldOf is what a movement or a country counts as, in fold order: of neither is
// anything in a statistic, and neither is ever erased.
type toldOf struct {
	name ledger.Stream
	acts []toldAct
}

// toldAct is an event that counts, without what the figures do not tell.
type toldAct struct {
	body  ledger.Body
	day   day.Day
	index int64
}

// countedOthers are the subjects besides people of which something is published.
var countedOthers = [...]casefile.Subject{casefile.Movement, casefile.Country}

// countsOf is what the figures tell of an event; nil: nothing.
func countsOf(body ledger.Body) ledger.Body {
	switch b := body.(type) {
	case movement.ManifestExamined:
		return movement.ManifestExamined{Book: b.Book}
	case movement.NoDecided:
		return movement.NoDecided{}
	case movement.Locked:
		return b
	case country.Issued:
		return country.Issued{Issue: country.Issue{Reference: b.Reference, Structural: slices.Sorted(slices.Values(b.Structural))}}
	}
	return nil
}

// takeOther reads what counts of a movement or of a country.
func (c *counts) takeOther(d *Desk, content *store.Content) error {
	f, err := d.fold(content)
	if err != nil {
		return err
	}
	index := map[ledger.Hash]int64{}
	for i := range content.Entries {
		index[content.Entries[i].Leaf] = content.Entries[i].Index
	}
	t := toldOf{name: content.Name}
	for i := range f.Events {
		e := &f.Events[i]
		if body := countsOf(e.Body); body != nil && !e.Disputed {
			t.acts = append(t.acts, toldAct{body, day.Of(e.Happened.In(d.zone)), index[e.ID]})
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.others == nil {
		c.others = map[int64]toldOf{}
	}
	c.others[content.Key] = t
	return nil
}

// beside is what is published that is of no person, as the log of a size tells it, and
// the movements of which the head of protection decided about a no.
func (c *counts) beside(size int64) (g indicator.Group, decided []ledger.Stream, constraining []indicator.Structural) {
	c.mu.Lock()
	others := inOrder(c.others)
	c.mu.Unlock()
	var movements []indicator.Movement
	var recorded []indicator.Structural
	for _, o := range others {
		var m indicator.Movement
		for _, a := range o.acts {
			if a.index >= size {
				continue
			}
			switch b := a.body.(type) {
			case movement.ManifestExamined:
				if !m.Closed {
					m.Book = b.Book
				}
			case movement.NoDecided:
				m.Decided = true
			case movement.Locked:
				m.Closed = true
			case country.Issued:
				recorded = append(recorded, indicator.Structural{Country: b.Reference, From: a.day, Kinds: b.Structural})
			}
		}
		movements = append(movements, m)
		if m.Closed && m.Decided {
			decided = append(decided, o.name)
		}
	}
	return indicator.OfMovements(movements), decided, indicator.Constraining(recorded)
}

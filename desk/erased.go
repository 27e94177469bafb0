package desk

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"slices"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/store"
)

// opensErased is what a reader may open of a file whose keys were destroyed:
// what counts for the programme outlives it.
func (d *Desk) opensErased(who Actor, c *store.Content) ledger.Set {
	s := access.Subject{Kind: c.Subject, Office: c.Office}
	return d.roles.View(who.Actor, s).All() & ledger.SetOf(ledger.Statistic)
}

// erased counts what cannot be asked again because its file was erased. That
// there were such files is the log's own word; how many departures they held is
// in the statistic, of those of which it is disclosed.
func (a *auditor) erased() error {
	a.Erased, a.Withheld = len(a.destroyed), len(a.destroyed)
	for _, i := range a.inventory.Streams {
		switch {
		case !i.Erased && a.destroyed[i.Stream]: // disclosed before it was erased
			a.Erased, a.Withheld = a.Erased-1, a.Withheld-1
			continue
		case !i.Erased:
			continue
		case !a.destroyed[i.Stream]:
			if err := a.problem(-1, "verify.disclosure"); err != nil {
				return err
			}
			continue
		}
		told, err := a.remains(i)
		if err != nil {
			return err
		}
		if told {
			a.Withheld--
		}
	}
	return nil
}

// remains counts the departures of one erased file, and says whether its
// statistic is disclosed.
func (a *auditor) remains(i item) (told bool, err error) {
	text, err := a.src.Read(a.ctx, disclosedFolder+"/"+i.Stream.String()+".jsonl")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	seen, withheld := map[ledger.Hash]bool{}, false
	for line := range bytes.Lines(text) {
		var l presented
		if json.Unmarshal(line, &l) != nil {
			return false, a.problem(-1, "verify.disclosure")
		}
		e, _, disclosed, err := a.event(&l)
		if leaf, listed := a.places[i.Stream][l.Index]; err != nil || !listed || leaf != e.ID {
			return false, a.problem(l.Index, "verify.disclosure")
		}
		if seen[e.ID] {
			continue
		}
		seen[e.ID] = true
		withheld = withheld || slices.Contains(l.Withheld, ledger.Statistic)
		for _, m := range disclosed {
			var s casefile.Statistic
			if m.Name != "statistic" || json.Unmarshal(m.Value, &s) != nil {
				continue
			}
			a.count(s.Milestone)
		}
	}
	return len(seen) > 0 && !withheld, nil
}

func (a *auditor) count(milestone string) {
	switch milestone {
	case "departed":
		a.Gone++
	case "departed-uncleared":
		a.Gone++
		a.Uncleared++
	case "departed-before-amana":
		a.Gone++
		a.Before++
	}
}

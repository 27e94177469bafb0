package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"slices"

	"amana/desk/disclosed"
	"amana/domain/casefile"
	"amana/domain/ledger"
)

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
func (a *auditor) remains(i disclosed.Item) (told bool, err error) {
	text, err := a.src.Read(a.ctx, disclosed.Folder+"/"+disclosed.File(i.Stream))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	seen, withheld := map[ledger.Hash]bool{}, false
	for line := range bytes.Lines(text) {
		var l disclosed.Line
		if json.Unmarshal(line, &l) != nil {
			return false, a.problem(-1, "verify.disclosure")
		}
		e, _, members, err := a.event(&l)
		if leaf, listed := a.places[i.Stream][l.Index]; err != nil || !listed || leaf != e.ID {
			return false, a.problem(l.Index, "verify.disclosure")
		}
		if seen[e.ID] {
			continue
		}
		seen[e.ID] = true
		withheld = withheld || slices.Contains(l.Withheld, ledger.Statistic)
		for _, m := range members {
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
	case "departure-retracted":
		a.Gone--
	case "uncleared-retracted":
		a.Gone--
		a.Uncleared--
	}
}

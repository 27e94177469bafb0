package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/movement"
)

// Vetoes is the hub's list of who does not board a movement, to be read over the
// telephone to those who board, and the code that it yields.
type Vetoes struct {
	At    time.Time `json:"at"`
	Cases []string  `json:"cases"`
	Code  string    `json:"code"`
}

// vetoes are those who do not board, and the events that first gave each a seat:
// at the hub by what it knows of everybody, elsewhere those who were heard to be
// on its list, as far as their files are here.
func (d *Desk) vetoes(ctx context.Context, f *file, heard []string) (cases []string, seats []ledger.Hash, err error) {
	ref := f.Other.(*movement.State).Reference
	if !d.node.Hub {
		seats, err = d.heard(ctx, ref, heard)
		return heard, seats, err
	}
	err = d.everSeated(ctx, f, func(v *view) error {
		c := v.file.Person
		if seat, had := c.Travel.Lots[ref]; had && stays(c, ref, d.passenger(v)) {
			cases, seats = append(cases, c.Number), append(seats, seat)
		}
		return nil
	})
	slices.Sort(cases)
	return cases, seats, err
}

// stays says whether somebody does not board a movement on which they had a
// seat: it was freed since, or they are not cleared now. Whether that is for a no
// or for a paper the list does not tell: nobody learns more than by the manifest.
func stays(c *casefile.Case, ref string, p Passenger) bool {
	return c.Travel.Movement != ref || c.Unread() || !p.Cleared
}

// heard are the events that first gave a seat to people whose numbers were heard.
func (d *Desk) heard(ctx context.Context, ref string, numbers []string) (seats []ledger.Hash, err error) {
	for _, number := range numbers {
		c, err := d.plain(ctx, strings.ToUpper(strings.TrimSpace(number)))
		if err != nil {
			return nil, err // of a file that is shut here it could not be told who is meant
		}
		if c == nil {
			continue // a person of another office, whose file is not here
		}
		if seat, had := c.Travel.Lots[ref]; had {
			seats = append(seats, seat)
		}
	}
	return seats, nil
}

// list is the hub's list as it is read now.
func (d *Desk) list(ref string, cases []string) *Vetoes {
	slices.Sort(cases)
	at := d.Moment().UTC().Truncate(movement.VetoStep)
	return &Vetoes{At: at, Cases: cases, Code: movement.VetoCode(ref, at, cases)}
}

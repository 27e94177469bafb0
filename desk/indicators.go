package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/indicator"
	"amana/store"
)

// Figures is what the programme publishes, as of a checkpoint, as far as a reader
// may know it.
type Figures struct {
	indicator.Count
	Size     int64     // of the log
	At       time.Time // when the newest entry of that log was recorded
	Status   string    // how far others vouch for every entry that was counted: only what is witnessed may be published
	Percent  int       // of the rule book: above which urgent returns of a quarter raise an alarm; 0: no book
	Over     bool      // they do
	Opens    bool      // the reader may open cases behind figures
	Versions []string  // the versions of the rule book under which people left, or manifests were closed
}

// Figures counts as of the checkpoint of a size; of 0, as of the one that was
// published last. Of people it counts the statistic compartment and nothing else.
func (d *Desk) Figures(ctx context.Context, who Actor, size int64) (Figures, error) {
	if err := d.roles.May(who.Actor, "figures.read", access.Subject{}); err != nil {
		return Figures{}, err
	}
	c, err := d.counts.asOf(ctx, d, size)
	if err != nil {
		return Figures{}, err
	}
	f := Figures{Count: c.Count, Size: c.size, At: c.at, Status: c.status, Opens: d.EveryOffice(who)}
	if book := d.register.now().Book(c.at); book != nil {
		f.Percent = book.UrgentShare()
		urgent := f.Named(indicator.UrgentBy, "urgent")
		f.Over = book.TooManyUrgent(urgent.N, urgent.Of)
	}
	for _, g := range f.Groups {
		for _, figure := range g.Figures {
			for _, u := range figure.Books {
				if !slices.Contains(f.Versions, u.Book) {
					f.Versions = append(f.Versions, u.Book)
				}
			}
		}
	}
	slices.Sort(f.Versions)
	f.Count = f.Guarded(func(figure indicator.Figure) bool { return d.opensFigure(who, figure) })
	return f, nil
}

// EveryOffice says whether a reader may list the cases of every office.
func (d *Desk) EveryOffice(who Actor) bool {
	return d.roles.Reach(who.Actor, "case.list", string(casefile.Person)).All
}

// opensFigure says whether a reader may open the cases that a figure counts: all
// of them, and what it tells that they are among them.
func (d *Desk) opensFigure(who Actor, f indicator.Figure) bool {
	view := d.roles.View(who.Actor, Theirs(who, casefile.Person))
	return d.opensEvery(who) && (f.Tells == 0 || f.Tells&view.All() != 0)
}

// FigureCases are cases that a figure counts, as far as the reader may open them.
func (d *Desk) FigureCases(ctx context.Context, who Actor, size int64, group, key string) ([]Listed, error) {
	if err := d.roles.May(who.Actor, "figures.read", access.Subject{}); err != nil {
		return nil, err
	}
	c, err := d.counts.asOf(ctx, d, size)
	if err != nil {
		return nil, err
	}
	figure := c.Named(group, key)
	if figure.Key == "" || !d.opensFigure(who, figure) {
		return nil, fault.New(fault.Missing, "fault.not-found")
	}
	var cases []Listed
	for _, name := range c.cases[indicator.Name{Group: group, Key: key}] {
		row, err := d.db.Row(ctx, name)
		if errors.Is(err, store.ErrMissing) {
			continue // it was erased
		}
		if err != nil {
			return nil, err
		}
		line, err := d.listed(ctx, store.Listed{Stream: name, Row: row})
		if err != nil {
			return nil, err
		}
		if !line.Shut {
			cases = append(cases, line)
		}
	}
	return cases, nil
}

// FigureMovements are the movements of which the head of protection decided about a no,
// as far as the reader may read them.
func (d *Desk) FigureMovements(ctx context.Context, who Actor, size int64) ([]ListedMovement, error) {
	if err := d.roles.May(who.Actor, "figures.read", access.Subject{}); err != nil {
		return nil, err
	}
	c, err := d.counts.asOf(ctx, d, size)
	if err != nil {
		return nil, err
	}
	var list MovementPage
	for _, name := range c.movements {
		if err := d.listMovement(ctx, who, name, &list); err != nil {
			return nil, err
		}
	}
	return list.Movements, nil
}

// figureCases is how many cases of a figure are named: the files that were opened
// first.
const figureCases = 25

// signedOf fails unless a checkpoint of exactly this size was signed.
func (d *Desk) signedOf(ctx context.Context, size int64) error {
	c, err := d.db.Checkpoint(ctx, size)
	if passMissing(err) != nil {
		return err
	}
	if err != nil || c.Size != size || size < 1 {
		return fault.New(fault.Invalid, "fault.no-such-checkpoint", fault.A("size", size)).In("size")
	}
	return nil
}

// vouchedFor says how far others vouch for a log of a size.
func (d *Desk) vouchedFor(ctx context.Context, size int64) (string, error) {
	w, err := d.witnessedBeyond(ctx, size-1)
	switch {
	case err != nil:
		return "", err
	case !w.By.IsZero():
		return Witnessed, nil
	case d.node.Hub:
		return Anchored, nil
	}
	return Recorded, nil
}

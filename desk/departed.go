package desk

import (
	"slices"
	"time"

	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// late is a departure of who may be a child: it is asked once all cases were
// read, since a file names no parent.
type late struct {
	of    item
	entry ledger.Hash
}

// departs asks about a departure, at once or when the parents are known.
func (a *auditor) departs(i item, f *file, e *ledger.Event, on string) error {
	then := upTo(f, e.Parents)
	if then != nil && a.rides(then, e) {
		a.late = append(a.late, late{i, e.ID})
		return nil
	}
	return a.departed(then, e, on)
}

// rides says whether a file may be a child's, who travels with a parent.
func (a *auditor) rides(then *file, e *ledger.Event) bool {
	c, book := then.person, a.registerAt(e, a.index[e.ID]).book(e.Recorded)
	if c.Mother == "" && len(c.Said.Household) == 0 || book == nil {
		return false
	}
	return len(c.Linked()) > 0 || c.IsChild(safeguard.Surroundings{Zone: a.desk.zone}, book, e.Recorded)
}

// children asks about the departures that waited for the parents.
func (a *auditor) children() error {
	for _, l := range a.late {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		said := len(a.problems)
		f, _, err := a.load(l.of)
		if err != nil {
			return err
		}
		a.problems = a.problems[:said] // a.one said what is wrong with it
		n := slices.IndexFunc(f.events, func(e ledger.Event) bool { return e.ID == l.entry })
		if n < 0 {
			continue
		}
		e := &f.events[n]
		if err := a.departed(upTo(f, e.Parents), e, e.Body.(movement.Departed).Movement); err != nil {
			return err
		}
	}
	return nil
}

// departed asks whether a boarding stood, by what whoever entered the departure
// knew of the case, and by what was on record of the movement, of the person's
// other files and of a child's parents. then is the case as they knew it.
func (a *auditor) departed(then *file, e *ledger.Event, on string) error {
	if then != nil && then.closed() {
		return nil // the case is counted as unseen
	}
	if then != nil {
		stands, err := a.stands(then, e, on)
		if err != nil {
			return err
		}
		if then.person.MayDepart(on, e.Happened, stands) {
			return nil
		}
	}
	return a.problem(a.index[e.ID], "verify.departed-unboarded")
}

// stands is until when the boarding authorised the departure e. A departure may
// be recorded without waiting for what comes elsewhere in the same second, and
// what is not disclosed stops nobody: where the movement is not, it stands long
// enough.
func (a *auditor) stands(then *file, e *ledger.Event, on string) (time.Time, error) {
	d, c := a.at(e), then.person
	for _, ref := range references(c) {
		d.pending.missing[ref] = true // nothing else around the case counts at a departure
	}
	refs, err := a.company(c)
	if err != nil {
		return time.Time{}, err
	}
	named, fears := string(casefile.Movement)+"/"+on, true
	err = a.hold(d, append(refs, named), func(whole *file) (*file, error) {
		g := whole.before(e.Recorded)
		fears = fears && (g == nil || g.person == nil || !g.withholds(ledger.Asylum))
		return g, nil
	})
	if err != nil {
		return time.Time{}, err
	}
	v := &view{file: then}
	if err := d.surround(a.ctx, v, on, ""); err != nil {
		return time.Time{}, err
	}
	name, _ := a.desk.names.get(named)
	if on != "" && a.files[name] == nil {
		v.around.Movement = &safeguard.Movement{Reference: on, Departs: e.Happened}
	}
	for i := range v.around.Linked {
		l := &v.around.Linked[i]
		l.Stops = slices.DeleteFunc(l.Stops, func(stop string) bool { return stop == "fear" && !fears })
	}
	return c.Stands(&v.around, v.book), nil
}

// company are the references of the person's other files and of who may be their
// parents, as far as they are disclosed.
func (a *auditor) company(c *casefile.Case) ([]string, error) {
	numbers := append(c.Linked(), c.Mother)
	for _, home := range c.Said.Household {
		numbers = append(numbers, a.households[home.Value.Household]...)
	}
	var refs []string
	for _, number := range numbers {
		ref := string(casefile.Person) + "/" + number
		name, _ := a.desk.names.get(ref)
		i, disclosed := a.cases[name]
		if number == c.Number || !disclosed {
			continue
		}
		refs = append(refs, ref)
		if a.files[name] != nil {
			continue
		}
		if err := a.beside(i); err != nil {
			return nil, err
		}
	}
	return refs, nil
}

// before is a file with what was recorded before a moment; nil where that is
// nothing, or where it is not all disclosed.
func (f *file) before(at time.Time) *file {
	if f == nil {
		return nil
	}
	g := &file{stream: f.stream, events: slices.DeleteFunc(slices.Clone(f.events), func(e ledger.Event) bool { return !e.Recorded.Before(at) })}
	if len(g.events) == 0 || g.closed() {
		return nil
	}
	g.refold()
	g.heads = g.ends()
	return g
}

// withholds says whether something of a compartment is not disclosed of a file.
func (f *file) withholds(c ledger.Compartment) bool {
	return slices.ContainsFunc(f.events, func(e ledger.Event) bool { return e.Sealed.Has(c) })
}

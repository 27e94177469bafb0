package audit

import (
	"slices"
	"time"

	"amana/desk/disclosed"
	"amana/desk/dossier"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// late is a departure of who may be a child: it is asked once all cases were
// read, since a file names no parent.
type late struct {
	of    disclosed.Item
	entry ledger.Hash
}

// departs asks about a departure, at once or when the parents are known.
func (a *auditor) departs(i disclosed.Item, f *dossier.File, e *ledger.Event, on string) error {
	then := f.UpTo(e.Parents)
	if then != nil && a.rides(then, e) {
		a.late = append(a.late, late{i, e.ID})
		return nil
	}
	return a.departed(then, e, on)
}

// rides says whether a file may be a child's, who travels with a parent.
func (a *auditor) rides(then *dossier.File, e *ledger.Event) bool {
	c, book := then.Person, a.registerAt(e, a.index[e.ID]).Book(e.Recorded)
	if c.Mother == "" && len(c.Said.Household) == 0 || book == nil {
		return false
	}
	return len(c.Linked()) > 0 || c.IsChild(safeguard.Surroundings{Zone: a.zone}, book, e.Recorded)
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
		n := slices.IndexFunc(f.Events, func(e ledger.Event) bool { return e.ID == l.entry })
		if n < 0 {
			continue
		}
		e := &f.Events[n]
		if err := a.departed(f.UpTo(e.Parents), e, e.Body.(movement.Departed).Movement); err != nil {
			return err
		}
	}
	return nil
}

// departed asks whether a boarding stood, by what whoever entered the departure
// knew of the case, and by what was on record of the movement, of the person's
// other files and of a child's parents. then is the case as they knew it.
func (a *auditor) departed(then *dossier.File, e *ledger.Event, on string) error {
	if then != nil && then.Withholds(ledger.General) {
		return nil // the case is counted as unseen
	}
	if then != nil {
		stands, err := a.stands(then, e, on)
		if err != nil {
			return err
		}
		if then.Person.MayDepart(on, e.Happened, stands) {
			return nil
		}
	}
	return a.problem(a.index[e.ID], "verify.departed-unboarded")
}

// retracted asks whether whoever took a departure back could: another officer had said
// that the person never left, and they are of another office than the case.
func (a *auditor) retracted(f *dossier.File, e *ledger.Event, b movement.DepartureRetracted) error {
	then := f.UpTo(e.Parents)
	if then == nil || then.Withholds(ledger.General) {
		return nil // the case is counted as unseen
	}
	_, err := b.Decide(then.Person.Travel, ledger.Deed{By: e.Actor, Moment: e.Recorded, Happened: e.Happened})
	officer, known := a.registerAt(e, a.index[e.ID]).Officers[e.Actor]
	if err == nil && known && officer.Office != then.Person.Office {
		return nil
	}
	return a.problem(a.index[e.ID], "verify.departure-retracted")
}

// stands is until when the boarding authorised the departure e. Nothing else
// around the case than the movement, the company and the countries, by which somebody
// is to be counselled, counts then. A departure may
// be recorded without waiting for what comes elsewhere in the same second, and
// what is not disclosed stops nobody: where the movement is not, it stands long
// enough.
func (a *auditor) stands(then *dossier.File, e *ledger.Event, on string) (time.Time, error) {
	c := then.Person
	refs, err := a.company(c)
	if err != nil {
		return time.Time{}, err
	}
	named, fears := reference(casefile.Movement, on), true
	of, err := a.hold(slices.Concat(refs, references(c), []string{named}), func(whole *dossier.File) (*dossier.File, error) {
		g := before(whole, e.Recorded)
		fears = fears && (g == nil || g.Person == nil || !g.Withholds(ledger.Asylum))
		return g, nil
	})
	if err != nil {
		return time.Time{}, err
	}
	v, err := a.reader(of, e).Read(a.ctx, then, on, "")
	if err != nil {
		return time.Time{}, err
	}
	if on != "" && a.files[a.names[named]] == nil {
		v.Around.Movement = &safeguard.Movement{Reference: on, Departs: e.Happened}
	}
	for i := range v.Around.Linked {
		l := &v.Around.Linked[i]
		l.Stops = slices.DeleteFunc(l.Stops, func(stop string) bool { return stop == "fear" && !fears })
		if !fears {
			l.Asked = time.Time{} // nobody reads here whom UNHCR counselled on it
		}
	}
	return c.Stands(&v.Around, v.Book), nil
}

// company are the references of the person's other files, of who may be their
// parents, and of the other files of those, as far as they are disclosed.
func (a *auditor) company(c *casefile.Case) ([]string, error) {
	numbers := append(c.Linked(), c.Mother)
	for _, home := range c.Lived() {
		numbers = append(numbers, a.households[home.Household]...)
	}
	var refs []string
	for ; len(numbers) > 0; numbers = numbers[1:] {
		ref := reference(casefile.Person, numbers[0])
		name := a.names[ref]
		i, disclosed := a.cases[name]
		if numbers[0] == c.Number || !disclosed || slices.Contains(refs, ref) {
			continue
		}
		refs = append(refs, ref)
		if a.files[name] == nil {
			if err := a.beside(i); err != nil {
				return nil, err
			}
		}
		if f := a.files[name]; f != nil && f.Person != nil {
			numbers = append(numbers, f.Person.Linked()...)
		}
	}
	return refs, nil
}

// before is a file with what was recorded before a moment; nil where that is
// nothing, or where it is not all disclosed.
func before(f *dossier.File, at time.Time) *dossier.File {
	if f == nil {
		return nil
	}
	g := f.Cut(func(e *ledger.Event) bool { return e.Recorded.Before(at) })
	if g == nil || g.Withholds(ledger.General) {
		return nil
	}
	return g
}

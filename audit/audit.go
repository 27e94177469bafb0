// Package audit asks again, as a stranger can, about what a published log and the
// disclosures beside it say was done: whether each clearance and each boarding met
// every rule of the book that it names, by what was known at its moment; whether
// each departure had a boarding that stood; whether who clears was drawn fairly;
// and whether everybody who did something had the right to it and signed it.
//
// It reads cases by the code by which the desk decided on them (desk/dossier), and
// has neither the desk nor a store nor a key: what it finds rests on the files
// alone. It takes nobody's word for what was withheld: whatever cannot be asked is
// counted, and never counts as met.
package audit

import (
	"context"
	"errors"
	"slices"
	"time"

	"amana/desk/disclosed"
	"amana/desk/dossier"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/seal"
)

// Recheck reads the disclosures beside a published log of size entries, which
// was verified before, and asks of every clearance and every boarding in them
// what the program asked then: was every rule of the book that it names met, at
// its moment, by what it knew? It verifies the signatures of officers too. It
// needs no store and no key.
func Recheck(ctx context.Context, src seal.Source, size int64, done func(cases int)) (Report, []seal.Problem, error) {
	a := &auditor{
		ctx: ctx, src: src, size: size, problems: []seal.Problem{}, codec: seal.NewCodec(dossier.Kinds()),
		names: map[string]ledger.Stream{}, places: map[ledger.Stream]map[int64]ledger.Hash{}, hidden: map[ledger.Stream]hidden{},
		nodes: map[ledger.Actor]bool{}, destroyed: map[ledger.Stream]bool{}, registers: map[int]*dossier.Register{},
		files: map[ledger.Stream]*dossier.File{}, read: map[ledger.Hash]bool{}, leaves: map[ledger.Hash]ledger.Stream{},
		households: map[string][]string{},
	}
	err := a.run(done)
	if errors.Is(err, errStopped) {
		err = nil
	}
	return a.Report, a.problems, err
}

// auditor is one run.
type auditor struct {
	Report
	ctx      context.Context
	src      seal.Source
	size     int64
	problems []seal.Problem

	codec     *seal.Codec
	inventory disclosed.Inventory
	zone      *time.Location                          // of the offices
	names     map[string]ledger.Stream                // of the disclosed streams, by "subject/reference"
	places    map[ledger.Stream]map[int64]ledger.Hash // the entries of each disclosed stream, by index
	hidden    map[ledger.Stream]hidden                // streams of which nothing is disclosed
	node      ledger.Stream                           // of the node's own keys
	nodes     map[ledger.Actor]bool                   // the names under which it does what it does by itself
	restored  int64                                   // before this index stands what it took over from the log before
	lines     []line                                  // of everything that is no case
	known     []registration                          // events of users, books, roles and texts, in their order
	registers map[int]*dossier.Register
	files     map[ledger.Stream]*dossier.File // of everything that is no case, and of linked cases
	read      map[ledger.Hash]bool            // the events in files
	leaves    map[ledger.Hash]ledger.Stream   // every entry of the log, and whose it is
	cases     map[ledger.Stream]disclosed.Item
	index     map[ledger.Hash]int64  // of the events of the case at hand
	destroyed map[ledger.Stream]bool // whose keys were

	households map[string][]string // the numbers of all who were ever of each, of the cases that were read
	late       []late
}

const mostProblems = 100

// errStopped ends a run in which nothing more can be asked.
var errStopped = errors.New("audit: nothing more can be asked")

func (a *auditor) problem(index int64, key string, args ...fault.Arg) error {
	a.problems = append(a.problems, seal.Problem{Index: index, Key: key, Args: args})
	if len(a.problems) < mostProblems {
		return nil
	}
	return errStopped
}

func (a *auditor) run(done func(int)) error {
	if err := a.open(); err != nil {
		return err
	}
	if err := a.kept(); err != nil {
		return err
	}
	var cases []disclosed.Item
	if err := a.erased(); err != nil {
		return err
	}
	a.cases = map[ledger.Stream]disclosed.Item{}
	for _, i := range a.inventory.Streams {
		if i.Erased {
			continue
		}
		a.names[reference(i.Subject, i.Reference)] = i.Stream
		if i.Subject == casefile.Person {
			cases = append(cases, i)
			a.cases[i.Stream] = i
			continue
		}
		f, lines, err := a.load(i)
		if err != nil {
			return err
		}
		a.lines = append(a.lines, lines...)
		if f.Withholds(ledger.General) {
			a.Unseen++
			continue
		}
		a.take(f)
		a.register(f)
	}
	a.sortRegister()
	if err := a.acts(a.lines); err != nil {
		return err
	}
	for n, i := range cases {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		if err := a.one(i); err != nil {
			return err
		}
		if done != nil {
			done(n + 1)
		}
	}
	return a.children()
}

// one asks again about everything in one case.
func (a *auditor) one(i disclosed.Item) error {
	f, lines, err := a.load(i)
	if err != nil {
		return err
	}
	a.Cases++
	if f.Person.Number != i.Reference {
		return a.problem(-1, "verify.disclosure-reference", fault.A("reference", i.Reference))
	}
	if f.Withholds(ledger.General) {
		a.Unseen++
	}
	if err := errors.Join(a.acts(lines), a.linked(f.Person)); err != nil {
		return err
	}
	for _, home := range f.Person.Households {
		a.households[home] = append(a.households[home], i.Reference)
	}
	for n := range f.Events {
		e := &f.Events[n]
		var err error
		switch b := e.Body.(type) {
		case movement.ClearingOfficerDrawn:
			err = a.drawn(f, e, b)
		case movement.Cleared:
			a.Clearances++
			err = a.again(f, e, safeguard.Clearance, b.Book, b.Basis)
		case movement.Boarded:
			a.Boardings++
			err = a.again(f, e, safeguard.Boarding, b.Book, b.Basis)
		case movement.DepartedUncleared:
			if b.Before {
				a.Before++
			} else {
				a.Uncleared++
			}
		case movement.Departed:
			err = a.departs(i, f, e, b.Movement)
		case movement.DepartureRetracted:
			err = a.retracted(f, e, b)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// linked loads the other files of the same person, however many links away,
// which count in this one.
func (a *auditor) linked(c *casefile.Case) error {
	for _, number := range c.Linked() {
		i := slices.IndexFunc(a.inventory.Streams, func(i disclosed.Item) bool { return i.Subject == casefile.Person && i.Reference == number })
		if i < 0 || a.files[a.inventory.Streams[i].Stream] != nil {
			continue
		}
		if err := a.beside(a.inventory.Streams[i]); err != nil {
			return err
		}
		if err := a.linked(a.files[a.inventory.Streams[i].Stream].Person); err != nil {
			return err
		}
	}
	return nil
}

// beside loads a case on which the one at hand rests. What is wrong with its
// disclosure is said in its own turn.
func (a *auditor) beside(i disclosed.Item) error {
	index, said := a.index, len(a.problems)
	f, _, err := a.load(i)
	if err != nil {
		return err
	}
	a.index, a.problems = index, a.problems[:said]
	a.take(f)
	return nil
}

// take keeps a stream that cases rest on.
func (a *auditor) take(f *dossier.File) {
	a.files[f.Name] = f
	for i := range f.Events {
		a.read[f.Events[i].ID] = true
	}
}

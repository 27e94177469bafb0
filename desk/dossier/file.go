package dossier

import (
	"crypto/sha256"
	"slices"

	"amana/domain/casefile"
	"amana/domain/ledger"
)

// Stream is what a stream is.
type Stream struct {
	Name    ledger.Stream
	Class   ledger.Class
	Subject string // what it is about: case, movement, user …
	Office  string
}

// File is one stream as far as it can be read, folded. Once others can
// have it, it is not changed any more: only Extend adds to one that nobody has.
type File struct {
	Stream
	Events []ledger.Event // in fold order
	Heads  []ledger.Hash
	Person *casefile.Case  // for a case
	Other  casefile.Folded // for anything else
	Shut   bool            // a case of which nothing can be read here: nobody is signed in whose role opens it
}

// Fold is a stream with its events, in fold order, and their heads; who asks for
// none need not name them.
func Fold(s Stream, events []ledger.Event, heads []ledger.Hash) File {
	f := File{Stream: s, Events: events, Heads: heads}
	h := ledger.Arrange(events)
	if about, ok := casefile.About(casefile.Subject(s.Subject)); ok {
		f.Other = about.FoldOther(&h)
	} else {
		f.Person = casefile.Fold(&h)
	}
	return f
}

// With is the file after more events, each following the one before. Whether it
// is shut depends on keys: it is as f is.
func (f *File) With(events []ledger.Event) File {
	g := Fold(f.Stream, slices.Concat(f.Events, events), []ledger.Hash{events[len(events)-1].ID})
	g.Shut = f.Shut
	return g
}

// Extend adds an event, which follows all the others, to a case that nobody else holds.
func (f *File) Extend(e ledger.Event) {
	f.Events, f.Heads = append(f.Events, e), []ledger.Hash{e.ID}
	f.Person.Extend(&e)
}

// Cut is the file with the events that count, or nil when none does.
func (f *File) Cut(counts func(*ledger.Event) bool) *File {
	var events []ledger.Event
	for i := range f.Events {
		if e := &f.Events[i]; counts(e) {
			events = append(events, *e)
		}
	}
	if len(events) == 0 {
		return nil
	}
	h := ledger.Arrange(events)
	g := Fold(f.Stream, events, h.Heads())
	g.Shut = f.Shut
	return &g
}

// UpTo is the file with the events among heads and those that they knew, or nil
// when there are none. Of no file there is nothing.
func (f *File) UpTo(heads []ledger.Hash) *File {
	if f == nil {
		return nil
	}
	known := make(map[ledger.Hash]bool, len(heads))
	for _, h := range heads {
		known[h] = true
	}
	for i := len(f.Events) - 1; i >= 0; i-- { // in fold order parents come first
		if e := &f.Events[i]; known[e.ID] {
			for _, parent := range e.Parents {
				known[parent] = true
			}
		}
	}
	return f.Cut(func(e *ledger.Event) bool { return known[e.ID] })
}

// Withholds says whether something that the file says in a compartment cannot be
// read here. What is withheld of the general one cannot be read at all: nobody
// can say what it was.
func (f *File) Withholds(c ledger.Compartment) bool {
	return slices.ContainsFunc(f.Events, func(e ledger.Event) bool { return e.Sealed.Has(c) })
}

// Digest names a set of heads, in their order.
func Digest(heads []ledger.Hash) [32]byte {
	h := sha256.New()
	for _, head := range heads {
		h.Write(head[:])
	}
	return [32]byte(h.Sum(nil))
}

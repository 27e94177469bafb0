package dossier

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"time"

	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// parents reads the ways of the parents with whom a child lives. An adult's file
// rests on nobody else's.
func (r *reading) parents(c *casefile.Case) {
	v := r.view
	if r.err != nil || v.Book == nil || !c.IsChild(v.Around, v.Book, r.At) {
		return
	}
	names := r.family(c)
	for _, name := range names {
		f := r.stream(name)
		switch {
		case r.err != nil:
			return
		case f == nil || f.Person == nil || f.Person.Erased || f.Person.Ending == "died": // who lives with nobody any more
		case f.Shut || f.Person.Unread():
			heard, err := r.Source.Heard(r.ctx, f)
			if err != nil {
				r.err = err
			}
			r.parent(safeguard.ParentWay{Unread: true, Heard: heard})
		case f.Person.IsClosed && slices.ContainsFunc(names, func(other ledger.Stream) bool { return r.sameParent(c, f.Person, other) }): // that one tells their way
		default:
			known := f.Person.Parenthood(c)
			if len(known) == 0 {
				continue
			}
			theirs := r.reading(r.ctx, f) // what was attested of a parent is attested of what surrounds them
			theirs.surround(f.Person, "", "")
			own, err := theirs.done()
			if err != nil {
				r.err = err
				return
			}
			way := f.Person.AsParent(own.Around, own.Book, r.At)
			way.Known = known
			r.parent(way)
		}
	}
}

// sameParent says whether a stream is another, open file of a parent of the child.
func (r *reading) sameParent(child, parent *casefile.Case, other ledger.Stream) bool {
	f := r.stream(other)
	return f != nil && f.Person != nil && !f.Shut && !f.Person.IsClosed && slices.Contains(parent.Linked(), f.Person.Number) && len(f.Person.Parenthood(child)) > 0
}

// family are the streams of who may be a parent by what is said of the household,
// and of the mother of one born on the way.
func (r *reading) family(c *casefile.Case) []ledger.Stream {
	var codes []string
	for _, home := range c.Lived() {
		codes = append(codes, home.Household)
	}
	names, err := r.Source.Living(r.ctx, codes)
	if r.err = err; err != nil || c.Mother == "" {
		return names
	}
	mother, known, err := r.Source.Named(r.ctx, casefile.Person, c.Mother)
	switch {
	case err != nil:
		r.err = err
	case !known:
		r.parent(safeguard.ParentWay{Unread: true}) // her file is elsewhere
	case !slices.Contains(names, mother):
		names = append(names, mother)
	}
	return names
}

// parent takes a parent's way into what is read, and into its digest all of it
// but what everybody sees at the gate.
func (r *reading) parent(p safeguard.ParentWay) {
	r.view.Around.Parents = append(r.view.Around.Parents, p)
	p.Aboard, p.Heard = false, time.Time{}
	text, err := json.Marshal(p)
	if err != nil {
		r.err = err
		return
	}
	r.rest = append(r.rest, sha256.Sum256(text))
}

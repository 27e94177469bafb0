package dossier

import (
	"context"
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"amana/domain/casefile"
	"amana/domain/country"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/safeguard"
)

// View is one case with everything that was read to judge it.
type View struct {
	File   *File
	Around safeguard.Surroundings
	Book   *safeguard.Book // in force then, or nil
}

// Reader reads what surrounds a case as of one moment. It can be used again, for
// other cases, as far as its Source can.
type Reader struct {
	Source   Source
	Register *Register
	At       time.Time      // by the book of then, and on that day, the other files are judged
	Zone     *time.Location // of the offices
	Hub      bool           // every file, and every veto, is known here
	Past     bool           // who reads asks again what others did who had more: what is not here stopped nobody
}

// Read is the case in f, which is not shut, with what surrounds it. movement and
// line name those that are asked about, where they are not those of the person's
// seat. What is not known, or not here, is left out, or said to be unread where
// it may stop somebody.
func (r *Reader) Read(ctx context.Context, f *File, movement, line string) (*View, error) {
	reading := r.reading(ctx, f)
	reading.surround(f.Person, movement, line)
	reading.parents(f.Person)
	return reading.done()
}

func (r *Reader) reading(ctx context.Context, f *File) *reading {
	return &reading{Reader: r, ctx: ctx, view: &View{File: f, Book: r.Register.Book(r.At), Around: safeguard.Surroundings{
		Zone: r.Zone, Hub: r.Hub, Officers: r.Register.Officers, Texts: r.Register.Texts, TextStrays: r.Register.Strays[safeguard.ReturnDeclaration], Trained: r.Register.Trained,
	}}}
}

// reading reads the streams around one case and notes as what they were read.
// After the first error it reads nothing more.
type reading struct {
	*Reader
	ctx  context.Context
	view *View
	err  error
	rest []ledger.Hash // the heads of the countries, the places and the linked files, and the parents' ways
}

func (r *reading) done() (*View, error) {
	if r.err != nil {
		return nil, r.err
	}
	r.view.Around.Read = r.digest()
	return r.view, nil
}

// surround reads all that surrounds a case but the parents' ways.
func (r *reading) surround(c *casefile.Case, movementRef, lineRef string) {
	around := &r.view.Around
	if movementRef == "" {
		movementRef = c.Travel.Movement
	}
	if lineRef == "" {
		lineRef = c.Travel.Line
	}
	if s, ok := r.read(casefile.Country, c.Identity.Destination).(*country.State); ok {
		around.Country = s.Fact()
	}
	if s, ok := r.read(casefile.Country, safeguard.Libya).(*country.State); ok {
		around.Here = s.Fact()
	}
	var cost int64
	if s, ok := r.read(casefile.Movement, movementRef).(*movement.State); ok {
		around.Movement, cost = s.Fact(), s.Cost
	}
	if s, ok := r.read(casefile.Line, lineRef).(*results.State); ok {
		around.Line = s.Fact(cost)
	}
	around.Places = r.places(c)
	r.linked(c)
	around.AtRisk = r.atRisk(c, around.Linked)
}

// atRisk is whom the sheets of the other countries of the person have as at risk: where
// somebody returns to is one officer's word.
func (r *reading) atRisk(c *casefile.Case, linked []safeguard.Linked) (all []string) {
	of := c.Homelands()
	for _, l := range linked {
		of = append(of, l.Homes...)
	}
	slices.Sort(of)
	for _, ref := range slices.Compact(of) {
		if ref == c.Identity.Destination {
			continue
		}
		if s, ok := r.read(casefile.Country, ref).(*country.State); ok {
			all = append(all, s.AtRisk...)
		}
	}
	return all
}

// digest names what was read of the countries, the places and the linked files, and
// the approved texts that the case rests on: whoever attests a finding to those
// with fewer keys attests it of them as they were.
func (r *reading) digest() string {
	texts := r.view.File.Person.Texts(r.view.Around.Texts)
	for _, x := range r.view.Around.TextStrays {
		texts = append(texts, x.ID.String())
	}
	if len(r.rest) == 0 && len(texts) == 0 {
		return ""
	}
	slices.SortFunc(r.rest, func(a, b ledger.Hash) int { return slices.Compare(a[:], b[:]) })
	heads := Digest(slices.Compact(r.rest))
	digest := sha256.Sum256(append(heads[:], strings.Join(texts, "\n")...))
	return ledger.Hash(digest).String()
}

// read is the state of the stream that a reference names, or nil.
func (r *reading) read(subject casefile.Subject, ref string) casefile.Folded {
	f := r.open(subject, ref)
	if f == nil {
		return nil
	}
	return f.Other
}

func (r *reading) open(subject casefile.Subject, ref string) *File {
	if r.err != nil || ref == "" {
		return nil
	}
	name, known, err := r.Source.Named(r.ctx, subject, ref)
	if r.err = err; err != nil || !known {
		return nil
	}
	f := r.stream(name)
	switch {
	case f == nil || subject == casefile.Movement || subject == casefile.Line:
	case subject == casefile.Place:
		if s, is := f.Other.(*monitoring.State); is { // else whoever disclosed it says it is two things
			r.rest = append(r.rest, s.Rests()...)
		}
	default:
		r.rest = append(r.rest, f.Heads...)
	}
	return f
}

// stream is a stream as it counts here, or nil if nothing of it does.
func (r *reading) stream(name ledger.Stream) *File {
	f, err := r.Source.File(r.ctx, name)
	if err != nil {
		r.err = err
		return nil
	}
	return f
}

func (r *reading) places(c *casefile.Case) map[string]safeguard.Place {
	places := map[string]safeguard.Place{}
	for _, ref := range c.Places() {
		if s, ok := r.read(casefile.Place, ref).(*monitoring.State); ok {
			places[ref] = s.Fact(r.Zone)
		}
	}
	return places
}

// linked joins the stops of every other file of the same person. Where one is not
// here, or not all of it is read, its vetoes are not known.
func (r *reading) linked(c *casefile.Case) {
	around := &r.view.Around
	linked, all := r.others(c)
	around.Linked = append(around.Linked, linked...)
	if !all {
		around.Hub, around.Missing = false, true
	}
}

// others are the stops of every other file of the person of c, however many links
// away, and whether all of those are here and read.
func (r *reading) others(c *casefile.Case) (linked []safeguard.Linked, all bool) {
	all = true
	type other struct {
		number string
		bound  time.Time // since when it is theirs, through another: of its own links who records in a file knows
		*casefile.Case
	}
	var others, next []other
	for _, number := range c.Linked() {
		next = append(next, other{number: number})
	}
	for joined := []string{c.Number}; len(next) > 0; next = next[1:] {
		o := next[0]
		if slices.Contains(joined, o.number) {
			continue
		}
		joined = append(joined, o.number)
		f := r.open(casefile.Person, o.number)
		switch {
		case r.err != nil:
			return linked, false
		case f == nil || f.Person == nil || f.Shut || f.Person.Unread():
			all = false
			unread := safeguard.Linked{Unread: true, Bound: o.bound}
			if f != nil && f.Person != nil {
				unread.Since = f.Person.Changed
			} else if r.Past {
				continue
			}
			linked = append(linked, unread)
		case r.view.Book != nil:
			for _, number := range f.Person.Linked() {
				next = append(next, other{number: number, bound: day.Later(o.bound, f.Person.LinkedAt(number))})
			}
			o.Case = f.Person
			others = append(others, o)
		}
	}
	if len(others) == 0 {
		return linked, all
	}
	alone := safeguard.Surroundings{Zone: r.Zone}
	var ages []safeguard.Linked
	for _, f := range append(others, other{Case: c}) {
		ages = append(ages, f.Aged(alone, r.view.Book, r.At))
	}
	for _, f := range others {
		around := r.beside(f.Case, ages)
		around.Asking = c.Goes()
		says := f.Stops(around, r.view.Book, r.At)
		says.Bound = f.bound
		linked = append(linked, says)
	}
	return linked, all
}

// beside is what surrounds another file of the person, as far as its stops
// rest on it; ages is how old each of their files says that they are.
func (r *reading) beside(c *casefile.Case, ages []safeguard.Linked) safeguard.Surroundings {
	around := r.view.Around
	around.Linked, around.AtRisk = ages, nil
	around.Country, around.Here, around.Movement, around.Line, around.Places = nil, nil, nil, nil, r.places(c)
	if s, ok := r.read(casefile.Movement, c.Travel.Movement).(*movement.State); ok {
		around.Movement = s.Fact()
	}
	return around
}

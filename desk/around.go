package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"time"

	"amana/domain/casefile"
	"amana/domain/country"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/safeguard"
	"amana/store"
)

// view is one case with everything that was read to judge it.
type view struct {
	file   *file
	around safeguard.Surroundings
	book   *safeguard.Book
	seen   []store.Seen  // the other streams, as they were
	rests  ledger.Hash   // users, rule books, roles and texts, as the register names them
	alone  bool          // what is written rests on the file alone
	stops  bool          // a file is opened for what stops
	also   []*mirror     // what the act on the case records in other files
	rest   []ledger.Hash // the heads of the countries, the places and the linked files

	past func(*file) *file // for a question about the past: a stream as it was known then
	then *judged           // and when it is judged, by which rules
}

// judged is a moment of the past and the rule book of then, if there was one.
type judged struct {
	at   time.Time
	book *safeguard.Book
}

// look loads a case and its surroundings. movement and line name those that a
// command is about, where they are not those of the person's seat.
func (d *Desk) look(ctx context.Context, name ledger.Stream, movementRef, lineRef string) (*view, error) {
	f, err := d.current(ctx, name)
	if err != nil {
		return nil, err
	}
	v := &view{file: f, rests: d.register.seen()}
	if f.shut() {
		return v, nil
	}
	if f.person == nil || f.person.Number == "" || f.person.Erased {
		return nil, errNoCase // none, or erased, whether or not its keys are destroyed yet
	}
	return v, d.surround(ctx, v, movementRef, lineRef)
}

// surround fills in what other streams say that matters to the case.
func (d *Desk) surround(ctx context.Context, v *view, movementRef, lineRef string) error {
	c := v.file.person
	if movementRef == "" {
		movementRef = c.Travel.Movement
	}
	if lineRef == "" {
		lineRef = c.Travel.Line
	}
	r := reading{desk: d, ctx: ctx, v: v}
	v.around = safeguard.Surroundings{
		Zone: d.zone, Hub: d.node.Hub, Officers: d.register.officers(),
		Texts: d.register.approved(), Trained: d.register.training(),
	}
	if s, ok := r.read(casefile.Country, c.Identity.Destination).(*country.State); ok {
		v.around.Country = s.Fact()
	}
	if s, ok := r.read(casefile.Country, safeguard.Libya).(*country.State); ok {
		v.around.Here = s.Fact()
	}
	var cost int64
	if s, ok := r.read(casefile.Movement, movementRef).(*movement.State); ok {
		v.around.Movement, cost = s.Fact(), s.Cost
	}
	if s, ok := r.read(casefile.Line, lineRef).(*results.State); ok {
		v.around.Line = s.Fact(cost)
	}
	v.around.Places = r.places(c)
	at := d.Moment()
	v.book = d.register.book(at)
	if v.then != nil {
		at, v.book = v.then.at, v.then.book
	}
	r.linked(c, at)
	r.parents(c, at)
	v.rest = r.rest
	v.around.Read = v.digest()
	if gone := cmp.Or(c.Travel.Lost, c.Travel.Freed); r.err == nil && gone != "" {
		_, r.err = d.named(ctx, casefile.Movement, gone) // its row names it still
	}
	return r.err
}

// reading reads other streams and notes as what they were read.
type reading struct {
	desk *Desk
	ctx  context.Context
	v    *view
	err  error
	rest []ledger.Hash // the heads of the countries, the places and the linked files, and the parents' ways
}

// digest names what was read of the countries, the places and the linked files, and
// the approved texts that the case rests on: whoever attests a finding to those
// with fewer keys attests it of them as they were.
func (v *view) digest() string {
	texts := v.file.person.Texts(v.around.Texts)
	if len(v.rest) == 0 && len(texts) == 0 {
		return ""
	}
	slices.SortFunc(v.rest, func(a, b ledger.Hash) int { return slices.Compare(a[:], b[:]) })
	heads := headsDigest(slices.Compact(v.rest))
	digest := sha256.Sum256(append(heads[:], strings.Join(texts, "\n")...))
	return ledger.Hash(digest).String()
}

// read is the state of the stream that a reference names, or nil.
func (r *reading) read(subject casefile.Subject, ref string) casefile.Folded {
	f := r.open(subject, ref)
	if f == nil {
		return nil
	}
	return f.other
}

func (r *reading) open(subject casefile.Subject, ref string) *file {
	if r.err != nil || ref == "" {
		return nil
	}
	name, err := r.desk.named(r.ctx, subject, ref)
	if errors.Is(err, store.ErrMissing) {
		return nil
	}
	if err != nil {
		r.err = err
		return nil
	}
	f := r.stream(name)
	switch {
	case f == nil || subject == casefile.Movement || subject == casefile.Line:
	case subject == casefile.Place:
		r.rest = append(r.rest, f.other.(*monitoring.State).Rests()...)
	default:
		r.rest = append(r.rest, f.heads...)
	}
	return f
}

// stream is a stream as it counts here, or nil if nothing of it does.
func (r *reading) stream(name ledger.Stream) *file {
	var f *file
	var err error
	also := slices.IndexFunc(r.v.also, func(m *mirror) bool { return m.file.stream.Name == name })
	switch {
	case also >= 0: // as the act leaves it, and not as the store has it
		f = r.v.also[also].file
	default:
		f, err = r.desk.current(r.ctx, name)
	}
	if err != nil {
		r.err = err
		return nil
	}
	if r.v.past != nil {
		return r.v.past(f)
	}
	if also < 0 && !slices.ContainsFunc(r.v.seen, func(s store.Seen) bool { return s.Stream == name }) {
		r.v.seen = append(r.v.seen, store.Seen{Stream: name, Heads: f.heads})
	}
	return f
}

func (r *reading) places(c *casefile.Case) map[string]safeguard.Place {
	places := map[string]safeguard.Place{}
	for _, ref := range c.Places() {
		if s, ok := r.read(casefile.Place, ref).(*monitoring.State); ok {
			places[ref] = s.Fact(r.desk.zone)
		}
	}
	return places
}

// linked joins the stops of every other file of the same person, however many
// links away.
func (r *reading) linked(c *casefile.Case, at time.Time) {
	r.v.around.Linked = nil
	var others []*casefile.Case
	joined, next := []string{c.Number}, c.Linked()
	for ; len(next) > 0; next = next[1:] {
		number := next[0]
		if slices.Contains(joined, number) {
			continue
		}
		joined = append(joined, number)
		f := r.open(casefile.Person, number)
		switch {
		case r.err != nil:
			return
		case f == nil || f.person == nil || f.shut() || f.person.Unread():
			r.v.around.Hub = false // the other file is not here, or not all of it is read: its vetoes are not known
			if f != nil && f.person != nil {
				r.v.around.Linked = append(r.v.around.Linked, safeguard.Linked{Unread: true, Since: f.person.Changed})
			}
		case r.v.book != nil:
			next = append(next, f.person.Linked()...)
			others = append(others, f.person)
		}
	}
	if len(others) == 0 {
		return
	}
	alone := safeguard.Surroundings{Zone: r.v.around.Zone}
	child := slices.ContainsFunc(append(others, c), func(f *casefile.Case) bool { return f.IsChild(alone, r.v.book, at) })
	for _, f := range others {
		r.v.around.Linked = append(r.v.around.Linked, f.Stops(r.beside(f, child), r.v.book, at))
	}
}

// beside is what surrounds another file of the person, as far as its stops
// rest on it. child says that some file of theirs is a child's.
func (r *reading) beside(c *casefile.Case, child bool) safeguard.Surroundings {
	around := r.v.around
	around.Linked = []safeguard.Linked{{Child: child}}
	around.Country, around.Here, around.Movement, around.Line, around.Places = nil, nil, nil, nil, r.places(c)
	if s, ok := r.read(casefile.Movement, c.Travel.Movement).(*movement.State); ok {
		around.Movement = s.Fact()
	}
	return around
}

// basis names what was read: the heads of the case and of every other stream.
func (v *view) basis() []string {
	var names []string
	for _, s := range v.seen {
		for _, h := range s.Heads {
			names = append(names, h.String())
		}
	}
	for _, h := range v.file.heads {
		names = append(names, h.String())
	}
	if !v.rests.IsZero() {
		names = append(names, v.rests.String())
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// named is the stream that a reference names, kept from then on: a reference
// never names another.
func (d *Desk) named(ctx context.Context, subject casefile.Subject, ref string) (ledger.Stream, error) {
	key := string(subject) + "/" + ref
	if name, ok := d.names.get(key); ok {
		return name, nil
	}
	if d.pending.lacks(key) {
		return ledger.Stream{}, store.ErrMissing
	}
	digest, err := d.lookup(subject, ref)
	if err != nil {
		return ledger.Stream{}, err
	}
	row, err := d.db.RowByNumber(ctx, digest)
	if errors.Is(err, store.ErrMissing) {
		d.pending.miss(key)
	}
	if err != nil {
		return ledger.Stream{}, err
	}
	d.names.put(key, row.Stream)
	return row.Stream, nil
}

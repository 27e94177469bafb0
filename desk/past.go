package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/domain/staff"
	"amana/store"
)

// Known says which events a question may rest on. The zero Known is everything
// that is known now; of the others at most one is set.
type Known struct {
	Until time.Time     // what was recorded by then
	Size  int64         // what this node's log held at that size, as a checkpoint names it
	Heads []ledger.Hash // these events and what they knew; a stream of which none is named was not known
}

const mostHeads = 100

// ParseKnown reads "now", a time, "@12345" or entry hashes with commas between.
func ParseKnown(text string) (Known, error) {
	bad := fault.New(fault.Invalid, "fault.known-format").In("known")
	if text == "" || text == "now" {
		return Known{}, nil
	}
	if size, ok := strings.CutPrefix(text, "@"); ok {
		n, err := strconv.ParseInt(size, 10, 64)
		if err != nil || n < 1 {
			return Known{}, bad
		}
		return Known{Size: n}, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return Known{Until: t.UTC()}, nil
	}
	names := strings.Split(text, ",")
	if len(names) > mostHeads {
		return Known{}, bad
	}
	k := Known{Heads: make([]ledger.Hash, len(names))}
	for i, name := range names {
		if err := k.Heads[i].UnmarshalText([]byte(name)); err != nil {
			return Known{}, bad
		}
	}
	return k, nil
}

// String writes k as ParseKnown reads it.
func (k Known) String() string {
	switch {
	case !k.Until.IsZero():
		return k.Until.UTC().Format(time.RFC3339)
	case k.Size > 0:
		return "@" + strconv.FormatInt(k.Size, 10)
	case len(k.Heads) > 0:
		names := make([]string, len(k.Heads))
		for i, h := range k.Heads {
			names[i] = h.String()
		}
		return strings.Join(names, ",")
	}
	return "now"
}

// past is one question about the past.
type past struct {
	desk   *Desk
	ctx    context.Context
	known  Known
	at     time.Time
	newest time.Time // when the newest event that counts was recorded
	err    error
	reg    *register // of then, once it was read; of heads, it is of the case asked about
}

// view is a case and its surroundings as they were known.
func (p *past) view(now *file) (*view, error) {
	d := p.desk
	f := p.cut(now)
	if p.err != nil {
		return nil, p.err
	}
	if f == nil || f.person.Number == "" {
		return nil, errNoCase
	}
	v := &view{file: f, past: p.cut}
	if err := d.surround(p.ctx, v, "", ""); err != nil {
		return nil, err
	}
	reg, err := p.register()
	if err != nil {
		return nil, err
	}
	v.then = &judged{p.at, reg.book(p.at)}
	if err := d.surround(p.ctx, v, "", ""); err != nil { // again, by the rules of then
		return nil, err
	}
	v.around.Officers, v.around.Trained, v.around.Texts = reg.officers(), reg.training(), reg.approved()
	v.around.Read = v.digest()
	return v, p.err
}

// cut is a file with the events that count, or nil when none does or some
// stream before could not be read.
func (p *past) cut(f *file) *file {
	if p.err != nil {
		return nil
	}
	counts := p.counts(f)
	if p.err != nil {
		return nil
	}
	g := *f
	g.events = nil
	for i := range f.events {
		if e := &f.events[i]; counts(e) {
			g.events = append(g.events, *e)
			if e.Recorded.After(p.newest) {
				p.newest = e.Recorded
			}
		}
	}
	if len(g.events) == 0 {
		return nil
	}
	g.refold()
	g.heads = g.ends()
	return &g
}

// counts says which events of a file were known.
func (p *past) counts(f *file) func(*ledger.Event) bool {
	switch {
	case p.known.Size > 0:
		content, err := p.desk.db.Stream(p.ctx, f.stream.Name)
		p.err = err
		before := map[ledger.Hash]bool{}
		for i := range content.Entries {
			before[content.Entries[i].Leaf] = content.Entries[i].Index < p.known.Size
		}
		return func(e *ledger.Event) bool { return before[e.ID] }
	case len(p.known.Heads) > 0:
		known := map[ledger.Hash]bool{}
		for i := len(f.events) - 1; i >= 0; i-- { // in fold order parents come first
			e := &f.events[i]
			if known[e.ID] || slices.Contains(p.known.Heads, e.ID) {
				known[e.ID] = true
				for _, parent := range e.Parents {
					known[parent] = true
				}
			}
		}
		return func(e *ledger.Event) bool { return known[e.ID] }
	}
	return func(e *ledger.Event) bool { return !e.Recorded.After(p.known.Until) }
}

// register is the users, texts and rule books of then.
func (p *past) register() (*register, error) {
	q := p
	if p.reg != nil && len(p.known.Heads) == 0 {
		return p.reg, nil
	}
	if len(p.known.Heads) > 0 {
		q = &past{desk: p.desk, ctx: p.ctx, known: Known{Until: p.newest}}
	}
	r := newRegister()
	for _, subject := range []casefile.Subject{casefile.User, casefile.Rules, casefile.Text} {
		err := p.desk.db.Streams(p.ctx, store.Scan{Subject: string(subject)}, func(c store.Content) error {
			f, err := p.desk.fold(&c, ledger.Everything)
			if err != nil {
				return err
			}
			if f = q.cut(f); f != nil {
				r.take(ledger.Actor(c.Name), f.other)
			}
			return q.err
		})
		if err != nil {
			return nil, err
		}
	}
	p.reg = r
	return r, nil
}

// take takes one stream's state into a register that nobody else has yet.
func (r *register) take(name ledger.Actor, state casefile.Folded) {
	switch s := state.(type) {
	case *staff.State:
		r.users[name] = s
		if len(s.Trained) > 0 {
			r.taught[name] = s.Trained // what they did then stands when they have left
		}
		if !s.Revoked {
			r.clears[name] = safeguard.Officer{Office: s.Office, Roles: s.Roles, Clears: s.Clears, AnswerFor: s.AnswerFor}
		}
	case *rulebook.State:
		r.books = append(r.books, s)
	case *rulebook.Roles:
		if t := first([]*rulebook.Roles{r.roles, s}); t != nil {
			r.roles = t
		}
	case *consent.Text:
		for language, version := range s.Approved {
			r.texts[s.Reference+"/"+language] = version
		}
	}
}

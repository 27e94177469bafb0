package desk

import (
	"context"
	"strconv"
	"strings"
	"time"

	"amana/desk/dossier"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/store"
)

// Known says which events a question may rest on. The zero Known is everything
// that is known now; of the others at most one is set.
type Known struct {
	Until time.Time     // what was recorded by then
	Size  int64         // what this node's log held at that size, as a checkpoint names it
	Heads []ledger.Hash // these events and what they knew; a stream of which none is named was not known
}

const (
	mostHeads    = 100
	earliestYear = 1900 // nothing was recorded before
)

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
		if t.Year() < earliestYear {
			return Known{}, fault.New(fault.Invalid, "fault.impossible-time").In("known")
		}
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

// checkKnown refuses what was not known by anybody yet: the answer would be another
// tomorrow.
func (d *Desk) checkKnown(ctx context.Context, k Known) error {
	size, err := d.db.Size(ctx)
	if err == nil && (k.Size > size || k.Until.After(d.Moment())) {
		err = fault.New(fault.Invalid, "fault.not-in-the-future").In("known")
	}
	return err
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

// past is the dossier.Source of one question about the past: of every stream the
// events that were known then.
type past struct {
	present
	known  Known
	at     time.Time         // the moment judged
	newest time.Time         // when the newest event that counts was recorded
	then   *dossier.Register // the users, texts and rule books of what was known, once they were read
}

func (d *Desk) past(known Known, at time.Time) *past {
	return &past{present: present{desk: d}, known: known, at: at}
}

// view is a case and its surroundings as they were known. Heads name no user,
// text or book: with them those are taken as they stood when the newest of the
// events that count was recorded, which only reading tells.
func (p *past) view(ctx context.Context, now *file) (*dossier.View, error) {
	f, err := p.cut(ctx, &now.File)
	if err != nil {
		return nil, err
	}
	if f == nil || f.Person.Number == "" {
		return nil, errNoCase
	}
	d := p.desk
	r := dossier.Reader{Source: p, Register: d.register.now(), At: d.Moment(), Zone: d.zone, Hub: d.node.Hub}
	if len(p.known.Heads) > 0 {
		if _, err := r.Read(ctx, f, "", ""); err != nil {
			return nil, err
		}
	}
	if r.Register, err = p.register(ctx); err != nil {
		return nil, err
	}
	r.At = p.at
	return r.Read(ctx, f, "", "")
}

func (p *past) File(ctx context.Context, name ledger.Stream) (*dossier.File, error) {
	f, err := p.desk.current(ctx, name)
	if err != nil {
		return nil, err
	}
	return p.cut(ctx, &f.File)
}

// Heard is nothing: a question about the past is of no departure.
func (p *past) Heard(context.Context, *dossier.File) (time.Time, error) { return time.Time{}, nil }

// cut is a file with the events that count, or nil when none does.
func (p *past) cut(ctx context.Context, f *dossier.File) (g *dossier.File, err error) {
	switch {
	case p.known.Size > 0:
		content, err := p.desk.db.Stream(ctx, f.Name)
		if err != nil {
			return nil, err
		}
		before := map[ledger.Hash]bool{}
		for i := range content.Entries {
			before[content.Entries[i].Leaf] = content.Entries[i].Index < p.known.Size
		}
		g = f.Cut(func(e *ledger.Event) bool { return before[e.ID] })
	case len(p.known.Heads) > 0:
		g = f.UpTo(p.known.Heads)
	default:
		g = f.Cut(func(e *ledger.Event) bool { return !e.Recorded.After(p.known.Until) })
	}
	for i := 0; g != nil && i < len(g.Events); i++ {
		p.newest = day.Later(p.newest, g.Events[i].Recorded)
	}
	return g, nil
}

// register is the users, texts and rule books of then. Of heads it is another for
// each case.
func (p *past) register(ctx context.Context) (*dossier.Register, error) {
	q := p
	if len(p.known.Heads) > 0 {
		q = p.desk.past(Known{Until: p.newest}, p.at)
	} else if p.then != nil {
		return p.then, nil
	}
	r := dossier.NewRegister()
	for _, subject := range []casefile.Subject{casefile.User, casefile.Rules, casefile.Text} {
		err := p.desk.db.Streams(ctx, store.Scan{Subject: string(subject)}, func(c store.Content) error {
			now, err := p.desk.fold(&c)
			if err != nil {
				return err
			}
			f, err := q.cut(ctx, &now.File)
			if f != nil {
				r.Take(c.Name, f.Other)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	p.then = r
	return r, nil
}

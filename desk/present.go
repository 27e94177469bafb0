package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"amana/desk/dossier"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/store"
)

// present is the dossier.Source of what is known now: by the store, through what
// is in memory and what a batch has decided.
type present struct {
	desk *Desk
	by   *glance      // of which it is a part; nil: it is a question of its own
	also []*mirror    // files that count as the act leaves them, and not as the store has them
	seen []store.Seen // the others, as they were read
}

func (s *present) Named(ctx context.Context, subject casefile.Subject, ref string) (name ledger.Stream, known bool, err error) {
	name, err = s.desk.named(ctx, subject, ref)
	if errors.Is(err, store.ErrMissing) {
		return name, false, nil
	}
	return name, err == nil, err
}

func (s *present) File(ctx context.Context, name ledger.Stream) (*dossier.File, error) {
	if i := slices.IndexFunc(s.also, func(m *mirror) bool { return m.file.Name == name }); i >= 0 {
		return &s.also[i].file.File, nil
	}
	f, err := s.current(ctx, name)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(s.seen, func(s store.Seen) bool { return s.Stream == name }) {
		s.seen = append(s.seen, store.Seen{Stream: name, Heads: f.Heads})
	}
	return &f.File, nil
}

func (s *present) current(ctx context.Context, name ledger.Stream) (*file, error) {
	if s.by != nil {
		return s.by.current(ctx, name)
	}
	return s.desk.current(ctx, name)
}

func (s *present) Living(ctx context.Context, codes []string) (names []ledger.Stream, err error) {
	d := s.desk
	add := func(name ledger.Stream) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	var digests [][]byte
	for _, code := range codes {
		for name, c := range d.pending.persons() {
			if slices.Contains(c.Households, code) {
				add(name)
			}
		}
		digest, err := d.household(code)
		if err != nil {
			return nil, err
		}
		digests = append(digests, digest)
	}
	for page := (store.Page{Limit: 500}); len(digests) > 0; {
		rows, err := d.db.Rows(ctx, store.Filter{Subject: string(casefile.Person), Callers: digests}, page)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			page.After = row.Cursor
			add(row.Stream)
		}
		if len(rows) < page.Limit {
			break
		}
	}
	return names, nil
}

// Heard asks what everybody reads of who is gone: that nothing was a stop.
func (s *present) Heard(ctx context.Context, parent *dossier.File) (time.Time, error) {
	row, err := s.desk.db.Row(ctx, parent.Name)
	if err != nil && !errors.Is(err, store.ErrMissing) {
		return time.Time{}, err
	}
	switch casefile.Status(row.Status) {
	case casefile.StatusDeparted, casefile.StatusUncleared, casefile.StatusArrived, casefile.MissingOnArrival:
		return time.Time{}, nil
	}
	return parent.Person.Changed, nil
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

// current is a stream as it is now.
func (d *Desk) current(ctx context.Context, name ledger.Stream) (*file, error) {
	if f, ok := d.decided(name); ok {
		return f, nil
	}
	heads, err := d.db.Heads(ctx, name)
	if err != nil {
		return nil, err
	}
	f, err := d.file(ctx, name, heads[name])
	if err == nil && d.pending != nil {
		d.pending.around[name] = f
	}
	return f, err
}

// decided is a stream of which it need not be asked what the store has now.
func (d *Desk) decided(name ledger.Stream) (*file, bool) {
	if f, ok := d.pending.latest(name); ok {
		return f, true
	}
	f, ok := d.cachedFile(name)
	return f, ok && d.trusting
}

// household is the keyed digest under which those of a household are found.
func (d *Desk) household(code string) ([]byte, error) { return d.lookup("household", code) }

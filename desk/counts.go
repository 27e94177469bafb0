package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/indicator"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// counts keeps the statistics of every case in memory, and what was counted of
// them last. It reads what was recorded since, beside whoever asks.
type counts struct {
	aside aside

	mu     sync.Mutex
	size   int64 // of the log that was read
	told   map[int64]told
	others map[int64]toldOf
	kinds  map[string]*indicator.Statistic // each that differs in more than the day
	last   *countedAt                      // of the checkpoint that was published last
	recent []*countedAt                    // whatever was asked lately
}

// told is what one file counts as, in fold order.
type told struct {
	name ledger.Stream
	all  []placed
}

type placed struct {
	indicator.Milestone
	index int64
}

type countedAt struct {
	indicator.Count
	size   int64
	at     time.Time
	status string
	cases  map[indicator.Name][]ledger.Stream

	movements []ledger.Stream // of which the head of protection decided about a no
}

// countsKept is how many counts are kept for whoever asks again.
const countsKept = 16

// countsAge is how old what is shown may be before the log is looked at again.
const countsAge = 15 * time.Second

// asOf is the count of a checkpoint.
func (c *counts) asOf(ctx context.Context, d *Desk, size int64) (*countedAt, error) {
	if size == 0 {
		return c.newest(ctx, d)
	}
	if err := d.signedOf(ctx, size); err != nil {
		return nil, err
	}
	c.mu.Lock()
	read, last := c.size, c.last
	c.mu.Unlock()
	if last != nil && last.size == size {
		return last, nil
	}
	for ; read < size; read = c.reached() { // a reading under way may not go as far
		if err := c.aside.wait(ctx, c.begin(ctx, d, size)); err != nil {
			return nil, err
		}
	}
	return c.count(ctx, d, size)
}

func (c *counts) reached() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.size
}

// newest is the count of the published checkpoint, as it was when last looked at.
func (c *counts) newest(ctx context.Context, d *Desk) (*countedAt, error) {
	c.mu.Lock()
	last := c.last
	c.mu.Unlock()
	switch {
	case last == nil:
		if err := c.aside.wait(ctx, c.begin(ctx, d, 0)); err != nil {
			return nil, err
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.last, nil
	case c.aside.older(countsAge):
		c.begin(ctx, d, 0)
	}
	return last, nil
}

func (c *counts) begin(ctx context.Context, d *Desk, least int64) <-chan struct{} {
	return c.aside.begin(ctx, d, "counting the figures", func(ctx context.Context) error { return c.read(ctx, d, least) })
}

// read takes in what was recorded since, and counts what is published.
func (c *counts) read(ctx context.Context, d *Desk, least int64) error {
	published, err := d.Published(ctx)
	if err != nil {
		return err
	}
	size := max(published.Size, least)
	c.mu.Lock()
	from := c.size
	c.mu.Unlock()
	scans := []store.Scan{{}}
	if from > 0 && size > from {
		touched, err := d.db.Touched(ctx, from, size)
		if err != nil {
			return err
		}
		scans = scans[:0]
		for _, key := range touched {
			scans = append(scans, store.Scan{After: key - 1, Through: key})
		}
	}
	if size > from {
		for _, s := range scans {
			s.Subject = string(casefile.Person)
			if err := d.db.Layer(ctx, s, ledger.Statistic, func(content store.Content) error { return c.take(d, &content) }); err != nil {
				return err
			}
			for _, other := range countedOthers {
				s.Subject = string(other)
				if err := d.db.Streams(ctx, s, func(content store.Content) error { return c.takeOther(d, &content) }); err != nil {
					return err
				}
			}
		}
	}
	c.mu.Lock()
	c.size = max(c.size, size)
	last := c.last
	c.mu.Unlock()
	status, err := d.vouchedFor(ctx, published.Size)
	if err != nil {
		return err
	}
	if last == nil || last.size != published.Size || last.status != status {
		if last, err = c.count(ctx, d, published.Size); err != nil {
			return err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = last
	return nil
}

// take reads the statistics of one file.
func (c *counts) take(d *Desk, content *store.Content) error {
	keys, err := d.openDEKs(content.Name, content.DEKs, ledger.SetOf(ledger.Statistic))
	if err != nil {
		return err
	}
	all := make([]placed, 0, len(content.Entries))
	for i := range content.Entries {
		e := &content.Entries[i]
		for _, b := range e.Blobs {
			k := keys.of(ledger.Statistic, b.Epoch)
			if k == nil {
				return fault.New(fault.Busy, "fault.keys-shut")
			}
			text, err := seal.OpenBlob(&k.DEK, ledger.Statistic, e.Leaf, b.Sealed)
			if err != nil {
				return fmt.Errorf("opening a statistic: %w", err)
			}
			disclosed, err := seal.Unpack(text, ledger.Statistic)
			if err != nil {
				return fmt.Errorf("reading a statistic: %w", err)
			}
			for _, m := range disclosed {
				var s indicator.Statistic
				if err := json.Unmarshal(m.Value, &s); err != nil {
					return fmt.Errorf("reading a statistic: %w", err)
				}
				all = append(all, placed{c.shared(s), e.Index})
			}
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.told == nil {
		c.told = map[int64]told{}
	}
	c.told[content.Key] = told{content.Name, all}
	return nil
}

// shared keeps what differs in the day alone once.
func (c *counts) shared(s indicator.Statistic) indicator.Milestone {
	m := indicator.Milestone{Day: s.Day}
	s.Day = day.Day{}
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // it was read from JSON
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kinds == nil {
		c.kinds = map[string]*indicator.Statistic{}
	}
	kept := c.kinds[string(text)]
	if kept == nil {
		kept = &s
		c.kinds[string(text)] = kept
	}
	m.Statistic = kept
	return m
}

// count counts what the log of a size holds.
func (c *counts) count(ctx context.Context, d *Desk, size int64) (*countedAt, error) {
	newest, err := d.parsed(ctx, size-1)
	if err != nil {
		return nil, err
	}
	status, err := d.vouchedFor(ctx, size)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	for _, kept := range c.recent {
		if kept.size == size && kept.status == status {
			c.mu.Unlock()
			return kept, nil
		}
	}
	c.mu.Unlock()
	counted := &countedAt{size: size, at: newest.Time(), status: status}
	counted.Count, counted.cases = indicator.Of(c.people(size), day.Of(newest.Time().In(d.zone)), figureCases)
	var flights indicator.Group
	flights, counted.movements, counted.Structural = c.beside(size)
	counted.Groups = append(counted.Groups, flights)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.recent = append(c.recent[max(0, len(c.recent)-countsKept+1):], counted)
	return counted, nil
}

// people are those of whom the log of a size tells, in the order in which their
// files were opened.
func (c *counts) people(size int64) iter.Seq2[ledger.Stream, indicator.Person] {
	return func(yield func(ledger.Stream, indicator.Person) bool) {
		c.mu.Lock()
		all := inOrder(c.told)
		c.mu.Unlock()
		var milestones []indicator.Milestone
		for _, t := range all {
			milestones = milestones[:0]
			for _, p := range t.all {
				if p.index < size {
					milestones = append(milestones, p.Milestone)
				}
			}
			if len(milestones) > 0 && !yield(t.name, indicator.Read(slices.Clone(milestones))) {
				return
			}
		}
	}
}

// inOrder are files in the order in which they were opened.
func inOrder[T any](files map[int64]T) []T {
	all := make([]T, 0, len(files))
	for _, key := range slices.Sorted(maps.Keys(files)) {
		all = append(all, files[key])
	}
	return all
}

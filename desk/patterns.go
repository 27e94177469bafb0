package desk

import (
	"context"
	"slices"
	"sort"
	"sync"
	"time"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/pattern"
	"amana/store"
)

// Signs are the patterns that were found in the work, as far as a reader stands
// above those whom they are about.
type Signs struct {
	Signs []Sign
	AsOf  time.Time // when the work was looked at
	Since time.Time // from when
}

// Sign is one of them, with the officer as the reader may know them, and the
// numbers of the cases in which it shows that the reader may look into.
type Sign struct {
	pattern.Sign
	Officer Officer
	In      []string
}

// mostCases is how many of the cases in which a pattern shows are named.
const mostCases = 20

// Signs shows what was found last, and looks again beside whoever asks.
func (d *Desk) Signs(ctx context.Context, who Actor) (Signs, error) {
	if err := d.roles.May(who.Actor, "patterns.read", access.Subject{}); err != nil {
		return Signs{}, err
	}
	p := &d.patterns
	found := p.found(d)
	switch {
	case found == nil:
		if err := p.aside.wait(ctx, p.begin(ctx, d)); err != nil {
			return Signs{}, err
		}
		if found = p.found(d); found == nil {
			found = &foundAt{} // keys came or went meanwhile
		}
	case p.aside.older(patternsAge):
		p.begin(ctx, d)
	}
	b, err := d.board(ctx)
	if err != nil {
		return Signs{}, err
	}
	s, scope := Signs{Signs: []Sign{}, AsOf: found.at, Since: found.since}, d.reaches(who)
	for _, sign := range found.signs {
		if !d.above(who, &sign) {
			continue
		}
		one := Sign{Sign: sign, Officer: d.naming(true)(sign.About.By)}
		for _, name := range sign.Cases {
			c, there := b.Has(name)
			if _, reached := scope.direct(c.Office, nil, ""); there && reached && len(one.In) < mostCases {
				one.In = append(one.In, c.Number)
			}
		}
		s.Signs = append(s.Signs, one)
	}
	return s, nil
}

// rank is how high somebody stands above the work. Who stands above nobody's has
// none.
func rank(roles []access.Role) int {
	ladder := [...]access.Role{access.ProtectionLead, access.HeadOfProtection, access.HeadOfMission, access.Overseer}
	for i, r := range slices.Backward(ladder[:]) {
		if slices.Contains(roles, r) {
			return i + 1
		}
	}
	return 0
}

// above says whether a reader stands above what a sign is about: of an officer,
// higher than they do and never beside; of anything else, if it was all found in
// an office that is theirs. Above an office, and above whoever works in none, is
// whoever reaches all of them.
func (d *Desk) above(who Actor, s *pattern.Sign) bool {
	all := d.roles.Reach(who.Actor, "patterns.read", string(casefile.Person)).All
	if s.About.Of == pattern.Officer {
		u, known := d.register.now().User(s.About.By)
		theirs := known && u.Office == who.Office && d.OfOneOffice(u.Roles)
		return s.About.By != who.ID && rank(u.Roles) < rank(who.Roles) && (all || theirs)
	}
	other := func(office string) bool { return office != who.Office }
	return all || s.About.Of != pattern.Office && !slices.ContainsFunc(s.Offices, other)
}

// patterns keeps the acts of the files that were touched lately, and what was
// found in them.
type patterns struct {
	aside aside

	mu   sync.Mutex
	size int64 // of the log that was read
	ring int64 // the state of the keyring it was read with
	acts map[int64][]pattern.Act
	last *foundAt
}

type foundAt struct {
	signs     []pattern.Sign
	at, since time.Time
}

// patternsAge is how old what is shown may be before the work is looked at again.
const patternsAge = 5 * time.Minute

// found is what was found last, with the keys that are open now: what was read
// with others is not kept.
func (p *patterns) found(d *Desk) *foundAt {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ring != d.opened.state() {
		return nil
	}
	return p.last
}

// forget drops what was read: it holds words of people, which must not outlast
// the keys to them.
func (p *patterns) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.size, p.acts, p.last = 0, nil, nil
}

func (p *patterns) begin(ctx context.Context, d *Desk) <-chan struct{} {
	return p.aside.begin(ctx, d, "looking for patterns", func(ctx context.Context) error { return p.look(ctx, d) })
}

// look reads the files that were touched since and looks through all.
func (p *patterns) look(ctx context.Context, d *Desk) error {
	ring, now := d.opened.state(), d.Moment()
	p.mu.Lock()
	from, acts := p.size, p.acts
	p.mu.Unlock()
	if acts == nil {
		acts = map[int64][]pattern.Act{}
	}
	since := now.AddDate(0, 0, -pattern.WindowDays())
	size, err := d.db.Size(ctx)
	if err != nil {
		return err
	}
	begun, err := d.recordedFrom(ctx, since, size)
	if err != nil {
		return err
	}
	touched, err := d.db.Touched(ctx, max(from, begun), size)
	if err != nil {
		return err
	}
	fresh := map[int64][]pattern.Act{}
	for key, kept := range acts { // a copy: who reads the old one goes on doing so
		if kept = slices.DeleteFunc(slices.Clone(kept), func(a pattern.Act) bool { return a.Recorded.Before(since) }); len(kept) > 0 {
			fresh[key] = kept
		}
	}
	for _, key := range touched {
		scan := store.Scan{Subject: string(casefile.Person), After: key - 1, Through: key}
		err := d.db.Streams(ctx, scan, func(c store.Content) error {
			f, err := d.fold(&c)
			if err == nil {
				fresh[key] = d.actsOf(f, since)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	around, err := d.aroundPatterns(ctx, now)
	if err != nil {
		return err
	}
	var all []pattern.Act
	for _, one := range fresh {
		all = append(all, one...)
	}
	found := &foundAt{pattern.Find(all, around), now, since}
	p.mu.Lock()
	defer p.mu.Unlock()
	if ring == d.opened.state() { // else it was read with keys that are gone
		p.size, p.ring, p.acts, p.last = size, ring, fresh, found
	}
	return nil
}

// recordedFrom is the index of the first entry that was recorded at a time or
// later.
func (d *Desk) recordedFrom(ctx context.Context, since time.Time, size int64) (int64, error) {
	var failed error
	first := sort.Search(int(size), func(i int) bool {
		if failed != nil {
			return true
		}
		e, err := d.parsed(ctx, int64(i))
		failed = err
		return err == nil && !e.Time().Before(since)
	})
	return int64(first), failed
}

// actsOf are the acts of a file since a time. Whatever is told to the hotline
// came in by it.
func (d *Desk) actsOf(f *file, since time.Time) []pattern.Act {
	if f.Person == nil || f.Shut {
		return nil
	}
	all := slices.DeleteFunc(f.Person.Patterns(f.Events), func(a pattern.Act) bool { return a.Recorded.Before(since) })
	staff := d.register.now()
	for i := range all {
		u, known := staff.User(all[i].By)
		if all[i].What == pattern.Voice && known && slices.Contains(u.Roles, access.Hotline) {
			all[i].Hotline = true
		}
	}
	return all
}

// aroundPatterns reads when manifests were closed and who was inside which place.
func (d *Desk) aroundPatterns(ctx context.Context, now time.Time) (pattern.Around, error) {
	around := pattern.Around{Now: now, Zone: d.zone, Locked: map[string]time.Time{}, Visits: map[pattern.Visit]bool{}}
	err := d.db.Streams(ctx, store.Scan{Subject: string(casefile.Movement)}, func(c store.Content) error {
		f, err := d.fold(&c)
		if err != nil {
			return err
		}
		m, ok := f.Other.(*movement.State)
		for i := range f.Events {
			if _, locked := f.Events[i].Body.(movement.Locked); ok && locked && around.Locked[m.Reference].IsZero() {
				around.Locked[m.Reference] = f.Events[i].Recorded
			}
		}
		return nil
	})
	if err != nil {
		return around, err
	}
	err = d.db.Streams(ctx, store.Scan{Subject: string(casefile.Place)}, func(c store.Content) error {
		f, err := d.fold(&c)
		if err != nil {
			return err
		}
		if place, ok := f.Other.(*monitoring.State); ok {
			for _, v := range place.Visits {
				around.Visits[pattern.Visit{Place: place.Reference, Day: v.Day, By: v.By}] = true
			}
		}
		return nil
	})
	return around, err
}

package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"amana/desk/dossier"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/seal"
	"amana/store"
)

// Census is what a log holds. It is counted from the entries, opened with the
// node's keys, and not from what the story meant to tell.
type Census struct {
	People     int
	Departed   int // Uncleared among them; not those who left before Amana
	Uncleared  int
	Held       int // of those who departed: held when they asked
	Consented  int // of those who departed: held when they consented
	Eve        int // of those who departed: held the night before
	Counted    Figures
	Trafficked int // of those who departed: identified as victims of trafficking
	Events     int

	Statuses  map[casefile.Status]int
	Kinds     map[string]int // of events, in every stream
	Holds     map[string]int // by on whose behalf
	Stages    map[string]int // of withdrawals
	Imported  int            // events on somebody's word
	Boardings []Boarding
}

// Figures are what the statistics alone say: what is left when people are erased.
type Figures struct {
	Departed, Held, Consented, Eve int
	Books, Constraints             map[string]int // of those who departed
}

// Boarding is one that Amana authorised, and all that was known of its case.
type Boarding struct {
	Case string
	At   ledger.Ref
}

// Count counts.
func Count(ctx context.Context, db *store.DB, keys *seal.KeyFile) (Census, error) {
	k := counting{codec: seal.NewCodec(dossier.Kinds()), ring: seal.NewKeyring()}
	defer k.ring.Close()
	k.Statuses, k.Kinds, k.Holds, k.Stages = map[casefile.Status]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	k.Counted.Books, k.Counted.Constraints = map[string]int{}, map[string]int{}
	if err := k.open(ctx, db, keys); err != nil {
		return k.Census, err
	}
	var scans []store.Scan
	people, err := db.Split(ctx, string(casefile.Person), 2)
	if err != nil {
		return k.Census, err
	}
	scans = append(scans, people...)
	for _, o := range casefile.Others {
		scans = append(scans, store.Scan{Subject: string(o.Subject)})
	}
	errs := make(chan error, len(scans))
	for _, s := range scans {
		go func() { errs <- db.Streams(ctx, s, k.stream) }()
	}
	for range scans {
		if e := <-errs; e != nil {
			err = e
		}
	}
	return k.Census, err
}

type counting struct {
	mu    sync.Mutex
	codec *seal.Codec
	ring  *seal.Keyring
	Census
}

func (k *counting) open(ctx context.Context, db *store.DB, keys *seal.KeyFile) error {
	keks, err := db.KEKs(ctx)
	if err != nil {
		return err
	}
	for _, x := range keks {
		if x.Holder != string(access.Node) {
			continue
		}
		id := seal.KEKID{Office: x.Office, Compartment: x.Compartment, Epoch: x.Epoch}
		kek, err := keys.Role.OpenKEK(id, x.Wrapped)
		if err != nil {
			return fmt.Errorf("demo: opening the keys of an office: %w", err)
		}
		k.ring.Add(id, kek)
	}
	return nil
}

func (k *counting) stream(c store.Content) error {
	events, told, err := k.events(&c)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for i := range events {
		if events[i].Body == nil {
			return fmt.Errorf("demo: an event of %s cannot be read", c.Subject)
		}
		k.Kinds[events[i].Body.Kind()]++
		k.Events++
		if events[i].Imported != "" {
			k.Imported++
		}
	}
	if c.Subject == string(casefile.Person) {
		h := ledger.Arrange(events)
		k.person(casefile.Fold(&h), h.Events)
		k.Counted.add(told)
	}
	return nil
}

// add counts one person by their statistics.
func (f *Figures) add(told []casefile.Statistic) {
	held := map[string]bool{}
	var left *casefile.Statistic
	for i, s := range told {
		if date, custody := strings.CutPrefix(s.Milestone, "custody-"); custody {
			held[date] = s.Held
		}
		if s.Milestone == "departed" || s.Milestone == "departed-uncleared" {
			left = &told[i]
		}
		if s.Milestone == "departure-retracted" || s.Milestone == "uncleared-retracted" {
			left = nil
		}
	}
	if left == nil {
		return
	}
	f.Departed++
	f.Held += count(held["wish"])
	f.Consented += count(held["consent"])
	f.Eve += count(held["eve"])
	f.Books[left.Book]++
	for _, kind := range left.Constraints {
		f.Constraints[kind]++
	}
}

// events are those of a stream, with what they say under the programme's key.
func (k *counting) events(c *store.Content) ([]ledger.Event, []casefile.Statistic, error) {
	var deks [len(ledger.Compartments)]*seal.DEK
	for _, d := range c.DEKs {
		id := seal.KEKID{Office: d.Office, Compartment: d.Compartment, Epoch: d.KEK}
		opened, err := k.ring.OpenDEK(id, c.Name, d.Epoch, d.Wrapped)
		if err != nil {
			return nil, nil, err
		}
		deks[d.Compartment] = &opened
	}
	var told []casefile.Statistic
	events := make([]ledger.Event, 0, len(c.Entries))
	for i := range c.Entries {
		s := &c.Entries[i]
		p, err := seal.Parse(s.Bytes)
		if err != nil {
			return nil, nil, err
		}
		var opened seal.Opened
		for _, blob := range s.Blobs {
			dek := deks[blob.Compartment]
			if dek == nil {
				continue
			}
			text, err := seal.OpenBlob(dek, blob.Compartment, s.Leaf, blob.Sealed)
			if err == nil && blob.Compartment == ledger.Statistic {
				told, err = withStatistic(told, text)
			} else {
				opened[blob.Compartment] = text
			}
			if err != nil {
				return nil, nil, err
			}
		}
		events = append(events, k.codec.Restore(&p, s.Leaf, &opened, 0))
	}
	return events, told, nil
}

func withStatistic(told []casefile.Statistic, text []byte) ([]casefile.Statistic, error) {
	all, err := seal.Unpack(text, ledger.Statistic)
	for _, d := range all {
		var s casefile.Statistic
		if err := json.Unmarshal(d.Value, &s); err != nil {
			return told, err
		}
		told = append(told, s)
	}
	return told, err
}

// person counts one case.
func (k *counting) person(c *casefile.Case, events []ledger.Event) {
	k.People++
	k.Statuses[c.Status()]++
	for _, h := range c.Holds {
		k.Holds[h.Kind]++
	}
	for _, w := range c.Consent.Withdrawals {
		k.Stages[w.Stage]++
	}
	for i := range events {
		if _, ok := events[i].Body.(movement.Boarded); ok {
			k.Boardings = append(k.Boardings, Boarding{c.Number, events[i].Ref(i)})
		}
	}
	if c.Travel.Departed == nil || c.Travel.Before {
		return
	}
	k.Departed++
	if c.Travel.Uncleared {
		k.Uncleared++
	}
	k.Held += held(c, "wish")
	k.Consented += held(c, "consent")
	k.Eve += held(c, "eve")
	for i := range events {
		if t, ok := events[i].Body.(screening.TraffickingScreened); ok && t.Outcome() == "identified" {
			k.Trafficked++
			break
		}
	}
}

// held says whether somebody was held on one of the four dates, as 1 or 0.
func held(c *casefile.Case, date string) int {
	last := safeguard.Custody{}
	for _, x := range c.Custody {
		if x.Date == date {
			last = x
		}
	}
	return count(last.Held)
}

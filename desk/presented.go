package desk

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/key"
	"amana/domain/ledger"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/domain/staff"
	"amana/seal"
	"amana/store"
)

// officer is who may have signed, with which key, between when and when.
type officer struct {
	public   key.Public
	enrolled time.Time
	revoked  time.Time // zero: never
}

// registration is one event of the users, rule books and texts.
type registration struct {
	index  int64
	stream *file
	event  *ledger.Event
}

// open reads what there is, and where in the log it must be.
func (a *auditor) open() error {
	text, err := a.src.Read(a.ctx, disclosedInventory)
	if errors.Is(err, fs.ErrNotExist) {
		_ = a.problem(-1, "verify.not-disclosed")
		return errStopped
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &a.inventory); err != nil || a.inventory.Version != disclosedFormat || a.inventory.Size > a.size {
		_ = a.problem(-1, "verify.disclosure-inventory")
		return errStopped
	}
	zone, err := time.LoadLocation(a.inventory.Zone)
	if err != nil {
		zone = Zone()
	}
	keys, err := seal.NewKeyFile("amana/audit", nil) // of no log: a desk cannot be without
	if err != nil {
		return err
	}
	a.desk = newDesk(Config{Keys: keys, Zone: zone})
	a.desk.node.Hub = a.inventory.Hub
	a.desk.names = newCache[string, ledger.Stream](2*len(a.inventory.Streams) + 2)
	for _, i := range a.inventory.Streams {
		a.places[i.Stream] = map[int64]ledger.Hash{}
	}
	if err := a.walk(); err != nil {
		return err
	}
	return a.keys()
}

// walk notes where the entries of disclosed streams are in the log.
func (a *auditor) walk() error {
	for n := int64(0); n<<seal.TileHeight < a.inventory.Size; n++ {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		bundle, err := a.bundle(n)
		if err != nil {
			return err
		}
		for index := n << seal.TileHeight; len(bundle) >= 2 && index < a.inventory.Size; index++ {
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			if len(bundle) < end {
				break // the verification before has said so
			}
			leaf := seal.LeafHash(bundle[2:end])
			a.leaves[leaf] = true
			if p, err := seal.Parse(bundle[2:end]); err == nil && a.places[p.Stream] != nil {
				a.places[p.Stream][index] = leaf
			}
			bundle = bundle[end:]
		}
	}
	return nil
}

func (a *auditor) bundle(n int64) ([]byte, error) {
	width := int(min(a.size-n<<seal.TileHeight, seal.TileWidth))
	b, err := a.src.Read(a.ctx, bundlePath(n, width))
	if errors.Is(err, fs.ErrNotExist) && width < seal.TileWidth {
		b, err = a.src.Read(a.ctx, bundlePath(n, seal.TileWidth))
	}
	return b, err
}

func bundlePath(n int64, width int) string {
	t := tlog.Tile{H: seal.TileHeight, L: 0, N: n, W: width}
	return "tile/entries/" + strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/0/", seal.TileHeight))
}

// keys reads the users, who are published with the log.
func (a *auditor) keys() error {
	text, err := a.src.Read(a.ctx, "amana/keys.jsonl")
	if err != nil {
		return err
	}
	users := map[ledger.Stream]*file{}
	a.index = map[ledger.Hash]int64{}
	var lines []presented
	for text := range bytes.Lines(text) {
		var l presented
		if json.Unmarshal(text, &l) != nil {
			continue // the verification before has said so
		}
		e, _, _, err := a.event(&l)
		if err != nil {
			continue
		}
		lines = append(lines, l)
		f := users[e.Stream]
		if f == nil {
			f = &file{stream: of(e.Stream, casefile.User)}
			users[e.Stream] = f
		}
		f.events = append(f.events, e)
		a.index[e.ID] = l.Index
	}
	for name, f := range users {
		f.refold()
		if s, ok := f.other.(*staff.State); ok && s.Code != "" {
			a.enrol(ledger.Actor(name), s, f)
			a.register(f)
		}
	}
	for i := range lines {
		if err := a.endorsed(&lines[i]); err != nil {
			return err
		}
	}
	return nil
}

func (a *auditor) enrol(id ledger.Actor, s *staff.State, f *file) {
	var o officer
	if o.public.UnmarshalText([]byte(s.Key)) != nil {
		return
	}
	for i := range f.events {
		switch e := &f.events[i]; e.Body.(type) {
		case staff.Enrolled:
			o.enrolled = e.Recorded
		case staff.Revoked:
			o.revoked = e.Recorded
		}
	}
	a.officers[id] = o
}

// event restores one entry from what is disclosed of it.
func (a *auditor) event(l *presented) (ledger.Event, seal.Parsed, []seal.Disclosure, error) {
	p, told, err := seal.ParsePresentation(l.SDJWT)
	if err != nil {
		return ledger.Event{}, p, nil, err
	}
	var closed ledger.Set
	for _, c := range l.Withheld {
		if c != ledger.Statistic { // says nothing about the journey
			closed |= ledger.SetOf(c)
		}
	}
	// What a disclosure says does not depend on the compartment it is kept in.
	opened := seal.Opened{ledger.General: seal.Pack(inGeneral(told), ledger.General)}
	return a.desk.codec.Restore(&p, p.Leaf(), &opened, closed), p, told, nil
}

func inGeneral(told []seal.Disclosure) []seal.Disclosure {
	all := slices.Clone(told)
	for i := range all {
		all[i].Compartment = ledger.General
	}
	return all
}

// load reads one disclosed stream and compares it with the log.
func (a *auditor) load(i item) (*file, error) {
	f := &file{stream: of(i.Stream, i.Subject)}
	a.index = map[ledger.Hash]int64{}
	text, err := a.src.Read(a.ctx, disclosedFolder+"/"+i.Stream.String()+".jsonl")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	there := a.places[i.Stream]
	var events []ledger.Event
	for text := range bytes.Lines(text) {
		var l presented
		if json.Unmarshal(text, &l) != nil {
			if err := a.problem(-1, "verify.disclosure"); err != nil {
				return nil, err
			}
			continue
		}
		e, _, _, err := a.event(&l)
		if leaf, listed := there[l.Index]; err != nil || !listed || leaf != e.ID {
			if err := a.problem(l.Index, "verify.disclosure"); err != nil {
				return nil, err
			}
			continue
		}
		if _, twice := a.index[e.ID]; twice {
			continue
		}
		a.index[e.ID] = l.Index
		events = append(events, e)
		if err := a.endorsed(&l); err != nil {
			return nil, err
		}
	}
	if len(a.index) < len(there) {
		for index, leaf := range there {
			if _, told := a.index[leaf]; !told {
				if err := a.problem(index, "verify.disclosure-missing"); err != nil {
					return nil, err
				}
			}
		}
	}
	h := ledger.Arrange(events)
	f.events = append(h.Events, h.Waiting...)
	f.refold()
	return f, nil
}

// endorsed verifies the signature of the officer who did an act.
func (a *auditor) endorsed(l *presented) error {
	e, p, told, err := a.event(l)
	if err != nil || slices.Contains(l.Withheld, ledger.General) {
		return err
	}
	who, known := a.officers[e.Actor]
	signed, there := seal.EndorsementIn(told)
	switch {
	case e.Malformed:
		return a.problem(l.Index, "verify.disclosure")
	case !there && !known:
		return nil // the program acting by itself
	case !there:
		return a.problem(l.Index, "verify.endorsement-missing")
	case !known, signed.By != e.Actor, e.Recorded.Before(who.enrolled):
		return a.problem(l.Index, "verify.endorsement-unknown")
	case !who.revoked.IsZero() && e.Recorded.After(who.revoked):
		return a.problem(l.Index, "verify.officer-revoked")
	case len(signed.Over)-(len(told)-1) > mayLack(l.Withheld):
		return a.problem(l.Index, "verify.disclosure-withheld")
	}
	if _, err := seal.VerifyEndorsement(who.public, &p, told); err != nil {
		return a.problem(l.Index, "verify.endorsement")
	}
	a.Endorsements++
	return nil
}

// mayLack is how many disclosures may be missing, by what is said to be
// withheld: an officer's signature tells how many there are.
func mayLack(withheld []ledger.Compartment) int {
	switch {
	case len(withheld) == 0:
		return 0
	case len(withheld) == 1 && withheld[0] == ledger.Statistic:
		return 1
	}
	return maxDisclosures
}

// maxDisclosures is how many an entry can have.
const maxDisclosures = 64

// register takes up the events of a user, a rule book or a text.
func (a *auditor) register(f *file) {
	switch f.other.(type) {
	case *staff.State, *rulebook.State, *consent.Text:
	default:
		return
	}
	for i := range f.events {
		e := &f.events[i]
		a.known = append(a.known, registration{a.index[e.ID], f, e})
	}
}

func (r registration) compare(s registration) int {
	return cmp.Or(r.event.Recorded.Compare(s.event.Recorded), cmp.Compare(r.index, s.index))
}

func (a *auditor) sortRegister() { slices.SortFunc(a.known, registration.compare) }

// registerAt is the users, rule books and texts as they were when e was
// recorded.
func (a *auditor) registerAt(e *ledger.Event, index int64) *register {
	n, _ := slices.BinarySearchFunc(a.known, registration{index, nil, e}, registration.compare)
	if r, ok := a.registers[n]; ok {
		return r
	}
	then := map[*file]*file{}
	for _, k := range a.known[:n] {
		f := then[k.stream]
		if f == nil {
			f = &file{stream: k.stream.stream}
			then[k.stream] = f
		}
		f.events = append(f.events, *k.event)
	}
	r := &register{users: map[ledger.Actor]*staff.State{}, clears: map[ledger.Actor]safeguard.Officer{}, texts: map[string]int{}}
	for _, f := range then {
		f.refold()
		r.take(ledger.Actor(f.stream.Name), f.other)
	}
	a.registers[n] = r
	return r
}

// of is a stream by its name and what it is about.
func of(name ledger.Stream, subject casefile.Subject) store.Stream {
	return store.Stream{Name: name, Subject: string(subject)}
}

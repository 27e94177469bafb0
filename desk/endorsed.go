package desk

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/key"
	"amana/domain/ledger"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/domain/staff"
	"amana/seal"
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

package audit

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"amana/desk/disclosed"
	"amana/desk/dossier"
	"amana/domain/casefile"
	"amana/domain/key"
	"amana/domain/ledger"
	"amana/seal"
)

// place is where an entry stands among all that was recorded. What a restored
// log took over lies in it stream by stream, and is ordered by its times.
type place struct {
	old      bool
	recorded time.Time
	index    int64
}

func (a *auditor) place(e *ledger.Event, index int64) place {
	return place{index < a.restored, e.Recorded, index}
}

func (p place) compare(q place) int {
	if p.old && q.old {
		return cmp.Or(p.recorded.Compare(q.recorded), cmp.Compare(p.index, q.index))
	}
	return cmp.Compare(p.index, q.index)
}

// registration is one event of the users, rule books, tables of roles and texts.
type registration struct {
	place
	of    *dossier.File
	event *ledger.Event
}

// line is one disclosed entry, and the stream it is of.
type line struct {
	file *dossier.File
	disclosed.Line
}

// keys reads the users, and what was done to the node, who are published with
// the log. Whether those who did it had the right to is asked by acts, once all
// that says so was read.
func (a *auditor) keys() error {
	text, err := a.src.Read(a.ctx, "amana/keys.jsonl")
	if err != nil {
		return err
	}
	users := map[ledger.Stream]*dossier.File{}
	a.index = map[ledger.Hash]int64{}
	for text := range bytes.Lines(text) {
		var l disclosed.Line
		if json.Unmarshal(text, &l) != nil || l.Index >= a.size {
			continue // the verification before has said so, or passed over it
		}
		l.Withheld = nil // of users and keys everything is told
		e, _, _, err := a.event(&l)
		if err != nil {
			continue
		}
		if l.Index == 0 {
			a.node = e.Stream
			a.nodes[ledger.Actor(e.Stream)] = true
		}
		if e.Stream == a.node {
			a.itself(&e, l.Index)
		}
		if b, is := e.Body.(key.Destroyed); is {
			a.destroyed[b.Stream] = true
		}
		f := users[e.Stream]
		if f == nil {
			f = &dossier.File{Stream: of(e.Stream, casefile.User)}
			users[e.Stream] = f
		}
		f.Events = append(f.Events, e)
		a.lines = append(a.lines, line{f, l})
		a.index[e.ID] = l.Index
	}
	for name, f := range users {
		if name == a.node {
			f.Subject = dossier.Keys
		}
		*f = dossier.Fold(f.Stream, f.Events, nil)
		a.register(f)
	}
	a.registerKeys(users[a.node])
	return nil
}

// registerKeys takes up when entry keys came and went: acts rest on that too.
func (a *auditor) registerKeys(f *dossier.File) {
	for i := 0; f != nil && i < len(f.Events); i++ {
		switch e := &f.Events[i]; e.Body.(type) {
		case key.Enrolled, key.Revoked:
			a.read[e.ID] = true
			a.known = append(a.known, registration{a.place(e, a.index[e.ID]), f, e})
		}
	}
}

// itself takes up what was done to the node: whether it goes on with another
// log, whose node acted under another name.
func (a *auditor) itself(e *ledger.Event, index int64) {
	switch b := e.Body.(type) {
	case key.Enrolled:
		if !b.Acted.IsZero() {
			a.nodes[b.Acted] = true
		}
	case key.Revoked:
		if b.Reason == dossier.Restored {
			a.restored = index
		}
	}
}

// endorsed verifies the signature of the officer who did an act, and asks
// whether they had the right to it. Only what the node does by itself has none.
func (a *auditor) endorsed(l *line) error {
	e, p, told, err := a.event(&l.Line)
	if err != nil || slices.Contains(l.Withheld, ledger.General) {
		return err
	}
	then := a.registerAt(&e, l.Index)
	who, known := then.Users[e.Actor]
	signed, there := seal.EndorsementIn(told)
	var public key.Public
	switch {
	case e.Malformed:
		return a.problem(l.Index, "verify.disclosure")
	case !there && !a.nodes[e.Actor]:
		return a.problem(l.Index, "verify.endorsement-missing")
	case !there:
		return a.authorised(l, &e, then)
	case !known, signed.By != e.Actor, public.UnmarshalText([]byte(who.Key)) != nil:
		return a.problem(l.Index, "verify.endorsement-unknown")
	case who.Revoked:
		return a.problem(l.Index, "verify.officer-revoked")
	case len(signed.Over)-(len(told)-1) > a.mayLack(&e, l.Withheld):
		return a.problem(l.Index, "verify.disclosure-withheld")
	}
	if _, err := seal.VerifyEndorsement(public, &p, told); err != nil {
		return a.problem(l.Index, "verify.endorsement")
	}
	a.Endorsements++
	return a.authorised(l, &e, then)
}

// register takes up the events of a user, a rule book, a table of roles or a text.
func (a *auditor) register(f *dossier.File) {
	if !dossier.Registered(casefile.Subject(f.Subject)) {
		return
	}
	for i := range f.Events {
		e := &f.Events[i]
		a.read[e.ID] = true
		a.known = append(a.known, registration{a.place(e, a.index[e.ID]), f, e})
	}
}

func (a *auditor) sortRegister() {
	slices.SortFunc(a.known, func(r, s registration) int { return r.place.compare(s.place) })
}

// before is how many events of the register come before a place.
func (a *auditor) before(p place) int {
	n, _ := slices.BinarySearchFunc(a.known, p, func(r registration, p place) int { return r.place.compare(p) })
	return n
}

// registerAt is the users, rule books, tables of roles and texts as they were
// before e.
func (a *auditor) registerAt(e *ledger.Event, index int64) *dossier.Register {
	n := a.before(a.place(e, index))
	if r, ok := a.registers[n]; ok {
		return r
	}
	then := map[*dossier.File]*dossier.File{}
	for _, k := range a.known[:n] {
		f := then[k.of]
		if f == nil {
			f = &dossier.File{Stream: k.of.Stream}
			then[k.of] = f
		}
		f.Events = append(f.Events, *k.event)
	}
	r := dossier.NewRegister()
	for _, f := range then {
		r.Take(f.Name, dossier.Fold(f.Stream, f.Events, nil).Other)
	}
	a.registers[n] = r
	return r
}

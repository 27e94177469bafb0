package desk

import (
	"errors"
	"slices"
	"time"

	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// again evaluates the rules that were due when e was recorded, with what it
// says that it rests on.
func (a *auditor) again(f *file, e *ledger.Event, act safeguard.Act, book string, basis []string) error {
	index := a.index[e.ID]
	if err := a.others(f, basis); err != nil {
		return err
	}
	heads, disclosed := a.heads(basis)
	if heads == nil || !knows(heads, e.Parents) {
		return a.problem(index, "verify.basis")
	}
	if !disclosed {
		if act == safeguard.Boarding {
			a.Sealed++
		}
		return nil
	}
	if a.passesOver(e, index, heads) {
		return a.problem(index, "verify.basis")
	}
	v, err := a.view(f, e, heads)
	if err != nil {
		return a.problem(index, "verify.basis")
	}
	if v.book == nil || v.book.Name() != book {
		return a.problem(index, "verify.rule-book", fault.A("book", book))
	}
	found := safeguard.Blocking(safeguard.Evaluate(v.file.person.Facts(v.around), v.book, e.Recorded, act))
	if act == safeguard.Boarding {
		if len(found) > 0 && !slices.ContainsFunc(found, func(f safeguard.Finding) bool { return f.Reason.Key != "safeguard.sealed" }) {
			a.Sealed++
			return nil
		}
		a.Rechecked++
		if len(found) == 0 {
			a.Cleared++
		}
	}
	for _, f := range found {
		if f.Reason.Key == "safeguard.sealed" {
			continue
		}
		if err := a.problem(index, "verify.not-met", fault.A("act", act), fault.A("safeguard", f.Safeguard)); err != nil {
			return err
		}
	}
	return nil
}

// others loads the cases of other people on which an event rests: the parents of
// a child.
func (a *auditor) others(f *file, basis []string) error {
	for _, text := range basis {
		var h ledger.Hash
		if h.UnmarshalText([]byte(text)) != nil {
			continue
		}
		i, disclosed := a.cases[a.leaves[h]]
		if !disclosed || i.Stream == f.stream.Name || a.files[i.Stream] != nil {
			continue
		}
		if err := a.beside(i); err != nil {
			return err
		}
	}
	return nil
}

// heads reads the basis of an event: nil if something in it is not in the log,
// and false if something is not disclosed.
func (a *auditor) heads(basis []string) (heads []ledger.Hash, disclosed bool) {
	disclosed = true
	for _, text := range basis {
		var h ledger.Hash
		if h.UnmarshalText([]byte(text)) != nil {
			return nil, false
		}
		if _, there := a.leaves[h]; !there {
			return nil, false
		}
		_, own := a.index[h]
		disclosed = disclosed && (own || a.read[h])
		heads = append(heads, h)
	}
	return heads, disclosed
}

// passesOver says whether users, rule books, roles or texts had moved on from
// those that an event rests on.
func (a *auditor) passesOver(e *ledger.Event, index int64, heads []ledger.Hash) bool {
	then := a.place(e, index)
	n := a.before(then)
	if n == 0 {
		return false
	}
	newest := a.known[n-1]
	return newest.recorded.After(e.Recorded) || !slices.ContainsFunc(a.known[:n], func(k registration) bool {
		same := then.old && k.recorded.Equal(newest.recorded) // of one second nobody can tell any more which was last
		return (k.compare(newest.place) == 0 || same) && slices.Contains(heads, k.event.ID)
	})
}

// knows says whether every parent of an event is in its basis: nobody decides
// on less of a case than was there.
func knows(heads, parents []ledger.Hash) bool {
	return !slices.ContainsFunc(parents, func(p ledger.Hash) bool { return !slices.Contains(heads, p) })
}

// view is the case as whoever recorded e saw it: a desk at that moment, which
// holds the streams it rests on up to the heads named, and nothing else.
func (a *auditor) view(f *file, e *ledger.Event, heads []ledger.Hash) (*view, error) {
	then := upTo(f, heads)
	if then == nil {
		return nil, errors.New("an event rests on nothing of its own case")
	}
	d, refs := a.at(e), references(then.person)
	for _, h := range heads {
		if other := a.files[a.leaves[h]]; other != nil && other.person != nil && other.stream.Name != f.stream.Name {
			refs = append(refs, string(casefile.Person)+"/"+other.person.Number)
		}
	}
	err := a.hold(d, refs, func(whole *file) (*file, error) {
		g := upTo(whole, heads)
		if g != nil && g.lacks(whole, e.Recorded) {
			return nil, errors.New("an event rests on less of another stream than was recorded")
		}
		return g, nil
	})
	if err != nil {
		return nil, err
	}
	v := &view{file: then}
	return v, d.surround(a.ctx, v, "", "")
}

// at is a desk at the moment of e, which holds no stream yet.
func (a *auditor) at(e *ledger.Event) *Desk {
	d := *a.desk
	d.clock, d.newest = func() time.Time { return e.Recorded }, &newest{}
	d.register = a.registerAt(e, a.index[e.ID])
	d.names = newCache[string, ledger.Stream](2*len(a.inventory.Streams) + 2)
	d.pending = &pending{files: map[ledger.Stream]*file{}, missing: map[string]bool{}}
	return &d
}

// hold gives d the streams that refs name, and those that surround a person among
// them, as cut leaves each: nil where nothing of it counts.
func (a *auditor) hold(d *Desk, refs []string, cut func(whole *file) (*file, error)) error {
	asked := map[string]bool{}
	for ; len(refs) > 0; refs = refs[1:] {
		ref := refs[0]
		if asked[ref] {
			continue
		}
		asked[ref] = true
		name, named := a.desk.names.get(ref)
		g, err := cut(a.files[name])
		if err != nil {
			return err
		}
		if !named || g == nil {
			d.pending.missing[ref] = true
			continue
		}
		d.names.put(ref, name)
		d.pending.files[name] = g
		if g.person != nil { // another file of the person, or a parent's
			refs = append(refs, references(g.person)...)
		}
	}
	return nil
}

// upTo is a file with the events among heads and those that they knew, or nil
// when there are none.
func upTo(f *file, heads []ledger.Hash) *file {
	if f == nil {
		return nil
	}
	known := map[ledger.Hash]bool{}
	for _, h := range heads {
		known[h] = true
	}
	g := &file{stream: f.stream}
	for i := len(f.events) - 1; i >= 0; i-- { // in fold order parents come first
		if e := &f.events[i]; known[e.ID] {
			g.events = append(g.events, *e)
			for _, parent := range e.Parents {
				known[parent] = true
			}
		}
	}
	if len(g.events) == 0 {
		return nil
	}
	slices.Reverse(g.events)
	g.refold()
	g.heads = g.ends()
	return g
}

// lacks says whether whole has an event that f has not, recorded before a moment.
func (f *file) lacks(whole *file, before time.Time) bool {
	has := make(map[ledger.Hash]bool, len(f.events))
	for i := range f.events {
		has[f.events[i].ID] = true
	}
	return slices.ContainsFunc(whole.events, func(e ledger.Event) bool { return !has[e.ID] && e.Recorded.Before(before) })
}

// references are what surround will ask for.
func references(c *casefile.Case) []string {
	refs := []string{
		string(casefile.Country) + "/" + c.Identity.Destination,
		string(casefile.Country) + "/" + safeguard.Libya,
		string(casefile.Movement) + "/" + c.Travel.Movement,
		string(casefile.Movement) + "/" + c.Travel.Lost,
		string(casefile.Line) + "/" + c.Travel.Line,
	}
	for _, ref := range c.Places() {
		refs = append(refs, string(casefile.Place)+"/"+ref)
	}
	if c.Mother != "" {
		refs = append(refs, string(casefile.Person)+"/"+c.Mother)
	}
	for _, number := range c.Linked() {
		refs = append(refs, string(casefile.Person)+"/"+number)
	}
	return refs
}

package desk

import (
	"iter"

	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/store"
)

// pending is what a batch has decided and not yet stored.
type pending struct {
	files   map[ledger.Stream]*file
	writes  []store.Write
	last    map[ledger.Stream]lasting
	flying  map[ledger.Stream]*file
	outcome chan error

	around  map[ledger.Stream]*file // other streams that were read for this group: the store checks that they stand
	missing map[string]bool         // references that name nothing

	trial bool
	tried []string // numbers that a trial made up
}

// lasting is the last write about a case in a group: what lists show is made
// from it alone.
type lasting struct {
	write int
	with  int // which of those that this write stores with it; -1: the write itself
	file  *file
	view  *view
}

// among is the write itself.
func (l lasting) among(writes []store.Write) *store.Write {
	if l.with >= 0 {
		return &writes[l.write].With[l.with]
	}
	return &writes[l.write]
}

// clear begins the next group.
func (p *pending) clear() {
	p.files, p.writes, p.last = map[ledger.Stream]*file{}, nil, map[ledger.Stream]lasting{}
	p.around, p.missing = map[ledger.Stream]*file{}, map[string]bool{}
}

// latest is a stream as the batch has decided it, if it has.
func (p *pending) latest(name ledger.Stream) (*file, bool) {
	if p == nil {
		return nil, false
	}
	if f, ok := p.files[name]; ok {
		return f, true
	}
	if f, ok := p.flying[name]; ok {
		return f, true
	}
	f, ok := p.around[name]
	return f, ok
}

// persons are the cases that a batch has decided on and not stored.
func (p *pending) persons() iter.Seq2[ledger.Stream, *casefile.Case] {
	return func(yield func(ledger.Stream, *casefile.Case) bool) {
		if p == nil {
			return
		}
		for _, files := range []map[ledger.Stream]*file{p.flying, p.files} {
			for name, f := range files {
				if f.Person != nil && !yield(name, f.Person) {
					return
				}
			}
		}
	}
}

func (p *pending) lacks(ref string) bool { return p != nil && p.missing[ref] }

func (p *pending) miss(ref string) {
	if p != nil {
		p.missing[ref] = true
	}
}

// keep puts a write into the group.
func (p *pending) keep(w store.Write, next *file, v *view, also []*mirror) {
	if v != nil {
		p.last[next.Name] = lasting{len(p.writes), -1, next, v}
	}
	p.files[next.Name] = next
	for i, m := range also {
		name := m.file.Name
		p.files[name] = m.file
		if m.view != nil {
			p.last[name] = lasting{len(p.writes), i, m.file, m.view}
		}
	}
	p.writes = append(p.writes, w)
}

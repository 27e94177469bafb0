package audit

import (
	"context"
	"errors"
	"slices"
	"time"

	"amana/desk/dossier"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// held is the dossier.Source of one event: the streams that whoever recorded it
// could know, as they were then, and nothing else.
type held struct {
	names map[string]ledger.Stream
	files map[ledger.Stream]*dossier.File
}

func (h *held) Named(_ context.Context, subject casefile.Subject, ref string) (ledger.Stream, bool, error) {
	name, known := h.names[reference(subject, ref)]
	return name, known, nil
}

func (h *held) File(_ context.Context, name ledger.Stream) (*dossier.File, error) {
	return h.files[name], nil
}

func (h *held) Living(_ context.Context, codes []string) (names []ledger.Stream, _ error) {
	for name, f := range h.files {
		if f.Person != nil && slices.ContainsFunc(f.Person.Households, func(code string) bool { return slices.Contains(codes, code) }) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b ledger.Stream) int { return slices.Compare(a[:], b[:]) })
	return names, nil
}

// Heard is nothing: of what is not disclosed nobody can tell whether it stopped
// somebody.
func (h *held) Heard(context.Context, *dossier.File) (time.Time, error) { return time.Time{}, nil }

// reference is the name under which a reference is kept: a reference names one thing of a kind.
func reference(subject casefile.Subject, ref string) string { return string(subject) + "/" + ref }

// reader reads as whoever recorded e did.
func (a *auditor) reader(of *held, e *ledger.Event) *dossier.Reader {
	return &dossier.Reader{Source: of, Register: a.registerAt(e, a.index[e.ID]), At: e.Recorded, Zone: a.zone, Hub: a.inventory.Hub, Past: true}
}

// view is the case as whoever recorded e saw it, by the heads on which e says
// that it rests.
func (a *auditor) view(f *dossier.File, e *ledger.Event, heads []ledger.Hash) (*dossier.View, error) {
	then := f.UpTo(heads)
	if then == nil {
		return nil, errors.New("an event rests on nothing of its own case")
	}
	refs := references(then.Person)
	for _, h := range heads {
		if other := a.files[a.leaves[h]]; other != nil && other.Person != nil && other.Name != f.Name {
			refs = append(refs, reference(casefile.Person, other.Person.Number))
		}
	}
	of, err := a.hold(refs, func(whole *dossier.File) (*dossier.File, error) {
		g := whole.UpTo(heads)
		if g != nil && lacks(g, whole, e.Recorded) {
			return nil, errors.New("an event rests on less of another stream than was recorded")
		}
		return g, nil
	})
	if err != nil {
		return nil, err
	}
	return a.reader(of, e).Read(a.ctx, then, "", "")
}

// lacks says whether whole has an event that f has not, recorded before a moment.
func lacks(f, whole *dossier.File, before time.Time) bool {
	has := make(map[ledger.Hash]bool, len(f.Events))
	for i := range f.Events {
		has[f.Events[i].ID] = true
	}
	return slices.ContainsFunc(whole.Events, func(e ledger.Event) bool { return !has[e.ID] && e.Recorded.Before(before) })
}

// hold takes the streams that refs name, and those that surround a person among
// them, as cut leaves each: nil where nothing of it counts.
func (a *auditor) hold(refs []string, cut func(whole *dossier.File) (*dossier.File, error)) (*held, error) {
	of := &held{map[string]ledger.Stream{}, map[ledger.Stream]*dossier.File{}}
	asked := map[string]bool{}
	for ; len(refs) > 0; refs = refs[1:] {
		ref := refs[0]
		if asked[ref] {
			continue
		}
		asked[ref] = true
		name, named := a.names[ref]
		g, err := cut(a.files[name])
		if err != nil {
			return nil, err
		}
		if !named || g == nil {
			continue
		}
		of.names[ref], of.files[name] = name, g
		if g.Person != nil { // another file of the person, or a parent's
			refs = append(refs, references(g.Person)...)
		}
	}
	return of, nil
}

// references are what a dossier.Reader will ask for around a case.
func references(c *casefile.Case) []string {
	refs := []string{
		reference(casefile.Country, c.Identity.Destination),
		reference(casefile.Country, safeguard.Libya),
		reference(casefile.Movement, c.Travel.Movement),
		reference(casefile.Line, c.Travel.Line),
	}
	for _, ref := range c.Homelands() {
		refs = append(refs, reference(casefile.Country, ref))
	}
	for _, ref := range c.Places() {
		refs = append(refs, reference(casefile.Place, ref))
	}
	if c.Mother != "" {
		refs = append(refs, reference(casefile.Person, c.Mother))
	}
	for _, number := range c.Linked() {
		refs = append(refs, reference(casefile.Person, number))
	}
	return refs
}

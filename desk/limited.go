package desk

import (
	"context"
	"slices"

	"amana/desk/dossier"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/store"
)

// shownTo is a case, whole and as its reader may see it.
func (d *Desk) shownTo(ctx context.Context, who Actor, number string) (*view, *file, error) {
	v, err := d.open(ctx, who, number, "case.read")
	if err != nil {
		return nil, nil, err
	}
	f, err := d.limited(ctx, who, v.file)
	return v, f, err
}

// limited is the file as the reader's compartments and kinds of event show it:
// what it would tell of a compartment that they may not open is not there.
func (d *Desk) limited(ctx context.Context, who Actor, f *file) (*file, error) {
	view := d.roles.View(who.Actor, d.subjectOf(f))
	if view.Whole() && view.All().Covers(ledger.Everything&^ledger.SetOf(ledger.Statistic)) {
		return f, nil
	}
	content, err := d.db.Stream(ctx, f.Name)
	if err != nil {
		return nil, err
	}
	return d.partly(&content, f, view)
}

// partly is a file of which a reader opens some kinds of event. The others are
// not sealed but absent: that they happened is not told either. Of two events
// of which one knew the other through what is absent, it still does.
func (d *Desk) partly(content *store.Content, whole *file, view access.View) (*file, error) {
	stored := make(map[ledger.Hash]*store.Stored, len(content.Entries))
	for i := range content.Entries {
		stored[content.Entries[i].Leaf] = &content.Entries[i]
	}
	var events []ledger.Event
	readers := map[ledger.Set]*unsealing{}
	h := ledger.Arrange(whole.Events)
	behind := map[ledger.Hash][]ledger.Hash{} // what is absent, and what of the rest it followed
	for i := range h.Events {
		e := &h.Events[i]
		parents := shownParents(e.Parents, behind)
		set, shown := shownOf(view, whole.Person, e)
		if !shown || stored[e.ID] == nil {
			behind[e.ID] = parents
			continue
		}
		one, err := d.shownEvent(content, readers, set, stored[e.ID])
		if err != nil {
			return nil, err
		}
		one.Parents = parents
		events = append(events, one)
	}
	for i := range h.Waiting {
		e := &h.Waiting[i]
		if set, shown := shownOf(view, whole.Person, e); shown && stored[e.ID] != nil {
			one, err := d.shownEvent(content, readers, set, stored[e.ID])
			if err != nil {
				return nil, err
			}
			events = append(events, one)
		}
	}
	return &file{File: dossier.Fold(whole.Stream, events, nil)}, nil
}

// shownOf says in which compartments a reader opens an event, and whether they
// are told that it happened: where a grant names its kind, the table says so.
func shownOf(view access.View, c *casefile.Case, e *ledger.Event) (ledger.Set, bool) {
	kind := ""
	if e.Body != nil {
		kind = e.Body.Kind()
	}
	set := view.Of(kind)
	tells := c.Tells(e.Body)
	return set, set.Has(ledger.General) && !withheld(view, c, e) && (tells == 0 || tells&set != 0 || view.Names(kind))
}

// shownParents are the nearest events before one that its reader is shown.
func shownParents(parents []ledger.Hash, behind map[ledger.Hash][]ledger.Hash) []ledger.Hash {
	var shown []ledger.Hash
	add := func(id ledger.Hash) {
		if !slices.Contains(shown, id) {
			shown = append(shown, id)
		}
	}
	for _, p := range parents {
		before, absent := behind[p]
		if !absent {
			add(p)
		}
		for _, id := range before {
			add(id)
		}
	}
	return shown
}

// shownEvent restores an event for who opens some compartments. It is sealed to
// them in all the others in which its kind may say something, whether it does or
// not, and has no effect that would tell what it says there.
func (d *Desk) shownEvent(content *store.Content, readers map[ledger.Set]*unsealing, set ledger.Set, s *store.Stored) (ledger.Event, error) {
	if readers[set] == nil {
		deks, err := d.openDEKs(content.Name, content.DEKs, set)
		if err != nil {
			return ledger.Event{}, err
		}
		readers[set] = &unsealing{codec: d.codec, deks: &deks}
	}
	e := readers[set].restore(s)
	if e.Body == nil {
		return e, nil
	}
	e.Sealed |= d.codec.Compartments(e.Body.Kind()) &^ (set | ledger.SetOf(ledger.General, ledger.Statistic))
	if e.Sealed != 0 && casefile.EffectIsSealed(e.Body) {
		e.Effect = ledger.Withheld
	}
	return e, nil
}

// withheld says whether an event is kept from a reader: an attestation, which says
// of every rule what only that rule's readers may know; and from who
// reads a file on a notice alone a need that no notice names, and who is accepted
// in place of a notice.
func withheld(view access.View, c *casefile.Case, e *ledger.Event) bool {
	noticed := !slices.ContainsFunc(view, func(g access.Grant) bool { return g.Scope != access.Noticed })
	switch b := e.Body.(type) {
	case casefile.Attested:
		return true
	case movement.OtherAccepted:
		return noticed && b.Notice.IsZero()
	case screening.NeedFound:
		return noticed && !slices.ContainsFunc(c.Preparation.Notices, func(n safeguard.Notified) bool { return !n.Unsent && slices.Contains(n.Needs, e.ID) })
	}
	return false
}

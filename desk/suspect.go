package desk

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/store"
)

// AtOnce is how many likely other files a file names that nobody has looked at
// yet. Of people who share a name there may be thousands: the rest are counted,
// the file waits for all of them, and they are named as somebody looks.
const AtOnce = 10

func suspected(c *casefile.Case, other string) bool {
	return slices.ContainsFunc(c.Duplicates, func(d safeguard.Duplicate) bool { return d.Other == other })
}

// choose says which of the likely other files a file names now, and which it
// only counts. It names the newest: else the oldest would be named by all.
func choose(c *casefile.Case, others []string) (named, counted []string) {
	room := AtOnce
	for i := range c.Duplicates {
		if c.Duplicates[i].Settled.IsZero() {
			room--
		}
	}
	for _, other := range slices.Backward(others) {
		switch {
		case suspected(c, other):
		case len(named) < room:
			named = append(named, other)
		default:
			counted = append(counted, other)
		}
	}
	return named, counted
}

// plain is a case as it stands, for what the node itself does with it; nil:
// there is none. Of one that cannot be read here nothing is said yet: ErrShut.
func (d *Desk) plain(ctx context.Context, number string) (*casefile.Case, error) {
	name, err := d.named(ctx, casefile.Person, number)
	if errors.Is(err, store.ErrMissing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	f, err := d.current(ctx, name)
	switch {
	case err != nil:
		return nil, err
	case f.Shut:
		return nil, ErrShut
	case f.Person == nil || f.Person.Number == "" || f.Person.Erased:
		return nil, nil
	}
	return f.Person, nil
}

// Search notes on a case, and on the others, which are likely one person's. Once
// a file waits for fewer than before it looks again: a file that was begun
// meanwhile may have relied on its waiting. While some files cannot be opened here
// none waits for fewer, and those are to be looked at when they can: ErrShut.
func (d *Desk) Search(ctx context.Context, number string) error {
	for {
		fewer, err := d.search(ctx, number)
		if err != nil || !fewer {
			return err
		}
	}
}

func (d *Desk) search(ctx context.Context, number string) (fewer bool, err error) {
	c, err := d.plain(ctx, number)
	if err != nil || c == nil {
		return false, err
	}
	others, all, err := d.alike(ctx, number, &c.Identity)
	if err != nil {
		return false, err
	}
	named, counted := choose(c, others)
	for _, was := range c.Duplicates { // an act names others here, and they hear of it by this
		if was.Settled.IsZero() && slices.Contains(others, was.Other) {
			named = append(named, was.Other)
		}
	}
	more := len(counted)
	if more > c.Unnamed().Files {
		err = d.count(ctx, c, more)
	}
	for _, other := range counted {
		if err == nil {
			err = d.tell(ctx, other)
		}
	}
	for _, other := range named {
		if err == nil {
			_, err = d.Suspect(ctx, number, other)
		}
	}
	if err == nil && !all {
		err = ErrShut
	}
	if err != nil || more >= c.Unnamed().Files {
		return false, err
	}
	if c, err = d.plain(ctx, number); err != nil || c == nil {
		return false, err
	}
	return true, d.count(ctx, c, more)
}

// tell has a file that is counted elsewhere wait for files it does not name, if
// it does not already: it would never hear of the other.
func (d *Desk) tell(ctx context.Context, number string) error {
	c, err := d.plain(ctx, number)
	if err != nil || c == nil || c.Unnamed().Files > 0 {
		return err
	}
	return d.count(ctx, c, 1)
}

// Suspect notes on two cases, as the node, that they are likely one person's, and
// says whether neither did.
func (d *Desk) Suspect(ctx context.Context, number, other string) (fresh bool, err error) {
	here, err := d.note(ctx, number, other)
	if err != nil {
		return false, err
	}
	there, err := d.note(ctx, other, number)
	return here && !there, err
}

// note notes on a case that another is likely the same person's, unless it is
// noted already. Where it is not the other file hears of it too.
func (d *Desk) note(ctx context.Context, number, other string) (bool, error) {
	c, err := d.plain(ctx, number)
	if err != nil || c == nil || suspected(c, other) {
		return false, err
	}
	err = d.asNode(ctx, number, "duplicate/"+number+"/"+other, "duplicate.suspect", casefile.SuspectDuplicate{Other: other})
	return err == nil, err
}

// count says in a file of how many others it is not said by name that they are
// likely the same person's. Of one state of the file that is said once.
func (d *Desk) count(ctx context.Context, c *casefile.Case, more int) error {
	purpose := "likely/" + c.Number
	for _, head := range c.Heads {
		purpose += "/" + head.String()
	}
	return d.asNode(ctx, c.Number, purpose, "likely.count", casefile.CountLikely{More: more})
}

func (d *Desk) asNode(ctx context.Context, number, purpose, command string, args any) error {
	text, err := json.Marshal(args)
	if err != nil {
		return err
	}
	_, err = d.Do(ctx, d.Self(), number, Request{ID: Derived(ledger.Command{}, purpose), Command: command, Args: text})
	return err
}

// Suspect is Desk.Suspect, stored with the group.
func (b *Batch) Suspect(ctx context.Context, number, other string) (bool, error) {
	fresh, err := b.Desk.Suspect(ctx, number, other)
	return fresh, errors.Join(err, b.whenFull(ctx))
}

// Search is Desk.Search, stored with the group. What cannot be opened here holds
// up nobody: until it can the file waits for as many as before.
func (b *Batch) Search(ctx context.Context, number string) error {
	err := b.Desk.Search(ctx, number)
	if errors.Is(err, ErrShut) {
		err = nil
	}
	return errors.Join(err, b.whenFull(ctx))
}

// Crowd says in each of many files that the others are likely the same
// person's, naming none: they are named where somebody works. It returns how
// many did not wait for others that they do not name.
func (b *Batch) Crowd(ctx context.Context, numbers []string) (fresh int, err error) {
	alike := make(map[string]bool, len(numbers))
	for _, number := range numbers {
		alike[number] = true
	}
	for _, number := range numbers {
		c, err := b.plain(ctx, number)
		if err != nil {
			return fresh, err
		}
		if c == nil || c.Unnamed().Files > 0 {
			continue
		}
		more := len(numbers) - 1
		for i := range c.Duplicates {
			if alike[c.Duplicates[i].Other] {
				more--
			}
		}
		if more <= 0 {
			continue
		}
		if err := errors.Join(b.count(ctx, c, more), b.whenFull(ctx)); err != nil {
			return fresh, err
		}
		fresh++
	}
	return fresh, nil
}

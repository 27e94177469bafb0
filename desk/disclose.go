package desk

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"amana/desk/disclosed"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// Disclose writes, beside the log that Export wrote into dir, what a reader may
// open of every stream: one file for each, which by itself can be handed on.
// Whoever holds it can ask again whether each boarding was allowed. It replaces
// what was disclosed there before.
func (d *Desk) Disclose(ctx context.Context, who Actor, dir string, of Signed, done func(streams, of int64)) error {
	if err := d.roles.May(who.Actor, "export", access.Subject{}); err != nil {
		return err
	}
	folder := filepath.Join(dir, filepath.FromSlash(disclosed.Folder))
	fresh := folder + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	if err := os.MkdirAll(fresh, 0o700); err != nil {
		return err
	}
	a := disclosed.Inventory{
		Version: disclosed.Version, Origin: of.Origin, Size: of.Size, Root: of.RootText(), Hub: d.node.Hub, Zone: d.zone.String(),
		Streams: []disclosed.Item{},
	}
	destroyed, err := d.Destroyed(ctx)
	if err != nil {
		return err
	}
	subjects := append(otherSubjects(), casefile.Person)
	all, err := d.streams(ctx, subjects...)
	if err != nil {
		return err
	}
	for _, subject := range subjects {
		err := d.db.Streams(ctx, store.Scan{Subject: string(subject)}, func(c store.Content) error {
			wrote, err := d.discloseStream(who, &c, fresh, of.Size, slices.Contains(destroyed, c.Name))
			if err != nil || wrote == nil {
				return err
			}
			a.Streams = append(a.Streams, *wrote)
			if done != nil {
				done(int64(len(a.Streams)), all)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	text, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(fresh, filepath.Base(disclosed.Contents)), text, 0o600); err != nil {
		return err
	}
	return errors.Join(os.RemoveAll(folder), os.Rename(fresh, folder))
}

func otherSubjects() []casefile.Subject {
	subjects := make([]casefile.Subject, 0, len(casefile.Others))
	for _, o := range casefile.Others {
		if o.Class != ledger.ClassKey { // published with the log itself
			subjects = append(subjects, o.Subject)
		}
	}
	return subjects
}

// opensErased is what a reader may open of a file whose keys were destroyed:
// what counts for the programme outlives it.
func (d *Desk) opensErased(who Actor, c *store.Content) ledger.Set {
	s := access.Subject{Kind: c.Subject, Office: c.Office}
	return d.roles.View(who.Actor, s).All() & ledger.SetOf(ledger.Statistic)
}

// discloseStream writes one stream, unless the reader may open none of it or
// nothing of it can be opened any more. Of an erased file the statistic remains.
func (d *Desk) discloseStream(who Actor, c *store.Content, folder string, size int64, erased bool) (*disclosed.Item, error) {
	f, err := d.fold(c)
	if err != nil {
		return nil, err
	}
	one := &disclosed.Item{Stream: c.Name, Subject: casefile.Subject(c.Subject), Reference: reference(f)}
	reads := d.opens(who, f)
	switch {
	case erased:
		one.Erased, one.Reference, reads = true, "", d.opensErased(who, c)
	case f.Person != nil:
		one.Reference = f.Person.Number
	case c.Class == ledger.ClassSystem: // rule books and texts are for everybody
		reads = ledger.Everything
	}
	if !erased && (one.Reference == "" || !reads.Has(ledger.General) || f.Person != nil && !d.roles.View(who.Actor, d.subjectOf(f)).Whole()) {
		return nil, nil
	}
	file, err := os.OpenFile(filepath.Join(folder, disclosed.File(c.Name)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	w := bufio.NewWriter(file)
	out := json.NewEncoder(w)
	for i := range c.Entries {
		s := &c.Entries[i]
		if s.Index >= size {
			continue
		}
		told, withheld, err := disclosures(s, f, reads)
		if err != nil {
			return nil, errors.Join(err, file.Close())
		}
		l := disclosed.Line{Index: s.Index, SDJWT: seal.Present(s.Bytes, told)}
		for _, c := range ledger.Compartments {
			if withheld.Has(c) {
				l.Withheld = append(l.Withheld, c)
			}
		}
		if err := out.Encode(l); err != nil {
			return nil, errors.Join(err, file.Close())
		}
	}
	if err := errors.Join(w.Flush(), file.Close()); err != nil {
		return nil, fmt.Errorf("writing disclosures: %w", err)
	}
	return one, nil
}

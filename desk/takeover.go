package desk

import (
	"context"
	"fmt"
	"time"

	"amana/desk/dossier"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// restoredTogether is how many streams are stored in one transaction.
const restoredTogether = 64

func (r *restoring) subject(ctx context.Context, subject casefile.Subject) error {
	var group []store.Write
	err := r.from.Streams(ctx, store.Scan{Subject: string(subject)}, func(c store.Content) error {
		w, err := r.write(ctx, &c)
		if err != nil {
			return err
		}
		if group = append(group, w); len(group) < restoredTogether {
			return nil
		}
		err = r.append(ctx, group)
		group = nil
		return err
	})
	if err != nil {
		return err
	}
	return r.append(ctx, group)
}

// write is a whole stream as one write.
func (r *restoring) write(ctx context.Context, c *store.Content) (store.Write, error) {
	erased := r.erased[c.Name]
	w := store.Write{
		Stream: c.Stream, Registers: dossier.Registered(casefile.Subject(c.Subject)), Credentials: r.credentials[ledger.Actor(c.Name)],
		Command: store.Command{ID: ledger.Command(newStream()), Actor: r.node.Actor},
	}
	for _, k := range r.deks[c.Name] {
		if !erased || k.Compartment == ledger.Statistic {
			w.DEKs = append(w.DEKs, k)
		}
	}
	for _, s := range c.Entries {
		p, err := seal.Parse(s.Bytes)
		if err != nil {
			return w, fmt.Errorf("an entry of the backup cannot be read: %w", err)
		}
		e := store.Entry{Leaf: s.Leaf, Recorded: p.Time(), Bytes: s.Bytes}
		for _, b := range s.Blobs {
			if !erased || b.Compartment == ledger.Statistic {
				e.Blobs = append(e.Blobs, b)
			}
		}
		w.Entries = append(w.Entries, e)
	}
	if erased {
		r.Erased++
		return w, nil
	}
	var err error
	if w.Attachments, err = r.from.Attachments(ctx, c.Name); err != nil {
		return w, err
	}
	row, err := r.from.Row(ctx, c.Name)
	if err == nil {
		w.Row = &row
	}
	return w, passMissing(err)
}

func (r *restoring) append(ctx context.Context, group []store.Write) error {
	if len(group) == 0 {
		return nil
	}
	group[0].Jobs, r.waiting = r.waiting, nil
	results, err := r.db.AppendAll(ctx, group)
	if err != nil {
		return err
	}
	for i := range group {
		if results[i].Err != nil {
			return results[i].Err
		}
		r.Entries += int64(len(group[i].Entries))
	}
	if r.done != nil {
		r.done(r.Entries)
	}
	return nil
}

// jobs takes the work that waits in the copy.
func (r *restoring) jobs(ctx context.Context) error {
	far := r.Moment().AddDate(10, 0, 0)
	for {
		jobs, err := r.from.Lease(ctx, "restore", far, far.Add(time.Hour), restoredTogether)
		if err != nil || len(jobs) == 0 {
			return err
		}
		r.waiting = append(r.waiting, jobs...)
	}
}

package work

import (
	"context"
	"time"
)

const (
	kept    = 400 * 24 * time.Hour // how long a command can be repeated, as docs/api.md says
	pruning = 24 * time.Hour       // how often older receipts are forgotten
)

// prune forgets once a day the receipts of commands that nobody repeats any
// more, and the forms that were begun and left.
func (w *Worker) prune(ctx context.Context) error {
	now := w.Desk.Moment()
	if now.Sub(w.pruned) < pruning {
		return nil
	}
	if _, err := w.Store.Prune(ctx, now.Add(-kept)); err != nil {
		return err
	}
	if _, err := w.Store.PruneDrafts(ctx, now); err != nil {
		return err
	}
	w.pruned = now
	return nil
}

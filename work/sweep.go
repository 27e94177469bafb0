package work

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/ledger"
)

const sweeping = time.Hour // how often all seats on movements that left are looked at

// Sweep frees once an hour, at the hub, the seats that are held on movements that
// left them behind: one that was given on another node and came in when the work
// of that movement was done is otherwise never looked at.
func (w *Worker) Sweep(ctx context.Context) error {
	now := w.Desk.Moment()
	if !w.Desk.Hub() || now.Sub(w.swept) < sweeping {
		return nil
	}
	refs, err := w.Desk.Left(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, ref := range refs {
		// Of each round another: the same person may be left behind there twice.
		id := sha256.Sum256(fmt.Append(nil, "sweep/", ref, "/", now.Unix()))
		err := w.freeEach(ctx, desk.Job{ID: ledger.Command(id[:16]), Ref: ref}, leftBehind)
		if !errors.Is(err, desk.ErrShut) { // those wait for who opens the file
			failed = cmp.Or(failed, err)
		}
	}
	w.swept = now
	return failed
}

// leftBehind is why somebody who stands there has no seat on a movement that is gone.
func leftBehind(s casefile.Status) string {
	switch {
	case s == casefile.StatusNotPresent:
		return "not-presented"
	case s.Journeying() && s != casefile.StatusBoarded:
		return "left-behind"
	}
	return ""
}

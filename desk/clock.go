package desk

import (
	"context"
	"sync"
	"time"

	"amana/domain/key"
)

// wall compares the system's clock with a stopwatch that nobody can set.
type wall struct {
	mu      sync.Mutex
	started time.Time // by the stopwatch
	clock   time.Time // by the clock, then
}

// jumpsFrom is how far the clock must have moved by itself to count as set:
// more than a time server's gentle corrections.
const jumpsFrom = time.Minute

// WatchClock records it when the system's clock was set forward or back since
// the last time. What was recorded stays in order all the same: a moment is
// never before the newest that the node knows.
func (d *Desk) WatchClock(ctx context.Context) error {
	jumped := d.wall.jumped(d.clock(), time.Now())
	if jumped == 0 {
		return nil
	}
	d.log.Warn("the clock was set", "seconds", int64(jumped.Seconds()))
	return d.own(ctx, key.ClockJumped{Seconds: int64(jumped.Seconds())})
}

func (w *wall) jumped(clock, stopwatch time.Time) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	jumped := clock.Round(0).Sub(w.clock) - stopwatch.Sub(w.started)
	first := w.started.IsZero()
	if !first && jumped.Abs() < jumpsFrom {
		return 0
	}
	w.started, w.clock = stopwatch, clock.Round(0)
	if first {
		return 0
	}
	return jumped
}

package desk

import (
	"context"
	"slices"
	"sync"
	"time"

	"amana/domain/fault"
	"amana/domain/key"
	"amana/domain/ledger"
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
	clock, stopwatch := d.clock(), time.Now()
	jumped := d.wall.jumped(clock, stopwatch)
	if jumped == 0 {
		return nil
	}
	d.log.Warn("the clock was set", "seconds", int64(jumped.Seconds()))
	if err := d.own(ctx, key.ClockJumped{Seconds: int64(jumped.Seconds())}); err != nil {
		return err // and said the next time
	}
	d.wall.from(clock, stopwatch)
	return nil
}

// jumped is how far the clock was set since it was compared from; the first time
// it is compared from then on.
func (w *wall) jumped(clock, stopwatch time.Time) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.started.IsZero() {
		w.started, w.clock = stopwatch, clock.Round(0)
		return 0
	}
	jumped := clock.Round(0).Sub(w.clock) - stopwatch.Sub(w.started)
	if jumped.Abs() < jumpsFrom {
		return 0
	}
	return jumped
}

// from has it compared from here on.
func (w *wall) from(clock, stopwatch time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.started, w.clock = stopwatch, clock.Round(0)
}

// trust says how far the clock is believed: so far ahead of what was recorded,
// or of what a stopwatch has counted since it was believed last, and no further.
// One entry of next year would hold every later one there, for as long as it
// takes the clock to come by, and nothing would grow old meanwhile.
type trust struct {
	leap  time.Duration
	watch func() time.Time // by the stopwatch

	mu        sync.Mutex
	clock     time.Time // when it was believed last
	stopwatch time.Time // then
	from      time.Time // from which it is counted while the clock cannot be right; zero: it can
	counting  time.Time // since then, by the stopwatch
}

// upTo is the newest time that can be believed where the clock says now, and by
// how much the clock is ahead of it; 0 where the clock itself is believed.
func (t *trust) upTo(now, newest time.Time) (believed time.Time, ahead time.Duration) {
	if t.leap == 0 || newest.IsZero() { // in a new log there is nothing to compare with
		return now, 0
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	believed = newest
	if !t.stopwatch.IsZero() {
		if counted := t.clock.Add(t.watch().Sub(t.stopwatch)); counted.After(believed) {
			believed = counted
		}
	}
	if ahead = now.Sub(believed); ahead > t.leap {
		return believed, ahead
	}
	t.clock, t.stopwatch = now, t.watch()
	return now, 0
}

// atLeast is the time before which it cannot be: the newest, or where the clock
// is so far behind it that it must be the clock that is wrong, what the stopwatch
// has counted since. Less far behind, either may be, and the newest stands until
// the clock has come by.
func (t *trust) atLeast(now, newest time.Time) time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	least := newest
	if counted := t.from.Add(t.watch().Sub(t.counting)); !t.from.IsZero() && counted.After(newest) {
		least = counted
	} else {
		t.from, t.counting = newest, t.watch()
	}
	if t.leap == 0 || least.Sub(now) <= t.leap {
		t.from = time.Time{}
		return newest
	}
	if least = least.Truncate(time.Second); least.Before(newest) {
		return newest
	}
	return least
}

func (t *trust) believe(now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.clock, t.stopwatch = now, t.watch()
}

// Ahead is by how much the clock is ahead of what can be believed; 0 where it is
// believed.
func (d *Desk) Ahead() time.Duration {
	_, ahead := d.trust.upTo(d.clock(), d.newest.get())
	return ahead
}

// timely refuses an act while nobody believes the clock. One that stops a journey,
// whatever else it says, is recorded all the same, at the newest time that is
// believed; so is the opening of a file in which an import does so next. Of what the
// node says of itself nobody asks.
func (d *Desk) timely(bodies []ledger.Body) error {
	if slices.ContainsFunc(bodies, func(b ledger.Body) bool { return ledger.EffectOf(b) == ledger.Stop }) {
		return nil
	}
	now := d.clock()
	believed, ahead := d.trust.upTo(now, d.newest.get())
	if ahead == 0 {
		return nil
	}
	return fault.New(fault.Busy, "fault.clock-ahead", fault.A("clock", now.UTC()), fault.A("at", believed.UTC()), fault.A("command", "amana clock accept --as NAME"))
}

// AcceptClock takes the clock's word, because an officer has looked at it, and
// records by how much it was ahead, and who looked.
func (d *Desk) AcceptClock(ctx context.Context, who Actor) (ahead time.Duration, err error) {
	if who.Key == nil {
		return 0, fault.New(fault.Denied, "fault.sign-in-needed")
	}
	if ahead = d.Ahead(); ahead == 0 {
		return 0, nil
	}
	d.trust.believe(d.clock()) // first: it is recorded at the time that is believed from now on, and others believe it by that
	return ahead, d.own(ctx, key.ClockJumped{Seconds: int64(ahead.Seconds()), Seen: who.ID})
}

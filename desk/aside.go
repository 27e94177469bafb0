package desk

import (
	"context"
	"sync"
	"time"

	"amana/domain/fault"
)

// aside is work that a process does beside whoever asks for its result, once at
// a time: what was found last is shown meanwhile.
type aside struct {
	mu      sync.Mutex
	working chan struct{} // closed when the work under way is over
	ended   time.Time     // by the stopwatch
	err     error
}

// asideWait is how long somebody waits for what was never worked out.
const asideWait = 8 * time.Second

// begin works, unless somebody does already. The result is there when what it
// returns is closed.
func (a *aside) begin(ctx context.Context, d *Desk, what string, work func(context.Context) error) <-chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.working != nil {
		return a.working
	}
	done := make(chan struct{})
	a.working = done
	go func() {
		err := work(context.WithoutCancel(ctx))
		if err != nil {
			d.log.Error(what, "error", err)
		}
		a.mu.Lock()
		a.working, a.err, a.ended = nil, err, time.Now()
		a.mu.Unlock()
		close(done)
	}()
	return done
}

// wait waits for work under way as long as somebody before a page can.
func (a *aside) wait(ctx context.Context, done <-chan struct{}) error {
	select {
	case <-done:
		a.mu.Lock()
		defer a.mu.Unlock()
		return a.err
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(asideWait):
		return fault.New(fault.Busy, "fault.still-counting")
	}
}

// older says whether the work was done longer ago than age.
func (a *aside) older(age time.Duration) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return time.Since(a.ended) > age
}

package main

import (
	"fmt"
	"sync"
	"time"

	"amana/domain/fault"
)

// patience is how long the program works without a word.
const patience = time.Second

// spoken is when the program last said how far it is: one time for all that a
// subcommand does, so that no change of work makes it silent for longer.
type spoken struct {
	mu    sync.Mutex
	after time.Duration
	last  time.Time
}

// progress tells on the error output how far something has come, if it takes
// longer than the patience of who waits. what is the key of its name; of is 0
// when nobody knows. Many may call what it returns at once.
func (p *program) progress(what string) func(n, of int64) {
	say, l, s := p.speak(), p.look(), &p.spoken
	s.mu.Lock()
	if s.last.IsZero() {
		s.last = time.Now()
	}
	s.mu.Unlock()
	return func(n, of int64) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if time.Since(s.last) < s.after {
			return
		}
		s.last = time.Now()
		key := "progress.so-far"
		if of > 0 {
			key = "progress.of"
		}
		fmt.Fprintln(p.stderr, l.line(say.Text(key, []fault.Arg{fault.A("what", say.Text(what, nil)), fault.A("done", n), fault.A("of", of)})))
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/safeguard"
)

// rules asks every rule of the book about one folded case, again and again: of
// somebody at the door of the aircraft, and of somebody of whom most is missing.
func (b *bench) rules(ctx context.Context) (err error) {
	folder, err := b.room("rules")
	if err != nil {
		return err
	}
	number, at := "", time.Time{}
	n, err := found(ctx, folder, "", func(w *desktest.World) error {
		if err := w.Scene(ctx); err != nil {
			return err
		}
		numbers, err := w.Ways(ctx, desktest.Traveller{Given: "Amina", Until: "boarding.board"}, desktest.Traveller{Given: "Hawa", Until: "screening.record"})
		if err != nil {
			return err
		}
		number, at = numbers[0], w.Now()
		return nil
	})
	defer func() { closing(&err, n.close) }()
	if err != nil {
		return err
	}
	around, err := surroundings(ctx, n)
	if err != nil {
		return err
	}
	slowest, blocking := time.Duration(0), 0
	var mu sync.Mutex
	err = n.desk.States(ctx, func(c *casefile.Case) error {
		mu.Lock()
		defer mu.Unlock()
		for _, act := range []safeguard.Act{safeguard.Seat, safeguard.Clearance, safeguard.Boarding} {
			took := evaluated(c, around, n, at, act)
			slowest = max(slowest, took)
			b.note("rules: %s, %d events, at %s: %s", map[bool]string{true: "at the door", false: "waiting"}[c.Number == number], c.Past.N, act, took)
		}
		if c.Number == number {
			blocking = len(safeguard.Blocking(safeguard.Evaluate(c.Facts(around), n.desk.Book(), at, safeguard.Boarding)))
		}
		return nil
	})
	if err == nil && n.desk.Book() == nil {
		err = errors.New("no rule book is in force")
	}
	if err != nil {
		return err
	}
	b.table.atMost("all rules of one folded case", slowest, 50*time.Microsecond, fmt.Sprintf(" (%d rules, %d block)", len(n.desk.Book().Clauses), blocking))
	return nil
}

// surroundings are those of the desk's tests, as far as rules read them.
func surroundings(ctx context.Context, n *node) (safeguard.Surroundings, error) {
	flight, err := n.desk.Movement(ctx, n.who("mov"), desktest.Flight)
	if err != nil {
		return safeguard.Surroundings{}, err
	}
	return safeguard.Surroundings{
		Zone: n.desk.Where(), Hub: true, Country: &safeguard.Country{Sheet: "NGA-1", AtRisk: []string{"ERI"}},
		Movement: flight.Fact(), Places: map[string]safeguard.Place{}, Texts: map[string]int{safeguard.ReturnDeclaration + "/hau": 1},
	}, nil
}

// evaluated is how long all rules of one case take: the fastest of several
// turns, which the machine disturbed least.
func evaluated(c *casefile.Case, around safeguard.Surroundings, n *node, at time.Time, act safeguard.Act) time.Duration {
	const turns, times = 10, 2000
	book, best := n.desk.Book(), time.Hour
	for range turns {
		start := time.Now()
		for range times {
			safeguard.Evaluate(c.Facts(around), book, at, act)
		}
		best = min(best, time.Since(start)/times)
	}
	return best
}

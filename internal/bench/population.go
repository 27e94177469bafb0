package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/safeguard"
	"amana/web/webtest"
)

const (
	events = 30  // how many each case of the population has
	atGate = 150 // how many wait at the gate of a charter
)

// population builds a caseload of the full size and measures what an overview,
// a rebuild, the pages and a server do with it.
func (b *bench) population(ctx context.Context) (err error) {
	return b.populated(ctx, b.overview, b.board, b.refold, b.pages, b.memory)
}

func (b *bench) populated(ctx context.Context, measures ...func(context.Context, *node) error) (err error) {
	folder, err := b.room("population")
	if err != nil {
		return err
	}
	var around *webtest.World
	n, err := found(ctx, folder, "", func(w *desktest.World) (err error) {
		if around, err = webtest.Around(ctx, w, atGate); err != nil {
			return err
		}
		return sheets(ctx, w, countries[1:]) // the first has one
	})
	defer func() { closing(&err, func() error { return n.close() }) }()
	if err != nil {
		return err
	}
	start := time.Now()
	if err := (caseload{0, b.cases, events}).take(ctx, n, b.progress("population: cases", b.cases)); err != nil {
		return err
	}
	b.note("population: %d cases in %s, %.0f events/s", b.cases, time.Since(start).Round(time.Second), float64(b.cases*events)/time.Since(start).Seconds())
	b.around = around
	for _, measure := range measures {
		if err := n.reopen(ctx); err != nil {
			return err
		}
		if err := measure(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// overview asks every rule about every case: folded in memory, and from the
// states that the store has, with loading and opening them.
func (b *bench) overview(ctx context.Context, n *node) error {
	around := safeguard.Surroundings{
		Zone: n.desk.Where(), Hub: true, Country: &safeguard.Country{Sheet: "NGA-1", AtRisk: []string{"ERI"}},
		Places: map[string]safeguard.Place{}, Texts: map[string]int{safeguard.ReturnDeclaration + "/hau": 1},
	}
	book, at := n.desk.Book(), n.desk.Moment()
	var blocked, seen atomic.Int64
	ask := func(c *casefile.Case) {
		seen.Add(1)
		if !safeguard.Clear(safeguard.Evaluate(c.Facts(around), book, at, safeguard.Clearance)) {
			blocked.Add(1)
		}
	}
	start := time.Now()
	if err := n.desk.States(ctx, func(c *casefile.Case) error { ask(c); return nil }); err != nil {
		return err
	}
	opened := time.Since(start)
	all := make([]*casefile.Case, seen.Load())
	if len(all) < b.cases {
		return fmt.Errorf("%d cases have a state, not %d", len(all), b.cases)
	}
	var next atomic.Int64
	if err := n.desk.States(ctx, func(c *casefile.Case) error { all[next.Add(1)-1] = c; return nil }); err != nil {
		return err
	}
	runtime.GC()
	start = time.Now()
	for _, c := range all {
		ask(c)
	}
	b.table.atSize("all rules of all folded cases, in memory", time.Since(start), 5*time.Second, b.cases, " on one core")
	b.table.atSize("all rules of all cases, from cached states", opened, 10*time.Second, b.cases, "")
	b.note("overview: %d of %d were blocked", blocked.Load()/2, len(all))
	return nil
}

// refold folds everything again from the log.
func (b *bench) refold(ctx context.Context, n *node) error {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as the program does
	var entries atomic.Int64
	start := time.Now()
	err := n.desk.Refold(ctx, func(c *casefile.Case) error { entries.Add(int64(c.Past.N)); return nil })
	took := time.Since(start)
	if err != nil {
		return err
	}
	start = time.Now()
	if _, err := n.desk.Rebuild(ctx, nil); err != nil {
		return err
	}
	b.table.atSize(fmt.Sprintf("full refold of %d entries", entries.Load()), took, 30*time.Second, b.cases,
		fmt.Sprintf(" (a rebuild: %s)", rounded(time.Since(start))))
	return nil
}

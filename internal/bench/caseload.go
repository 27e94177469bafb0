package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"amana/desk"
)

// group is how many commands of a caseload go into one transaction.
const group = 500

// caseload is many cases, told on somebody's word as an import tells them.
type caseload struct {
	first, cases, events int
}

// take gives them at the desk from two goroutines: while one decides and
// signs, a group of the other is stored. done hears how many cases there are.
func (c caseload) take(ctx context.Context, n *node, done func(cases int)) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var next, ready atomic.Int64
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() {
			batch := n.desk.Batch(group)
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= c.cases {
					break
				}
				if err := c.one(ctx, n, batch, c.first+i); err != nil {
					stop(err)
				}
				if r := int(ready.Add(1)); done != nil && r%1000 == 0 {
					done(r)
				}
			}
			if err := batch.Flush(ctx); err != nil {
				stop(err)
			}
		})
	}
	wait.Wait()
	return context.Cause(ctx)
}

func (c caseload) one(ctx context.Context, n *node, batch *desk.Batch, i int) error {
	name, number := fmt.Sprintf("person %d", i), ""
	for k, a := range life(i, c.events) {
		r, err := request(name, k, a)
		if err != nil {
			return err
		}
		r.Imported = "bench"
		receipt, err := batch.Do(ctx, n.who("cas"), number, r)
		if err != nil {
			return fmt.Errorf("%s: %w", a.command, err)
		}
		number = receipt.Case
	}
	return nil
}

// progress notes how a caseload grows.
func (b *bench) progress(what string, of int) func(int) {
	start := time.Now()
	return func(done int) {
		if done%(max(of/10, 1000)) == 0 {
			b.note("%s: %d of %d, %s", what, done, of, time.Since(start).Round(time.Second))
		}
	}
}

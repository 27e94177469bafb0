package main

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"amana/domain/casefile"
)

// One act through the desk on a case of 40 events, one after the other, each
// durable before the next. Half of the cases are not in memory before.
const (
	actCases  = 500
	actEvents = 40
	actBlock  = 50 // acts between two turns of the baseline
)

func (b *bench) acts(ctx context.Context) (err error) {
	folder, err := b.room("act")
	if err != nil {
		return err
	}
	n, err := found(ctx, folder, "", nil)
	defer func() { closing(&err, n.close) }()
	if err != nil {
		return err
	}
	cases := min(b.cases, actCases)
	acts := 2 * cases
	b.note("act: making %d cases of %d events", cases, actEvents)
	numbers, err := b.counselled(ctx, n, cases)
	if err != nil {
		return err
	}
	if err := n.reopen(ctx); err != nil {
		return err
	}
	plain := filepath.Join(folder, "bare.db")
	if err := n.store.Backup(ctx, plain, nil); err != nil {
		return err
	}
	run := actRun{node: n, numbers: numbers}
	if run.seen, err = openBare(n.path(), n.keys.DatabaseHex()); err != nil {
		return err
	}
	defer func() { closing(&err, run.seen.close) }()
	if run.plain, err = openBare(plain, n.keys.DatabaseHex()); err != nil {
		return err
	}
	defer func() { closing(&err, run.plain.close) }()
	if run.size, err = n.store.Size(ctx); err != nil {
		return err
	}
	for i := range acts {
		if err := run.one(ctx, i); err != nil {
			return err
		}
		if (i+1)%actBlock == 0 {
			if err := run.baseline(ctx); err != nil {
				return err
			}
		}
	}
	ours, bare := sum(run.ours), sum(run.bare)
	b.table.atLeast("one act, to the same rows", "%.2f", bare.Seconds()/ours.Seconds(), 0.3,
		fmt.Sprintf(" (%.0f acts/s to %.0f/s)", float64(acts)/ours.Seconds(), float64(acts)/bare.Seconds()))
	b.table.atMost("one act, p99", percentile(run.ours, 99), 25*time.Millisecond,
		fmt.Sprintf(" (median %s; bare p99 %s)", rounded(percentile(run.ours, 50)), rounded(percentile(run.bare, 99))))
	return nil
}

// counselled makes the cases as officers would, with their signatures and
// attestations, which are events too.
func (b *bench) counselled(ctx context.Context, n *node, cases int) ([]string, error) {
	batch := n.desk.Batch(group)
	numbers := make([]string, cases)
	give := func(i, k int, a act) error {
		r, err := request(fmt.Sprintf("act %d", i), k, a)
		if err != nil {
			return err
		}
		receipt, err := batch.Do(ctx, n.who(by(a.command)), numbers[i], r)
		if err != nil {
			return fmt.Errorf("%s: %w", a.command, err)
		}
		numbers[i] = receipt.Case
		return nil
	}
	const first = 28 // commands that make less than actEvents events
	for i := range numbers {
		for k, a := range life(i, first) {
			if err := give(i, k, act{command: a.command, args: a.args}); err != nil {
				return nil, err
			}
		}
	}
	for more := true; more; {
		if err := batch.Flush(ctx); err != nil {
			return nil, err
		}
		lengths, err := lengths(ctx, n)
		if err != nil {
			return nil, err
		}
		more = false
		for i, number := range numbers {
			for k := lengths[number]; k < actEvents; k++ {
				more = true
				if err := give(i, 1000+k, (&person{i: i}).more(k)); err != nil {
					return nil, err
				}
			}
		}
	}
	return numbers, nil
}

// lengths is of how many events each case is.
func lengths(ctx context.Context, n *node) (map[string]int, error) {
	var mu sync.Mutex
	all := map[string]int{}
	err := n.desk.States(ctx, func(c *casefile.Case) error {
		mu.Lock()
		defer mu.Unlock()
		all[c.Number] = c.Past.N
		return nil
	})
	return all, err
}

// by is the officer who gives a command.
func by(command string) string {
	switch command {
	case "screening.record", "trafficking.screen", "voluntary.assess", "risk.assess":
		return "pia"
	case "entry.confirm", "document.record":
		return "cas"
	case "health.examine":
		return "doc"
	}
	return "cou"
}

// actRun gives acts, and has the baseline write what they wrote.
type actRun struct {
	node        *node
	numbers     []string
	seen, plain *bare
	size        int64

	ours, bare []time.Duration
	waiting    []actWritten
}

type actWritten struct {
	rows []written
	size int64
}

func (r *actRun) one(ctx context.Context, i int) error {
	a := (&person{i: i}).more(i)
	n := r.node
	q, err := request("given", i, a)
	if err != nil {
		return err
	}
	start := time.Now()
	receipt, err := n.desk.Do(ctx, n.who(by(a.command)), r.numbers[i%len(r.numbers)], q)
	r.ours = append(r.ours, time.Since(start))
	if err != nil {
		return fmt.Errorf("%s: %w", a.command, err)
	}
	first, next := r.size, receipt.Index+1
	r.size = next
	rows, err := r.seen.logged(ctx, first, next)
	if err != nil {
		return err
	}
	stream := rows[0].args[0].(int64) >> 32 // of the entry's position
	shown, err := r.seen.shown(ctx, stream)
	if err != nil {
		return err
	}
	rows = append(rows, shown...)
	if rows, err = r.seen.read(ctx, rows, "command", "command t where t.id = $1", q.ID[:]); err != nil {
		return err
	}
	r.waiting = append(r.waiting, actWritten{rows, next})
	return nil
}

func (r *actRun) baseline(ctx context.Context) error {
	for _, w := range r.waiting {
		took, err := r.plain.store(ctx, w.rows, w.size)
		if err != nil {
			return err
		}
		r.bare = append(r.bare, took)
	}
	r.waiting = nil
	return nil
}

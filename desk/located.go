package desk

import (
	"context"
	"encoding/binary"
	"slices"
	"sync"

	"amana/domain/fault"
	"amana/domain/ledger"
)

// located finds entries by their hash. The log is kept by index, and an index of
// hashes in the database would cost every act: this keeps four bytes of each
// entry in memory, once somebody asks.
type located struct {
	mu    sync.Mutex
	marks []uint32 // by index
}

// scanned is how many leaf hashes are read at a time.
const scanned = 1 << 14

func markOf(leaf ledger.Hash) uint32 { return binary.BigEndian.Uint32(leaf[:]) }

// Locate is the index of an entry by its hash.
func (d *Desk) Locate(ctx context.Context, leaf ledger.Hash) (int64, error) {
	marks, err := d.located.upToNow(ctx, d)
	if err != nil {
		return 0, err
	}
	for i, mark := range slices.Backward(marks) {
		if mark != markOf(leaf) {
			continue
		}
		found, err := d.db.Leaves(ctx, int64(i), int64(i)+1)
		if err != nil {
			return 0, err
		}
		if found[0] == leaf {
			return int64(i), nil
		}
	}
	return 0, fault.New(fault.Missing, "fault.not-found")
}

// upToNow are the marks of every entry that there is now. What is behind them
// never changes, so whoever has them may go on reading.
func (l *located) upToNow(ctx context.Context, d *Desk) ([]uint32, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	size, err := d.db.Size(ctx)
	if err != nil {
		return nil, err
	}
	for from := int64(len(l.marks)); from < size; from = int64(len(l.marks)) {
		leaves, err := d.db.Leaves(ctx, from, min(from+scanned, size))
		if err != nil {
			return nil, err
		}
		for _, leaf := range leaves {
			l.marks = append(l.marks, markOf(leaf))
		}
	}
	return l.marks, nil
}

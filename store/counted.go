package store

import (
	"context"
	"sync/atomic"
)

type countKey struct{}

// Counted is a context in which n counts the statements that read the store: a
// page that asks once a row would be found by it.
func Counted(ctx context.Context, n *atomic.Int64) context.Context {
	return context.WithValue(ctx, countKey{}, n)
}

func count(ctx context.Context) {
	if n, counted := ctx.Value(countKey{}).(*atomic.Int64); counted {
		n.Add(1)
	}
}

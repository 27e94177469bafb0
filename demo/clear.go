package demo

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"amana/store"
)

// Clear takes everything out of the PostgreSQL database at an address. Whoever
// calls it has asked Own before: nothing brings back what was in it.
func Clear(ctx context.Context, address string) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return fmt.Errorf("demo: clearing the database: %w", err)
	}
	defer conn.Close(ctx)
	tx, err := conn.Begin(ctx)
	if err != nil {
		return fmt.Errorf("demo: clearing the database: %w", err)
	}
	defer func() { _ = tx.Rollback(ctx) }()
	names := []string{"migration"}
	for _, t := range store.Tables() {
		names = append(names, t.Name)
	}
	for _, name := range names {
		if _, err := tx.Exec(ctx, "drop table if exists "+pgx.Identifier{name}.Sanitize()+" cascade"); err != nil {
			return fmt.Errorf("demo: clearing the database: %w", err)
		}
	}
	return tx.Commit(ctx)
}

package desk

import (
	"context"

	"amana/domain/ledger"
)

// Opens is what this process can open of an office now.
func (d *Desk) Opens(office string) ledger.Set { return d.ring.Compartments(office) }

// Reload reads the register again at once.
func (d *Desk) Reload(ctx context.Context) error { return d.register.load(ctx, d) }

package dossier

import (
	"context"
	"time"

	"amana/domain/casefile"
	"amana/domain/ledger"
)

// Source is where a Reader finds the streams that surround a case: as they are
// now, as they were once known, or as they were disclosed. It says nothing of
// what they mean.
type Source interface {
	// Named is the stream that a reference names. known is false where none is
	// known under it; that is no error.
	Named(ctx context.Context, subject casefile.Subject, ref string) (name ledger.Stream, known bool, err error)

	// File is a stream as it counts here, or nil if nothing of it does.
	File(ctx context.Context, name ledger.Stream) (*File, error)

	// Living are the cases of those who were ever said to live in one of some
	// households, each once. codes may be none.
	Living(ctx context.Context, codes []string) ([]ledger.Stream, error)

	// Heard is when anything was last recorded of a parent whose file is not all
	// read here, as far as it can be a stop; zero if it was none.
	Heard(ctx context.Context, parent *File) (time.Time, error)
}

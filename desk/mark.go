package desk

import (
	"context"
	"crypto/sha256"
	"errors"
	"net/http"
	"slices"
	"strings"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// MaxAttached is how large a picture or sound may be, in bytes.
const MaxAttached = 700 << 10

// pictured are arguments that name the picture or sound of a mark by its SHA-256.
type pictured interface{ Pictured() ledger.Hash }

// checkAttached says whether what came with a command is the picture or sound
// that its arguments name. It is kept as it came and never looked into.
func checkAttached(args any, content []byte) error {
	if content == nil {
		return nil
	}
	p, takes := args.(pictured)
	kind := http.DetectContentType(content)
	switch {
	case !takes:
		return fault.New(fault.Invalid, "fault.nothing-attached-here").In("attached")
	case len(content) > MaxAttached:
		return fault.New(fault.Invalid, "fault.attached-too-large", fault.A("max", MaxAttached)).In("attached")
	case !slices.ContainsFunc([]string{"image/jpeg", "image/png", "image/webp", "audio/", "application/ogg", "video/webm"}, func(k string) bool { return strings.HasPrefix(kind, k) }):
		return fault.New(fault.Invalid, "fault.attached-kind").In("attached")
	case p.Pictured() != ledger.Hash(sha256.Sum256(content)):
		return fault.New(fault.Invalid, "fault.attached-other").In("args.markDigest")
	}
	return nil
}

// attach seals what came with a command for whoever reads the act itself.
func attach(w *store.Write, next *file, content []byte) error {
	if content == nil {
		return nil
	}
	k := next.deks.newest(ledger.General)
	if k == nil {
		return ErrShut
	}
	hash := ledger.Hash(sha256.Sum256(content))
	sealed, err := seal.SealBlob(&k.DEK, ledger.General, hash, content)
	if err != nil {
		return err
	}
	w.Attachments = []store.Attachment{{Hash: hash, Compartment: ledger.General, Sealed: sealed}}
	return nil
}

// Attached is the picture or sound that an act in a case names by its SHA-256,
// for whoever reads that act.
func (d *Desk) Attached(ctx context.Context, who Actor, number string, hash ledger.Hash) ([]byte, error) {
	missing := fault.New(fault.Missing, "fault.nothing-attached")
	v, f, err := d.shownTo(ctx, who, number)
	if err != nil {
		return nil, err
	}
	named := func(e ledger.Event) bool {
		p, is := e.Body.(pictured)
		return is && p.Pictured() == hash
	}
	if hash.IsZero() || !slices.ContainsFunc(f.Events, named) {
		return nil, missing
	}
	a, err := d.db.Attachment(ctx, v.file.Name, hash)
	if errors.Is(err, store.ErrMissing) {
		return nil, missing
	}
	if err != nil {
		return nil, err
	}
	for _, k := range v.file.deks.open[a.Compartment] {
		if content, err := seal.OpenBlob(&k.DEK, a.Compartment, hash, a.Sealed); err == nil {
			return content, nil
		}
	}
	return nil, missing
}

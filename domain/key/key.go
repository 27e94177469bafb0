// Package key holds the events by which the keys of a log come and go. They
// are disclosed to every verifier, for without them no signature means
// anything. It compares and names keys; signing is the machinery's work.
package key

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"

	"amana/domain/ledger"
)

// ID names a public key: the first sixteen bytes of its SHA-256.
type ID [16]byte

// Public is an Ed25519 public key.
type Public [32]byte

// Signature is an Ed25519 signature.
type Signature [64]byte

// IDOf is the name of a public key.
func IDOf(p Public) ID {
	sum := sha256.Sum256(p[:])
	return ID(sum[:len(ID{})])
}

// Enrolled says that a key signs entries of this log from the next entry on.
// The first entry of a log is the only one that enrols the key it is itself
// signed with; it alone carries Identity and Log.
type Enrolled struct {
	KID      ID        `json:"kid"`
	Public   Public    `json:"public"`
	Node     string    `json:"node"`
	Voucher  Signature `json:"voucher"` // by the node's identity key, over VoucherText
	Identity Public    `json:"identity,omitzero"`
	Log      string    `json:"log,omitempty"` // the verifier key of the log's checkpoints

	Acted ledger.Actor `json:"acted,omitzero"` // in a restored log, of a key of the log before: under which name its node acted by itself
}

// Kind implements ledger.Body.
func (Enrolled) Kind() string { return "key.enrolled" }

// Revoked says that no later entry of this log may be signed with a key.
type Revoked struct {
	KID    ID     `json:"kid"`
	Reason string `json:"reason"`
}

// Kind implements ledger.Body.
func (Revoked) Kind() string { return "key.revoked" }

// OfficeKeyed says that an office has keys of its own from then on.
type OfficeKeyed struct {
	Office string `json:"office"`
}

// Kind implements ledger.Body.
func (OfficeKeyed) Kind() string { return "key.office-made" }

// OfficeRotated says that what an office records in a compartment is sealed
// under another key from then on, and that the keys before it are gone.
type OfficeRotated struct {
	Office      string             `json:"office"`
	Compartment ledger.Compartment `json:"compartment"`
	Epoch       int                `json:"epoch"`
}

// Kind implements ledger.Body.
func (OfficeRotated) Kind() string { return "key.office-rotated" }

// ClockJumped says that a node's clock was set forward or back.
type ClockJumped struct {
	Seconds int64        `json:"seconds"`       // forward; negative: back
	Seen    ledger.Actor `json:"seen,omitzero"` // the officer who looked at it and found it right
}

// Kind implements ledger.Body.
func (ClockJumped) Kind() string { return "clock.jumped" }

// Destroyed says that the keys of a stream were destroyed, and with them
// everything that was sealed under them: a person's file was erased. The entries
// stay, and nobody can read them.
type Destroyed struct {
	Stream ledger.Stream `json:"stream"`
}

// Kind implements ledger.Body.
func (Destroyed) Kind() string { return "key.destroyed" }

// VoucherText is what a node's identity key signs to vouch for an entry key.
func VoucherText(p Public) string {
	return "amana-entry-key/v1\n" + IDOf(p).String() + "\n" + p.String() + "\n"
}

var errText = errors.New("key: malformed key or signature")

var b64 = base64.RawURLEncoding.Strict()

func decode(dst, text []byte) error {
	if len(text) != b64.EncodedLen(len(dst)) {
		return errText
	}
	// The count matters: the decoder passes over line breaks in silence.
	if n, err := b64.Decode(dst, text); err != nil || n != len(dst) {
		return errText
	}
	return nil
}

func (id ID) String() string                { return b64.EncodeToString(id[:]) }
func (id ID) MarshalText() ([]byte, error)  { return b64.AppendEncode(nil, id[:]), nil }
func (id *ID) UnmarshalText(t []byte) error { return decode(id[:], t) }

func (p Public) String() string                { return b64.EncodeToString(p[:]) }
func (p Public) MarshalText() ([]byte, error)  { return b64.AppendEncode(nil, p[:]), nil }
func (p *Public) UnmarshalText(t []byte) error { return decode(p[:], t) }

func (s Signature) String() string                { return b64.EncodeToString(s[:]) }
func (s Signature) MarshalText() ([]byte, error)  { return b64.AppendEncode(nil, s[:]), nil }
func (s *Signature) UnmarshalText(t []byte) error { return decode(s[:], t) }

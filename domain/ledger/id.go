// Package ledger holds what every event has in common: its name, its place in
// a stream, what it discloses to whom, and the one order in which a stream is
// folded everywhere.
package ledger

import (
	"encoding/base64"
	"errors"
)

// Hash is an RFC 6962 leaf hash. It names an event.
type Hash [32]byte

// Stream names a stream of events: 128 random bits, the same in every log and
// never shown to a user or printed.
type Stream [16]byte

// Actor names whoever did something: the stream of a user, or of a node when
// the program acted by itself.
type Actor Stream

// Command names one command of one caller, so that repeating it does nothing.
type Command [16]byte

var b64 = base64.RawURLEncoding

var errID = errors.New("ledger: malformed identifier")

func decode(dst []byte, text []byte) error {
	if b64.DecodedLen(len(text)) != len(dst) {
		return errID
	}
	if n, err := b64.Strict().Decode(dst, text); err != nil || n != len(dst) {
		return errID
	}
	return nil
}

func (h Hash) String() string                { return b64.EncodeToString(h[:]) }
func (h Hash) MarshalText() ([]byte, error)  { return b64.AppendEncode(nil, h[:]), nil }
func (h *Hash) UnmarshalText(t []byte) error { return decode(h[:], t) }
func (h Hash) IsZero() bool                  { return h == Hash{} }

func (s Stream) String() string                { return b64.EncodeToString(s[:]) }
func (s Stream) MarshalText() ([]byte, error)  { return b64.AppendEncode(nil, s[:]), nil }
func (s *Stream) UnmarshalText(t []byte) error { return decode(s[:], t) }
func (s Stream) IsZero() bool                  { return s == Stream{} }

func (a Actor) String() string                { return b64.EncodeToString(a[:]) }
func (a Actor) MarshalText() ([]byte, error)  { return b64.AppendEncode(nil, a[:]), nil }
func (a *Actor) UnmarshalText(t []byte) error { return decode(a[:], t) }
func (a Actor) IsZero() bool                  { return a == Actor{} }

func (c Command) String() string                { return b64.EncodeToString(c[:]) }
func (c Command) MarshalText() ([]byte, error)  { return b64.AppendEncode(nil, c[:]), nil }
func (c *Command) UnmarshalText(t []byte) error { return decode(c[:], t) }
func (c Command) IsZero() bool                  { return c == Command{} }

package seal

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"amana/domain/ledger"
)

// Checkpoint says what a log holds (C2SP tlog-checkpoint).
type Checkpoint struct {
	Origin string
	Size   int64
	Root   ledger.Hash
	Extra  string // further lines, each with its newline; ours have none
}

// Text is what is signed.
func (c Checkpoint) Text() string {
	return c.Origin + "\n" + strconv.FormatInt(c.Size, 10) + "\n" + c.RootText() + "\n" + c.Extra
}

// RootText is the root as checkpoints and reports spell it.
func (c Checkpoint) RootText() string { return base64.StdEncoding.EncodeToString(c.Root[:]) }

// Name is "size:root", as events name the newest hub checkpoint they know.
func (c Checkpoint) Name() string { return strconv.FormatInt(c.Size, 10) + ":" + c.Root.String() }

// ErrCheckpoint says that a text is no checkpoint.
var ErrCheckpoint = errors.New("seal: not a checkpoint")

// ParseCheckpoint reads the text of a checkpoint, without signatures.
func ParseCheckpoint(text string) (Checkpoint, error) {
	origin, rest, ok1 := strings.Cut(text, "\n")
	size, rest, ok2 := strings.Cut(rest, "\n")
	root, extra, ok3 := strings.Cut(rest, "\n")
	n, err := strconv.ParseInt(size, 10, 64)
	if !ok1 || !ok2 || !ok3 || origin == "" || err != nil || n < 0 || strconv.FormatInt(n, 10) != size {
		return Checkpoint{}, ErrCheckpoint
	}
	c := Checkpoint{Origin: origin, Size: n, Extra: extra}
	got, err := base64.StdEncoding.Strict().DecodeString(root)
	if err != nil || len(got) != len(c.Root) || strings.ContainsAny(root, "\r\n") {
		return Checkpoint{}, ErrCheckpoint
	}
	copy(c.Root[:], got)
	for extra != "" {
		line, after, whole := strings.Cut(extra, "\n")
		if !whole || line == "" {
			return Checkpoint{}, ErrCheckpoint
		}
		extra = after
	}
	return c, nil
}

// SignCheckpoint is the checkpoint as a signed note (C2SP signed-note).
func SignCheckpoint(c Checkpoint, signers ...note.Signer) ([]byte, error) {
	signed, err := note.Sign(&note.Note{Text: c.Text()}, signers...)
	if err != nil {
		return nil, fmt.Errorf("seal: sign checkpoint: %w", err)
	}
	return signed, nil
}

// OpenCheckpoint reads a signed checkpoint of the log that holds the key
// verifierKey. The name of the key must be the checkpoint's origin.
func OpenCheckpoint(signed []byte, verifierKey string) (Checkpoint, error) {
	v, err := note.NewVerifier(verifierKey)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("seal: log key: %w", err)
	}
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	c, err := ParseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, err
	}
	if c.Origin != v.Name() {
		return Checkpoint{}, fmt.Errorf("%w: of another log", ErrCheckpoint)
	}
	return c, nil
}

// LogKey signs checkpoints. It implements note.Signer.
type LogKey struct {
	noteSigner
	verifier string
}

// NewLogKey signs checkpoints of the log called origin with k.
func NewLogKey(origin string, k ed25519.PrivateKey) (*LogKey, error) {
	verifier, err := note.NewEd25519VerifierKey(origin, k.Public().(ed25519.PublicKey))
	if err != nil {
		return nil, fmt.Errorf("log key: %w", err)
	}
	v, err := note.NewVerifier(verifier)
	if err != nil {
		return nil, fmt.Errorf("log key: %w", err)
	}
	return &LogKey{noteSigner{v.Name(), v.KeyHash(), k}, verifier}, nil
}

// VerifierKey is the text that others verify the log's checkpoints with.
func (k *LogKey) VerifierKey() string { return k.verifier }

type noteSigner struct {
	name string
	hash uint32
	key  ed25519.PrivateKey
}

func (s noteSigner) Name() string                    { return s.name }
func (s noteSigner) KeyHash() uint32                 { return s.hash }
func (s noteSigner) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key, msg), nil }

package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"amana/domain/key"
	"amana/domain/ledger"
)

// MaxEntry is how long an entry may be: what a C2SP entry bundle can hold.
const MaxEntry = 1<<16 - 1

// sizes are the numbers of digests an entry may list. A real number between
// them would say how much was recorded.
var sizes = [...]int{8, 16, 32, 64}

// Draft is an event about to be signed.
type Draft struct {
	Node        string
	Stream      ledger.Stream
	Class       ledger.Class
	Parents     []ledger.Hash
	Recorded    time.Time
	Hub         string // "size:root" of the newest hub checkpoint known, or ""
	Disclosures []Disclosure
}

// Entry is a signed event: the bytes that are the log's leaf, and their hash,
// which is the event's name.
type Entry struct {
	Bytes []byte
	Leaf  ledger.Hash
}

// LeafHash is the RFC 6962 hash of a leaf.
func LeafHash(data []byte) ledger.Hash {
	var space [4096]byte
	return sha256.Sum256(append(append(space[:0], 0), data...))
}

// Signer signs entries with the key of one process.
type Signer struct {
	key    ed25519.PrivateKey
	id     key.ID
	header string // encoded, with its full stop
}

// NewSigner signs with k.
func NewSigner(k ed25519.PrivateKey) *Signer {
	id := key.IDOf(PublicOf(k))
	return &Signer{key: k, id: id, header: header64(id) + "."}
}

// PublicOf is the public half of k.
func PublicOf(k ed25519.PrivateKey) key.Public {
	return key.Public(k.Public().(ed25519.PublicKey))
}

func header64(id key.ID) string {
	return b64.EncodeToString([]byte(headerBefore + id.String() + headerAfter))
}

const (
	headerBefore = `{"alg":"EdDSA","kid":"`
	headerAfter  = `","typ":"amana-event+sd-jwt"}`
)

// ID names the key.
func (s *Signer) ID() key.ID { return s.id }

// Public is the key that verifies what s signs.
func (s *Signer) Public() key.Public { return PublicOf(s.key) }

var errDraft = errors.New("seal: draft cannot be signed")

// Sign makes an entry of d. random gives the decoys; nil means the system's
// source. Parents and digests are sorted here; parents must be distinct, as
// must the names of disclosures. Sign holds no lock: call it before the log's.
func (s *Signer) Sign(d Draft, random io.Reader) (Entry, error) {
	payload, err := d.payload(random)
	if err != nil {
		return Entry{}, err
	}
	size := len(s.header) + b64.EncodedLen(len(payload)) + 1 + b64.EncodedLen(ed25519.SignatureSize)
	if size > MaxEntry {
		return Entry{}, fmt.Errorf("%w: %d bytes", errDraft, size)
	}
	out := make([]byte, 0, size)
	out = append(out, s.header...)
	out = b64.AppendEncode(out, payload)
	sig := ed25519.Sign(s.key, out)
	out = append(out, '.')
	out = b64.AppendEncode(out, sig)
	return Entry{Bytes: out, Leaf: LeafHash(out)}, nil
}

// payload writes the members in their one order.
func (d *Draft) payload(random io.Reader) ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	digests, err := d.digests(random)
	if err != nil {
		return nil, err
	}
	parents := slices.SortedFunc(slices.Values(d.Parents), compareHashes)
	if len(slices.Compact(slices.Clone(parents))) != len(parents) {
		return nil, fmt.Errorf("%w: a parent is named twice", errDraft)
	}
	p := make([]byte, 0, 256+46*(len(parents)+len(digests)))
	p = append(p, `{"v":1,"node":"`...)
	p = append(p, d.Node...)
	p = append(p, `","stream":"`...)
	p = b64.AppendEncode(p, d.Stream[:])
	p = append(p, `","parents":[`...)
	for i := range parents {
		p = appendQuoted(p, i, parents[i][:])
	}
	p = append(p, `],"recorded":`...)
	p = strconv.AppendInt(p, d.Recorded.Unix(), 10)
	if d.Hub != "" {
		p = append(p, `,"hub":"`...)
		p = append(p, d.Hub...)
		p = append(p, '"')
	}
	p = append(p, `,"kind":"`...)
	p = append(p, d.Class...)
	p = append(p, `","_sd_alg":"sha-256","_sd":[`...)
	for i := range digests {
		p = appendQuoted(p, i, digests[i][:])
	}
	return append(p, `]}`...), nil
}

func appendQuoted(p []byte, i int, b []byte) []byte {
	if i > 0 {
		p = append(p, ',')
	}
	p = append(p, '"')
	p = b64.AppendEncode(p, b)
	return append(p, '"')
}

func (d *Draft) check() error {
	unix := d.Recorded.Unix()
	switch {
	case !nodeOK([]byte(d.Node)):
		return fmt.Errorf("%w: node %q", errDraft, d.Node)
	case !classOK([]byte(d.Class)):
		return fmt.Errorf("%w: class %q", errDraft, d.Class)
	case d.Hub != "" && !hubOK([]byte(d.Hub)):
		return fmt.Errorf("%w: hub %q", errDraft, d.Hub)
	case unix < 1 || unix > maxRecorded:
		return fmt.Errorf("%w: recorded %d", errDraft, unix)
	case len(d.Parents) > maxParents:
		return fmt.Errorf("%w: %d parents", errDraft, len(d.Parents))
	}
	for i := range d.Disclosures {
		if err := d.Disclosures[i].check(); err != nil {
			return err
		}
		for k := range i { // few, and often: a map of them costs more
			if d.Disclosures[k].Name == d.Disclosures[i].Name {
				return fmt.Errorf("%w: %q is disclosed twice", errDraft, d.Disclosures[i].Name)
			}
		}
	}
	return nil
}

// digests lists the real digests among decoys. A decoy is 32 random bytes,
// which nobody can tell from a hash.
func (d *Draft) digests(random io.Reader) ([]Digest, error) {
	if random == nil {
		random = rand.Reader
	}
	at := slices.IndexFunc(sizes[:], func(n int) bool { return len(d.Disclosures) <= n })
	if at < 0 {
		return nil, fmt.Errorf("%w: %d disclosures", errDraft, len(d.Disclosures))
	}
	out := make([]Digest, sizes[at])
	for i := range d.Disclosures {
		out[i] = d.Disclosures[i].Digest()
	}
	for i := len(d.Disclosures); i < len(out); i++ {
		if _, err := io.ReadFull(random, out[i][:]); err != nil {
			return nil, fmt.Errorf("seal: decoys: %w", err)
		}
	}
	slices.SortFunc(out, compareDigests)
	return out, nil
}

func compareHashes(a, b ledger.Hash) int { return bytes.Compare(a[:], b[:]) }
func compareDigests(a, b Digest) int     { return bytes.Compare(a[:], b[:]) }

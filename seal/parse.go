package seal

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"slices"
	"time"

	"amana/domain/key"
	"amana/domain/ledger"
)

const (
	maxParents  = 64
	maxRecorded = 1<<40 - 1 // far beyond any calendar in use, and exact in every JSON reader
)

// Parsed is an entry as it was received.
type Parsed struct {
	KID      key.ID
	Node     string
	Stream   ledger.Stream
	Parents  []ledger.Hash // sorted
	Recorded int64         // seconds since 1970, UTC
	Hub      string
	Class    ledger.Class
	Digests  []Digest // sorted; some are decoys

	data   []byte // the bytes received; belongs to the caller
	signed int    // how many of them the signature covers
	sig    [ed25519.SignatureSize]byte
}

// Leaf hashes the bytes that were received.
func (p *Parsed) Leaf() ledger.Hash { return LeafHash(p.data) }

// Time is when the event was recorded by the node's clock.
func (p *Parsed) Time() time.Time { return time.Unix(p.Recorded, 0).UTC() }

// Verify says whether the holder of pub signed the entry.
func (p *Parsed) Verify(pub key.Public) bool {
	return key.IDOf(pub) == p.KID && ed25519.Verify(pub[:], p.data[:p.signed], p.sig[:])
}

// Discloses says whether the entry commits to d.
func (p *Parsed) Discloses(d *Disclosure) bool { return p.lists(d.Digest()) }

func (p *Parsed) lists(d Digest) bool {
	_, found := slices.BinarySearchFunc(p.Digests, d, compareDigests)
	return found
}

// ErrEntry says that bytes are no entry.
var ErrEntry = errors.New("seal: not an entry")

// Parse reads an entry. It accepts one spelling of each event only: the
// members in their order, lists sorted and without repetition, 8, 16, 32 or
// 64 digests, nothing before, between or after. The result refers to data,
// which must not change.
func Parse(data []byte) (Parsed, error) {
	var p Parsed
	if err := p.Parse(data); err != nil {
		return Parsed{}, err
	}
	return p, nil
}

// Parse reads the next of many entries into p, and into the memory that the
// digests of the last one took. After an error p holds nothing of use.
func (p *Parsed) Parse(data []byte) error {
	*p = Parsed{data: data, Node: p.Node, Digests: p.Digests[:0]}
	if len(data) > MaxEntry {
		return ErrEntry
	}
	dot := bytes.IndexByte(data, '.')
	last := len(data) - b64.EncodedLen(ed25519.SignatureSize) - 1
	if dot < 0 || last <= dot || data[last] != '.' ||
		!p.header(data[:dot]) || !decode64(p.sig[:], data[last+1:]) {
		return ErrEntry
	}
	p.signed = last
	var space [2048]byte
	payload := space[:]
	text := data[dot+1 : last]
	if n := decodedLen(len(text)); n > len(space) {
		payload = make([]byte, n)
	} else {
		payload = payload[:n]
	}
	if !decode64(payload, text) || !p.payload(payload) {
		return ErrEntry
	}
	return nil
}

func (p *Parsed) header(text []byte) bool {
	var h [len(headerBefore) + 22 + len(headerAfter)]byte
	return decode64(h[:], text) &&
		string(h[:len(headerBefore)]) == headerBefore &&
		string(h[len(headerBefore)+22:]) == headerAfter &&
		decode64(p.KID[:], h[len(headerBefore):len(headerBefore)+22])
}

func (p *Parsed) payload(b []byte) bool {
	s := scanner{rest: b}
	s.expect(`{"v":1,"node":"`)
	node := s.until('"')
	s.expect(`,"stream":"`)
	s.bytes(p.Stream[:])
	s.expect(`","parents":[`)
	p.parents(&s)
	s.expect(`],"recorded":`)
	p.Recorded = s.integer()
	var hub []byte
	if s.peek(`,"hub":"`) {
		hub = s.until('"')
		s.failed = s.failed || !hubOK(hub)
	}
	s.expect(`,"kind":"`)
	class := s.until('"')
	s.expect(`,"_sd_alg":"sha-256","_sd":[`)
	p.digests(&s)
	s.expect(`]}`)
	if s.failed || len(s.rest) != 0 || !nodeOK(node) || !classOK(class) ||
		p.Recorded < 1 || p.Recorded > maxRecorded {
		return false
	}
	if string(node) != p.Node { // mostly the one that wrote the last entry too
		p.Node = string(node)
	}
	p.Hub, p.Class = string(hub), classOf(class)
	return true
}

func (p *Parsed) parents(s *scanner) {
	for i := 0; s.element(i); i++ {
		var h ledger.Hash
		s.bytes(h[:])
		s.expect(`"`)
		if i >= maxParents || i > 0 && compareHashes(p.Parents[i-1], h) >= 0 {
			s.failed = true
			return
		}
		p.Parents = append(p.Parents, h)
	}
}

func (p *Parsed) digests(s *scanner) {
	const each = len(`"",`) + 43
	n := (len(s.rest) - 1) / each
	if !slices.Contains(sizes[:], n) {
		s.failed = true
		return
	}
	p.Digests = slices.Grow(p.Digests, n)[:n]
	for i := range p.Digests {
		if !s.element(i) {
			s.failed = true
			return
		}
		s.bytes(p.Digests[i][:])
		s.expect(`"`)
		if i > 0 && compareDigests(p.Digests[i-1], p.Digests[i]) >= 0 {
			s.failed = true
		}
	}
}

// scanner reads a text of fixed shape from left to right. After a failure it
// goes on harmlessly; the caller looks at failed once, at the end.
type scanner struct {
	rest   []byte
	failed bool
}

// peek passes over want if it comes next.
func (s *scanner) peek(want string) bool {
	if len(s.rest) < len(want) || string(s.rest[:len(want)]) != want {
		return false
	}
	s.rest = s.rest[len(want):]
	return true
}

func (s *scanner) expect(want string) {
	if !s.peek(want) {
		s.failed, s.rest = true, nil
	}
}

// element opens the i-th string of a list, if there is one.
func (s *scanner) element(i int) bool {
	if i > 0 {
		return s.peek(`,"`)
	}
	return s.peek(`"`)
}

// bytes reads the base64url of len(dst) bytes.
func (s *scanner) bytes(dst []byte) {
	n := b64.EncodedLen(len(dst))
	if len(s.rest) < n || !decode64(dst, s.rest[:n]) {
		s.failed, s.rest = true, nil
		return
	}
	s.rest = s.rest[n:]
}

// until reads up to the byte end and passes over it.
func (s *scanner) until(end byte) []byte {
	i := bytes.IndexByte(s.rest, end)
	if i < 0 {
		s.failed, s.rest = true, nil
		return nil
	}
	got := s.rest[:i]
	s.rest = s.rest[i+1:]
	return got
}

// integer reads decimal digits without a leading zero.
func (s *scanner) integer() int64 {
	n, i := int64(0), 0
	for i < len(s.rest) && i < 18 && '0' <= s.rest[i] && s.rest[i] <= '9' {
		n = n*10 + int64(s.rest[i]-'0')
		i++
	}
	if i == 0 || i > 1 && s.rest[0] == '0' {
		s.failed = true
	}
	s.rest = s.rest[i:]
	return n
}

// nodeOK allows names that need no escaping in JSON, a path or a note.
func nodeOK(b []byte) bool {
	for _, c := range b {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
			c == '.' || c == '-' || c == '_' || c == ':' || c == '/') {
			return false
		}
	}
	return len(b) > 0 && len(b) <= 100
}

// hubOK allows "size:root", the root in base64url.
func hubOK(b []byte) bool {
	s := scanner{rest: b}
	var root ledger.Hash
	s.integer()
	s.expect(":")
	s.bytes(root[:])
	return !s.failed && len(s.rest) == 0
}

func classOK(b []byte) bool { return classOf(b) != "" }

// classOf is the class called b, as a constant, so that reading allocates none.
func classOf(b []byte) ledger.Class {
	switch string(b) {
	case string(ledger.ClassCase):
		return ledger.ClassCase
	case string(ledger.ClassOffice):
		return ledger.ClassOffice
	case string(ledger.ClassKey):
		return ledger.ClassKey
	case string(ledger.ClassSystem):
		return ledger.ClassSystem
	}
	return ""
}

package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"amana/domain/ledger"
)

// Digest is the SHA-256 of a disclosure's text, as an entry lists it.
type Digest [sha256.Size]byte

func (d Digest) String() string                { return b64.EncodeToString(d[:]) }
func (d Digest) MarshalText() ([]byte, error)  { return b64.AppendEncode(nil, d[:]), nil }
func (d *Digest) UnmarshalText(t []byte) error { return decodeID(d[:], t) }

var errText = errors.New("seal: malformed base64url")

func decodeID(dst, text []byte) error {
	if !decode64(dst, text) {
		return errText
	}
	return nil
}

// Disclosure is one thing that an entry says, to be shown or kept apart from
// all others (RFC 9901). Without its salt nobody can guess it from its digest.
type Disclosure struct {
	Compartment ledger.Compartment // where it is kept; no part of the text
	Salt        [16]byte
	Name        string
	Value       json.RawMessage // compact JSON
}

// AppendArray appends `["salt","name",value]`, the disclosure as JSON. A
// compartment's blob holds these, one a line.
func (d *Disclosure) AppendArray(b []byte) []byte {
	b = append(b, `["`...)
	b = b64.AppendEncode(b, d.Salt[:])
	b = append(b, `","`...)
	b = append(b, d.Name...)
	b = append(b, `",`...)
	b = append(b, d.Value...)
	return append(b, ']')
}

// Text is the disclosure as RFC 9901 passes it on.
func (d *Disclosure) Text() string {
	return b64.EncodeToString(d.AppendArray(nil))
}

// Digest is what an entry that discloses d lists.
func (d *Disclosure) Digest() Digest {
	return arrayDigest(d.AppendArray(make([]byte, 0, 256)))
}

// arrayDigest is the digest of the disclosure whose JSON is array.
func arrayDigest(array []byte) Digest {
	var space [768]byte
	return sha256.Sum256(b64.AppendEncode(space[:0], array))
}

var errDisclosure = errors.New("seal: malformed disclosure")

// ParseDisclosure reads a disclosure's text. It does not say in which
// compartment it belongs.
func ParseDisclosure(text string) (Disclosure, error) {
	array := make([]byte, decodedLen(len(text)))
	if !decode64(array, []byte(text)) {
		return Disclosure{}, errDisclosure
	}
	return parseArray(array)
}

func parseArray(array []byte) (Disclosure, error) {
	salt, name, value, ok := scanArray(array)
	if !ok || !json.Valid(value) {
		return Disclosure{}, errDisclosure
	}
	d := Disclosure{Name: string(name), Value: json.RawMessage(value)}
	if !decode64(d.Salt[:], salt) {
		return Disclosure{}, errDisclosure
	}
	return d, nil
}

// scanArray takes `["salt","name",value]` apart without copying. It accepts no
// white space between the three, no escape in the name, and no value that
// could break out of the place it is put in; it does not prove that the value
// is JSON.
func scanArray(a []byte) (salt, name, value []byte, ok bool) {
	const saltLen = 22
	if len(a) < len(`["","",0]`)+saltLen || a[0] != '[' || a[1] != '"' || a[len(a)-1] != ']' {
		return nil, nil, nil, false
	}
	salt, a = a[2:2+saltLen], a[2+saltLen:len(a)-1]
	if a[0] != '"' || a[1] != ',' || a[2] != '"' {
		return nil, nil, nil, false
	}
	a = a[3:]
	end := bytes.IndexByte(a, '"')
	if end < 1 || end+2 > len(a) || a[end+1] != ',' {
		return nil, nil, nil, false
	}
	name, value = a[:end], a[end+2:]
	return salt, name, value, nameOK(name) && oneValue(value)
}

// nameOK says whether a disclosure may be called name. RFC 9901 forbids the
// two names it uses itself and those that stand in the payload already.
func nameOK(name []byte) bool {
	if len(name) == 0 || len(name) > 64 {
		return false
	}
	for _, c := range name {
		if c <= ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	switch string(name) {
	case "_sd", "...", "_sd_alg", "v", "node", "stream", "parents", "recorded", "hub", "kind":
		return false
	}
	return true
}

// oneValue says whether v is a single JSON value if it is JSON at all: UTF-8,
// no comma, colon or closing bracket at its top, and no line break anywhere.
func oneValue(v []byte) bool {
	if len(v) == 0 || !utf8.Valid(v) {
		return false
	}
	depth := 0
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c == '"':
			for i++; i < len(v) && v[i] != '"'; i++ {
				if v[i] < ' ' {
					return false
				}
				if v[i] == '\\' {
					i++
				}
			}
			if i >= len(v) {
				return false
			}
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth < 0 {
				return false
			}
		case c == ',' || c == ':':
			if depth == 0 {
				return false
			}
		case c < ' ':
			return false
		}
	}
	return depth == 0
}

// check says whether d can be signed.
func (d *Disclosure) check() error {
	if !nameOK([]byte(d.Name)) || !oneValue(d.Value) || !json.Valid(d.Value) {
		return fmt.Errorf("%w: %q", errDisclosure, d.Name)
	}
	return nil
}

// Pack is the plaintext of compartment c's blob: the arrays of the
// disclosures that belong in it, one a line, in the order of their bytes.
// The order depends on nothing else, so that one entry has one plaintext.
func Pack(ds []Disclosure, c ledger.Compartment) []byte {
	var lines [][]byte
	for i := range ds {
		if ds[i].Compartment == c {
			lines = append(lines, ds[i].AppendArray(make([]byte, 0, 32+len(ds[i].Name)+len(ds[i].Value))))
		}
	}
	slices.SortFunc(lines, bytes.Compare)
	return bytes.Join(lines, []byte("\n"))
}

// Unpack reads the plaintext of compartment c's blob.
func Unpack(plaintext []byte, c ledger.Compartment) ([]Disclosure, error) {
	if len(plaintext) == 0 {
		return nil, nil
	}
	var ds []Disclosure
	for line := range bytes.SplitSeq(plaintext, []byte("\n")) {
		d, err := parseArray(line)
		if err != nil {
			return nil, err
		}
		d.Compartment = c
		ds = append(ds, d)
	}
	return ds, nil
}

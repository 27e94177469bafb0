package seal

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strings"

	"amana/domain/key"
	"amana/domain/ledger"
)

// Vouch signs, with a node's identity key, for an entry key.
func Vouch(identity ed25519.PrivateKey, entry key.Public) key.Signature {
	return key.Signature(ed25519.Sign(identity, []byte(key.VoucherText(entry))))
}

// vouched says whether identity vouches for an entry key.
func vouched(identity, entry key.Public, voucher key.Signature) bool {
	return ed25519.Verify(identity[:], []byte(key.VoucherText(entry)), voucher[:])
}

// Genesis is the body of a log's first entry, to be signed with entry itself.
func Genesis(node string, identity, entry ed25519.PrivateKey, log *LogKey) key.Enrolled {
	e := Enrolment(node, identity, PublicOf(entry))
	e.Identity, e.Log = PublicOf(identity), log.VerifierKey()
	return e
}

// Enrolment is the body that enrols a further entry key.
func Enrolment(node string, identity ed25519.PrivateKey, entry key.Public) key.Enrolled {
	return key.Enrolled{KID: key.IDOf(entry), Public: entry, Node: node, Voucher: Vouch(identity, entry)}
}

// ParsePresentation takes an entry with disclosures apart. It fails if the
// entry does not commit to one of them, or to two of one name.
func ParsePresentation(text string) (Parsed, []Disclosure, error) {
	parts := strings.Split(text, "~")
	if len(parts) < 2 || parts[len(parts)-1] != "" {
		return Parsed{}, nil, ErrEntry
	}
	p, err := Parse([]byte(parts[0]))
	if err != nil {
		return Parsed{}, nil, err
	}
	var ds []Disclosure
	names := map[string]bool{}
	for _, text := range parts[1 : len(parts)-1] {
		d, err := ParseDisclosure(text)
		if err != nil {
			return Parsed{}, nil, err
		}
		if names[d.Name] || !p.Discloses(&d) {
			return Parsed{}, nil, errDisclosure
		}
		names[d.Name] = true
		ds = append(ds, d)
	}
	return p, ds, nil
}

// enrolment says which keys may sign which entries of a log.
type enrolment struct {
	spans     map[key.ID]span
	published map[int64][]byte // entries of class key, by index
	identity  key.Public
}

// span is one key's time: it signs entries from ≤ index < until.
type span struct {
	public      key.Public
	node        string
	from, until int64
}

// enrolments reads the published keys. Whether they are what the log holds is
// seen when its entries are read.
func (v *verification) enrolments(ctx context.Context) error {
	file, err := v.src.Read(ctx, keysPath)
	if errors.Is(err, fs.ErrNotExist) {
		return v.problem(Problem{Index: -1, Path: keysPath, Key: "verify.file-missing"})
	}
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	v.keys = &enrolment{spans: map[key.ID]span{}, published: map[int64][]byte{}}
	codec := NewCodec([]ledger.Body{key.Enrolled{}, key.Revoked{}})
	last := int64(-1)
	for line := range bytes.Lines(file) {
		var l keyLine
		err := json.Unmarshal(line, &l)
		if err == nil && l.Index > last && l.Index >= v.head.Checkpoint.Size {
			break // the log grew after its checkpoint was read
		}
		if err != nil || l.Index <= last {
			if err := v.problem(Problem{Index: -1, Path: keysPath, Key: "verify.key-line"}); err != nil {
				return err
			}
			continue
		}
		last = l.Index
		if wrong := v.keys.take(l, codec, v.head.LogKey); wrong != "" {
			if err := v.problem(Problem{Index: l.Index, Path: keysPath, Key: wrong}); err != nil {
				return err
			}
		}
	}
	return nil
}

// take takes up one entry of class key and says what is wrong with it.
func (k *enrolment) take(l keyLine, codec *Codec, logKey string) string {
	p, ds, err := ParsePresentation(l.SDJWT)
	if err != nil || p.Class != ledger.ClassKey {
		return "verify.key-line"
	}
	k.published[l.Index] = p.data
	var event string
	for _, d := range ds {
		if d.Name == "event" && json.Unmarshal(d.Value, &event) != nil {
			return "verify.key-line"
		}
	}
	if event == "" {
		return "verify.key-undisclosed"
	}
	if event != (key.Enrolled{}).Kind() && event != (key.Revoked{}).Kind() {
		if l.Index == 0 {
			return "verify.genesis"
		}
		return "" // about users; says nothing about signatures of entries
	}
	opened := Opened{ledger.General: Pack(ds, ledger.General)}
	e := codec.Restore(&p, p.Leaf(), &opened, 0)
	switch body := e.Body.(type) {
	case key.Enrolled:
		return k.enrol(&p, l.Index, body, logKey)
	case key.Revoked:
		return k.revoke(l.Index, body)
	}
	return "verify.key-malformed"
}

func (k *enrolment) enrol(p *Parsed, index int64, e key.Enrolled, logKey string) string {
	first := index == 0
	switch {
	case first != (e.Identity != key.Public{}) || first != (e.Log != ""):
		return "verify.genesis"
	case first && (e.Log != logKey || e.KID != p.KID || e.Node != p.Node):
		return "verify.genesis"
	}
	if first {
		k.identity = e.Identity
	}
	_, twice := k.spans[e.KID]
	switch {
	case e.KID != key.IDOf(e.Public) || twice:
		return "verify.key-malformed"
	case !vouched(k.identity, e.Public, e.Voucher):
		return "verify.key-voucher"
	}
	from := index + 1
	if first {
		from = 0
	}
	k.spans[e.KID] = span{e.Public, e.Node, from, math.MaxInt64}
	return ""
}

// revoke ends a key. The entry that revokes it may still be signed with it.
func (k *enrolment) revoke(index int64, r key.Revoked) string {
	s, known := k.spans[r.KID]
	if !known || s.until != math.MaxInt64 {
		return "verify.key-malformed"
	}
	s.until = index + 1
	k.spans[r.KID] = s
	return ""
}

package seal

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

func parseWitness(vkey string) (*witness, error) {
	name, rest, _ := strings.Cut(vkey, "+")
	hash, key64, _ := strings.Cut(rest, "+")
	key, err := base64.StdEncoding.Strict().DecodeString(key64)
	if err != nil || len(key) == 0 || name == "" {
		return nil, fmt.Errorf("malformed verifier key")
	}
	sum := sha256.Sum256(append([]byte(name+"\n"), key...))
	w := &witness{name: name, hash: binary.BigEndian.Uint32(sum[:])}
	if fmt.Sprintf("%08x", w.hash) != hash {
		return nil, fmt.Errorf("verifier key and its hash differ")
	}
	switch {
	case key[0] == typeWitness && len(key) == 1+ed25519.PublicKeySize:
		w.key = key[1:]
	case key[0] == typeMLDSA && len(key) == 1+1312:
	default:
		return nil, fmt.Errorf("no key of a witness")
	}
	return w, nil
}

// Name implements note.Verifier.
func (w *witness) Name() string { return w.name }

// KeyHash implements note.Verifier.
func (w *witness) KeyHash() uint32 { return w.hash }

// Verify implements note.Verifier. It keeps the time that was cosigned.
func (w *witness) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(sig)
	message := fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", at, text)
	if at>>63 != 0 || !ed25519.Verify(w.key, message, sig[8:]) {
		return false
	}
	w.signed = time.Unix(int64(at), 0).UTC()
	return true
}

// Witnessed is a checkpoint that was checked against a policy.
type Witnessed struct {
	Checkpoint Checkpoint
	LogKey     string    // the verifier key of the log that signed it
	Quorum     bool      // enough witnesses cosigned it, or none are required
	Required   bool      // witnesses are required
	Newest     time.Time // the latest time that a known witness signed; zero if none

	// A quorum signed at Since or later, and a quorum had signed By then. One
	// witness with a wrong clock moves neither, unless it is the quorum. Both
	// are zero without a quorum of witnesses.
	Since, By time.Time
}

// Check reads a signed checkpoint. A policy without logs takes the log's key
// from fallback, if that is not empty. It fails when no known log signed or when a signature of a
// known key is wrong; a quorum that is not reached is no error.
func (p *Policy) Check(signed []byte, fallback string) (Witnessed, error) {
	logs := p.logs
	if len(logs) == 0 && fallback != "" {
		v, err := parseLog(fallback)
		if err != nil {
			return Witnessed{}, fmt.Errorf("%w: log key: %w", ErrCheckpoint, err)
		}
		logs = []logVerifier{v}
	}
	var known []note.Verifier
	for _, v := range logs {
		known = append(known, v)
	}
	cosigners := make(map[*witness]*witness, len(p.witnesses))
	for _, w := range p.witnesses {
		fresh := &witness{name: w.name, hash: w.hash, key: w.key}
		cosigners[w] = fresh
		if w.key != nil {
			known = append(known, fresh)
		}
	}
	n, err := note.Open(signed, note.VerifierList(known...))
	if err != nil {
		return Witnessed{}, fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	out := Witnessed{Required: p.quorum != nil}
	if out.Checkpoint, err = ParseCheckpoint(n.Text); err != nil {
		return Witnessed{}, err
	}
	for _, v := range logs {
		if v.Name() == out.Checkpoint.Origin && slices.ContainsFunc(n.Sigs, func(s note.Signature) bool {
			return s.Name == v.Name() && s.Hash == v.KeyHash()
		}) {
			out.LogKey = v.text
		}
	}
	if out.LogKey == "" {
		return Witnessed{}, fmt.Errorf("%w: not signed by its log", ErrCheckpoint)
	}
	out.Quorum = p.quorum.met(func(w *witness) bool { return !cosigners[w].signed.IsZero() })
	if out.Required && out.Quorum {
		out.Since, out.By = p.bracket(cosigners)
	}
	for _, w := range cosigners {
		if w.signed.After(out.Newest) {
			out.Newest = w.signed
		}
	}
	return out, nil
}

// bracket is the latest time at or after which a quorum signed, and the
// earliest by which one had.
func (p *Policy) bracket(cosigners map[*witness]*witness) (since, by time.Time) {
	for _, at := range cosigners {
		t := at.signed
		if t.IsZero() {
			continue
		}
		late := p.quorum.met(func(w *witness) bool { return !cosigners[w].signed.Before(t) })
		if late && t.After(since) {
			since = t
		}
		early := p.quorum.met(func(w *witness) bool { return !cosigners[w].signed.IsZero() && !cosigners[w].signed.After(t) })
		if early && (by.IsZero() || t.Before(by)) {
			by = t
		}
	}
	return since, by
}

// met says whether enough of a group have signed. A missing group needs nobody.
func (g *group) met(signed func(*witness) bool) bool {
	if g == nil {
		return true
	}
	if g.member != nil {
		return signed(g.member)
	}
	n := 0
	for _, m := range g.of {
		if m.met(signed) {
			n++
		}
	}
	return n >= g.need
}

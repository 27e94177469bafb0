package seal

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"amana/domain/key"
	"amana/domain/ledger"
)

// officer is the name of the disclosure that carries an officer's signature.
const officer = "officer"

// Act is what an officer's signature is about, beside what is disclosed: which
// command, on which stream, following which events.
type Act struct {
	Command ledger.Command
	Stream  ledger.Stream
	Parents []ledger.Hash
}

// Endorsement is an officer's own signature over exactly what is recorded.
type Endorsement struct {
	By   ledger.Actor  `json:"by"`
	Over []Digest      `json:"over"` // of every other disclosure of the entry, sorted
	Sig  key.Signature `json:"sig"`
}

// message is what the officer signs.
func (a *Act) message(over []Digest) []byte {
	m := append([]byte("amana-act/v1\n"), a.Command.String()...)
	m = append(m, '\n')
	m = append(m, a.Stream.String()...)
	m = append(m, '\n')
	for i, p := range slices.SortedFunc(slices.Values(a.Parents), compareHashes) {
		if i > 0 {
			m = append(m, ',')
		}
		m = b64.AppendEncode(m, p[:])
	}
	m = append(m, '\n')
	for i := range over {
		if i > 0 {
			m = append(m, ',')
		}
		m = b64.AppendEncode(m, over[i][:])
	}
	return append(m, '\n')
}

// Endorse makes the disclosure in which the officer by, holder of k, signs
// act and the disclosures with the digests over. It is the last to be made:
// over must hold all others of the entry. random gives its salt; nil means
// the system's source.
func Endorse(k ed25519.PrivateKey, by ledger.Actor, act Act, over []Digest, random io.Reader) (Disclosure, error) {
	e := Endorsement{By: by, Over: slices.SortedFunc(slices.Values(over), compareDigests)}
	e.Sig = key.Signature(ed25519.Sign(k, act.message(e.Over)))
	value, err := json.Marshal(e)
	if err != nil {
		return Disclosure{}, fmt.Errorf("seal: endorsement: %w", err)
	}
	ds := []Disclosure{{Compartment: ledger.General, Name: officer, Value: value}}
	err = Salt(ds, random)
	return ds[0], err
}

// Digests lists the digests of ds, for Endorse.
func Digests(ds []Disclosure) []Digest {
	out := make([]Digest, len(ds))
	for i := range ds {
		out[i] = ds[i].Digest()
	}
	return out
}

// ErrEndorsement says that an officer's signature is missing or not good.
var ErrEndorsement = errors.New("seal: officer's signature does not hold")

// EndorsementIn reads the endorsement among ds without verifying it, so that
// the reader knows whose key to verify it with.
func EndorsementIn(ds []Disclosure) (Endorsement, bool) {
	for i := range ds {
		if ds[i].Name != officer {
			continue
		}
		var e Endorsement
		err := json.Unmarshal(ds[i].Value, &e)
		return e, err == nil
	}
	return Endorsement{}, false
}

// VerifyEndorsement says whether the holder of pub signed entry p as it
// stands: the entry commits to every digest signed, the signature covers
// every disclosure in opened but itself, and the command is the one that is
// disclosed. More compartments may be closed than opened.
func VerifyEndorsement(pub key.Public, p *Parsed, opened []Disclosure) (Endorsement, error) {
	e, ok := EndorsementIn(opened)
	if !ok {
		return Endorsement{}, fmt.Errorf("%w: there is none", ErrEndorsement)
	}
	act := Act{Stream: p.Stream, Parents: p.Parents}
	if !slices.IsSortedFunc(e.Over, compareDigests) {
		return Endorsement{}, fmt.Errorf("%w: digests out of order", ErrEndorsement)
	}
	for _, d := range e.Over {
		if !p.lists(d) {
			return Endorsement{}, fmt.Errorf("%w: signed something that is not recorded", ErrEndorsement)
		}
	}
	for i := range opened {
		d := &opened[i]
		digest := d.Digest()
		if !p.lists(digest) {
			return Endorsement{}, fmt.Errorf("%w: %s is not recorded", ErrEndorsement, d.Name)
		}
		if d.Name == "command" && json.Unmarshal(d.Value, &act.Command) != nil {
			return Endorsement{}, fmt.Errorf("%w: malformed command", ErrEndorsement)
		}
		_, signed := slices.BinarySearchFunc(e.Over, digest, compareDigests)
		if d.Name != officer && !signed {
			return Endorsement{}, fmt.Errorf("%w: %s is not signed", ErrEndorsement, d.Name)
		}
	}
	if act.Command.IsZero() || !ed25519.Verify(pub[:], act.message(e.Over), e.Sig[:]) {
		return Endorsement{}, ErrEndorsement
	}
	return e, nil
}

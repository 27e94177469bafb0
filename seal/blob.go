package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"

	"amana/domain/ledger"
)

// DEK is the key of one person, compartment and epoch. Deleting its wraps
// everywhere erases what it sealed.
type DEK [32]byte

var errPrinted = errors.New("seal: a key is not for printing")

// A key prints as its type only, and no encoder takes it.
func (DEK) Format(f fmt.State, _ rune)      { io.WriteString(f, "DEK") }
func (KEK) Format(f fmt.State, _ rune)      { io.WriteString(f, "KEK") }
func (StateKey) Format(f fmt.State, _ rune) { io.WriteString(f, "StateKey") }

func (DEK) MarshalText() ([]byte, error)      { return nil, errPrinted }
func (KEK) MarshalText() ([]byte, error)      { return nil, errPrinted }
func (StateKey) MarshalText() ([]byte, error) { return nil, errPrinted }

// NewDEK makes a key. random is nil for the system's source.
func NewDEK(random io.Reader) (DEK, error) {
	var k DEK
	err := fill(k[:], random)
	return k, err
}

// NewKEK makes the key of an office, compartment and epoch. random is nil for
// the system's source.
func NewKEK(random io.Reader) (KEK, error) {
	var k KEK
	err := fill(k[:], random)
	return k, err
}

func fill(b []byte, random io.Reader) error {
	if random == nil {
		random = rand.Reader
	}
	if _, err := io.ReadFull(random, b); err != nil {
		return fmt.Errorf("seal: randomness: %w", err)
	}
	return nil
}

// ErrOpen says that a ciphertext was not sealed under this key for this place.
var ErrOpen = errors.New("seal: does not open")

// The nonce of a blob is zero, always. That is sound because no key ever
// seals two texts: the key comes from a compartment's DEK and the leaf hash,
// the leaf commits to the digests of every disclosure, and Pack gives the
// disclosures of one compartment one order, so (DEK, leaf) has one plaintext.
var zeroNonce [12]byte

// SealBlob seals the plaintext that Pack made of the disclosures of entry
// leaf in compartment c. It must never be given another text for that entry.
func SealBlob(k *DEK, c ledger.Compartment, leaf ledger.Hash, plaintext []byte) ([]byte, error) {
	aead, err := k.Opener().eventKey(leaf)
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, zeroNonce[:], plaintext, blobAAD(c, leaf)), nil
}

// OpenBlob opens what SealBlob sealed.
func OpenBlob(k *DEK, c ledger.Compartment, leaf ledger.Hash, blob []byte) ([]byte, error) {
	return k.Opener().Open(nil, c, leaf, blob)
}

// Opener opens many blobs of one DEK, for one goroutine.
type Opener struct{ prf hash.Hash }

// Opener makes an opener.
func (k *DEK) Opener() *Opener { return &Opener{hmac.New(sha256.New, k[:])} }

// Open is OpenBlob, but appends the plaintext to dst.
func (o *Opener) Open(dst []byte, c ledger.Compartment, leaf ledger.Hash, blob []byte) ([]byte, error) {
	aead, err := o.eventKey(leaf)
	if err != nil {
		return nil, err
	}
	plaintext, err := aead.Open(dst, zeroNonce[:], blob, blobAAD(c, leaf))
	if err != nil {
		return nil, ErrOpen
	}
	return plaintext, nil
}

// eventKey is HKDF-Expand (RFC 5869) with the leaf hash as info. A key is one
// block of it, HMAC(DEK, leaf ‖ 1): crypto/hkdf would hash the DEK anew for
// each of the millions of blobs of a caseload.
func (o *Opener) eventKey(leaf ledger.Hash) (cipher.AEAD, error) {
	var secret [sha256.Size]byte
	defer clear(secret[:])
	o.prf.Reset()
	o.prf.Write(leaf[:])
	o.prf.Write([]byte{1})
	return gcm(o.prf.Sum(secret[:0]))
}

func gcm(secret []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return cipher.NewGCM(block)
}

func blobAAD(c ledger.Compartment, leaf ledger.Hash) []byte {
	return append(append(make([]byte, 0, 48), c.String()...), leaf[:]...)
}

// sealFresh seals under a random nonce, which goes before the ciphertext. For
// keys that seal more than once.
func sealFresh(secret, aad, plaintext []byte, random io.Reader) ([]byte, error) {
	aead, err := gcm(secret)
	if err != nil {
		return nil, err
	}
	out := make([]byte, len(zeroNonce), len(zeroNonce)+len(plaintext)+aead.Overhead())
	if err := fill(out, random); err != nil {
		return nil, err
	}
	return aead.Seal(out, out, plaintext, aad), nil
}

func openFresh(secret, aad, sealed []byte) ([]byte, error) {
	aead, err := gcm(secret)
	if err != nil {
		return nil, err
	}
	if len(sealed) < len(zeroNonce) {
		return nil, ErrOpen
	}
	plaintext, err := aead.Open(nil, sealed[:len(zeroNonce)], sealed[len(zeroNonce):], aad)
	if err != nil {
		return nil, ErrOpen
	}
	return plaintext, nil
}

// StateKey seals folded state, which mixes what several compartments say.
type StateKey [32]byte

// NewStateKey derives the key that only a holder of all the given DEKs has.
// The set of compartments is part of it: state folded with fewer is sealed
// under another key.
func NewStateKey(keys map[ledger.Compartment]DEK) (StateKey, error) {
	var secret []byte
	var set ledger.Set
	for _, c := range ledger.Compartments {
		if k, ok := keys[c]; ok {
			secret = append(secret, k[:]...)
			set |= ledger.SetOf(c)
		}
	}
	defer clear(secret)
	out, err := hkdf.Key(sha256.New, secret, nil, "amana-state/v1 "+set.String(), len(StateKey{}))
	if err != nil {
		return StateKey{}, fmt.Errorf("seal: state key: %w", err)
	}
	return StateKey(out), nil
}

// SealState seals cached state. aad names what it is the state of.
func SealState(k *StateKey, aad, plaintext []byte) ([]byte, error) {
	return sealFresh(k[:], aad, plaintext, nil)
}

// OpenState opens what SealState sealed.
func OpenState(k *StateKey, aad, sealed []byte) ([]byte, error) {
	return openFresh(k[:], aad, sealed)
}

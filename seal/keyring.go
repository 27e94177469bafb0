package seal

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"sync"

	"amana/domain/ledger"
)

// Keyring holds the KEKs that a process has opened, in memory only. It is
// safe for concurrent use. A closed ring has no keys.
type Keyring struct {
	mu   sync.RWMutex
	keys map[KEKID]*KEK
}

// NewKeyring is empty.
func NewKeyring() *Keyring { return &Keyring{keys: map[KEKID]*KEK{}} }

// ErrNoKey says that the ring does not hold the key asked for.
var ErrNoKey = errors.New("seal: key is not in the ring")

// Add puts a key into the ring.
func (r *Keyring) Add(id KEKID, k KEK) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keys[id] = &k
}

// Drop wipes a key and takes it out of the ring.
func (r *Keyring) Drop(id KEKID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if k := r.keys[id]; k != nil {
		clear(k[:])
		delete(r.keys, id)
	}
}

// WrapTo wraps the key called id to whoever holds the private half of to.
func (r *Keyring) WrapTo(to RolePublic, id KEKID) (wrapped []byte, err error) {
	err = r.use(id, func(kek *KEK) error {
		wrapped, err = WrapKEK(to, id, *kek)
		return err
	})
	return wrapped, err
}

// Has says whether the ring holds the key.
func (r *Keyring) Has(id KEKID) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.keys[id] != nil
}

// Compartments are those of which the ring holds any key of the office.
func (r *Keyring) Compartments(office string) ledger.Set {
	r.mu.RLock()
	defer r.mu.RUnlock()
	var s ledger.Set
	for id := range r.keys {
		if id.Office == office {
			s |= ledger.SetOf(id.Compartment)
		}
	}
	return s
}

// use calls do with the key, which stays unwiped for as long as do runs.
func (r *Keyring) use(id KEKID, do func(*KEK) error) error {
	r.mu.RLock()
	defer r.mu.RUnlock()
	k := r.keys[id]
	if k == nil {
		return fmt.Errorf("%w: %s of %s, epoch %d", ErrNoKey, id.Compartment, id.Office, id.Epoch)
	}
	return do(k)
}

// Wrap wraps the DEK of a person's stream with the key called id. epoch is
// the DEK's own. random is nil for the system's source.
func (r *Keyring) Wrap(id KEKID, s ledger.Stream, epoch int, k DEK, random io.Reader) (wrapped []byte, err error) {
	err = r.use(id, func(kek *KEK) error {
		wrapped, err = sealFresh(kek[:], dekAAD(id, s, epoch), k[:], random)
		return err
	})
	return wrapped, err
}

// OpenDEK opens what Wrap wrapped for the same stream and epoch.
func (r *Keyring) OpenDEK(id KEKID, s ledger.Stream, epoch int, wrapped []byte) (k DEK, err error) {
	err = r.use(id, func(kek *KEK) error {
		b, err := openFresh(kek[:], dekAAD(id, s, epoch), wrapped)
		if err != nil {
			return err
		}
		if len(b) != len(k) {
			return ErrOpen
		}
		copy(k[:], b)
		clear(b)
		return nil
	})
	return k, err
}

func dekAAD(id KEKID, s ledger.Stream, epoch int) []byte {
	return fmt.Appendf(nil, "amana-dek/v1\n%s%s\n%d\n", id.text(), s, epoch)
}

// Digest is a keyed hash by which text can be looked up without being stored:
// a case number, say. Who lacks the key called id cannot try guesses. purpose
// keeps the digests of different uses apart.
func (r *Keyring) Digest(id KEKID, purpose, text string) (digest [32]byte, err error) {
	err = r.use(id, func(kek *KEK) error {
		lookup, err := hkdf.Expand(sha256.New, kek[:], "amana-lookup/v1\n"+purpose, 32)
		if err != nil {
			return fmt.Errorf("seal: digest: %w", err)
		}
		defer clear(lookup)
		mac := hmac.New(sha256.New, lookup)
		mac.Write([]byte(text))
		mac.Sum(digest[:0])
		return nil
	})
	return digest, err
}

// Close wipes every key. Copies that Go made on the way are beyond reach.
func (r *Keyring) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, k := range r.keys {
		clear(k[:])
	}
	clear(r.keys)
}

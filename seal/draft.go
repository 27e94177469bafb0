package seal

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"io"
)

// DraftKeys name and seal what an officer began to fill in. They come from the
// officer's own signing key, which is in memory while they are signed in and
// nowhere else in the clear: nobody else opens a draft, and nobody else can
// tell whose it is or of which form.
type DraftKeys struct{ name, seal [32]byte }

// Keys print as their type only.
func (DraftKeys) Format(f fmt.State, _ rune) { io.WriteString(f, "DraftKeys") }

// NewDraftKeys derives them.
func NewDraftKeys(officer ed25519.PrivateKey) (k DraftKeys, err error) {
	for _, one := range []struct {
		purpose string
		into    *[32]byte
	}{{"amana-draft-name/v1", &k.name}, {"amana-draft/v1", &k.seal}} {
		out, err := hkdf.Key(sha256.New, officer.Seed(), nil, one.purpose, len(one.into))
		if err != nil {
			return DraftKeys{}, fmt.Errorf("seal: draft keys: %w", err)
		}
		copy(one.into[:], out)
		clear(out)
	}
	return k, nil
}

// Name is the digest under which the draft of a form about a case is kept.
func (k *DraftKeys) Name(about, form string) (name [32]byte) {
	mac := hmac.New(sha256.New, k.name[:])
	fmt.Fprintf(mac, "%d\n%s\n%s", len(about), about, form)
	return [32]byte(mac.Sum(nil))
}

// Seal seals what is kept under a name; it opens under no other.
func (k *DraftKeys) Seal(name [32]byte, plaintext []byte) ([]byte, error) {
	return sealFresh(k.seal[:], name[:], plaintext, nil)
}

// Open opens what Seal sealed.
func (k *DraftKeys) Open(name [32]byte, sealed []byte) ([]byte, error) {
	return openFresh(k.seal[:], name[:], sealed)
}

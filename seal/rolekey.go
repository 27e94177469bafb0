package seal

import (
	"crypto/hkdf"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"

	"amana/domain/ledger"
)

// KEK is the key of one office, compartment and epoch; it wraps DEKs.
type KEK [32]byte

// KEKID names a KEK.
type KEKID struct {
	Office      string             `json:"office"`
	Compartment ledger.Compartment `json:"compartment"`
	Epoch       int                `json:"epoch"`
}

// text is unambiguous because a newline cannot stand in an office's code.
func (id KEKID) text() string {
	return id.Office + "\n" + id.Compartment.String() + "\n" + strconv.Itoa(id.Epoch) + "\n"
}

// kem is X-Wing. Its number goes before every key and ciphertext, so that
// another one can follow it.
var kem = hpke.MLKEM768X25519()

// KEM is the number of the key encapsulation that role keys use (RFC 9180,
// IANA registry): it is kept beside every wrapped key.
var KEM = int(kem.ID())

const kemIDLen = 2

// RoleKey opens the KEKs wrapped to a role, a user or a node.
type RoleKey struct {
	private hpke.PrivateKey
}

// RolePublic is what KEKs are wrapped to: the number of the KEM in two bytes,
// then the public key.
type RolePublic []byte

// NewRoleKey makes a key pair.
func NewRoleKey() (*RoleKey, error) {
	k, err := kem.GenerateKey()
	if err != nil {
		return nil, fmt.Errorf("seal: role key: %w", err)
	}
	return &RoleKey{k}, nil
}

// ParseRoleKey reads what Bytes gave.
func ParseRoleKey(b []byte) (*RoleKey, error) {
	if len(b) < kemIDLen || binary.BigEndian.Uint16(b) != kem.ID() {
		return nil, fmt.Errorf("seal: role key: unknown KEM")
	}
	k, err := kem.NewPrivateKey(b[kemIDLen:])
	if err != nil {
		return nil, fmt.Errorf("seal: role key: %w", err)
	}
	return &RoleKey{k}, nil
}

// DeriveRoleKey makes the key pair that follows from a secret of 32 bytes, for
// one purpose. The same secret gives unrelated keys for other purposes.
func DeriveRoleKey(secret []byte, purpose string) (*RoleKey, error) {
	seed, err := hkdf.Expand(sha256.New, secret, purpose, 32)
	if err != nil {
		return nil, fmt.Errorf("seal: role key: %w", err)
	}
	defer clear(seed)
	k, err := kem.DeriveKeyPair(seed)
	if err != nil {
		return nil, fmt.Errorf("seal: role key: %w", err)
	}
	return &RoleKey{k}, nil
}

// Bytes is the private key with its KEM's number. It is a secret.
func (k *RoleKey) Bytes() ([]byte, error) {
	b, err := k.private.Bytes()
	if err != nil {
		return nil, fmt.Errorf("seal: role key: %w", err)
	}
	return append(kemID(), b...), nil
}

// Public is the half to wrap to.
func (k *RoleKey) Public() RolePublic {
	return append(kemID(), k.private.PublicKey().Bytes()...)
}

func kemID() []byte { return binary.BigEndian.AppendUint16(nil, kem.ID()) }

const kekInfo = "amana-kek/v1\n"

// WrapKEK wraps the key called id to whoever holds the private half of to.
func WrapKEK(to RolePublic, id KEKID, k KEK) ([]byte, error) {
	return sealTo(to, kekInfo+id.text(), k[:])
}

func sealTo(to RolePublic, info string, secret []byte) ([]byte, error) {
	if len(to) < kemIDLen || binary.BigEndian.Uint16(to) != kem.ID() {
		return nil, fmt.Errorf("seal: wrap: unknown KEM")
	}
	pub, err := kem.NewPublicKey(to[kemIDLen:])
	if err != nil {
		return nil, fmt.Errorf("seal: wrap: %w", err)
	}
	sealed, err := hpke.Seal(pub, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(info), secret)
	if err != nil {
		return nil, fmt.Errorf("seal: wrap: %w", err)
	}
	return append(kemID(), sealed...), nil
}

// OpenKEK opens what WrapKEK wrapped under the same id.
func (k *RoleKey) OpenKEK(id KEKID, wrapped []byte) (KEK, error) {
	return k.open(kekInfo+id.text(), wrapped)
}

// open opens a key of 32 bytes.
func (k *RoleKey) open(info string, sealed []byte) (secret [32]byte, err error) {
	if len(sealed) < kemIDLen || binary.BigEndian.Uint16(sealed) != kem.ID() {
		return secret, ErrOpen
	}
	b, err := hpke.Open(k.private, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(info), sealed[kemIDLen:])
	if err != nil || len(b) != len(secret) {
		return secret, ErrOpen
	}
	defer clear(b)
	return [32]byte(b), nil
}

package store

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
)

// Key opens an encrypted file. However it is printed, by itself or as a part
// of something, it shows nothing: it is a function.
type Key struct{ hex func() string }

// ParseKey reads a key file: 64 hexadecimal digits, with or without a line end.
func ParseKey(file []byte) (Key, error) {
	text := bytes.TrimSpace(file)
	raw := make([]byte, hex.DecodedLen(len(text)))
	if n, err := hex.Decode(raw, text); err != nil || n != 32 {
		return Key{}, errors.New("store: a key file holds 64 hexadecimal digits and nothing else")
	}
	return KeyOf([32]byte(raw)), nil
}

// KeyOf is the key whose secret bytes these are.
func KeyOf(secret [32]byte) Key {
	digits := hex.EncodeToString(secret[:])
	return Key{func() string { return digits }}
}

// IsZero says that there is no key.
func (k Key) IsZero() bool { return k.hex == nil }

// Format keeps the key out of every log and error, whatever the verb.
func (k Key) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("[key]")) }

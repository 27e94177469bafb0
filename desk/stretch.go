package desk

import (
	"crypto/sha256"
	"fmt"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Hardness of argon2id (RFC 9106; OWASP's second recommendation): 19 MiB, two
// passes. It is stored beside each verifier and read from there, so that it can
// be raised for those who get a new password.
const Hardness = "argon2id$v=19$m=19456,t=2,p=1"

// stretch makes, of a password, what proves it and what opens the user's key.
func stretch(password string, salt []byte, params string) (verifier, opens []byte, err error) {
	memory, passes, lanes, err := readHardness(params)
	if err != nil {
		return nil, nil, err
	}
	out := argon2.IDKey([]byte(norm.NFC.String(password)), salt, passes, memory, lanes, 64)
	proof := sha256.Sum256(out[:32])
	return proof[:], out[32:], nil
}

func readHardness(params string) (memory, passes uint32, lanes uint8, err error) {
	const form = "argon2id$v=19$m=%d,t=%d,p=%d"
	_, err = fmt.Sscanf(params, form, &memory, &passes, &lanes)
	if err != nil || memory < 8 || memory > 1<<20 || passes < 1 || passes > 64 || lanes < 1 || fmt.Sprintf(form, memory, passes, lanes) != params {
		return 0, 0, 0, fmt.Errorf("a password is stretched in a way that this program does not know: %q", params)
	}
	return memory, passes, lanes, nil
}

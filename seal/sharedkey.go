// A shared key file holds a key file that any two of several officers open
// together, each with a passphrase, and none alone:
//
//	amana-shared-key-file/v1
//	officer: <name> <16 bytes of salt>        two or more
//	pair: <name> <name> <the file's key>      each two of them, in that order
//	sealed: <the key file>
//
// Bytes are in base64url without padding. The file's key is random and seals
// the key file with AES-256-GCM under a random nonce. It is itself sealed so
// for each pair, under HKDF of both passphrases, each stretched by argon2id (64
// MiB, three passes). Two wraps for each pair are simpler to check than shares
// of a secret, and as good for a handful of officers.

package seal

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"amana/domain/fault"
)

const (
	sharedHead   = "amana-shared-key-file/v1"
	mostOfficers = 12
)

// Passphrase is what one officer knows.
type Passphrase struct{ Officer, Text string }

// Format keeps a passphrase out of every log and error.
func (p Passphrase) Format(f fmt.State, _ rune) { fmt.Fprint(f, "Passphrase of "+p.Officer) }

// SharedKeyFile is a key file that takes two officers to open.
type SharedKeyFile struct {
	Officers []string
	salts    [][]byte
	pairs    map[[2]string][]byte
	sealed   []byte
}

// IsShared says whether the text of a key file is that of a shared one.
func IsShared(text []byte) bool { return bytes.HasPrefix(text, []byte(sharedHead+"\n")) }

// Share is the text of a shared key file that any two of the officers open.
func (f *KeyFile) Share(officers []Passphrase) ([]byte, error) {
	if err := checkOfficers(officers); err != nil {
		return nil, err
	}
	plain, err := f.Format()
	if err != nil {
		return nil, err
	}
	defer clear(plain)
	key, err := NewDEK(nil)
	if err != nil {
		return nil, err
	}
	defer clear(key[:])
	sealed, err := sealFresh(key[:], []byte(sharedHead), plain, nil)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(sharedHead + "\n")
	stretched := make([][]byte, len(officers))
	for i, o := range officers {
		var salt [16]byte
		if err := fill(salt[:], nil); err != nil {
			return nil, err
		}
		stretched[i] = o.stretch(salt[:])
		fmt.Fprintf(&b, "officer: %s %s\n", o.Officer, b64.EncodeToString(salt[:]))
	}
	for i := range officers {
		for j := i + 1; j < len(officers); j++ {
			names := [2]string{officers[i].Officer, officers[j].Officer}
			wrapped, err := wrapForPair(names, stretched[i], stretched[j], key[:])
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(&b, "pair: %s %s %s\n", names[0], names[1], b64.EncodeToString(wrapped))
		}
	}
	fmt.Fprintf(&b, "sealed: %s\n", b64.EncodeToString(sealed))
	return b.Bytes(), nil
}

func checkOfficers(officers []Passphrase) error {
	if len(officers) < 2 || len(officers) > mostOfficers {
		return fault.New(fault.Invalid, "fault.key-officers", fault.A("max", mostOfficers))
	}
	for i, o := range officers {
		if !nodeOK([]byte(o.Officer)) {
			return fault.New(fault.Invalid, "fault.format-code").In("officer")
		}
		for _, other := range officers[:i] {
			if other.Officer == o.Officer || other.Text == o.Text {
				return fault.New(fault.Invalid, "fault.key-officers-alike")
			}
		}
	}
	return nil
}

func (p Passphrase) stretch(salt []byte) []byte {
	return argon2.IDKey([]byte(norm.NFC.String(p.Text)), salt, 3, 64<<10, 1, 32)
}

func pairKey(names [2]string, first, second []byte) ([]byte, error) {
	return hkdf.Key(sha256.New, slices.Concat(first, second), nil, "amana-key-pair/v1\n"+names[0]+"\n"+names[1], 32)
}

func wrapForPair(names [2]string, first, second, key []byte) ([]byte, error) {
	k, err := pairKey(names, first, second)
	if err != nil {
		return nil, fmt.Errorf("seal: shared key file: %w", err)
	}
	defer clear(k)
	return sealFresh(k, []byte(sharedHead), key, nil)
}

// ParseSharedKeyFile reads the text of a shared key file.
func ParseSharedKeyFile(text []byte) (*SharedKeyFile, error) {
	lines := strings.Split(string(text), "\n")
	if len(lines) < 5 || lines[0] != sharedHead || lines[len(lines)-1] != "" {
		return nil, malformed(1)
	}
	f := &SharedKeyFile{pairs: map[[2]string][]byte{}}
	for n, line := range lines[1 : len(lines)-1] {
		words := strings.Split(line, " ")
		last := words[len(words)-1]
		raw := make([]byte, decodedLen(len(last)))
		switch {
		case !decode64(raw, []byte(last)) || f.sealed != nil:
			return nil, malformed(n + 2)
		case words[0] == "officer:" && len(words) == 3 && !slices.Contains(f.Officers, words[1]):
			f.Officers, f.salts = append(f.Officers, words[1]), append(f.salts, raw)
		case words[0] == "pair:" && len(words) == 4 && f.pairs[[2]string{words[1], words[2]}] == nil:
			f.pairs[[2]string{words[1], words[2]}] = raw
		case words[0] == "sealed:" && len(words) == 2:
			f.sealed = raw
		default:
			return nil, malformed(n + 2)
		}
	}
	if f.sealed == nil {
		return nil, malformed(len(lines))
	}
	return f, nil
}

// Open opens the key file with two officers' passphrases, in any order. It does
// not tell which of them was wrong.
func (f *SharedKeyFile) Open(a, b Passphrase) (*KeyFile, error) {
	wrong := fault.New(fault.Denied, "fault.key-passphrases")
	i, j := slices.Index(f.Officers, a.Officer), slices.Index(f.Officers, b.Officer)
	if i < 0 || j < 0 || i == j {
		return nil, wrong
	}
	if i > j {
		a, b, i, j = b, a, j, i
	}
	names := [2]string{a.Officer, b.Officer}
	k, err := pairKey(names, a.stretch(f.salts[i]), b.stretch(f.salts[j]))
	if err != nil {
		return nil, fmt.Errorf("seal: shared key file: %w", err)
	}
	defer clear(k)
	key, err := openFresh(k, []byte(sharedHead), f.pairs[names])
	if err != nil {
		return nil, wrong
	}
	defer clear(key)
	plain, err := openFresh(key, []byte(sharedHead), f.sealed)
	if err != nil {
		return nil, wrong
	}
	defer clear(plain)
	return ParseKeyFile(plain)
}

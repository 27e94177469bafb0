// A key file holds the secrets of a node that must not lie in its database:
//
//	amana-key-file/v1
//	origin: hub.example.org/log
//	identity: <32 bytes>
//	entry: <32 bytes>
//	log: <32 bytes>
//	role: <2 bytes, then the private key>
//	database: <32 bytes>
//
// These lines, in this order, each ended by a newline and nothing more. The
// origin is the name of the node's log, as in its checkpoints. The others are
// secrets in base64url without padding: the seeds of three Ed25519 keys (the
// node's identity, which vouches for entry keys; the key that signs entries;
// the key that signs checkpoints), the role key with the number of its KEM,
// and the key of the encrypted database. Whoever holds the file and the
// database can read what the node can read. It belongs to the user that runs
// the node, is readable by nobody else (mode 0600), and goes into no backup
// that also holds the database.

package seal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"amana/domain/fault"
)

// KeyFile is a node's secrets outside its database.
type KeyFile struct {
	Origin   string
	Identity ed25519.PrivateKey
	Entry    ed25519.PrivateKey
	Log      ed25519.PrivateKey
	Role     *RoleKey
	Database [32]byte
}

const keyFileHead = "amana-key-file/v1"

// NewKeyFile makes new secrets for the log called origin. random is nil for
// the system's source; the role key is always from the system's.
func NewKeyFile(origin string, random io.Reader) (*KeyFile, error) {
	if !nodeOK([]byte(origin)) {
		return nil, fault.New(fault.Invalid, "fault.key-file-origin").In("origin")
	}
	var seeds [3][ed25519.SeedSize]byte
	f := &KeyFile{Origin: origin}
	for i := range seeds {
		if err := fill(seeds[i][:], random); err != nil {
			return nil, err
		}
	}
	if err := fill(f.Database[:], random); err != nil {
		return nil, err
	}
	f.Identity = ed25519.NewKeyFromSeed(seeds[0][:])
	f.Entry = ed25519.NewKeyFromSeed(seeds[1][:])
	f.Log = ed25519.NewKeyFromSeed(seeds[2][:])
	var err error
	f.Role, err = NewRoleKey()
	return f, err
}

// LogKey signs the log's checkpoints.
func (f *KeyFile) LogKey() (*LogKey, error) { return NewLogKey(f.Origin, f.Log) }

// DatabaseHex is the database's key as the encrypting file system takes it.
func (f *KeyFile) DatabaseHex() string { return hex.EncodeToString(f.Database[:]) }

// Format is the text of the file. It is a secret.
func (f *KeyFile) Format() ([]byte, error) {
	role, err := f.Role.Bytes()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\norigin: %s\n", keyFileHead, f.Origin)
	for _, line := range []struct {
		name   string
		secret []byte
	}{
		{"identity", f.Identity.Seed()}, {"entry", f.Entry.Seed()}, {"log", f.Log.Seed()},
		{"role", role}, {"database", f.Database[:]},
	} {
		fmt.Fprintf(&b, "%s: %s\n", line.name, b64.EncodeToString(line.secret))
	}
	return b.Bytes(), nil
}

// ParseKeyFile reads the text of a key file.
func ParseKeyFile(text []byte) (*KeyFile, error) {
	lines := strings.Split(string(text), "\n")
	names := []string{"origin", "identity", "entry", "log", "role", "database"}
	if len(lines) != len(names)+2 || lines[0] != keyFileHead || lines[len(lines)-1] != "" {
		return nil, malformed(1)
	}
	values := make([]string, len(names))
	secrets := make([][]byte, len(names))
	for i, name := range names {
		value, ok := strings.CutPrefix(lines[i+1], name+": ")
		secrets[i] = make([]byte, decodedLen(len(value)))
		if !ok || i > 0 && !decode64(secrets[i], []byte(value)) ||
			name != "role" && i > 0 && len(secrets[i]) != 32 {
			return nil, malformed(i + 2)
		}
		values[i] = value
	}
	if !nodeOK([]byte(values[0])) {
		return nil, malformed(2)
	}
	role, err := ParseRoleKey(secrets[4])
	if err != nil {
		return nil, malformed(6)
	}
	return &KeyFile{
		Origin:   values[0],
		Identity: ed25519.NewKeyFromSeed(secrets[1]),
		Entry:    ed25519.NewKeyFromSeed(secrets[2]),
		Log:      ed25519.NewKeyFromSeed(secrets[3]),
		Role:     role,
		Database: [32]byte(secrets[5]),
	}, nil
}

func malformed(line int) error {
	return fault.New(fault.Invalid, "fault.key-file-malformed", fault.A("line", line))
}

// Create writes the file at path, which must not exist yet, and returns only
// when it is on disk. It is there whole or not at all.
func (f *KeyFile) Create(path string) error {
	text, err := f.Format()
	if err != nil {
		return err
	}
	defer clear(text)
	file, err := os.CreateTemp(filepath.Dir(path), ".new-key-*") // nobody else may read it
	if err != nil {
		return fmt.Errorf("key file: %w", err)
	}
	defer os.Remove(file.Name())
	_, err = file.Write(text)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Link(file.Name(), path) // which replaces nothing
	}
	if errors.Is(err, fs.ErrExist) {
		return fault.New(fault.Conflict, "fault.key-file-exists").Because(err)
	}
	if err = errors.Join(err, SyncDir(filepath.Dir(path))); err != nil {
		return fmt.Errorf("key file: %w", err)
	}
	return nil
}

// LoadKeyFile reads the file at path, one that is not shared. It refuses one that
// others may read.
func LoadKeyFile(path string) (*KeyFile, error) {
	text, err := ReadKeyFile(path)
	if err != nil {
		return nil, err
	}
	defer clear(text)
	return ParseKeyFile(text)
}

// ReadKeyFile is the text of a key file, shared or not, that nobody else may
// read.
func ReadKeyFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.New(fault.Missing, "fault.key-file-missing").Because(err)
	}
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	if !info.Mode().IsRegular() || info.Mode().Perm()&0o077 != 0 {
		return nil, fault.New(fault.Denied, "fault.key-file-open-to-others")
	}
	text, err := io.ReadAll(io.LimitReader(file, 1<<16))
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	return text, nil
}

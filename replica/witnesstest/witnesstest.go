// Package witnesstest is a witness (C2SP tlog-witness) for tests: it serves on
// loopback, signs what only grew, and lies when it is told to.
package witnesstest

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"amana/seal"
)

// Witness is a witness of one log.
type Witness struct {
	Name  string
	Clock func() time.Time // nil: the system's

	// Lie, if not nil, makes an answer from the true one.
	Lie func(Answer) Answer

	log    note.Verifier
	key    ed25519.PrivateKey
	server *httptest.Server

	mu    sync.Mutex
	size  int64
	root  tlog.Hash
	asked int
}

// New serves a witness of the log that holds a verifier key, until Close.
func New(name, logKey string) (*Witness, error) {
	v, err := note.NewVerifier(logKey)
	if err != nil {
		return nil, err
	}
	seed := sha256.Sum256([]byte("witness " + name))
	w := &Witness{Name: name, log: v, key: ed25519.NewKeyFromSeed(seed[:])}
	w.server = httptest.NewServer(w)
	return w, nil
}

// Close ends it.
func (w *Witness) Close() { w.server.Close() }

// URL is its submission prefix.
func (w *Witness) URL() string { return w.server.URL }

// Line is its line in a policy.
func (w *Witness) Line() string {
	return fmt.Sprintf("witness %s %s %s\n", w.Name, w.VerifierKey(), w.URL())
}

// VerifierKey is its key as policies write it.
func (w *Witness) VerifierKey() string {
	public := w.public()
	return fmt.Sprintf("%s+%08x+%s", w.Name, w.hash(), base64.StdEncoding.EncodeToString(public))
}

func (w *Witness) public() []byte {
	return append([]byte{4}, w.key.Public().(ed25519.PublicKey)...)
}

func (w *Witness) hash() uint32 {
	sum := sha256.Sum256(append([]byte(w.Name+"\n"), w.public()...))
	return binary.BigEndian.Uint32(sum[:])
}

// Asked is how many requests it had, and Size what it signed last.
func (w *Witness) Asked() int  { w.mu.Lock(); defer w.mu.Unlock(); return w.asked }
func (w *Witness) Size() int64 { w.mu.Lock(); defer w.mu.Unlock(); return w.size }

// Cosign is its signature line under the text of a checkpoint.
func (w *Witness) Cosign(text string, at time.Time) string {
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at.Unix(), text)
	sig := binary.BigEndian.AppendUint32(nil, w.hash())
	sig = binary.BigEndian.AppendUint64(sig, uint64(at.Unix()))
	sig = append(sig, ed25519.Sign(w.key, []byte(message))...)
	return fmt.Sprintf("— %s %s\n", w.Name, base64.StdEncoding.EncodeToString(sig))
}

// Forget loses what it signed, as a witness never must.
func (w *Witness) Forget() { w.mu.Lock(); defer w.mu.Unlock(); w.size = 0 }

func (w *Witness) now() time.Time {
	if w.Clock != nil {
		return w.Clock()
	}
	return time.Now()
}

// ServeHTTP implements http.Handler.
func (w *Witness) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked++
	if r.Method != http.MethodPost || r.URL.Path != "/add-checkpoint" {
		http.NotFound(out, r)
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return
	}
	a := w.add(string(body))
	if w.Lie != nil {
		a = w.Lie(a)
	}
	if a.Kind != "" {
		out.Header().Set("Content-Type", a.Kind)
	}
	if a.Status/100 == 3 {
		out.Header().Set("Location", a.Body)
	}
	out.WriteHeader(a.Status)
	_, _ = io.WriteString(out, a.Body)
}

// Answer is what it says to a checkpoint.
type Answer struct {
	Status     int
	Kind, Body string
	Text       string // of the checkpoint, if it was signed
}

func refused(status int) Answer { return Answer{Status: status} }

// add is the add-checkpoint call.
func (w *Witness) add(body string) Answer {
	old, proof, signed, ok := split(body)
	if !ok {
		return refused(http.StatusBadRequest)
	}
	origin, _, _ := strings.Cut(signed, "\n")
	if origin != w.log.Name() {
		return refused(http.StatusNotFound)
	}
	n, err := note.Open([]byte(signed), note.VerifierList(w.log))
	if err != nil {
		return refused(http.StatusForbidden)
	}
	c, err := seal.ParseCheckpoint(n.Text)
	if err != nil || old > c.Size {
		return refused(http.StatusBadRequest)
	}
	switch {
	case old != w.size:
		return Answer{Status: http.StatusConflict, Kind: "text/x.tlog.size", Body: fmt.Sprintf("%d\n", w.size)}
	case old == 0 && len(proof) > 0:
		return refused(http.StatusUnprocessableEntity)
	case old > 0 && old == c.Size && tlog.Hash(c.Root) != w.root:
		return refused(http.StatusConflict)
	case old > 0 && old < c.Size && tlog.CheckTree(proof, c.Size, tlog.Hash(c.Root), old, w.root) != nil:
		return refused(http.StatusUnprocessableEntity)
	}
	w.size, w.root = c.Size, tlog.Hash(c.Root)
	return Answer{Status: http.StatusOK, Body: w.Cosign(n.Text, w.now()), Text: n.Text}
}

// split takes a request apart: the old size, the proof, the checkpoint.
func split(body string) (old int64, proof tlog.TreeProof, signed string, ok bool) {
	head, signed, ok := strings.Cut(body, "\n\n")
	if !ok {
		return 0, nil, "", false
	}
	lines := strings.Split(head, "\n")
	number, ok := strings.CutPrefix(lines[0], "old ")
	old, err := strconv.ParseInt(number, 10, 64)
	if !ok || err != nil || strconv.FormatInt(old, 10) != number || old < 0 || len(lines) > 64 {
		return 0, nil, "", false
	}
	for _, line := range lines[1:] {
		hash, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(hash) != len(tlog.Hash{}) {
			return 0, nil, "", false
		}
		proof = append(proof, tlog.Hash(hash))
	}
	return old, proof, signed, true
}

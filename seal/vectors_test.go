package seal_test

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"amana/domain/key"
	"amana/domain/ledger"
	"amana/seal"
)

// The vectors are frozen: bytes that were once signed are read for ever. Only
// a new version of the format may have others.
var writeVectors = flag.Bool("write-vectors", false, "write docs/vectors anew")

const (
	vectors  = "../docs/vectors"
	verifier = "../docs/verifier/verify.py"
)

// frozen compares what the program makes with the vector called name.
func frozen(t *testing.T, name string, v any) {
	t.Helper()
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(vectors, name+".json")
	if *writeVectors {
		if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(text.Bytes(), want) {
		t.Errorf("%s: the program no longer makes these bytes:\n%s", path, text.Bytes())
	}
}

type disclosureVector struct {
	Compartment ledger.Compartment `json:"compartment"`
	Salt        string             `json:"salt"`
	Name        string             `json:"name"`
	Value       json.RawMessage    `json:"value"`
	Text        string             `json:"text"`
	Digest      seal.Digest        `json:"digest"`
}

type entryVector struct {
	Seed         string             `json:"seed"` // of the entry key
	Public       key.Public         `json:"public"`
	KID          key.ID             `json:"kid"`
	Disclosures  []disclosureVector `json:"disclosures"`
	Header       string             `json:"header"`
	Payload      string             `json:"payload"`
	Entry        string             `json:"entry"`
	Leaf         ledger.Hash        `json:"leaf"`
	Presentation string             `json:"presentation"`
	Officer      officerVector      `json:"officer"`
}

type officerVector struct {
	Public  key.Public     `json:"public"`
	Command ledger.Command `json:"command"`
	Message string         `json:"message"`
}

func TestFrozenEntry(t *testing.T) { frozenEntry(t, "entry", endorsed(t)) }

func TestFrozenImport(t *testing.T) {
	e := event(told{Words: "home"})
	e.Imported, e.DoneBy = "a list of last spring", sample[ledger.Actor]("who did it")
	frozenEntry(t, "imported", endorse(t, e))
}

func frozenEntry(t *testing.T, name string, d seal.Draft) {
	t.Helper()
	d.Hub = "4711:" + seal.LeafHash([]byte("hub")).String()
	entry, p := sign(t, d)
	parts := bytes.Split(entry.Bytes, []byte("."))
	header, _ := base64.RawURLEncoding.DecodeString(string(parts[0]))
	payload, _ := base64.RawURLEncoding.DecodeString(string(parts[1]))
	e, _ := seal.EndorsementIn(d.Disclosures)
	v := entryVector{
		Seed: b64.EncodeToString(privateKey("entry key").Seed()), Public: signer.Public(), KID: signer.ID(),
		Header: string(header), Payload: string(payload), Entry: string(entry.Bytes), Leaf: entry.Leaf,
		Presentation: seal.Present(entry.Bytes, d.Disclosures),
		Officer: officerVector{Public: seal.PublicOf(officerKey), Command: sample[ledger.Command]("command"),
			Message: actMessage(sample[ledger.Command]("command"), p, e.Over)},
	}
	for _, x := range d.Disclosures {
		v.Disclosures = append(v.Disclosures, disclosureVector{x.Compartment, b64.EncodeToString(x.Salt[:]),
			x.Name, x.Value, x.Text(), x.Digest()})
	}
	frozen(t, name, v)
}

// actMessage is what an officer signs, by the words of the specification.
func actMessage(c ledger.Command, p seal.Parsed, over []seal.Digest) string {
	join := func(n int, at func(int) string) (s string) {
		for i := range n {
			if i > 0 {
				s += ","
			}
			s += at(i)
		}
		return s
	}
	return fmt.Sprintf("amana-act/v1\n%s\n%s\n%s\n%s\n", c, p.Stream,
		join(len(p.Parents), func(i int) string { return p.Parents[i].String() }),
		join(len(over), func(i int) string { return over[i].String() }))
}

func TestFrozenTree(t *testing.T) {
	roots := map[string]ledger.Hash{}
	var tree seal.Frontier
	for n := range 601 {
		switch n {
		case 0, 1, 2, 3, 4, 7, 8, 255, 256, 257, 511, 512, 600:
			roots[fmt.Sprint(n)] = tree.Root()
		}
		tree.Append(seal.LeafHash(fmt.Append(nil, n)))
	}
	frozen(t, "tree", map[string]any{"roots": roots})
}

type blobVector struct {
	Compartment ledger.Compartment `json:"compartment"`
	DEK         string             `json:"dek"`
	Leaf        ledger.Hash        `json:"leaf"`
	Key         string             `json:"key"`
	Plaintext   string             `json:"plaintext"`
	Blob        string             `json:"blob"`
}

func TestFrozenBlobs(t *testing.T) {
	d := endorsed(t)
	entry, _ := sign(t, d)
	var out []blobVector
	for _, c := range []ledger.Compartment{ledger.General, ledger.Medical, ledger.Protection} {
		dek := seal.DEK(sha256.Sum256([]byte(c.String())))
		text := seal.Pack(d.Disclosures, c)
		blob, err := seal.SealBlob(&dek, c, entry.Leaf, text)
		if err != nil {
			t.Fatal(err)
		}
		secret, err := hkdf.Expand(sha256.New, dek[:], string(entry.Leaf[:]), 32)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, blobVector{c, b64.EncodeToString(dek[:]), entry.Leaf, b64.EncodeToString(secret),
			string(text), b64.EncodeToString(blob)})
	}
	frozen(t, "blobs", out)
}

// small is a log with every kind of key event.
func small(t *testing.T) *journal {
	j := newJournal(t)
	second := seal.NewSigner(privateKey("second"))
	j.add(ledger.ClassCase, sample[ledger.Stream]("case"), told{Words: "home", Needs: "insulin"})
	j.key(seal.Enrolment("hub", j.identity, second.Public()))
	j.signer = second
	j.add(ledger.ClassCase, sample[ledger.Stream]("case"), stopped{})
	j.key(key.Revoked{KID: signer.ID(), Reason: "replaced"})
	return j
}

func TestFrozenLog(t *testing.T) {
	dir := small(t).published()
	files := map[string]string{}
	for _, path := range []string{"checkpoint", "log.vkey", "amana/keys.jsonl", "tile/0/000.p/5", "tile/entries/000.p/5"} {
		b, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		files[path] = b64.EncodeToString(b)
	}
	frozen(t, "log", files)
}

// python runs the independent verifier and says whether it was satisfied.
func python(t *testing.T, args ...string) (ok bool, said string) {
	t.Helper()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Fatal("this test runs the independent verifier, which needs Python 3: please install python3")
	}
	c := exec.CommandContext(t.Context(), "python3", append([]string{verifier}, args...)...)
	var way bytes.Buffer
	c.Stderr = &way
	out, err := c.Output()
	var result struct{ OK bool }
	if json.Unmarshal(out, &result) != nil || result.OK != (err == nil) {
		t.Fatalf("the verifier gave no answer: %v\n%s%s", err, out, &way)
	}
	return result.OK, string(out) + way.String()
}

// Whoever gives it nothing to verify is told how it is used, and whoever waits
// sees how far it has come.
func TestTheIndependentVerifierSaysHowItIsUsedAndHowFarItIs(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "python3", verifier).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "verify.py DIR [VKEY]") || strings.Contains(string(out), "Traceback") {
		t.Errorf("without arguments: %v %s", err, out)
	}
	if _, said := python(t, small(t).fill(300).published()); !strings.Contains(said, "256 of 300 entries") {
		t.Errorf("on the way: %s", said)
	}
}

func TestTheIndependentVerifierAgrees(t *testing.T) {
	if ok, said := python(t, "--vectors", vectors); !ok {
		t.Errorf("vectors: %s", said)
	}
	j := small(t).fill(300)
	dir := j.published()
	if ok, said := python(t, dir); !ok {
		t.Errorf("a good log: %s", said)
	}
	if ok, said := python(t, dir, witnessKey("stranger", 1)); ok {
		t.Errorf("a log under another key: %s", said)
	}
	for path, do := range map[string]func([]byte) []byte{
		"tile/entries/000":      flipSignature,
		"tile/entries/001.p/44": swapped,
		"tile/0/001.p/44":       flip(40),
		"tile/1/000.p/1":        flip(3),
		"checkpoint":            flip(30),
		"amana/keys.jsonl":      func(b []byte) []byte { return b[:bytes.LastIndexByte(b[:len(b)-1], '\n')+1] },
	} {
		tampered := t.TempDir()
		if err := os.CopyFS(tampered, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		change(t, tampered, path, do)
		if ok, said := python(t, tampered); ok {
			t.Errorf("with %s changed: %s", path, said)
		}
		if r := verify(t, tampered, seal.Options{}); r.OK {
			t.Errorf("with %s changed our own verifier is satisfied", path)
		}
	}
}

func TestTheIndependentVerifierIsSmall(t *testing.T) {
	text, err := os.ReadFile(verifier)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(text, []byte("\n")); n > 150 {
		t.Errorf("%d lines; whoever reads it should need no more than 150", n)
	}
}

package seal_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/domain/key"
	"amana/domain/ledger"
	"amana/seal"
)

func verify(t testing.TB, where string, o seal.Options) seal.Report {
	t.Helper()
	src, err := seal.OpenSource(where)
	if err != nil {
		t.Fatal(err)
	}
	r, err := seal.Verify(context.Background(), src, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// said lists the keys of a report's problems, each once.
func said(r seal.Report) string {
	var keys []string
	for _, p := range r.Problems {
		keys = append(keys, strings.TrimPrefix(p.Key, "verify."))
	}
	slices.Sort(keys)
	return strings.Join(slices.Compact(keys), " ")
}

func TestAPublishedLogVerifies(t *testing.T) {
	for _, n := range []int{1, 2, 255, 256, 257, 512, 700} {
		j := newJournal(t).fill(n)
		var heard int64
		r := verify(t, j.published(), seal.Options{Done: func(n, _ int64) { heard = n }})
		want := seal.Report{OK: true, Origin: origin, Size: int64(n), Root: j.checkpoint().RootText(),
			Status: seal.StatusSelfDeclared, Problems: []seal.Problem{}}
		if diff := cmp.Diff(want, r); diff != "" {
			t.Errorf("%d entries: %s", n, diff)
		}
		if heard != int64(n) {
			t.Errorf("heard of %d entries of %d", heard, n)
		}
	}
}

func TestALogVerifiesOverHTTP(t *testing.T) {
	j := newJournal(t).fill(300)
	server := httptest.NewServer(http.FileServer(http.Dir(j.published())))
	defer server.Close()
	if r := verify(t, server.URL+"/", seal.Options{}); !r.OK || r.Size != 300 {
		t.Errorf("%+v", r)
	}
	if r := verify(t, server.URL+"/nothing", seal.Options{}); r.OK || said(r) != "checkpoint-missing" {
		t.Errorf("%+v", r)
	}
}

func TestAnExportGrowsWithItsLog(t *testing.T) {
	j := newJournal(t).fill(300)
	dir := j.published()
	if err := j.fill(600).export(dir); err != nil {
		t.Fatal(err)
	}
	if r := verify(t, dir, seal.Options{}); !r.OK || r.Size != 600 {
		t.Errorf("%+v", r)
	}
	other := newJournal(t)
	other.add(ledger.ClassCase, sample[ledger.Stream]("fork"), told{})
	if err := other.fill(900).export(dir); err == nil {
		t.Error("a fork was written over the log")
	}
	if err := newJournal(t).fill(5).export(dir); err == nil {
		t.Error("a shorter log was written over the log")
	}
	if r := verify(t, dir, seal.Options{}); !r.OK || r.Size != 600 {
		t.Errorf("after a refused export: %+v", r)
	}
}

// change rewrites one file of a published log.
func change(t *testing.T, dir, path string, f func([]byte) []byte) {
	t.Helper()
	full := filepath.Join(dir, path)
	b, err := os.ReadFile(full)
	if err == nil {
		err = os.WriteFile(full, f(b), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func flip(at int) func([]byte) []byte {
	return func(b []byte) []byte {
		if at < 0 {
			at += len(b)
		}
		b[at] ^= 1
		return b
	}
}

// flipSignature changes the signature of the first entry of a bundle into
// another text of the same shape.
func flipSignature(b []byte) []byte {
	at := 2 + int(binary.BigEndian.Uint16(b)) - 20
	if b[at] == 'A' {
		b[at] = 'B'
	} else {
		b[at] = 'A'
	}
	return b
}

// swapped exchanges the first two entries of a bundle.
func swapped(b []byte) []byte {
	n := 2 + int(binary.BigEndian.Uint16(b))
	m := 2 + int(binary.BigEndian.Uint16(b[n:]))
	return slices.Concat(b[n:n+m], b[:n], b[n+m:])
}

func TestATamperedLogIsRefused(t *testing.T) {
	whole := newJournal(t).fill(600).published()
	earlier, err := os.ReadFile(filepath.Join(newJournal(t).fill(580).published(), "checkpoint"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		do   func([]byte) []byte
		want string
	}{
		"a changed entry":        {"tile/entries/001", flip(700), "entry root tile"},
		"a changed signature":    {"tile/entries/001", flipSignature, "root signature tile"},
		"a changed key event":    {"tile/entries/000", flipSignature, "key-differs root tile"},
		"a changed leaf hash":    {"tile/0/001", flip(40), "tile"},
		"a changed upper tile":   {"tile/1/000.p/2", flip(40), "tile"},
		"a changed partial tile": {"tile/0/002.p/88", flip(-1), "tile"},
		"reordered entries":      {"tile/entries/001", swapped, "root tile"},
		"a truncated bundle":     {"tile/entries/002.p/88", func(b []byte) []byte { return b[:len(b)-1] }, "bundle"},
		"an entry dropped": {"tile/entries/001", func(b []byte) []byte {
			return b[2+int(binary.BigEndian.Uint16(b)):]
		}, "bundle"},
		"a changed size":              {"checkpoint", func(b []byte) []byte { return bytes.Replace(b, []byte("600"), []byte("599"), 1) }, "checkpoint-signature"},
		"a changed checkpoint":        {"checkpoint", flip(-9), "checkpoint-signature"},
		"an older checkpoint's tiles": {"checkpoint", func([]byte) []byte { return earlier }, "file-missing"},
		"no keys":                     {"amana/keys.jsonl", func([]byte) []byte { return nil }, "key-undisclosed key-unknown too-many"},
		"a changed key line":          {"amana/keys.jsonl", flip(200), "key-line key-undisclosed key-unknown too-many"},
	} {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
			t.Fatal(err)
		}
		change(t, dir, c.path, c.do)
		r := verify(t, dir, seal.Options{})
		if got := said(r); r.OK || got != c.want {
			t.Errorf("%s: %v %q, want %q", name, r.OK, got, c.want)
		}
	}
	for _, path := range []string{"checkpoint", "log.vkey", "amana/keys.jsonl", "tile/entries/000", "tile/0/002.p/88", "tile/1/000.p/2"} {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(dir, path)); err != nil {
			t.Fatal(err)
		}
		if r := verify(t, dir, seal.Options{}); r.OK || !strings.Contains(said(r), "missing") {
			t.Errorf("without %s: %+v", path, r)
		}
	}
}

func TestAPartialFileMayBeReplacedByTheFullOne(t *testing.T) {
	dir := newJournal(t).fill(300).published()
	longer := newJournal(t).fill(512).published()
	for _, kind := range []string{"entries", "0"} {
		if err := os.RemoveAll(filepath.Join(dir, "tile", kind, "001.p")); err != nil {
			t.Fatal(err)
		}
		full, err := os.ReadFile(filepath.Join(longer, "tile", kind, "001"))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "tile", kind, "001"), full, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if r := verify(t, dir, seal.Options{}); !r.OK {
		t.Errorf("%+v", r)
	}
}

// A log whose operator breaks its own rules has good hashes everywhere.
func TestAWellFormedLogThatLiesIsRefused(t *testing.T) {
	second := seal.NewSigner(privateKey("second"))
	enrol := func(j *journal) { j.key(seal.Enrolment("hub", j.identity, second.Public())) }
	for want, build := range map[string]func(*journal){
		"": func(j *journal) { // the good case of what follows
			enrol(j)
			j.signer = second
			j.fill(4)
			j.key(key.Revoked{KID: signer.ID(), Reason: "replaced"})
			j.fill(9)
		},
		"key-unknown": func(j *journal) { j.signer = second; j.fill(3) },
		"key-revoked": func(j *journal) { enrol(j); j.key(key.Revoked{KID: signer.ID()}); j.fill(4) },
		"key-voucher": func(j *journal) { j.key(seal.Enrolment("hub", privateKey("stranger"), second.Public())) },
		"genesis":     func(j *journal) { j.key(seal.Genesis("hub", j.identity, privateKey("second"), j.log)) },
		"key-malformed": func(j *journal) {
			j.key(key.Revoked{KID: second.ID()})
		},
		"key-undisclosed": func(j *journal) {
			enrol(j)
			delete(j.keys, 1)
		},
		"entry-repeated": func(j *journal) {
			j.fill(3)
			j.append(seal.Entry{Bytes: j.entries[2], Leaf: seal.LeafHash(j.entries[2])})
		},
		"parent-stream": func(j *journal) {
			j.fill(3)
			j.heads[sample[ledger.Stream]("other")] = j.heads[sample[ledger.Stream]("case1")]
			j.add(ledger.ClassCase, sample[ledger.Stream]("other"), told{})
		},
		"parent-later": func(j *journal) {
			a := j.add(ledger.ClassCase, sample[ledger.Stream]("x"), told{})
			b := j.add(ledger.ClassCase, sample[ledger.Stream]("x"), told{})
			j.entries, j.tree = j.entries[:1], seal.Frontier{}
			j.tree.Append(seal.LeafHash(j.entries[0]))
			j.append(b)
			j.append(a)
		},
		"key-node": func(j *journal) {
			j.sign(seal.Draft{Node: "elsewhere", Class: ledger.ClassCase, Recorded: recorded})
		},
	} {
		j := newJournal(t)
		build(j)
		if r := verify(t, j.published(), seal.Options{}); said(r) != want || r.OK != (want == "") {
			t.Errorf("want %q, got %q", want, said(r))
		}
	}
}

func TestTheFirstEntryNamesTheLogsKey(t *testing.T) {
	j := newJournal(t).fill(3)
	log, err := seal.NewLogKey(origin, privateKey("another log key"))
	if err != nil {
		t.Fatal(err)
	}
	j.log = log
	if r := verify(t, j.published(), seal.Options{}); !strings.Contains(said(r), "genesis") {
		t.Errorf("%+v", r)
	}
}

func TestASourceThatFailsIsNoVerdict(t *testing.T) {
	_, err := seal.Verify(context.Background(), failing{}, seal.Options{})
	if err == nil {
		t.Error("a source that cannot be read gave a verdict")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	src, err := seal.OpenSource(newJournal(t).fill(300).published())
	if err != nil {
		t.Fatal(err)
	}
	if r, err := seal.Verify(ctx, src, seal.Options{}); err == nil || r.OK {
		t.Errorf("a verification that was cancelled gave a verdict: %+v", r)
	}
}

type failing struct{}

func (failing) Read(context.Context, string) ([]byte, error) { return nil, fs.ErrPermission }

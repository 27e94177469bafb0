package seal_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"runtime"
	"sync"
	"testing"
	"time"

	"amana/domain/ledger"
	"amana/seal"
)

var b64 = base64.RawURLEncoding

// typical is an event of ten disclosures in three compartments.
func typical(b *testing.B) (seal.Entry, seal.Draft) {
	e := event(told{
		Words: "I want to go home to my mother in the spring", Asked: []string{"when", "how"},
		Needs: "insulin twice a day", Danger: 3, Heard: true, common: common{Place: "Abu Salim"},
	})
	e.Parents = e.Parents[:1]
	d := draft(b, e)
	d.Hub = "4711:" + seal.LeafHash(nil).String()
	entry, _ := sign(b, d)
	return entry, d
}

func BenchmarkParse(b *testing.B) {
	entry, _ := typical(b)
	b.ReportAllocs()
	b.SetBytes(int64(len(entry.Bytes)))
	for b.Loop() {
		if _, err := seal.Parse(entry.Bytes); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLeafHash(b *testing.B) {
	entry, _ := typical(b)
	b.ReportAllocs()
	b.SetBytes(int64(len(entry.Bytes)))
	for b.Loop() {
		seal.LeafHash(entry.Bytes)
	}
}

func BenchmarkRestore(b *testing.B) {
	entry, d := typical(b)
	opened, closed := open(d.Disclosures, ledger.Everything)
	p, _ := seal.Parse(entry.Bytes)
	b.ReportAllocs()
	for b.Loop() {
		if e := codec.Restore(&p, entry.Leaf, &opened, closed); e.Malformed {
			b.Fatal("malformed")
		}
	}
}

func BenchmarkSign(b *testing.B) {
	_, d := typical(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := signer.Sign(d, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBlob(b *testing.B) {
	entry, d := typical(b)
	text := seal.Pack(d.Disclosures, ledger.General)
	k := seal.DEK{1}
	blob, err := seal.SealBlob(&k, ledger.General, entry.Leaf, text)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := seal.OpenBlob(&k, ledger.General, entry.Leaf, blob); err != nil {
			b.Fatal(err)
		}
	}
}

// fastest is the shortest of a few runs, which the machine disturbed least.
func fastest(f func()) time.Duration {
	best := time.Hour
	for range 5 {
		start := time.Now()
		f()
		best = min(best, time.Since(start))
	}
	return best
}

// BenchmarkVerifyHashes compares hashing leaves and tree with bare SHA-256
// over the same bytes, on one core. The floor is 0.5.
func BenchmarkVerifyHashes(b *testing.B) {
	entries := newJournal(b).fill(4096).entries
	ratio := 0.0
	for b.Loop() {
		bare := fastest(func() {
			for _, e := range entries {
				sha256.Sum256(e)
			}
		})
		ours := fastest(func() {
			var tree seal.Frontier
			for _, e := range entries {
				tree.Append(seal.LeafHash(e))
			}
			tree.Root()
		})
		ratio = bare.Seconds() / ours.Seconds()
	}
	b.ReportMetric(ratio, "of-bare-sha256")
}

// BenchmarkVerify compares a whole verification, files and parsing and every
// signature, with bare ed25519.Verify of the same signatures on all cores.
// The floor is 0.7.
func BenchmarkVerify(b *testing.B) {
	j := newJournal(b).fill(8192)
	dir := j.published()
	ratio := 0.0
	for b.Loop() {
		bare := fastest(func() { verifyBare(b, j.entries) })
		ours := fastest(func() {
			src, _ := seal.OpenSource(dir)
			if r, err := seal.Verify(context.Background(), src, seal.Options{}); err != nil || !r.OK {
				b.Error(r, err)
			}
		})
		ratio = bare.Seconds() / ours.Seconds()
	}
	b.ReportMetric(ratio, "of-bare-ed25519")
}

// verifyBare verifies the signature of each entry and nothing else.
func verifyBare(b *testing.B, entries [][]byte) {
	public := signer.Public()
	var all sync.WaitGroup
	cores := runtime.GOMAXPROCS(0)
	for c := range cores {
		all.Go(func() {
			for i := c; i < len(entries); i += cores {
				e := entries[i]
				at := len(e) - 87
				var sig [66]byte
				if _, err := b64.Decode(sig[:], e[at+1:]); err != nil || !ed25519.Verify(public[:], e[:at], sig[:64]) {
					b.Error("a signature does not verify")
				}
			}
		})
	}
	all.Wait()
}

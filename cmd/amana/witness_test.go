package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"amana/domain/ledger"
	"amana/replica/witnesstest"
	"amana/seal"
)

// witnesses serves two witnesses of the log whose keys are in the data folder,
// and writes the policy that asks for both: witnesses FILE.
func witnesses(ts *testscript.TestScript, _ bool, args []string) {
	logKey := keysOf(ts).VerifierKey()
	policy := "log " + logKey + "\n"
	for _, name := range []string{"one.test/w", "two.test/w"} {
		w, err := witnesstest.New(name, logKey)
		ts.Check(err)
		ts.Defer(w.Close)
		policy += w.Line()
	}
	policy += "group both all one.test/w two.test/w\nquorum both\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(policy), 0o600))
}

func keysOf(ts *testscript.TestScript) *seal.LogKey {
	keys, err := seal.LoadKeyFile(ts.MkAbs("data/amana.key"))
	ts.Check(err)
	logKey, err := keys.LogKey()
	ts.Check(err)
	return logKey
}

// rewrite is an insider with every key: they change when the last entry that is
// not about keys says that it was recorded, and sign entry and checkpoint anew: rewrite LOG FORGED.
func rewrite(ts *testscript.TestScript, _ bool, args []string) {
	keys, err := seal.LoadKeyFile(ts.MkAbs("data/amana.key"))
	ts.Check(err)
	from := tampering{ts, ts.MkAbs(args[0])}
	bundle, err := os.ReadFile(filepath.Join(from.dir, from.one("tile/entries/*.p/*")))
	ts.Check(err)
	entries := split(bundle)
	last := len(entries) - 1
	for ; ; last-- {
		p, err := seal.Parse(entries[last])
		ts.Check(err)
		if p.Class != ledger.ClassKey {
			break
		}
	}
	entries[last] = resigned(ts, entries[last], keys.Entry)
	var tree seal.Frontier
	for _, e := range entries {
		tree.Append(seal.LeafHash(e))
	}
	logKey := keysOf(ts)
	note, err := seal.SignCheckpoint(seal.Checkpoint{Origin: keys.Origin, Size: tree.Size(), Root: tree.Root()}, logKey)
	ts.Check(err)
	told := disclosed(ts, filepath.Join(from.dir, "amana/keys.jsonl"))
	ts.Check(seal.Export(ts.MkAbs(args[1]), seal.Publication{
		Checkpoint: note, VerifierKey: logKey.VerifierKey(),
		Entries: func(yield func([]byte, error) bool) {
			for _, e := range entries {
				if !yield(e, nil) {
					return
				}
			}
		},
		Disclosed: func(index int64, _ ledger.Hash) ([]seal.Disclosure, error) { return told[index], nil },
	}))
}

var recorded = regexp.MustCompile(`"recorded":(\d+)`)

func resigned(ts *testscript.TestScript, entry []byte, key ed25519.PrivateKey) []byte {
	parts := strings.Split(string(entry), ".")
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	ts.Check(err)
	payload = recorded.ReplaceAllFunc(payload, func(b []byte) []byte {
		at, err := strconv.Atoi(string(b[len(`"recorded":`):]))
		ts.Check(err)
		return []byte(`"recorded":` + strconv.Itoa(at-3600))
	})
	signed := parts[0] + "." + base64.RawURLEncoding.EncodeToString(payload)
	return []byte(signed + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(key, []byte(signed))))
}

func disclosed(ts *testscript.TestScript, path string) map[int64][]seal.Disclosure {
	text, err := os.ReadFile(path)
	ts.Check(err)
	told := map[int64][]seal.Disclosure{}
	for line := range bytes.Lines(text) {
		var l struct {
			Index int64
			SDJWT string
		}
		ts.Check(json.Unmarshal(line, &l))
		_, told[l.Index], err = seal.ParsePresentation(l.SDJWT)
		ts.Check(err)
	}
	return told
}

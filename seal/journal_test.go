package seal_test

import (
	"crypto/ed25519"
	"fmt"
	"testing"

	"amana/domain/ledger"
	"amana/seal"
)

// journal is a log under construction in the tests.
type journal struct {
	t        testing.TB
	log      *seal.LogKey
	identity ed25519.PrivateKey
	signer   *seal.Signer
	entries  [][]byte
	tree     seal.Frontier
	keys     map[int64][]seal.Disclosure
	heads    map[ledger.Stream]ledger.Hash
}

const origin = "hub.example/log"

func newJournal(t testing.TB) *journal {
	t.Helper()
	log, err := seal.NewLogKey(origin, privateKey("log"))
	if err != nil {
		t.Fatal(err)
	}
	j := &journal{t: t, log: log, identity: privateKey("identity"), signer: signer,
		keys: map[int64][]seal.Disclosure{}, heads: map[ledger.Stream]ledger.Hash{}}
	j.key(seal.Genesis("hub", j.identity, privateKey("entry key"), log))
	return j
}

// add signs an entry that follows the last of its stream.
func (j *journal) add(class ledger.Class, stream ledger.Stream, body ledger.Body) seal.Entry {
	j.t.Helper()
	e := event(body)
	e.Node, e.Class, e.Stream, e.Parents = "hub", class, stream, nil
	if head, ok := j.heads[stream]; ok {
		e.Parents = []ledger.Hash{head}
	}
	ds, err := codec.Disclose(&e, random(fmt.Sprint("salts", len(j.entries))))
	if err != nil {
		j.t.Fatal(err)
	}
	return j.sign(seal.Draft{Node: e.Node, Stream: stream, Class: class, Parents: e.Parents,
		Recorded: recorded, Disclosures: ds})
}

func (j *journal) sign(d seal.Draft) seal.Entry {
	j.t.Helper()
	entry, err := j.signer.Sign(d, random(fmt.Sprint("decoys", len(j.entries))))
	if err != nil {
		j.t.Fatal(err)
	}
	if d.Class == ledger.ClassKey {
		j.keys[int64(len(j.entries))] = d.Disclosures
	}
	j.append(entry)
	j.heads[d.Stream] = entry.Leaf
	return entry
}

func (j *journal) append(e seal.Entry) {
	j.entries = append(j.entries, e.Bytes)
	j.tree.Append(e.Leaf)
}

func (j *journal) key(body ledger.Body) seal.Entry {
	return j.add(ledger.ClassKey, sample[ledger.Stream]("keys"), body)
}

// fill adds cases until the log has n entries.
func (j *journal) fill(n int) *journal {
	for i := len(j.entries); i < n; i++ {
		j.add(ledger.ClassCase, sample[ledger.Stream](fmt.Sprint("case", i%7)), told{Words: fmt.Sprint("word ", i)})
	}
	return j
}

func (j *journal) checkpoint() seal.Checkpoint {
	return seal.Checkpoint{Origin: origin, Size: j.tree.Size(), Root: j.tree.Root()}
}

func (j *journal) export(dir string) error {
	j.t.Helper()
	signed, err := seal.SignCheckpoint(j.checkpoint(), j.log)
	if err != nil {
		j.t.Fatal(err)
	}
	return seal.Export(dir, seal.Publication{
		Checkpoint: signed, VerifierKey: j.log.VerifierKey(),
		Entries: func(yield func([]byte, error) bool) {
			for _, e := range j.entries {
				if !yield(e, nil) {
					return
				}
			}
		},
		Disclosed: func(index int64, _ ledger.Hash) ([]seal.Disclosure, error) { return j.keys[index], nil },
	})
}

// published exports j into a new folder.
func (j *journal) published() string {
	j.t.Helper()
	dir := j.t.TempDir()
	if err := j.export(dir); err != nil {
		j.t.Fatal(err)
	}
	return dir
}

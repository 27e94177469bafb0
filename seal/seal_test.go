package seal_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"testing"
	"time"

	"pgregory.net/rapid"

	"amana/domain/key"
	"amana/domain/ledger"
	"amana/seal"
)

// told is an event with something in every compartment of a person's file.
type told struct {
	Words  string            `json:"words"`
	Kind_  string            `json:"kind,omitempty"` // a name that stands in the payload
	Asked  []string          `json:"asked,omitempty"`
	Detail map[string]string `json:"detail,omitempty"`
	Needs  string            `json:"needs,omitempty" seal:"medical"`
	Fears  *fear             `json:"fears,omitempty" seal:"asylum"`
	Danger int               `json:"danger,omitzero" seal:"protection"`
	Heard  bool              `json:"heard"`
	common
}

type common struct {
	Place string `json:"place,omitempty"`
}

type fear struct {
	Of string `json:"of"`
}

func (told) Kind() string { return "test.told" }

// stopped stops a journey.
type stopped struct {
	Why string `json:"why,omitempty" seal:"protection"`
}

func (stopped) Kind() string          { return "test.stopped" }
func (stopped) Effect() ledger.Effect { return ledger.Stop }

var codec = seal.NewCodec([]ledger.Body{told{}, stopped{}, key.Enrolled{}, key.Revoked{}})

// stream of bytes that is the same in every run.
type determined struct {
	seed  [32]byte
	count uint64
	left  []byte
}

func random(name string) io.Reader { return &determined{seed: sha256.Sum256([]byte(name))} }

func (d *determined) Read(p []byte) (int, error) {
	for i := range p {
		if len(d.left) == 0 {
			sum := sha256.Sum256(binary.BigEndian.AppendUint64(d.seed[:], d.count))
			d.count++
			d.left = sum[:]
		}
		p[i], d.left = d.left[0], d.left[1:]
	}
	return len(p), nil
}

func privateKey(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func sample[T ~[16]byte](name string) T {
	sum := sha256.Sum256([]byte(name))
	return T(sum[:16])
}

var (
	recorded = time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)
	signer   = seal.NewSigner(privateKey("entry key"))
)

// event is what an officer of the tests recorded.
func event(body ledger.Body) ledger.Event {
	return ledger.Event{
		Stream: sample[ledger.Stream]("case"), Class: ledger.ClassCase, Node: "tripoli",
		Parents:  []ledger.Hash{seal.LeafHash([]byte("one")), seal.LeafHash([]byte("two"))},
		Recorded: recorded, Happened: recorded.Add(-time.Hour),
		Actor: sample[ledger.Actor]("officer"), Command: sample[ledger.Command]("command"),
		Body: body,
	}
}

// draft discloses e and makes it ready to be signed.
func draft(t testing.TB, e ledger.Event) seal.Draft {
	t.Helper()
	ds, err := codec.Disclose(&e, random("salts"))
	if err != nil {
		t.Fatal(err)
	}
	return seal.Draft{Node: e.Node, Stream: e.Stream, Class: e.Class, Parents: e.Parents,
		Recorded: e.Recorded, Hub: e.Hub, Disclosures: ds}
}

func sign(t testing.TB, d seal.Draft) (seal.Entry, seal.Parsed) {
	t.Helper()
	entry, err := signer.Sign(d, random("decoys"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := seal.Parse(entry.Bytes)
	if err != nil {
		t.Fatalf("what was signed does not parse: %v\n%s", err, entry.Bytes)
	}
	return entry, p
}

// open packs all compartments of keys and says which others hold something.
func open(ds []seal.Disclosure, keys ledger.Set) (o seal.Opened, closed ledger.Set) {
	for _, c := range ledger.Compartments {
		if text := seal.Pack(ds, c); len(text) == 0 {
			continue
		} else if keys.Has(c) {
			o[c] = text
		} else {
			closed |= ledger.SetOf(c)
		}
	}
	return o, closed
}

// anyTold draws a body.
func anyTold(t *rapid.T) told {
	b := told{
		Words:  rapid.String().Draw(t, "words"),
		Kind_:  rapid.String().Draw(t, "kind"),
		Asked:  rapid.SliceOfN(rapid.String(), 1, 3).Draw(t, "asked"),
		Needs:  rapid.String().Draw(t, "needs"),
		Danger: rapid.Int().Draw(t, "danger"),
		Heard:  rapid.Bool().Draw(t, "heard"),
		common: common{Place: rapid.String().Draw(t, "place")},
	}
	if rapid.Bool().Draw(t, "fears") {
		b.Fears = &fear{Of: rapid.String().Draw(t, "of")}
	}
	return b
}

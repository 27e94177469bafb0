package seal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/seal"
)

func newDEK(t *testing.T) seal.DEK {
	t.Helper()
	k, err := seal.NewDEK(nil)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestABlobOpensOnlyWhereItWasSealed(t *testing.T) {
	k, other := newDEK(t), newDEK(t)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOf(rapid.Byte()).Draw(t, "text")
		leaf := seal.LeafHash(text)
		blob, err := seal.SealBlob(&k, ledger.Medical, leaf, text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := seal.OpenBlob(&k, ledger.Medical, leaf, blob); err != nil || !bytes.Equal(got, text) {
			t.Fatalf("%q %v", got, err)
		}
		blob[rapid.IntRange(0, len(blob)-1).Draw(t, "at")] ^= 1
		if _, err := seal.OpenBlob(&k, ledger.Medical, leaf, blob); !errors.Is(err, seal.ErrOpen) {
			t.Fatal("a changed blob opens")
		}
	})
	leaf := ledger.Hash{1}
	blob, err := seal.SealBlob(&k, ledger.Medical, leaf, []byte("insulin"))
	if err != nil {
		t.Fatal(err)
	}
	for name, open := range map[string]func() ([]byte, error){
		"another key":         func() ([]byte, error) { return seal.OpenBlob(&other, ledger.Medical, leaf, blob) },
		"another compartment": func() ([]byte, error) { return seal.OpenBlob(&k, ledger.General, leaf, blob) },
		"another entry":       func() ([]byte, error) { return seal.OpenBlob(&k, ledger.Medical, ledger.Hash{2}, blob) },
		"no blob":             func() ([]byte, error) { return seal.OpenBlob(&k, ledger.Medical, leaf, nil) },
	} {
		if got, err := open(); !errors.Is(err, seal.ErrOpen) {
			t.Errorf("%s opens it: %q", name, got)
		}
	}
}

func TestARoleOpensTheKeysWrappedToIt(t *testing.T) {
	mine, err := seal.NewRoleKey()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := seal.NewRoleKey()
	if err != nil {
		t.Fatal(err)
	}
	id := seal.KEKID{Office: "TI", Compartment: ledger.Medical, Epoch: 2}
	want := seal.KEK(newDEK(t))
	wrapped, err := seal.WrapKEK(mine.Public(), id, want)
	if err != nil {
		t.Fatal(err)
	}
	if wrapped[0] != 0x64 || wrapped[1] != 0x7a {
		t.Errorf("the wrap begins with %x, not with X-Wing's number", wrapped[:2])
	}
	secret, err := mine.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	again, err := seal.ParseRoleKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.OpenKEK(id, wrapped); err != nil || got != want {
		t.Errorf("the key does not open again: %v", err)
	}
	if _, err := theirs.OpenKEK(id, wrapped); !errors.Is(err, seal.ErrOpen) {
		t.Error("another role opens it")
	}
	for _, other := range []seal.KEKID{
		{Office: "TI", Compartment: ledger.Medical, Epoch: 3},
		{Office: "TI", Compartment: ledger.Asylum, Epoch: 2},
		{Office: "SB", Compartment: ledger.Medical, Epoch: 2},
	} {
		if _, err := mine.OpenKEK(other, wrapped); !errors.Is(err, seal.ErrOpen) {
			t.Errorf("it opens as %v", other)
		}
	}
	if _, err := mine.OpenKEK(id, nil); !errors.Is(err, seal.ErrOpen) {
		t.Error("nothing opens")
	}
	if _, err := seal.WrapKEK(seal.RolePublic{0, 32, 1}, id, want); err == nil {
		t.Error("wrapped to a key of another KEM")
	}
}

func TestAKeyringWrapsAndForgets(t *testing.T) {
	ring := seal.NewKeyring()
	old := seal.KEKID{Office: "TI", Compartment: ledger.Medical, Epoch: 1}
	id := seal.KEKID{Office: "TI", Compartment: ledger.Medical, Epoch: 2}
	ring.Add(old, seal.KEK(newDEK(t)))
	ring.Add(id, seal.KEK(newDEK(t)))
	ring.Add(seal.KEKID{Office: "SB", Compartment: ledger.General}, seal.KEK(newDEK(t)))
	if got := ring.Compartments("TI"); got != ledger.SetOf(ledger.Medical) {
		t.Errorf("compartments %s", got)
	}
	person, other := sample[ledger.Stream]("a"), sample[ledger.Stream]("b")
	dek := newDEK(t)
	wrapped, err := ring.Wrap(id, person, 1, dek, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ring.OpenDEK(id, person, 1, wrapped); err != nil || got != dek {
		t.Errorf("does not open: %v", err)
	}
	for name, open := range map[string]func() (seal.DEK, error){
		"another person's": func() (seal.DEK, error) { return ring.OpenDEK(id, other, 1, wrapped) },
		"another epoch's":  func() (seal.DEK, error) { return ring.OpenDEK(id, person, 2, wrapped) },
		"the older key's":  func() (seal.DEK, error) { return ring.OpenDEK(old, person, 1, wrapped) },
	} {
		if _, err := open(); !errors.Is(err, seal.ErrOpen) {
			t.Errorf("it opens as %s", name)
		}
	}
	ring.Drop(id)
	if _, err := ring.OpenDEK(id, person, 1, wrapped); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("a key that was dropped opens: %v", err)
	}
	ring.Add(id, seal.KEK(newDEK(t)))
	a, err := ring.Digest(id, "case", "TI-26-0417-K")
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := ring.Digest(id, "case", "TI-26-0417-K"); a != b {
		t.Error("a digest is not the same twice")
	}
	for _, differs := range [][2]string{{"case", "TI-26-0418-K"}, {"phone", "TI-26-0417-K"}} {
		if b, _ := ring.Digest(id, differs[0], differs[1]); a == b {
			t.Errorf("%v has the same digest", differs)
		}
	}
	ring.Close()
	if ring.Has(id) || ring.Compartments("TI") != 0 {
		t.Error("a closed ring has keys")
	}
	if _, err := ring.OpenDEK(id, person, 1, wrapped); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("a closed ring opens: %v", err)
	}
}

func TestAKeyringIsSafeForManyAtOnce(t *testing.T) {
	ring := seal.NewKeyring()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			id := seal.KEKID{Office: fmt.Sprint(i % 3), Epoch: i}
			ring.Add(id, seal.KEK{byte(i)})
			wrapped, err := ring.Wrap(id, ledger.Stream{}, 0, seal.DEK{9}, nil)
			if err == nil {
				_, err = ring.OpenDEK(id, ledger.Stream{}, 0, wrapped)
			}
			if err != nil && !errors.Is(err, seal.ErrNoKey) {
				t.Error(err)
			}
			ring.Compartments("1")
			if i == 7 {
				ring.Close()
			}
		})
	}
	all.Wait()
}

func TestCachedStateNeedsTheSameKeys(t *testing.T) {
	general, medical := newDEK(t), newDEK(t)
	both, err := seal.NewStateKey(map[ledger.Compartment]seal.DEK{ledger.General: general, ledger.Medical: medical})
	if err != nil {
		t.Fatal(err)
	}
	one, err := seal.NewStateKey(map[ledger.Compartment]seal.DEK{ledger.General: general})
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := seal.SealState(&both, []byte("heads"), []byte("state"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := seal.OpenState(&both, []byte("heads"), sealed); err != nil || string(got) != "state" {
		t.Errorf("%q %v", got, err)
	}
	if _, err := seal.OpenState(&one, []byte("heads"), sealed); !errors.Is(err, seal.ErrOpen) {
		t.Error("opens with fewer keys")
	}
	if _, err := seal.OpenState(&both, []byte("other heads"), sealed); !errors.Is(err, seal.ErrOpen) {
		t.Error("opens for other heads")
	}
	if _, err := seal.OpenState(&both, []byte("heads"), sealed[:5]); !errors.Is(err, seal.ErrOpen) {
		t.Error("a stump opens")
	}
	if again, _ := seal.SealState(&both, []byte("heads"), []byte("state")); bytes.Equal(again, sealed) {
		t.Error("the same nonce twice")
	}
}

func TestAKeyFileIsKeptAndRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "node.keys")
	want, err := seal.NewKeyFile("hub.example/log", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := want.Create(path); err != nil {
		t.Fatal(err)
	}
	got, err := seal.LoadKeyFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := want.Format()
	again, _ := got.Format()
	if diff := cmp.Diff(string(text), string(again)); diff != "" {
		t.Error(diff)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o", info.Mode().Perm())
	}
	if len(got.DatabaseHex()) != 64 {
		t.Errorf("database key %q", got.DatabaseHex())
	}
	if err := want.Create(path); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a key file was overwritten: %v", err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.LoadKeyFile(path); fault.KindOf(err) != fault.Denied {
		t.Errorf("a file that the group may read was loaded: %v", err)
	}
	if _, err := seal.LoadKeyFile(path + "x"); fault.KindOf(err) != fault.Missing {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := seal.LoadKeyFile(filepath.Dir(path)); err == nil {
		t.Error("a folder was loaded")
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	for i := range 7 {
		var cut []byte
		for j, line := range lines {
			if j != i {
				cut = append(cut, line...)
			}
		}
		if _, err := seal.ParseKeyFile(cut); fault.KindOf(err) != fault.Invalid {
			t.Errorf("read without line %d: %v", i+1, err)
		}
	}
	if _, err := seal.NewKeyFile("two words", nil); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an origin with a space: %v", err)
	}
}

func TestAKeyIsNeverPrinted(t *testing.T) {
	for _, verb := range []string{"%v", "%+v", "%s", "%x", "%d", "%#v"} {
		for _, k := range []any{seal.DEK{0xab, 171}, seal.KEK{0xab, 171}, seal.StateKey{0xab, 171}} {
			if said := fmt.Sprintf(verb, k); strings.Contains(said, "ab") || strings.Contains(said, "171") {
				t.Errorf("%s of a %T: %s", verb, k, said)
			}
			if text, err := json.Marshal(k); err == nil {
				t.Errorf("a %T as JSON: %s", k, text)
			}
		}
	}
}

func TestALetterboxTakesFromAnybodyAndGivesToTheOffice(t *testing.T) {
	office, other := seal.NewKeyring(), seal.NewKeyring()
	id := seal.KEKID{Office: "TI", Compartment: ledger.General, Epoch: 1}
	next := seal.KEKID{Office: "TI", Compartment: ledger.General, Epoch: 2}
	office.Add(id, seal.KEK(newDEK(t)))
	office.Add(next, seal.KEK(newDEK(t)))
	other.Add(id, seal.KEK(newDEK(t)))
	public, err := office.Letterbox(id)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := office.Letterbox(id); err != nil || !bytes.Equal(public, again) {
		t.Errorf("the letterbox moved: %v", err)
	}
	person, dek := sample[ledger.Stream]("a"), newDEK(t)
	posted, err := seal.Post(public, id, person, 3, dek)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := office.Collect(id, person, 3, posted); err != nil || got != dek {
		t.Errorf("the office does not get it: %v", err)
	}
	for name, collect := range map[string]func() (seal.DEK, error){
		"another office":        func() (seal.DEK, error) { return other.Collect(id, person, 3, posted) },
		"another key":           func() (seal.DEK, error) { return office.Collect(next, person, 3, posted) },
		"as another person's":   func() (seal.DEK, error) { return office.Collect(id, sample[ledger.Stream]("b"), 3, posted) },
		"as of another epoch":   func() (seal.DEK, error) { return office.Collect(id, person, 4, posted) },
		"as if it were wrapped": func() (seal.DEK, error) { return office.OpenDEK(id, person, 3, posted) },
	} {
		if _, err := collect(); !errors.Is(err, seal.ErrOpen) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := office.Collect(seal.KEKID{Office: "SB"}, person, 3, posted); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("without the key: %v", err)
	}
}

func TestAKeyPairFollowsFromASecretAndAPurpose(t *testing.T) {
	secret := bytes.Repeat([]byte{7}, 32)
	derive := func(purpose string) *seal.RoleKey {
		t.Helper()
		k, err := seal.DeriveRoleKey(secret, purpose)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	id, want := seal.KEKID{Office: "TI", Epoch: 1}, seal.KEK(newDEK(t))
	wrapped, err := seal.WrapKEK(derive("a").Public(), id, want)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := derive("a").OpenKEK(id, wrapped); err != nil || got != want {
		t.Errorf("the same secret gives another key: %v", err)
	}
	if _, err := derive("b").OpenKEK(id, wrapped); !errors.Is(err, seal.ErrOpen) {
		t.Errorf("another purpose gives the same key: %v", err)
	}
}

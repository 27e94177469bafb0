package seal_test

import (
	"bytes"
	"errors"
	"testing"

	"amana/domain/ledger"
	"amana/seal"
)

// What is read as a role's key has one spelling, and opens what is wrapped to
// its public half.
func FuzzParseRoleKey(f *testing.F) {
	k, err := seal.DeriveRoleKey(bytes.Repeat([]byte{7}, 32), "fuzz")
	if err != nil {
		f.Fatal(err)
	}
	secret, err := k.Bytes()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(secret)
	f.Add(secret[:len(secret)-1])
	f.Add(append(bytes.Clone(secret), 0))
	f.Add(append([]byte{0, 32}, secret[2:]...)) // of another KEM
	f.Add([]byte{0x64})
	f.Fuzz(func(t *testing.T, text []byte) {
		k, err := seal.ParseRoleKey(text)
		if err != nil {
			if len(text) == len(secret) && bytes.Equal(text[:2], secret[:2]) {
				t.Fatalf("%x is refused: %v", text, err)
			}
			return
		}
		if again, err := k.Bytes(); err != nil || !bytes.Equal(again, text) {
			t.Fatalf("%x is written as %x: %v", text, again, err)
		}
		id, want := seal.KEKID{Office: "TI", Epoch: 1}, seal.KEK{9}
		wrapped, err := seal.WrapKEK(k.Public(), id, want)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := k.OpenKEK(id, wrapped); err != nil || got != want {
			t.Fatalf("%x does not open what is wrapped to it: %v", text, err)
		}
	})
}

// sealed is something that only a key opens.
type sealed struct {
	is, says []byte
	open     func([]byte) ([]byte, error)
}

// everySealed is one of each thing that is kept sealed, under keys that are the
// same in every process.
func everySealed(f *testing.F) []sealed {
	person, leaf := ledger.Stream{1}, ledger.Hash{2}
	id := seal.KEKID{Office: "TI", Compartment: ledger.Medical, Epoch: 2}
	role, err := seal.DeriveRoleKey(bytes.Repeat([]byte{7}, 32), "fuzz")
	if err != nil {
		f.Fatal(err)
	}
	kek, dek, state, ring := seal.KEK{3}, seal.DEK{4}, seal.StateKey{5}, seal.NewKeyring()
	ring.Add(id, kek)
	letterbox, err := ring.Letterbox(id)
	if err != nil {
		f.Fatal(err)
	}
	must := func(text []byte, err error) []byte {
		if err != nil {
			f.Fatal(err)
		}
		return text
	}
	return []sealed{
		{must(seal.WrapKEK(role.Public(), id, kek)), kek[:], func(b []byte) ([]byte, error) { k, err := role.OpenKEK(id, b); return k[:], err }},
		{must(ring.Wrap(id, person, 1, dek, nil)), dek[:], func(b []byte) ([]byte, error) { k, err := ring.OpenDEK(id, person, 1, b); return k[:], err }},
		{must(seal.Post(letterbox, id, person, 1, dek)), dek[:], func(b []byte) ([]byte, error) { k, err := ring.Collect(id, person, 1, b); return k[:], err }},
		{must(seal.SealState(&state, []byte("heads"), []byte("state"))), []byte("state"), func(b []byte) ([]byte, error) { return seal.OpenState(&state, []byte("heads"), b) }},
		{must(seal.SealBlob(&dek, ledger.Medical, leaf, []byte("insulin"))), []byte("insulin"), func(b []byte) ([]byte, error) { return seal.OpenBlob(&dek, ledger.Medical, leaf, b) }},
	}
}

// What was sealed opens as it was, and with any byte changed, cut off or added
// it is refused. So is whatever nobody sealed.
func FuzzOpen(f *testing.F) {
	all := everySealed(f)
	for which := range all {
		f.Add(which, uint(0), []byte(nil), false)
		f.Add(which, uint(0), []byte{1}, false) // the number of the KEM, or the nonce
		f.Add(which, uint(len(all[which].is)-1), []byte{0x80}, false)
		f.Add(which, uint(len(all[which].is)), []byte{0}, false) // one more
		f.Add(which, uint(len(all[which].is)-1), []byte(nil), true)
		f.Add(which, uint(2), []byte(nil), true)
		f.Add(which, uint(0), []byte(nil), true)
	}
	f.Fuzz(func(t *testing.T, which int, at uint, patch []byte, cut bool) {
		s := all[uint(which)%uint(len(all))]
		text := bytes.Clone(s.is)
		at %= uint(len(text) + 1)
		if cut {
			text = text[:at]
		}
		for i, b := range patch {
			if j := int(at) + i; j < len(text) {
				text[j] ^= b
			} else {
				text = append(text, b)
			}
		}
		got, err := s.open(text)
		if bytes.Equal(text, s.is) {
			if err != nil || !bytes.Equal(got, s.says) {
				t.Fatalf("it opens as %x: %v", got, err)
			}
		} else if !errors.Is(err, seal.ErrOpen) {
			t.Fatalf("changed it opens as %x: %v", got, err)
		}
		if got, err := s.open(patch); err == nil && !bytes.Equal(got, s.says) || err != nil && !errors.Is(err, seal.ErrOpen) {
			t.Fatalf("what nobody sealed opens as %x: %v", got, err)
		}
	})
}

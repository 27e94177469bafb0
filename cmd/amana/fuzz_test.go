package main

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/seal"
	"amana/store"
)

// FuzzProposal: a file that proposes rules or roles is read whole or refused,
// and a book that is read judges a case without falling over.
func FuzzProposal(f *testing.F) {
	for _, file := range []string{"../../policy/rulebook/libya-vhr.toml", "../../policy/roles.toml"} {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text, false)
		f.Add(bytes.ReplaceAll(text, []byte("hours"), []byte("hous")), false)
	}
	f.Add([]byte(`{"id":"x","version":1,"numbers":{"gate-hours":0},"clauses":[{"id":"gate","due":["landing"]}]}`), true)
	f.Add([]byte(`{"grants":[{"role":"queen"}]}`), true)
	f.Fuzz(func(t *testing.T, text []byte, isJSON bool) {
		book, err := readProposal(text, isJSON, (*safeguard.Book).Compile)
		if err == nil {
			at := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
			for _, act := range safeguard.Acts {
				if safeguard.Clear(safeguard.Evaluate(&safeguard.Facts{}, &book, at, act)) && act == safeguard.Boarding {
					t.Fatalf("nobody at all is clear for boarding by %q", text)
				}
			}
		}
		_, _ = readProposal(text, isJSON, checkRoles)
	})
}

// FuzzKeysApart: what was encrypted beside a backup may be anything.
func FuzzKeysApart(f *testing.F) {
	now := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	text, err := json.Marshal(keysApart{Version: keysVersion, Made: now, Origin: "amana.test", Size: 7, Database: "00", Role: []byte("role"),
		Apart: store.Apart{KEKs: []store.KEK{{Office: "tripoli"}}, DEKs: []store.OwnedDEK{{}}, Credentials: []store.Credential{{}}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(text[:len(text)/2])
	f.Add([]byte(`{"version":1,"made":"2126-01-01T00:00:00Z","deks":[null],"role":"AAAA"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		k, err := decodeKeys(bytes.NewReader(text))
		if err != nil {
			if fault.KindOf(err) == fault.Internal {
				t.Fatal(err)
			}
			return
		}
		_, _ = seal.ParseRoleKey(k.Role)
		_, _ = store.ParseKey([]byte(k.Database))
		again, err := json.Marshal(k)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := decodeKeys(bytes.NewReader(again)); err != nil || !reflect.DeepEqual(same.KEKs, k.KEKs) {
			t.Fatalf("%q does not come back: %v", text, err)
		}
	})
}

// FuzzErased: the list of who was erased is read whole, in its one spelling, or
// refused: of whom it says nothing the keys would be brought back.
func FuzzErased(f *testing.F) {
	two := formatErased([]ledger.Stream{{1}, {2, 3}})
	for _, text := range []string{two, "", "\n", two[:len(two)-1], two[:len(two)-2], two + "\n", strings.ReplaceAll(two, "\n", "\r\n"), "AQAAAAAAAAAAAAAAAAAAAB\n", "\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		streams, err := parseErased(text)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid || len(streams) > 0 {
				t.Fatalf("%q: %d are read: %v", text, len(streams), err)
			}
			return
		}
		if again := formatErased(streams); again != text && again != text+"\n" {
			t.Fatalf("two spellings of one list: %q %q", text, again)
		}
	})
}

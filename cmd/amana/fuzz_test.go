package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/policy"
	"amana/seal"
	"amana/store"
)

// floors are what safeguards.md lets no rule book take away: of whom each rule asks
// something that is not there, and at which acts it keeps them. They are said here once
// more, so that code which forgets one is noticed.
func floors(at time.Time) []floor {
	born := func(year int) safeguard.Person {
		d := day.Day{Year: year, Month: time.April, Of: 2}
		return safeguard.Person{Born: d, BornTo: d}
	}
	said := ledger.Ref{ID: ledger.Hash{1}, Since: at.Add(-time.Hour), Until: at.Add(-time.Hour)}
	adult, child := &safeguard.Facts{Person: born(1996)}, &safeguard.Facts{Person: born(2014)}
	silent, children := []*safeguard.Facts{adult, child}, []*safeguard.Facts{child}
	var stopped []*safeguard.Facts
	for _, f := range silent {
		stopped = append(stopped, &safeguard.Facts{
			Person: f.Person, Stopped: []ledger.Ref{said},
			Will:        safeguard.Will{Withdrawals: []safeguard.Withdrawal{{Ref: said}}},
			Refoulement: safeguard.Refoulement{Risks: []safeguard.Risk{{Ref: said, Finding: "real"}}, Asylum: []safeguard.Asylum{{Ref: said}}},
			Protection:  safeguard.Protection{Holds: []safeguard.Hold{{Ref: said, Kind: "protection"}}},
		})
	}
	return []floor{
		{"own-wish", silent, safeguard.Acts[:]},
		{"private-interview", silent, []safeguard.Act{safeguard.Authority, safeguard.Transport, safeguard.Clearance}},
		{"consent", silent, []safeguard.Act{safeguard.Seat, safeguard.Clearance}},
		{"consent-stands", stopped, safeguard.Acts[:]},
		{"gate", silent, []safeguard.Act{safeguard.Boarding}},
		{"unhcr-counselled", stopped, []safeguard.Act{safeguard.Embassy, safeguard.Clearance}},
		{"real-risk-absolute", stopped, safeguard.Acts[:]},
		{"best-interests", children, []safeguard.Act{safeguard.Seat, safeguard.Clearance}},
		{"no-hold", stopped, safeguard.Acts[:]},
	}
}

type floor struct {
	id   safeguard.ID
	keep []*safeguard.Facts
	at   []safeguard.Act
}

// lowers says where a book lets somebody go whom a floor keeps; "" if nowhere.
func lowers(book *safeguard.Book, at time.Time) string {
	for _, f := range floors(at) {
		for _, facts := range f.keep {
			for _, act := range f.at {
				if !slices.ContainsFunc(safeguard.Blocked(facts, book, at, act), func(b safeguard.Finding) bool { return b.Safeguard == f.id }) {
					return fmt.Sprintf("%s at %s", f.id, act)
				}
			}
		}
	}
	for _, n := range safeguard.Numbers() {
		if v, there := book.Numbers[n.Name]; there && v < 1 {
			return fmt.Sprintf("%s is %d", n.Name, v)
		}
	}
	return ""
}

// FuzzProposal: a file that proposes rules or roles is read whole or refused, and
// a book that is read and may take force lets nobody go whom a floor keeps.
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
	for _, text := range looser(f) {
		f.Add(text, true)
	}
	f.Fuzz(func(t *testing.T, text []byte, isJSON bool) {
		at := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
		book, err := readProposal(text, isJSON, (*safeguard.Book).Compile)
		if err == nil && book.FloorsHold(day.Of(at)) == nil {
			if where := lowers(&book, at); where != "" {
				t.Fatalf("%s: below a floor is %q", where, text)
			}
		}
		_, _ = readProposal(text, isJSON, checkRoles)
	})
}

// looser are books that each take one thing away from the one that ships.
func looser(f *testing.F) (texts [][]byte) {
	f.Helper()
	add := func(change func(*safeguard.Book)) {
		book, err := policy.LibyaVHR()
		if err != nil {
			f.Fatal(err)
		}
		change(&book)
		text, err := json.Marshal(book)
		if err != nil {
			f.Fatal(err)
		}
		texts = append(texts, text)
	}
	for _, fl := range floors(time.Now()) {
		clause := func(b *safeguard.Book) *safeguard.Clause {
			return &b.Clauses[slices.IndexFunc(b.Clauses, func(c safeguard.Clause) bool { return c.ID == fl.id })]
		}
		add(func(b *safeguard.Book) {
			b.Clauses = slices.DeleteFunc(b.Clauses, func(c safeguard.Clause) bool { return c.ID == fl.id })
		})
		add(func(b *safeguard.Book) { clause(b).Due = nil })
		add(func(b *safeguard.Book) { clause(b).Due = clause(b).Due[:1] })
		for _, class := range safeguard.Classes {
			add(func(b *safeguard.Book) {
				c := clause(b)
				c.Applies = slices.DeleteFunc(c.Applies, func(of safeguard.Class) bool { return of == class })
			})
		}
		add(func(b *safeguard.Book) { clause(b).Until = day.Day{Year: 2026, Month: time.October, Of: 1} })
		add(func(b *safeguard.Book) { clause(b).From = day.Day{Year: 2027, Month: time.January, Of: 1} })
	}
	for _, n := range []int{0, -1, 1 << 40} {
		add(func(b *safeguard.Book) {
			for name := range b.Numbers {
				b.Numbers[name] = n
			}
		})
	}
	add(func(b *safeguard.Book) { b.Options, b.Topics, b.Doubtful = nil, nil, nil })
	return texts
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

// FuzzPublished: what a published list says of keys that were destroyed is read whole
// or refused: of whom it says nothing the keys would be brought back.
func FuzzPublished(f *testing.F) {
	for _, text := range []string{"", "\n", "{}", `{"sdjwt":"~"}`, `{"sdjwt":"e30.e30.AA~"}`, "{\"sdjwt\":1}\n", "\xff\n{"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		streams, newest, err := readErasures(text)
		lines := bytes.Count(bytes.TrimSuffix(text, []byte("\n")), []byte("\n")) + 1
		if len(streams) > lines || err == nil && newest.IsZero() && len(bytes.TrimSpace(text)) > 0 {
			t.Fatalf("%q: %d are read, the newest of %v", text, len(streams), newest)
		}
		twice, _, again := readErasures(append(append(bytes.Clone(text), '\n'), text...))
		if err == nil && again == nil && len(twice) != 2*len(streams) {
			t.Fatalf("%q: once %d, twice %d", text, len(streams), len(twice))
		}
	})
}

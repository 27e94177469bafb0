package desk_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"amana/desk/desktest"
	"amana/desk/disclosed"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/movement"
)

// kept is a published log of which something was kept back since.
type kept struct {
	*testing.T
	dir string
}

// back leaves out a whole stream of a subject, or with none all that is disclosed.
func (k kept) back(subject casefile.Subject) {
	k.Helper()
	path := filepath.Join(k.dir, "amana", "disclosed", "inventory.json")
	text := k.read(path)
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		k.Fatal(err)
	}
	streams := all["streams"].([]any)
	left := slices.DeleteFunc(slices.Clone(streams), func(s any) bool { return s.(map[string]any)["subject"] == string(subject) })
	if len(left) == len(streams) {
		k.Fatalf("no %s is disclosed", subject)
	}
	all["streams"] = left
	text, err := json.Marshal(all)
	if err != nil {
		k.Fatal(err)
	}
	k.write(path, text)
}

// lines changes each line of a file; nil leaves it out.
func (k kept) lines(path string, do func(n int, line map[string]any) map[string]any) {
	k.Helper()
	var out bytes.Buffer
	for n, text := range slices.Collect(bytes.Lines(k.read(path))) {
		var line map[string]any
		if err := json.Unmarshal(text, &line); err != nil {
			k.Fatal(err)
		}
		if line = do(n, line); line == nil {
			continue
		}
		text, err := json.Marshal(line)
		if err != nil {
			k.Fatal(err)
		}
		out.Write(append(text, '\n'))
	}
	k.write(path, out.Bytes())
}

func (k kept) read(path string) []byte {
	k.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		k.Fatal(err)
	}
	return text
}

func (k kept) write(path string, text []byte) {
	k.Helper()
	if err := os.WriteFile(path, text, 0o600); err != nil {
		k.Fatal(err)
	}
}

func (k kept) of(subject casefile.Subject) string {
	k.Helper()
	text := string(k.read(filepath.Join(k.dir, "amana", "disclosed", "inventory.json")))
	before, _, found := strings.Cut(text, `","subject":"`+string(subject)+`"`)
	if !found {
		k.Fatalf("no %s is disclosed", subject)
	}
	return filepath.Join(k.dir, "amana", "disclosed", before[len(before)-22:]+".jsonl")
}

func (k kept) keys() string { return filepath.Join(k.dir, "amana", "keys.jsonl") }

// bare is a line of which nothing is told but the entry.
func bare(withheld ...string) func(int, map[string]any) map[string]any {
	return func(_ int, line map[string]any) map[string]any {
		line["sdjwt"], _, _ = strings.Cut(line["sdjwt"].(string), "~")
		line["sdjwt"] = line["sdjwt"].(string) + "~"
		if len(withheld) > 0 {
			line["withheld"] = withheld
		}
		return line
	}
}

// onlyEvent leaves of the last line of a user no more than what kind it is of.
func onlyEvent(n int, line map[string]any) map[string]any {
	if n != 5 {
		return line
	}
	parts := strings.Split(line["sdjwt"].(string), "~")
	line["sdjwt"] = parts[0] + "~" + told(parts, "event") + "~"
	line["withheld"] = []string{"general"}
	return line
}

// without leaves out one member wherever it is said, as if it were of health.
func without(member string) func(int, map[string]any) map[string]any {
	return func(_ int, line map[string]any) map[string]any {
		parts := strings.Split(line["sdjwt"].(string), "~")
		if said := told(parts, member); said != "" && told(parts, "officer") != "" {
			line["sdjwt"] = strings.Replace(line["sdjwt"].(string), "~"+said, "", 1)
			line["withheld"] = []string{"medical"}
		}
		return line
	}
}

// told is the disclosure of a name among the parts of a presentation.
func told(parts []string, name string) string {
	for _, p := range parts[1:] {
		text, _ := base64.RawURLEncoding.DecodeString(p)
		var d []any
		if json.Unmarshal(text, &d) == nil && d[1] == name {
			return p
		}
	}
	return ""
}

// Whatever is kept back of what there is, verifying says so: it is a problem
// where nobody can judge without, and is counted where a reader may not see.
func TestWhatIsKeptBackIsSaid(t *testing.T) {
	w, _ := programme(t)
	travels(t, w, "Zainab", "")
	for _, c := range []struct {
		what string
		back func(kept)
		want string // of what is said
	}{
		{"the table of roles", func(k kept) { k.back(casefile.Roles) }, "verify.rules-withheld"},
		{"the rule book", func(k kept) { k.back(casefile.Rules) }, "verify.rules-withheld"},
		{"an approved text", func(k kept) { k.back(casefile.Text) }, "verify.rules-withheld"},
		{"the country", func(k kept) { k.back(casefile.Country) }, "unseen 2 sealed 1"},
		{"the movement", func(k kept) { k.back(casefile.Movement) }, "unseen 1 sealed 1"},
		{"the budget line", func(k kept) { k.back(casefile.Line) }, "unseen 1 sealed 1"},
		{"every case", func(k kept) { k.back(casefile.Person) }, "unseen 1 sealed 0"},
		{"what the table of roles says", func(k kept) { k.lines(k.of(casefile.Roles), bare("general")) }, "verify.rules-withheld"},
		{"the same, in silence", func(k kept) { k.lines(k.of(casefile.Roles), bare()) }, "verify.rules-withheld"},
		{"what the rule book says", func(k kept) { k.lines(k.of(casefile.Rules), bare("general")) }, "verify.rules-withheld"},
		{"what the users are", func(k kept) {
			k.lines(k.keys(), func(n int, line map[string]any) map[string]any {
				if n == 0 {
					return line
				}
				return bare("general")(n, line)
			})
		}, "verify.key-undisclosed"},
		{"one user", func(k kept) {
			k.lines(k.keys(), func(n int, line map[string]any) map[string]any {
				if n == 4 {
					return nil
				}
				return line
			})
		}, "verify.key-undisclosed"},
		{"what the genesis says", func(k kept) {
			k.lines(k.keys(), func(n int, line map[string]any) map[string]any {
				if n > 0 {
					return line
				}
				return bare("general")(n, line)
			})
		}, "verify.key-undisclosed"},
		{"what a case says", func(k kept) { k.lines(k.of(casefile.Person), bare("general", "protection", "asylum", "medical")) }, "verify.disclosure-reference"},
		{"the same of a case, in silence", func(k kept) { k.lines(k.of(casefile.Person), bare()) }, "verify.disclosure-reference"},
		{"what a user was revoked for, and everything else but that", func(k kept) { k.lines(k.keys(), onlyEvent) }, "verify.disclosure"},
		{"a general answer, as if it were of health", func(k kept) { k.lines(k.of(casefile.Person), without("answer")) }, "verify.disclosure-withheld"},
		{"the movement's lines", func(k kept) { k.write(k.of(casefile.Movement), nil) }, "verify.disclosure-missing"},
		{"what the movement says", func(k kept) { k.lines(k.of(casefile.Movement), bare("general")) }, "unseen 1 sealed 1"},
	} {
		t.Run(c.what, func(t *testing.T) {
			dir, size := desktest.Published(t, w)
			c.back(kept{T: t, dir: dir})
			var said []string
			for _, p := range desktest.Verified(t, dir).Problems {
				said = append(said, p.Key)
			}
			a, found := desktest.Rechecked(t, dir, size)
			if said = append(said, found); a.Whole() && len(said) == 1 && found == "" {
				t.Fatalf("nothing is said of it: %+v", a)
			}
			counted := fmt.Sprintf("unseen %d sealed %d", a.Unseen, a.Sealed)
			if all := strings.Join(said, "; "); !strings.HasPrefix(all, c.want) && !strings.HasPrefix(found, c.want) && (all != "" || counted != c.want) {
				t.Errorf("%s, %s; want %s", all, counted, c.want)
			}
		})
	}
}

// Whoever boarded somebody past the rules, and discloses of it no more than that
// there are entries, has not disclosed the case.
func TestABoardingKeptBackLeavesTheCaseUnseen(t *testing.T) {
	w, _ := programme(t)
	number := travels(t, w, "Zainab", "gate.answer")
	for _, b := range []ledger.Body{
		movement.Boarded{Board: movement.Board{Movement: desktest.Flight}},
		movement.Departed{Depart: movement.Depart{Movement: desktest.Flight}},
	} {
		if err := w.Desk.Forge(t.Context(), w.Who("mov"), number, b); err != nil {
			t.Fatal(err)
		}
	}
	for back, want := range map[int]string{0: "unseen 0, verify.not-met boarding gate", 1: "unseen 1, verify.not-met boarding gate", 2: "unseen 1, "} {
		dir, size := desktest.Published(t, w)
		k := kept{T: t, dir: dir}
		path := k.of(casefile.Person)
		lines := bytes.Count(k.read(path), []byte("\n"))
		k.lines(path, func(n int, line map[string]any) map[string]any {
			if n < lines-back {
				return line
			}
			return bare("general")(n, line)
		})
		a, said := desktest.Rechecked(t, dir, size)
		if got := fmt.Sprintf("unseen %d, %s", a.Unseen, said); got != want || a.Whole() != (back == 0) {
			t.Errorf("%d kept back: %s, whole %v; want %s", back, got, a.Whole(), want)
		}
	}
}

// Another file of theirs that was linked while they sat aboard, and of which nothing is told, stops
// nobody for whoever verifies: it was read where they left.
func TestALinkedFileKeptBackStopsNobody(t *testing.T) {
	w, _ := programme(t)
	f := family{w, travels(t, w, "Zainab", "departure.record"), ""}
	second := f.second(t)
	f.does(t, "cas", f.mother, "duplicate.suspect", casefile.SuspectDuplicate{Other: second})
	f.does(t, "cas", f.mother, "duplicate.settle", casefile.SettleDuplicate{Other: second, Same: true, Reason: "one woman"})
	if got := leaves(t, w, "mov", f.mother); got != casefile.StatusDeparted {
		t.Fatal(got)
	}
	dir, size := desktest.Published(t, w)
	k := kept{T: t, dir: dir}
	k.lines(k.file(second), bare("general"))
	if _, said := desktest.Rechecked(t, dir, size); strings.Contains(said, "verify.departed-unboarded") {
		t.Error(said)
	}
}

// file is where what is disclosed of a case is.
func (k kept) file(number string) string {
	k.Helper()
	var all disclosed.Inventory
	if err := json.Unmarshal(k.read(filepath.Join(k.dir, "amana", "disclosed", "inventory.json")), &all); err != nil {
		k.Fatal(err)
	}
	i := slices.IndexFunc(all.Streams, func(i disclosed.Item) bool { return i.Reference == number })
	if i < 0 {
		k.Fatalf("%s is not disclosed", number)
	}
	return filepath.Join(k.dir, "amana", "disclosed", disclosed.File(all.Streams[i].Stream))
}

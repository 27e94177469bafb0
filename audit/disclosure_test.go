package audit_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"amana/desk/desktest"
)

// programme is one in which somebody has travelled.
func programme(t *testing.T) (w *desktest.World, number string) {
	t.Helper()
	w, err := desktest.Build(t.Context(), desktest.Config(t, "SQLite"))
	if err == nil {
		err = w.Scene(t.Context())
	}
	if err == nil {
		number, err = w.Way(t.Context(), "Zainab", "")
	}
	if err != nil {
		t.Fatal(err)
	}
	return w, number
}

func TestDisclosuresThatWereTamperedWithAreFound(t *testing.T) {
	w, number := programme(t)
	for _, c := range []struct {
		name   string
		change func(lines [][]byte) [][]byte
		want   string
	}{
		{"a line left out", func(lines [][]byte) [][]byte { return append(lines[:5:5], lines[6:]...) }, "verify.disclosure-missing"},
		{"a line of another log", func(lines [][]byte) [][]byte {
			return append(lines, bytes.Replace(lines[0], []byte(`"index":`), []byte(`"index":9`), 1))
		}, "verify.disclosure"},
		{"something kept back in silence", func(lines [][]byte) [][]byte {
			last := lines[len(lines)-1]
			end := bytes.LastIndexByte(last, '~')
			begin := bytes.LastIndexByte(last[:end], '~')
			lines[len(lines)-1] = append(last[:begin:begin], last[end:]...)
			return lines
		}, "verify."},
		{"not JSON", func(lines [][]byte) [][]byte { lines[3] = []byte("{\n"); return lines }, "verify.disclosure"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, size := desktest.Published(t, w)
			path := caseFile(t, dir, number)
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			lines := bytes.SplitAfter(text, []byte("\n"))
			if err := os.WriteFile(path, bytes.Join(c.change(lines[:len(lines)-1]), nil), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, said := desktest.Rechecked(t, dir, size); !strings.Contains(said, c.want) {
				t.Errorf("%q, want %q", said, c.want)
			}
		})
	}
}

// caseFile finds the disclosures of a case by the inventory.
func caseFile(t *testing.T, dir, number string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "amana", "disclosed", "inventory.json"))
	if err != nil {
		t.Fatal(err)
	}
	before, _, found := strings.Cut(string(text), `","subject":"case","reference":"`+number)
	if !found {
		t.Fatalf("no %s in the inventory", number)
	}
	return filepath.Join(dir, "amana", "disclosed", before[len(before)-22:]+".jsonl")
}

// Somebody who may not read health says so, and the rest is asked again.
func TestWhatIsWithheldIsNotTakenForMet(t *testing.T) {
	w, _ := programme(t)
	dir := filepath.Join(t.TempDir(), "log")
	signed, err := w.Desk.Export(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Desk.Disclose(t.Context(), w.Who("hop"), dir, signed, nil); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "amana", "disclosed", "inventory.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte(`"hub":true`)) {
		t.Error("the inventory does not say whether the node knew every veto")
	}
	a, said := desktest.Rechecked(t, dir, signed.Size)
	if said != "" || a.Cleared != 1 && a.Sealed != 1 {
		t.Errorf("%+v %s", a, said)
	}
}

// Disclosures that were made before what came since leave that out, and say so.
func TestWhatCameAfterTheDisclosuresIsCounted(t *testing.T) {
	w, _ := programme(t)
	dir, size := desktest.Published(t, w)
	if _, err := w.Way(t.Context(), "Halima", "order.ask"); err != nil {
		t.Fatal(err)
	}
	signed, err := w.Desk.Export(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, said := desktest.Rechecked(t, dir, signed.Size)
	if said != "" || a.Later != signed.Size-size || a.Whole() {
		t.Errorf("%+v %s", a, said)
	}
}

package desk_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/monitoring"
	"amana/seal"
)

// Why a place is no good is disclosed to the head of protection, and to nobody
// else: not to who records it, who opens protection of every file of the office.
func TestTheReasonOfAReviewIsForTheHeadOfProtection(t *testing.T) {
	w, _ := programme(t)
	review := monitoring.ReviewPlace{Reference: "DC-X", Official: true, Wanted: true, Valid: day.Of(w.Now()).Add(30), Grounds: "a warrant"}
	if err := w.Other(t.Context(), "lea", casefile.Place, "DC-X", "place.review", review); err != nil {
		t.Fatal(err)
	}
	for by, reads := range map[string]bool{"hop": true, "lea": false} {
		dir := filepath.Join(t.TempDir(), "log")
		signed, err := w.Desk.Export(t.Context(), dir, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Desk.Disclose(t.Context(), w.Who(by), dir, signed, nil); err != nil {
			t.Fatal(err)
		}
		told := disclosedOf(t, dir, "DC-X")
		if !strings.Contains(told, `"DC-X"`) || !strings.Contains(told, `"effect","stop"`) {
			t.Errorf("%s is not told that nothing said inside counts: %s", by, told)
		}
		for _, reason := range []string{`"grounds"`, `"wanted"`, `"official"`, "a warrant"} {
			if strings.Contains(told, reason) != reads {
				t.Errorf("%s is told %s: %t, want %t: %s", by, reason, !reads, reads, told)
			}
		}
	}
}

// disclosedOf is what is disclosed of the stream that a reference names.
func disclosedOf(t *testing.T, dir, reference string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "amana", "disclosed", "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%v %v", files, err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for line := range strings.Lines(string(text)) {
			var l struct {
				SDJWT string `json:"sdjwt"`
			}
			if err := json.Unmarshal([]byte(line), &l); err != nil {
				t.Fatal(err)
			}
			_, told, err := seal.ParsePresentation(l.SDJWT)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range told {
				value, _ := json.Marshal(d.Name)
				all.Write(append(append(value, ','), d.Value...))
			}
		}
		if strings.Contains(all.String(), `"`+reference+`"`) {
			return all.String()
		}
	}
	return ""
}

package casefile

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// folded are cases as one Logic folded them.
type folded struct {
	Logic int               `json:"logic"`
	Cases map[string]string `json:"cases"` // SHA-256 of each as JSON
}

// A fold that makes another case of the same events, or keeps it in another form, has
// another number: else what was cached before would be taken for it.
func TestAnotherFoldHasAnotherLogic(t *testing.T) {
	path := filepath.Join("testdata", "folded.json")
	now := folded{Logic, map[string]string{}}
	for name, way := range goldens() {
		text, err := json.Marshal(begin(t, way...).file)
		if err != nil {
			t.Fatal(err)
		}
		digest := sha256.Sum256(text)
		now.Cases[name] = hex.EncodeToString(digest[:])
	}
	var was folded
	if text, err := os.ReadFile(path); err == nil {
		if err := json.Unmarshal(text, &was); err != nil {
			t.Fatal(err)
		}
	}
	switch {
	case was.Logic != now.Logic && !*update:
		t.Fatalf("what Logic %d folds is not frozen: run with -update", now.Logic)
	case was.Logic == now.Logic:
		for name, digest := range was.Cases {
			if now.Cases[name] != digest {
				t.Errorf("%s is folded otherwise than it was by Logic %d: raise it, then run with -update", name, was.Logic)
			}
		}
	}
	if !*update || t.Failed() {
		if diff := cmp.Diff(was, now); diff != "" && !t.Failed() {
			t.Error(diff)
		}
		return
	}
	text, err := json.MarshalIndent(now, "", " ")
	if err == nil {
		err = os.WriteFile(path, append(text, '\n'), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

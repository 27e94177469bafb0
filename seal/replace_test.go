package seal_test

import (
	"os"
	"path/filepath"
	"testing"

	"amana/seal"
)

// A file is replaced whole, with the mode that is asked for, and leaves nothing beside it.
func TestAFileIsReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	for _, text := range []string{"longer than the next", "short"} {
		if err := seal.Replace(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		info, stat := os.Stat(path)
		if err != nil || stat != nil || string(got) != text || info.Mode().Perm() != 0o600 {
			t.Errorf("%q %v %v %v", got, err, stat, info)
		}
	}
	if err := seal.Replace(filepath.Join(path, "x"), nil, 0o600); err == nil {
		t.Error("written into a folder that is none")
	}
	if all, err := os.ReadDir(filepath.Dir(path)); err != nil || len(all) != 1 {
		t.Errorf("%v %v", all, err)
	}
}

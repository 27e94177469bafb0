package desk

import (
	"bytes"
	"fmt"
	"testing"
)

// A password that was stretched less hard goes on opening its account after
// the hardness was raised; one stretched in a way that is not known opens
// nothing, and says so.
func TestAPasswordIsStretchedAsItWas(t *testing.T) {
	salt := make([]byte, 16)
	now, _, err := stretch("a long enough password", salt, Hardness)
	if err != nil {
		t.Fatal(err)
	}
	then, _, err := stretch("a long enough password", salt, "argon2id$v=19$m=9728,t=1,p=1")
	if err != nil || bytes.Equal(now, then) {
		t.Errorf("another hardness gives the same, or %v", err)
	}
	for _, params := range []string{"", "argon2id", "scrypt$v=19$m=9728,t=1,p=1", "argon2id$v=19$m=1,t=1,p=1", "argon2id$v=19$m=4294967295,t=1,p=1", "argon2id$v=19$m=9728,t=0,p=1", "argon2id$v=19$m=9728,t=1,p=0", "argon2id$v=19$m=9728,t=1,p=1 and more"} {
		if _, _, err := stretch("x", salt, params); err == nil {
			t.Errorf("stretched as %q", params)
		}
	}
}

// What a database that others keep says of a password is known in its one spelling, and
// within what this computer can do, or opens nothing.
func FuzzHardness(f *testing.F) {
	for _, params := range []string{Hardness, Hardness + "0", Hardness + "x", "argon2id$v=19$m=+8,t=1,p=1", "argon2id$v=19$m=1048576,t=64,p=255", "argon2id$v=19$m=0x10,t=1,p=1", "argon2id$v=19$m=8,t=1", "\xff"} {
		f.Add(params)
	}
	f.Fuzz(func(t *testing.T, params string) {
		memory, passes, lanes, err := readHardness(params)
		if err != nil {
			return
		}
		if again := fmt.Sprintf("argon2id$v=19$m=%d,t=%d,p=%d", memory, passes, lanes); again != params || memory > 1<<20 || passes > 64 {
			t.Fatalf("%q is read as %s", params, again)
		}
	})
}

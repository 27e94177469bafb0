package desk

import (
	"bytes"
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
	for _, params := range []string{"", "argon2id", "scrypt$v=19$m=9728,t=1,p=1", "argon2id$v=19$m=1,t=1,p=1", "argon2id$v=19$m=4294967295,t=1,p=1", "argon2id$v=19$m=9728,t=0,p=1", "argon2id$v=19$m=9728,t=1,p=0"} {
		if _, _, err := stretch("x", salt, params); err == nil {
			t.Errorf("stretched as %q", params)
		}
	}
}

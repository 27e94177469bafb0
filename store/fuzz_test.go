package store_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"amana/store"
)

// What is read as a key is 64 hexadecimal digits, and however it is printed it
// shows none of them.
func FuzzParseKey(f *testing.F) {
	f.Add([]byte(hexKey))
	f.Add([]byte(hexKey + "\n"))
	f.Add([]byte(strings.ToUpper(hexKey)))
	f.Add([]byte(hexKey[1:]))
	f.Add([]byte(" " + hexKey + "0"))
	f.Fuzz(func(t *testing.T, text []byte) {
		k, err := store.ParseKey(text)
		digits := bytes.TrimSpace(text)
		if good := len(digits) == 64 && len(bytes.Trim(digits, "0123456789abcdefABCDEF")) == 0; good != (err == nil) {
			t.Fatalf("%q: %v", text, err)
		}
		if (err == nil) == k.IsZero() {
			t.Fatalf("%q: a key and an error, or neither", text)
		}
		if printed := fmt.Sprintf("%v %s %x %q %#v %+v", k, k, k, k, k, struct{ K store.Key }{k}); strings.Contains(printed, string(digits)) && err == nil {
			t.Fatalf("it shows itself: %s", printed)
		}
	})
}

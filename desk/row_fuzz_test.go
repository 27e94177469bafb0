package desk_test

import (
	"testing"

	"amana/desk"
)

// Whatever the sealed part of a row says, it is refused, or it is a line or turns that
// can be sealed again and read as they were.
func FuzzRow(f *testing.F) {
	for _, text := range []string{"", "\xa0", "\xf6", "\xa1\x64case\x6aLY-26-0001", "\xa1\x65turns\x81\xa1\x65since\xc0\x7410000-01-01T00:00:00Z",
		"\x9b\x7f\xff\xff\xff\xff\xff\xff\xff", "\xa1\x64born\x6a2026-02-30", "\xbf\x64case\x7f\x62LY\xff\xff"} {
		f.Add([]byte(text), false)
		f.Add([]byte(text), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, turns bool) {
		if err := desk.RowAgain(text, turns); err != nil {
			t.Fatalf("%x: %v", text, err)
		}
	})
}

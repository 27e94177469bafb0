package main

import (
	"strings"
	"testing"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		look        look
		start, text string
		want        string
	}{
		{look{width: 12}, "→ ", "one two three four", "→ one two\n  three four\n"},
		{look{width: 12}, "", "one two" + unbroken + "three" + unbroken + "four", "one\ntwo three four\n"},
		{look{width: 7}, "", "la fin : oui", "la\nfin :\noui\n"},
		{look{width: 8}, "", "1\u00a0234 personnes", "1\u00a0234\npersonnes\n"},
		{look{width: 9, rightToLeft: true}, "  ", "انظر إلى " + fsi + "a b c d" + pdi, "  " + rli + "انظر" + pdi + "\n  " + rli + "إلى " + fsi + "a b" + pdi + pdi + "\n  " + rli + fsi + "c d" + pdi + pdi + "\n"},
		{look{width: 20}, "  ", "one\ntwo", "  one\n  two\n"},
	} {
		if got := c.look.wrap(c.start, c.text); got != c.want {
			t.Errorf("%q in %d columns is %q, want %q", c.text, c.look.width, got, c.want)
		}
	}
}

// Marks above letters, and signs of direction, take no room.
func TestSeen(t *testing.T) {
	for text, want := range map[string]int{"abc": 3, fsi + "abc" + pdi: 3, "سجّل": 3, "شخصًا": 4, strings.Repeat("é", 5): 5} {
		if got := seen(text); got != want {
			t.Errorf("%q takes %d columns, want %d", text, got, want)
		}
	}
}

func TestArguments(t *testing.T) {
	p := &program{env: func(string) string { return "" }}
	f := p.flags("check")
	act := f.String("for", "", "flag.check.for")
	rest, err := arguments(f, []string{"TI-1", "--for", "boarding", "-json", "--data=x=y", "-", "--", "--for"})
	if err != nil || strings.Join(rest, " ") != "TI-1 - --for" || *act != "boarding" || !p.json || p.data != "x=y" {
		t.Errorf("%q %v: %+v", rest, err, p.settings)
	}
}

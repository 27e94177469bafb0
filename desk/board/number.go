package board

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"amana/desk/likeness"
)

// known says how well a case is known by what was typed: by the whole of its
// number or reference, or by a part of its number.
func (p *packed) known(typed string) int32 {
	number, _, _, reference := p.texts()
	whole, part := written(number, typed)
	if !whole && reference != "" {
		whole, _ = written(reference, typed)
	}
	switch {
	case whole:
		return wholeKnown
	case part:
		return partKnown
	}
	return 0
}

// written says whether something plain is the whole of s, or a part.
func written(s, typed string) (whole, part bool) {
	for from := range len(s) {
		if s[from] >= utf8.RuneSelf {
			s = plain(s)
			return s == typed, strings.Contains(s, typed)
		}
		n, i := 0, from
		for ; i < len(s) && n < len(typed); i++ {
			if !alphanumeric(s[i]) && n > 0 {
				continue
			}
			if upper(s[i]) != typed[n] {
				break
			}
			n++
		}
		if n == len(typed) {
			rest := func(r rune) bool { return r < utf8.RuneSelf && !alphanumeric(byte(r)) }
			return strings.Trim(s[:from], "- ") == "" && strings.TrimFunc(s[i:], rest) == "", true
		}
	}
	return false, false
}

func alphanumeric(c byte) bool { return c >= '0' && c <= '9' || upper(c) >= 'A' && upper(c) <= 'Z' }

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

// plain is a number without what stands between its letters and digits.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r = likeness.LatinDigit(unicode.ToUpper(r)); unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

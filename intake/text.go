package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"amana/desk/shape"
	"amana/desk/spelling"
	"amana/domain/fault"
)

// clean reads a cell as text: in normal form C, with plain spaces, without what
// nobody can see. What would make it read otherwise than it is written stays,
// so that it is refused.
func clean(s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fault.New(fault.Invalid, "fault.not-utf8")
	}
	plain := true
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			plain = false
			break
		}
	}
	if plain {
		return strings.Join(strings.Fields(s), " "), nil
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	var b strings.Builder
	for line := range strings.SplitSeq(norm.NFC.String(s), "\n") {
		line = strings.Join(strings.FieldsFunc(strings.Map(visible, line), unicode.IsSpace), " ")
		line = strings.Trim(line, joiners)
		if line == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return b.String(), nil
}

// joiners join letters, or keep them apart, in Persian, Bangla and others: they
// say something between letters and nothing at an end.
const joiners = "\u200c\u200d"

func visible(r rune) rune {
	if shape.Unseen(r) || r == '\u200e' || r == '\u200f' || r == '\u061c' {
		return -1
	}
	return r
}

func latinDigits(s string) string { return strings.Map(spelling.LatinDigit, s) }

// short is a value as it may be shown: at most forty characters.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

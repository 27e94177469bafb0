package spelling

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold is how two spellings of one word are compared: without case, accents,
// marks, spaces and hyphens, and with Arabic letters that are written for each
// other made one.
func Fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch r {
		case 'أ', 'إ', 'آ', 'ٱ':
			r = 'ا'
		case 'ى', 'ی':
			r = 'ي'
		case 'ة':
			r = 'ه'
		case 'ک':
			r = 'ك'
		case 'œ', 'Œ':
			b.WriteByte('o')
			r = 'e'
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) && r != 'ـ' || r == '?' || r == '✓' || r == '✔' {
			b.WriteRune(unicode.ToLower(LatinDigit(r)))
		}
	}
	return strings.ReplaceAll(b.String(), "ـ", "")
}

// LatinDigit is a decimal digit of any script as one of 0 to 9.
func LatinDigit(r rune) rune {
	if r < 0x80 || !unicode.Is(unicode.Nd, r) {
		return r
	}
	// In every script the ten digits stand together, in order.
	zero := r
	for zero > 0 && unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
		zero--
	}
	for _, block := range []rune{'٠', '۰', '०', '০', '０', '߀'} {
		if r >= block && r <= block+9 {
			return '0' + r - block
		}
	}
	return '0' + (r-zero)%10
}

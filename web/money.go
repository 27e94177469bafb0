package web

import (
	"regexp"
	"strings"
	"unicode"

	"amana/desk/spelling"
)

// money is an amount in cents as the reader writes it, of a currency if it is known.
func (v *visit) money(cents int64, currency string) string {
	return strings.TrimSpace(v.say.Isolate(v.say.Money(cents)) + " " + currency)
}

// sum is an amount as people write it: 1 200, 1.200,50, 1,200.50 or -350,5. Whoever
// groups with one mark parts the hundredths with the other; 12.345 may be either, and
// is none.
var sum = regexp.MustCompile(`^(-?)(?:([0-9]{1,12})(?:[.,]([0-9]{1,2}))?|([1-9][0-9]{0,2}(?:[ ,][0-9]{3}){1,3})(?:\.([0-9]{1,2}))?|([1-9][0-9]{0,2}(?:[ .][0-9]{3}){1,3})(?:,([0-9]{1,2}))?)$`)

// either is what may be grouped, or have three digits after the mark.
var either = regexp.MustCompile(`^-?[0-9]{1,3}[.,][0-9]{3}$`)

// centsOf reads an amount of money as hundredths, in any digits.
func centsOf(text string) (cents string, ok bool) {
	plain := func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == '\'', r == '’':
			return ' '
		case r == '٫':
			return '.'
		case r == '٬':
			return ' '
		case r == '−':
			return '-'
		}
		return spelling.LatinDigit(r)
	}
	text = strings.Map(plain, text)
	part := sum.FindStringSubmatch(text)
	if part == nil || either.MatchString(text) {
		return "", false
	}
	units, rest := part[2]+part[4]+part[6], part[3]+part[5]+part[7]
	units = strings.NewReplacer(" ", "", ".", "", ",", "").Replace(units) + (rest + "00")[:2]
	if units = strings.TrimLeft(units, "0"); units == "" {
		return "0", true
	}
	return part[1] + units, true
}

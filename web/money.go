package web

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"amana/desk/spelling"
)

// money is an amount in cents as people write it.
func (v *visit) money(cents int64, currency string) string {
	sign := ""
	if cents < 0 {
		sign, cents = "−", -cents
	}
	return strings.TrimSpace(fmt.Sprintf("%s%s.%02d %s", sign, v.say.Number(cents/100), cents%100, currency))
}

// sum is an amount as people write it: 1 200, 1.200,50 or -350.5.
var sum = regexp.MustCompile(`^(-?)([0-9]{1,12}|[0-9]{1,3}(?:[.,][0-9]{3}){1,3})(?:[.,]([0-9]{1,2}))?$`)

// centsOf reads an amount of money as hundredths, in any digits.
func centsOf(text string) (cents string, ok bool) {
	plain := func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == '\'', r == '’':
			return -1
		case r == '٫':
			return '.'
		case r == '٬':
			return ','
		case r == '−':
			return '-'
		}
		return spelling.LatinDigit(r)
	}
	part := sum.FindStringSubmatch(strings.Map(plain, text))
	if part == nil {
		return "", false
	}
	whole := strings.NewReplacer(".", "", ",", "").Replace(part[2]) + (part[3] + "00")[:2]
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		return "0", true
	}
	return part[1] + whole, true
}

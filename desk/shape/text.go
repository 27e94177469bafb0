package shape

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"amana/domain/fault"
)

const (
	maxText    = 200 // runes, where no tag says otherwise
	paragraphs = 400 // runes, from which a text may have lines
)

// Paragraphs says whether a text of at most so many runes may have lines: a name,
// a place or a number is one line, an account is not.
func Paragraphs(most int) bool { return most >= paragraphs }

var formats = map[string]*regexp.Regexp{
	"language":    regexp.MustCompile(`^[a-z]{3}$`),
	"reads":       regexp.MustCompile(`^[a-z]{2,3}$`),
	"country":     regexp.MustCompile(`^[A-Z]{3}$`),
	"nationality": regexp.MustCompile(`^([A-Z]{3}|stateless|unknown|disputed)$`),
	"currency":    regexp.MustCompile(`^[A-Z]{3}$`),
	"reference":   regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$`),
	"code":        regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$`),
	"base64":      regexp.MustCompile(`^[A-Za-z0-9+/]+={0,2}$`),
	"key":         regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`),
}

// formed says whether a text is of a format. A country is one that there is (ISO 3166,
// by golang.org/x/text): a code that is free, or that says that there is none, is not.
func formed(f, s string) bool {
	if !formats[f].MatchString(s) {
		return false
	}
	if f != "country" && (f != "nationality" || len(s) != 3) {
		return true
	}
	region, err := language.ParseRegion(s)
	return err == nil && region.IsCountry()
}

func checkText(s string, codes []string, tag reflect.StructTag, path string) error {
	if s == "" {
		if omits(tag) {
			return nil
		}
		return fault.New(fault.Invalid, "fault.empty").In(path)
	}
	if codes != nil {
		if !slices.Contains(codes, s) {
			return fault.New(fault.Invalid, "fault.not-a-code", fault.A("codes", codes)).In(path)
		}
		return nil
	}
	if f := tag.Get("format"); f != "" {
		if !formed(f, s) {
			return fault.New(fault.Invalid, "fault.format-"+f).In(path)
		}
		return nil
	}
	most := maxText
	if m, err := strconv.Atoi(tag.Get("max")); err == nil {
		most = m
	}
	if utf8.RuneCountInString(s) > most {
		return fault.New(fault.Invalid, "fault.too-long", fault.A("max", most)).In(path)
	}
	if err := CheckRunes(s, path); err != nil {
		return err
	}
	if !Paragraphs(most) && strings.ContainsAny(s, "\n\t") {
		return fault.New(fault.Invalid, "fault.not-one-line").In(path)
	}
	return nil
}

// CheckRunes refuses what a reader cannot see or what would make a text read
// otherwise than it is written: control characters, overrides of the direction
// of writing, unpaired isolates, text that a spreadsheet would run.
func CheckRunes(s, path string) error {
	for _, r := range s {
		switch {
		case r == '\n' || r == '\t':
		case unicode.IsControl(r), unicode.In(r, unicode.Zl, unicode.Zp), r == utf8.RuneError, Unseen(r), unicode.Is(unicode.Bidi_Control, r) && r != '\u200e' && r != '\u200f':
			return fault.New(fault.Invalid, "fault.control-character").In(path)
		}
	}
	if strings.TrimSpace(s) == "" {
		return fault.New(fault.Invalid, "fault.empty").In(path)
	}
	if runs(s) {
		return fault.New(fault.Invalid, "fault.formula").In(path)
	}
	return nil
}

// Unseen says whether a character leaves no trace and joins nothing: with one in
// it, two names that read alike are not.
func Unseen(r rune) bool {
	switch r {
	case '\u00ad', '\u180e', '\u200b', '\u2060', '\ufeff':
		return true
	}
	return unicode.In(r, unicode.Variation_Selector, unicode.Noncharacter_Code_Point) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || r >= 0xe0000 && r <= 0xe007f
}

// wide are the letters that spreadsheets of the Far East take for their narrow
// ones.
var wide = strings.NewReplacer("＝", "=", "＋", "+", "－", "-", "＠", "@")

// runs says whether a spreadsheet might run a text that it is given as a cell.
// A list and a number may begin with a hyphen. An apostrophe only hides the sign
// from the spreadsheet that it was typed into.
func runs(s string) bool {
	s = wide.Replace(strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(s), "'’")))
	rest, hyphen := strings.CutPrefix(s, "-")
	switch {
	case s == "" || strings.ContainsRune("=+@", rune(s[0])):
		return s != ""
	case !hyphen || rest == "":
		return false
	case rest[0] == ' ':
		return strings.ContainsAny(rest, "|=")
	case rest[0] >= '0' && rest[0] <= '9':
		return strings.ContainsAny(rest, "+*^(|=&")
	}
	return true
}

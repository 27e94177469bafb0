package intake

import (
	"regexp"
	"strings"
	"sync"

	"amana/desk/spelling"
	"amana/domain/fault"
)

// Cell is one cell as the file has it.
type Cell struct {
	Text     string
	Number   bool // a number, not text that looks like one
	From1904 bool // a number of a workbook that counts days from 1904
	Broken   bool // a formula that ended in an error
	Torn     bool // of a text file: where it begins and ends in its line is not clear
	Doubtful bool // of a text file: it goes over lines of which one may be a row of its own
}

var yesNo = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq("yes y true 1 x ok ✓ ✔ oui o vrai نعم ن صح صحيح أجل ايوه") {
		all[spelling.Fold(word)] = true
	}
	for word := range strings.FieldsSeq("no n false 0 non faux لا ل خطأ كلا") {
		all[spelling.Fold(word)] = false
	}
	return all
})

// readYesNo reads yes or no, in three languages.
func readYesNo(s string) (bool, error) {
	yes, known := yesNo()[spelling.Fold(s)]
	if !known {
		return false, fault.New(fault.Invalid, "fault.not-yes-or-no")
	}
	return yes, nil
}

var wholeNumber = regexp.MustCompile(`^(\d{1,9})(?:[.,]0+)?$`)

// readNumber reads a whole number in any digits.
func readNumber(s string) (int, error) {
	m := wholeNumber.FindStringSubmatch(strings.TrimSpace(latinDigits(s)))
	if m == nil {
		return 0, fault.New(fault.Invalid, "fault.not-a-number")
	}
	return number(m[1]), nil
}

// split takes a cell of several values apart.
func split(s string) []string {
	var all []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(";؛,،|/\n", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// lexicon finds the code that a word stands for in one column.
type lexicon map[string]string

func (c *Column) lexicon() lexicon {
	all, twice := lexicon{}, map[string]bool{}
	for _, code := range c.Codes {
		for _, w := range c.words(code) {
			if key := spelling.Fold(w); all[key] != "" && all[key] != code {
				twice[key] = true
			} else if key != "" {
				all[key] = code
			}
		}
	}
	for key := range twice {
		delete(all, key) // a word for two codes is a word for none
	}
	for _, code := range c.Codes {
		all[spelling.Fold(code)] = code
	}
	return all
}

// code reads one code. codes are those that this row may have.
func (l lexicon) code(s string, codes []string) (string, error) {
	code := l[spelling.Fold(s)]
	for _, c := range codes {
		if c == code {
			return code, nil
		}
	}
	return "", fault.New(fault.Invalid, "fault.not-a-code", fault.A("codes", codes))
}

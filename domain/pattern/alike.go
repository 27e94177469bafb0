package pattern

import (
	"slices"
	"strings"
)

// alike are texts in which different people are said to have said nearly the
// same, in words that are theirs alone.
func (f *finding) alike(acts []Act) {
	worded := func(a *Act) bool { return a.Words != "" }
	for about, all := range by(acts, worded, Officer, Interpreter) {
		var groups []group
		for _, a := range all {
			words := wordsOf(a.Words)
			if len(words) < alikeWords.Value {
				continue
			}
			i := slices.IndexFunc(groups, func(g group) bool { return near(g.words, words) })
			if i < 0 {
				groups, i = append(groups, group{words: words}), len(groups)
			}
			groups[i].acts = append(groups[i].acts, a)
		}
		for _, g := range groups {
			if cases := distinct(g.acts); cases >= alikeCases.Value {
				f.sign("alike", Look, about, f.day(g.acts[len(g.acts)-1]), cases, alikeCases, g.acts...)
			}
		}
	}
}

// group is texts that are near to the first of them.
type group struct {
	words []string
	acts  []*Act
}

// wordsOf are the different words of a text, sorted, whatever stands between them.
func wordsOf(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return strings.ContainsRune(" \t\r\n.,;:!?\"'()«»“”’،؛؟…-", r) })
	slices.Sort(words)
	return slices.Compact(words)
}

// near says whether two texts share so many of all the words that are in either.
func near(a, b []string) bool {
	if len(a)*alikePercent.Value > len(b)*100 || len(b)*alikePercent.Value > len(a)*100 {
		return false // one is so much longer that they cannot
	}
	shared, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch c := strings.Compare(a[i], b[j]); {
		case c == 0:
			shared, i, j = shared+1, i+1, j+1
		case c < 0:
			i++
		default:
			j++
		}
	}
	return shared*100 >= (len(a)+len(b)-shared)*alikePercent.Value
}

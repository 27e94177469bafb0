// Package spelling compares names as they are heard: محمد, Mohamed and Muhammad
// are one name, and so are Ousmane, Usman and عثمان. Nothing that was looked at
// folds Arabic and Latin spellings onto each other as the field writes them, so
// that it is done here: a word is folded to a skeleton of its consonants, in
// Latin letters, in which what the one script does not write, or the spellings of
// French, English and Hausa write differently, is left out.
//
// A skeleton finds; it proves nothing. Whoever searches looks at what was found. What
// is written in neither script, as in Ge'ez, is found as it is written.
package spelling

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word is one word of a name.
type Word struct {
	Fold     string // as it is written, without case, accents and marks
	Skeleton string // as it is heard
	Part     bool   // it is the end of the word before it, by which that is found too
}

// Words are the words of a name in their order. What belongs to the next word
// makes one word with it, and is followed by the next as its part: "Abd al-Rahman"
// is found as Abderrahmane and as Rahman. Particles of descent, and the article,
// are none.
func Words(name string) []Word {
	parts := split(name)
	var words []Word
	for i := 0; i < len(parts); i++ {
		p := parts[i]
		last := i == len(parts)-1
		switch {
		case !last && articles[p]:
			continue
		case particles[p] && len(parts) > 1:
			continue
		case !last && binding[p]:
			next := i + 1
			for next < len(parts)-1 && articles[parts[next]] {
				next++
			}
			words = append(words, Word{Fold: p + parts[next], Skeleton: asOne(p, parts[next])}, Word{parts[next], skeleton(parts[next]), true})
			i = next
			continue
		}
		words = append(words, Word{Fold: p, Skeleton: skeleton(p)})
		if rest, found := ofServant(p); found {
			words = append(words, Word{rest, skeleton(rest), true})
		}
	}
	return words
}

// split are the parts of a name between spaces and hyphens, folded, with an
// Arabic article taken off.
func split(name string) []string {
	var parts []string
	for _, p := range strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == '-' || r == '‐' || r == '.' || r == ',' }) {
		p = Fold(plainly.Replace(p))
		if rest, article := strings.CutPrefix(p, "ال"); article && utf8.RuneCountInString(rest) > 1 {
			p = rest
		}
		if p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// plainly writes the letters of Hausa, Fula, Bambara and Turkish that are no marked
// Latin ones as those that stand for them elsewhere.
var plainly = strings.NewReplacer("ç", "s", "Ç", "s", "ء", "", "ɓ", "b", "Ɓ", "b", "ɗ", "d", "Ɗ", "d", "ƙ", "k", "Ƙ", "k", "ƴ", "y", "Ƴ", "y",
	"ŋ", "n", "Ŋ", "n", "ɲ", "n", "Ɲ", "n", "ɛ", "e", "Ɛ", "e", "ɔ", "o", "Ɔ", "o", "ə", "e", "ı", "i", "ø", "o", "Ø", "o")

var (
	articles  = set("al el ul ol as es ad ed ar er az ez at et ash esh an en ال")
	particles = set("bin ben ibn bint ould wuld ibnu binti ابن بن بنت ولد")
	binding   = set("abd abdu abdul abdel abdal abdoul abdool abdi abou abu abo aboul abul umm oum عبد ابو ابي ام")
	short     = map[string]string{"md": "muhammad", "mhd": "muhammad", "mohd": "muhammad", "muh": "muhammad"}
)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}

// asOne is the skeleton of two words that make one.
func asOne(first, second string) string {
	return skeleton(servant(first)) + tail(skeleton(second), second)
}

// tail is a skeleton that follows another: a vowel at its beginning is none there.
func tail(s, of string) string {
	if strings.HasPrefix(s, "a") && len(of) > 0 {
		return s[1:]
	}
	return s
}

// servant is the first part of a name like Abd al-Rahman without the article
// that was written onto it.
func servant(p string) string {
	for _, abd := range [...]string{"abdul", "abdel", "abdal", "abdoul", "abdool", "abdu", "abdi"} {
		if p == abd {
			return "abd"
		}
	}
	switch p {
	case "aboul", "abul":
		return "abu"
	}
	return p
}

// skeleton is how a folded word is heard: its consonants, and an "a" for any
// vowel at its beginning.
func skeleton(word string) string {
	if long, known := short[word]; known {
		word = long
	}
	if rest, found := ofServant(word); found {
		return "abd" + tail(skeleton(rest), rest)
	}
	runes := []rune(word)
	var b strings.Builder
	for i := 0; i < len(runes); {
		sound, taken := heard(runes, i)
		b.WriteString(sound)
		i += taken
	}
	return b.String()
}

// ofServant is what follows in a name like Abderrahmane, which is written in one.
func ofServant(word string) (rest string, found bool) {
	if rest, found = strings.CutPrefix(word, "عبدال"); found && utf8.RuneCountInString(rest) > 1 {
		return rest, true
	}
	for _, abd := range [...]string{"abdou", "abdu", "abde", "abda"} {
		rest, found = strings.CutPrefix(word, abd)
		if !found || len(rest) < 3 {
			continue
		}
		switch {
		case rest[0] == 'l', rest[0] == rest[1]:
			return rest[1:], true
		}
	}
	return "", false
}

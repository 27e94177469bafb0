package spelling

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Parts are what two spellings of one name have in common: of each of its parts
// what is heard, sorted. They are the same however the parts are ordered, and
// whether those that belong together are written in one: Abdoul Karim Diallo,
// Diallo Abdoulkarim and ديالو عبد الكريم. A vowel at a beginning is none here, as
// it is dropped where parts are joined. A part of which nothing is heard is there
// as it is written.
func Parts(name string) []string {
	written := split(name)
	named := slices.DeleteFunc(slices.Clone(written), func(p string) bool { return articles[p] || particles[p] })
	if len(named) == 0 {
		named = written
	}
	var parts []string
	for _, p := range named {
		if first, rest, joined := bound(p); joined {
			parts = append(parts, first)
			p = rest
		}
		heard := skeleton(servant(p))
		parts = append(parts, cmp.Or(strings.TrimPrefix(heard, "a"), heard, p))
	}
	slices.Sort(parts)
	return parts
}

// bound takes apart what is written in one: Abderrahmane, Abdirahman, Aboubakar,
// أبوبكر.
func bound(p string) (first, rest string, joined bool) {
	if binding[p] {
		return "", p, false
	}
	for _, b := range bindings {
		if rest, found := strings.CutPrefix(p, b.written); found && utf8.RuneCountInString(rest) >= b.rest {
			return b.heard, rest, true
		}
	}
	return "", p, false
}

// bindings are what a name may begin with that others write apart, and how many
// letters follow at least.
var bindings = []struct {
	written, heard string
	rest           int
}{
	{"abdoul", "bd", 4}, {"abdool", "bd", 4}, {"abdul", "bd", 4}, {"abdel", "bd", 4}, {"abdal", "bd", 4}, {"abdil", "bd", 4},
	{"abdou", "bd", 4}, {"abdu", "bd", 4}, {"abde", "bd", 4}, {"abda", "bd", 4}, {"abdi", "bd", 4}, {"عبدال", "bd", 2},
	{"abou", "b", 3}, {"abu", "b", 3}, {"ابو", "b", 3},
}

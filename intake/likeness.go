package intake

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"amana/domain/casefile"
	"amana/domain/day"
)

// likeness is what two files of one person likely share: name, year of birth,
// nationality and sex. Zero: nothing to go by.
type likeness [12]byte

// likenessOf is that of the arguments that open a case.
func likenessOf(args json.RawMessage) likeness {
	var open casefile.Open
	if json.Unmarshal(args, &open) != nil {
		return likeness{}
	}
	return alike(open.Given, open.Family, open.Born, open.Sex, open.Nationalities)
}

func alike(given, family string, born day.Day, sex string, nationalities []string) (l likeness) {
	names := nameParts(given + " " + family)
	if len(names) == 0 || born.IsZero() {
		return l
	}
	nations := slices.Sorted(slices.Values(nationalities))
	sum := sha256.Sum256([]byte(strings.Join(names, " ") + "\n" + strconv.Itoa(born.Year) + "\n" + strings.Join(nations, " ") + "\n" + sex))
	copy(l[:], sum[:])
	return l
}

// nameParts are the parts of a name, however they are ordered and written.
func nameParts(name string) []string {
	var parts []string
	for _, p := range strings.Fields(strings.ReplaceAll(name, "-", " ")) {
		p = folded(p)
		if p = strings.TrimPrefix(p, "ال"); p != "" && p != "al" && p != "el" {
			parts = append(parts, p)
		}
	}
	slices.Sort(parts)
	return parts
}

// stranger says whether two identities are so different that one cannot be a
// correction of the other: another name altogether and another birth. Then a
// reference names two people.
func stranger(a, b casefile.Identity) bool {
	if a.Born == b.Born && a.Sex == b.Sex {
		return false
	}
	theirs := nameParts(b.Given + " " + b.Family)
	return !slices.ContainsFunc(nameParts(a.Given+" "+a.Family), func(p string) bool { return slices.Contains(theirs, p) })
}

// Package likeness says what two files of one person likely share, however the
// name is written, in Arabic or in Latin letters.
package likeness

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"amana/desk/spelling"
	"amana/domain/day"
)

// Likeness is of a name as it is heard, a year of birth, nationalities and a sex.
// The zero one is nobody's: there is nothing to go by.
type Likeness [12]byte

// Of is the likeness of somebody.
func Of(given, family string, born day.Day, sex string, nationalities []string) (l Likeness) {
	names := spelling.Parts(given + " " + family)
	if len(names) == 0 || born.IsZero() {
		return l
	}
	nations := slices.Sorted(slices.Values(nationalities))
	sum := sha256.Sum256([]byte(strings.Join(names, " ") + "\n" + strconv.Itoa(born.Year) + "\n" + strings.Join(nations, " ") + "\n" + sex))
	copy(l[:], sum[:])
	return l
}

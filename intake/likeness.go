package intake

import (
	"encoding/json"
	"slices"

	"amana/desk/likeness"
	"amana/desk/spelling"
	"amana/domain/casefile"
)

// likenessOf is that of the arguments that open a case.
func likenessOf(args json.RawMessage) likeness.Likeness {
	var open casefile.Open
	if json.Unmarshal(args, &open) != nil {
		return likeness.Likeness{}
	}
	return likeness.Of(open.Given, open.Family, open.Born, open.Sex, open.Nationalities)
}

// stranger says whether two identities are so different that one cannot be a
// correction of the other: another name altogether and another birth. Then a
// reference names two people.
func stranger(a, b casefile.Identity) bool {
	if a.Born == b.Born && a.Sex == b.Sex {
		return false
	}
	theirs := spelling.Parts(b.Given + " " + b.Family)
	return !slices.ContainsFunc(spelling.Parts(a.Given+" "+a.Family), func(word string) bool { return slices.Contains(theirs, word) })
}

package indicator

import (
	"slices"
	"strings"

	"amana/domain/day"
)

// Movement is one movement as the figures count it.
type Movement struct {
	Closed  bool   // its manifest
	Book    string // the version of the rule book by which that was looked at last before it was closed
	Decided bool   // the head of protection decided that it goes ahead though nobody could be asked outside
}

// DecidedNo is the group of its one figure.
const DecidedNo = "no-decided"

// OfMovements counts manifests that were closed, and of those the movements of which the
// head of protection decided so, whatever was recorded later.
func OfMovements(movements []Movement) Group {
	f := Figure{Group: DecidedNo, Key: "decided"}
	books := map[string]int{}
	for _, m := range movements {
		f.Of += one(m.Closed)
		if m.Closed && m.Decided {
			f.N++
			books[m.Book]++
		}
	}
	f.Books = under(books)
	return Group{Key: DecidedNo, Figures: []Figure{f}}
}

func under(books map[string]int) (all []Under) {
	for book, n := range books {
		all = append(all, Under{book, n})
	}
	slices.SortFunc(all, func(a, b Under) int { return strings.Compare(a.Book, b.Book) })
	return all
}

// Structural is what constrains everybody in a country, as it was recorded on a day; no
// kinds: nothing any more.
type Structural struct {
	Country string
	From    day.Day
	Kinds   []string
}

// Constraining are those that are published, of each country the newest first: said again
// it is the same, and nothing that there never was is not said.
func Constraining(recorded []Structural) []Structural {
	var all []Structural
	stands := map[string][]string{}
	for _, s := range recorded {
		if !slices.Equal(stands[s.Country], s.Kinds) {
			all = append(all, s)
		}
		stands[s.Country] = s.Kinds
	}
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b Structural) int { return strings.Compare(a.Country, b.Country) })
	return all
}

package lang

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Country is the name of a country by its ISO 3166-1 alpha-3 code. A code that
// no list has is its own name.
func (p *Printer) Country(code string) string {
	if key := "country." + code; p.has(key) {
		return p.Text(key, nil)
	}
	if i, found := slices.BinarySearch(Countries(), code); found {
		return display.Regions(p.spoken()).Name(language.MustParseRegion(Countries()[i]))
	}
	return code
}

// Tongue is the name of a language by its ISO 639 code: of any that people
// speak, not only of those that Amana does. A code that no list has is its own
// name.
func (p *Printer) Tongue(code string) string {
	if key := "tongue." + code; p.has(key) {
		return p.Text(key, nil)
	}
	if base, err := language.ParseBase(code); err == nil {
		if tag, err := language.Compose(base); err == nil {
			if name := display.Languages(p.spoken()).Name(tag); name != "" {
				return name
			}
		}
	}
	return code
}

func (p *Printer) spoken() language.Tag { return language.Make(p.code) }

// Countries lists the ISO 3166-1 alpha-3 codes of all countries that there are
// today, in order.
var Countries = sync.OnceValue(func() []string {
	var all []string
	named := display.Regions(language.English)
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			r, err := language.ParseRegion(string([]rune{a, b}))
			if err == nil && r.IsCountry() && r.Canonicalize() == r && named.Name(r) != "" && r.ISO3() != "ZZZ" {
				all = append(all, r.ISO3())
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
})

// Tongues lists the ISO 639-3 codes of the languages that have a name in each
// of Languages, and one that no other has: those of the region, and those with a
// code of two letters.
var Tongues = sync.OnceValue(func() []string {
	var all []string
	taken := map[string]bool{}
	add := func(code string) {
		name := New(Languages[0]).Tongue(code)
		unnamed := func(l string) bool { return New(l).Tongue(code) == code }
		if !taken[name] && !slices.ContainsFunc(Languages[:], unnamed) {
			taken[name] = true
			all = append(all, code)
		}
	}
	for code := range strings.FieldsSeq(ofTheRegion) {
		add(code)
	}
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			base, err := language.ParseBase(string([]rune{a, b}))
			if err == nil && len(base.ISO3()) == 3 {
				add(base.ISO3())
			}
		}
	}
	slices.Sort(all)
	return all
})

// ofTheRegion are languages without a code of two letters that people on the
// way through Libya speak, and the one for a language that nobody noted.
const ofTheRegion = "aar arq ary arz apd ayl ber bin ctg dje dyu fon fuf fvr kab mls mnk pcm rhg rki ses shu shy snk syl tig tmh und zag zgh"

// places and tongues are the names of arguments that hold codes of countries
// and of languages, bare or with the command of which they are one.
var (
	places  = []string{"nationality", "nationalities", "country", "residence", "destination", "movement.plan.to", "transit", "countries"}
	tongues = []string{"language", "languages"}
)

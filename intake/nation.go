package intake

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"amana/desk/spelling"
	"amana/domain/fault"
	"amana/lang"
)

// countries finds the ISO 3166-1 alpha-3 code of a country by either of its
// codes or its name in each language.
var countries = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, code := range lang.Countries() {
		all[spelling.Fold(code)] = code
		r := language.MustParseRegion(code)
		all[spelling.Fold(r.String())] = code
		for _, l := range written {
			all[spelling.Fold(lang.New(l).Country(code))] = code
			all[spelling.Fold(display.Regions(language.Make(l)).Name(r))] = code
		}
	}
	for code, names := range alsoCountries {
		for _, n := range names {
			all[spelling.Fold(n)] = code
		}
	}
	return all
})

// alsoCountries are names in use that the tables do not have.
var alsoCountries = map[string][]string{
	"GMB": {"The Gambia", "Gambie", "غامبيا", "جامبيا"}, "CIV": {"Ivory Coast", "Cote d'Ivoire", "ساحل العاج"}, "COD": {"DRC", "RDC", "DR Congo"},
	"COG": {"Congo"}, "SYR": {"Syrian Arab Republic"}, "NER": {"نيجر"}, "NGA": {"نيجيريا", "Nigéria"}, "TCD": {"Tchad", "تشاد"}, "BGD": {"بنجلاديش", "بنغلادش"},
	"PSE": {"Palestine", "State of Palestine", "فلسطين"}, "SSD": {"جنوب السودان"}, "GIN": {"غينيا", "Guinea Conakry"}, "LBY": {"ليبيا"}, "BFA": {"بوركينا فاسو"},
}

// languages finds the ISO 639-3 code of a language by its code or its name in
// each language.
var languages = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	for _, code := range lang.Tongues() {
		all[code] = code
		if base, err := language.ParseBase(code); err == nil {
			all[base.String()] = code
		}
		for _, l := range written {
			if name := spelling.Fold(lang.New(l).Tongue(code)); all[name] == "" {
				all[name] = code
			}
		}
	}
	for code, names := range alsoLanguages {
		for _, n := range names {
			all[spelling.Fold(n)] = code
		}
	}
	return all
})

// alsoLanguages are names in use that the tables do not have.
var alsoLanguages = map[string][]string{
	"dyu": {"jula"}, "ful": {"pular", "peul", "fula", "fulfulde"}, "mnk": {"mandinka", "mandingo", "man"}, "kau": {"knc"}, "aka": {"twi", "tw", "fante"}, "nob": {"no", "nor"}, "ben": {"bangla", "bengali"},
	"pcm": {"pidgin"}, "bin": {"bini"}, "tir": {"tigrinya", "tigrigna", "تغرينية", "تجرينية"},
	"und": {"unknown"}, "ara": {"arabic", "arabe", "عربي", "العربية", "عربية"},
}

func readCountry(s string) (string, error) {
	if code, ok := countries()[spelling.Fold(s)]; ok {
		return code, nil
	}
	return "", fault.New(fault.Invalid, "fault.list-country")
}

func readLanguage(s string) (string, error) {
	if code, ok := languages()[spelling.Fold(s)]; ok {
		return code, nil
	}
	if key := strings.ToLower(strings.TrimSpace(s)); len(key) == 3 && strings.Trim(key, "abcdefghijklmnopqrstuvwxyz") == "" {
		return key, nil // one that the tables do not know
	}
	return "", fault.New(fault.Invalid, "fault.list-language")
}

// readNationality reads a country, or that there is none.
func readNationality(s string) (string, error) {
	for code, names := range vocabularyOf().Alias["nationalities"] {
		for _, n := range append(names, code) {
			if spelling.Fold(n) == spelling.Fold(s) {
				return code, nil
			}
		}
	}
	code, err := readCountry(s)
	if err != nil {
		return "", fault.New(fault.Invalid, "fault.list-nationality")
	}
	return code, nil
}

package intake

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"amana/domain/fault"
	"amana/lang"
)

// countries finds the ISO 3166-1 alpha-3 code of a country by either of its
// codes or its name in each language.
var countries = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	var namers []display.Namer
	for _, l := range lang.Languages {
		namers = append(namers, display.Regions(language.Make(l)))
	}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			two := string([]rune{a, b})
			r, err := language.ParseRegion(two)
			if err != nil || !r.IsCountry() || r.Canonicalize() != r || len(r.ISO3()) != 3 || r.ISO3() == "ZZZ" {
				continue
			}
			all[folded(two)], all[folded(r.ISO3())] = r.ISO3(), r.ISO3()
			for _, n := range namers {
				if name := folded(n.Name(r)); name != "" {
					all[name] = r.ISO3()
				}
			}
		}
	}
	for code, names := range alsoCountries {
		for _, n := range names {
			all[folded(n)] = code
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
	var namers []display.Namer
	for _, l := range lang.Languages {
		namers = append(namers, display.Languages(language.Make(l)))
	}
	add := func(code string) {
		base, err := language.ParseBase(code)
		if err != nil || len(base.ISO3()) != 3 {
			return
		}
		iso := base.ISO3()
		all[code], all[iso] = iso, iso
		for _, n := range namers {
			if name := folded(n.Name(language.Make(code))); name != "" && all[name] == "" {
				all[name] = iso
			}
		}
	}
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			add(string([]rune{a, b}))
		}
	}
	for code := range strings.FieldsSeq("arq ary arz apd ayl shu hau bam dyu ful man mnk wol tig tmh kab ber zgh shy dje ses snk fon ewe twi edo pcm rki ctg syl fvr zag zaw mas knc und") {
		add(code)
	}
	for code, names := range alsoLanguages {
		for _, n := range names {
			all[folded(n)] = code
		}
	}
	return all
})

// alsoLanguages are names in use that the tables do not have.
var alsoLanguages = map[string][]string{
	"bam": {"bambara"}, "dyu": {"dioula", "jula"}, "ful": {"pular", "peul", "fula", "fulfulde"}, "mnk": {"mandinka"}, "ben": {"bangla", "bengali"},
	"pcm": {"pidgin", "nigerian pidgin"}, "edo": {"edo", "bini"}, "fvr": {"fur"}, "zag": {"zaghawa"}, "tir": {"tigrinya", "tigrigna", "تغرينية", "تجرينية"},
	"und": {"unknown", "inconnue", "غير معروفة"}, "ara": {"arabic", "arabe", "عربي", "العربية", "عربية"},
}

func readCountry(s string) (string, error) {
	if code, ok := countries()[folded(s)]; ok {
		return code, nil
	}
	return "", fault.New(fault.Invalid, "fault.format-country")
}

func readLanguage(s string) (string, error) {
	if code, ok := languages()[folded(s)]; ok {
		return code, nil
	}
	if key := strings.ToLower(strings.TrimSpace(s)); len(key) == 3 && strings.Trim(key, "abcdefghijklmnopqrstuvwxyz") == "" {
		return key, nil // one that the tables do not know
	}
	return "", fault.New(fault.Invalid, "fault.format-language")
}

// readNationality reads a country, or that there is none.
func readNationality(s string) (string, error) {
	for code, names := range vocabularyOf().Alias["nationalities"] {
		for _, n := range append(names, code) {
			if folded(n) == folded(s) {
				return code, nil
			}
		}
	}
	code, err := readCountry(s)
	if err != nil {
		return "", fault.New(fault.Invalid, "fault.format-nationality")
	}
	return code, nil
}

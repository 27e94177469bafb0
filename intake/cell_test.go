package intake

import (
	"testing"

	"amana/desk/shape"
	"amana/desk/spelling"
)

func TestTextAsPeopleTypeIt(t *testing.T) {
	for written, want := range map[string]string{
		"  Amina   Diallo ":           "Amina Diallo",
		"Amina\u00a0Diallo\u202f":     "Amina Diallo",
		"\ufeffAmina\u200b":           "Amina",
		"\u200fمحمد\u200e":            "محمد",
		"E\u0301ric":                  "Éric",
		"می\u200cخواهم":               "می\u200cخواهم",
		"\u200cAmina\u200d":           "Amina",
		"Amina\r\nDiallo":             "Amina\nDiallo",
		"ሰላም ":                        "ሰላም",
		"":                            "",
		"\u00a0\u200b ":               "",
		"\u0915\u094d\u200d\u0937 ab": "\u0915\u094d\u200d\u0937 ab",
	} {
		if got, err := clean(written); err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", written, got, err, want)
		}
	}
	if _, err := clean("Ami\xffna"); err == nil {
		t.Error("broken UTF-8 was taken")
	}
	if got, _ := clean("é\nb"); got != "é\nb" {
		t.Errorf("a line was lost: %q", got)
	}
	overridden, _ := clean("Ami\u202ena é")
	if shape.CheckRunes(overridden, "") == nil {
		t.Error("an override of the direction of writing got through")
	}
}

func TestYesAndNo(t *testing.T) {
	for _, s := range []string{"yes", "YES", "y", "Oui", "oui ", "نعم", "x", "X", "1", "true", "vrai", "✓"} {
		if got, err := readYesNo(s); err != nil || !got {
			t.Errorf("%q: %v %v", s, got, err)
		}
	}
	for _, s := range []string{"no", "NO", "Non", "لا", "0", "false", "faux"} {
		if got, err := readYesNo(s); err != nil || got {
			t.Errorf("%q: %v %v", s, got, err)
		}
	}
	for _, s := range []string{"?", "maybe", "peut-être", "unknown", "2"} {
		if _, err := readYesNo(s); err == nil {
			t.Errorf("%q was taken for an answer", s)
		}
	}
}

func TestNumbers(t *testing.T) {
	for s, want := range map[string]int{"45": 45, "45.0": 45, "٤٥": 45, "۴۵": 45, "45,00": 45, "0": 0} {
		if got, err := readNumber(s); err != nil || got != want {
			t.Errorf("%q: %d %v", s, got, err)
		}
	}
	for _, s := range []string{"", "45.5", "-3", "1e9", "9999999999", "forty"} {
		if got, err := readNumber(s); err == nil {
			t.Errorf("%q became %d", s, got)
		}
	}
}

func TestCountriesAndLanguages(t *testing.T) {
	for s, want := range map[string]string{
		"NGA": "NGA", "ng": "NGA", "Nigeria": "NGA", "Nigéria": "NGA", "نيجيريا": "NGA", "Mali": "MLI", "مالي": "MLI", "Tchad": "TCD",
		"Côte d’Ivoire": "CIV", "Ivory Coast": "CIV", "The Gambia": "GMB", "Gambie": "GMB", "السودان": "SDN", "Érythrée": "ERI", "Erythree": "ERI",
		"Bangladesh": "BGD", "Égypte": "EGY", "مصر": "EGY", "Syria": "SYR", "South Sudan": "SSD", "Palestine": "PSE",
	} {
		if got, err := readCountry(s); err != nil || got != want {
			t.Errorf("%q: %s %v", s, got, err)
		}
	}
	for s, want := range map[string]string{"stateless": "stateless", "Apatride": "stateless", "عديم الجنسية": "stateless", "unknown": "unknown", "Mali": "MLI"} {
		if got, err := readNationality(s); err != nil || got != want {
			t.Errorf("%q: %s %v", s, got, err)
		}
	}
	for s, want := range map[string]string{
		"hau": "hau", "ha": "hau", "Hausa": "hau", "haoussa": "hau", "الهوسا": "hau", "Arabic": "ara", "arabe": "ara", "العربية": "ara",
		"Bambara": "bam", "Tigrinya": "tir", "tir": "tir", "bengali": "ben", "Pidgin": "pcm", "French": "fra", "français": "fra", "som": "som", "xyz": "xyz",
	} {
		if got, err := readLanguage(s); err != nil || got != want {
			t.Errorf("%q: %s %v", s, got, err)
		}
	}
	for _, s := range []string{"Atlantis", "", "12"} {
		if got, err := readCountry(s); err == nil {
			t.Errorf("%q became %s", s, got)
		}
	}
}

func TestEveryWordOfATemplateIsRead(t *testing.T) {
	for _, table := range Tables() {
		for _, c := range table.Columns {
			if c.Kind != Code {
				continue
			}
			words := c.lexicon()
			for _, code := range c.Codes {
				for _, l := range []string{"en", "fr", "ar"} {
					if got, err := words.code(c.Word(code, l), c.Codes); err != nil || got != code {
						t.Errorf("%s.%s: %s is called %q in %s, which is read as %q", table.Name, c.Code, code, c.Word(code, l), l, got)
					}
				}
			}
		}
	}
}

func TestEveryColumnHasNamesAndNotes(t *testing.T) {
	v := vocabularyOf()
	used := map[string]bool{"reason": true}
	for _, table := range Tables() {
		for _, l := range []string{"en", "fr", "ar"} {
			titles, found := map[string]string{}, table.titlesOf()
			for _, c := range table.Columns {
				if len(v.note(table.Name, c.Code)) < 2 {
					t.Fatalf("%s.%s has no notes in French and Arabic", table.Name, c.Code)
				}
				used[c.Code], used[table.Name+"."+c.Code] = true, true
				title := spelling.Fold(table.Title(c.Code, l))
				if other := titles[title]; other != "" {
					t.Errorf("%s: %s and %s are both %q in %s", table.Name, other, c.Code, table.Title(c.Code, l), l)
				}
				titles[title] = c.Code
				if found[title] != c {
					t.Errorf("%s.%s: %q is read as another column", table.Name, c.Code, table.Title(c.Code, l))
				}
				if table.Note(c, l) == "" {
					t.Errorf("%s.%s has no note in %s", table.Name, c.Code, l)
				}
			}
		}
		for _, what := range table.Whats {
			if table.Name != Persons && v.What[what] == (said{}) {
				t.Errorf("%s has no name", what)
			}
		}
	}
	for _, code := range append(sortedKeys(v.Note), sortedKeys(v.Title)...) {
		if !used[code] {
			t.Errorf("words.toml names a column that no sheet has: %s", code)
		}
	}
}

func FuzzCells(f *testing.F) {
	for _, s := range []string{"yes", "نعم", "45", "Nigeria", "hau; fra", "=1+1", "\u202eevil", "a\x00b", "\xff", "«été»", "EXAMPLE-1", "مثال-١"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, err := clean(s)
		if err != nil {
			return
		}
		if again, err := clean(text); err != nil || again != text {
			t.Errorf("%q is cleaned to %q and then to %q", s, text, again)
		}
		_, _ = readYesNo(text)
		_, _ = readNumber(text)
		_, _ = readCountry(text)
		_, _ = readLanguage(text)
		_ = isExample(text)
		_ = split(text)
		_ = runs(text)
		_ = spelling.Parts(text)
	})
}

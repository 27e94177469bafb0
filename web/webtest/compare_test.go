package webtest

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/safeguard"
	"amana/lang"
)

// changedBook is the book that ships with something else of each kind of thing that
// a book can say.
func changedBook(t *testing.T, text string) (was, is safeguard.Book) {
	t.Helper()
	for _, into := range []*safeguard.Book{&was, &is} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	is.Numbers["gate-hours"]--
	is.Numbers["counselling-sessions"]++
	for _, list := range safeguard.ListFloors() {
		for _, code := range desk.BookCodes()[list.List] {
			if have := is.List(list.List); !slices.Contains(have, code) {
				is.SetList(list.List, append(slices.Clone(have), code))
				break
			}
		}
	}
	i := slices.IndexFunc(is.Clauses, func(c safeguard.Clause) bool { return c.ID == "reaffirmed" })
	c := &is.Clauses[i]
	c.Due = append([]safeguard.Act{safeguard.Clearance}, c.Due...)
	c.From, c.Until = c.From.Add(-1), day.Day{Year: 2031, Month: 5, Of: 4}
	c.Owner, c.Source = access.ProtectionOfficer, []string{"a letter", "another letter"}
	for code, text := range c.Text {
		text.Met, text.Draft = text.Met+" …", !text.Draft
		c.Text[code] = text
	}
	if j := slices.IndexFunc(is.Clauses, func(c safeguard.Clause) bool { acts, _ := safeguard.FloorOf(c.ID); return len(acts) == 0 }); j >= 0 {
		is.Clauses = slices.Delete(is.Clauses, j, j+1)
	}
	return was, is
}

// shownChange is a change as the page shows it.
type shownChange struct {
	Kind, Where, Part string
	Was, Is           []string
}

// raw is what a book calls things by where nobody reads it: with a stroke or a point
// between two words.
var raw = regexp.MustCompile(`\b[a-z]+[-.][a-z][a-z.-]+\b`)

// The rule book as it ships beside a changed one, in each language: what is shown is
// what changed, all of it, and in words.
func TestTwoRuleBooksSideBySide(t *testing.T) {
	t.Parallel()
	w := empty(t)
	s := still{tab(t, w, Look{As: "hop", Language: "en", Width: 1100}), t}
	reader, err := w.Reader(t.Context(), "hop", "en")
	s.must(err)
	shipped, err := reader.Get(t.Context(), "/rulebook/versions/1/text")
	s.must(err)
	was, is := changedBook(t, shipped.Text)
	text, err := json.Marshal(is)
	s.must(err)
	s.open("/rulebook/change")
	s.attaches("input[name=text]", "book.json", text)
	s.presses(`form[action="/rulebook/upload"] button`)
	s.at("/rulebook/versions/")
	books := w.Desk.Books()[0].Versions
	was, is = books[0].Book, books[1].Book // as they were read
	differences := was.Differences(&is)
	parts := map[string]bool{}
	for _, d := range differences {
		parts[d.Part] = true
	}
	if len(parts) < 9 {
		t.Fatalf("too little of the book is changed: %v", parts)
	}
	var words [][]shownChange
	for _, language := range lang.Languages {
		s.speaks(language)
		s.open("/rulebook/compare?from=1&to=2")
		shown, err := Value[[]shownChange](s.Tab, `[...document.querySelectorAll(".change")].map(e => {
			const [was, is] = [...e.querySelectorAll(".sides > div")].map(side => [...side.querySelectorAll("li")].map(li => li.textContent.trim()));
			const rule = e.querySelector(".rule"), where = rule.querySelector("strong").textContent;
			return { Kind: e.className.replace("change ", ""), Where: where, Part: rule.textContent.split(where)[1].replace("·", "").trim(), Was: was, Is: is };
		})`)
		s.must(err)
		words = append(words, shown)
		if len(shown) != len(differences) {
			t.Fatalf("%s: %d changes are shown, and %d are there: %v", language, len(shown), len(differences), shown)
		}
		for i, d := range differences {
			shown[i].is(t, language, &d, &was)
		}
		if path, text, _ := s.At(); raw.MatchString(strings.ReplaceAll(text, "libya-vhr", "")) && language == "ar" {
			t.Errorf("%s: %s says %q", language, path, raw.FindAllString(text, -1))
		}
	}
	for i := range differences {
		if words[0][i].Where == words[1][i].Where || words[1][i].Where == words[2][i].Where {
			t.Errorf("%s is called the same in two languages: %s", differences[i].Where, words[0][i].Where)
		}
	}
}

// is says whether a change is shown as it is.
func (c shownChange) is(t *testing.T, language string, d *safeguard.Difference, was *safeguard.Book) {
	t.Helper()
	if c.Kind != string(d.Way) || (c.Part == "") != (d.Part == "") || len(c.Was) != len(d.Was) || len(c.Is) != len(d.Is) {
		t.Errorf("%s: %+v is shown as %+v", language, *d, c)
		return
	}
	number := slices.ContainsFunc(safeguard.Numbers(), func(n safeguard.Number) bool { return n.Name == d.Where })
	if number && (!strings.Contains(c.Was[0], d.Was[0]) || !strings.Contains(c.Is[0], d.Is[0])) {
		t.Errorf("%s: %s from %q to %q is shown from %q to %q", language, d.Where, d.Was, d.Is, c.Was, c.Is)
	}
	for i := range was.Clauses {
		if rule := &was.Clauses[i]; string(rule.ID) == d.Where && c.Where != rule.Text[language].Title {
			t.Errorf("%s: %s is called %q", language, d.Where, c.Where)
		}
	}
	// A number, what is in the book's own words, and English words that are names, too.
	free := number || d.Part == "logic" || d.Part == "source" || strings.HasPrefix(d.Part, "text.") || language == "en"
	for _, said := range slices.Concat([]string{c.Where, c.Part}, c.Was, c.Is) {
		if said == d.Where || !free && (slices.Contains(d.Was, said) || slices.Contains(d.Is, said)) {
			t.Errorf("%s: %s %s is shown by its name: %s", language, d.Where, d.Part, said)
		}
	}
}

// speaks changes the language by the button for it, unless it is the one.
func (s still) speaks(language string) {
	s.t.Helper()
	if button := `form.languages [value="` + language + `"]`; s.holds(button) {
		s.presses(button)
	}
}

package web_test

import (
	"html"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"amana/desk/desktest"
	"amana/desk/shape"
	"amana/domain/casefile"
	"amana/domain/counselling"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// Whatever a rule asks for, everybody is led to a page that is there for them.
func TestEveryRuleLeadsToAPage(t *testing.T) {
	w, numbers := seated(t, "seat.give", "Zainab")
	numbers = append(numbers, person(t, w, "Halima", "counselling.hold"))
	w.cookies = map[string]*http.Cookie{}
	led := 0
	for _, number := range numbers {
		for _, o := range desktest.Officers {
			for _, rule := range w.Desk.Book().Clauses {
				from := "/cases/" + number + "/meet/" + string(rule.ID)
				got := w.get(t, o.Name, from)
				if got.to == "" {
					continue
				}
				led++
				to, _, _ := strings.Cut(got.to, "#")
				for hops := 0; hops < 3; hops++ {
					page := w.get(t, o.Name, to)
					if to = page.to; to == "" {
						if page.status != http.StatusOK {
							t.Errorf("%s: %s leads to %s, which is %d", o.Name, from, got.to, page.status)
						}
						break
					}
				}
			}
		}
	}
	if led == 0 {
		t.Error("nobody was led anywhere")
	}
}

// What is to be done in the other file of the same person is not begun in this
// one: it would be recorded where it mends nothing, and the other looked mended.
// Nor is whoever has it on their list led to take the link back instead.
func TestWhatIsToBeDoneInALinkedFileIsNotBegunInThisOne(t *testing.T) {
	w, numbers := seated(t, "counselling.hold", "Zainab", "Halima")
	this, other := numbers[0], numbers[1]
	w.does(t, "hop", this, "duplicate.suspect", casefile.SuspectDuplicate{Other: other})
	w.does(t, "hop", this, "duplicate.settle", casefile.SettleDuplicate{Other: other, Same: true, Reason: "the same scar"})
	w.does(t, "lea", other, "hold.place", casefile.PlaceHold{For: "protection", Reason: "threats"})
	page := w.get(t, "lea", "/cases/"+this+"?for="+string(safeguard.Clearance)).text
	rule := regexp.MustCompile(`(?s)<li class="finding [a-z]+" data-rule="no-hold"[^>]*>.*?</ul>`).FindString(page)
	if !strings.Contains(rule, "in the linked file of the same person") || strings.Contains(rule, "/do/hold.lift") {
		t.Errorf("the rule says: %s", rule)
	}
	if got := w.get(t, "lea", "/cases/"+this+"/meet/no-hold"); strings.Contains(got.to, "/do/") {
		t.Errorf("led to %s", got.to)
	}
}

// A step that is about one of several things begins the form of that one.
func TestAStepBeginsWithWhatItIsAbout(t *testing.T) {
	w, numbers := seated(t, "option.tell", "Zainab")
	page := w.get(t, "cou", "/cases/"+numbers[0]+"?for="+string(safeguard.Seat)).text
	for _, option := range shape.Codes(counselling.Tell{}, "option") {
		path := "/cases/" + numbers[0] + "/do/option.tell?option=" + option
		if !strings.Contains(page, `href="`+path+`"`) {
			t.Errorf("no step leads to %s", path)
		}
		if form := w.get(t, "cou", path).text; strings.Count(form, `name="option"`) == 0 || !regexp.MustCompile(`name="option" value="`+option+`"[^>]* checked`).MatchString(form) {
			t.Errorf("the form of %s asks about which option", option)
		}
	}
}

// Whoever opens the file of somebody who may be here already, under a name in other
// letters, reads it above all else, until somebody has looked.
func TestALikelyOtherFileIsSaidAtTheTop(t *testing.T) {
	w, numbers := seated(t, "counselling.hold", "Zainab", "Zaynabou", "Halima")
	if err := w.Desk.Search(t.Context(), numbers[0]); err != nil { // as the work that follows does
		t.Fatal(err)
	}
	signed := func(number string) bool {
		return strings.Contains(w.get(t, "cou", "/cases/"+number).text, `<a class="sign" href="/cases/`+number+`/file#duplicates">`)
	}
	if !signed(numbers[0]) || !signed(numbers[1]) || signed(numbers[2]) {
		t.Errorf("said of Zainab %v, of Zaynabou %v, of Halima %v", signed(numbers[0]), signed(numbers[1]), signed(numbers[2]))
	}
	w.does(t, "hop", numbers[0], "duplicate.settle", casefile.SettleDuplicate{Other: numbers[1], Reason: "another face"})
	if signed(numbers[0]) {
		t.Error("said after somebody looked")
	}
}

// Of whoever left the rules ask nothing more: their page says how they judged the
// boarding then, whatever was learnt since, and begins nothing.
func TestWhoeverLeftIsNotJudgedAnew(t *testing.T) {
	w, numbers := seated(t, "", "Zainab")
	left, ended := numbers[0], person(t, w, "Halima", "counselling.hold")
	w.cookies = map[string]*http.Cookie{} // the days went by
	w.does(t, "cas", ended, "case.end", casefile.End{Outcome: "stayed-with-help"})
	page := w.get(t, "lea", "/cases/"+left).text
	if !strings.Contains(page, "how the rules judged their boarding then") || !strings.Contains(page, `class="verdict met"`) {
		t.Errorf("of whoever left: %s", page)
	}
	if found := regexp.MustCompile(`(?s)<ul class="findings">.*</ul>`).FindString(page); found == "" || strings.Contains(found, "/do/") {
		t.Errorf("what is shown of whoever left: %q", found)
	}
	page = w.get(t, "lea", "/cases/"+ended).text
	if !strings.Contains(page, "the rules ask nothing more") || strings.Contains(page, `class="verdict`) || strings.Contains(page, `class="finding`) {
		t.Errorf("of whoever stayed: %s", page)
	}
}

func (w *world) does(t *testing.T, by, number, command string, args any) {
	t.Helper()
	if _, err := w.Do(t.Context(), by, number, command, args); err != nil {
		t.Fatalf("%s by %s: %v", command, by, err)
	}
}

// A step about something else than the case leads to that: every form that a page of
// a case offers is there.
func TestAStepLeadsToAFormThatIsThere(t *testing.T) {
	w, numbers := seated(t, "clearance.draw", "Halima")
	number := numbers[0]
	if err := w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.note-sign", movement.NoteSign{Sign: "one-place"}); err != nil {
		t.Fatal(err)
	}
	abroad := casefile.Correct{Changed: casefile.Changed{Destination: "TCD"}} // of which there is no sheet
	if _, err := w.Do(t.Context(), "cas", number, "case.correct", abroad); err != nil {
		t.Fatal(err)
	}
	forms := regexp.MustCompile(`href="([^"#]*(?:/do/|/open/)[^"#]*)"`)
	led := map[string]bool{}
	for _, as := range []string{"lea", "mov", "pia", "cas", "cou", "hop", "fin"} {
		for _, act := range []string{"seat", "clearance", "boarding"} {
			for _, link := range forms.FindAllStringSubmatch(w.get(t, as, "/cases/"+number+"?for="+act).text, -1) {
				path := html.UnescapeString(link[1])
				led[path] = true
				if got := w.get(t, as, path); got.status != http.StatusOK {
					t.Errorf("%s is led to %s: %d", as, path, got.status)
				}
			}
		}
	}
	for _, want := range []string{"/open/countries/country.issue", "/movements/" + desktest.Flight + "/do/movement.answer-sign"} {
		if !led[want] {
			t.Errorf("nobody is led to %s, but to %v", want, slices.Sorted(maps.Keys(led)))
		}
	}
}

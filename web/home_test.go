package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/results"
	"amana/domain/safeguard"
)

// From the list of the day it is one step to the form of the act; where the reader
// can begin nothing, to the rule on the page of the case.
func TestFromTheDayToTheAct(t *testing.T) {
	w := newWorld(t)
	numbers, err := w.Ways(t.Context(), desktest.Traveller{Given: "Halima", Until: "order.ask"})
	if err != nil {
		t.Fatal(err)
	}
	path := "/cases/" + numbers[0]
	for who, want := range map[string]map[string]string{
		"cou": {"counselled": "/do/counselling.hold"},
		"pia": {"trafficking-screened": "/do/trafficking.screen"},
	} {
		home := w.get(t, who, "/").text
		for rule, form := range want {
			link := path + "/meet/" + rule
			if !strings.Contains(home, `href="`+link+`"`) {
				t.Errorf("the day of %s does not lead to %s: %q", who, rule, regexp.MustCompile(`/meet/[a-z-]+`).FindAllString(home, -1))
			}
			if got := w.get(t, who, link); got.status != http.StatusSeeOther || got.to != path+form {
				t.Errorf("%s: %d %s", link, got.status, got.to)
			}
		}
	}
	if got := w.get(t, "cou", path+"/meet/four-eyes"); got.to != path+"?for=clearance#rule-four-eyes" {
		t.Errorf("what is not theirs leads to %d %s", got.status, got.to)
	}
	if page := w.get(t, "pia", path); !strings.Contains(page.text, `id="rule-individual-risk"`) {
		t.Error("the rule is not there to go to")
	}
	if got := w.get(t, "cou", path+"/meet/nothing"); got.status != http.StatusNotFound {
		t.Errorf("a rule that is none: %d", got.status)
	}
	if got := w.get(t, "fin", path+"/meet/counselled"); got.status != http.StatusNotFound && got.status != http.StatusForbidden {
		t.Errorf("who sees no case: %d", got.status)
	}
}

// What lapses leads to the form of the act that renews it, for whoever may do that,
// and to what blocks now before what will.
func TestWhatLapsesLeadsToWhatRenewsIt(t *testing.T) {
	w, numbers := seated(t, "clearance.draw", "Halima")
	w.cookies = map[string]*http.Cookie{} // the days went by
	path := "/cases/" + numbers[0]
	answer, err := w.Desk.Findings(t.Context(), w.Who("pia"), numbers[0], desk.Asked{})
	if err != nil {
		t.Fatal(err)
	}
	until := map[string]time.Time{}
	for _, f := range answer.Findings {
		if f.State == safeguard.Met {
			until[string(f.Safeguard)] = f.Until
		}
	}
	meet := path + "/meet/exit-permission"
	if got := w.get(t, "cas", meet); got.to != path+"#rule-exit-permission" {
		t.Errorf("what holds for months leads to %s", got.to)
	}
	w.Set(until["exit-permission"].AddDate(0, 0, -13))
	w.cookies = map[string]*http.Cookie{}
	w.get(t, "cas", "/").wants(t, "the day", []string{`href="` + meet + `"`, "Lapses soon"})
	for _, c := range []struct{ as, to string }{{"cas", path + "/do/exit.record"}, {"pia", path + "#rule-exit-permission"}, {"doc", path + "#rule-exit-permission"}} {
		if got := w.get(t, c.as, meet); got.to != c.to {
			t.Errorf("%s is led to %d %s, want %s", c.as, got.status, got.to, c.to)
		}
	}
}

// Whoever sees to the money and lists no cases is told on which lines people wait.
func TestTheDayOfTheMoney(t *testing.T) {
	w := newWorld(t)
	w.get(t, "fin", "/").wants(t, "with money", []string{"Nothing waits"}, desktest.Line)
	if err := w.Other(t.Context(), "fin", casefile.Line, desktest.Line, "budget.suspend", results.Suspend{By: "donor", Reason: "audit"}); err != nil {
		t.Fatal(err)
	}
	w.get(t, "fin", "/").wants(t, "suspended", []string{`href="/lines/` + desktest.Line + `"`}, "Nothing waits")
	w.get(t, "cou", "/").wants(t, "the day of a counsellor", nil, "/lines/")
}

// Whoever takes calls and finds nobody begins with the number that they are told.
func TestTheHotlineBeginsWithANumber(t *testing.T) {
	w, numbers := seated(t, "consent.reaffirm", "Zainab")
	w.staff(t, "en", access.Hotline)
	home := w.get(t, string(access.Hotline), "/")
	if !strings.Contains(home.text, `action="/number"`) {
		t.Errorf("there is no field for a number: %d", home.status)
	}
	got := w.post(t, string(access.Hotline), "/number", url.Values{"number": {strings.ToLower(numbers[0])}})
	if got.to != "/cases/"+numbers[0]+"/acts" {
		t.Fatalf("%d %s", got.status, got.to)
	}
	if page := w.get(t, string(access.Hotline), got.to); page.status != http.StatusOK || strings.Contains(page.text, "Zainab") || !strings.Contains(page.text, "consent.withdraw") {
		t.Errorf("%d", page.status)
	}
	if got := w.post(t, string(access.Hotline), "/number", url.Values{"number": {"nobody"}}); got.status != http.StatusNotFound || !strings.Contains(got.text, `role="alert"`) || !strings.Contains(got.text, `action="/number"`) {
		t.Errorf("what is no number: %d", got.status)
	}
}

// Whoever is signed in goes on, or out, from a page that is not there for them.
func TestWhatIsNotThereIsNoDeadEnd(t *testing.T) {
	w := newWorld(t)
	for as, there := range map[string]bool{"cou": true, "": false} {
		for _, path := range []string{"/nowhere", "/cases/TI-26-9999-9"} {
			got := w.get(t, as, path)
			if as == "" && got.status == http.StatusSeeOther {
				continue // to sign in
			}
			if out := strings.Contains(got.text, `action="/sign-out"`); got.status != http.StatusNotFound || out != there || strings.Contains(got.text, "<nav") != there {
				t.Errorf("%s as %q: %d, sign-out %v", path, as, got.status, out)
			}
		}
	}
}

package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"amana/desk/desktest"
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

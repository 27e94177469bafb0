package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"amana/desk/desktest"
	"amana/domain/access"
)

// Whoever may hear a no and read nothing has a page to record it on, which tells
// them nothing of the person; and who may judge and not read, or read and not judge,
// has theirs.
func TestANoIsHeardByWhoReadsNothing(t *testing.T) {
	w := newWorld(t)
	w.staff(t, "en", access.Hotline)
	numbers, err := w.Ways(t.Context(), desktest.Traveller{Given: "Abena", Until: "consent.give"})
	if err != nil {
		t.Fatal(err)
	}
	number := numbers[0]
	page := w.get(t, "hotline", "/cases/"+number)
	if page.status != http.StatusSeeOther || page.to != "/cases/"+number+"/acts" {
		t.Fatalf("%d to %s", page.status, page.to)
	}
	page = w.get(t, "hotline", page.to)
	if strings.Contains(page.text, "Abena") || page.status != http.StatusOK {
		t.Errorf("%d: a name on a page of who reads nothing", page.status)
	}
	page.has(t, number, "The person says no", "consent.report")
	form := w.get(t, "hotline", "/cases/"+number+"/do/consent.withdraw")
	form.has(t, number)
	sent := w.post(t, "hotline", "/cases/"+number+"/do/consent.withdraw", url.Values{"id": form.filled()["id"][:1], "channel": {"hotline"}})
	if sent.status != http.StatusSeeOther {
		t.Fatalf("%d: %s", sent.status, sent.text)
	}
	sent = w.get(t, "hotline", sent.to)
	w.get(t, "hotline", sent.to).has(t, "It is recorded.", "receipt")
	w.get(t, "cou", "/cases/"+number).has(t, "said no")
	report := "/cases/" + number + "/do/consent.report"
	form = w.get(t, "hotline", report)
	sent = w.post(t, "hotline", report, url.Values{"id": form.filled()["id"][:1], "channel": {"hotline"}})
	if form.status != http.StatusOK || sent.to == "" {
		t.Errorf("the form of a report: %d, sent: %d", form.status, sent.status)
	}
	w.get(t, "hotline", w.get(t, "hotline", sent.to).to).has(t, "It is recorded.", "receipt")
	for _, path := range acts.FindAllString(w.get(t, "hotline", "/cases/"+number+"/acts").text, -1) {
		if got := w.get(t, "hotline", path); got.status != http.StatusOK {
			t.Errorf("the page of what they may record leads to %s, which is %d", path, got.status)
		}
	}
	if other := w.get(t, "hotline", "/cases/"+number+"/timeline"); other.status != http.StatusForbidden {
		t.Errorf("who reads nothing reads what happened: %d", other.status)
	}
}

var acts = regexp.MustCompile(`/cases/[^/"]+/do/[a-z.-]+`)

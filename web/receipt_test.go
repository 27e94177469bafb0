package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"amana/desk"
	"amana/domain/ledger"
)

// entries of a case, as an officer reads them.
func (w *world) entries(t *testing.T, as, number string) []string {
	t.Helper()
	events, err := w.Desk.Events(t.Context(), w.Who(as), number)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]string, len(events))
	for i, e := range events {
		all[i] = e.Entry.String()
	}
	return all
}

// A receipt that is typed is in the log or not, and nothing else is said: the
// answer for an event of a case has not a word of that case.
func TestAReceiptSaysThatItIsThereAndNothingElse(t *testing.T) {
	w := newWorld(t)
	number, err := w.Way(t.Context(), "Binta", "order.ask")
	if err != nil {
		t.Fatal(err)
	}
	entry := w.entries(t, "cou", number)[0]
	ask := func(as, text string) asked { return w.post(t, as, "/log/receipt", url.Values{"receipt": {text}}) }
	ask("hop", entry).has(t, "In the log", "recorded here")
	w.Set(w.Now().Add(desk.PublishEvery))
	if err := w.Desk.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{entry, " " + entry[:20] + "\n" + entry[20:] + "\t"} {
		a := ask("hop", typed)
		a.has(t, "In the log", entry, "anchored at the hub", "Place in the log", "open: no witnesses have signed for it")
		a.lacks(t, "Binta", "Danjuma", number, "tripoli-", "wish", "counsellor", "case.")
	}
	other := ledger.Hash{7}.String()
	a := ask("hop", other)
	a.has(t, "Not in this log")
	a.lacks(t, "In the log")
	if a := ask("hop", "no receipt"); a.status != http.StatusBadRequest && a.status != http.StatusUnprocessableEntity {
		t.Errorf("what is no receipt: %d", a.status)
	}
	for _, as := range []string{"cou", "mov"} {
		if a := ask(as, entry); a.status != http.StatusForbidden || strings.Contains(a.text, entry) {
			t.Errorf("%s, who may not read the log: %d", as, a.status)
		}
	}
	one, two := ask("", entry), ask("", other)
	if one.status != http.StatusUnauthorized || one.status != two.status {
		t.Errorf("a stranger is told %d of what is there and %d of what is not", one.status, two.status)
	}
	one.lacks(t, entry)
}

// Whoever reads an event has its receipt from the case; whoever does not, learns
// not even whether it is there.
func TestAReceiptOfACase(t *testing.T) {
	w := newWorld(t)
	numbers := []string{}
	for _, given := range []string{"Binta", "Hawa"} {
		number, err := w.Way(t.Context(), given, "order.ask")
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, number)
	}
	mine := w.entries(t, "cou", numbers[0])
	timeline := w.get(t, "cou", "/cases/"+numbers[0]+"/timeline")
	for _, entry := range mine {
		timeline.has(t, "/cases/"+numbers[0]+"/receipts/"+entry)
	}
	at := func(as, number, entry string) asked { return w.get(t, as, "/cases/"+number+"/receipts/"+entry) }
	a := at("cou", numbers[0], mine[0])
	a.has(t, "In the log", mine[0], "Place in the log", "/do/consent.withdraw")
	a.lacks(t, "Binta", "<svg")
	slip := func(as, number, entry string) asked {
		return w.post(t, as, "/slip", url.Values{"case": {number}, "receipt": {entry}})
	}
	drawn := slip("cou", numbers[0], mine[0])
	drawn.has(t, "<svg", mine[0])
	drawn.lacks(t, "style=", "Binta", "In the log")
	for name, a := range map[string]asked{
		"an entry of another case": slip("cou", numbers[1], mine[0]), "an administrator": slip("admin", numbers[0], mine[0]), "not a name": slip("cou", numbers[0], "x"),
		"no number": slip("cou", "x", mine[0]),
	} {
		if a.status < 400 || a.status >= 500 || strings.Contains(a.text, "<svg") {
			t.Errorf("a slip of %s: %d", name, a.status)
		}
	}
	for name, a := range map[string]asked{
		"an entry of another case": at("cou", numbers[1], mine[0]), "no entry": at("cou", numbers[0], ledger.Hash{1}.String()),
		"not a name": at("cou", numbers[0], "x"), "an administrator": at("admin", numbers[0], mine[0]),
	} {
		if a.status != http.StatusNotFound && a.status != http.StatusForbidden || strings.Contains(a.text, "Place in the log") {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	read := w.entries(t, "mov", numbers[0])
	for _, entry := range mine {
		if a := at("mov", numbers[0], entry); (a.status == http.StatusOK) != slices.Contains(read, entry) {
			t.Errorf("a movement officer asks about %s: %d", entry, a.status)
		}
	}
}

func TestTheLog(t *testing.T) {
	w := newWorld(t)
	c, err := w.Desk.Published(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a := w.get(t, "hop", "/log")
	a.has(t, c.Origin, c.RootText(), "This node asks no witnesses", "amana verify "+w.server.URL+"/", "verify.py DIR", "go tool fsck")
	if w.get(t, "cou", "/log").status != http.StatusForbidden {
		t.Error("a counsellor reads the log")
	}
	before := a.text
	if _, err := w.Way(t.Context(), "Binta", "order.ask"); err != nil {
		t.Fatal(err)
	}
	if after := w.get(t, "hop", "/log"); sizeOf(after.text) != sizeOf(before) {
		t.Error("the page tells at once that something was recorded")
	}
}

// sizeOf is the number of entries that the page of the log tells.
func sizeOf(text string) string {
	_, after, _ := strings.Cut(text, "<dt>Entries</dt><dd>")
	size, _, _ := strings.Cut(after, "<")
	return size
}

// Whoever records a no is told on the next page that it is recorded, and gets its
// receipt, also where more followed from it.
func TestANoIsSaidToBeRecorded(t *testing.T) {
	w, numbers := seated(t, "gate.confirm-person", "Zainab")
	for _, as := range []string{"cou", "mov"} {
		got := w.post(t, as, "/cases/"+numbers[0]+"/do/consent.withdraw", url.Values{"id": {newID(t)}, "channel": {"phone"}})
		if got.status != http.StatusSeeOther {
			t.Fatalf("%s: %d", as, got.status)
		}
		for range 3 { // to the page that they may read
			page := w.get(t, as, got.to)
			if page.status != http.StatusSeeOther {
				if !strings.Contains(page.text, `class="done"`) {
					t.Errorf("%s is not told at %s that it is recorded", as, got.to)
				}
				break
			}
			got.to = page.to
		}
	}
}

package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// A form that was begun is there again after whatever came between: kept by the
// button, by a script while it is filled in, and when it was refused.
func TestAFormThatWasBegunIsOfferedAgain(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Ibrahim", "counselling.hold")
	path := "/cases/" + number + "/do/custody.record"
	const begun = "You began this form on"
	w.get(t, "cou", path).wants(t, "a form that nobody began", []string{`data-draft="` + path + `/draft"`}, begun)

	said := url.Values{"id": {newID(t)}, "date": {"first-contact"}, "later": {"yes"}}
	if got := w.post(t, "cou", path, said); got.to != path {
		t.Fatalf("kept for later: %d %q", got.status, got.to)
	}
	w.get(t, "cou", path).wants(t, "begun", []string{begun}, "checked")
	w.get(t, "cou", path+"?begun").wants(t, "gone on with", []string{`value="first-contact" checked`, said.Get("id")}, begun)
	w.get(t, "cas", path).wants(t, "another's", nil, begun)
	w.get(t, "cou", "/cases/"+number+"/do/wish.state").wants(t, "another form", nil, begun)

	if got := w.post(t, "cou", path+"/draft", url.Values{"drop": {"yes"}}); got.to != path {
		t.Fatalf("thrown away: %d %q", got.status, got.to)
	}
	w.get(t, "cou", path).wants(t, "thrown away", nil, begun)
	if got := w.post(t, "cou", path+"/draft", url.Values{"date": {"consent"}}); got.status != http.StatusNoContent {
		t.Fatalf("kept by a script: %d", got.status)
	}
	w.get(t, "cou", path+"?begun").wants(t, "kept by a script", []string{`value="consent" checked`})

	refused := w.post(t, "cou", path, url.Values{"id": {newID(t)}, "date": {"eve"}})
	if refused.status != http.StatusBadRequest || !strings.Contains(refused.text, `<a href="#held">`) || !strings.Contains(refused.text, "autofocus") {
		t.Errorf("refused: %d", refused.status)
	}
	w.get(t, "cou", path+"?begun").wants(t, "refused", []string{`value="eve" checked`})

	long := strings.Repeat("word ", 20<<10)
	w.post(t, "cou", path, url.Values{"id": {newID(t)}, "date": {"eve"}, "more": {long}}).refuses(t, "too much to keep", `value="eve" checked`)

	form := url.Values{"id": {newID(t)}, "date": {"wish"}, "held": {"no"}}
	if got := w.post(t, "cou", path, form); !strings.Contains(got.to, "?done=") {
		t.Fatalf("recorded: %d %q %s", got.status, got.to, got.text)
	}
	w.get(t, "cou", path).wants(t, "recorded", nil, begun)

	w.post(t, "cou", path+"/draft", url.Values{"date": {"consent"}})
	w.Set(w.Now().Add(8 * 24 * time.Hour))
	delete(w.cookies, "cou")
	w.get(t, "cou", path).wants(t, "eight days later", nil, begun)
	if got := w.post(t, "mov", "/cases/"+number+"/do/counselling.hold/draft", form); got.status == http.StatusNoContent {
		t.Error("a form is kept of whoever may not fill it in")
	}
}

// What only the person knows, and a no, is kept nowhere half done.
func TestSomeFormsAreNeverKept(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Khadija", "seat.give")
	for as, command := range map[string]string{"cou": "consent.withdraw", "mov": "gate.confirm-person"} {
		path := "/cases/" + number + "/do/" + command
		w.get(t, as, path).wants(t, command, nil, "draft.js", `name="later"`)
		if got := w.post(t, as, path+"/draft", url.Values{"channel": {"phone"}}); got.status != http.StatusNotFound {
			t.Errorf("%s is kept: %d", command, got.status)
		}
	}
}

// Everything that is left out is said at once, each where it is asked.
func TestEverythingLeftOutIsSaidAtOnce(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Jamila", "counselling.hold")
	got := w.post(t, "cou", "/cases/"+number+"/do/counselling.hold", url.Values{"id": {newID(t)}, "talk.mode": {"phone"}})
	for _, path := range []string{"talk.language", "talk.understood", "talk.outOfHearing", "talk.interpreter", "minutes", "question", "limited"} {
		if !strings.Contains(got.text, `<a href="#`+path+`">`) || !strings.Contains(got.text, ` id="`+path+`"`) {
			t.Errorf("%s is not said, or leads nowhere", path)
		}
	}
	if strings.Contains(got.text, `<a href="#talk.mode">`) || strings.Contains(got.text, `<a href="#talk.interpreter.code">`) {
		t.Error("what was answered, or not asked, is said too")
	}
}

// What is wrong is called as the form asks for it, not by the short name that a
// list gives it; and beside the question, which need not be named there, not at all.
func TestWhatIsWrongIsCalledAsItIsAsked(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Hauwa", "wish.state")
	got := w.post(t, "cou", "/cases/"+number+"/do/custody.record", url.Values{"id": {newID(t)}, "date": {"eve"}})
	got.refuses(t, "at the head", `<a href="#held"><strong>Was the person held then?</strong> Something that is needed was left out.</a>`)
	got.refuses(t, "beside the question", `id="held-wrong">Something that is needed was left out.</p>`)
	if strings.Contains(got.text, "Held: ") {
		t.Error("the short name is said too")
	}
}

func TestANewCaseIsOpenedWithOrWithoutAWish(t *testing.T) {
	w := newWorld(t)
	w.get(t, "cou", "/").wants(t, "the frame", []string{`href="/cases/new"`})
	w.get(t, "mov", "/").wants(t, "the frame of who opens none", nil, `href="/cases/new"`)
	page := w.get(t, "cou", "/cases/new")
	page.wants(t, "the form", []string{`name="given"`, `name="wish"`, `name="wish.talk.language"`}, `name="office"`, `name="mother"`, `name="reference"`, "checked")
	form := url.Values{
		"given": {"Kadija"}, "born": {"1999-04-01"}, "sex": {"woman"}, "nationalities": {"NGA"}, "languages": {"hau"}, "destination": {"NGA"}, "wish": {"no"},
	}
	form.Set("id", page.filled().Get("id"))
	got := w.post(t, "cou", "/cases/new", form)
	number, _, done := strings.Cut(strings.TrimPrefix(got.to, "/cases/"), "?done=")
	if !done {
		t.Fatalf("%d %q %s", got.status, got.to, got.text)
	}
	if f := w.file(t, number); f.Office != "tripoli" || f.Identity.Given != "Kadija" || len(f.Counselling.Wishes) != 0 {
		t.Errorf("opened: %+v", f.Identity)
	}
	form.Set("given", "Lami") // after going back in the browser
	again := w.post(t, "cou", "/cases/new", form)
	if again.status != http.StatusConflict || !strings.Contains(again.text, "sent before") || again.filled().Get("id") == form.Get("id") {
		t.Errorf("sent again with another name: %d, and the form is %q", again.status, again.filled().Get("id"))
	}
	form.Set("id", newID(t))
	for name, values := range alone {
		form["wish."+name] = values
	}
	for name, value := range map[string]string{"wish": "yes", "wish.ownWords": "yes", "wish.heard": "friend", "wish.suggestedBy": "nobody", "wish.optionsFirst": "yes"} {
		form.Set(name, value)
	}
	got = w.post(t, "cou", "/cases/new", form)
	if number, _, done = strings.Cut(strings.TrimPrefix(got.to, "/cases/"), "?done="); !done {
		t.Fatalf("with a wish: %d %q %s", got.status, got.to, got.text)
	}
	if f := w.file(t, number); len(f.Counselling.Wishes) != 1 || f.Counselling.Wishes[0].Heard != "friend" {
		t.Errorf("wishes: %+v", f.Counselling.Wishes)
	}
	if got := w.get(t, "mov", "/cases/new"); got.status == http.StatusOK {
		t.Error("movement staff open cases")
	}
}

// refuses asks that a form came back with what was answered.
func (a asked) refuses(t *testing.T, what, has string) {
	t.Helper()
	if a.status != http.StatusBadRequest || !strings.Contains(a.text, has) {
		t.Errorf("%s: status %d without %q", what, a.status, has)
	}
}

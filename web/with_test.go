package web_test

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/safeguard"
)

// alone is how two people speak of whom nobody else hears.
var alone = url.Values{
	"talk.language": {"hau"}, "talk.understood": {"yes"}, "talk.mode": {"in-person"}, "talk.outOfHearing": {"yes"}, "talk.outOfSight": {"yes"},
	"talk.control": {"free"}, "talk.witness": {"none"}, "talk.interpreter": {"no"},
}

// interpreted is the same through somebody, in a language.
func interpreted(language string) url.Values {
	form := maps.Clone(alone)
	maps.Copy(form, url.Values{
		"talk.language": {language}, "talk.interpreter": {"yes"}, "talk.interpreter.code": {"IN-7"}, "talk.interpreter.tie": {"none"},
		"talk.interpreter.confidentiality": {"yes"}, "talk.interpreter.acceptedAlone": {"yes"},
	})
	return form
}

func speaking(language string) url.Values {
	form := maps.Clone(alone)
	form["talk.language"] = []string{language}
	return form
}

// person is somebody on their way, until a command of it.
func person(t *testing.T, w *world, given, until string) string {
	t.Helper()
	numbers, err := w.Ways(t.Context(), desktest.Traveller{Given: given, Until: until})
	if err != nil {
		t.Fatal(err)
	}
	return numbers[0]
}

func (w *world) events(t *testing.T, number string) (kinds []string) {
	t.Helper()
	events, err := w.Desk.Events(t.Context(), w.Who("hop"), number)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

func (w *world) file(t *testing.T, number string) *casefile.Case {
	t.Helper()
	c, err := w.Desk.Case(t.Context(), w.Who("hop"), number)
	if err != nil {
		t.Fatal(err)
	}
	return c.File
}

// wants asks that a page was given, with these words and without those.
func (a asked) wants(t *testing.T, what string, has []string, not ...string) {
	t.Helper()
	if a.status != http.StatusOK {
		t.Errorf("%s: status %d to %q", what, a.status, a.to)
	}
	for _, words := range has {
		if !strings.Contains(a.text, words) {
			t.Errorf("%s has no %q", what, words)
		}
	}
	for _, words := range not {
		if strings.Contains(a.text, words) {
			t.Errorf("%s has %q", what, words)
		}
	}
}

var hidden = regexp.MustCompile(`<input type="hidden" name="(id|version|language|names)" value="([^"]*)">`)

// filled is what a page's form says by itself.
func (a asked) filled() url.Values {
	form := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(a.text, -1) {
		form.Add(m[1], m[2])
	}
	return form
}

// begins says how the two speak, and that the talk began.
func (w *world) begins(t *testing.T, number string, how url.Values) {
	t.Helper()
	if got := w.post(t, "cou", "/cases/"+number+"/with", how); got.to != "/cases/"+number+"/with/hello" {
		t.Fatalf("the talk did not begin: %d %q", got.status, got.to)
	}
}

func TestOnEveryThoughtOneCanSayNo(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Amina", "counselling.hold")
	with := "/cases/" + number + "/with"
	if got := w.get(t, "cou", with+"/hello"); got.to != with+"?first" {
		t.Errorf("it began before anybody said how they talk: %d %q", got.status, got.to)
	}
	w.begins(t, number, alone)
	seen, path := []string{}, with+"/hello"
	next := regexp.MustCompile(`<a class="button" href="([^"]*/with/[^"]*)"`)
	for path != "" && len(seen) < 40 {
		page := w.get(t, "cou", path)
		page.wants(t, path, []string{`href="` + with + `/said-no">No</a>`, `href="` + with + `/unsure">Not sure, or not today</a>`}, "Amina", "checked", "selected")
		seen = append(seen, strings.TrimPrefix(path, with+"/"))
		path = ""
		if to := next.FindStringSubmatch(page.text); to != nil && !strings.HasSuffix(to[1], "/unsure") {
			path = to[1]
		} else if strings.Contains(page.text, `name="answer"`) {
			form := page.filled()
			form["available"], form["answer"] = []string{"no"}, []string{"declines"}
			path = strings.TrimSuffix(w.post(t, "cou", with+"/"+seen[len(seen)-1], form).to, "?written")
		}
	}
	for _, topic := range []string{"may-no", "rights", "protection", "stay", "released", "community", "resettled", "conditions", "reintegration", "data", "remedy", "said-back", "declaration", "mark"} {
		if !slices.Contains(seen, topic) {
			t.Errorf("nothing is said of %q: %q", topic, seen)
		}
	}
	told := w.file(t, number).Counselling.Told
	options := []string{}
	for _, one := range told {
		if one.Available != "no" || one.Answer != "declines" || !one.Explained {
			t.Errorf("told: %+v", one)
		}
		options = append(options, one.Option)
	}
	for _, option := range []string{"international-protection", "stay", "alternative-to-detention", "community-placement", "resettlement-or-evacuation"} {
		if !slices.Contains(options, option) {
			t.Errorf("%s was not told: %q", option, options)
		}
	}
}

// A no before any consent is recorded as it is after one; that somebody only does
// not want to talk is not.
func TestANoIsWrittenDownAndATalkBrokenOffIsNot(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Binta", "counselling.hold")
	with := "/cases/" + number + "/with"
	before := len(w.events(t, number))
	page := w.get(t, "cou", with+"/said-no") // nobody has said yet how they talk: a no waits for nothing
	page.wants(t, "a no", []string{"You said no. That is enough.", `href="` + with + `/done-end"`})
	w.get(t, "cou", with+"/done-end")
	if n := len(w.events(t, number)); n != before {
		t.Fatalf("%d events were recorded of a talk that was broken off", n-before)
	}
	got := w.post(t, "cou", with+"/said-no", page.filled())
	if !strings.HasPrefix(got.to, with+"/done-no?done=") {
		t.Fatalf("a no: %d %q", got.status, got.to)
	}
	file := w.file(t, number)
	if len(file.Consent.Withdrawals) != 1 || file.Consent.Withdrawals[0].Channel != "in-person" {
		t.Errorf("withdrawals: %+v", file.Consent.Withdrawals)
	}
	if again := w.post(t, "cou", with+"/said-no", page.filled()); again.to != got.to || len(w.file(t, number).Consent.Withdrawals) != 1 {
		t.Errorf("the same no sent twice: %q", again.to)
	}
}

// Not sure is nothing to write of who said nothing yet, and stops whoever said yes.
func TestNotSureAfterAYesIsWrittenDown(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		given, until string
		asks         bool
	}{{"Chinwe", "counselling.hold", false}, {"Daouda", "seat.give", true}} {
		number := person(t, w, c.given, c.until)
		delete(w.cookies, "cou") // days have passed
		with := "/cases/" + number + "/with"
		w.begins(t, number, alone)
		page := w.get(t, "cou", with+"/unsure")
		if asks := strings.Contains(page.text, "I am not sure. Write it down."); asks != c.asks {
			t.Errorf("%s: asks %v", c.until, asks)
		}
		if !c.asks {
			continue
		}
		if got := w.post(t, "cou", with+"/unsure", page.filled()); !strings.HasPrefix(got.to, with+"/done-unsure") {
			t.Fatalf("not sure: %d %q", got.status, got.to)
		}
		said := w.file(t, number).Consent.Reaffirmed
		if len(said) != 1 || said[0].Answer != "not-sure" || len(w.file(t, number).Consent.Withdrawals) != 0 {
			t.Errorf("recorded: %+v", said)
		}
	}
}

// Whoever wants something else is not talked to about return any further.
func TestWhoWantsSomethingElseIsHeard(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Esther", "counselling.hold")
	with := "/cases/" + number + "/with"
	w.begins(t, number, interpreted("hau"))
	form := w.get(t, "cou", with+"/protection").filled()
	got := w.post(t, "cou", with+"/protection", form)
	if got.status != http.StatusUnprocessableEntity && got.status != http.StatusBadRequest || len(w.file(t, number).Counselling.Told) != 0 {
		t.Errorf("recorded without an answer: %d", got.status)
	}
	maps.Copy(form, url.Values{"available": {"yes"}, "answer": {"wants"}})
	if got = w.post(t, "cou", with+"/protection", form); got.to != with+"/wanted?written" {
		t.Fatalf("wants protection: %d %q", got.status, got.to)
	}
	w.get(t, "cou", got.to).wants(t, "what follows", []string{"You want something else", "It is written down."})
	told := w.file(t, number).Counselling.Told
	if len(told) != 1 || told[0].Interpreter == nil || told[0].Interpreter.Code != "IN-7" || len(told[0].Interpreter.SaidBack) != 0 {
		t.Errorf("told: %+v", told)
	}
}

// What is answered through an interpreter is recorded when the person has said
// back what they understood: before that nobody could rely on it.
func TestAnswersThroughAnInterpreterWaitUntilTheyWereSaidBack(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Nafisa", "option.tell")
	with := "/cases/" + number + "/with"
	w.begins(t, number, interpreted("tir"))
	for _, thought := range []string{"stay", "released"} {
		form := w.get(t, "cou", with+"/"+thought).filled()
		maps.Copy(form, url.Values{"available": {"no"}, "answer": {"undecided"}})
		if got := w.post(t, "cou", with+"/"+thought, form); got.status != http.StatusSeeOther || strings.Contains(got.to, "written") {
			t.Fatalf("%s: %d %q", thought, got.status, got.to)
		}
	}
	asked := w.Now()
	if told := w.file(t, number).Counselling.Told; len(told) != 0 {
		t.Errorf("recorded before it was said back: %+v", told)
	}
	w.Set(asked.Add(20 * time.Minute))
	w.get(t, "cou", with+"/said-back").wants(t, "what waits", []string{"2 answers wait", `name="talk.interpreter.saidBack"`})
	said := url.Values{"talk.interpreter.saidBack": {"may-say-no", "what-i-get", "what-else"}}
	if got := w.post(t, "cou", with+"/said-back", said); got.to != with+"/declaration?written" {
		t.Fatalf("%d %q %s", got.status, got.to, got.text)
	}
	told := w.file(t, number).Counselling.Told
	if len(told) != 2 {
		t.Fatalf("told: %+v", told)
	}
	for _, one := range told {
		if !one.Interpreter.Fit() || one.Answer != "undecided" || !one.Since.Equal(asked) {
			t.Errorf("told: %+v at %s", one, one.Since)
		}
	}
	if w.post(t, "cou", with+"/said-back", said); len(w.file(t, number).Counselling.Told) != 2 {
		t.Error("it is recorded twice")
	}
}

// The consent is to the words that were on the screen: approved in the language
// that was spoken, with their version, or said in it by an interpreter.
func TestAConsentIsToWordsThatWereApproved(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Fanta", "option.tell")
	with := "/cases/" + number + "/with"
	approve := func(language string, version int, body string) {
		t.Helper()
		a := consent.ApproveText{Reference: safeguard.ReturnDeclaration, Language: language, Version: version, Body: body}
		if err := w.Other(t.Context(), "hop", casefile.Text, a.Reference, "text.approve", a); err != nil {
			t.Fatal(err)
		}
	}

	w.begins(t, number, speaking("ara")) // no text in Arabic, and nobody to say one in it
	w.get(t, "cou", with+"/declaration").wants(t, "a draft", []string{`lang="ar" dir="rtl"`, `class="draft"`, "Draft. It is not approved", "No translation of the declaration into Arabic is approved."}, `href="`+with+`/mark"`)
	w.get(t, "cou", with+"/mark").wants(t, "the mark to a draft", nil, `name="mark"`)
	if got := w.post(t, "cou", with+"/mark", url.Values{"id": {newID(t)}, "mark": {"signature"}, "language": {"ara"}, "version": {"1"}}); got.to != with+"/declaration?newer" {
		t.Errorf("a mark to a draft: %d %q", got.status, got.to)
	}

	approve("ara", 3, "أريد أن أعود.")
	w.get(t, "cou", with+"/declaration").wants(t, "approved words", []string{"أريد أن أعود.", "Approved in Arabic, version 3.", `lang="ar" dir="auto"`}, "Draft. It is not approved")
	page := w.get(t, "cou", with+"/mark")
	page.wants(t, "the mark", []string{`name="mark"`, `name="markDigest"`}, `value="none"`, `name="version" value="1"`)
	old := page.filled()
	old["mark"] = []string{"signature"}
	approve("ara", 4, "أريد أن أعود إلى بلدي.")
	if got := w.post(t, "cou", with+"/mark", old); got.to != with+"/declaration?newer" {
		t.Errorf("a mark to words that were approved anew: %d %q", got.status, got.to)
	}
	form := w.get(t, "cou", with+"/mark").filled()
	form["mark"] = []string{"cross-with-witness"}
	if got := w.post(t, "cou", with+"/mark", form); got.status == http.StatusSeeOther {
		t.Errorf("a cross that nobody saw made: %q", got.to)
	}
	form["witnessed"] = []string{"colleague"}
	got := w.post(t, "cou", with+"/mark", form)
	if !strings.HasPrefix(got.to, with+"/done-yes?done=") {
		t.Fatalf("the consent: %d %q %s", got.status, got.to, got.text)
	}
	given := w.file(t, number).Consent.Consents
	if c := given[len(given)-1]; len(given) != 1 || c.Language != "ara" || c.Version != 4 || c.Sight || !c.Marked || c.Talk.Language != "ara" || len(c.Names) != 0 {
		t.Errorf("given: %+v", given)
	}
	w.get(t, "cou", got.to).wants(t, "the end", []string{`lang="ar" dir="rtl"`, "كُتبت موافقتك", with + "/paper"})
	w.get(t, "cou", "/cases/"+number+"/do/counselling.hold?talk").wants(t, "the talk as a session", []string{`name="talk.outOfHearing" value="yes" checked`}, `name="topics" value="rights" checked`)
	w.get(t, "cou", "/cases/"+number+"/do/counselling.hold").wants(t, "another session", nil, " checked")
	w.get(t, "cou", with+"/paper").wants(t, "on paper", []string{"أريد أن أعود إلى بلدي.", "data-print"}, "Fanta")
}

func TestAnInterpreterSaysTheApprovedText(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Grace", "option.tell")
	with := "/cases/" + number + "/with"
	form := w.get(t, "cou", with+"/said-no").filled()
	if got := w.post(t, "cou", with+"/said-no", form); got.status != http.StatusSeeOther {
		t.Fatal(got.status)
	}
	w.Set(w.Now().Add(48 * time.Hour))
	delete(w.cookies, "cou")
	w.begins(t, number, interpreted("tir"))
	w.get(t, "cou", with+"/hello").wants(t, "words for an interpreter", []string{"There are no words in Tigrinya here."})
	w.post(t, "cou", with+"/said-back", url.Values{"talk.interpreter.saidBack": {"may-say-no", "what-i-get", "what-else"}})
	w.get(t, "cou", with+"/declaration").wants(t, "the text", []string{"No translation of the declaration into Tigrinya is approved.", "(Hausa, version 1)"})
	page := w.get(t, "cou", with+"/mark")
	page.wants(t, "the mark", []string{"you said no. This yes would come after that no."})
	form = page.filled()
	form["mark"] = []string{"voice"}
	if got := w.post(t, "cou", with+"/mark", form); !strings.HasPrefix(got.to, with+"/done-yes") {
		t.Fatalf("%d %q %s", got.status, got.to, got.text)
	}
	file := w.file(t, number)
	c := file.Consent.Consents[0]
	if !c.Sight || c.Language != "hau" || c.Version != 1 || c.Talk.Language != "tir" || !c.Talk.Interpreter.Fit() || len(c.Names) != 1 || c.Names[0] != file.Consent.Withdrawals[0].ID {
		t.Errorf("given: %+v", c)
	}
}

// How two people talk is true for hours and no longer, and nobody is led on who
// can be overheard.
func TestHowTheyTalkIsSaidEachTime(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Hawa", "counselling.hold")
	with := "/cases/" + number + "/with"
	heard := maps.Clone(alone)
	heard["talk.outOfHearing"] = []string{"no"}
	w.post(t, "cou", with, heard).wants(t, "overheard", []string{"What is said so counts for nothing", `href="` + with + `/hello"`})
	missing := maps.Clone(alone)
	delete(missing, "talk.mode")
	w.post(t, "cou", with, missing).refuses(t, "not all said", `href="#talk.mode"`)
	w.begins(t, number, alone)
	w.get(t, "cou", with).wants(t, "the beginning, while they talk", []string{"has not ended", `href="` + with + `/hello"`}, " checked")
	w.get(t, "cou", with+"?change").wants(t, "a change in the same talk", []string{`name="talk.outOfHearing" value="yes" checked`})
	w.get(t, "cou", with+"/done-end")
	w.get(t, "cou", with+"?change").wants(t, "the beginning of the next", nil, "has not ended", " checked")
	if got := w.get(t, "cou", with+"/mark"); got.to != with+"?first" {
		t.Errorf("a mark after the talk ended: %d %q", got.status, got.to)
	}
	if got := w.post(t, "cou", with+"/mark", url.Values{"id": {newID(t)}, "mark": {"signature"}}); got.to != with+"?first" {
		t.Errorf("a mark that is sent after the talk ended: %d %q", got.status, got.to)
	}
	w.begins(t, number, alone)
	w.Set(w.Now().Add(7 * time.Hour))
	delete(w.cookies, "cou")
	if got := w.get(t, "cou", with+"/yours"); got.to != with+"?first" {
		t.Errorf("seven hours later: %d %q", got.status, got.to)
	}
	if got := w.get(t, "mov", with); got.status == http.StatusOK {
		t.Error("movement staff are led into the talk")
	}
}

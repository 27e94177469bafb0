package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"amana/desk/desktest"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/movement"
	"amana/domain/talk"
)

const gate = flight + "/gate"

// asksAlone is how somebody is asked at the gate, as its form says it.
func asksAlone(t *testing.T, answer string) url.Values {
	return url.Values{
		"id": {newID(t)}, "talk.mode": {"in-person"}, "talk.language": {"hau", ""}, "talk.understood": {"yes"}, "talk.outOfHearing": {"yes"}, "talk.outOfSight": {"yes"},
		"talk.control": {"free"}, "talk.witness": {"none"}, "talk.interpreter": {"no"}, "answer": {answer},
	}
}

// row is what the list at the gate says of somebody, but for who it is.
func row(t *testing.T, page, number, name string) string {
	t.Helper()
	for _, line := range regexp.MustCompile(`(?s)<li>.*?</li>`).FindAllString(page, -1) {
		if strings.Contains(line, number) {
			return strings.NewReplacer(number, "N", name, "A").Replace(line)
		}
	}
	t.Fatalf("%s is not on the list at the gate", name)
	return ""
}

// Nothing that anybody could see differs between a yes, a no and a not sure: not
// where the browser is sent on, not the list, not the page of the person; also
// when the seat of who said no was freed.
func TestAtTheGateNoAnswerCanBeToldFromAnother(t *testing.T) {
	people, answers := []string{"Zainab", "Halima", "Aisha"}, []string{"yes", "no", "not-sure"}
	w, numbers := seated(t, "gate.confirm-person", people...)
	w.At(51, 10*time.Hour)
	if list := w.get(t, "gat", gate); list.status != http.StatusOK || strings.Count(list.text, `<span class="state">to ask<`) != 3 {
		t.Fatalf("the list at the gate: %d", list.status)
	}
	var to []string
	for i, number := range numbers {
		got := w.post(t, "gat", gate+"/"+number+"/gate.answer", asksAlone(t, answers[i]))
		if got.status != http.StatusSeeOther || got.text != "" {
			t.Fatalf("%s: %d %s", answers[i], got.status, got.text)
		}
		to = append(to, got.to)
	}
	if to[0] != to[1] || to[1] != to[2] {
		t.Errorf("an answer shows in where the browser is sent: %v", to)
	}
	w.freeSeat(t, numbers[1])
	page := w.get(t, "gat", to[0])
	for i := range numbers {
		if got, want := row(t, page.text, numbers[i], people[i]), row(t, page.text, numbers[0], people[0]); got != want {
			t.Errorf("on the list a %s reads %s, and a yes %s", answers[i], got, want)
		}
	}
	theirs := func(i int) string {
		got := w.get(t, "gat", gate+"/"+numbers[i])
		text := strings.NewReplacer(numbers[i], "N", people[i], "A").Replace(got.text)
		return regexp.MustCompile(`name="id" value="[^"]*"|\d\d:\d\d`).ReplaceAllString(text, "")
	}
	for i := range numbers {
		if theirs(i) != theirs(0) {
			t.Errorf("the page of who answered %s is another than of who said yes", answers[i])
		}
	}
	for i, number := range numbers {
		c, err := w.Desk.Case(t.Context(), w.Who("pia"), number)
		if err != nil {
			t.Fatal(err)
		}
		if g := c.File.Travel.Gate; len(g) != 1 || g[0].Answer != answers[i] || c.File.Withdrawn() != (answers[i] == "no") {
			t.Errorf("%s was recorded as %+v", answers[i], g)
		}
	}
}

// freeSeat is what the program does by itself after a no.
func (w *world) freeSeat(t *testing.T, number string) {
	t.Helper()
	if _, err := w.Do(t.Context(), "node", number, "seat.free", movement.FreeSeat{Movement: desktest.Flight, Reason: "withdrawn"}); err != nil {
		t.Fatal(err)
	}
}

// The three buttons are alike but for their words.
func TestTheThreeButtonsAreAlike(t *testing.T) {
	w, numbers := seated(t, "gate.confirm-person", "Zainab")
	page := w.get(t, "gat", gate+"/"+numbers[0])
	buttons := regexp.MustCompile(`<button name="answer" value="([a-z-]+)"([^>]*)>`).FindAllStringSubmatch(page.text, -1)
	if len(buttons) != 3 {
		t.Fatalf("%d buttons", len(buttons))
	}
	for i, want := range []string{"yes", "not-sure", "no"} {
		if buttons[i][1] != want || buttons[i][2] != "" {
			t.Errorf("a button is %q", buttons[i][0])
		}
	}
	if regexp.MustCompile(`(radio|checkbox)[^>]*checked|<option[^>]* selected`).MatchString(page.text) {
		t.Error("something is answered before anybody was asked")
	}
}

// What is missing is asked for again, and nothing is recorded.
func TestAnAnswerWithoutItsTalkIsNotRecorded(t *testing.T) {
	w, numbers := seated(t, "gate.confirm-person", "Zainab")
	form := asksAlone(t, "yes")
	form.Del("talk.outOfHearing")
	got := w.post(t, "gat", gate+"/"+numbers[0]+"/gate.answer", form)
	if got.status == http.StatusSeeOther || !strings.Contains(got.text, `role="alert"`) {
		t.Errorf("it was taken: %d", got.status)
	}
	if page := w.get(t, "gat", gate); strings.Contains(page.text, `<span class="state">asked`) {
		t.Error("it was recorded")
	}
}

// Two facts are compared, and which of them was wrong nobody is told; what was
// typed is not shown again.
func TestTheSamePersonByTwoFacts(t *testing.T) {
	w, numbers := seated(t, "identity.choose", "Zainab")
	said := talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}
	choose := url.Values{
		"id": {newID(t)}, "how": {"two-facts"}, "word": {" Baobab "}, "picture": {"fish"}, "talk.language": {said.Language}, "talk.understood": {"yes"}, "talk.mode": {"in-person"},
		"talk.outOfHearing": {"yes"}, "talk.outOfSight": {"yes"}, "talk.control": {"free"}, "talk.witness": {"none"}, "talk.interpreter": {"no"},
	}
	if got := w.post(t, "cou", "/cases/"+numbers[0]+"/do/identity.choose", choose); got.status != http.StatusSeeOther {
		t.Fatalf("choosing: %d %s", got.status, got.text)
	}
	if page := w.get(t, "gat", gate+"/"+numbers[0]).text; strings.Count(page, "<svg") < 12 || !strings.Contains(page, `value="fish"`) {
		t.Error("the pictures are not there to choose from")
	}
	var wrong []string
	for _, facts := range [][2]string{{"palm", "fish"}, {"baobab", "bird"}} {
		got := w.post(t, "gat", gate+"/"+numbers[0]+"/gate.confirm-person", url.Values{"id": {newID(t)}, "how": {"two-facts"}, "word": {facts[0]}, "picture": {facts[1]}})
		if got.status == http.StatusSeeOther || strings.Contains(got.text, `value="`+facts[0]+`"`) || strings.Contains(got.text, facts[0]) {
			t.Errorf("%v: %d", facts, got.status)
		}
		wrong = append(wrong, regexp.MustCompile(`(?s)role="alert".*?</div>`).FindString(got.text))
	}
	if wrong[0] != wrong[1] || wrong[0] == "" {
		t.Errorf("a wrong word reads %q, and a wrong picture %q", wrong[0], wrong[1])
	}
	got := w.post(t, "gat", gate+"/"+numbers[0]+"/gate.confirm-person", url.Values{"id": {newID(t)}, "how": {"two-facts"}, "word": {"BAOBAB"}, "picture": {"fish"}})
	if got.status != http.StatusSeeOther || got.to != gate+"/"+numbers[0]+"#ask" {
		t.Errorf("the right two: %d %s", got.status, got.text)
	}
}

// What a page kept is recorded with the time at which it was given, once.
func TestWhatWasKeptIsRecordedWithItsTime(t *testing.T) {
	w, numbers := seated(t, "gate.confirm-person", "Zainab")
	w.At(51, 10*time.Hour)
	given := w.Now().Add(-25 * time.Minute).UTC().Truncate(time.Second)
	form := asksAlone(t, "no")
	form.Set("given", given.Format("2006-01-02T15:04:05.000Z"))
	for range 2 { // the first answer may not have arrived
		if got := w.post(t, "gat", gate+"/"+numbers[0]+"/gate.answer", form); got.status != http.StatusSeeOther {
			t.Fatalf("%d %s", got.status, got.text)
		}
		w.Set(w.Now().Add(time.Minute))
	}
	c, err := w.Desk.Case(t.Context(), w.Who("pia"), numbers[0])
	if err != nil {
		t.Fatal(err)
	}
	if g := c.File.Travel.Gate; len(g) != 1 || !g[0].Since.Equal(given) {
		t.Errorf("given at %v, recorded as %+v", given, g)
	}
	form.Set("id", newID(t))
	form.Set("given", "yesterday")
	if got := w.post(t, "gat", gate+"/"+numbers[0]+"/gate.answer", form); got.status == http.StatusSeeOther {
		t.Error("an answer was taken whose time nobody can read")
	}
}

// A no and a not sure are recorded by one tap, whatever else was left open, and a
// yes is not.
func TestANoAtTheGateNeedsNothingElse(t *testing.T) {
	w, numbers := seated(t, "gate.confirm-person", "Zainab", "Halima", "Aisha")
	for i, answer := range []string{"yes", "no", "not-sure"} {
		got := w.post(t, "gat", gate+"/"+numbers[i]+"/gate.answer", url.Values{"id": {newID(t)}, "answer": {answer}})
		c, err := w.Desk.Case(t.Context(), w.Who("hop"), numbers[i])
		if err != nil {
			t.Fatal(err)
		}
		if asked := c.File.Travel.Gate; answer == "yes" {
			if got.status == http.StatusSeeOther || len(asked) != 0 {
				t.Errorf("a yes without how it was asked: %d %+v", got.status, asked)
			}
		} else if got.status != http.StatusSeeOther || len(asked) != 1 || asked[0].Answer != answer || asked[0].Talk.Sound() || asked[0].Talk.Control == talk.Free || asked[0].Talk.Watched() {
			t.Errorf("%s: %d %+v", answer, got.status, asked)
		} else if held, _ := c.File.Held(); held {
			t.Errorf("%s: nobody said who has power over the place, and they are held", answer)
		}
	}
}

// What was filled in beside a no that did not go through is nobody's answer: when
// the page that says so is sent again nobody is held by it.
func TestANoAtTheGateThatIsSentAgain(t *testing.T) {
	w, numbers := seated(t, "gate.confirm-person", "Zainab")
	person := gate + "/" + numbers[0]
	got := w.post(t, "gat", person+"/gate.answer", url.Values{"id": {newID(t)}, "answer": {"not-sure"}, "happened": {"nonsense"}})
	again := url.Values{"id": {newID(t)}, "answer": {"not-sure"}}
	for _, chosen := range regexp.MustCompile(`<input [^>]*name="([^"]+)" value="([^"]*)"[^>]* checked`).FindAllStringSubmatch(got.text, -1) {
		again.Set(chosen[1], chosen[2])
	}
	if got.status != http.StatusBadRequest {
		t.Fatalf("a time that nobody can read: %d", got.status)
	}
	if got := w.post(t, "gat", person+"/gate.answer", again); got.status != http.StatusSeeOther {
		t.Fatalf("sent again: %d", got.status)
	}
	c, err := w.Desk.Case(t.Context(), w.Who("hop"), numbers[0])
	if err != nil {
		t.Fatal(err)
	}
	if held, _ := c.File.Held(); held || len(c.File.Travel.Gate) != 1 {
		t.Errorf("held %v after %+v", held, c.File.Travel.Gate)
	}
}

// At the gate somebody is found by number or name, and what was looked for stands
// in no address. Who may ask and may not read the list finds by number alone.
func TestFindingAtTheGate(t *testing.T) {
	w, numbers := seated(t, "gate.confirm-person", "Zéïnab", "Halima")
	if got := w.post(t, "gat", gate, url.Values{"q": {strings.ToLower(numbers[0])}}); got.to != gate+"/"+numbers[0] {
		t.Errorf("the number leads to %q", got.to)
	}
	for q, want := range map[string]string{"zein": numbers[0], "Zainab": numbers[0], "زينب": numbers[0], "danj hal": numbers[1], "حليمة": numbers[1]} {
		got := w.post(t, "gat", gate, url.Values{"q": {q}})
		if found := regexp.MustCompile(`data-number="([^"]+)"`).FindAllStringSubmatch(got.text, -1); len(found) != 1 || found[0][1] != want {
			t.Errorf("%q finds %q", q, found)
		}
	}
	if got := w.post(t, "gat", gate, url.Values{"q": {"danjuma"}}); got.status != http.StatusOK || !strings.Contains(got.text, numbers[0]) || !strings.Contains(got.text, numbers[1]) {
		t.Errorf("two of one name: %d", got.status)
	}
	for q, nobody := range map[string]bool{"xyz": true, "zein": false, "": false} {
		if got := w.post(t, "gat", gate, url.Values{"q": {q}}); strings.Contains(got.text, `<p id="nobody" role="alert"><strong>Nobody with a seat here`) != nobody {
			t.Errorf("of %q it is said that nobody is called so: want %v", q, nobody)
		}
	}
	for who, part := range map[string]bool{"gat": false, "pia": true} {
		if got := w.get(t, who, gate); strings.Contains(got.text, "Only the people of your office") != part {
			t.Errorf("%s is told that the list is of their office alone: want %v", who, part)
		}
	}
	list := w.get(t, "cou", gate)
	if list.status != http.StatusOK || strings.Contains(list.text, numbers[0]) || strings.Contains(list.text, "Halima") {
		t.Errorf("a counsellor reads the list: %d", list.status)
	}
	if got := w.post(t, "cou", gate, url.Values{"q": {numbers[1]}}); got.to != gate+"/"+numbers[1] {
		t.Errorf("a counsellor finds by number: %d %q", got.status, got.to)
	}
	for _, o := range desktest.Officers {
		may := slices.Contains([]string{"cou", "pia", "lea", "mov", "gat"}, o.Name)
		for _, path := range []string{gate, gate + "/" + numbers[0]} {
			got := w.get(t, o.Name, path)
			if may != (got.status == http.StatusOK) || !may && strings.Contains(got.text, "Halima") {
				t.Errorf("%s opens %s: %d", o.Name, path, got.status)
			}
		}
		got := w.get(t, o.Name, flight+"/boarding")
		if door := o.Name == "mov" || o.Name == "gat"; door != (got.status == http.StatusOK) {
			t.Errorf("%s stands at the door: %d", o.Name, got.status)
		}
	}
}

// Boarding is an act of its own; who may not board stays where they are, and the
// door says whom to ask.
func TestBoardingIsAnActOfItsOwn(t *testing.T) {
	w, numbers := seated(t, "boarding.board", "Zainab", "Halima")
	if _, err := w.Do(t.Context(), "pia", numbers[1], "hold.place", casefile.PlaceHold{For: "protection", Reason: "a witness"}); err != nil {
		t.Fatal(err)
	}
	w.At(51, 11*time.Hour)
	door := flight + "/boarding"
	page := w.get(t, "mov", door).text
	if !strings.Contains(page, door+"/"+numbers[0]) || strings.Contains(page, door+"/"+numbers[1]) || strings.Contains(page, "witness") {
		t.Error("the door offers boarding to who may not, or not to who may")
	}
	got := w.post(t, "mov", door+"/"+numbers[1], url.Values{"id": {newID(t)}})
	if got.status != http.StatusConflict || !strings.Contains(got.text, "does not board now") || strings.Contains(got.text, "witness") {
		t.Errorf("somebody on hold boards: %d", got.status)
	}
	if got := w.post(t, "mov", door+"/"+numbers[0], url.Values{"id": {newID(t)}}); got.status != http.StatusSeeOther {
		t.Errorf("boarding: %d %s", got.status, got.text)
	}
	if page := w.get(t, "mov", door).text; !strings.Contains(page, "Aboard: 1 of 2") {
		t.Error("nobody is aboard")
	}
}

// Who was not brought is recorded as that, and as nothing else.
func TestNotPresented(t *testing.T) {
	w, numbers := seated(t, "gate.confirm-person", "Zainab")
	if got := w.post(t, "gat", gate+"/"+numbers[0]+"/boarding.not-present", url.Values{"id": {newID(t)}}); got.status != http.StatusSeeOther || got.to != gate+"?next" {
		t.Fatalf("%d %s", got.status, got.text)
	}
	c, err := w.Desk.Case(t.Context(), w.Who("pia"), numbers[0])
	if err != nil || !c.File.Travel.Absent || c.File.Withdrawn() {
		t.Errorf("not presented: %v %v", c.File.Travel.Absent, err)
	}
}

// The script is ours and small, and no page has one inside.
func TestTheScriptOfTheGate(t *testing.T) {
	w, _ := seated(t, "gate.confirm-person", "Zainab")
	page := w.get(t, "gat", gate).text
	script := regexp.MustCompile(`<script type="module" src="(/asset/gate[^"]*)"></script>`).FindStringSubmatch(page)
	if script == nil || strings.Count(page, "<script") != 1 || regexp.MustCompile(`\son[a-z]+=`).MatchString(page) {
		t.Fatal("the gate has another script than its own, or none")
	}
	got := w.get(t, "", script[1])
	var sent bytes.Buffer
	z := gzip.NewWriter(&sent)
	io.WriteString(z, got.text)
	z.Close()
	if got.status != http.StatusOK || sent.Len() >= 2200 || strings.Contains(got.text, "localStorage") || strings.Contains(got.text, "sessionStorage") {
		t.Errorf("the script: %d, %d bytes as it is sent", got.status, sent.Len())
	}
}

// Nobody asks a child who is too young for it: it is said, on the list and on their
// page, with whom they go.
func TestAnInfantIsNotAskedAtTheGate(t *testing.T) {
	w, numbers := seated(t, "gate.confirm-person", "Zainab", "Halima")
	born := w.Now().AddDate(-1, 0, 0)
	w.does(t, "cas", numbers[0], "case.correct", casefile.Correct{Changed: casefile.Changed{Born: day.Of(born)}})
	if r := row(t, w.get(t, "gat", gate).text, numbers[0], "Zainab Danjuma"); !strings.Contains(r, "to ask") {
		t.Errorf("an infant by one officer's word; the list says %s", r)
	}
	for _, by := range []string{"pia", "hop"} {
		w.does(t, by, numbers[0], "age.settle", assessment.SettleAge{Child: true, How: "documents"})
	}
	list := w.get(t, "gat", gate).text
	if r := row(t, list, numbers[0], "Zainab Danjuma"); !strings.Contains(r, "too young to be asked") {
		t.Errorf("the list says %s", r)
	}
	if r := row(t, list, numbers[1], "Halima Danjuma"); !strings.Contains(r, "to ask") {
		t.Errorf("of an adult the list says %s", r)
	}
	if page := w.get(t, "gat", gate+"/"+numbers[0]).text; strings.Contains(page, "gate.answer") || !strings.Contains(page, "ask that person") {
		t.Error("their page asks an infant")
	}
}

// At the door whoever may no longer fly is read first and is not counted aboard,
// whether they said no, were not sure or are stopped: in the same words.
func TestWhoIsAboardAndMayNoLongerFly(t *testing.T) {
	w, numbers := seated(t, "departure.record", "Zainab", "Halima", "Binta", "Abena")
	notSure, held, no, flies := numbers[0], numbers[1], numbers[2], numbers[3]
	door := func() string { return w.get(t, "mov", flight+"/boarding").text }
	if page := door(); strings.Contains(page, "does not fly") || !strings.Contains(page, "Aboard: 4 of 4") {
		t.Errorf("everybody is aboard: %s", page)
	}
	for number, answer := range map[string]string{notSure: "not-sure", no: "no"} {
		if got := w.post(t, "gat", gate+"/"+number+"/gate.answer", asksAlone(t, answer)); got.status != http.StatusSeeOther {
			t.Fatalf("%s: %d", answer, got.status)
		}
	}
	w.freeSeat(t, no)
	w.does(t, "pia", held, "hold.place", casefile.PlaceHold{For: "protection", Reason: "threats"})
	page := door()
	if !strings.Contains(page, "Aboard: 1 of 3") {
		t.Error("who may not fly is counted aboard")
	}
	said := map[string]bool{}
	for _, number := range []string{notSure, held, no} {
		line := regexp.MustCompile(`(?s)<li id="` + number + `">.*?</li>`).FindString(page)
		_, words, _ := strings.Cut(line, "</a>")
		if said[words] = true; !strings.Contains(words, "does not fly") || strings.Index(page, line) > strings.Index(page, `<li id="`+flies) {
			t.Errorf("the door says of %s: %s", number, line)
		}
	}
	if len(said) != 1 {
		t.Errorf("the door tells them apart: %v", said)
	}
}

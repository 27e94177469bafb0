package web_test

import (
	"net/http"
	"regexp"
	"testing"

	"amana/domain/casefile"
	"amana/domain/screening"
)

// What the file says is shown part by part, with the act that goes on with it,
// already about the thing that was chosen.
func TestTheFileShowsWhatGoesOn(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Mariama", "consent.give")
	path := "/cases/" + number
	if _, err := w.Do(t.Context(), "pia", number, "hold.place", casefile.PlaceHold{For: "protection", Reason: "she is afraid of a cousin"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(t.Context(), "pia", number, "need.find", screening.FindNeed{Need: "medical"}); err != nil {
		t.Fatal(err)
	}
	hold := w.file(t, number).Holds[0].ID.String()
	w.get(t, "lea", path+"/file").wants(t, "the file", []string{
		"Who the person is", "Mariama", `href="` + path + `/do/hold.lift?hold=` + hold + `"`, "stands", "not answered yet", "not recorded",
	})
	w.get(t, "lea", path+"/do/hold.lift?hold="+hold).wants(t, "the form", []string{`<option value="` + hold + `" selected>`})
	w.get(t, "lea", path+"/do/hold.lift?reason=Abracadabra").wants(t, "an answer in an address", nil, ">Abracadabra<")
	w.get(t, "cou", path+"/file").wants(t, "the file of who lifts nothing", []string{"stands"}, "/do/hold.lift")
	w.get(t, "doc", path+"/file").wants(t, "the file of who calls interpreters and nobody else", []string{`href="` + path + `/do/call.make"`})
	w.get(t, "doc", path+"/do/call.make").wants(t, "a form of which one part may be done", []string{`name="duty"`})
	if got := w.get(t, "admin", path+"/file"); got.status != http.StatusNotFound {
		t.Errorf("an administrator: %d", got.status)
	}
}

func TestTheHouseholdLinksAndTellsNothing(t *testing.T) {
	w := newWorld(t)
	wife, husband := person(t, w, "Ngozi", "consent.give"), person(t, w, "Okoro", "consent.give")
	for number, relation := range map[string]string{wife: "spouse", husband: "head"} {
		if _, err := w.Do(t.Context(), "cou", number, "household.join", casefile.JoinHousehold{Household: "HH-7", Relation: relation}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Do(t.Context(), "cou", husband, "consent.withdraw", map[string]string{"channel": "in-person"}); err != nil {
		t.Fatal(err)
	}
	page := w.get(t, "cou", "/cases/"+wife+"/household")
	page.wants(t, "the household", []string{"HH-7", "Okoro", `href="/cases/` + husband + `"`}, "withdrawn")
	if got := w.get(t, "admin", "/cases/"+wife+"/household"); got.status != http.StatusNotFound {
		t.Errorf("an administrator reads a household: %d", got.status)
	}
}

// An event that names another says what that was and when; nobody reads characters
// that only programs compare.
func TestAnEventNamesAnotherInWords(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Mariama", "consent.give")
	if _, err := w.Do(t.Context(), "pia", number, "hold.place", casefile.PlaceHold{For: "protection", Reason: "she is afraid of a cousin"}); err != nil {
		t.Fatal(err)
	}
	hold := w.file(t, number).Holds[0].ID
	if _, err := w.Do(t.Context(), "lea", number, "hold.lift", casefile.LiftHold{Hold: hold, Reason: "the cousin left"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(t.Context(), "pia", number, "need.find", screening.FindNeed{Need: "medical"}); err != nil {
		t.Fatal(err)
	}
	need := w.file(t, number).Screening.Needs[0].ID
	if _, err := w.Do(t.Context(), "pia", number, "need.answer", screening.AnswerNeed{Need: need, Outcome: "served"}); err != nil {
		t.Fatal(err)
	}
	raw := regexp.MustCompile(`<d[td]>[^/]*[A-Za-z0-9_-]{43}`)
	for _, part := range []string{"timeline", "file"} {
		page := w.get(t, "lea", "/cases/"+number+"/"+part)
		if found := raw.FindString(page.text); found != "" {
			t.Errorf("%s says %s", part, found)
		}
		if part == "timeline" {
			page.has(t, "<dt>Hold</dt><dd>Hold placed — ", "<dt>Need</dt><dd>Need found — ")
		}
	}
}

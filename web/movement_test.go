package web_test

import (
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
	"amana/domain/movement"
)

const flight = "/movements/" + desktest.Flight

// seated is a world with people who have a seat on the flight.
func seated(t *testing.T, until string, given ...string) (*world, []string) {
	t.Helper()
	w := newWorld(t)
	var people []desktest.Traveller
	for _, name := range given {
		people = append(people, desktest.Traveller{Given: name, Until: until})
	}
	numbers, err := w.Ways(t.Context(), people...)
	if err != nil {
		t.Fatal(err)
	}
	w.cookies = map[string]*http.Cookie{} // the days went by
	return w, numbers
}

func (w *world) of(t *testing.T, by, command string, args any) {
	t.Helper()
	if err := w.Other(t.Context(), by, casefile.Movement, desktest.Flight, command, args); err != nil {
		t.Fatal(err)
	}
}

// What each role may open of a movement. Nobody learns by a page what the desk
// would not tell them.
func TestWhoOpensWhichPageOfAMovement(t *testing.T) {
	w, numbers := seated(t, "clearance.draw", "Zainab")
	for _, page := range []struct {
		path string
		may  string // who opens it
		name string // who reads a name there
	}{
		{"/movements", "mov gat pia lea cas hop hom doc", ""},
		{flight, "mov gat pia lea cas hop hom doc", ""},
		{flight + "/timeline", "mov gat pia lea cas hop hom doc", ""},
		{flight + "/manifest", "mov gat pia lea cas hop hom doc", "mov gat pia lea cas hop hom doc"},
		{flight + "/seats", "mov gat pia lea cas hop hom doc", "mov gat pia lea cas hop hom doc"},
		{flight + "/redo", "mov gat pia lea cas hop hom doc", ""},
		{flight + "/papers/carrier", "mov gat pia lea cas hop hom doc", "mov gat pia lea cas hop hom doc"},
		{flight + "/vetoes", "mov gat", ""},
		{"/around", "mov gat cou pia lea cas hop hom fin cle cla dpo", ""},
		{"/countries", "mov gat cou pia lea cas hop hom fin cle cla", ""},
		{"/countries/NGA", "mov gat cou pia lea cas hop hom fin cle cla", ""},
		{"/places", "cou pia lea cas hop hom cle cla", ""},
		{"/lines", "mov gat cou pia lea cas hop hom fin", ""},
		{"/lines/" + desktest.Line, "mov gat cou pia lea cas hop hom fin", ""},
		{"/texts", "cou pia lea cas hop hom fin cle cla dpo", ""},
	} {
		for _, o := range desktest.Officers {
			got := w.get(t, o.Name, page.path)
			may := slices.Contains(strings.Fields(page.may), o.Name)
			if may != (got.status == http.StatusOK) || !may && got.status != http.StatusForbidden && got.status != http.StatusNotFound {
				t.Errorf("%s opens %s: %d, want %v", o.Name, page.path, got.status, may)
			}
			if named := strings.Contains(got.text, "Zainab"); named != slices.Contains(strings.Fields(page.name), o.Name) {
				t.Errorf("%s reads a name on %s: %v", o.Name, page.path, named)
			}
			if !may && strings.Contains(got.text, numbers[0]) {
				t.Errorf("%s is refused %s and reads a number there", o.Name, page.path)
			}
		}
		if got := w.get(t, "", page.path); got.status != http.StatusSeeOther || !strings.HasPrefix(got.to, "/sign-in") {
			t.Errorf("nobody opens %s: %d %s", page.path, got.status, got.to)
		}
	}
}

// Movement staff read of a person who is not ready whom to ask, and never why:
// not on the manifest, not on the list of what must be done again, not when they
// close it.
func TestAManifestNeverSaysWhy(t *testing.T) {
	w, numbers := seated(t, "clearance.draw", "Zainab", "Halima")
	hold := casefile.PlaceHold{For: "protection", Reason: "a witness"}
	if _, err := w.Do(t.Context(), "pia", numbers[0], "hold.place", hold); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/manifest", "/seats", "/redo", "", "/papers/carrier", "/vetoes"} {
		got := w.get(t, "mov", flight+path)
		if got.status != http.StatusOK {
			t.Fatalf("%s: %d", path, got.status)
		}
		for _, tells := range []string{"hold", "witness", "no-hold", "consent-stands"} {
			if strings.Contains(strings.ReplaceAll(got.text, "household", ""), tells) {
				t.Errorf("%s says %q to movement staff", path, tells)
			}
		}
	}
	if got := w.get(t, "mov", flight+"/manifest"); !strings.Contains(got.text, "not yet: ask protection") {
		t.Error("the manifest does not say whom to ask")
	}
	got := w.post(t, "mov", flight+"/do/movement.lock", url.Values{"id": {newID(t)}})
	if got.status != http.StatusConflict || !strings.Contains(got.text, numbers[0]) || strings.Contains(got.text, numbers[1]) || strings.Contains(got.text, "witness") {
		t.Errorf("closing a manifest that is not ready: %d", got.status)
	}
}

// Every command about a movement that an officer may give has a form that gives it.
func TestAMovementIsPlannedMovedAndCancelledByForms(t *testing.T) {
	w := newWorld(t)
	const day, hour = "2026-04-01T10:00", "2026-04-01T15:00"
	form := w.get(t, "mov", "/open/movements/movement.plan")
	if form.status != http.StatusOK || !strings.Contains(form.text, `value="NGA"`) || !strings.Contains(form.text, `value="`+desktest.Line+`"`) {
		t.Fatalf("the form of a new movement: %d", form.status)
	}
	plan := url.Values{
		"id": {newID(t)}, "reference": {"MJI-LOS-7"}, "kind": {"charter"}, "to": {"NGA"}, "transit": {"TUR"}, "line": {desktest.Line}, "cost": {"1 200"}, "departs": {day}, "arrives": {day},
	}
	if got := w.post(t, "mov", "/open/movements/movement.plan", plan); got.status != http.StatusBadRequest && got.status != http.StatusUnprocessableEntity || !strings.Contains(got.text, "MJI-LOS-7") {
		t.Errorf("it arrives when it departs: %d", got.status)
	}
	plan.Set("arrives", hour)
	got := w.post(t, "mov", "/open/movements/movement.plan", plan)
	if got.status != http.StatusSeeOther || !strings.HasPrefix(got.to, "/movements/MJI-LOS-7?done=") {
		t.Fatalf("planning: %d %s", got.status, got.to)
	}
	if page := w.get(t, "mov", got.to); !strings.Contains(page.text, "1 April 2026, 10:00") || !strings.Contains(page.text, "There is no plan yet for those who say no") {
		t.Error("the page of the new movement lacks its hour on the clocks of the offices, or that nobody may say no yet")
	}
	for _, c := range []struct {
		command string
		form    url.Values
	}{
		{"movement.plan-no", url.Values{"shelter": {"yes"}, "transport": {"yes"}, "protectionOfficer": {"no"}}},
		{"movement.record-answer", url.Values{"answer": {"refused"}}},
		{"movement.note-sign", url.Values{"sign": {"announced"}}},
		{"movement.count", url.Values{"where": {"hand-over"}, "people": {"2"}}},
		{"movement.move", url.Values{"departs": {"2026-04-02T10:00"}, "arrives": {"2026-04-02T15:00"}, "transit": {"ETH"}, "reason": {"weather"}}},
		{"movement.cancel", url.Values{"reason": {"aircraft"}}},
	} {
		c.form.Set("id", newID(t))
		got := w.post(t, "mov", "/movements/MJI-LOS-7/do/"+c.command, c.form)
		if got.status != http.StatusSeeOther {
			t.Errorf("%s: %d %s", c.command, got.status, got.text)
		}
	}
	page := w.get(t, "hop", "/movements/MJI-LOS-7").text
	for _, says := range []string{"refused", "2 people were counted", "2 more than the files say", "announced", "1 April 2026, 10:00", "2 April 2026, 10:00", "On the way", "Turkey", "Ethiopia", "What must be done again", "cancelled"} {
		if !strings.Contains(page, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	if strings.Contains(page, "/do/movement.move") {
		t.Error("a cancelled movement can be moved")
	}
}

// The signs of a collective return are for who opens protection.
func TestWhoReadsSigns(t *testing.T) {
	w := newWorld(t)
	w.of(t, "pia", "movement.note-sign", movement.NoteSign{Sign: "raided"})
	w.of(t, "hop", "movement.answer-sign", movement.AnswerSign{Sign: "raided", Reasons: "each was asked elsewhere"})
	for _, o := range []struct {
		name  string
		reads bool
	}{{"pia", true}, {"hop", true}, {"mov", false}, {"doc", false}, {"hom", false}} {
		for _, path := range []string{flight, flight + "/timeline"} {
			page := w.get(t, o.name, path)
			if got := strings.Contains(page.text, "each was asked elsewhere"); page.status != http.StatusOK || got != o.reads {
				t.Errorf("%s on %s: reads the answer to a sign: %v", o.name, path, got)
			}
		}
	}
}

// What happened to a movement names its country and its cost as people do.
func TestAPlanIsToldInWords(t *testing.T) {
	w := newWorld(t)
	page := w.get(t, "mov", flight+"/timeline").text
	if !strings.Contains(page, ">Nigeria<") || !strings.Contains(page, ">10.00<") {
		t.Errorf("the plan is told as %s", page)
	}
}

// What a movement that was moved undid is said person by person.
func TestWhatIsDoneAgain(t *testing.T) {
	w, numbers := seated(t, "boarding.board", "Zainab")
	later := w.Now().Add(72 * time.Hour)
	w.of(t, "mov", "movement.move", movement.Move{Departs: later, Arrives: later.Add(5 * time.Hour), Reason: "weather"})
	got := w.get(t, "pia", flight+"/redo")
	if !strings.Contains(got.text, numbers[0]) || !strings.Contains(got.text, "Zainab") || !strings.Contains(got.text, "minutes") {
		t.Errorf("nothing must be done again: %d", got.status)
	}
	if got := w.get(t, "mov", flight+"/redo?departs=2001-01-01T10:00"); got.status != http.StatusOK || !strings.Contains(got.text, `role="alert"`) {
		t.Errorf("a departure long ago: %d", got.status)
	}
}

// A list read at the hub and its code are recorded by a form.
func TestTheListIsReadAtTheHub(t *testing.T) {
	w, numbers := seated(t, "boarding.board", "Zainab", "Halima")
	if _, err := w.Do(t.Context(), "cou", numbers[1], "consent.withdraw", consent.Withdraw{Channel: "in-person"}); err != nil {
		t.Fatal(err)
	}
	page := w.get(t, "mov", flight+"/vetoes")
	if !strings.Contains(page.text, numbers[1]) || strings.Contains(page.text, numbers[0]) || strings.Contains(page.text, "Halima") {
		t.Fatal("the list is not of the numbers of those who do not board")
	}
	form := url.Values{"with": {"gat"}}
	for _, name := range []string{"id", "at", "code"} {
		form.Set(name, regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page.text)[1])
	}
	if got := w.post(t, "mov", flight+"/do/movement.confirm-vetoes", form); got.status != http.StatusSeeOther {
		t.Fatalf("recording that it was read: %d %s", got.status, got.text)
	}
	if page := w.get(t, "mov", flight+"/vetoes").text; !strings.Contains(page, "with gat") {
		t.Error("the page does not say that the list was read")
	}
}

// A seat is asked for on a movement that will leave, the next one first; any can
// be looked for.
func TestASeatIsOfferedOnWhatWillLeave(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Zainab", "counselling.hold")
	now := w.Now()
	for ref, hours := range map[string]time.Duration{"LATER": 90, "SOON": 50, "CALLED-OFF": 60} {
		at := now.Add(hours * time.Hour)
		plan := movement.Plan{Reference: ref, Kind: "charter", To: "NGA", Line: desktest.Line, Cost: 1000, Departs: at, Arrives: at.Add(5 * time.Hour)}
		if err := w.Other(t.Context(), "mov", casefile.Movement, ref, "movement.plan", plan); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Other(t.Context(), "mov", casefile.Movement, "CALLED-OFF", "movement.cancel", movement.Cancel{Reason: "weather"}); err != nil {
		t.Fatal(err)
	}
	offered := func(path string) (refs []string) {
		for _, m := range regexp.MustCompile(`<option value="(LATER|SOON|CALLED-OFF|`+desktest.Flight+`)"`).FindAllStringSubmatch(w.get(t, "mov", path).text, -1) {
			refs = append(refs, m[1])
		}
		return refs
	}
	if got, want := offered("/cases/"+number+"/do/seat.give"), []string{"SOON", "LATER", desktest.Flight}; !slices.Equal(got, want) {
		t.Errorf("a seat is offered on %v", got)
	}
	if got, want := offered("/find"), []string{"SOON", "CALLED-OFF", "LATER", desktest.Flight}; !slices.Equal(got, want) {
		t.Errorf("looked for is %v", got)
	}
}

// From the movement officer's day to the form of the seat in one step; who may not
// give one is shown the rules for it.
func TestWhoIsReadyIsOneStepFromASeat(t *testing.T) {
	w, numbers := seated(t, "seat.give", "Zainab")
	path := "/cases/" + numbers[0]
	w.get(t, "mov", "/").has(t, `<a href="`+path+`/meet/a-seat">Ready for a seat on a movement</a>`)
	if got := w.get(t, "mov", path+"/meet/a-seat"); got.to != path+"/do/seat.give" {
		t.Errorf("the movement officer is led to %s", got.to)
	}
	if got := w.get(t, "lea", path+"/meet/a-seat"); got.to != path+"?for=seat" {
		t.Errorf("the lead is led to %s", got.to)
	}
}

// Whoever was drawn to clear somebody has it on their day, reads the question that
// was drawn with them, and is told that it was recorded: with that the case closes
// to them.
func TestWhoeverWasDrawnClears(t *testing.T) {
	w, numbers := seated(t, "clearance.give", "Zainab")
	drawn, err := w.Drawn(t.Context(), numbers[0])
	if err != nil {
		t.Fatal(err)
	}
	path := "/cases/" + numbers[0]
	w.get(t, drawn, "/").has(t, `<a href="`+path+`/meet/four-eyes">`)
	if got := w.get(t, drawn, path+"/meet/four-eyes"); got.to != path+"/do/clearance.give" {
		t.Fatalf("led to %s", got.to)
	}
	form := w.get(t, drawn, path+"/do/clearance.give")
	form.has(t, "The question that was drawn for you: ", `<option value="`+desktest.Flight+`"`)
	got := w.post(t, drawn, path+"/do/clearance.give", url.Values{"id": {newID(t)}, "as": {drawn}, "movement": {desktest.Flight}, "answer": {"Hausa"}})
	if got.status != http.StatusSeeOther || !strings.HasPrefix(got.to, "/?done=") {
		t.Fatalf("%d to %s: %s", got.status, got.to, got.text)
	}
	w.get(t, drawn, got.to).has(t, `<p class="done" role="status">`, "receipt")
	if again := w.get(t, drawn, path); again.status != http.StatusNotFound {
		t.Errorf("the case is open to them still: %d", again.status)
	}
	if got := w.get(t, "cou", "/"); strings.Contains(got.text, ">To the movement<") {
		t.Error("a counsellor is led to a page that is not theirs")
	}
}

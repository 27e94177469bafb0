package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/indicator"
	"amana/domain/monitoring"
	"amana/domain/pattern"
)

// inside is a talk in a place of detention.
func inside(minutes int) map[string]any {
	t := talkArgs()
	t["control"], t["place"], t["minutes"] = "held", "TAJ", minutes
	return t
}

// hold is a session of somebody, at the time it is.
func hold(t *testing.T, w *desktest.World, by, number string, minutes int, words string) {
	t.Helper()
	args := map[string]any{"talk": inside(minutes), "minutes": minutes, "topics": []string{"rights"}, "question": words, "limited": false}
	if _, err := w.Do(t.Context(), by, number, "counselling.hold", args); err != nil {
		t.Fatal(err)
	}
}

// signsOf are what somebody sees, as "pattern of whom".
func signsOf(t *testing.T, w *desktest.World, who desk.Actor) []string {
	t.Helper()
	found, err := w.Desk.Signs(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	all := []string{}
	for _, s := range found.Signs {
		all = append(all, fmt.Sprintf("%s of %s %s%s", s.Pattern, s.About.Of, s.Officer.Code, s.About.Name))
	}
	slices.Sort(all)
	return all
}

func today(w *desktest.World) day.Day { return day.Of(w.Now().In(w.Desk.Where())) }

func TestWhoSeesWhichSigns(t *testing.T) {
	w, _ := programme(t)
	numbers := travel(t, w, desktest.Traveller{Given: "Halima", Until: "order.ask"}, desktest.Traveller{Given: "Safiya", Until: "order.ask"}, desktest.Traveller{Given: "Zainab", Until: "order.ask"})
	w.At(5, 9*time.Hour)
	words := "I want to see my mother again before the rain comes back"
	for _, n := range append(numbers, numbers[:2]...) {
		hold(t, w, "cou", n, 10, words)
		w.Set(w.Now().Add(time.Hour))
	}
	w.Set(w.Now().Add(24 * time.Hour))
	hold(t, w, "lea", numbers[0], 45, "what will become of my brother who is still inside with them")
	if err := w.Desk.LookAgain(t.Context()); err != nil {
		t.Fatal(err)
	}
	ofCounsellor := []string{"alike of officer cou", "no-visit of officer cou", "short of officer cou"}
	ofOffice := []string{"no-visit of place TAJ", "short of place TAJ"}
	for who, want := range map[string][]string{
		"lea": slices.Concat(ofCounsellor, ofOffice),
		"hop": slices.Concat(ofCounsellor, ofOffice, []string{"no-visit of officer lea", "short of office tripoli"}),
		"hom": slices.Concat(ofCounsellor, ofOffice, []string{"no-visit of officer lea", "short of office tripoli"}),
	} {
		slices.Sort(want)
		if got := signsOf(t, w, w.Who(who)); !slices.Equal(got, want) {
			t.Errorf("%s sees\n%s\nwant\n%s", who, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	want := map[access.Role]bool{access.ProtectionLead: true, access.HeadOfProtection: true, access.HeadOfMission: true, access.Overseer: true, access.Node: true}
	for role, who := range enrolEach(t, w) {
		found, err := w.Desk.Signs(t.Context(), who)
		switch {
		case want[role] && err != nil:
			t.Errorf("%s: %v", role, err)
		case !want[role] && fault.KindOf(err) != fault.Denied:
			t.Errorf("%s sees %d signs: %v", role, len(found.Signs), err)
		}
		if role == access.Node && slices.ContainsFunc(found.Signs, func(s desk.Sign) bool { return s.About.Of == pattern.Officer }) {
			t.Error("the program stands above officers")
		}
	}
	// A lead of another office sees nothing of this one.
	elsewhere, err := w.Desk.Enrol(t.Context(), w.Who("admin"), desk.NewUser{Code: "lea-2", Login: "lea-2", Password: desktest.Password, Office: "misrata", Roles: []access.Role{access.ProtectionLead}, Language: "en"}, newID())
	if err != nil {
		t.Fatal(err)
	}
	if got := signsOf(t, w, elsewhere); len(got) != 0 {
		t.Errorf("a lead of misrata sees %q", got)
	}
}

// What is recorded since is looked at, and a visit that is recorded later takes
// the sign away.
func TestSignsFollowTheWork(t *testing.T) {
	w, _ := programme(t)
	number := travels(t, w, "Halima", "order.ask")
	w.At(5, 9*time.Hour)
	look := func() []string {
		t.Helper()
		if err := w.Desk.LookAgain(t.Context()); err != nil {
			t.Fatal(err)
		}
		return signsOf(t, w, w.Who("hop"))
	}
	if got := look(); len(got) != 0 {
		t.Errorf("of honest work: %q", got)
	}
	hold(t, w, "cou", number, 45, "what will become of my brother who is still inside with them")
	if got := look(); !slices.Equal(got, []string{"no-visit of officer cou", "no-visit of place TAJ"}) {
		t.Errorf("of a talk without a visit: %q", got)
	}
	review := monitoring.ReviewPlace{Reference: "TAJ", Official: true, Valid: today(w).Add(400), Grounds: "seen"}
	if err := w.Other(t.Context(), "hop", casefile.Place, "TAJ", "place.review", review); err != nil {
		t.Fatal(err)
	}
	if err := w.Other(t.Context(), "cou", casefile.Place, "TAJ", "place.visit", monitoring.VisitPlace{Day: today(w)}); err != nil {
		t.Fatal(err)
	}
	if got := look(); len(got) != 0 {
		t.Errorf("after the visit was recorded: %q", got)
	}
	hold(t, w, "pia", number, 45, "where do I go when they let me out of here tonight")
	w.At(5+pattern.WindowDays()+1, 9*time.Hour)
	if got := look(); len(got) != 0 {
		t.Errorf("of long ago: %q", got)
	}
}

// On a laptop figures are counted whoever is signed in, since the programme's key
// names nobody; signs are of what can be read at the time, and are forgotten with
// the keys.
func TestFiguresAndSignsOfALaptop(t *testing.T) {
	f, number := begun(t)
	f.counsellor = f.signIn("CO-1")
	f.do(t, f.counsellor, number, "counselling.hold", map[string]any{"talk": inside(45), "minutes": 45, "topics": []string{"rights"}, "question": "when?", "limited": false})
	f.signOut("CO-1")
	sheet := desk.Request{ID: newID(), Command: "country.issue", Args: []byte(`{"reference":"LBY","sheet":"LBY-9","structural":["no-asylum-law"],"source":"a test"}`)}
	if _, err := f.desk.DoOther(t.Context(), f.head, casefile.Country, "LBY", sheet); err != nil {
		t.Fatal(err)
	}
	c, err := f.desk.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	figures, err := f.desk.Figures(t.Context(), f.head, c.Size)
	if err != nil {
		t.Fatal(err)
	}
	if waiting := figures.Named(indicator.Outcomes, indicator.Waiting); waiting.N != 1 {
		t.Errorf("waiting: %+v", waiting)
	}
	if len(figures.Structural) != 1 {
		t.Errorf("of the country: %+v", figures.Structural)
	}
	if cases, err := f.desk.FigureCases(t.Context(), f.head, c.Size, indicator.Outcomes, indicator.Waiting); err != nil || len(cases) != 0 {
		t.Errorf("with no key open the cases are %v, %v", cases, err)
	}
	shown := func() int {
		t.Helper()
		if err := f.desk.LookAgain(t.Context()); err != nil {
			t.Fatal(err)
		}
		found, err := f.desk.Signs(t.Context(), f.head)
		if err != nil {
			t.Fatal(err)
		}
		return len(found.Signs)
	}
	if n := shown(); n != 0 {
		t.Errorf("with no key open there are %d signs", n)
	}
	head := f.signIn("HP-1")
	if n := shown(); n != 2 { // of the officer and of the place
		t.Errorf("with the keys open there are %d signs", n)
	}
	if cases, err := f.desk.FigureCases(t.Context(), head, c.Size, indicator.Outcomes, indicator.Waiting); err != nil || len(cases) != 1 {
		t.Errorf("with the keys open the cases are %v, %v", cases, err)
	}
	f.signOut("HP-1")
	if n := shown(); n != 0 {
		t.Errorf("after signing out there are %d signs", n)
	}
}

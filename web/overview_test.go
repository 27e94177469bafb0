package web_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/country"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// staff gives roles an account, called as the role.
func (w *world) staff(t *testing.T, language string, roles ...access.Role) {
	t.Helper()
	for i, r := range roles {
		office := desk.Programme
		if w.Desk.OfOneOffice([]access.Role{r}) {
			office = "tripoli"
		}
		u := desk.NewUser{Code: string(r), Login: string(r), Password: desktest.Password, Office: office, Roles: []access.Role{r}, Language: language}
		if _, err := w.Desk.Enrol(t.Context(), w.Who("admin"), u, ledger.Command{0xee, byte(i), byte(len(w.cookies))}); err != nil {
			t.Fatal(err)
		}
	}
}

// publish gives what was recorded to others, as the clock does.
func (w *world) publish(t *testing.T) {
	t.Helper()
	w.Set(w.Now().Add(desk.PublishEvery))
	if err := w.Desk.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.Set(w.Now().Add(time.Minute))
}

func TestOverview(t *testing.T) {
	w := newWorld(t)
	numbers, err := w.Ways(t.Context(), desktest.Traveller{Given: "Zainab"}, desktest.Traveller{Given: "Halima", Until: "consent.give"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(t.Context(), "cou", numbers[1], "consent.withdraw", map[string]any{"channel": "hotline"}); err != nil {
		t.Fatal(err)
	}
	w.staff(t, "en", access.Donor, access.Overseer)
	w.publish(t)

	page := w.get(t, "hop", "/overview")
	for _, want := range []string{
		"Where people stand", "not for publication yet", `role="img"`, "<table>", `scope="row"`, "stayed with help", "Days waited, by safeguard", "Week by week", "libya-vhr/1",
	} {
		if page.status != http.StatusOK || !strings.Contains(page.text, want) {
			t.Errorf("the overview (%d) lacks %q", page.status, want)
		}
	}
	if strings.Contains(page.text, "style=") || strings.Contains(page.text, "Zainab") || strings.Contains(page.text, numbers[0]) {
		t.Error("the overview has a style of its own, or names somebody")
	}
	link := regexp.MustCompile(`/overview/channel/hotline\?as-of=\d+`).FindString(page.text)
	figure := w.get(t, "hop", link)
	for _, want := range []string{"hotline", "1 of 1", "what it means", numbers[1], "Halima"} {
		if !strings.Contains(strings.ToLower(figure.text), strings.ToLower(want)) {
			t.Errorf("the figure at %s lacks %q", link, want)
		}
	}
	for _, as := range []string{string(access.Donor), string(access.Overseer)} {
		few := w.get(t, as, link)
		if few.status != http.StatusOK || !strings.Contains(few.text, "not shown") || !strings.Contains(few.text, "You may not open the cases") {
			t.Errorf("to a %s (%d): %s", as, few.status, few.text)
		}
		if strings.Contains(few.text, numbers[1]) || strings.Contains(few.text, "Halima") {
			t.Errorf("a %s reads who it is", as)
		}
	}
	outcome := w.get(t, "hop", strings.Replace(link, "channel/hotline", "outcome/returned", 1))
	if !strings.Contains(outcome.text, "libya-vhr/1") || !strings.Contains(outcome.text, numbers[0]) {
		t.Error("who returned lacks the version of the rule book, or the case")
	}
	for _, bad := range []string{"/overview/outcome/nothing", "/overview/nothing/returned"} {
		if got := w.get(t, "hop", bad); got.status != http.StatusNotFound {
			t.Errorf("%s: %d", bad, got.status)
		}
	}
	for _, bad := range []string{"/overview?as-of=1x", "/overview?as-of=-1", "/overview?as-of=999999"} {
		if got := w.get(t, "hop", bad); got.status != http.StatusUnprocessableEntity && got.status != http.StatusBadRequest {
			t.Errorf("%s: %d", bad, got.status)
		}
	}
}

// What constrains everybody in a country, and how often people go ahead where nobody could
// be asked outside, is of no person: it is there for every reader of the overview.
func TestTheOverviewTellsEveryReaderWhatIsOfNoPerson(t *testing.T) {
	w := newWorld(t)
	w.staff(t, "en", access.Donor, access.Evaluation)
	w.publish(t)
	if page := w.get(t, string(access.Donor), "/overview"); !strings.Contains(page.text, "Of no country is a structural constraint recorded") {
		t.Error("what is not recorded is not said")
	}
	for _, does := range []struct {
		by      string
		subject casefile.Subject
		ref     string
		command string
		args    any
	}{
		{"lea", casefile.Country, safeguard.Libya, "country.issue", country.Issue{Reference: safeguard.Libya, Sheet: "LBY-2", Structural: []string{"no-asylum-law"}, Source: "a test"}},
		{"mov", casefile.Movement, desktest.Flight, "movement.record-answer", movement.RecordAnswer{Answer: "refused"}},
		{"hop", casefile.Movement, desktest.Flight, "movement.decide-no", movement.DecideNo{Reasons: "There is no other place to ask."}},
	} {
		if err := w.Other(t.Context(), does.by, does.subject, does.ref, does.command, does.args); err != nil {
			t.Fatal(err)
		}
	}
	c, err := w.Desk.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	asOf := "?as-of=" + strconv.FormatInt(c.Size, 10)
	for _, who := range []string{"hop", string(access.Donor), string(access.Evaluation)} {
		page := w.get(t, who, "/overview"+asOf)
		if rows := regexp.MustCompile(`<tr><th scope="row">Libya</th><td>[^<]*20\d\d[^<]*</td><td>([^<]+)</td></tr>`).FindStringSubmatch(page.text); len(rows) != 2 || !strings.Contains(rows[1], "asylum") {
			t.Errorf("%s reads no constraint of the country: %q", who, rows)
		}
		figure := w.get(t, who, "/overview/no-decided/decided"+asOf)
		if !strings.Contains(page.text, "Decided where nobody could be asked outside") || !strings.Contains(figure.text, "1 of 1") || !strings.Contains(figure.text, "libya-vhr/1") {
			t.Errorf("%s reads no decision (%d)", who, figure.status)
		}
		if names := who == "hop"; strings.Contains(figure.text, desktest.Flight) != names || strings.Contains(figure.text, "may not open every movement") == names {
			t.Errorf("%s reads which movement it is, or cannot: %s", who, figure.text)
		}
	}
}

// What people wait for who are still here is there for who may open every file,
// and for nobody else.
func TestWhatPeopleWaitFor(t *testing.T) {
	w := newWorld(t)
	if _, err := w.Ways(t.Context(), desktest.Traveller{Given: "Halima", Until: "risk.assess"}); err != nil {
		t.Fatal(err)
	}
	w.staff(t, "en", access.Donor)
	w.publish(t)
	w.Set(w.Now().AddDate(0, 0, 3))
	for who, may := range map[string]bool{"hop": true, "hom": true, string(access.Donor): false, "fin": false} {
		if page := w.get(t, who, "/overview"); strings.Contains(page.text, `href="/overview/waiting"`) != may {
			t.Errorf("the way there is shown to %s: %v", who, !may)
		}
		page := w.get(t, who, "/overview/waiting")
		if may != (page.status == http.StatusOK) {
			t.Errorf("%s: %d", who, page.status)
		}
		if may && (!strings.Contains(page.text, "Told what comes after") || strings.Contains(page.text, "Travel document") || !regexp.MustCompile(`<td>\d+ days</td>`).MatchString(page.text) || strings.Contains(page.text, "Halima")) {
			t.Errorf("%s reads %s", who, page.text)
		}
	}
	for who, reads := range map[string]bool{"hop": true, "hom": false} {
		if page := w.get(t, who, "/overview/waiting"); strings.Contains(page.text, "What awaits this person") != reads {
			t.Errorf("%s reads of a compartment that is not theirs, or not of theirs", who)
		}
	}
}

// Who may not read figures finds neither the page nor the way to it.
func TestWhoSeesTheOverview(t *testing.T) {
	w := newWorld(t)
	w.publish(t)
	may := map[string]bool{"hop": true, "hom": true, "fin": true}
	for _, o := range desktest.Officers {
		page := w.get(t, o.Name, "/overview")
		if may[o.Name] != (page.status == http.StatusOK) || !may[o.Name] && page.status != http.StatusForbidden {
			t.Errorf("%s: %d", o.Name, page.status)
		}
		if home := w.get(t, o.Name, "/"); home.status == http.StatusOK && strings.Contains(home.text, `href="/overview"`) != may[o.Name] {
			t.Errorf("%s: the way there is shown: %v", o.Name, !may[o.Name])
		}
	}
}

func TestOverviewInArabic(t *testing.T) {
	w := newWorld(t)
	w.staff(t, "ar", access.Evaluation)
	w.publish(t)
	page := w.get(t, string(access.Evaluation), "/overview")
	for _, want := range []string{`dir="rtl"`, `direction="rtl"`, "أين يقف الأشخاص", "لا أحد بعد"} {
		if !strings.Contains(page.text, want) {
			t.Errorf("the overview lacks %q", want)
		}
	}
}

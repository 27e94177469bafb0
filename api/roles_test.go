package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/ledger"
)

// What each role is told of a case of the office "tripoli": by who works there,
// by who works in "misrata", and by who is called to it. The second case of
// that office is one to which nobody is called.
var reaches = []struct {
	role                access.Role
	here, there, called int // the status of reading the case; 0: nobody calls them
	lists               int // the status of listing for those who are not called
}{
	{access.Counsellor, 200, 404, 0, 200},
	{access.Caseworker, 200, 404, 0, 200},
	{access.ProtectionOfficer, 200, 404, 0, 200},
	{access.ProtectionLead, 200, 404, 0, 200},
	{access.Health, 200, 404, 0, 200},
	{access.CounterTraffickingLead, 200, 200, 0, 200},
	{access.HeadOfProtection, 200, 200, 0, 200},
	{access.HeadOfMission, 200, 200, 0, 200},
	{access.MovementOfficer, 200, 200, 0, 200},
	{access.UNHCROfficer, 404, 404, 200, 200},
	{access.PanelMember, 404, 404, 200, 200},
	{access.Guardian, 404, 404, 200, 200},
	{access.Observer, 404, 404, 200, 200},
	{access.Interpreter, 404, 404, 403, 403},
	{access.ClearingOfficer, 404, 404, 0, 200},
	{access.ReceivingMission, 404, 404, 0, 200},
	{access.Hotline, 403, 403, 0, 403},
	{access.Overseer, 403, 403, 0, 403},
	{access.DataProtection, 403, 403, 0, 403},
	{access.Programme, 404, 404, 0, 404},
	{access.Evaluation, 404, 404, 0, 404},
	{access.Donor, 404, 404, 0, 404},
	{access.Monitor, 404, 404, 0, 404},
	{access.Ethics, 404, 404, 0, 404},
	{access.Administrator, 404, 404, 0, 404},
}

// What is said in a compartment, and who reads it there.
var secrets = map[string][]access.Role{
	"SAID-TO-PROTECTION": {
		access.Counsellor, access.Caseworker, access.ProtectionOfficer, access.ProtectionLead, access.CounterTraffickingLead, access.HeadOfProtection, access.PanelMember,
	},
	"SAID-OF-ASYLUM": {access.ProtectionOfficer, access.ProtectionLead, access.HeadOfProtection, access.UNHCROfficer, access.Observer},
	"SAID-TO-HEALTH": {access.Health},
}

// peopled is a world with somebody of every role in two offices and two cases.
type peopled struct {
	*world
	ids             []string // what names an actor or a stream in the log
	called, without string
	seeds           int    // how many were opened for a test of what is told
	nowhere         string // a number that no case has
}

func newPeopled(t *testing.T) *peopled {
	w := &peopled{world: newWorld(t, "sqlite")}
	admin, err := w.desk.Who(t.Context(), w.token(t, "AD-1"))
	if err != nil {
		t.Fatal(err)
	}
	w.enrolEverybody(t, admin)
	child := strings.Replace(openBody, "1996-04-02", "2014-04-02", 1)
	for _, number := range []*string{&w.called, &w.without} {
		var r desk.Receipt
		if err := json.Unmarshal([]byte(w.told(t, http.StatusCreated, "CO-1", "/api/v1/cases", child)), &r); err != nil {
			t.Fatal(err)
		}
		*number = r.Case
		w.gives(t, "PO-1", *number, "hold.place", `{"for":"protection","reason":"SAID-TO-PROTECTION"}`)
		w.gives(t, "CO-1", *number, "fear.ask", `{"talk":{"language":"hau","understood":true,"mode":"in-person","outOfHearing":true,"outOfSight":true,"control":"free","witness":"none"},"byState":false,"answer":"none"}`)
		w.gives(t, "HE-1", *number, "health.examine", `{"outcome":"fit","diagnoses":"SAID-TO-HEALTH"}`)
	}
	w.gives(t, "PO-1", w.called, "unhcr.request", `{"vital":true}`)
	w.gives(t, "PO-1", w.called, "asylum.request", `{"words":"SAID-OF-ASYLUM"}`)
	for _, duty := range []access.Role{access.PanelMember, access.Guardian, access.Interpreter, access.Observer} {
		w.gives(t, "PO-1", w.called, "call.make", fmt.Sprintf(`{"officer":%q,"duty":%q}`, at(duty, "misrata"), duty))
	}
	for _, check := range "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		if number, err := desk.CheckNumber("TI-26-0777-" + string(check)); err == nil {
			w.nowhere = number
		}
	}
	return w
}

// enrolEverybody makes somebody of every role in two offices.
func (w *peopled) enrolEverybody(t *testing.T, admin desk.Actor) {
	t.Helper()
	for _, r := range reaches {
		for code, office := range map[string]string{at(r.role, "tripoli"): "tripoli", at(r.role, "misrata"): "misrata"} {
			u := desk.NewUser{Code: code, Login: code, Password: password, Office: office, Roles: []access.Role{r.role}, Country: "GMB", Language: "en"}
			if _, err := w.desk.Enrol(t.Context(), admin, u, newID()); err != nil {
				t.Fatalf("enrolling %s: %v", code, err)
			}
		}
	}
	users, err := w.desk.Users(t.Context(), admin)
	if err != nil {
		t.Fatal(err)
	}
	w.ids = append(w.ids, w.desk.Node().Actor.String())
	for id := range users {
		w.ids = append(w.ids, id.String())
	}
}

func at(r access.Role, office string) string {
	return strings.ToUpper(string(r)[:3]+fmt.Sprint(len(r))) + "-" + strings.ToUpper(office[:1]) + "1"
}

func (w *peopled) told(t *testing.T, want int, as, path, body string) string {
	t.Helper()
	status, text := w.ask(t, as, http.MethodPost, path, withID(body))
	if status != want {
		t.Fatalf("%s of %s: %d %s", path, as, status, text)
	}
	return text
}

func (w *peopled) gives(t *testing.T, as, number, command, args string) {
	t.Helper()
	w.told(t, http.StatusOK, as, "/api/v1/cases/"+number+"/commands", `{"id":"ID","command":"`+command+`","args":`+args+`}`)
}

// get reads, and holds every answer to what none may hold.
func (w *peopled) get(t *testing.T, as, path string) (int, string) {
	t.Helper()
	status, text := w.ask(t, as, http.MethodGet, path, "")
	for _, id := range w.ids {
		if strings.Contains(text, id) {
			t.Errorf("%s reads at %s what names an actor in the log", as, path)
		}
	}
	return status, text
}

var instance = regexp.MustCompile(`"instance":"[^"]*"`)

// Every reading, for every role, from the case's own office, from another, and
// by who is called: what one may not see answers as what is not there does, to
// the letter.
func TestEveryRoleReadsWhatItReachesAndNothingElse(t *testing.T) {
	w := newPeopled(t)
	if len(reaches) != len(access.Roles)-1 { // all but the program itself
		t.Fatalf("%d roles are tried", len(reaches))
	}
	for _, r := range reaches {
		here, there := at(r.role, "tripoli"), at(r.role, "misrata")
		called := r.called
		if r.role == access.UNHCROfficer { // both are called: the role is
			w.reads(t, r.role, here, w.called, r.called)
		} else {
			w.reads(t, r.role, here, w.called, r.here)
		}
		if called == 0 {
			called = r.there
		}
		w.reads(t, r.role, there, w.called, called)
		w.reads(t, r.role, here, w.without, r.here)
		w.reads(t, r.role, there, w.without, r.there)
		w.lists(t, r.role, here, there, r.lists, r.here, r.there, r.called)
	}
}

// reads reads one case in every way.
func (w *peopled) reads(t *testing.T, role access.Role, as, number string, want int) {
	t.Helper()
	for _, reading := range []string{"", "/events", "/findings"} {
		status, text := w.get(t, as, "/api/v1/cases/"+number+reading)
		if reading == "/findings" && (role == access.Guardian && want == 200 || role == access.Overseer) {
			want := map[access.Role]int{access.Guardian: 403, access.Overseer: 200}[role]
			if status != want {
				t.Errorf("%s reads the findings of %s: %d, want %d", as, number, status, want)
			}
			continue
		}
		if status != want {
			t.Errorf("%s reads %s%s: %d, want %d: %.200s", as, number, reading, status, want, text)
		}
		if status == http.StatusNotFound {
			_, other := w.get(t, as, "/api/v1/cases/"+w.nowhere+reading)
			if instance.ReplaceAllString(text, "") != instance.ReplaceAllString(other, "") {
				t.Errorf("%s can tell %s from what is not there: %s and %s", as, number, text, other)
			}
		}
		if status != http.StatusOK {
			continue
		}
		for secret, readers := range secrets {
			if strings.Contains(text, secret) && !slices.Contains(readers, role) {
				t.Errorf("%s reads %s at %s", role, secret, reading)
			}
			if reading == "/events" && number == w.called && slices.Contains(readers, role) && !strings.Contains(text, secret) {
				t.Errorf("%s does not read %s", role, secret)
			}
		}
	}
	if want == http.StatusNotFound { // nor by trying to act, or to repeat what they did not do
		body := `{"id":"ID","command":"consent.withdraw","args":{"channel":"phone"}}`
		status, text := w.ask(t, as, http.MethodPost, "/api/v1/cases/"+number+"/commands", withID(body))
		_, other := w.ask(t, as, http.MethodPost, "/api/v1/cases/"+w.nowhere+"/commands", withID(body))
		if status != http.StatusNotFound || instance.ReplaceAllString(text, "") != instance.ReplaceAllString(other, "") {
			t.Errorf("%s can tell %s by acting: %d %s and %s", as, number, status, text, other)
		}
	}
}

// lists counts the cases of both officers' lists.
func (w *peopled) lists(t *testing.T, role access.Role, here, there string, want, own, other, called int) {
	t.Helper()
	count := map[int]int{200: 2}
	for as, cases := range map[string]int{here: count[own], there: count[other]} {
		if called == 200 && (as == there || role == access.UNHCROfficer) {
			cases = 1
		}
		status, text := w.get(t, as, "/api/v1/cases")
		if status != want {
			t.Errorf("%s lists: %d, want %d: %s", as, status, want, text)
			continue
		}
		if got := strings.Count(text, `"case":"`); status == 200 && got != cases {
			t.Errorf("%s lists %d cases, want %d: %s", as, got, cases, text)
		}
		if cases == 0 && strings.Contains(text, w.called[:9]) {
			t.Errorf("%s is told a number: %s", as, text)
		}
		_, commands := w.get(t, as, "/api/v1/commands")
		if allowed := strings.Contains(commands, `"allowed":true`); !allowed && (own == 200 || called == 200) {
			t.Errorf("%s is told that they may do nothing", as)
		}
		for _, path := range []string{"/api/v1/movements/NONE", "/api/v1/movements/NONE/manifest", "/api/v1/rulebooks/libya-vhr", "/api/v1/roles", "/api/v1/receipts/0"} {
			w.get(t, as, path)
		}
	}
}

// A guardian reads what concerns the child's care and journey, and nothing of
// what the child or an officer says alone: not even that it was said.
func TestSomeReadSomeKindsOfEvents(t *testing.T) {
	w := newPeopled(t)
	for role, want := range map[access.Role]string{
		access.Guardian:     "case.opened",
		access.UNHCROfficer: "asylum.requested case.opened fear.asked hold.placed unhcr.requested",
	} {
		_, text := w.get(t, at(role, "misrata"), "/api/v1/cases/"+w.called+"/events")
		var answer struct{ Events []desk.Event }
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for _, e := range answer.Events {
			kinds = append(kinds, e.Kind)
			if e.By.Code != "" || len(e.By.Roles) == 0 || e.By.Office == "" {
				t.Errorf("%s is told that %+v did it: role and office, no code", role, e.By)
			}
		}
		slices.Sort(kinds)
		if got := strings.Join(slices.Compact(kinds), " "); got != want {
			t.Errorf("%s reads %s, want %s", role, got, want)
		}
	}
	_, text := w.get(t, "CO-1", "/api/v1/cases/"+w.called+"/events")
	if !strings.Contains(text, `"code":"PO-1"`) {
		t.Errorf("a counsellor is not told who placed the hold: %s", text)
	}
	status, text := w.get(t, at(access.Guardian, "misrata"), "/api/v1/cases/"+w.called)
	if status != 200 || strings.Contains(text, `"fears":[`) || strings.Contains(text, `"holds"`) || strings.Contains(text, "on-hold") {
		t.Errorf("a guardian's file: %d %s", status, text)
	}
}

// Who may stand for an imported act: of those whose role may at all, the
// officer who did it and nobody else.
func TestOnlyWhoDidAnImportedActStandsForIt(t *testing.T) {
	w := newPeopled(t)
	stands := []access.Role{
		access.Counsellor, access.Caseworker, access.ProtectionOfficer, access.ProtectionLead, access.CounterTraffickingLead, access.HeadOfProtection, access.Health,
	}
	attest := func(as string, entry ledger.Hash) (int, string) {
		return w.ask(t, as, http.MethodPost, "/api/v1/cases/"+w.without+"/commands", withID(fmt.Sprintf(`{"id":"ID","command":"import.attest","args":{"entry":%q}}`, entry)))
	}
	nobodys := w.imports(t, ledger.Actor{})
	for _, r := range reaches {
		own := at(r.role, "tripoli")
		id, _ := w.desk.Holder(own)
		entry, want := w.imports(t, id), r.here
		if may := slices.Contains(stands, r.role); !may && r.here == http.StatusOK {
			want = http.StatusForbidden
		} else if may {
			for _, as := range []string{"CO-1", "PO-1"} {
				if status, text := attest(as, entry); status != http.StatusForbidden || !strings.Contains(text, "Ask them") {
					t.Errorf("%s stands for what %s did: %d %s", as, own, status, text)
				}
			}
			if status, text := attest(own, nobodys); status != http.StatusForbidden || !strings.Contains(text, "anew") {
				t.Errorf("%s stands for what nobody known did: %d %s", own, status, text)
			}
		}
		if status, text := attest(own, entry); status != want {
			t.Errorf("%s stands for their own act: %d, want %d: %s", own, status, want, text)
		}
		for _, reading := range []string{"", "/events"} {
			w.get(t, own, "/api/v1/cases/"+w.without+reading)
		}
	}
}

// imports takes over one act that somebody did.
func (w *peopled) imports(t *testing.T, doneBy ledger.Actor) ledger.Hash {
	t.Helper()
	r, err := w.desk.Do(t.Context(), w.desk.Self(), w.without, desk.Request{
		ID: newID(), Command: "sharing.withdraw", Args: []byte(`{"recipient":"embassy","purpose":"travel-document"}`), Imported: "a partner", DoneBy: doneBy,
	})
	if err != nil {
		t.Fatal(err)
	}
	return r.Entry
}

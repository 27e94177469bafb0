package api_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"amana/api"
	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/movement"
	"amana/front"
)

// seated is a world with somebody of every role and people who have a seat.
type seated struct {
	*peopled
	people  *desktest.World
	numbers []string
}

func newSeated(t *testing.T, given ...string) *seated {
	t.Helper()
	c := desktest.Config(t, "SQLite")
	people, err := desktest.Build(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if err := people.Scene(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := &seated{people: people, peopled: &peopled{world: &world{
		desk: people.Desk, store: c.Store, keys: c.Keys, lines: &lines{}, tokens: map[string]string{},
	}}}
	w.server = httptest.NewServer(api.Handler(w.desk, front.NewAttempts(w.desk.Moment), slog.New(slog.NewJSONHandler(w.lines, nil))))
	t.Cleanup(w.server.Close)
	w.enrolEverybody(t, people.Who("admin"))
	var travellers []desktest.Traveller
	for _, name := range given {
		travellers = append(travellers, desktest.Traveller{Given: name, Until: "clearance.draw"})
	}
	if w.numbers, err = people.Ways(t.Context(), travellers...); err != nil {
		t.Fatal(err)
	}
	return w
}

// of gives a command about the flight.
func (w *seated) of(t *testing.T, by, command string, args any) {
	t.Helper()
	if err := w.people.Other(t.Context(), by, casefile.Movement, desktest.Flight, command, args); err != nil {
		t.Fatal(err)
	}
}

// Who reads a movement and its manifest, and what of it.
var readers = map[access.Role]struct {
	status int // 404 where no other is named
	people bool
	signs  bool
}{
	access.Caseworker: {200, true, true}, access.ProtectionOfficer: {200, true, true}, access.ProtectionLead: {200, true, true},
	access.HeadOfProtection: {200, true, true}, access.HeadOfMission: {200, true, false}, access.Health: {200, true, false},
	access.MovementOfficer: {200, true, false},
	access.Counsellor:      {403, false, false}, access.CounterTraffickingLead: {403, false, false}, access.Programme: {403, false, false},
	access.Evaluation: {403, false, false}, access.Overseer: {403, false, false},
}

// An observer who is called to a movement reads its plan and its counts, and of
// the people on it nothing; whoever is not called does not learn that there is one.
func TestWhoReadsAMovement(t *testing.T) {
	w := newSeated(t, "Zainab", "Halima")
	for _, number := range w.numbers {
		for _, c := range []casefile.RecordCustody{{Date: "first-contact", Held: true, Place: "TAJ"}, {Date: "now"}} {
			if _, err := w.people.Do(t.Context(), "cas", number, "custody.record", c); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.of(t, "mov", "movement.examine", movement.Examine{})
	w.of(t, "mov", "movement.count", movement.Count{Where: movement.HandOver})
	for _, r := range reaches {
		for _, as := range []string{at(r.role, "tripoli"), at(r.role, "misrata")} {
			w.readsMovement(t, as, r.role)
		}
	}
	observer := at(access.Observer, "misrata")
	w.of(t, "hop", "movement.call-observer", movement.CallObserver{Officer: observer})
	w.observes(t, observer)
	w.readsMovement(t, at(access.Observer, "tripoli"), access.Observer) // another of them is not called
	m, err := w.desk.Movement(t.Context(), w.people.Who("hop"), desktest.Flight)
	if err != nil {
		t.Fatal(err)
	}
	w.of(t, "hop", "movement.end-call", movement.EndCall{Call: m.Calls[0].ID})
	w.readsMovement(t, observer, access.Observer)
}

const flight = "/api/v1/movements/" + desktest.Flight

func (w *seated) readsMovement(t *testing.T, as string, role access.Role) {
	t.Helper()
	want := readers[role]
	if want.status == 0 {
		want.status = http.StatusNotFound
	}
	status, text := w.get(t, as, flight)
	if signs := strings.Contains(text, "one-place"); status != want.status || signs != want.signs {
		t.Errorf("%s (%s) reads the movement: %d, want %d; its signs %v, want %v", as, role, status, want.status, signs, want.signs)
	}
	if _, other := w.get(t, as, "/api/v1/movements/NONE"); status == http.StatusNotFound && instance.ReplaceAllString(text, "") != instance.ReplaceAllString(other, "") {
		t.Errorf("%s can tell a movement from none: %s and %s", as, text, other)
	}
	status, text = w.get(t, as, flight+"/manifest")
	sees := want.people && (role == access.HeadOfProtection || role == access.HeadOfMission || role == access.MovementOfficer || strings.HasSuffix(as, "-T1"))
	if named := strings.Contains(text, w.numbers[0]); status != want.status || named != sees {
		t.Errorf("%s (%s) reads the manifest: %d, want %d; people %v, want %v", as, role, status, want.status, named, sees)
	}
}

// observes holds what an observer reads to what they need.
func (w *seated) observes(t *testing.T, as string) {
	t.Helper()
	status, text := w.get(t, as, flight)
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &members); err != nil || status != http.StatusOK {
		t.Fatalf("an observer reads the movement: %d %v", status, err)
	}
	for name, value := range members {
		empty := slices.Contains([]string{`""`, "0", "null", "false"}, string(value))
		if !empty && !slices.Contains([]string{"reference", "kind", "to", "transit", "departs", "arrives", "plan", "counts", "locked"}, name) {
			t.Errorf("an observer reads %s: %s", name, value)
		}
	}
	for _, name := range []string{"plan", "counts", "departs"} {
		if len(members[name]) == 0 {
			t.Errorf("an observer does not read %s", name)
		}
	}
	var m desk.Manifest
	status, text = w.get(t, as, flight+"/manifest")
	if err := json.Unmarshal([]byte(text), &m); err != nil || status != http.StatusOK {
		t.Fatalf("an observer reads the manifest: %d %v", status, err)
	}
	if len(m.People) != 0 || m.Counts.People != len(w.numbers) || m.Counts.Women != len(w.numbers) {
		t.Errorf("an observer reads %s", text)
	}
	if status, text := w.get(t, as, flight+"/redo"); status != http.StatusForbidden {
		t.Errorf("an observer reads what is to be done again with whom: %d %s", status, text)
	}
	for _, number := range w.numbers {
		if status, _ := w.get(t, as, "/api/v1/cases/"+number); status != http.StatusNotFound || strings.Contains(text, number) {
			t.Errorf("an observer called to a movement reaches somebody on it: %d", status)
		}
	}
}

// A manifest that cannot be closed is refused with whose file it is and whom to
// ask, and nothing that movement staff may not read.
func TestARefusedManifestSaysWhom(t *testing.T) {
	w := newSeated(t, "Zainab", "Halima")
	hold := casefile.PlaceHold{For: "protection", Reason: "a witness"}
	if _, err := w.people.Do(t.Context(), "pia", w.numbers[1], "hold.place", hold); err != nil {
		t.Fatal(err)
	}
	status, text := w.ask(t, at(access.MovementOfficer, "tripoli"), http.MethodPost, flight+"/commands", withID(`{"id":"ID","command":"movement.lock","args":{}}`))
	var p api.Problem
	if err := json.Unmarshal([]byte(text), &p); err != nil || status != http.StatusConflict || p.Key != "fault.manifest-blocked" {
		t.Fatalf("%d %s", status, text)
	}
	if len(p.Findings) != 1 || p.Findings[0].Case != w.numbers[1] || p.Findings[0].Ask != "protection" || p.Findings[0].Sentence == "" {
		t.Errorf("the refusal says %s", text)
	}
	if strings.Contains(text, "hold") || strings.Contains(text, w.numbers[0]) {
		t.Errorf("the refusal tells more than whom to ask: %s", text)
	}
}

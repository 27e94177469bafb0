package desk_test

import (
	"strings"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/staff"
	"amana/policy"
	"amana/seal"
)

// field is a laptop in a field office: its keys come from sign-ins.
type field struct {
	*world
	t      *testing.T
	tokens map[string]string
}

// newField has its tables in force, and nobody is admitted yet.
func newField(t *testing.T) *field {
	t.Helper()
	keys, err := seal.NewKeyFile("amana.test/tripoli", nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{keys: keys, hardness: desktest.Light, clock: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	w.store = desktest.Store(t, "SQLite", w.keys)
	if err := desk.Found(t.Context(), w.config(t), desk.Founding{Node: "tripoli", Short: "TI", Offices: []string{"tripoli", "misrata"}}); err != nil {
		t.Fatal(err)
	}
	w.openDesk(t)
	f := &field{world: w, t: t, tokens: map[string]string{}}
	w.admin = w.enrol(t, "AD-1", "programme", access.Administrator)
	w.head = w.enrol(t, "HP-1", "programme", access.HeadOfProtection)
	w.ethics = w.enrol(t, "ET-1", "programme", access.Ethics)
	w.enrol(t, "CO-1", "tripoli", access.Counsellor)
	w.enrol(t, "CO-2", "misrata", access.Counsellor)
	w.enrol(t, "DO-1", "tripoli", access.Health)
	w.enrol(t, "HL-1", "programme", access.Hotline)
	w.enrol(t, "CL-1", "misrata", access.ClearingOfficer)
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.desk.Adopt(t.Context(), w.config(t).Roles, book, w.head, w.ethics); err != nil {
		t.Fatal(err)
	}
	return f
}

// begun has everybody admitted, nobody signed in, and one case.
func begun(t *testing.T) (f *field, number string) {
	t.Helper()
	f = newField(t)
	admin := f.signIn("AD-1")
	f.admit(admin, "HP-1")
	f.admit(admin, "DO-1") // medical: nobody had it
	head := f.signIn("HP-1")
	for _, code := range []string{"CO-1", "CO-2", "DO-1"} {
		f.admit(head, code)
	}
	f.signOut("AD-1", "HP-1")
	f.counsellor = f.signIn("CO-1")
	number = f.open(t, openArgs())
	f.signOut("CO-1")
	return f, number
}

func (f *field) signIn(code string) desk.Actor {
	f.t.Helper()
	token, err := f.desk.SignIn(f.t.Context(), code, password)
	if err != nil {
		f.t.Fatalf("signing in as %s: %v", code, err)
	}
	who, err := f.desk.Who(f.t.Context(), token)
	if err != nil {
		f.t.Fatal(err)
	}
	f.tokens[code] = token
	return who
}

func (f *field) signOut(codes ...string) {
	for _, code := range codes {
		f.desk.SignOut(f.tokens[code])
	}
}

func (f *field) admit(by desk.Actor, code string) {
	f.t.Helper()
	if _, err := f.desk.Admit(f.t.Context(), by, code, newID()); err != nil {
		f.t.Fatalf("admitting %s: %v", code, err)
	}
}

// reads says what reading the case comes to.
func (f *field) reads(who desk.Actor, number string) (desk.Case, error) {
	return f.desk.Case(f.t.Context(), who, number)
}

func (f *field) wantShut(who desk.Actor, number, when string) {
	f.t.Helper()
	if _, err := f.reads(who, number); fault.KindOf(err) != fault.Busy {
		f.t.Errorf("%s the case reads: %v, want busy", when, err)
	}
	for _, office := range []string{"tripoli", "misrata"} {
		if open := f.desk.Opens(office); open != 0 {
			f.t.Errorf("%s %s of %s is open", when, open, office)
		}
	}
	page, err := f.desk.Cases(f.t.Context(), f.desk.Self(), desk.Query{Limit: 10})
	if err != nil || len(page.Cases) != 1 || !page.Cases[0].Shut || page.Cases[0].Given != "" {
		f.t.Errorf("%s the list shows %+v, %v", when, page.Cases, err)
	}
}

func TestNobodySignedInReadsNothing(t *testing.T) {
	f, number := begun(t)
	f.wantShut(f.desk.Self(), number, "with nobody signed in")
	f.reopen(t)
	f.wantShut(f.desk.Self(), number, "after a restart")

	who := f.signIn("CO-1")
	if c, err := f.reads(who, number); err != nil || c.File.Identity.Given != "Binta" {
		t.Fatalf("who took the case reads %+v, %v", c, err)
	}
	f.do(t, who, number, "option.tell", tellArgs())
	f.signOut("CO-1")
	f.wantShut(who, number, "after signing out")
	if _, err := f.try(who, number, "option.tell", tellArgs()); fault.KindOf(err) != fault.Busy {
		t.Errorf("an act on a shut case: %v, want busy", err)
	}
}

func TestASignInOpensTheCompartmentsOfItsRoles(t *testing.T) {
	f, _ := begun(t)
	general, medical, protection := ledger.SetOf(ledger.General), ledger.SetOf(ledger.Medical), ledger.SetOf(ledger.Protection)
	for code, want := range map[string]struct{ tripoli, misrata ledger.Set }{
		"CO-1": {general | protection, 0},
		"CO-2": {0, general | protection},
		"DO-1": {general | medical, 0},
		"HP-1": {general | protection | ledger.SetOf(ledger.Asylum), general | protection | ledger.SetOf(ledger.Asylum)},
		"AD-1": {}, "HL-1": {}, "ET-1": {},
	} {
		f.signIn(code)
		if got := f.desk.Opens("tripoli"); got != want.tripoli {
			t.Errorf("%s opens %q of tripoli, want %q", code, got, want.tripoli)
		}
		if got := f.desk.Opens("misrata"); got != want.misrata {
			t.Errorf("%s opens %q of misrata, want %q", code, got, want.misrata)
		}
		f.signOut(code)
	}
}

// Who reaches single cases is given no key to all of an office.
func TestWhoIsOnlyCalledGetsNoKey(t *testing.T) {
	f, _ := begun(t)
	if _, err := f.desk.Admit(t.Context(), f.signIn("HP-1"), "CL-1", newID()); fault.KindOf(err) != fault.Conflict && err != nil {
		t.Fatal(err)
	}
	f.signOut("HP-1")
	f.signIn("CL-1")
	for _, office := range []string{"tripoli", "misrata"} {
		if open := f.desk.Opens(office); open != 0 {
			t.Errorf("a clearing officer opens %s of %s", open, office)
		}
	}
}

func TestWhatASessionCannotOpenIsSealedToIt(t *testing.T) {
	f, number := begun(t)
	doctor := f.signIn("DO-1")
	f.do(t, doctor, number, "health.examine", map[string]any{"outcome": "fit", "diagnoses": "asthma since childhood"})
	f.signOut("DO-1")
	who := f.signIn("CO-1")
	events, err := f.desk.Events(t.Context(), who, number)
	if err != nil {
		t.Fatal(err)
	}
	last := events[len(events)-1]
	for _, e := range events {
		if e.Kind == "health.examined" {
			last = e
		}
	}
	if len(last.Sealed) != 1 || last.Sealed[0] != "medical" {
		t.Errorf("%+v is not sealed to a counsellor", last)
	}

	// And a counsellor who notes what only others may read puts it in their letterbox.
	f.signOut("CO-1")
	doctor = f.signIn("DO-1")
	f.do(t, doctor, number, "hold.place", map[string]any{"for": "health", "reason": "a fever that must be seen"})
	events, err = f.desk.Events(t.Context(), doctor, number)
	if err != nil {
		t.Fatal(err)
	}
	hold := eventOf(t, events, "hold.placed")
	if len(hold.Sealed) != 1 || hold.Sealed[0] != "protection" {
		t.Errorf("who put it there reads it: %+v", hold)
	}
	f.signOut("DO-1")
	who = f.signIn("CO-1")
	if events, err = f.desk.Events(t.Context(), who, number); err != nil {
		t.Fatal(err)
	}
	if hold := eventOf(t, events, "hold.placed"); !strings.Contains(string(hold.Says["reason"]), "fever") {
		t.Errorf("the office does not read what was put into its letterbox: %+v", hold)
	}
}

func eventOf(t *testing.T, events []desk.Event, kind string) desk.Event {
	t.Helper()
	for _, e := range events {
		if e.Kind == kind {
			return e
		}
	}
	t.Fatalf("no %s among %d events", kind, len(events))
	return desk.Event{}
}

func TestTheLastSessionTakesTheKeysAlong(t *testing.T) {
	f, number := begun(t)
	f.signIn("CO-1")
	head := f.signIn("HP-1")
	f.signOut("CO-1")
	if _, err := f.reads(head, number); err != nil {
		t.Errorf("a colleague's sign-out shut the case: %v", err)
	}
	f.clock = f.clock.Add(31 * time.Minute)
	if err := f.desk.EndIdle(t.Context()); err != nil {
		t.Fatal(err)
	}
	f.wantShut(f.desk.Self(), number, "after half an hour idle")
}

func TestAnAdministratorOpensNothing(t *testing.T) {
	f, number := begun(t)
	admin := f.signIn("AD-1")
	f.wantShut(f.desk.Self(), number, "with an administrator signed in")
	if _, err := f.reads(admin, number); fault.KindOf(err) != fault.Missing {
		t.Errorf("an administrator reads a case: %v", err)
	}
	// Nor by an account of their own making, whoever else is signed in.
	f.signIn("HP-1")
	f.enrolBy(admin, "HP-2", "programme", access.HeadOfProtection)
	if _, err := f.desk.Admit(t.Context(), admin, "HP-2", newID()); fault.KindOf(err) != fault.Denied {
		t.Errorf("an administrator gives keys: %v, want denied", err)
	}
	f.signOut("HP-1")
	fake := f.signIn("HP-2")
	if _, err := f.reads(fake, number); fault.KindOf(err) != fault.Busy {
		t.Errorf("the account that they made reads: %v", err)
	}
	if _, err := f.desk.DoOther(t.Context(), admin, casefile.User, "HP-2", f.request("user.admit",
		staff.Admit{Keys: []staff.OfficeKey{{Office: "tripoli", Compartment: ledger.General, Epoch: 1}}})); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an admission without keys: %v", err)
	}
	if _, err := f.desk.Admit(t.Context(), admin, "HP-1", newID()); fault.KindOf(err) != fault.Conflict {
		t.Errorf("admitted twice: %v", err)
	}
}

func (f *field) enrolBy(who desk.Actor, code, office string, role access.Role) {
	f.t.Helper()
	_, err := f.desk.Enrol(f.t.Context(), who, desk.NewUser{
		Code: code, Login: code, Password: password, Office: office, Roles: []access.Role{role}, Language: "en",
	}, newID())
	if err != nil {
		f.t.Fatal(err)
	}
}

// What one file says of another is sealed to the other's office when nobody of
// it is signed in, and stops the other as soon as one is.
func TestALinkToAShutFileIsSealedToIt(t *testing.T) {
	f, number := begun(t)
	args := openArgs()
	args["office"] = "misrata"
	who := f.signIn("CO-2")
	f.counsellor = who
	other := f.open(t, args)
	f.signOut("CO-2")
	who = f.signIn("CO-1")
	f.do(t, who, number, "duplicate.suspect", map[string]any{"other": other})
	f.signOut("CO-1")
	f.reopen(t)
	who = f.signIn("CO-2")
	c, err := f.reads(who, other)
	if err != nil || len(c.File.Duplicates) != 1 || c.File.Duplicates[0].Other != number {
		t.Errorf("the other file says %+v, %v", c.File.Duplicates, err)
	}
}

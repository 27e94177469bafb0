package desk_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/screening"
	"amana/domain/staff"
	"amana/policy"
)

// staffed is a small programme with a scene, in a store of its own.
func staffed(t *testing.T) *desktest.World {
	t.Helper()
	w := newWorldOnly(t)
	p, err := desktest.Build(t.Context(), w.config(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Desk.Close)
	if err := p.Scene(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p
}

func account(code string, country string, roles ...access.Role) desk.NewUser {
	return desk.NewUser{Code: code, Login: code, Password: password, Office: "tripoli", Roles: roles, Country: country, Language: "en"}
}

// The program makes the first account, for whoever holds the key file; nobody
// else is made by it, whichever door is used.
func TestTheProgramMakesTheFirstAccountOnly(t *testing.T) {
	w := newWorldOnly(t)
	if err := desk.Found(t.Context(), w.config(t), desk.Founding{Node: "tripoli", Short: "TI", Hub: true, Offices: []string{"tripoli", "misrata"}}); err != nil {
		t.Fatal(err)
	}
	w.openDesk(t)
	d, self := w.desk, w.desk.Self()
	direct := func(who desk.Actor) error {
		_, err := d.DoOther(t.Context(), who, casefile.User, "CO-8", w.request("user.enrol", staff.Enrol{
			Code: "CO-8", Office: "tripoli", Roles: []access.Role{access.Counsellor}, Key: strings.Repeat("A", 43), Language: "en",
		}))
		return err
	}
	enrol := func(who desk.Actor, u desk.NewUser) (desk.Actor, error) { return d.Enrol(t.Context(), who, u, newID()) }
	refused := func(what string, err error, want fault.Kind) {
		t.Helper()
		if err == nil || fault.KindOf(err) != want {
			t.Errorf("%s: %v, want %s", what, err, want)
		}
	}
	_, err := enrol(self, account("CO-1", "", access.Counsellor))
	refused("the first is no administrator's", err, fault.Invalid)
	refused("the first is no administrator's, directly", direct(self), fault.Invalid)
	admin, err := enrol(self, account("AD-1", "", access.Administrator))
	if err != nil {
		t.Fatal(err)
	}
	_, err = enrol(self, account("AD-2", "", access.Administrator))
	refused("the second by the program", err, fault.Denied)
	refused("the second by the program, directly", direct(self), fault.Denied)
	w.admin = admin
	head, ethics := w.enrol(t, "HP-1", "programme", access.HeadOfProtection), w.enrol(t, "ET-1", "programme", access.Ethics)
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Adopt(t.Context(), w.config(t).Roles, book, head, ethics); err != nil {
		t.Fatal(err)
	}
	_, err = enrol(self, account("AD-2", "", access.Administrator))
	refused("by the program, once roles are in force", err, fault.Denied)
	_, err = enrol(head, account("AD-2", "", access.Administrator))
	refused("by a head of protection, who may only admit", err, fault.Denied)
	_, err = enrol(admin, account("NO-1", "", access.Node))
	refused("the program's own role", err, fault.Invalid)
	_, err = enrol(admin, account("RM-1", "", access.ReceivingMission))
	refused("a mission of no country", err, fault.Invalid)
	_, err = d.DoOther(t.Context(), admin, casefile.User, "AD-1", w.request("user.change", staff.Change{Office: "tripoli", Roles: []access.Role{access.Administrator, access.Counsellor}}))
	refused("an administrator who would read", err, fault.Invalid)
	theirs, _ := d.Account(head)
	_, err = d.DoOther(t.Context(), admin, casefile.User, "UN-1", w.request("user.enrol", staff.Enrol{
		Code: "UN-1", Office: "tripoli", Roles: []access.Role{access.UNHCROfficer}, Key: theirs.Key, Language: "en",
	}))
	refused("two accounts with one key", err, fault.Conflict)
}

// Whose answer was lost asks again, and is not told that the name is taken.
func TestTheSameEnrolmentTwiceIsOneAccount(t *testing.T) {
	w := newWorld(t)
	id, u := newID(), account("CO-9", "", access.Counsellor)
	first, err := w.desk.Enrol(t.Context(), w.admin, u, id)
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.desk.Enrol(t.Context(), w.admin, u, id)
	if err != nil || again.ID != first.ID || again.Key != nil {
		t.Errorf("again: %+v %v", again, err)
	}
	if _, err := w.desk.SignIn(t.Context(), u.Login, u.Password); err != nil {
		t.Errorf("the account does not open: %v", err)
	}
	refused := func(what, key string, u desk.NewUser, id ledger.Command) {
		t.Helper()
		_, err := w.desk.Enrol(t.Context(), w.admin, u, id)
		if !fault.Is(err, key) {
			t.Errorf("%s: %v, want %s", what, err, key)
		}
	}
	more, named := u, u
	more.Roles, named.Login = []access.Role{access.HeadOfProtection}, "somebody else"
	refused("the same account under another id", "fault.exists-already", u, newID())
	refused("other roles under the same id", "fault.command-reused", more, id)
	refused("another name under the same id", "fault.command-reused", named, id)
	refused("without an id", "fault.missing-field", u, ledger.Command{})
}

// Whoever is drawn reaches the case they are to decide on until they have, and
// nobody else of the pool does.
func TestWhoIsDrawnReachesTheCaseUntilTheyDecide(t *testing.T) {
	p := staffed(t)
	number, err := p.Way(t.Context(), "Hawa", "clearance.give")
	if err != nil {
		t.Fatal(err)
	}
	c, err := p.Desk.Case(t.Context(), p.Who("hop"), number)
	if err != nil {
		t.Fatal(err)
	}
	drawn, other := p.Who("cle"), p.Who("cla")
	if c.File.Travel.ToClear() == other.ID {
		drawn, other = other, drawn
	}
	if got := lists(t, p.Desk, drawn); !slices.Equal(got, []string{number}) {
		t.Errorf("who was drawn lists %v", got)
	}
	if _, err := p.Desk.Case(t.Context(), drawn, number); err != nil {
		t.Errorf("who was drawn: %v", err)
	}
	missing(t, p.Desk, other, number)
	r := desk.Request{ID: newID(), Command: "clearance.give", Args: []byte(`{"movement":"` + desktest.Flight + `","answer":"Hausa"}`)}
	first, err := p.Desk.Do(t.Context(), drawn, number, r)
	if err != nil {
		t.Fatal(err)
	}
	missing(t, p.Desk, drawn, number)
	again, err := p.Desk.Do(t.Context(), drawn, number, r)
	if err != nil || !again.Repeated || again.Entry != first.Entry {
		t.Errorf("the same command again: %+v, %v", again, err)
	}
}

func lists(t *testing.T, d *desk.Desk, who desk.Actor) []string {
	t.Helper()
	page, err := d.Cases(t.Context(), who, desk.Query{Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	var numbers []string
	for _, c := range page.Cases {
		numbers = append(numbers, c.Case)
	}
	return numbers
}

func missing(t *testing.T, d *desk.Desk, who desk.Actor, number string) {
	t.Helper()
	if _, err := d.Case(t.Context(), who, number); fault.KindOf(err) != fault.Missing {
		t.Errorf("%v reads the case: %v", who.Roles, err)
	}
	if got := lists(t, d, who); len(got) > 0 {
		t.Errorf("%v lists %v", who.Roles, got)
	}
}

// A mission reads of a person what the notice to its country says, from the
// notice on until the person takes it back.
func TestAMissionReadsWhatItsNoticeNames(t *testing.T) {
	p, ctx := staffed(t), t.Context()
	there, elsewhere := mission(t, p, "NGA"), mission(t, p, "GMB")
	number, err := p.Way(ctx, "Hawa", "seat.give")
	if err != nil {
		t.Fatal(err)
	}
	named := find(ctx, t, p, number, "medical")
	unnamed := find(ctx, t, p, number, "legal")
	missing(t, p.Desk, there, number)
	if _, err := p.Do(ctx, "cas", number, "notice.send", movement.SendNotice{Needs: []ledger.Hash{named}, Movement: desktest.Flight}); err != nil {
		t.Fatal(err)
	}
	missing(t, p.Desk, elsewhere, number)
	if got := lists(t, p.Desk, there); !slices.Equal(got, []string{number}) {
		t.Errorf("the mission lists %v", got)
	}
	events, err := p.Desk.Events(ctx, there, number)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, e := range events {
		kinds = append(kinds, e.Kind)
		if e.Entry == unnamed {
			t.Error("a need that the notice does not name")
		}
	}
	if got, want := strings.Join(kinds, " "), "case.opened reintegration.told need.found notice.sent"; got != want {
		t.Errorf("the mission reads %s, want %s", got, want)
	}
	c, err := p.Desk.Case(ctx, there, number)
	if err != nil || len(c.File.Screening.Needs) != 1 || len(c.File.Consent.Consents)+len(c.File.Counselling.Sessions) > 0 {
		t.Errorf("the mission's file: %+v, %v", c.File, err)
	}
	if _, err := p.Desk.Findings(ctx, there, number, desk.Asked{}); err == nil {
		t.Error("the mission asks the rules")
	}
	if _, err := p.Do(ctx, "cou", number, "consent.withdraw", consent.Withdraw{Channel: "phone"}); err != nil {
		t.Fatal(err)
	}
	missing(t, p.Desk, there, number)
}

func mission(t *testing.T, p *desktest.World, country string) desk.Actor {
	t.Helper()
	a, err := p.Desk.Enrol(t.Context(), p.Who("admin"), account("RM-"+country, country, access.ReceivingMission), newID())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// find finds a need and returns its entry: that of the attestation after it
// names nothing.
func find(ctx context.Context, t *testing.T, p *desktest.World, number, need string) ledger.Hash {
	t.Helper()
	if _, err := p.Do(ctx, "pia", number, "need.find", screening.FindNeed{Need: need, Travels: true, Notify: "standard"}); err != nil {
		t.Fatal(err)
	}
	c, err := p.Desk.Case(ctx, p.Who("hop"), number)
	if err != nil {
		t.Fatal(err)
	}
	return c.File.Screening.Needs[len(c.File.Screening.Needs)-1].ID
}

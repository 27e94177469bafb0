package desk_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/fault"
	"amana/seal"
	"amana/store"
)

// keepsDraft keeps a form that an officer began.
func keepsDraft(t *testing.T, d *desk.Desk, who desk.Actor, number, form, answers string) {
	t.Helper()
	draft, err := d.Draft(t.Context(), who, number, form)
	if err == nil {
		err = draft.Keep(t.Context(), []byte(answers), 30*desk.DraftKept)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func wantDraft(t *testing.T, d *desk.Desk, who desk.Actor, number, form, want string) {
	t.Helper()
	draft, err := d.Draft(t.Context(), who, number, form)
	if err != nil {
		t.Fatal(err)
	}
	got, err := draft.Read(t.Context())
	if err != nil || string(got) != want {
		t.Errorf("%s of %s: %q %v, want %q", form, number, got, err, want)
	}
}

// A form that was begun outlives the program, for a week, for who began it and
// nobody else.
func TestADraftIsItsOfficersAndForAWeek(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	keepsDraft(t, w.desk, w.counsellor, number, "wish.state", "she said")
	keepsDraft(t, w.desk, w.counsellor, "", "case.open", "another")
	w.reopen(t)
	wantDraft(t, w.desk, w.counsellor, number, "wish.state", "she said")
	wantDraft(t, w.desk, w.counsellor, "", "case.open", "another")
	wantDraft(t, w.desk, w.counsellor, number, "order.ask", "")
	wantDraft(t, w.desk, w.counsellor, "", "wish.state", "")
	wantDraft(t, w.desk, w.protection, number, "wish.state", "")
	if _, err := w.desk.Draft(t.Context(), w.admin, number, "wish.state"); fault.KindOf(err) != fault.Missing {
		t.Errorf("a draft about a case that one may not see: %v", err)
	}
	if _, err := w.desk.Draft(t.Context(), w.admin, "", "case.open"); fault.KindOf(err) != fault.Missing {
		t.Errorf("a draft of what one may not do: %v", err)
	}
	if _, err := w.desk.Draft(t.Context(), w.desk.Self(), number, "wish.state"); fault.KindOf(err) != fault.Denied {
		t.Errorf("a draft of nobody: %v", err)
	}
	draft, err := w.desk.Draft(t.Context(), w.counsellor, number, "wish.state")
	if err != nil {
		t.Fatal(err)
	}
	if err := draft.Keep(t.Context(), make([]byte, desk.MaxDraft+1), time.Hour); fault.KindOf(err) != fault.Invalid {
		t.Errorf("too much was kept: %v", err)
	}
	w.clock = w.clock.Add(desk.DraftKept)
	wantDraft(t, w.desk, w.counsellor, number, "wish.state", "")
	w.clock = w.clock.Add(-time.Second)
	if err := draft.Drop(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantDraft(t, w.desk, w.counsellor, number, "wish.state", "")
}

// What is kept tells who reads the database nothing, and goes with the case.
func TestADraftIsSealedAndErasedWithItsCase(t *testing.T) {
	w, c := programme(t)
	people := travel(t, w, desktest.Traveller{Given: "Zainab", Until: "consent.give"}, desktest.Traveller{Given: "Halima", Until: "consent.give"})
	who := w.Who("cou")
	for _, number := range people {
		keepsDraft(t, w.Desk, who, number, "wish.state", "Zainab said that she wants to go home")
	}
	keys, err := seal.NewDraftKeys(who.Key)
	if err != nil {
		t.Fatal(err)
	}
	name := keys.Name(people[0], "wish.state")
	sealed, err := c.Store.Draft(t.Context(), name, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"Zainab", "wish", "home", people[0], who.ID.String(), string(who.ID[:])} {
		if bytes.Contains(sealed, []byte(secret)) || bytes.Contains(name[:], []byte(secret)) {
			t.Errorf("a draft shows %q", secret)
		}
	}
	if _, err := erase(t, w.Desk, w.Who("dpo"), people[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Desk.Draft(t.Context(), who, people[0], "wish.state"); fault.KindOf(err) != fault.Missing {
		t.Errorf("a draft about who was erased: %v", err)
	}
	if _, err := c.Store.Draft(t.Context(), name, w.Now()); !errors.Is(err, store.ErrMissing) {
		t.Errorf("it is in the store: %v", err)
	}
	wantDraft(t, w.Desk, who, people[1], "wish.state", "Zainab said that she wants to go home")
}

package desk_test

import (
	"path/filepath"
	"testing"

	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/staff"
	"amana/store"
)

func TestARevokedUsersPasswordOpensNothing(t *testing.T) {
	f, number := begun(t)
	f.signIn("CO-1")
	head := f.signIn("HP-1")
	admin := f.signIn("AD-1")
	if f.wraps("CO-1") == 0 {
		t.Fatal("a counsellor holds no key")
	}
	if _, err := f.desk.DoOther(t.Context(), admin, casefile.User, "CO-1", f.request("user.revoke", staff.Revoke{Reason: "left"})); err != nil {
		t.Fatal(err)
	}
	if n := f.wraps("CO-1"); n != 0 {
		t.Errorf("%d wraps are left", n)
	}
	if _, err := f.desk.Who(t.Context(), f.tokens["CO-1"]); fault.KindOf(err) != fault.Denied {
		t.Errorf("the session goes on: %v", err)
	}
	if _, err := f.desk.SignIn(t.Context(), "CO-1", password); fault.KindOf(err) != fault.Denied {
		t.Errorf("the password still opens: %v", err)
	}
	if _, err := f.reads(head, number); err != nil {
		t.Errorf("a colleague lost the case: %v", err)
	}
}

// wraps counts the keys of offices that a user holds.
func (f *field) wraps(code string) (n int) {
	f.t.Helper()
	keks, err := f.store.KEKs(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	users, err := f.desk.Users(f.t.Context(), f.desk.Self())
	if err != nil {
		f.t.Fatal(err)
	}
	for id, u := range users {
		for _, k := range keks {
			if u.Code == code && k.Holder == id.String() {
				n++
			}
		}
	}
	return n
}

func TestARotationLeavesTheOldKeysNothing(t *testing.T) {
	f, number := begun(t)
	if _, err := f.desk.Rotate(t.Context(), f.signIn("AD-1"), "tripoli", nil); fault.KindOf(err) != fault.Denied {
		t.Errorf("an administrator rotates: %v", err)
	}
	if _, err := f.try(f.desk.Self(), number, "consent.report", map[string]any{"channel": "sms"}); err != nil {
		t.Fatal(err) // so that something lies in the letterbox
	}
	before, err := f.store.KEKs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	head := f.signIn("HP-1")
	done, err := f.desk.Rotate(t.Context(), head, "tripoli", nil)
	if err != nil || len(done.Keys) != 3 || done.Left != 1 || done.Wrapped < 2 {
		t.Fatalf("%+v %v", done, err)
	}
	after, err := f.store.KEKs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range after {
		if k.Office == "tripoli" && k.Compartment != ledger.Medical && k.Epoch != 2 {
			t.Errorf("an old key is left: %+v", k)
		}
	}
	if len(after) != len(before) {
		t.Errorf("%d wraps, and %d before: somebody lost a key", len(after), len(before))
	}
	f.signOut("HP-1")
	who := f.signIn("CO-1")
	c, err := f.reads(who, number)
	if err != nil || c.File.Identity.Given != "Binta" || len(c.File.Consent.Reports) != 1 {
		t.Fatalf("%+v %v", c, err)
	}
	f.do(t, who, number, "option.tell", tellArgs())
	content, err := f.store.Stream(t.Context(), f.stream())
	if err != nil {
		t.Fatal(err)
	}
	newest := store.DEK{}
	for _, k := range content.DEKs {
		if k.Compartment == ledger.General {
			if k.KEK != 2 {
				t.Errorf("a person's key is wrapped under what is gone: %+v", k)
			}
			if k.Epoch > newest.Epoch {
				newest = k
			}
		}
	}
	last := content.Entries[len(content.Entries)-1]
	if newest.Made != 2 || last.Blobs[0].Epoch != newest.Epoch {
		t.Errorf("a new event is sealed under an old key: %+v, blob of %d", newest, last.Blobs[0].Epoch)
	}
	f.reopen(t)
	who = f.signIn("CO-1")
	if events, err := f.desk.Events(t.Context(), who, number); err != nil || eventOf(t, events, "option.told").Says == nil {
		t.Errorf("%v", err)
	}
	dir := filepath.Join(t.TempDir(), "log")
	if _, err := f.desk.Export(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	if r := desktest.Verified(t, dir); !r.OK {
		t.Errorf("%+v", r)
	}
}

func TestARotationThatWasCutOffIsFinished(t *testing.T) {
	f, number := begun(t)
	if err := f.desk.BeginRotation(t.Context(), f.signIn("HP-1"), "tripoli", ledger.General); err != nil {
		t.Fatal(err)
	}
	f.reopen(t)
	who := f.signIn("CO-1")
	f.do(t, who, number, "option.tell", tellArgs()) // goes on between the two keys
	f.signOut("CO-1")
	if _, err := f.desk.Rotate(t.Context(), f.signIn("HP-1"), "tripoli", nil); err != nil {
		t.Fatal(err)
	}
	f.reopen(t)
	events, err := f.desk.Events(t.Context(), f.signIn("CO-1"), number)
	if err != nil || eventOf(t, events, "case.opened").Says == nil || eventOf(t, events, "option.told").Says == nil {
		t.Errorf("%v", err)
	}
	keks, err := f.store.KEKs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range keks {
		if k.Office == "tripoli" && k.Compartment == ledger.General && k.Epoch != 3 {
			t.Errorf("an old key is left: %+v", k)
		}
	}
}

func (f *field) stream() ledger.Stream {
	f.t.Helper()
	rows, err := f.store.Rows(f.t.Context(), store.Filter{Subject: "case"}, store.Page{})
	if err != nil || len(rows) != 1 {
		f.t.Fatalf("%d cases, %v", len(rows), err)
	}
	return rows[0].Stream
}

func TestAHubRotatesToo(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	first := w.desk
	w.openDesk(t) // another process of the node
	second := w.desk
	done, err := first.Rotate(t.Context(), w.admin, "tripoli", nil)
	if err != nil || len(done.Keys) != 4 || done.Left != 0 || done.Wrapped == 0 {
		t.Fatalf("%+v %v", done, err)
	}
	if c, err := first.Case(t.Context(), w.counsellor, number); err != nil || c.File.Identity.Given != "Binta" {
		t.Errorf("%+v %v", c, err)
	}
	if err := second.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.try(w.counsellor, number, "option.tell", tellArgs()); err != nil {
		t.Errorf("at the other process: %v", err)
	}
	if _, err := w.desk.Admit(t.Context(), w.admin, "CO-1", newID()); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a hub admits: %v", err)
	}
}

package desk_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/policy"
	"amana/seal"
	"amana/store"
)

const password = "a long enough password"

// world is a founded node with a rule book in force and one officer for each
// part of a journey.
type world struct {
	desk  *desk.Desk
	store *store.DB
	keys  *seal.KeyFile
	clock time.Time
	leap  time.Duration // how far the clock may be ahead and be believed; 0: any way

	hardness string // of new passwords

	admin, head, ethics, counsellor, protection, movement desk.Actor
}

// newWorldOnly is an empty store with its keys, and no log yet.
func newWorldOnly(t testing.TB) *world {
	t.Helper()
	keys, err := seal.NewKeyFile("amana.test/tripoli", nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{keys: keys, hardness: desktest.Light, clock: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	w.store = desktest.Store(t, "SQLite", w.keys)
	return w
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := newWorldOnly(t)
	if err := desk.Found(t.Context(), w.config(t), desk.Founding{Node: "tripoli", Short: "TI", Hub: true, Offices: []string{"tripoli", "misrata"}}); err != nil {
		t.Fatal(err)
	}
	w.openDesk(t)
	w.admin = w.enrol(t, "AD-1", "programme", access.Administrator)
	w.head = w.enrol(t, "HP-1", "programme", access.HeadOfProtection)
	w.ethics = w.enrol(t, "ET-1", "programme", access.Ethics)
	w.counsellor = w.enrol(t, "CO-1", "tripoli", access.Counsellor)
	w.protection = w.enrol(t, "PO-1", "tripoli", access.ProtectionOfficer)
	w.movement = w.enrol(t, "MO-1", "tripoli", access.MovementOfficer)
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.desk.Adopt(t.Context(), w.config(t).Roles, book, w.head, w.ethics); err != nil {
		t.Fatal(err)
	}
	approve := consent.ApproveText{Reference: safeguard.ReturnDeclaration, Language: "eng", Version: 1, Body: "I want to return, and may say no until the door."}
	if _, err := w.desk.DoOther(t.Context(), w.head, casefile.Text, approve.Reference, w.request("text.approve", approve)); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) config(t testing.TB) desk.Config {
	t.Helper()
	roles, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	return desk.Config{Store: w.store, Keys: w.keys, Roles: roles, Clock: func() time.Time { return w.clock }, Leap: w.leap, Hardness: w.hardness}
}

func (w *world) openDesk(t testing.TB) {
	t.Helper()
	d, err := desk.Open(t.Context(), w.config(t))
	if err != nil {
		t.Fatal(err)
	}
	w.desk = d
}

// reopen is a restart of the program: nothing in memory survives.
func (w *world) reopen(t testing.TB) {
	t.Helper()
	w.desk.Close()
	w.openDesk(t)
}

func (w *world) enrol(t testing.TB, code, office string, roles ...access.Role) desk.Actor {
	t.Helper()
	by := w.admin
	if by.ID.IsZero() {
		by = w.desk.Self()
	}
	a, err := w.desk.Enrol(t.Context(), by, desk.NewUser{
		Code: code, Login: code, Password: password, Office: office, Roles: roles, Language: "en",
	}, newID())
	if err != nil {
		t.Fatalf("enrolling %s: %v", code, err)
	}
	return a
}

func newID() ledger.Command {
	var id ledger.Command
	rand.Read(id[:])
	return id
}

func (w *world) request(command string, args any) desk.Request {
	text, err := json.Marshal(args)
	if err != nil {
		panic(err)
	}
	return desk.Request{ID: newID(), Command: command, Args: text}
}

func (w *world) open(t testing.TB, args map[string]any) string {
	t.Helper()
	r, err := w.desk.Do(t.Context(), w.counsellor, "", w.request("case.open", args))
	if err != nil {
		t.Fatalf("case.open: %v", err)
	}
	return r.Case
}

func (w *world) do(t testing.TB, who desk.Actor, number, command string, args any) desk.Receipt {
	t.Helper()
	r, err := w.try(who, number, command, args)
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	return r
}

// try gives a command one minute later.
func (w *world) try(who desk.Actor, number, command string, args any) (desk.Receipt, error) {
	w.clock = w.clock.Add(time.Minute)
	return w.desk.Do(context.Background(), who, number, w.request(command, args))
}

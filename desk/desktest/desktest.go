// Package desktest builds a small programme over a real desk, for tests: its
// officers, its tables in force, and people on their way from a wish to an
// aircraft. Everybody in it is invented, and every act goes through the desk.
package desktest

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/policy"
)

// Password opens every account.
const Password = "a long enough password"

// Begin is when the programme begins. People depart Journey later.
var Begin = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

// World is a programme under way. It is for one goroutine.
type World struct {
	Desk  *desk.Desk
	clock atomic.Pointer[time.Time]

	officers map[string]desk.Actor
	acts     int
}

// Officers are the accounts: what they sign in with is their code.
var Officers = []struct {
	Name, Office string
	Role         access.Role
	Clears       bool
}{
	{"admin", desk.Programme, access.Administrator, false},
	{"hop", desk.Programme, access.HeadOfProtection, false},
	{"ethics", desk.Programme, access.Ethics, false},
	{"dpo", desk.Programme, access.DataProtection, false},
	{"fin", desk.Programme, access.Programme, false},
	{"cou", "tripoli", access.Counsellor, false},
	{"cas", "tripoli", access.Caseworker, false},
	{"pia", "tripoli", access.ProtectionOfficer, false},
	{"lea", "tripoli", access.ProtectionLead, false},
	{"doc", "tripoli", access.Health, false},
	{"mov", "tripoli", access.MovementOfficer, false},
	{"gat", "misrata", access.MovementOfficer, false},
	{"cle", "misrata", access.ClearingOfficer, true},
	{"cla", "misrata", access.ClearingOfficer, true},
	{"hom", desk.Programme, access.HeadOfMission, false},
}

// Build founds a log in an empty store, makes the accounts, and puts the roles
// and the rule book that ship in force.
func Build(ctx context.Context, c desk.Config) (*World, error) {
	w := &World{officers: map[string]desk.Actor{}}
	w.Set(Begin)
	c.Clock = w.Now
	err := desk.Found(ctx, c, desk.Founding{Node: "tripoli", Short: "TI", Hub: true, Offices: []string{"tripoli", "misrata"}})
	if err != nil {
		return nil, err
	}
	if w.Desk, err = desk.Open(ctx, c); err != nil {
		return nil, err
	}
	for i, o := range Officers {
		by := w.Desk.Self()
		if i > 0 {
			by = w.officers["admin"]
		}
		w.officers[o.Name], err = w.Desk.Enrol(ctx, by, desk.NewUser{
			Code: o.Name, Login: o.Name, Password: Password, Office: o.Office, Roles: []access.Role{o.Role}, Clears: o.Clears, Language: "en",
		}, w.id())
		if err != nil {
			return nil, fmt.Errorf("enrolling %s: %w", o.Name, err)
		}
	}
	roles, err := policy.Roles()
	if err != nil {
		return nil, err
	}
	book, err := policy.LibyaVHR()
	if err != nil {
		return nil, err
	}
	return w, w.Desk.Adopt(ctx, roles, book, w.officers["hop"], w.officers["ethics"])
}

// Who is an officer by name; "node" is the program itself.
func (w *World) Who(name string) desk.Actor {
	if name == "node" {
		return w.Desk.Self()
	}
	return w.officers[name]
}

// id is a command's: the same in every run.
func (w *World) id() (id ledger.Command) {
	w.acts++
	sum := sha256.Sum256(fmt.Append(nil, "desktest ", w.acts))
	copy(id[:], sum[:])
	return id
}

// Now is what the clock of the world shows. Others may read it while it moves.
func (w *World) Now() time.Time { return *w.clock.Load() }

// Set sets the clock.
func (w *World) Set(now time.Time) { w.clock.Store(&now) }

// At sets the clock to so many days and hours after the beginning.
func (w *World) At(days int, hour time.Duration) {
	w.Set(Begin.AddDate(0, 0, days).Truncate(24 * time.Hour).Add(hour - 2*time.Hour)) // on the clocks of Tripoli
}

func (w *World) request(command string, args any) (desk.Request, error) {
	w.Set(w.Now().Add(time.Minute))
	text, err := json.Marshal(args)
	return desk.Request{ID: w.id(), Command: command, Args: text}, err
}

// Do is an act about a case, a minute after the last.
func (w *World) Do(ctx context.Context, by, number, command string, args any) (desk.Receipt, error) {
	return w.DoAs(ctx, w.Who(by), number, command, args)
}

// DoAs is Do by any actor.
func (w *World) DoAs(ctx context.Context, who desk.Actor, number, command string, args any) (desk.Receipt, error) {
	r, err := w.request(command, args)
	if err != nil {
		return desk.Receipt{}, err
	}
	receipt, err := w.Desk.Do(ctx, who, number, r)
	if err != nil {
		return receipt, refused(command, err)
	}
	return receipt, nil
}

// refused names the command, and the rules that block it, if it is they.
func refused(command string, err error) error {
	if f := fault.Of(err); f != nil {
		found, _ := f.Findings.([]safeguard.Finding)
		for _, b := range safeguard.Blocking(found) {
			command += fmt.Sprintf(" (%s: %s)", b.Safeguard, b.Reason.Key)
		}
	}
	return fmt.Errorf("%s: %w", command, err)
}

// Other is an act about something that is not a case.
func (w *World) Other(ctx context.Context, by string, subject casefile.Subject, ref, command string, args any) error {
	r, err := w.request(command, args)
	if err != nil {
		return err
	}
	if _, err := w.Desk.DoOther(ctx, w.Who(by), subject, ref, r); err != nil {
		return fmt.Errorf("%s: %w", command, err)
	}
	return nil
}

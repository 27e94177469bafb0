package dossier

import (
	"testing"
	"time"

	"amana/domain/access"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
)

// What arrives beside the rule book or the table of roles, from wherever, has
// no force, whichever the store names first.
func TestTheFirstInForceStays(t *testing.T) {
	first := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	now := first.Add(48 * time.Hour)
	signed := func(after time.Duration) rulebook.Signing { return rulebook.Signing{From: first.Add(after)} }
	book := func(id string, s rulebook.Signing) *rulebook.State {
		return &rulebook.State{ID: id, Versions: []rulebook.Version{{Book: safeguard.Book{ID: id}, Signing: s}}}
	}
	roles := func(role access.Role, s rulebook.Signing) *rulebook.Roles {
		table := access.Table{Grants: []access.Grant{{Role: role}}}
		return &rulebook.Roles{Versions: []rulebook.RolesVersion{{Table: table, Signing: s}}}
	}
	var unsigned rulebook.Signing
	for _, books := range [][]*rulebook.State{
		{book("ours", signed(0)), book("beside", signed(time.Hour)), book("draft", unsigned)},
		{book("draft", unsigned), book("beside", signed(time.Hour)), book("ours", signed(0))},
	} {
		r := Register{Books: books}
		if b := r.Book(now); b == nil || b.ID != "ours" {
			t.Errorf("in force: %v", b)
		}
	}
	for _, tables := range [][]*rulebook.Roles{
		{roles("ours", signed(0)), roles("beside", signed(time.Hour)), roles("draft", unsigned)},
		{roles("draft", unsigned), roles("beside", signed(time.Hour)), roles("ours", signed(0))},
	} {
		r := NewRegister()
		for _, s := range tables {
			r.Take([16]byte{}, s)
		}
		if table := r.Roles.InForce(now); table == nil || table.Grants[0].Role != "ours" {
			t.Errorf("in force: %v", table)
		}
	}
	if b := (&Register{Books: []*rulebook.State{book("draft", unsigned)}}).Book(now); b != nil {
		t.Errorf("nobody signed %s, and it is in force", b.ID)
	}
}

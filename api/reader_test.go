package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/api"
	"amana/desk"
	"amana/domain/access"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/policy"
)

const openBody = `{"id":"ID","command":"case.open","args":{"given":"Binta","family":"Sow","born":"1996-04-02","sex":"woman","nationalities":["GMB"],"languages":["hau"],"destination":"GMB","office":"tripoli"}}`

func withID(body string) string {
	return strings.Replace(body, "ID", api.UUID(newID()).String(), 1)
}

// open opens a case and returns its number.
func (w *world) open(t *testing.T) string {
	t.Helper()
	status, text := w.ask(t, "CO-1", http.MethodPost, "/api/v1/cases", withID(openBody))
	var r desk.Receipt
	if err := json.Unmarshal([]byte(text), &r); err != nil || status != http.StatusCreated {
		t.Fatalf("opening a case: %d %s", status, text)
	}
	return r.Case
}

// Of a finding outside their compartments readers learn whom to ask and that
// it is not met, and nothing else; within them they learn why.
func TestEachRoleReadsTheFindingsOfItsCompartments(t *testing.T) {
	roles, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	onEach(t, func(t *testing.T, w *world) {
		number := w.open(t)
		for _, s := range staff {
			code, office, role := s[0], s[1], access.Role(s[2])
			who := access.Actor{Roles: []access.Role{role}, Office: office}
			subject := access.Subject{Kind: "case", Office: "tripoli"}
			status, text := w.ask(t, code, http.MethodGet, "/api/v1/cases/"+number+"/findings?for=boarding", "")
			switch err := roles.May(who, "findings.read", subject); {
			case err != nil && status == http.StatusOK:
				t.Errorf("%s reads findings", role)
			case err != nil:
				continue
			case status != http.StatusOK:
				t.Errorf("%s: %d %s", role, status, text)
				continue
			}
			var told struct{ Findings []api.Reason }
			if err := json.Unmarshal([]byte(text), &told); err != nil {
				t.Fatal(err)
			}
			for _, f := range told.Findings {
				if f.Sentence == "" || f.Sentence == f.Reason.Key {
					t.Errorf("%s: %s has no sentence: %q", role, f.Safeguard, f.Sentence)
				}
			}
			var answer desk.Answer
			if err := json.Unmarshal([]byte(text), &answer); err != nil {
				t.Fatal(err)
			}
			if answer.Clear || len(answer.Findings) == 0 {
				t.Errorf("%s is told clear=%v with %d findings", role, answer.Clear, len(answer.Findings))
			}
			checkReads(t, role, roles.View(who, subject).All(), answer.Findings)
		}
	})
}

func checkReads(t *testing.T, role access.Role, reads ledger.Set, found []safeguard.Finding) {
	t.Helper()
	asked := map[string]bool{}
	for _, f := range found {
		if f.Safeguard != "" {
			if !reads.Has(f.Compartment) {
				t.Errorf("%s learns that %s is %s", role, f.Safeguard, f.State)
			}
			continue
		}
		if asked[f.Ask] {
			t.Errorf("%s can count the rules behind ask %s", role, f.Ask)
		}
		asked[f.Ask] = true
		if diff := cmp.Diff(standIn(f.Ask), f); diff != "" {
			t.Errorf("%s learns more or less than whom to ask:\n%s", role, diff)
		}
	}
}

// standIn is all that is told of what blocks outside a reader's compartments:
// who answers, and nothing that differs with the rule or the person.
func standIn(ask string) safeguard.Finding {
	f := map[string]safeguard.Finding{
		"protection": {Compartment: ledger.Protection, Owner: access.ProtectionOfficer},
		"health":     {Compartment: ledger.Medical, Owner: access.Health},
		"papers":     {Compartment: ledger.Protection, Owner: access.Caseworker},
	}[ask]
	f.State, f.Ask, f.Reason.Key = safeguard.Unmet, ask, "ask."+ask
	f.Next = []safeguard.Step{{Wait: ask, By: f.Owner}}
	return f
}

// The findings that a refusal carries are limited in the same way, and each
// has a sentence in the language that was asked for.
func TestARefusalTellsNoMoreThanItsReaderMayKnow(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		number := w.open(t)
		status, text := w.ask(t, "MO-1", http.MethodPost, "/api/v1/cases/"+number+"/commands",
			withID(`{"id":"ID","command":"boarding.board","args":{"movement":"MJI-BJL-26-001"}}`))
		var p api.Problem
		if err := json.Unmarshal([]byte(text), &p); err != nil || status != http.StatusConflict {
			t.Fatalf("boarding: %d %s", status, text)
		}
		if len(p.Findings) == 0 {
			t.Fatal("no findings")
		}
		found := make([]safeguard.Finding, len(p.Findings))
		for i, f := range p.Findings {
			found[i] = f.Finding
			if !f.State.Blocks() {
				t.Errorf("%s does not block and is named", f.Safeguard)
			}
			if f.Sentence == "" || f.Sentence == f.Reason.Key {
				t.Errorf("%s has no sentence: %q", f.Safeguard, f.Sentence)
			}
		}
		checkReads(t, access.MovementOfficer, ledger.SetOf(ledger.General), found)
		if !slices.ContainsFunc(found, func(f safeguard.Finding) bool { return f.Safeguard == "" }) {
			t.Error("no finding of a closed compartment: the test tries nothing")
		}
	})
}

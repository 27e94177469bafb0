package desk_test

import (
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/fault"
)

// An overseer finds every incident, open and closed, and one that two acts are
// together; who may know of no case gets no number; who is at the office gets none.
func TestOverseersFindIncidents(t *testing.T) {
	w, _ := programme(t)
	numbers := travel(t, w, desktest.Traveller{Given: "Zainab", Until: "boarding.board"}, desktest.Traveller{Given: "Ruth", Until: "departure.record"})
	uncleared, crossed := numbers[0], numbers[1]
	overseer, err := w.Desk.Enrol(t.Context(), w.Who("admin"), desk.NewUser{
		Code: "OV-1", Login: "OV-1", Password: password, Office: desk.Programme, Roles: []access.Role{access.Overseer}, Language: "en",
	}, newID())
	if err != nil {
		t.Fatal(err)
	}
	do := func(by, number, command string, args map[string]any) desk.Receipt {
		t.Helper()
		r, err := w.Do(t.Context(), by, number, command, args)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	do("mov", uncleared, "departure.record", map[string]any{"movement": desktest.Flight})
	do("mov", crossed, "departure.record", map[string]any{"movement": desktest.Flight})
	do("lea", crossed, "consent.withdraw", map[string]any{"channel": "gate", "stage": "aircraft-door"})
	list := func(role access.Role, open *bool) map[string]desk.Incident {
		t.Helper()
		who := desk.Actor{Actor: access.Actor{Roles: []access.Role{role}, Office: "programme"}}
		page, err := w.Desk.Incidents(t.Context(), who, desk.IncidentQuery{Open: open, Limit: 100})
		if err != nil {
			t.Fatalf("%s: %v", role, err)
		}
		by := map[string]desk.Incident{}
		for _, i := range page.Incidents {
			by[i.Kind] = i
		}
		return by
	}
	for _, role := range []access.Role{access.Overseer, access.HeadOfMission, access.HeadOfProtection, access.DataProtection} {
		got := list(role, nil)
		if got["departed-uncleared"].Case != uncleared || got["crossed"].Case != crossed || !got["crossed"].Open {
			t.Errorf("%s is shown %+v", role, got)
		}
	}
	for kind, i := range list(access.Ethics, nil) {
		if i.Case != "" || i.Office == "" || i.Entry.IsZero() || i.Day.IsZero() {
			t.Errorf("ethics is shown %s as %+v", kind, i)
		}
	}
	no, yes := false, true
	found := list(access.Overseer, &yes)["departed-uncleared"]
	if len(list(access.Overseer, &no)) != 0 {
		t.Error("there are closed ones before any was closed")
	}
	if _, err := w.DoAs(t.Context(), overseer, uncleared, "incident.close", map[string]any{"incident": found.Entry, "outcome": "looked at"}); err != nil {
		t.Fatal(err)
	}
	if i, there := list(access.Overseer, &no)["departed-uncleared"]; !there || i.Open {
		t.Errorf("closed, it is %+v", i)
	}
	if _, there := list(access.Overseer, &yes)["departed-uncleared"]; there {
		t.Error("closed, it is listed as open")
	}
	for _, role := range []access.Role{access.Counsellor, access.MovementOfficer, access.Donor, access.Administrator} {
		who := desk.Actor{Actor: access.Actor{Roles: []access.Role{role}, Office: "tripoli"}}
		if _, err := w.Desk.Incidents(t.Context(), who, desk.IncidentQuery{}); fault.KindOf(err) != fault.Denied {
			t.Errorf("%s: %v, want denied", role, err)
		}
	}
}

package access_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
)

var acts = []string{"case.open", "case.close", "consent.give", "consent.withdraw", "consent.report", "asylum.request", "incident.open", "hold.lift", "user.enrol"}

func table() access.Table {
	always := access.Always[:]
	return access.Table{Grants: []access.Grant{
		{Role: access.Counsellor, Scope: access.OneOffice, Compartments: []ledger.Compartment{ledger.General, ledger.Protection}, Sees: []string{"case", "country"}, Acts: append([]string{"consent.*", "case.open"}, always...)},
		{Role: access.Health, Scope: access.OneOffice, Compartments: []ledger.Compartment{ledger.General, ledger.Medical}, Sees: []string{"case"}, Acts: append([]string{"hold.lift.health"}, always...)},
		{Role: access.HeadOfProtection, Scope: access.Everywhere, Compartments: []ledger.Compartment{ledger.General, ledger.Asylum}, Sees: []string{"case"}, Acts: append([]string{"hold.*", "case.*"}, always...)},
		{Role: access.Hotline, Scope: access.Everywhere, Sees: []string{"case"}, Acts: always},
		{Role: access.Guardian, Scope: access.Nowhere, Sees: []string{"case"}, Acts: always},
		{Role: access.Administrator, Scope: access.Everywhere, Sees: []string{"user"}, Acts: []string{"user.*"}},
	}}
}

func who(office string, roles ...access.Role) access.Actor {
	return access.Actor{Roles: roles, Office: office}
}

func TestMay(t *testing.T) {
	here := access.Subject{Kind: "case", Office: "TIP"}
	there := access.Subject{Kind: "case", Office: "SEB"}
	for _, c := range []struct {
		what  string
		actor access.Actor
		act   string
		about access.Subject
		want  fault.Kind // Internal: allowed
	}{
		{"a counsellor takes consent in their office", who("TIP", access.Counsellor), "consent.give", here, fault.Internal},
		{"another office's case is missing, not forbidden", who("TIP", access.Counsellor), "consent.give", there, fault.Missing},
		{"what belongs to no office is everybody's", who("TIP", access.Counsellor), "consent.give", access.Subject{Kind: "country"}, fault.Internal},
		{"a kind that a role does not see is missing", who("TIP", access.Counsellor), "user.enrol", access.Subject{Kind: "user"}, fault.Missing},
		{"what one sees and may not do is denied", who("TIP", access.Counsellor), "hold.lift", here, fault.Denied},
		{"the whole act is more than its part", who("TIP", access.Health), "hold.lift", here, fault.Denied},
		{"the part alone", who("TIP", access.Health), "hold.lift.health", here, fault.Internal},
		{"the whole act holds each part", who("HQ", access.HeadOfProtection), "hold.lift.health", here, fault.Internal},
		{"a head reaches every office", who("HQ", access.HeadOfProtection), "case.close", there, fault.Internal},
		{"the hotline takes a no for every office", who("HQ", access.Hotline), "consent.withdraw", there, fault.Internal},
		{"and no yes", who("HQ", access.Hotline), "consent.give", there, fault.Denied},
		{"a guardian reaches nobody by role alone", who("TIP", access.Guardian), "consent.withdraw", here, fault.Missing},
		{"an administrator has no case", who("TIP", access.Administrator), "case.open", here, fault.Missing},
		{"a right does not reach where another role of theirs does",
			who("TIP", access.Counsellor, access.Hotline), "consent.give", there, fault.Denied},
		{"nobody without a role", who("TIP"), "consent.withdraw", here, fault.Missing},
	} {
		tab := table()
		err := tab.May(c.actor, c.act, c.about)
		if got := fault.KindOf(err); got != c.want || (err == nil) != (c.want == fault.Internal) {
			t.Errorf("%s: %v, want %s", c.what, err, c.want)
		}
	}
}

func TestCompartmentsAreThoseOfRolesThatReach(t *testing.T) {
	tab := table()
	both := who("TIP", access.Counsellor, access.HeadOfProtection)
	if got, want := tab.Compartments(both, access.Subject{Kind: "case", Office: "TIP"}), ledger.SetOf(ledger.General, ledger.Protection, ledger.Asylum); got != want {
		t.Errorf("in their office: %s, want %s", got, want)
	}
	if got, want := tab.Compartments(both, access.Subject{Kind: "case", Office: "SEB"}), ledger.SetOf(ledger.General, ledger.Asylum); got != want {
		t.Errorf("elsewhere: %s, want %s", got, want)
	}
	if got := tab.Compartments(who("TIP", access.Administrator), access.Subject{Kind: "case", Office: "TIP"}); got != 0 {
		t.Errorf("an administrator opens %s", got)
	}
}

// Roles only add: nobody may do less, or open less, for having one more.
func TestRolesOnlyAdd(t *testing.T) {
	tab := table()
	rapid.Check(t, func(t *rapid.T) {
		roles := rapid.SliceOfN(rapid.SampledFrom(access.Roles[:]), 0, 3).Draw(t, "roles")
		more := append([]access.Role{rapid.SampledFrom(access.Roles[:]).Draw(t, "more")}, roles...)
		office := rapid.SampledFrom([]string{"TIP", "SEB"}).Draw(t, "office")
		s := access.Subject{
			Kind:   rapid.SampledFrom([]string{"", "case", "country", "user"}).Draw(t, "kind"),
			Office: rapid.SampledFrom([]string{"", "TIP", "SEB"}).Draw(t, "of"),
		}
		act := rapid.SampledFrom(acts).Draw(t, "act")
		if tab.May(who(office, roles...), act, s) == nil && tab.May(who(office, more...), act, s) != nil {
			t.Fatalf("%v may %s, %v may not", roles, act, more)
		}
		if !tab.Compartments(who(office, more...), s).Covers(tab.Compartments(who(office, roles...), s)) {
			t.Fatalf("%v open less than %v", more, roles)
		}
	})
}

func TestCheckFindsWhatMustNotBe(t *testing.T) {
	for what, spoil := range map[string]func(*access.Table){
		"is no role":                     func(t *access.Table) { t.Grants[0].Role = "pilot" },
		"has two grants":                 func(t *access.Table) { t.Grants[1].Role = access.Counsellor },
		"no such scope":                  func(t *access.Table) { t.Grants[0].Scope = "moon" },
		"no such act as consent.forge":   func(t *access.Table) { t.Grants[0].Acts = append(t.Grants[0].Acts, "consent.forge") },
		"an administrator reads no case": func(t *access.Table) { t.Grants[5].Compartments = []ledger.Compartment{ledger.General} },
		"must be able to do consent.withdraw": func(t *access.Table) {
			t.Grants[1].Acts = []string{"consent.report", "asylum.request", "incident.open"}
		},
		"the hotline must reach every case": func(t *access.Table) { t.Grants[3].Sees = nil },
		"nobody may do user.enrol":          func(t *access.Table) { t.Grants[5].Acts = nil },
		"role donor has no grant":           func(*access.Table) {},
	} {
		tab := table()
		spoil(&tab)
		if err := tab.Check(acts); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("no word of %q in: %v", what, err)
		}
	}
}

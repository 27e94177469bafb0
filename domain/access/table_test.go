package access_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
)

var acts = []access.Act{
	{Name: "case.open", Kind: "case"}, {Name: "case.close", Kind: "case"}, {Name: "consent.give", Kind: "case"}, {Name: "consent.withdraw", Kind: "case"},
	{Name: "consent.report", Kind: "case"}, {Name: "asylum.request", Kind: "case"}, {Name: "incident.open", Kind: "case"},
	{Name: "hold.lift", Kind: "case"}, {Name: "user.enrol", Kind: "user"},
}

var kinds = []string{"case.opened", "seat.given", "fear.asked"}

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

func open(t *access.Table, a access.Actor, s access.Subject) ledger.Set { return t.View(a, s).All() }

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

func TestAPartOfAnActIsNoWhole(t *testing.T) {
	tab, here := table(), access.Subject{Kind: "case", Office: "TIP"}
	for role, want := range map[access.Role]bool{access.Health: true, access.Counsellor: false} {
		if got := tab.View(who("TIP", role), here).Part("hold.lift"); got != want {
			t.Errorf("%s may lift some holds: %v", role, got)
		}
	}
}

func TestCompartmentsAreThoseOfRolesThatReach(t *testing.T) {
	tab := table()
	both := who("TIP", access.Counsellor, access.HeadOfProtection)
	if got, want := open(&tab, both, access.Subject{Kind: "case", Office: "TIP"}), ledger.SetOf(ledger.General, ledger.Protection, ledger.Asylum); got != want {
		t.Errorf("in their office: %s, want %s", got, want)
	}
	if got, want := open(&tab, both, access.Subject{Kind: "case", Office: "SEB"}), ledger.SetOf(ledger.General, ledger.Asylum); got != want {
		t.Errorf("elsewhere: %s, want %s", got, want)
	}
	if got := open(&tab, who("TIP", access.Administrator), access.Subject{Kind: "case", Office: "TIP"}); got != 0 {
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
		act := rapid.SampledFrom(acts).Draw(t, "act").Name
		if tab.May(who(office, roles...), act, s) == nil && tab.May(who(office, more...), act, s) != nil {
			t.Fatalf("%v may %s, %v may not", roles, act, more)
		}
		if !open(&tab, who(office, more...), s).Covers(open(&tab, who(office, roles...), s)) {
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
		"has consent.report twice":          func(t *access.Table) { t.Grants[1].Acts = append(t.Grants[1].Acts, "consent.report") },
		"has case.close twice":              func(t *access.Table) { t.Grants[2].Acts = append(t.Grants[2].Acts, "case.close") },
		"may do user.enrol and sees no user": func(t *access.Table) {
			t.Grants[1].Acts = append(t.Grants[1].Acts, "user.enrol")
		},
		"no such kind of event as seat.stolen": func(t *access.Table) { t.Grants[1].Reads = []string{"case.opened", "seat.stolen"} },
	} {
		tab := table()
		spoil(&tab)
		if err := tab.Check(acts, kinds); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("no word of %q in: %v", what, err)
		}
	}
}

// A pool reaches nobody's file by role alone: only one it is called to, for the
// duty it is called for.
func TestAPoolReachesWhatItIsCalledTo(t *testing.T) {
	always := access.Always[:]
	tab := access.Table{Grants: []access.Grant{
		{Role: access.Observer, Scope: access.Pool, Sees: []string{"case", "movement", "country"}, Acts: append([]string{"country.read"}, always...)},
		{Role: access.Guardian, Scope: access.Nowhere, Sees: []string{"case", "country"}, Acts: always},
		{Role: access.ReceivingMission, Scope: access.Noticed, Sees: []string{"case"}, Acts: always},
		{Role: access.Donor, Scope: access.Nowhere, Acts: []string{"log.read"}},
	}}
	me, other := ledger.Actor{1}, ledger.Actor{2}
	about := func(kind, office string, calls ...access.Call) access.Subject {
		return access.Subject{Kind: kind, Office: office, Calls: calls}
	}
	noticed := func(country string) access.Subject {
		return access.Subject{Kind: "case", Office: "TIP", Notice: country}
	}
	for _, c := range []struct {
		what  string
		role  access.Role
		about access.Subject
		want  bool
	}{
		{"no case by role alone", access.Observer, about("case", "TIP"), false},
		{"not the case of one's own office either", access.Observer, about("case", "HQ"), false},
		{"a case that one is called to", access.Observer, about("case", "TIP", access.Call{Role: access.Observer, Actor: me}), true},
		{"a case that somebody else is called to", access.Observer, about("case", "TIP", access.Call{Role: access.Observer, Actor: other}), false},
		{"a case that one is called to for another duty", access.Observer, about("case", "TIP", access.Call{Role: access.Guardian, Actor: me}), false},
		{"a case to which the role is called", access.Observer, about("case", "TIP", access.Call{Role: access.Observer}), true},
		{"no movement by role alone", access.Observer, about("movement", ""), false},
		{"a movement that one is called to", access.Observer, about("movement", "", access.Call{Role: access.Observer, Actor: me}), true},
		{"what belongs to no office", access.Observer, about("country", ""), true},
		{"a guardian: the child they are called to", access.Guardian, about("case", "TIP", access.Call{Role: access.Guardian, Actor: me}), true},
		{"a guardian: nothing that belongs to no office", access.Guardian, about("country", ""), false},
		{"a mission: whom it was sent a notice of", access.ReceivingMission, noticed("NGA"), true},
		{"a mission: nobody who goes elsewhere", access.ReceivingMission, noticed("GMB"), false},
		{"a mission: nobody it was not told of", access.ReceivingMission, noticed(""), false},
		{"nothing in particular", access.Donor, access.Subject{}, true},
	} {
		a := access.Actor{ID: me, Roles: []access.Role{c.role}, Office: "HQ", Country: "NGA"}
		if got := len(tab.View(a, c.about)) > 0; got != c.want {
			t.Errorf("%s: %v", c.what, got)
		}
	}
	stateless := access.Actor{ID: me, Roles: []access.Role{access.ReceivingMission}, Office: "HQ"}
	if len(tab.View(stateless, noticed(""))) > 0 {
		t.Error("a mission of no country reaches whom no mission was told of")
	}
}

// A role that opens some kinds of event lends nothing of them to another.
func TestEachRoleOpensItsOwnKindsOfEvents(t *testing.T) {
	tab := access.Table{Grants: []access.Grant{
		{Role: access.MovementOfficer, Scope: access.Everywhere, Compartments: []ledger.Compartment{ledger.General}, Sees: []string{"case"}, Reads: []string{"case.opened", "seat.*"}},
		{Role: access.UNHCROfficer, Scope: access.Everywhere, Compartments: []ledger.Compartment{ledger.General, ledger.Asylum}, Sees: []string{"case"}, Reads: []string{"fear.asked"}},
	}}
	v := tab.View(who("TIP", access.MovementOfficer, access.UNHCROfficer), access.Subject{Kind: "case", Office: "TIP"})
	general, both := ledger.SetOf(ledger.General), ledger.SetOf(ledger.General, ledger.Asylum)
	for kind, want := range map[string]ledger.Set{"case.opened": general, "seat.given": general, "fear.asked": both, "risk.assessed": 0, "": 0} {
		if got := v.Of(kind); got != want {
			t.Errorf("%q: %s, want %s", kind, got, want)
		}
	}
	if v.Whole() || v.All() != both {
		t.Errorf("whole %v, all %s", v.Whole(), v.All())
	}
}

// The right to list in one office is not lent by a role that reaches further
// and may not list.
func TestAListReachesAsFarAsTheRightToIt(t *testing.T) {
	tab := table()
	tab.Grants[0].Acts = append(tab.Grants[0].Acts, "case.list")
	if got, want := tab.Reach(who("TIP", access.Counsellor, access.Hotline), "case.list", "case"), (access.Reach{Office: true}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestAnyScopeThatDoesNotHoldTheNewOneIsLoosened(t *testing.T) {
	for _, c := range []struct {
		from, to access.Scope
		loosens  bool
	}{
		{access.Everywhere, access.Pool, false}, {access.Everywhere, access.OneOffice, false}, {access.Pool, access.Nowhere, true},
		{access.OneOffice, access.Pool, true}, {access.Pool, access.OneOffice, true}, {access.Nowhere, access.Noticed, true},
		{access.Pool, access.Everywhere, true}, {access.Pool, access.Pool, false},
	} {
		one := func(s access.Scope) *access.Table {
			return &access.Table{Grants: []access.Grant{{Role: access.Observer, Scope: s}}}
		}
		if got := len(one(c.from).Loosens(one(c.to))) > 0; got != c.loosens {
			t.Errorf("from %s to %s: %v", c.from, c.to, got)
		}
	}
	reading := func(kinds ...string) *access.Table {
		return &access.Table{Grants: []access.Grant{{Role: access.Observer, Scope: access.Pool, Reads: kinds}}}
	}
	if len(reading("seat.*").Loosens(reading())) == 0 || len(reading("seat.*").Loosens(reading("fear.asked"))) == 0 {
		t.Error("opening more kinds of event is no loosening")
	}
	if len(reading().Loosens(reading("seat.*"))) > 0 || len(reading("seat.*").Loosens(reading("seat.given"))) > 0 {
		t.Error("opening fewer kinds of event is a loosening")
	}
}

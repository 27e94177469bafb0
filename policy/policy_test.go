package policy_test

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/domain/access"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/policy"
)

func TestRuleBookCompiles(t *testing.T) {
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range safeguard.IDs() {
		if !slices.ContainsFunc(book.Clauses, func(c safeguard.Clause) bool { return c.ID == id }) {
			t.Errorf("%s has no clause", id)
		}
	}
	seen := map[safeguard.ID]bool{}
	for _, c := range book.Clauses {
		if seen[c.ID] {
			t.Errorf("%s has two clauses", c.ID)
		}
		seen[c.ID] = true
		if len(c.Due) == 0 || len(c.Applies) == 0 || c.From.IsZero() || !c.Until.IsZero() {
			t.Errorf("%s is never due, applies to nobody or has no first day", c.ID)
		}
		if !slices.Contains(access.Roles[:], c.Owner) {
			t.Errorf("%s is owned by %q, which is no role", c.ID, c.Owner)
		}
		for _, a := range c.Due {
			if !slices.Contains(safeguard.Acts[:], a) {
				t.Errorf("%s is due at %q, which is no act", c.ID, a)
			}
		}
		for _, language := range []string{"en", "fr", "ar"} {
			text := c.Text[language]
			if text.Title == "" || text.Met == "" {
				t.Errorf("%s has no words in %s", c.ID, language)
			}
			if text.Draft != (language != "en") {
				t.Errorf("%s in %s: draft is %v", c.ID, language, text.Draft)
			}
		}
	}
}

// The proposal has the numbers that the programme was promised: who changes one
// in it changes a promise, here too.
func TestTheNumbersOfTheProposal(t *testing.T) {
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{
		"counselling-sessions": 2, "apart-hours": 3, "counselling-valid-days": 90, "counselling-most-days": 180, "view-age-years": 5,
		"second-interview-hours": 24, "release-unanswered-days": 7, "withdrawal-wait-hours": 24, "reaffirm-hours": 72,
		"safe-no-asked-hours": 24, "gate-hours": 6, "gate-delay-hours": 6, "screening-valid-days": 60,
		"panel-members": 3, "panel-agencies": 2, "panel-days": 21, "age-days": 10, "examination-days": 30, "short-examination-days": 7, "check-hours": 72,
		"risk-valid-days": 180, "risk-review-days": 10, "unhcr-requests": 2, "unhcr-silent-days": 10,
		"reception-hours": 72, "reception-wait-hours": 48, "clearing-hours": 24, "fresh-hours": 6,
		"one-place-hours": 48, "one-place-percent": 50, "upheaval-days": 14, "hand-over-hours": 24,
		"urgent-review-hours": 72, "urgent-share-percent": 5, "urgent-due-days": 3, "due-days": 10,
	}
	if diff := cmp.Diff(want, book.Numbers); diff != "" {
		t.Error(diff)
	}
}

// The proposal asks each rule when and of whom safeguards.md promises it, and gives what
// blocks to whom it is said to fall: that a rule is asked at one act less nobody would see.
func TestWhenEachRuleOfTheProposalIsDueAndOfWhom(t *testing.T) {
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	whom := map[string][]safeguard.Class{
		"everybody":       {safeguard.Adult, safeguard.Child, safeguard.Infant, safeguard.Supported},
		"all but infants": {safeguard.Adult, safeguard.Child, safeguard.Supported},
		"children":        {safeguard.Child, safeguard.Infant},
		"adults":          {safeguard.Adult, safeguard.Supported},
	}
	rules := []struct{ id, due, applies, owner string }{
		{"own-wish", "every act", "all but infants", "counsellor"},
		{"fear-asked", "embassy authority notice", "all but infants", "protection-officer"},
		{"no-forced-return", "seat clearance", "everybody", "protection-officer"},
		{"counselled", "seat clearance", "all but infants", "counsellor"},
		{"interpreter-fit", "every act", "everybody", "protection-officer"},
		{"alternatives-offered", "seat clearance", "all but infants", "counsellor"},
		{"private-interview", "authority transport clearance", "all but infants", "protection-officer"},
		{"voluntary", "clearance", "all but infants", "protection-officer"},
		{"capacity", "clearance", "adults", "protection-officer"},
		{"consent", "seat clearance", "everybody", "counsellor"},
		{"consent-stands", "every act", "everybody", "protection-officer"},
		{"reaffirmed", "boarding", "all but infants", "counsellor"},
		{"safe-no", "manifest-lock", "everybody", "protection-officer"},
		{"gate", "boarding", "all but infants", "movement-officer"},
		{"vulnerability-screened", "seat clearance", "everybody", "protection-officer"},
		{"trafficking-screened", "seat clearance", "everybody", "protection-officer"},
		{"trafficked-safe", "clearance", "everybody", "counter-trafficking-lead"},
		{"best-interests", "seat clearance", "children", "protection-officer"},
		{"family-unity", "seat clearance", "everybody", "protection-officer"},
		{"needs-answered", "clearance", "everybody", "caseworker"},
		{"fit-to-travel", "boarding", "everybody", "health"},
		{"individual-risk", "seat clearance", "everybody", "protection-officer"},
		{"real-risk-absolute", "every act", "everybody", "protection-lead"},
		{"unhcr-counselled", "embassy clearance", "everybody", "protection-officer"},
		{"destination-open", "seat clearance", "everybody", "caseworker"},
		{"travel-document", "clearance", "everybody", "caseworker"},
		{"document-unfeared", "clearance", "everybody", "protection-officer"},
		{"exit-permission", "clearance", "everybody", "caseworker"},
		{"sharing-consented", "embassy authority notice manifest-lock", "everybody", "counsellor"},
		{"reception-acknowledged", "boarding", "everybody", "caseworker"},
		{"reintegration-told", "clearance", "all but infants", "counsellor"},
		{"no-unsettled-duplicate", "seat clearance", "everybody", "caseworker"},
		{"same-person", "boarding", "everybody", "movement-officer"},
		{"four-eyes", "clearance", "everybody", "movement-officer"},
		{"place-reviewed", "clearance", "everybody", "protection-lead"},
		{"record-fresh", "boarding", "everybody", "movement-officer"},
		{"not-collective", "manifest-lock boarding", "everybody", "head-of-protection"},
		{"no-hold", "every act", "everybody", "protection-lead"},
		{"funds-open", "seat", "everybody", "programme-manager"},
	}
	if len(rules) != len(safeguard.IDs()) {
		t.Errorf("%d rules are said here, and there are %d", len(rules), len(safeguard.IDs()))
	}
	for _, r := range rules {
		i := slices.IndexFunc(book.Clauses, func(c safeguard.Clause) bool { return string(c.ID) == r.id })
		if i < 0 {
			t.Errorf("%s has no clause", r.id)
			continue
		}
		due := safeguard.Acts[:]
		if r.due != "every act" {
			due = nil
			for _, act := range strings.Fields(r.due) {
				due = append(due, safeguard.Act(act))
			}
		}
		c := &book.Clauses[i]
		if !slices.Equal(c.Due, due) || !slices.Equal(c.Applies, whom[r.applies]) || string(c.Owner) != r.owner {
			t.Errorf("%s is due at %v, applies to %v and is the turn of %s; not %s, %s and %s", r.id, c.Due, c.Applies, c.Owner, r.due, r.applies, r.owner)
		}
	}
}

// The tests of the rules ask a book of the same rules, due and applied as in the proposal,
// with its numbers and lists: what they prove is proved of what ships.
func TestTheBookOfTheTestsIsTheProposal(t *testing.T) {
	ships, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../domain/safeguard/testdata/book.json")
	if err != nil {
		t.Fatal(err)
	}
	var tested safeguard.Book
	if err := json.Unmarshal(text, &tested); err != nil {
		t.Fatal(err)
	}
	asked := func(b *safeguard.Book) map[safeguard.ID][]string {
		all := map[safeguard.ID][]string{}
		for _, c := range b.Clauses {
			say := []string{string(c.Owner)}
			for _, a := range c.Due {
				say = append(say, "at "+string(a))
			}
			for _, k := range c.Applies {
				say = append(say, "of "+string(k))
			}
			slices.Sort(say)
			all[c.ID] = say
		}
		return all
	}
	if diff := cmp.Diff(asked(&ships), asked(&tested)); diff != "" {
		t.Errorf("rules (-proposal +tested):\n%s", diff)
	}
	lists := func(b *safeguard.Book) [][]string { return [][]string{b.Options, b.Topics, b.Doubtful, b.Shortening} }
	if diff := cmp.Diff(ships.Numbers, tested.Numbers) + cmp.Diff(lists(&ships), lists(&tested)); diff != "" {
		t.Errorf("numbers and lists (-proposal +tested):\n%s", diff)
	}
}

// A book that says something the program does not understand must not be taken
// for one that it does.
func TestListsOfTheBookAreCodesOfTheRooms(t *testing.T) {
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range []struct {
		name   string
		values []string
		of     any
		field  string
		all    bool
	}{
		{"options", book.Options, counselling.Tell{}, "Option", true},
		{"topics", book.Topics, counselling.Hold{}, "Topics", true},
		{"doubtful", book.Doubtful, counselling.Wish{}, "SuggestedBy", false},
		{"shortening", book.Shortening, screening.Examine{}, "Listed", true},
	} {
		want := tagged(t, list.of, list.field)
		for _, v := range list.values {
			if !slices.Contains(want, v) {
				t.Errorf("%s: nobody can enter %q", list.name, v)
			}
		}
		if list.all && len(list.values) != len(want) {
			t.Errorf("%s: %v, want all of %v", list.name, list.values, want)
		}
	}
}

func TestCodesSayHowWellTheyAreKnown(t *testing.T) {
	lists, err := policy.Codes()
	if err != nil {
		t.Fatal(err)
	}
	known := []policy.Provenance{policy.Documented, policy.Found, policy.Unverified, policy.Chosen}
	for id, l := range lists {
		if !slices.Contains(known, l.Provenance) || l.Source == "" || l.From.IsZero() || len(l.Values) == 0 {
			t.Errorf("%s lacks its provenance, its source, its day or its values", id)
		}
	}
	if got := lists["at-risk"].Provenance; got != policy.Unverified {
		t.Errorf("the list of nationalities at risk is %q: nobody published it", got)
	}
	if want := tagged(t, counselling.Tell{}, "Option"); !slices.Equal(lists["options"].Values, want) {
		t.Errorf("options: %v, want %v", lists["options"].Values, want)
	}
	if want := tagged(t, screening.FindNeed{}, "Need"); !slices.Equal(lists["needs"].Values, want) {
		t.Errorf("needs: %v, want %v", lists["needs"].Values, want)
	}
}

func tagged(t *testing.T, of any, field string) []string {
	t.Helper()
	f, there := reflect.TypeOf(of).FieldByName(field)
	if !there {
		t.Fatalf("%T has no field %s", of, field)
	}
	return strings.Split(f.Tag.Get("codes"), ",")
}

func TestRolesAreSound(t *testing.T) {
	table, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range access.Roles {
		a := access.Actor{Roles: []access.Role{r}, Office: "TIP"}
		open := table.View(a, theirs("case", r)).All()
		if open.Has(ledger.Medical) != (r == access.Health) {
			t.Errorf("%s: medical notes are for health staff only", r)
		}
		if r == access.Administrator && open != 0 {
			t.Errorf("an administrator opens %s", open)
		}
		if r == access.MovementOfficer && open != ledger.SetOf(ledger.General) {
			t.Errorf("a movement officer opens %s", open)
		}
	}
}

// Nobody from outside an office knows of anybody's file, or of who is on a
// movement, by their role alone.
func TestWhoIsCalledReachesNothingUncalled(t *testing.T) {
	table, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	outside := []access.Role{
		access.UNHCROfficer, access.PanelMember, access.Guardian, access.Interpreter, access.Observer, access.ClearingOfficer,
		access.ReceivingMission, access.Monitor,
	}
	for _, r := range outside {
		a := access.Actor{ID: ledger.Actor{1}, Roles: []access.Role{r}, Office: "TIP", Country: "NGA"}
		for _, s := range []access.Subject{
			{Kind: "case", Office: "TIP"}, {Kind: "movement"}, {Kind: "case", Office: "TIP", Notice: "GMB"},
			{Kind: "case", Office: "TIP", Calls: []access.Call{{Role: r, Actor: ledger.Actor{2}}}},
		} {
			if len(table.View(a, s)) > 0 {
				t.Errorf("%s reaches %+v", r, s)
			}
		}
		if r := table.Reach(a, "case.list", "case"); r.All || r.Office {
			t.Errorf("%v list %+v", a.Roles, r)
		}
	}
}

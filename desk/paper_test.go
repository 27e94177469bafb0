package desk_test

import (
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
)

// No paper names somebody who is stopped, by whichever of their files; nor does the mission of the
// country that they would return to read of who said no in another.
func TestAPaperNamesNobodyWhoIsStopped(t *testing.T) {
	p, ctx := staffed(t), t.Context()
	there := mission(t, p, "NGA")
	names := []string{"Hawa", "Zainab", "Halima", "Aisha", "Amina"}
	people := make([]desktest.Traveller, len(names))
	for i, name := range names {
		people[i] = desktest.Traveller{Given: name, Until: "clearance.draw"}
	}
	numbers := travel(t, p, append(people, desktest.Traveller{Given: "Hawa", Until: "fear.ask"})...)
	twin := numbers[5]
	do := func(by, number, command string, args any) {
		t.Helper()
		if _, err := p.Do(ctx, by, number, command, args); err != nil {
			t.Fatalf("%s: %v", command, err)
		}
	}
	for _, number := range []string{numbers[0], numbers[4]} {
		need := find(ctx, t, p, number, "legal")
		do("cas", number, "notice.send", movement.SendNotice{Needs: []ledger.Hash{need}, Movement: desktest.Flight})
		do("cas", number, "household.join", casefile.JoinHousehold{Household: "H-9", Relation: "sibling"})
	}
	do("pia", numbers[0], "duplicate.suspect", casefile.SuspectDuplicate{Other: twin})
	do("pia", numbers[0], "duplicate.settle", casefile.SettleDuplicate{Other: twin, Same: true, Reason: "the same scar"})
	paper := func(recipient string) desk.Paper {
		t.Helper()
		made, err := p.Desk.Paper(ctx, p.Who("hom"), desktest.Flight, recipient)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	if got := paper(desk.PaperCarrier); len(got.People) != 5 || got.Without != 0 {
		t.Fatalf("before anything was said: %d on it, without %d", len(got.People), got.Without)
	}
	if got := paper(desk.PaperMission); len(got.People) != 2 {
		t.Fatalf("the mission's: %+v", got.People)
	}
	relatives := func() []desk.Kin {
		t.Helper()
		homes, err := p.Desk.Households(ctx, there, numbers[4])
		if err != nil || len(homes) != 1 {
			t.Fatalf("the households of %s: %+v %v", numbers[4], homes, err)
		}
		return homes[0].Others
	}
	if got := relatives(); len(got) != 1 {
		t.Fatalf("the household, while both may be read: %+v", got)
	}
	if may, err := p.Desk.MayRead(ctx, there, numbers[0]); !may || err != nil {
		t.Fatalf("told, and may not read: %v", err)
	}

	do("cou", twin, "consent.withdraw", consent.Withdraw{Channel: "phone"})
	do("pia", numbers[1], "asylum.request", assessment.RequestAsylum{})
	do("pia", numbers[2], "risk.assess", assessment.AssessRisk{Finding: "real", Sheet: "NGA-1", Reasons: "x"})
	do("pia", numbers[3], "hold.place", casefile.PlaceHold{For: "protection", Reason: "threats"})
	got := paper(desk.PaperCarrier)
	if len(got.People) != 1 || got.People[0].Given != "Amina" || got.Without != 4 {
		t.Errorf("the carrier's: %+v, without %d", got.People, got.Without)
	}
	if got := paper(desk.PaperMission); len(got.People) != 1 || got.People[0].Given != "Amina" {
		t.Errorf("the mission's names who said no in another file: %+v", got.People)
	}
	if got := relatives(); len(got) != 0 {
		t.Errorf("the household of somebody else does: %+v", got)
	}
	if may, _ := p.Desk.MayRead(ctx, there, numbers[0]); may {
		t.Error("the mission reads the file of who said no in another")
	}
	c, err := p.Desk.Case(ctx, p.Who("hop"), numbers[0])
	if err != nil {
		t.Fatal(err)
	}
	acknowledge := movement.AcknowledgeNotice{Notice: c.File.Preparation.Notices[0].ID, Meets: "Somebody."}
	if _, err := p.DoAs(ctx, there, numbers[0], "notice.acknowledge", acknowledge); fault.KindOf(err) != fault.Missing {
		t.Errorf("the mission, that reads nothing of them, records: %v", err)
	}
	if found, err := p.Desk.Find(ctx, there, desk.Search{Text: "Hawa"}); err != nil || len(found.People) != 0 {
		t.Errorf("and finds it: %+v %v", found.People, err)
	}
	if page, err := p.Desk.Cases(ctx, there, desk.Query{Limit: 50}); err != nil || len(page.Cases) != 1 || page.Cases[0].Case != numbers[4] {
		t.Errorf("and lists it: %+v %v", page.Cases, err)
	}
}

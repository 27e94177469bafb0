package web_test

import (
	"net/http"
	"strings"
	"testing"

	"amana/desk/desktest"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/screening"
)

// Each paper holds only who agreed to exactly that, and of them only what its
// recipient may have.
func TestAPaperHoldsWhoAgreedAndNothingElse(t *testing.T) {
	w, numbers := seated(t, "clearance.draw", "Zainab", "Halima", "Aisha")
	do := func(by string, i int, command string, args any) {
		t.Helper()
		if _, err := w.Do(t.Context(), by, numbers[i], command, args); err != nil {
			t.Fatal(err)
		}
	}
	do("cou", 1, "sharing.withdraw", consent.WithdrawShare{Share: consent.Share{Recipient: "carrier", Purpose: "travel"}})
	do("cou", 2, "consent.withdraw", consent.Withdraw{Channel: "in-person"})
	do("cou", 0, "sharing.consent", consent.Share{Recipient: "escort", Purpose: "travel"})
	need, err := w.Do(t.Context(), "cas", numbers[1], "need.find", screening.FindNeed{Need: "medical"})
	if err != nil {
		t.Fatal(err)
	}
	do("cas", 1, "notice.send", casefile.Notify{SendNotice: movement.SendNotice{Movement: desktest.Flight, Needs: []ledger.Hash{need.Entry}}})
	do("mov", 0, "escort.arrange", assessment.ArrangeEscort{Movement: desktest.Flight, Escort: w.Who("gat").ID})

	for paper, on := range map[string]string{"carrier": "Zainab", "escort": "Zainab", "receiving-mission": "Halima"} {
		got := w.get(t, "mov", flight+"/papers/"+paper)
		if got.status != http.StatusOK {
			t.Fatalf("%s: %d %s", paper, got.status, got.text)
		}
		for i, name := range []string{"Zainab", "Halima", "Aisha"} {
			if strings.Contains(got.text, name) != (name == on) {
				t.Errorf("the paper for the %s: %s is on it: %v", paper, name, name != on)
			}
			if numbered := strings.Contains(got.text, numbers[i]); numbered != (paper == "receiving-mission" && name == on) {
				t.Errorf("the paper for the %s holds the number of %s: %v", paper, name, numbered)
			}
		}
		if !strings.Contains(got.text, `<p class="off-paper"><strong>1 person with a seat is not on this paper`) {
			t.Errorf("the paper for the %s does not say, on the screen alone, how many are left out", paper)
		}
	}
	if got := w.get(t, "mov", flight+"/papers/embassy"); got.status != http.StatusNotFound {
		t.Errorf("a paper for an embassy: %d", got.status)
	}
}

// The carrier has no list of a manifest that is open.
func TestTheCarrierWaitsForTheManifest(t *testing.T) {
	w := newWorld(t)
	plan := movement.Plan{Reference: "F-2", Kind: "charter", To: "NGA", Line: desktest.Line, Departs: w.Now().AddDate(0, 1, 0), Arrives: w.Now().AddDate(0, 1, 1)}
	if err := w.Other(t.Context(), "mov", casefile.Movement, "F-2", "movement.plan", plan); err != nil {
		t.Fatal(err)
	}
	if got := w.get(t, "mov", "/movements/F-2/papers/carrier"); got.status != http.StatusConflict {
		t.Errorf("the carrier's list of an open manifest: %d", got.status)
	}
	if got := w.get(t, "mov", "/movements/F-2/papers"); got.status != http.StatusOK || strings.Contains(got.text, `href="/movements/F-2/papers/carrier"`) {
		t.Errorf("it is offered: %d", got.status)
	}
}

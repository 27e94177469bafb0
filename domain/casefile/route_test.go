package casefile

import (
	"slices"
	"testing"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// viaTurkey is a movement that is not direct.
var viaTurkey = movement.Plan{Reference: flight, Kind: "charter", To: "NGA", Transit: []string{"TUR"}, Line: "L-1", Cost: 1000, Departs: clock("11-21 12:00"), Arrives: clock("11-21 23:00")}

// through is a way on which the flight goes through Turkey.
func through(given []doing) []doing {
	given = slices.Clone(given)
	for i, d := range given {
		if _, plans := d.args.(movement.Plan); plans {
			given[i].args = viaTurkey
		}
	}
	return given
}

func agreesThrough(state string) doing {
	return does("cou", "sharing.consent", consent.Share{Recipient: "transit-state", Purpose: "travel", Country: state})
}

func assessedOver(states ...string) doing {
	return does("pia", "risk.assess", assessment.AssessRisk{Finding: "none", Sheet: "NGA-1", Reasons: "x", Transit: states})
}

// Nobody has a seat on a way that was not looked at for them, and nobody boards while a State on
// it would learn who comes and the person did not agree.
func TestThroughAnotherState(t *testing.T) {
	w := begin(t, through(before("seat.give"))...)
	give := does("mov", "seat.give", seat)
	if _, _, err := w.try(give); refused(err) != "blocked fault.blocked" {
		t.Errorf("a seat through a State that nobody looked at: %v", err)
	}
	w.do(assessedOver("TUR"))
	for _, d := range slices.DeleteFunc(through(way()), func(d doing) bool {
		return slices.ContainsFunc(before("seat.give"), func(b doing) bool { return b.what == d.what && b.at == d.at })
	}) {
		if d.what == "boarding.board" {
			if f := w.finding(safeguard.Boarding, "sharing-consented"); short(f) != "unmet none" || f.Next[0].About != "transit-state/travel/TUR" {
				t.Errorf("who did not agree that Turkey has their name: %s %v", short(f), f.Next)
			}
			if _, _, err := w.try(d); refused(err) != "blocked fault.blocked" {
				t.Errorf("boards without: %v", err)
			}
			w.do(agreesThrough("TUR"))
		}
		w.do(d)
	}
	if w.file.Status() != StatusArrived {
		t.Errorf("looked at and agreed to: %s", w.file.Status())
	}
}

// A movement that is moved goes through one State more, and through none less, whoever knew of whom.
func TestAMovementThatGoesAnotherWay(t *testing.T) {
	moved := func(states ...string) movement.Move {
		return movement.Move{Departs: clock("11-21 13:00"), Arrives: clock("11-21 23:00"), Transit: states, Reason: "aircraft"}
	}
	w := begin(t, with(through(before("seat.give")), assessedOver("TUR"), does("mov", "seat.give", seat))...)
	if got := w.finds(safeguard.Clearance, "individual-risk"); got != "met" {
		t.Fatalf("the way was looked at: %s", got)
	}
	w.do(notes(Movement, "mov", "movement.move", moved("ETH")))
	if got := w.finds(safeguard.Clearance, "individual-risk"); got != "unmet route" {
		t.Errorf("through Ethiopia too: %s", got)
	}
	w.do(assessedOver("ETH"))
	if got := w.finds(safeguard.Clearance, "individual-risk"); got != "unmet route" {
		t.Errorf("looked at Ethiopia alone: %s", got)
	}
	w.do(notes(Movement, "mov", "movement.move", moved()))
	if got := w.finds(safeguard.Clearance, "individual-risk"); got != "unmet route" {
		t.Errorf("moved again, and nobody says by which way: %s", got)
	}
	w.do(assessedOver("TUR", "ETH"))
	if got := w.finds(safeguard.Clearance, "individual-risk"); got != "met" {
		t.Errorf("all of it looked at: %s", got)
	}
}

// Who is told a name at the airport, or of a State on the way, is told with a consent for exactly that.
func TestANameToAnAirport(t *testing.T) {
	w := begin(t, with(before("authority.name"), agrees("airport", "travel"), agreesThrough("TUR"))...)
	w.do(does("cas", "authority.name", movement.NameToAuthority{For: "travel", Recipient: "airport"}))
	w.do(does("cas", "authority.name", movement.NameToAuthority{For: "travel", Recipient: "transit-state", Country: "TUR"}))
	w.do(does("cas", "authority.name", movement.NameToAuthority{For: "exit-permission"}))
}

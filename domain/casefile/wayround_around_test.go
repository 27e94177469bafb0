package casefile

import (
	"testing"

	"amana/domain/counselling"
	"amana/domain/monitoring"
	"amana/domain/movement"
)

// Who was talked to inside a place is of those who come from it.
func TestRaidedWhereTheyWereTalkedTo(t *testing.T) {
	w := begin(t, with(before("seat.give"), dated("11-07 09:00", "cou", "counselling.hold", counselling.Hold{Talk: inside(), Minutes: 40, Topics: []string{"rights"}}),
		notes(Place, "pia", "place.open-incident", monitoring.OpenIncident{Incident: "raided", From: date("11-08")}).on("11-08 20:00"), dated("11-10 09:00", "mov", "seat.give", seat))...)
	if held, place := w.file.Held(); !held || place != "TAJ" {
		t.Fatal(place)
	}
	if m := w.others[Movement].(*movement.State); len(m.Signs) == 0 {
		t.Error("held in a place that was raided, by a talk alone: no sign")
	}
}

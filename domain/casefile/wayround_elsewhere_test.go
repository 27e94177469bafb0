package casefile

import (
	"testing"
	"time"

	"amana/domain/assessment"
	"amana/domain/safeguard"
)

// Whom UNHCR counselled on a fear before it could know of the other file, by which they asked for
// asylum and took it back, is counselled again: also where that file is theirs through a third.
func TestCounselledBeforeTheOtherFileWasKnown(t *testing.T) {
	other := begin(t, with(here, asks.on("10-03 09:00"), takenBack.on("10-03 10:00"))...)
	fears := dated("10-05 09:00", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome})
	w := begin(t, with(before("clearance.draw"), fears, jointly.on("11-18 10:00"))...)
	w.seesFile(other)
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "met" {
		t.Fatalf("on the fear: %s", got)
	}
	w.links()
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "unmet none" {
		t.Errorf("linked since: %s", got)
	}
	w.do(jointly)
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "met" {
		t.Errorf("counselled by who knew of the link: %s", got)
	}
	w.now = w.now.Add(time.Hour)
	w.linked[0].Bound = w.now
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "unmet none" {
		t.Errorf("theirs through a third since: %s", got)
	}
	w.do(jointly)
	if got := w.finds(safeguard.Clearance, "unhcr-counselled"); got != "met" {
		t.Errorf("counselled since that: %s", got)
	}
}

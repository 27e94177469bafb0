package monitoring

import (
	"testing"
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
)

// That a place is under a wanted person is sealed to the head of protection;
// that nothing said inside counts is known to everybody, by the effect.
func TestASealedReasonStops(t *testing.T) {
	review := ReviewPlace{Reference: "ZAW", Official: true, Wanted: true, Valid: day.Day{Year: 2026, Month: 12, Of: 31}}
	e := ledger.Event{Effect: ledger.EffectOf(PlaceReviewed{review}), Sealed: ledger.SetOf(ledger.Protection)}
	review.Wanted = false // as it is read without the key
	e.Body = PlaceReviewed{review}
	var s State
	s.Apply(&e, e.Ref(0), &ledger.Ancestry{})
	if !s.Fact(time.UTC).Wanted {
		t.Error("without the key the place looks good")
	}
}

func TestIncidents(t *testing.T) {
	var s State
	apply := func(id byte, b ledger.Body) {
		e := ledger.Event{ID: ledger.Hash{id}, Body: b}
		s.Apply(&e, e.Ref(int(id)), &ledger.Ancestry{})
	}
	apply(1, PlaceReviewed{ReviewPlace{Reference: "TAJ", Official: true}})
	apply(2, IncidentOpened{})
	apply(3, IncidentOpened{})
	apply(4, IncidentClosed{CloseIncident{Incident: ledger.Hash{2}}})
	if !s.Fact(time.UTC).Incident {
		t.Error("one of two incidents was closed, and none counts")
	}
	apply(5, IncidentClosed{CloseIncident{Incident: ledger.Hash{3}}})
	if s.Fact(time.UTC).Incident {
		t.Error("both incidents were closed")
	}
}

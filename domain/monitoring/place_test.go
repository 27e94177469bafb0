package monitoring

import (
	"testing"
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
)

// Why a place is no good is sealed to the head of protection; that nothing said inside counts is known to everybody, by the effect.
func TestASealedReasonStops(t *testing.T) {
	review := ReviewPlace{Reference: "ZAW", Official: true, Wanted: true, Valid: day.Day{Year: 2026, Month: 12, Of: 31}}
	e := ledger.Event{Effect: ledger.EffectOf(PlaceReviewed{review}), Sealed: ledger.SetOf(ledger.Protection)}
	review.Official, review.Wanted = false, false // as it is read without the key
	e.Body = PlaceReviewed{review}
	var s State
	s.Apply(&e, e.Ref(0), &ledger.Ancestry{})
	if !s.Fact(time.UTC).Reviews[0].Against {
		t.Error("without the key the place looks good")
	}
	if s.Reviews[0].Found != nil {
		t.Error("what was found cannot be read, and reads as an answer")
	}
}

func TestIncidents(t *testing.T) {
	var s State
	apply := func(id byte, b ledger.Body) {
		e := ledger.Event{ID: ledger.Hash{id}, Body: b, Happened: time.Unix(int64(id), 0), Recorded: time.Unix(int64(id), 0)}
		s.Apply(&e, e.Ref(int(id)), &ledger.Ancestry{})
	}
	apply(1, PlaceReviewed{ReviewPlace{Reference: "TAJ", Official: true}})
	apply(2, IncidentOpened{})
	apply(3, IncidentOpened{})
	apply(4, IncidentClosed{CloseIncident{Incident: ledger.Hash{2}}})
	open := func() int {
		n := 0
		for _, i := range s.Fact(time.UTC).Incidents {
			if i.Until.IsZero() {
				n++
			}
		}
		return n
	}
	if open() != 1 {
		t.Error("one of two incidents was closed, and none counts")
	}
	apply(5, IncidentClosed{CloseIncident{Incident: ledger.Hash{3}}})
	if open() != 0 {
		t.Error("both incidents were closed")
	}
}

// Who may not read why a place is no good reads that it is; what others are shown stays whole.
func TestUnexplained(t *testing.T) {
	var s State
	for i, b := range []ledger.Body{
		PlaceReviewed{ReviewPlace{Reference: "ZAW", Wanted: true, Grounds: "a warrant"}}, IncidentOpened{OpenIncident{Incident: "torture"}},
		IncidentClosed{CloseIncident{Incident: ledger.Hash{2}, Outcome: "the guards were changed"}},
	} {
		e := ledger.Event{ID: ledger.Hash{byte(i + 1)}, Effect: ledger.EffectOf(b), Body: b, Recorded: time.Unix(int64(i+1), 0)}
		s.Apply(&e, e.Ref(i), &ledger.Ancestry{})
	}
	told := s.Unexplained()
	if r, i := told.Reviews[0], told.Incidents[0]; r.Found != nil || i.What+i.Outcome != "" || !r.Against || i.Closed.IsZero() {
		t.Errorf("told %+v and %+v", r, i)
	}
	if r, i := s.Reviews[0], s.Incidents[0]; r.Found == nil || r.Found.Grounds != "a warrant" || i.What != "torture" || i.Outcome != "the guards were changed" {
		t.Errorf("the place itself lost what was found: %+v and %+v", r, i)
	}
}

// A review that found nothing wrong does not hide one that it did not know of.
func TestTwoReviewsBesideEachOther(t *testing.T) {
	bad := PlaceReviewed{ReviewPlace{Reference: "TAJ", Official: true, Wanted: true, Valid: day.Day{Year: 2026, Month: 12, Of: 31}}}
	good := bad
	good.Wanted = false
	for _, order := range [][]PlaceReviewed{{bad, good}, {good, bad}} {
		var s State
		for i, b := range order {
			e := ledger.Event{ID: ledger.Hash{byte(i + 1)}, Effect: ledger.EffectOf(b), Body: b}
			s.Apply(&e, e.Ref(i), &ledger.Ancestry{N: 2, Past: [][]uint64{{0}, {0}}})
		}
		for _, r := range s.Fact(time.UTC).Reviews {
			if !r.Against {
				t.Error("a review hides one that it did not know of")
			}
		}
	}
}

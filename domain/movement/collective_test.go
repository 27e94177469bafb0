package movement

import (
	"testing"

	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// folded is what becomes of events that each know those before them.
func folded(all ...ledger.Body) *State {
	var s State
	for i, b := range all {
		e := ledger.Event{ID: ledger.Hash{byte(i + 1)}, Body: b}
		s.Apply(&e, e.Ref(i), &ledger.Ancestry{})
	}
	return &s
}

func (s *State) open() (n int) {
	for _, k := range s.Signs {
		if !k.Answered {
			n++
		}
	}
	return n
}

func seats(n ...byte) (all []ledger.Hash) {
	for _, b := range n {
		all = append(all, ledger.Hash{b})
	}
	return all
}

func shows(sign, place string, of ...byte) ManifestExamined {
	return ManifestExamined{Book: "b/1", Seats: seats(of...), Signs: []Shown{{Sign: sign, Place: place, Seats: seats(of...)}}}
}

// A sign that is seen again after it was answered is open again.
func TestSignSeenAgain(t *testing.T) {
	s := folded(SignNoted{NoteSign{"raided"}}, SignAnswered{AnswerSign{Sign: "raided"}}, SignNoted{NoteSign{"raided"}})
	if s.open() != 1 {
		t.Errorf("%d signs are open although one was seen again", s.open())
	}
}

// An answer is about those whom it could know of.
func TestAnAnswerIsAboutThePeopleItKnew(t *testing.T) {
	answer := SignAnswered{AnswerSign{Sign: "one-place"}}
	for _, c := range []struct {
		name string
		is   []ledger.Body
		open int
	}{
		{"unanswered", []ledger.Body{shows("one-place", "TAJ", 1, 2)}, 1},
		{"answered", []ledger.Body{shows("one-place", "TAJ", 1, 2), answer}, 0},
		{"answered before it was there", []ledger.Body{SignNoted{NoteSign{"one-place"}}, answer, shows("one-place", "TAJ", 1, 2)}, 1},
		{"the same again", []ledger.Body{shows("one-place", "TAJ", 1, 2), answer, shows("one-place", "TAJ", 1, 2)}, 0},
		{"fewer now", []ledger.Body{shows("one-place", "TAJ", 1, 2, 3), answer, shows("one-place", "TAJ", 1, 2)}, 0},
		{"one more", []ledger.Body{shows("one-place", "TAJ", 1, 2), answer, shows("one-place", "TAJ", 1, 2, 3)}, 1},
		{"as many, one of them another", []ledger.Body{shows("one-place", "TAJ", 1, 2), answer, shows("one-place", "TAJ", 1, 3)}, 1},
		{"another place", []ledger.Body{shows("one-place", "TAJ", 1, 2), answer, shows("one-place", "ZAW", 1, 2)}, 1},
		{"another sign", []ledger.Body{shows("one-place", "TAJ", 1, 2), answer, shows("raided", "TAJ", 1, 2)}, 1},
		{"not shown any more and never answered", []ledger.Body{shows("one-place", "TAJ", 1, 2), ManifestExamined{Book: "b/1", Seats: seats(1)}}, 1},
	} {
		if s := folded(c.is...); s.open() != c.open {
			t.Errorf("%s: %d signs are open, want %d", c.name, s.open(), c.open)
		}
	}
}

// An answer that did not know of a sign does not answer it, wherever the two fold.
func TestAnAnswerBesideTheSign(t *testing.T) {
	for _, order := range [][]ledger.Body{
		{SignNoted{NoteSign{"raided"}}, SignAnswered{AnswerSign{Sign: "raided"}}},
		{SignAnswered{AnswerSign{Sign: "raided"}}, SignNoted{NoteSign{"raided"}}},
	} {
		var s State
		for i, b := range order {
			e := ledger.Event{ID: ledger.Hash{byte(i + 1)}, Body: b}
			s.Apply(&e, e.Ref(i), &ledger.Ancestry{N: 2, Past: [][]uint64{{0}, {0}}})
		}
		if s.open() != 1 {
			t.Error("an answer that knew of no sign answered one")
		}
	}
}

func TestWhatAnExaminationTells(t *testing.T) {
	sign := safeguard.Sign{Sign: "one-place", Place: "TAJ", Seats: seats(1, 2)}
	held := folded(shows("one-place", "TAJ", 1, 2))
	for _, c := range []struct {
		name  string
		on    *State
		e     safeguard.Examination
		signs []safeguard.Sign
		want  bool
	}{
		{"the first", &State{}, safeguard.Examination{Book: "b/1"}, nil, true},
		{"the same", held, safeguard.Examination{Book: "b/1", Seats: seats(1, 2)}, []safeguard.Sign{sign}, false},
		{"somebody lost their seat", held, safeguard.Examination{Book: "b/1", Seats: seats(1)}, nil, false},
		{"somebody got one", held, safeguard.Examination{Book: "b/1", Seats: seats(1, 2, 3)}, nil, true},
		{"another book", held, safeguard.Examination{Book: "b/2", Seats: seats(1, 2)}, nil, true},
		{"a file cannot be read any more", held, safeguard.Examination{Book: "b/1", Seats: seats(1), Unread: 1}, nil, true},
		{"another sign", held, safeguard.Examination{Book: "b/1", Seats: seats(1, 2)}, []safeguard.Sign{{Sign: "raided", Place: "TAJ", Seats: seats(1)}}, true},
	} {
		if got := c.on.Tells(c.e, c.signs); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

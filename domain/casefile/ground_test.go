package casefile

import (
	"testing"

	"amana/domain/assessment"
	"amana/domain/ledger"
	"amana/domain/movement"
)

// The ground on which somebody boarded may be found gone while they sit aboard.
var aboard = []struct {
	name  string
	says  doing
	stops bool
}{
	{"unable today after all", does("sam", "capacity.find", assessment.FindCapacity{Outcome: "unable-today", Supported: true}), true},
	{"lastingly unable after all", does("sam", "capacity.find", assessment.FindCapacity{Outcome: "lasting-inability", Supported: true}), true},
	{"able, once more", does("sam", "capacity.find", assessment.FindCapacity{Outcome: "able", Supported: true}), false},
	{"able with support, once more", does("sam", "capacity.find", assessment.FindCapacity{Outcome: "able-with-support", Supported: true}), false},
	{"the review accepts no longer", does("lea", "voluntary.review", assessment.Review{Reasons: "the debt was called in"}), true},
	{"the review accepts without saying why", does("lea", "voluntary.review", assessment.Review{Accepts: true}), true},
	{"the review accepts, once more", does("lea", "voluntary.review", assessment.Review{Accepts: true, Reasons: "seen"}), false},
	{"nobody safe waits", does("pia", "caregiver.arrange", assessment.ArrangeCaregiver{Who: "caregiver", Status: "unaccompanied"}), true},
	{"somebody safe waits", does("pia", "caregiver.arrange", assessment.ArrangeCaregiver{Who: "caregiver", Safe: true, Status: "with-parent"}), false},
	{"they are alone", does("pia", "caregiver.arrange", assessment.ArrangeCaregiver{Who: "caregiver", Safe: true, Status: "unaccompanied"}), true},
}

// doubted is the way to the aircraft of somebody whose capacity was doubted and
// found, and who sits aboard.
func doubted() []doing {
	able := assessment.FindCapacity{Outcome: "able-with-support", Supported: true}
	return with(before("boarding.board"), dated("11-21 10:30", "doc", "capacity.doubt", assessment.Doubt{Why: "confused"}),
		does("doc", "capacity.find", able), does("sam", "capacity.find", able),
		dated("11-21 11:00", "mov", "boarding.board", movement.Board{Movement: flight}))
}

var leaves = dated("11-21 12:05", "mov", "departure.record", depart{movement.Depart{Movement: flight}})

// Nobody leaves on a boarding whose ground is gone: not where it is read with
// fewer keys than the finding has, and not where it is heard of late.
func TestAGroundThatIsGoneStopsTheDeparture(t *testing.T) {
	for _, g := range aboard {
		t.Run(g.name, func(t *testing.T) {
			want := "departure.departed"
			if g.stops {
				want = "departure.uncleared"
			}
			says := g.says.on("11-21 11:30")

			w := begin(t, with(doubted(), says)...)
			for who, open := range keys {
				c, around := w.readBy(open), w.around(nil)
				if may := c.MayDepart(flight, clock("11-21 12:05"), c.Stands(&around, w.book)); may != (open.Has(ledger.General) && !g.stops) {
					t.Errorf("with the keys of %s they may leave: %t", who, may)
				}
			}
			if got := w.do(leaves); got[0] != want {
				t.Errorf("on the file: %s, want %s", got[0], want)
			}

			w = begin(t, doubted()[:len(doubted())-1]...)
			w.beside(dated("11-21 11:00", "mov", "boarding.board", movement.Board{Movement: flight}), says)
			if got, _, err := w.try(leaves); err != nil || got[0].Kind() != want {
				t.Errorf("beside the boarding: %v %v, want %s", got, err, want)
			}

			w = begin(t, doubted()...)
			w.beside(says, leaves)
			if w.file.Crossed() != g.stops {
				t.Errorf("beside the departure: crossed %t", !g.stops)
			}
		})
	}
}

// Whoever boards again, knowing what was found, leaves on that.
func TestABoardingThatKnowsTheFindingStands(t *testing.T) {
	refuses := does("lea", "voluntary.review", assessment.Review{})
	accepts := does("lea", "voluntary.review", assessment.Review{Accepts: true, Reasons: "x"})
	w := begin(t, with(doubted()[:len(doubted())-1], refuses.on("11-21 10:45"), does("sam", "voluntary.assess", free), accepts, dated("11-21 11:00", "mov", "boarding.board", movement.Board{Movement: flight}))...)
	if got := w.do(leaves); got[0] != "departure.departed" { // they were heard since, and accepted
		t.Errorf("boarded after it: %s", got[0])
	}
}

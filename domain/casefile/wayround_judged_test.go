package casefile

import (
	"testing"

	"amana/domain/assessment"
	"amana/domain/safeguard"
)

// indebtedAnd is whoever is indebted and was heard twice, with what follows.
func indebtedAnd(more ...doing) []doing {
	return with(with(without(before("seat.give"), "voluntary.assess"), agrees("libyan-authority", "release"),
		dated("10-30 09:00", "sam", "voluntary.assess", indebted), dated("11-01 09:00", "pia", "voluntary.repeat", assessment.Repeat{Assess: indebted})), more...)
}

// askedAndReleased asks for release, which is granted.
func askedAndReleased() []doing {
	return []doing{does("pia", "release.request", assessment.RequestRelease{Of: "release"}), does("pia", "release.answer", assessment.AnswerRelease{Answer: "granted"})}
}

func leadReviews(accepts bool) doing {
	return does("lea", "voluntary.review", assessment.Review{Accepts: accepts, Reasons: "x"})
}

// A review by which the wish does not stand is ended by a review alone, of somebody who knows
// what the person said since.
func TestARefusedReviewIsPassedOver(t *testing.T) {
	refused := indebtedAnd(append(askedAndReleased(), leadReviews(false))...)
	w := begin(t, refused...)
	f := w.finding(safeguard.Clearance, "voluntary")
	if short(f) != "unmet review-refused" || f.Next[0].Do != "voluntary.repeat" {
		t.Fatal(short(f), f.Next)
	}
	w.do(leadReviews(true))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet review-refused" {
		t.Errorf("refused, and accepted the minute after: nobody heard the person in between: %s", got)
	}
	w = begin(t, refused...)
	w.do(dated("11-08 09:00", "cou", "voluntary.assess", free))
	if f = w.finding(safeguard.Clearance, "voluntary"); short(f) != "unmet review-refused" || len(f.Next) != 1 || f.Next[0].Do != "voluntary.review" {
		t.Fatalf("the protection lead refused; a counsellor finds no constraint: voluntary %s, %v", short(f), f.Next)
	}
	w.do(leadReviews(true))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "met" {
		t.Errorf("heard since, no constraint is found any more, and the protection lead accepts: %s", got)
	}
	w = begin(t, refused...)
	w.do(dated("11-08 09:00", "pia", "voluntary.repeat", assessment.Repeat{Assess: indebted}))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet review" {
		t.Errorf("indebted still, and heard again: %s", got)
	}
	w.do(leadReviews(true))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "met" {
		t.Errorf("indebted still, heard again, and accepted: %s", got)
	}
}

// An answer on release is one to every request before it, also where the last was not one that
// counts.
func TestAnAnswerToAnotherRequest(t *testing.T) {
	request := assessment.RequestRelease{Of: "release"}
	unnamed := request
	unnamed.Unnamed = true
	w := begin(t, indebtedAnd(does("pia", "release.request", request), does("pia", "release.request", unnamed))...)
	w.do(does("pia", "release.answer", assessment.AnswerRelease{Answer: "no-answer"}))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet release-unanswered" {
		t.Errorf("no answer, within the hour: %s", got)
	}
	w.do(dated("11-12 09:00", "pia", "release.answer", assessment.AnswerRelease{Answer: "no-answer"}))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet review" {
		t.Errorf("recorded, as it says, that nobody answered: %s", got)
	}
	w = begin(t, indebtedAnd(does("pia", "release.request", unnamed), does("pia", "release.answer", assessment.AnswerRelease{Answer: "refused"}), does("pia", "release.request", request))...)
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet release-unanswered" {
		t.Errorf("answered before they were asked for by name: %s", got)
	}
}

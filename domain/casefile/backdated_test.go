package casefile

import (
	"testing"
	"time"

	"amana/domain/consent"
	"amana/domain/country"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// What is written beside an act as the time when it happened ends no protection:
// that counts from when it was recorded.
func TestATypedDateLoosensNothing(t *testing.T) {
	held := with(before("voluntary.assess"), does("cas", "custody.record", RecordCustody{Date: "wish", Held: true, Place: "TAJ"}))
	said := func() doing {
		a := free
		a.Talk = inside()
		return dated("10-20 09:00", "pia", "voluntary.assess", a)
	}()
	notOfficial := notes(Place, "hop", "place.review", monitoring.ReviewPlace{Reference: "TAJ", Valid: date("12-31")})
	official := notes(Place, "hop", "place.review", monitoring.ReviewPlace{Reference: "TAJ", Official: true, Valid: date("12-31")})
	grave := notes(Place, "hop", "place.open-incident", monitoring.OpenIncident{Incident: "torture", From: date("10-05")})
	closes := notes(Place, "hop", "place.close-incident", named("place.incident-opened", func(h ledger.Hash) any { return monitoring.CloseIncident{Incident: h, Outcome: "x"} }))
	for _, c := range []struct {
		name string
		then []doing
		want string
	}{
		{"nothing", []doing{said}, "unmet second-interview"},
		{"a grave incident", []doing{said, grave}, "unmet inside"},
		{"one that is closed as of before", []doing{said, grave, closes.says("10-05 00:01")}, "unmet inside"},
		{"one that was closed by then", []doing{grave, closes, said}, "unmet second-interview"},
		{"a review against the place, as of before", []doing{said, notOfficial.says("10-10 09:00")}, "unmet inside"},
		{"one for it, as of before", []doing{notOfficial, said, official.says("10-19 09:00")}, "unmet inside"},
		{"one for it, in the second of the talk", []doing{notOfficial, official.on("10-20 09:00"), said}, "unmet inside"},
		{"an incident that is closed in the second of the talk", []doing{grave, closes.on("10-20 09:00"), said}, "unmet inside"},
		{"one for it, by then", []doing{notOfficial, official, said}, "unmet second-interview"},
		{"one against it, as of before one for it", []doing{official, said, notOfficial.says("10-02 09:00")}, "unmet inside"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t, with(held, c.then...)...)
			if got := w.finds(safeguard.Clearance, "voluntary"); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// A boarding that is recorded when the person has left authorised nothing.
func TestABoardingWrittenAfterwards(t *testing.T) {
	for earlier, want := range map[time.Duration]string{time.Minute: "departure.uncleared", 0: "departure.departed"} {
		w := begin(t, before("boarding.board")...)
		w.do(does("mov", "boarding.board", movement.Board{Movement: flight}).says("10-05 09:00"))
		left := w.now.Add(-earlier).Format("01-02 15:04")
		if got := w.do(does("mov", "departure.record", depart{movement.Depart{Movement: flight}}).says(left)); got[0] != want {
			t.Errorf("left at %s, the boarding recorded at %s: %s, want %s", left, w.file.Travel.Boarded.Until, got[0], want)
		}
	}
}

// An option that is said to have opened before they were told of it is new to
// them if it was recorded afterwards.
func TestAnOptionOpenedAsOfBefore(t *testing.T) {
	w := begin(t, before("boarding.board")...)
	w.do(notes(Country, "lea", "country.open-option", country.OpenOption{Option: "stay"}).says("10-01 09:00"))
	if got := w.finds(safeguard.Clearance, "alternatives-offered"); got != "unmet opened" {
		t.Errorf("opened, and written as of before they were told: %s", got)
	}
}

// A stop is answered by what was said after it. What is written down after it and
// happened before, as a yes that a telephone kept, answers nothing.
func TestWhatHappenedBeforeAnswersNothing(t *testing.T) {
	reaffirm := func(answer string) consent.Reaffirm { return consent.Reaffirm{Talk: alone, Answer: answer} }
	for name, c := range map[string]struct {
		stop, answer doing
		act          safeguard.Act
		rule         safeguard.ID
		stopped      string
	}{
		"not sure at the gate":    {does("gat", "gate.answer", said("not-sure")), does("gat", "gate.answer", said("yes")), safeguard.Boarding, "gate", "unmet not-sure"},
		"not sure when asked":     {does("cou", "consent.reaffirm", reaffirm(safeguard.NotSure)), does("cou", "consent.reaffirm", reaffirm(safeguard.Yes)), safeguard.Boarding, "reaffirmed", "unmet not-sure"},
		"a request for asylum":    {asks, takenBack, safeguard.Clearance, "unhcr-counselled", "unmet asylum"},
		"a hold":                  {held, lifted, safeguard.Boarding, "no-hold", "unmet protection"},
		"what somebody else says": {does("hot", "consent.report", consent.Report{Channel: "sms"}), does("pia", "consent.settle-report", settle("denied")), safeguard.Boarding, "consent-stands", "unmet reported"},
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t, before("boarding.board")...)
			w.do(c.stop)
			stopped := w.finds(c.act, c.rule)
			if stopped != c.stopped {
				t.Fatalf("after it %s is %s, want %s", c.rule, stopped, c.stopped)
			}
			w.anyhow(c.answer.says(w.now.Add(-time.Hour).Format("01-02 15:04")))
			if got := w.finds(c.act, c.rule); got != stopped {
				t.Errorf("answered as of before: %s", got)
			}
			if w.do(c.answer); w.finds(c.act, c.rule) == stopped {
				t.Errorf("answered afterwards: still %s", stopped)
			}
		})
	}
}

package safeguard

import (
	"strings"
	"testing"
	"time"
)

// urgent lets a doctor state the facts of an urgent return.
func (w *world) urgent(movement string, ago time.Duration) { w.states("doc", movement, ago) }

func (w *world) states(by, movement string, ago time.Duration) {
	w.Journey.Urgent = append(w.Journey.Urgent, Urgent{w.by(by, ago), movement})
}

func (w *world) seconds(by, movement string, ago time.Duration) {
	w.Journey.Seconded = append(w.Journey.Seconded, Urgent{w.by(by, ago), movement})
}

func (w *world) looks(stands bool) {
	w.Journey.Looked = append(w.Journey.Looked, UrgentReview{w.by("ove", hours(2)), flight, stands})
}

// Whose word makes a return urgent: seen in two talks of one day, which count
// as two then only.
func TestWhoStatesAnUrgentReturn(t *testing.T) {
	book := testBook(t)
	for _, c := range []struct {
		name   string
		change func(w *world)
		want   string
	}{
		{"nobody", func(*world) {}, "unmet sessions"},
		{"a doctor", func(w *world) { w.states("doc", flight, days(2)) }, "met"},
		{"a caseworker", func(w *world) { w.states("cas", flight, days(2)) }, "unmet sessions"},
		{"the head of protection alone", func(w *world) { w.states("hop", flight, days(2)) }, "unmet sessions"},
		{"and somebody from outside", func(w *world) { w.states("hop", flight, days(2)); w.seconds("obs", flight, days(1)) }, "met"},
		{"and UNHCR", func(w *world) { w.states("hop", flight, days(2)); w.seconds("unh", flight, days(1)) }, "met"},
		{"and a protection officer", func(w *world) { w.states("hop", flight, days(2)); w.seconds("pia", flight, days(1)) }, "unmet sessions"},
		{"and themself", func(w *world) { w.states("hop", flight, days(2)); w.seconds("hop", flight, days(1)) }, "unmet sessions"},
		{"and somebody who did not know of it", func(w *world) { w.seconds("obs", flight, days(3)); w.states("hop", flight, days(2)) }, "unmet sessions"},
		{"and somebody, of another movement", func(w *world) { w.states("hop", flight, days(2)); w.seconds("obs", "other", days(1)) }, "unmet sessions"},
		{"a doctor, and the review upholds it", func(w *world) { w.states("doc", flight, days(2)); w.looks(true) }, "met"},
		{"a doctor, and the review does not", func(w *world) { w.states("doc", flight, days(2)); w.looks(false) }, "unmet sessions"},
		{"the same doctor again, after the review", func(w *world) {
			w.states("doc", flight, days(2))
			w.looks(false)
			w.states("doc", flight, hours(1))
		}, "unmet sessions"},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			w := ready()
			w.Will.Sessions[1].Since, w.Will.Sessions[1].By = w.Will.Sessions[0].Since.Add(hours(3)), who("sam")
			c.change(w)
			if got := answer(ask(t, book, w.Facts, now, Clearance, "counselled")); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// A panel that met by telephone decides on an urgent return only.
func TestAPanelByTelephone(t *testing.T) {
	book := testBook(t)
	w := ready()
	w.lone()
	for i := range w.Protection.Votes {
		w.Protection.Votes[i].Telephone = true
	}
	if got := answer(ask(t, book, w.Facts, now, Clearance, "best-interests")); got != "unmet panel" {
		t.Errorf("by telephone: %s", got)
	}
	w.urgent(flight, days(1))
	if got := answer(ask(t, book, w.Facts, now, Clearance, "best-interests")); got != "met" {
		t.Errorf("by telephone, of an urgent return: %s", got)
	}
}

// The review from outside has its day, and none once it was made.
func TestWhenAnUrgentReturnIsReviewed(t *testing.T) {
	book := testBook(t)
	w := ready()
	if !Reviewed(w.Facts, book).IsZero() {
		t.Error("a review of nothing is due")
	}
	w.urgent(flight, hours(10))
	if got, want := Reviewed(w.Facts, book), now.Add(hours(62)); !got.Equal(want) {
		t.Errorf("due %v, want %v", got, want)
	}
	w.looks(true)
	if got := Reviewed(w.Facts, book); !got.IsZero() {
		t.Errorf("reviewed, and still due %v", got)
	}
}

// Above five in a hundred of a quarter, and not at five.
func TestUrgentReturnsOfAQuarter(t *testing.T) {
	book := testBook(t)
	for _, c := range []struct {
		urgent, departed int
		alarm            bool
	}{{0, 0, false}, {0, 7, false}, {1, 20, false}, {1, 19, true}, {5, 100, false}, {6, 100, true}, {1, 1, true}} {
		if got := book.TooManyUrgent(c.urgent, c.departed); got != c.alarm {
			t.Errorf("%d of %d: %v", c.urgent, c.departed, got)
		}
	}
}

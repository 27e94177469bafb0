package safeguard

import (
	"testing"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

// A wait that has a clock of its own has that day, from when it began, for those
// who read why; and only while it is that for which it waits. Everybody else is
// told the general day.
func TestWaitsWithAClockOfTheirOwn(t *testing.T) {
	book := testBook(t)
	undecided := func(w *world) { w.lone(); w.convened(days(20)) }
	inDoubt := func(w *world, ago time.Duration) {
		w.Person.AgeDoubts = append(w.Person.AgeDoubts, w.by("pia", ago))
	}
	real := func(w *world, ago time.Duration) {
		w.Refoulement.Risks = []Risk{{Ref: w.by("pia", ago), Finding: "real"}}
	}
	lasting := func(w *world) {
		w.Will.Doubts = []Doubt{{w.by("pia", days(13))}}
		w.Will.Capacity = []Capacity{{Ref: w.by("doc", days(12)), Outcome: "lasting-inability"}}
	}
	for _, c := range []struct {
		name   string
		rule   ID
		change func(w *world)
		reason string
		from   time.Duration // ago, when the clock began
		days   int
		open   time.Duration // ago, when that of everybody else began
	}{
		// What a panel is asked.
		{"a child alone, and nobody called a panel", "best-interests", func(w *world) { undecided(w); w.Protection.Panel = nil }, "panel", days(26), 3, days(26)},
		{"too few are called", "best-interests", func(w *world) { undecided(w); w.Protection.Panel = w.Protection.Panel[1:] }, "panel", days(26), 3, days(26)},
		{"one of them prepared it", "best-interests", func(w *world) { undecided(w); w.Protection.Interests[0].By = who("bi2") }, "panel", days(26), 3, days(26)},
		{"one of them is called twice", "best-interests", func(w *world) { undecided(w); w.Protection.Panel[0].Officer = who("bi2") }, "panel", days(26), 3, days(26)},
		{"one of them serves no more", "best-interests", func(w *world) {
			undecided(w)
			w.Protection.Panel[1].Ended = ledger.Ref{Seq: w.seq, ID: ledger.Hash{9}}
		}, "panel", days(26), 3, days(26)},
		{"a panel sits", "best-interests", undecided, "panel", days(26), 21, days(26)},
		{"a panel sits, of which two have spoken", "best-interests", func(w *world) {
			undecided(w)
			w.votes("bi1", AboutReturn, "UNICEF", days(9), true)
			w.votes("bi2", AboutReturn, "UNHCR", days(9), true)
		}, "panel", days(26), 21, days(26)},
		{"all have spoken, and another agency is missing", "best-interests", func(w *world) {
			undecided(w)
			for _, of := range []string{"bi1", "bi2", "bi3"} {
				w.votes(of, AboutReturn, "UNICEF", days(9), true)
			}
		}, "panel", days(26), 3, days(26)},
		{"a panel sits, and the child is assessed again", "best-interests", func(w *world) {
			undecided(w)
			w.Protection.Interests = append(w.Protection.Interests, Interest{Ref: w.by("sam", days(8)), Agrees: true, Guardian: Carer})
		}, "panel", days(26), 21, days(8)},
		{"assessed with a parent, and found alone since", "best-interests", func(w *world) {
			undecided(w)
			w.Person.Alone = WithParent
			w.Protection.Caregiver[0].Since, w.Protection.Caregiver[0].Until = now.Add(-days(5)), now.Add(-days(5))
		}, "panel", days(5), 21, days(26)},
		{"one of the panel said no", "best-interests", func(w *world) {
			undecided(w)
			w.votes("bi3", AboutReturn, "UNHCR", days(5), false)
		}, "not-in-interest", days(5), 21, days(5)},
		{"an infant, of whom it is in doubt to whom they belong", "best-interests", func(w *world) {
			w.infant()
			w.Protection.Bonds[0].Doubt = true
			w.convened(days(20))
		}, "bond-doubt", days(26), 21, days(26)},
		{"against return, which another officer may look at again", "best-interests", func(w *world) {
			w.child()
			w.convened(days(20))
			w.Protection.Interests[0].Agrees = false
		}, "not-in-interest", days(26), 3, days(26)},
		{"the panel has decided, and the escort is missing", "best-interests", func(w *world) {
			w.lone()
			w.Protection.Escort = nil
		}, "escort", days(20), 3, days(20)},
		{"a parent objects", "family-unity", func(w *world) {
			w.child()
			w.convened(days(20))
			w.Protection.Together[0].Other = Objects
		}, "panel", days(26), 21, days(26)},
		{"a lasting inability to decide", "capacity", func(w *world) { lasting(w); w.convened(days(10)) }, "panel", days(12), 21, days(13)},
		{"of which nobody called a panel", "capacity", lasting, "panel", days(13), 10, days(13)},

		// A doubt about age.
		{"in doubt about age, and newly assessed", "best-interests", func(w *world) {
			inDoubt(w, days(9))
			w.Person.Alone = "unaccompanied"
			w.Protection.Interests = []Interest{{Ref: w.by("pia", hours(1)), Agrees: true}}
		}, "panel", days(9), 10, hours(1)},
		{"in doubt about age, and a panel sits", "best-interests", func(w *world) {
			undecided(w)
			inDoubt(w, days(8))
			w.Protection.Interests[0].Since, w.Protection.Interests[0].Until = now, now
		}, "panel", days(8), 10, 0},
		{"in doubt about age for the second time", "best-interests", func(w *world) {
			inDoubt(w, days(9))
			inDoubt(w, hours(1))
		}, "assessment", days(9), 10, hours(1)},
		{"in doubt about age, of two that did not know of each other", "best-interests", func(w *world) {
			inDoubt(w, hours(1))
			inDoubt(w, days(9))
		}, "assessment", days(9), 10, hours(1)},
		{"in doubt about age, and the general day is sooner", "best-interests", func(w *world) { inDoubt(w, days(9)) }, "assessment", days(9), 3, days(9)},

		// A finding of real risk.
		{"real risk, and nobody asked", "real-risk-absolute", func(w *world) { real(w, days(60)) }, "real", days(60), 10, days(60)},
		{"real risk, and somebody asked", "real-risk-absolute", func(w *world) { real(w, days(60)); w.Review = w.by("cou", days(4)) }, "real", days(4), 10, days(60)},
		{"of which the assessment says so too", "individual-risk", func(w *world) { real(w, days(60)); w.Review = w.by("cou", days(4)) }, "real", days(4), 10, days(60)},
		{"asked of somebody held, who waits for no ten days", "real-risk-absolute", func(w *world) {
			real(w, days(60))
			w.Review, w.Person.Held = w.by("cou", days(4)), true
		}, "real", days(4), 3, days(60)},
		{"asked before the risk was found", "real-risk-absolute", func(w *world) { w.Review = w.by("cou", days(70)); real(w, days(60)) }, "real", days(60), 10, days(60)},
	} {
		w := ready()
		w.Opened = now.Add(-days(400))
		c.change(w)
		f := ask(t, book, w.Facts, now, Clearance, c.rule)
		general := book.values[DueDays]
		if class := w.Person.ClassAt(now, book, tripoli); w.Person.Held || class == Child || class == Infant {
			general = book.values[UrgentDueDays]
		}
		due, open := now.Add(days(c.days)-c.from), now.Add(days(general)-c.open)
		if want := string(c.rule) + "." + c.reason; f.Reason.Key != want || !f.Due.Equal(due) || !f.OpenDue.Equal(open) {
			t.Errorf("%s: %s is due %v and for all others %v; want %s, %v and %v", c.name, f.Reason.Key, f.Due, f.OpenDue, want, due, open)
		}
	}
}

// Past the day of its own clock a wait goes up as every other does.
func TestAPanelPastItsDayGoesUp(t *testing.T) {
	w := ready()
	w.lone()
	w.convened(days(20))
	for after, to := range map[time.Duration]access.Role{0: "", time.Minute: access.ProtectionLead, days(3): access.HeadOfProtection, days(6): access.HeadOfMission} {
		f := ask(t, testBook(t), w.Facts, now.Add(-days(26)+days(21)+after), Clearance, "best-interests")
		if f.Up != to {
			t.Errorf("%v past its day with %q, want %q", after, f.Up, to)
		}
	}
}

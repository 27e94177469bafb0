package safeguard

import (
	"slices"
	"testing"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

// A day that is shown to all tells nobody who is ill or trafficked; who may
// read that sees the shorter one.
func TestDueTellsNothing(t *testing.T) {
	book := testBook(t)
	blocked := func(change func(*world)) map[ID]Finding {
		w := ready()
		w.Will.Consents, w.Protection.Caregiver, w.Around.Movement = nil, nil, nil
		w.Protection.Screenings, w.Will.Voluntary, w.Protection.Trafficking = nil, nil, w.Protection.Trafficking[:1]
		if change != nil {
			change(w)
		}
		all := map[ID]Finding{}
		for _, f := range Evaluate(w.Facts, book, now, Boarding) {
			if f.State.Blocks() {
				all[f.Safeguard] = f
			}
		}
		return all
	}
	plain := blocked(nil)
	for name, c := range map[string]struct {
		change  func(*world)
		shorter ID
	}{
		"ill":        {func(w *world) { w.Protection.Health[0].Outcome = "unfit" }, "fit-to-travel"},
		"trafficked": {func(w *world) { w.Protection.Trafficking[0].Outcome = "identified" }, "voluntary"},
	} {
		for id, f := range blocked(c.change) {
			was, there := plain[id]
			switch {
			case !there: // a finding of its own compartment
			case f.Compartment == ledger.General && !f.Due.Equal(was.Due), !f.OpenDue.Equal(was.OpenDue):
				t.Errorf("%s: %s is due %v, of somebody else %v", name, id, f.Due, was.Due)
			}
		}
		f := blocked(c.change)[c.shorter]
		if got, want := f.OpenDue.Sub(f.Due), days(book.values[DueDays]-book.values[UrgentDueDays]); got != want {
			t.Errorf("%s: %s is due %v sooner for those who may know, want %v", name, c.shorter, got, want)
		}
	}
}

// What its owner did not mend by its day goes up by itself, one step each time
// that as many days are over again: sooner for those to whom waiting is a harm.
func TestPastItsDayItGoesUp(t *testing.T) {
	book := testBook(t)
	const day = 24 * time.Hour
	for name, c := range map[string]struct {
		rule ID
		held bool
		days time.Duration // past its day
		to   access.Role
	}{
		"not yet past its day":             {"consent", false, 0, ""},
		"a minute later":                   {"consent", false, time.Minute, access.ProtectionLead},
		"ten days later":                   {"consent", false, 10*day - time.Minute, access.ProtectionLead},
		"and then":                         {"consent", false, 10 * day, access.HeadOfProtection},
		"thirty days":                      {"consent", false, 30 * day, access.HeadOfMission},
		"a year":                           {"consent", false, 365 * day, access.HeadOfMission},
		"of somebody held":                 {"consent", true, 3 * day, access.HeadOfProtection},
		"of what the protection lead owns": {"no-hold", false, time.Minute, access.HeadOfProtection},
	} {
		w := ready()
		w.Person.Held = c.held
		w.Will.Consents, w.Protection.Holds = nil, []Hold{{Ref: w.by("pia", 1), Kind: "law"}}
		at := func(moment time.Time) Finding {
			all := Evaluate(w.Facts, book, moment, Clearance)
			return all[slices.IndexFunc(all, func(f Finding) bool { return f.Safeguard == c.rule })]
		}
		f := at(now)
		for f.Due.Before(now) { // the case is older than the wait
			w.Opened = w.Opened.Add(day)
			f = at(now)
		}
		if got := at(f.Due.Add(c.days)); got.Up != c.to || !got.Due.Equal(f.Due) {
			t.Errorf("%s: with %q, want %q (owner %s, due %v, then %v)", name, got.Up, c.to, got.Owner, f.Due, got.Due)
		}
	}
}

// What is asked for at the gate, and by the second officer, has its day from the
// seat, however old the file is; all else from the opening.
func TestWhatASeatAsksForHasItsDayFromTheSeat(t *testing.T) {
	book := testBook(t)
	w := ready()
	w.Journey.Same, w.Journey.Chosen, w.Journey.Drawn = nil, nil, nil
	w.Preparation.Told, w.Will.Consents = nil, nil
	seat := w.Opened.Add(days(30))
	w.Journey.Seated.Since = seat
	from := map[ID]time.Time{"same-person": seat, "four-eyes": seat, "reintegration-told": w.Opened, "consent": w.Opened}
	for _, f := range Evaluate(w.Facts, book, seat.Add(days(1)), Boarding) {
		if want, asked := from[f.Safeguard]; asked {
			delete(from, f.Safeguard)
			if !f.State.Blocks() || !f.Since.Equal(want) || !f.OpenDue.Equal(want.Add(days(book.values[DueDays]))) {
				t.Errorf("%s stands so since %v and is due %v, want from %v", f.Safeguard, f.Since, f.OpenDue, want)
			}
		}
	}
	if len(from) > 0 {
		t.Errorf("nothing was said of %v", from)
	}
	w.Around.Movement.Departs = seat.Add(days(2))
	w.Around.Movement.Arrives = seat.Add(days(3))
	all := Evaluate(w.Facts, book, seat.Add(days(1)), Boarding)
	f := all[slices.IndexFunc(all, func(f Finding) bool { return f.Safeguard == "same-person" })]
	if !f.OpenDue.Equal(w.Around.Movement.Departs) {
		t.Errorf("what is asked for at the gate is due %v, and the movement leaves %v", f.OpenDue, w.Around.Movement.Departs)
	}
}

// Nobody is hurried to change the mind of a person who said no. What helps them
// also if they stay keeps its day, which no list shows.
func TestANoHasNoDay(t *testing.T) {
	book := testBook(t)
	for name, c := range map[string]struct {
		change func(*world)
		hurry  bool
	}{
		"the person said no":           {func(w *world) { w.withdraw(days(60)) }, false},
		"a report of it was confirmed": {func(w *world) { w.reported("confirmed") }, false},
		"they could not be asked":      {func(w *world) { w.reported("cannot-ask") }, true},
		"they said no, and wished again": {func(w *world) {
			w.withdraw(days(60))
			w.Will.Wishes = append(w.Will.Wishes, w.wish(days(50)))
		}, true},
		"they said no, and a guard says that they wish again": {func(w *world) {
			w.withdraw(days(60))
			heard := w.wish(days(50))
			heard.Talk, heard.OwnWords = overheard(), false
			w.Will.Wishes = append(w.Will.Wishes, heard)
		}, false},
		"they said no, and wished again as an authority suggested": {func(w *world) {
			w.withdraw(days(60))
			suggested := w.wish(days(50))
			suggested.SuggestedBy = "authority"
			w.Will.Wishes = append(w.Will.Wishes, suggested)
		}, false},
		"they said no, and agreed while others heard": {func(w *world) {
			w.withdraw(days(60))
			w.Will.Consents = append(w.Will.Consents, Consent{Ref: w.by("cou", days(50)), Talk: overheard(), Marked: true})
		}, false},
		"they said no, and agreed again": {func(w *world) {
			w.withdraw(days(60))
			w.Will.Consents = append(w.Will.Consents, Consent{Ref: w.by("cou", days(50)), Talk: alone, Marked: true})
		}, true},
		"they said no in another of their files": {func(w *world) {
			w.withdraw(days(60))
			w.Will.Withdrawals = nil
			w.Around.Linked = []Linked{{Stops: []string{"withdrawal"}, Since: now}}
		}, false},
		"they fear, in another of their files": {func(w *world) {
			w.withdraw(days(60))
			w.Will.Withdrawals = nil
			w.Around.Linked = []Linked{{Stops: []string{"fear"}}}
		}, true},
		"they said no, and were told of their options": {func(w *world) { w.withdraw(days(60)); w.counsels("cou", days(50)) }, false},
		"twice, and wished in between": {func(w *world) {
			w.withdraw(days(60))
			w.Will.Wishes = append(w.Will.Wishes, w.wish(days(50)))
			w.withdraw(days(40))
		}, false},
	} {
		w := ready()
		w.Protection.Needs = append(w.Protection.Needs, Need{Ref: w.by("pia", days(60))})
		c.change(w)
		seen, help := 0, 0
		for _, f := range Blocking(Evaluate(w.Facts, book, now.Add(days(400)), Boarding)) {
			seen++
			helps := f.Safeguard == "needs-answered"
			if helps {
				help++
			}
			switch {
			case f.Due.IsZero() != !(c.hurry || helps), f.Up == "" != f.Due.IsZero():
				t.Errorf("%s: %s is due %v, with %q", name, f.Safeguard, f.Due, f.Up)
			case f.OpenDue.IsZero() == c.hurry:
				t.Errorf("%s: all are told that %s is due %v", name, f.Safeguard, f.OpenDue)
			case f.Owner == "" || len(f.Next) == 0:
				t.Errorf("%s: %s has no way out", name, f.Safeguard)
			}
		}
		if seen < 5 || help != 1 {
			t.Errorf("%s: %d findings block, %d of them about a need", name, seen, help)
		}
	}
}

// wish is one that may be relied on, that long ago.
func (w *world) wish(ago time.Duration) Wish {
	return Wish{Ref: w.by("cou", ago), Talk: alone, OwnWords: true, Heard: "friends", SuggestedBy: "nobody"}
}

package pattern

import (
	"slices"
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
)

func isSession(a *Act) bool { return a.What == Session }

func isTalk(a *Act) bool { return a.What == Session || a.What == Talk || a.What == Gate }

// sessions are more on a day than anybody can hold well.
func (f *finding) sessions(acts []Act) {
	for about, held := range by(acts, isSession, Officer, Interpreter) {
		for on, all := range f.daily(held) {
			switch n := len(all); {
			case n > sessionsAlarm.Value:
				f.sign("sessions", Alarm, about, on, n, sessionsAlarm, all...)
			case n > sessionsLook.Value:
				f.sign("sessions", Look, about, on, n, sessionsLook, all...)
			}
		}
	}
}

func (f *finding) daily(acts []*Act) map[day.Day][]*Act {
	days := map[day.Day][]*Act{}
	for _, a := range acts {
		on := f.day(a)
		days[on] = append(days[on], a)
	}
	return days
}

// short are sessions of which half were over sooner than anybody can be told all
// that there is to tell.
func (f *finding) short(acts []Act) {
	timed := func(a *Act) bool { return isSession(a) && a.Minutes > 0 }
	for about, held := range by(acts, timed, Officer, Interpreter, Office, Place) {
		if len(held) < shortLeast.Value {
			continue
		}
		lengths := make([]int, len(held))
		for i, a := range held {
			lengths[i] = a.Minutes
		}
		slices.Sort(lengths)
		if median := (lengths[(len(lengths)-1)/2] + lengths[len(lengths)/2]) / 2; median < shortMinutes.Value {
			f.sign("short", Look, about, f.day(held[len(held)-1]), median, shortMinutes, held...)
		}
	}
}

// longest is how long a talk may have been (domain/talk).
const longest = 8 * time.Hour

// twoPlaces are talks face to face that one person held in two places at once.
func (f *finding) twoPlaces(acts []Act) {
	placed := func(a *Act) bool { return isTalk(a) && a.InPerson && a.Place != "" && a.Minutes > 0 }
	for about, held := range by(acts, placed, Officer, Interpreter) {
		for i, a := range held {
			for _, b := range slices.Backward(held[:i]) { // which began earlier
				if a.At.Sub(b.At) > longest {
					break
				}
				if b.Place != a.Place && b.At.Add(time.Duration(b.Minutes)*time.Minute).After(a.At) {
					f.sign("two-places", Alarm, about, f.day(a), 1, once, a, b)
					break
				}
			}
		}
	}
}

// afterLock are talks that are said to have been before the manifest was closed,
// and were entered afterwards.
func (f *finding) afterLock(acts []Act) {
	late := func(a *Act) bool {
		locked, closed := f.around.Locked[a.Movement]
		return closed && isTalk(a) && a.At.Before(locked) && a.Recorded.After(locked)
	}
	for about, held := range by(acts, late, Officer, Movement) {
		f.sign("after-lock", Alarm, about, f.day(held[len(held)-1]), len(held), once, held...)
	}
}

// noVisit are talks inside a place on a day on which whoever held them did not
// record that they were there. At the gate whoever asks has only come for that.
func (f *finding) noVisit(acts []Act) {
	absent := func(a *Act) bool {
		return a.What != Gate && isTalk(a) && a.InPerson && a.Inside && a.Place != "" && !f.around.Visits[Visit{a.Place, f.day(a), a.By}]
	}
	for about, held := range by(acts, absent, Officer, Place) {
		f.sign("no-visit", Alarm, about, f.day(held[len(held)-1]), len(held), once, held...)
	}
}

// marks are pictures or sounds of a mark that were kept for several people.
func (f *finding) marks(acts []Act) {
	marked := map[ledger.Hash][]*Act{}
	for i := range acts {
		if a := &acts[i]; !a.Mark.IsZero() {
			marked[a.Mark] = append(marked[a.Mark], a)
		}
	}
	for _, all := range marked {
		cases := distinct(all)
		if cases <= markMost.Value {
			continue
		}
		said := map[About]bool{}
		for _, a := range all {
			for _, about := range abouts(a, Officer) {
				if !said[about] {
					said[about] = true
					f.sign("mark-twice", Alarm, about, f.day(all[len(all)-1]), cases, markMost, all...)
				}
			}
		}
	}
}

// distinct is how many cases acts are of.
func distinct(acts []*Act) int {
	cases := map[ledger.Stream]bool{}
	for _, a := range acts {
		cases[a.Case] = true
	}
	return len(cases)
}

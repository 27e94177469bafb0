package desk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/safeguard"
)

func TestAClockSetBackNeverMakesAMomentEarlierAndIsRecorded(t *testing.T) {
	w := newWorld(t)
	w.watchClock(t)
	number := w.open(t, openArgs())
	w.do(t, w.counsellor, number, "option.tell", tellArgs()) // a minute later
	before, size := w.desk.Moment(), w.size(t)
	w.clock = w.clock.Add(-48 * time.Hour)
	if now := w.desk.Moment(); now.Before(before) {
		t.Errorf("moment went back from %v to %v", before, now)
	}
	w.watchClock(t)
	if got := w.size(t); got != size+1 {
		t.Errorf("%d entries after the clock was set back, want one more than %d", got, size)
	}
	w.do(t, w.counsellor, number, "option.tell", tellArgs())
	c, err := w.desk.Case(t.Context(), w.protection, number)
	if err != nil || c.File.Changed.Before(before) {
		t.Errorf("recorded at %v, before the newest moment %v (%v)", c.File.Changed, before, err)
	}
}

func TestAClockSetForwardIsRecordedOnce(t *testing.T) {
	w := newWorld(t)
	for range 2 {
		w.watchClock(t)
	}
	size := w.size(t)
	w.clock = w.clock.Add(72 * time.Hour)
	for range 2 {
		w.watchClock(t)
	}
	if got := w.size(t); got != size+1 {
		t.Errorf("%d entries, want one more than %d", got, size)
	}
}

// What could not be recorded of the clock is recorded when the store is there again.
func TestAClockSetWhileTheStoreIsAwayIsRecorded(t *testing.T) {
	w := newWorld(t)
	w.watchClock(t)
	size := w.size(t)
	w.clock = w.clock.Add(-72 * time.Hour)
	away, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.desk.WatchClock(away); err == nil {
		t.Fatal("recorded in a store that is away")
	}
	w.watchClock(t)
	if got := w.size(t); got != size+1 {
		t.Errorf("%d entries, want one more than %d", got, size)
	}
}

// A laptop that was off starts with the clock of its flat battery.
func TestAProgramStartedWithItsClockAYearBackGoesOnAtTheNewestMoment(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	w.do(t, w.counsellor, number, "option.tell", tellArgs())
	before := w.desk.Moment()
	w.clock = w.clock.AddDate(-1, 0, 0)
	w.reopen(t)
	if now := w.desk.Moment(); !now.Equal(before) {
		t.Errorf("it is %v, want the newest moment recorded, %v", now, before)
	}
	w.do(t, w.counsellor, number, "consent.withdraw", map[string]any{"channel": "phone"})
	events, err := w.desk.Events(t.Context(), w.protection, number)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range events {
		if i > 0 && e.Recorded.Before(events[i-1].Recorded) {
			t.Errorf("event %d was recorded at %v, before the one before it at %v", i, e.Recorded, events[i-1].Recorded)
		}
	}
	late := w.request("consent.withdraw", map[string]any{"channel": "phone"})
	late.Happened = before.Add(time.Hour)
	if _, err := w.desk.Do(t.Context(), w.counsellor, number, late); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an act an hour after the moment: %v, want invalid", err)
	}
}

// Of a clock that is far behind all that was recorded it is known that it is
// wrong: time goes on by what the program counts itself, so that what holds for
// some hours holds no longer. Of one that is some days behind it is not: what was
// recorded may be what is wrong, and then its time must come.
func TestWhereTheClockIsFarBehindTimeGoesOnByTheStopwatch(t *testing.T) {
	for _, c := range []struct {
		behind time.Duration
		counts bool
	}{{365 * 24 * time.Hour, true}, {6 * 24 * time.Hour, false}} {
		w := newWorld(t)
		w.leap = 7 * 24 * time.Hour
		w.reopen(t)
		number, stopwatch := w.open(t, openArgs()), time.Now()
		w.desk.SetStopwatch(func() time.Time { return stopwatch })
		right := w.clock
		w.clock = right.Add(-c.behind)
		began := w.desk.Moment()
		passed := func(counted time.Duration) {
			t.Helper()
			want := began
			if c.counts {
				want = began.Add(counted).Truncate(time.Second)
			}
			if now := w.desk.Moment(); !now.Equal(want) {
				t.Errorf("%v behind, %v later, it is %v, want %v", c.behind, counted, now, want)
			}
		}
		passed(0)
		for counted := 2 * time.Hour; counted < 8*time.Hour; counted += 2 * time.Hour {
			stopwatch = stopwatch.Add(2 * time.Hour)
			passed(counted)
		}
		w.do(t, w.counsellor, number, "option.tell", tellArgs())
		file, err := w.desk.Case(t.Context(), w.protection, number)
		if err != nil {
			t.Fatal(err)
		}
		if !file.File.Changed.Equal(w.desk.Moment()) {
			t.Errorf("recorded at %v, and it is %v", file.File.Changed, w.desk.Moment())
		}
		w.clock = right.Add(8 * time.Hour) // somebody set it right
		if now := w.desk.Moment(); !now.Equal(w.clock.UTC().Truncate(time.Second)) {
			t.Errorf("it is %v, want what the clock says: %v", now, w.clock)
		}
	}
}

// One entry of next year would hold every later one there: nothing would grow
// old until the clock came by. So nobody believes such a clock by itself; what
// stops a journey is recorded all the same, and at a time that can be.
func TestAClockAYearAheadIsNotBelievedBeforeSomebodyLooks(t *testing.T) {
	for _, c := range []struct {
		name   string
		resume func(*world, testing.TB)
	}{
		{"while the program runs", func(*world, testing.TB) {}},
		{"at its start", (*world).reopen},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.leap = 7 * 24 * time.Hour
			w.reopen(t)
			number := w.open(t, openArgs())
			before, right := w.desk.Moment(), w.clock
			w.clock = w.clock.AddDate(1, 0, 0)
			c.resume(w, t)
			if err := w.desk.WatchClock(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := w.try(w.counsellor, number, "option.tell", tellArgs()); !isFault(err, "fault.clock-ahead") {
				t.Errorf("an act: %v", err)
			}
			if _, err := w.desk.Enrol(t.Context(), w.admin, desk.NewUser{Code: "X-1", Login: "x", Password: password, Office: "tripoli", Roles: []access.Role{access.Counsellor}, Language: "en"}, newID()); !isFault(err, "fault.clock-ahead") {
				t.Errorf("an account: %v", err)
			}
			no := w.request("consent.withdraw", map[string]any{"channel": "phone"})
			no.Happened = w.clock // as whoever sends it has it
			if _, err := w.desk.Do(t.Context(), w.desk.Self(), number, no); err != nil {
				t.Fatalf("a no: %v", err)
			}
			events, err := w.desk.Events(t.Context(), w.protection, number)
			if err != nil {
				t.Fatal(err)
			}
			if last := events[len(events)-1]; last.Recorded.After(before.Add(time.Minute)) || last.Happened.After(last.Recorded) {
				t.Errorf("the no is of %v, recorded at %v; believed was %v", last.Happened, last.Recorded, before)
			}
			w.clock = right.Add(time.Hour) // somebody set it right
			if got := w.desk.Moment(); !got.Equal(w.clock.UTC().Truncate(time.Second)) {
				t.Errorf("it is %v, want what the clock says: %v", got, w.clock)
			}
			w.do(t, w.counsellor, number, "option.tell", tellArgs())
		})
	}
}

// What stops a journey may be the second thing that an act says.
func TestAnActWithAStopAmongWhatItSaysIsTakenWhateverTheClockSays(t *testing.T) {
	w := newWorld(t)
	w.leap = 7 * 24 * time.Hour
	w.reopen(t)
	number := w.open(t, openArgs())
	w.clock = w.clock.AddDate(0, 1, 0)
	args := tellArgs()
	args["option"], args["available"], args["answer"] = "international-protection", "yes", "wants"
	if _, err := w.try(w.counsellor, number, "option.tell", args); err != nil {
		t.Errorf("who wants international protection: %v", err)
	}
	if _, err := w.try(w.counsellor, number, "option.tell", tellArgs()); !isFault(err, "fault.clock-ahead") {
		t.Errorf("who does not want to stay: %v", err)
	}
}

// A laptop that was left alone for a month is right: an officer says so, and
// every process of the node believes it from then on.
func TestAClockIsBelievedOnceAnOfficerHasLooked(t *testing.T) {
	w := newWorld(t)
	w.leap = 7 * 24 * time.Hour
	w.reopen(t)
	number, first := w.open(t, openArgs()), w.desk
	w.clock = w.clock.AddDate(0, 1, 0)
	w.openDesk(t) // another process
	if _, err := w.desk.AcceptClock(t.Context(), w.desk.Self()); fault.KindOf(err) != fault.Denied {
		t.Errorf("by nobody: %v", err)
	}
	size := w.size(t)
	ahead, err := w.desk.AcceptClock(t.Context(), w.counsellor)
	if err != nil || ahead < 27*24*time.Hour || w.size(t) != size+1 {
		t.Fatalf("ahead by %v, %d entries more: %v", ahead, w.size(t)-size, err)
	}
	if ahead, err := w.desk.AcceptClock(t.Context(), w.counsellor); err != nil || ahead != 0 || w.size(t) != size+1 {
		t.Errorf("twice: ahead by %v, %d entries more: %v", ahead, w.size(t)-size, err)
	}
	w.desk = first
	w.do(t, w.counsellor, number, "option.tell", tellArgs())
	if got := first.Moment(); got.Before(w.clock.Add(-time.Hour)) {
		t.Errorf("at the first process it is %v, by the clock %v", got, w.clock)
	}
}

// A node on which little happens is no laptop that was left alone: from where
// the clock was believed last it is believed again.
func TestTheDaysOfAQuietProgramAreBelieved(t *testing.T) {
	w := newWorld(t)
	w.leap = 7 * 24 * time.Hour
	w.reopen(t)
	number := w.open(t, openArgs())
	for range 5 { // looked at each five days, as a program that runs does all the time
		w.clock = w.clock.AddDate(0, 0, 5)
		if got := w.desk.Moment(); !got.Equal(w.clock.UTC().Truncate(time.Second)) {
			t.Fatalf("it is %v, by the clock %v", got, w.clock)
		}
	}
	w.do(t, w.counsellor, number, "option.tell", tellArgs())
}

// Two processes of one node, of which the second has its clock an hour back:
// what it records about a case is not before what the first did.
func TestAnotherProcessWithItsClockAheadIsNotWrittenBefore(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	first := w.desk
	w.openDesk(t)
	second := w.desk
	w.desk = first
	w.clock = w.clock.Add(time.Hour)
	w.do(t, w.counsellor, number, "option.tell", tellArgs())
	ahead := first.Moment()
	w.desk = second
	w.clock = w.clock.Add(-time.Hour)
	w.do(t, w.counsellor, number, "option.tell", tellArgs())
	c, err := second.Case(t.Context(), w.protection, number)
	if err != nil || c.File.Changed.Before(ahead) {
		t.Errorf("recorded at %v, before %v (%v)", c.File.Changed, ahead, err)
	}
}

// What holds for some hours is judged by the moment: a clock that is set back
// makes nothing fresh again, and one that is set forward makes it stale.
func TestWindowsAreJudgedByTheMoment(t *testing.T) {
	w, _ := programme(t)
	number := travels(t, w, "Zainab", "boarding.board")
	state := func(id safeguard.ID) safeguard.State {
		t.Helper()
		answer, err := w.Desk.Findings(t.Context(), w.Who("lea"), number, desk.Asked{For: safeguard.Boarding})
		if err != nil {
			t.Fatal(err)
		}
		return answer.Findings[indexOf(answer.Findings, id)].State
	}
	want := func(when string, gate, reaffirmed safeguard.State) {
		t.Helper()
		if got := state("gate"); got != gate {
			t.Errorf("%s the gate is %s, want %s", when, got, gate)
		}
		if got := state("reaffirmed"); got != reaffirmed {
			t.Errorf("%s the reaffirmation is %s, want %s", when, got, reaffirmed)
		}
	}
	want("at the door", safeguard.Met, safeguard.Met)
	w.Set(w.Now().Add(-30 * 24 * time.Hour))
	want("with the clock a month back", safeguard.Met, safeguard.Met)
	w.Set(w.Now().Add(30*24*time.Hour + 12*time.Hour))
	want("twelve hours later", safeguard.Unmet, safeguard.Met)
	// Something is recorded then; no clock brings the hours back.
	if _, err := w.Do(t.Context(), "lea", number, "hold.place", map[string]any{"for": "protection", "reason": "a test"}); err != nil {
		t.Fatal(err)
	}
	w.Set(w.Now().Add(-12 * time.Hour))
	want("with the clock set back to the gate", safeguard.Unmet, safeguard.Met)
	w.Set(w.Now().Add(24*time.Hour + 3*24*time.Hour))
	want("with the clock set days forward", safeguard.Unmet, safeguard.Unmet)
}

// Dates that cannot be: what is told of the way is told in its order.
func TestWhoLeftBeforeTheyBoardedWasNotOnTheFlight(t *testing.T) {
	w, _ := programme(t)
	number := travels(t, w, "Zainab", "departure.record")
	w.Set(w.Now().Add(2 * time.Hour))
	at := func(before time.Duration, command, args string) error {
		_, err := w.Desk.Do(t.Context(), w.Who("mov"), number, desk.Request{ID: newID(), Command: command, Args: []byte(args), Happened: w.Now().Add(-before)})
		return err
	}
	if err := at(12*time.Hour, "departure.record", `{"movement":"`+desktest.Flight+`"}`); err != nil {
		t.Fatal(err)
	}
	c, err := w.Desk.Case(t.Context(), w.Who("lea"), number)
	if err != nil || c.Status != casefile.StatusUncleared || len(c.File.Incidents) != 1 {
		t.Errorf("departed ten hours before the boarding: %s, %d incidents (%v)", c.Status, len(c.File.Incidents), err)
	}
	f, ok := errors.AsType[*fault.Fault](at(13*time.Hour, "arrival.record", `{}`))
	if !ok || f.Key != "fault.arrived-too-early" {
		t.Errorf("arrived before the departure: %v", f)
	}
	if err := at(time.Hour, "arrival.record", `{}`); err != nil {
		t.Error(err)
	}
}

func isFault(err error, key string) bool {
	f, ok := errors.AsType[*fault.Fault](err)
	return ok && f.Key == key
}

func (w *world) watchClock(t testing.TB) {
	t.Helper()
	if err := w.desk.WatchClock(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (w *world) size(t testing.TB) int64 {
	t.Helper()
	n, err := w.store.Size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

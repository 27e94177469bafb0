package desk_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

func todayOf(t *testing.T, d *desk.Desk, who desk.Actor) desk.Day {
	t.Helper()
	day, err := d.Today(t.Context(), who, 0)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

func numbers(people []desk.Person) []string {
	all := []string{}
	for _, p := range people {
		all = append(all, p.Case)
	}
	return all
}

func turn(t *testing.T, p desk.Person, rule safeguard.ID) desk.Turn {
	t.Helper()
	i := slices.IndexFunc(p.Turns, func(t desk.Turn) bool { return t.Safeguard == rule })
	if i < 0 {
		t.Fatalf("of %s there is no turn of %s: %+v", p.Case, rule, p.Turns)
	}
	return p.Turns[i]
}

// A case waits for whoever owns what blocks, since it stands so, until the day on
// which it goes up; then for whom it went to.
func TestTodayIsWhoseTurnItIs(t *testing.T) {
	for _, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			w, _ := twins(t, engine)
			number := travels(t, w, "Halima", "screening.record")
			opened := desktest.Begin
			mine := todayOf(t, w.Desk, w.Who("pia")).Mine
			if !slices.Equal(numbers(mine.People), []string{number}) || mine.Total != 1 {
				t.Fatalf("%+v", mine)
			}
			screening := turn(t, mine.People[0], "vulnerability-screened")
			answer, err := w.Desk.Findings(t.Context(), w.Who("pia"), number, desk.Asked{})
			if err != nil {
				t.Fatal(err)
			}
			f := answer.Findings[indexOf(answer.Findings, "vulnerability-screened")]
			if want := (desk.Turn{Safeguard: f.Safeguard, State: f.State, Owner: f.Owner, Since: screening.Since, Due: f.Due, Up: f.Up, Yours: true}); screening != want || f.Owner != access.ProtectionOfficer {
				t.Errorf("%+v, want %+v", screening, want)
			}
			if d := screening.Since.Sub(opened).Abs(); d > time.Hour {
				t.Errorf("it stands since %s, not since the case was opened, %s", screening.Since, opened)
			}
			if got := todayOf(t, w.Desk, w.Who("lea")).Escalated; got.Total != 0 && screening.Up == "" {
				t.Errorf("it went up before its day: %+v", got)
			}
			w.Set(screening.Due.Add(time.Hour))
			if got := todayOf(t, w.Desk, w.Who("lea")).Escalated; !slices.Equal(numbers(got.People), []string{number}) || turn(t, got.People[0], "vulnerability-screened").Up != access.ProtectionLead {
				t.Errorf("past its day: %+v", got)
			}
			w.Set(screening.Due.Add(time.Hour + 2*screening.Due.Sub(screening.Since)))
			if got := todayOf(t, w.Desk, w.Who("hom")).Escalated; !slices.Equal(numbers(got.People), []string{number}) {
				t.Errorf("long past its day: %+v", got)
			}
			if got := todayOf(t, w.Desk, w.Who("gat")); got.Mine.Total+got.Escalated.Total > 1 {
				t.Errorf("somebody else's turns: %+v", got)
			}
		})
	}
}

// What is met lapses by itself: two weeks before it is on the list of whose it
// is, and from its hour it blocks, before anybody asks the rules again.
func TestTodayKnowsWhatLapses(t *testing.T) {
	w, _ := twins(t, "SQLite")
	number := travels(t, w, "Halima", "clearance.draw")
	answer, err := w.Desk.Findings(t.Context(), w.Who("doc"), number, desk.Asked{})
	if err != nil {
		t.Fatal(err)
	}
	document := answer.Findings[indexOf(answer.Findings, "exit-permission")]
	if document.State != safeguard.Met || document.Until.IsZero() {
		t.Fatalf("%+v", document)
	}
	w.Set(document.Until.AddDate(0, 0, -15))
	if _, err := w.Do(t.Context(), "cou", number, "counselling.extend", map[string]any{"talk": alone(), "changed": "nothing"}); err != nil {
		t.Fatal(err)
	}
	lapses := func() bool {
		return slices.ContainsFunc(todayOf(t, w.Desk, w.Who("cas")).Lapsing.People, func(p desk.Person) bool {
			return slices.ContainsFunc(p.Turns, func(t desk.Turn) bool { return t.Safeguard == "exit-permission" && t.Until.Equal(document.Until) })
		})
	}
	if lapses() {
		t.Error("it lapses in more than two weeks")
	}
	w.Set(document.Until.AddDate(0, 0, -13))
	if !lapses() {
		t.Error("it lapses within two weeks, and nobody is told")
	}
	w.Set(document.Until)
	mine := todayOf(t, w.Desk, w.Who("cas")).Mine
	if len(mine.People) != 1 {
		t.Fatalf("%+v", mine)
	}
	if got := turn(t, mine.People[0], "exit-permission"); got.State != safeguard.Unknown || !got.Since.Equal(document.Until) || !got.Due.After(document.Until) {
		t.Errorf("once it lapsed: %+v", got)
	}
}

// renew makes again every row that waits for it.
func renew(t *testing.T, d *desk.Desk) {
	t.Helper()
	for range 40 {
		left, err := d.RenewRows(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if left == 0 {
			return
		}
	}
	t.Fatal("rows wait and wait to be made again")
}

func alone() map[string]any { return talkArgs() }

// Withdrawals since the day before, and reports for those who may read of them.
func TestTodayHearsANo(t *testing.T) {
	w, _ := twins(t, "SQLite")
	n := travel(t, w, desktest.Traveller{Given: "Halima", Until: "seat.give"}, desktest.Traveller{Given: "Zainab", Until: "seat.give"})
	if got := todayOf(t, w.Desk, w.Who("cou")).Said; got.Total != 0 {
		t.Fatalf("%+v", got)
	}
	if _, err := w.Do(t.Context(), "cou", n[0], "consent.withdraw", consent.Withdraw{Channel: "phone"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(t.Context(), "pia", n[1], "consent.report", map[string]any{"channel": "sms"}); err != nil {
		t.Fatal(err)
	}
	if got := numbers(todayOf(t, w.Desk, w.Who("cou")).Said.People); !slices.Equal(got, []string{n[1], n[0]}) {
		t.Errorf("a counsellor hears of %q", got)
	}
	if got := numbers(todayOf(t, w.Desk, w.Who("mov")).Said.People); !slices.Equal(got, []string{n[0]}) {
		t.Errorf("movement staff, who read no reports, hear of %q", got)
	}
	w.Set(w.Now().Add(49 * time.Hour))
	if got := todayOf(t, w.Desk, w.Who("cou")).Said; got.Total != 0 {
		t.Errorf("two days later: %+v", got)
	}
}

// Whose gate is next: the movement that leaves within three days, and of those
// on it whom the reader may see.
func TestTodaySaysWhoseGateIsNext(t *testing.T) {
	w, _ := twins(t, "SQLite")
	n := travel(t, w, desktest.Traveller{Given: "Halima", Until: "consent.reaffirm"}, desktest.Traveller{Given: "Zainab", Until: "clearance.draw"})
	for _, who := range []string{"mov", "cou", "pia", "gat"} {
		leaving := todayOf(t, w.Desk, w.Who(who)).Leaving
		if len(leaving) != 1 || leaving[0].Movement != desktest.Flight || len(leaving[0].People) != 2 {
			t.Fatalf("%s: %+v", who, leaving)
		}
		for i, p := range leaving[0].People {
			manifest, err := w.Desk.Manifest(t.Context(), w.Who("mov"), desktest.Flight)
			if err != nil {
				t.Fatal(err)
			}
			want := manifest.People[i]
			if who == "cou" {
				want.Ask = nil // who reads no manifest
			}
			if p.Case != n[i] || p.Cleared != want.Cleared || p.Standby != want.Standby || !slices.Equal(p.Before, want.Ask) {
				t.Errorf("%s reads %+v, and the manifest says %+v", who, p, want)
			}
		}
	}
	other := desk.Actor{Actor: access.Actor{ID: ledger.Actor{7}, Roles: []access.Role{access.Counsellor}, Office: "misrata"}}
	if leaving := todayOf(t, w.Desk, other).Leaving; len(leaving) != 1 || len(leaving[0].People) > 0 {
		t.Errorf("another office: %+v", leaving)
	}
	w.Set(w.Now().AddDate(0, 0, 5))
	if leaving := todayOf(t, w.Desk, w.Who("mov")).Leaving; len(leaving) > 0 {
		t.Errorf("once it left: %+v", leaving)
	}
}

// partReaders open only some kinds of events: on a list they read their own turns.
var partReaders = []access.Role{access.MovementOfficer, access.UNHCROfficer, access.Observer, access.ReceivingMission, access.Guardian}

// Of each role, and at each step of a journey: the turns are those of the
// findings that the reader reads, and whom to ask is what Findings say, of all
// acts together.
func TestTodayTellsNoMoreThanFindings(t *testing.T) {
	w, _ := twins(t, "SQLite")
	n := travel(t, w, desktest.Traveller{Given: "Halima", Until: "order.ask"}, desktest.Traveller{Given: "Zainab", Until: "risk.assess"},
		desktest.Traveller{Given: "Amina", Until: "health.examine"}, desktest.Traveller{Given: "Hauwa", Until: "clearance.draw"}, desktest.Traveller{Given: "Binta", Until: "boarding.board"},
		desktest.Traveller{Given: "Ladi", Until: ""})
	if _, err := w.Do(t.Context(), "pia", n[1], "hold.place", map[string]any{"for": "protection", "reason": "x"}); err != nil {
		t.Fatal(err)
	}
	renew(t, w.Desk) // the manifest was examined since
	for _, role := range access.Roles {
		who := desk.Actor{Actor: access.Actor{ID: ledger.Actor{9}, Roles: []access.Role{role}, Office: "tripoli"}}
		found, err := w.Desk.Find(t.Context(), who, desk.Search{})
		if err != nil {
			continue
		}
		for _, p := range found.People {
			asks, rules := []string{}, map[safeguard.ID]bool{}
			for _, act := range safeguard.Acts {
				answer, err := w.Desk.Findings(t.Context(), who, p.Case, desk.Asked{For: act})
				if err != nil {
					break
				}
				for _, f := range answer.Findings {
					if f.Safeguard == "" && !slices.Contains(asks, f.Ask) {
						asks = append(asks, f.Ask)
					}
					rules[f.Safeguard] = true
					if f.Reason.Key == "four-eyes.no-seat" {
						rules[safeguard.ASeat] = true
					}
				}
			}
			slices.Sort(asks)
			if p.Status == "departed" || slices.Contains(partReaders, role) {
				asks = []string{}
			}
			if d := cmp.Diff(asks, p.Ask); d != "" {
				t.Errorf("%s of %s %s: %s", role, p.Given, p.Case, d)
			}
			for _, turn := range p.Turns {
				if !rules[turn.Safeguard] {
					t.Errorf("%s of %s reads %s", role, p.Given, turn.Safeguard)
				}
			}
		}
	}
}

// Of each role and office: the day holds nobody whom the reader does not find, and
// of a turn that is theirs, one that they read.
func TestTheDayHoldsWhomItsReaderFinds(t *testing.T) {
	w, _ := twins(t, "SQLite")
	n := travel(t, w, desktest.Traveller{Given: "Halima", Until: "consent.reaffirm"}, desktest.Traveller{Given: "Zainab", Until: "clearance.draw"}, desktest.Traveller{Given: "Ladi", Until: "order.ask"})
	if _, err := w.Do(t.Context(), "cou", n[1], "consent.withdraw", consent.Withdraw{Channel: "phone"}); err != nil {
		t.Fatal(err)
	}
	some := 0
	for i, role := range access.Roles {
		for _, office := range []string{"tripoli", "misrata", desk.Programme} {
			who := desk.Actor{Actor: access.Actor{ID: ledger.Actor{0xdd, byte(i)}, Roles: []access.Role{role}, Office: office, Country: "NGA"}}
			found, errFind := w.Desk.Find(t.Context(), who, desk.Search{})
			day, err := w.Desk.Today(t.Context(), who, 0)
			if (err == nil) != (errFind == nil) {
				t.Errorf("%s of %s: %v, and finding %v", role, office, err, errFind)
			}
			may := numbers(found.People)
			var people []desk.Person
			for _, l := range []desk.Urgent{day.Escalated, day.Mine, day.Lapsing, day.Said, day.Called} {
				if people = append(people, l.People...); l.Total != len(l.People) {
					t.Errorf("%s of %s is told of %d and shown %d", role, office, l.Total, len(l.People))
				}
			}
			for _, l := range day.Leaving {
				for _, b := range l.People {
					people = append(people, b.Person)
				}
			}
			for _, p := range people {
				if some++; !slices.Contains(may, p.Case) {
					t.Errorf("%s of %s reads of %s, whom they do not find", role, office, p.Case)
				}
			}
			for _, p := range slices.Concat(day.Mine.People, day.Escalated.People) {
				if !slices.ContainsFunc(p.Turns, func(t desk.Turn) bool { return t.Yours && (t.Owner == role || t.Up == role) }) {
					t.Errorf("%s of %s has %s on their list and no turn of theirs: %+v", role, office, p.Case, p.Turns)
				}
			}
		}
	}
	if some == 0 {
		t.Error("nobody has anything to do")
	}
}

// Who lacks nothing but a seat is on the movement officer's list, once; nobody else
// has what waits for a journey. The seat takes them off.
func TestWhoIsReadyForASeatIsOnTheMovementOfficersList(t *testing.T) {
	w, _ := programme(t)
	n := travel(t, w, desktest.Traveller{Given: "Halima", Until: "seat.give"}, desktest.Traveller{Given: "Zainab", Until: "consent.give"}, desktest.Traveller{Given: "Ladi", Until: "clearance.draw"})
	mov := todayOf(t, w.Desk, w.Who("mov"))
	var ready []string
	for _, p := range mov.Mine.People {
		if slices.ContainsFunc(p.Turns, func(t desk.Turn) bool { return t.Safeguard == safeguard.ASeat && t.Yours }) {
			ready = append(ready, p.Case)
		}
	}
	if !slices.Equal(ready, n[:1]) {
		t.Errorf("ready for a seat are %v, want %v", ready, n[:1])
	}
	for _, role := range []string{"lea", "hop", "cas", "cou"} {
		day := todayOf(t, w.Desk, w.Who(role))
		for _, p := range slices.Concat(day.Mine.People, day.Escalated.People) {
			for _, turn := range p.Turns {
				if p.Case != n[2] && turn.Safeguard == "four-eyes" {
					t.Errorf("%s is told that %s waits for a second officer, and there is no seat", role, p.Given)
				}
			}
		}
	}
}

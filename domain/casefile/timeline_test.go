package casefile

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// moment is what stands between a person and boarding at one clock, rule by
// rule with the first step: "gate none: wait 11-21 06:00".
type moment struct {
	does   []doing
	at     string
	blocks []string
}

func (w *world) standing() []string {
	var all []string
	for _, f := range safeguard.Blocking(safeguard.Evaluate(w.file.Facts(w.around(nil)), w.book, w.now, safeguard.Boarding)) {
		_, key, _ := strings.Cut(f.Reason.Key, ".")
		text := string(f.Safeguard) + " " + key
		if len(f.Next) > 0 {
			text += ": " + step(f.Next[0])
		}
		all = append(all, text)
	}
	return all
}

func step(s safeguard.Step) string {
	switch {
	case s.Do != "":
		return s.Do
	case s.Until.IsZero():
		return "wait for " + s.Wait
	}
	return "wait " + s.Until.In(tripoli).Format("01-02 15:04")
}

func timeline(t *testing.T, given []doing, moments []moment) {
	t.Helper()
	w := begin(t, given...)
	for _, m := range moments {
		for _, d := range m.does {
			w.do(d)
		}
		w.now = clock(m.at)
		if diff := cmp.Diff(m.blocks, w.standing()); diff != "" {
			t.Errorf("at %s, want - got +:\n%s", m.at, diff)
		}
	}
}

func moves(at string, by time.Duration) doing {
	return notes(Movement, "mov", "movement.move", moved(by)).on(at)
}

func same(at string) doing {
	return dated(at, "gat", "gate.confirm-person", confirmed)
}

// The evening before, the flight of noon is moved twelve hours forward: the
// gate opens at once, and nothing else has to be done again.
func TestMovedTwelveHoursForward(t *testing.T) {
	timeline(t, before("gate.confirm-person"), []moment{
		{nil, "11-20 18:30", []string{"gate none: wait 11-21 06:00", "same-person none: wait 11-21 06:00"}},
		{[]doing{moves("11-20 18:40", -12*time.Hour)}, "11-20 18:45", []string{"gate none: gate.answer", "same-person none: gate.confirm-person"}},
		{[]doing{same("11-20 19:00"), dated("11-20 19:05", "gat", "gate.answer", gate)}, "11-20 23:30", nil},
	})
}

// At the gate, the flight is moved forty-eight hours back: what was said at
// the gate, the day before, and the check are too old; the clearance stands.
func TestMovedFortyEightHoursBack(t *testing.T) {
	timeline(t, before("boarding.board"), []moment{
		{nil, "11-21 10:30", nil},
		{[]doing{moves("11-21 10:40", 48*time.Hour)}, "11-21 10:45", []string{
			"reaffirmed none: consent.reaffirm", "gate early: wait 11-23 06:00", "fit-to-travel check: health.check", "same-person none: wait 11-23 06:00",
		}},
		{[]doing{dated("11-22 09:00", "cou", "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: safeguard.Yes}), does("doc", "health.check", screening.Check{Outcome: "fit"})}, "11-23 05:59",
			[]string{"gate early: wait 11-23 06:00", "same-person none: wait 11-23 06:00"}},
		{nil, "11-23 06:00", []string{"gate early: gate.answer", "same-person none: gate.confirm-person"}},
		{[]doing{same("11-23 09:00"), dated("11-23 09:05", "gat", "gate.answer", gate)}, "11-23 11:50", nil},
	})
}

// Moved back by months, the longer windows are over too, each from its day.
func TestMovedFarBack(t *testing.T) {
	timeline(t, before("gate.confirm-person"), []moment{
		{[]doing{moves("11-20 18:00", 30*24*time.Hour)}, "11-20 18:05", []string{
			"reaffirmed none: wait 12-18 12:00", "gate none: wait 12-21 06:00", "vulnerability-screened expired: screening.record",
			"fit-to-travel expired: wait 11-21 12:00", "exit-permission expired: exit.record", "same-person none: wait 12-21 06:00",
		}},
	})
}

// A charter at two in the morning: the gate opens at eight in the evening, and
// the day that papers must be valid on begins at midnight.
func TestCharterAtTwo(t *testing.T) {
	night := 14 * time.Hour // from noon to 02:00 on the 22nd
	timeline(t, before("gate.confirm-person"), []moment{
		{[]doing{moves("11-20 18:00", night)}, "11-21 19:50", []string{"gate none: wait 11-21 20:00", "same-person none: wait 11-21 20:00"}},
		{[]doing{dated("11-21 19:59", "gat", "gate.answer", gate)}, "11-21 19:59", []string{"gate early: wait 11-21 20:00", "same-person none: wait 11-21 20:00"}},
		{[]doing{same("11-21 20:00"), dated("11-21 20:01", "gat", "gate.answer", gate)}, "11-22 01:30", nil},
		{[]doing{dated("11-22 01:31", "cas", "exit.record", movement.RecordExit{Granted: true, From: date("10-25"), To: date("11-21")})}, "11-22 01:32", []string{"exit-permission expired: exit.record"}},
		{[]doing{dated("11-22 01:33", "cas", "exit.record", movement.RecordExit{Granted: true, From: date("11-22"), To: date("11-22")})}, "11-22 01:34", nil},
		// The aircraft is late: what held at the gate holds for six hours.
		{[]doing{moves("11-22 01:40", night+6*time.Hour)}, "11-22 07:55", nil},
		{[]doing{moves("11-22 07:56", night+7*time.Hour)}, "11-22 07:57", []string{"gate early: gate.answer", "same-person none: gate.confirm-person"}},
	})
}

// Between the gate and a departure at two, a child turns eighteen: the consent of
// the guardian is not theirs then, and so they are asked for their own before.
func TestEighteenAtMidnightBeforeTwo(t *testing.T) {
	w := begin(t, before("case.open")...)
	young := child(10, "with-parent")
	young.Born = date("11-22").AddYears(-18)
	for _, d := range childWay(young) {
		w.do(d)
	}
	board := dated("11-21 23:58", "mov", "boarding.board", movement.Board{Movement: flight})
	own := declare
	none := []string{"consent of-age: consent.give"}
	for _, c := range []struct {
		does   doing
		at     string
		blocks []string
	}{
		{moves("11-20 18:00", 14*time.Hour), "11-20 18:01", []string{none[0], "gate none: wait 11-21 20:00", "same-person none: wait 11-21 20:00"}},
		{same("11-21 20:10"), "11-21 20:11", []string{none[0], "gate none: gate.answer"}},
		{dated("11-21 20:15", "gat", "gate.answer", gate), "11-21 23:59", none},
		{dated("11-21 23:00", "cou", "consent.give", own), "11-21 23:59", nil},
	} {
		w.do(c.does)
		w.now = clock(c.at)
		if diff := cmp.Diff(c.blocks, w.standing()); diff != "" {
			t.Errorf("at %s, want - got +:\n%s", c.at, diff)
		}
		if _, _, err := w.try(board); (err == nil) != (c.blocks == nil) {
			t.Errorf("at %s, they board: %v", c.at, err)
		}
	}
	w.now = clock("11-22 00:00")
	if diff := cmp.Diff([]string(nil), w.standing()); diff != "" {
		t.Errorf("on the birthday, want - got +:\n%s", diff)
	}
}

// Whoever reads with fewer keys what was attested of a guardian's consent knows no
// less: it is for no departure after the birthday.
func TestAnAttestedConsentOfAGuardianEndsWithTheBirthday(t *testing.T) {
	w := begin(t, before("case.open")...)
	young := child(10, "with-parent")
	young.Born = date("11-22").AddYears(-18)
	for _, d := range childWay(young) {
		w.do(d)
	}
	attest := func() {
		d := does("pia", "safeguard.attest", nil)
		w.record(d, w.deed(d), *Attestation(w.file, w.around(nil), w.book, w.now, ledger.Everything, true))
	}
	reads := func(want string) {
		t.Helper()
		if got := short(w.findings(w.readBy(ledger.SetOf(ledger.General)), safeguard.Boarding)["consent"]); got != want {
			t.Errorf("at %s: %s, want %s", w.now.Format("01-02 15:04"), got, want)
		}
	}
	attest()
	reads("met")
	w.do(moves("11-20 18:00", 14*time.Hour))
	reads("unknown sealed")
	attest()
	reads("unmet attested")
	w.do(dated("11-21 23:00", "cou", "consent.give", declare))
	attest()
	reads("met")
}

// A cancelled flight has no seats; on another one, the same windows count.
func TestCancelled(t *testing.T) {
	w := begin(t, before("boarding.board")...)
	w.do(notes(Movement, "mov", "movement.cancel", movement.Cancel{Reason: "security"}))
	for _, b := range w.standing() {
		if !strings.HasSuffix(b, "no-seat: seat.give") {
			t.Errorf("also %s", b)
		}
	}
	if _, _, err := w.try(does("mov", "boarding.board", movement.Board{Movement: flight})); refused(err) != "blocked fault.blocked" {
		t.Errorf("boarded on a cancelled flight: %v", err)
	}
}

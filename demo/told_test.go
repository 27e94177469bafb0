package demo_test

import (
	"slices"
	"sync"
	"testing"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/movement"
	"amana/domain/pattern"
	"amana/domain/safeguard"
)

// files are all files, by number, folded from the log.
func files(t *testing.T, d *desk.Desk) map[string]*casefile.Case {
	t.Helper()
	var mu sync.Mutex
	all := map[string]*casefile.Case{}
	err := d.Refold(t.Context(), func(c *casefile.Case) error {
		mu.Lock()
		defer mu.Unlock()
		all[c.Number] = c
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// departed says whether somebody left with the programme.
func departed(c *casefile.Case) bool { return c.Travel.Departed != nil && !c.Travel.Before }

// cleared says whether somebody left on a boarding that was authorised.
func cleared(c *casefile.Case) bool { return departed(c) && !c.Travel.Uncleared }

// age is how old somebody was on a day, by the later of their birthdays.
func age(c *casefile.Case, on day.Day) int {
	years := on.Year - c.Youngest().Year
	if on.Before(c.Youngest().AddYears(years)) {
		years--
	}
	return years
}

// What the demonstration is said to hold is in the files themselves.
func TestEverybodyWhoIsNamedIsThere(t *testing.T) {
	d, _ := built(t)
	all := files(t, d)
	alone := func(kind string) func(*casefile.Case) bool {
		return func(c *casefile.Case) bool {
			return cleared(c) && c.Identity.Alone == kind && age(c, day.Of(c.Travel.Departed.Until)) < 18
		}
	}
	for what, is := range map[string]func(*casefile.Case) bool{
		"turns eighteen before the flight": func(c *casefile.Case) bool {
			return cleared(c) && age(c, day.Of(c.OpenedBy.Since)) == 17 && age(c, day.Of(c.Travel.Departed.Until)) == 18
		},
		"is born on the way and leaves with the mother": func(c *casefile.Case) bool {
			mother := all[c.Mother]
			return mother != nil && cleared(c) && cleared(mother) && day.Of(mother.OpenedBy.Since).Before(c.Youngest()) && c.Travel.Departed.Movement == mother.Travel.Departed.Movement
		},
		"is an infant":               func(c *casefile.Case) bool { return cleared(c) && age(c, day.Of(c.Travel.Departed.Until)) < 2 },
		"is a child with the family": alone("with-parent"),
		"is a child alone":           alone("unaccompanied"),
		"is ill, and met on arrival": func(c *casefile.Case) bool {
			return cleared(c) && slices.ContainsFunc(c.Screening.Needs, func(n safeguard.Need) bool { return n.Kind == "medical" && n.Travels && len(c.Preparation.Notices) > 0 })
		},
		"had a hold that was lifted": func(c *casefile.Case) bool {
			return cleared(c) && len(c.Holds) > 0 && !c.Holds[0].Lifted.IsZero()
		},
		"was falsely said by SMS to have said no": func(c *casefile.Case) bool {
			return cleared(c) && slices.ContainsFunc(c.Consent.Reports, func(r safeguard.Report) bool { return r.Channel == "sms" && r.Outcome == "denied" })
		},
		"is not sure at the gate and stays": func(c *casefile.Case) bool { return !departed(c) && lastAnswer(c) == safeguard.NotSure },
		"is not sure, then says yes": func(c *casefile.Case) bool {
			return cleared(c) && lastAnswer(c) == safeguard.Yes && slices.ContainsFunc(c.Travel.Gate, func(g safeguard.Gate) bool { return g.Answer == safeguard.NotSure })
		},
		"consents under constraints": func(c *casefile.Case) bool { return cleared(c) && c.Constrained() },
		"asks for asylum and stays":  func(c *casefile.Case) bool { return !departed(c) && asylum(c, false) },
		"took asylum back":           func(c *casefile.Case) bool { return cleared(c) && asylum(c, true) },
		"has a second file": func(c *casefile.Case) bool {
			return cleared(c) && slices.ContainsFunc(c.Duplicates, func(x safeguard.Duplicate) bool { return x.Same && all[x.Other] != nil && x.Other != c.Number })
		},
		"is held under a wanted person": func(c *casefile.Case) bool { return heldAt(c, "DC-MITIGA") },
	} {
		n := 0
		for _, c := range all {
			if is(c) {
				n++
			}
		}
		if n == 0 {
			t.Errorf("nobody %s", what)
		}
	}
	for _, kind := range []string{"protection", "health", "law"} {
		if !has(all, func(c *casefile.Case) bool {
			return !departed(c) && slices.ContainsFunc(c.Holds, func(h safeguard.Hold) bool { return h.Kind == kind && h.Lifted.IsZero() })
		}) {
			t.Errorf("nobody stays because of a hold for %s", kind)
		}
	}
}

func has(all map[string]*casefile.Case, is func(*casefile.Case) bool) bool {
	for _, c := range all {
		if is(c) {
			return true
		}
	}
	return false
}

func lastAnswer(c *casefile.Case) string {
	if n := len(c.Travel.Gate); n > 0 {
		return c.Travel.Gate[n-1].Answer
	}
	return ""
}

func asylum(c *casefile.Case, lifted bool) bool {
	return slices.ContainsFunc(c.Assessment.Asylum, func(a safeguard.Asylum) bool { return a.Lifted.IsZero() != lifted })
}

func heldAt(c *casefile.Case, place string) bool {
	return slices.ContainsFunc(c.Custody, func(x safeguard.Custody) bool { return x.Held && x.Place == place })
}

// Whoever said no, at whatever stage, did not leave on what they had said before.
func TestWhoeverSaidNoStayed(t *testing.T) {
	d, _ := built(t)
	stayed, uncleared := map[string]int{}, 0
	for _, c := range files(t, d) {
		for _, w := range c.Consent.Withdrawals {
			again := slices.ContainsFunc(c.Consent.Consents, func(x safeguard.Consent) bool { return x.Seq > w.Seq && slices.Contains(x.Names, w.ID) })
			switch {
			case !departed(c):
				stayed[w.Stage]++
			case c.Travel.Uncleared:
				uncleared++
			case !again:
				t.Errorf("%s said no at the stage %s, did not agree again, and left", c.Number, w.Stage)
			}
		}
	}
	for _, stage := range []string{"before-seat", "seat", "cleared", "gate", "aircraft-door"} {
		if stayed[stage] == 0 {
			t.Errorf("nobody said no at the stage %s and stayed", stage)
		}
	}
	if uncleared != 1 {
		t.Errorf("%d were flown against their no, want 1, uncleared", uncleared)
	}
}

func TestFiveOfficesAndTwelveNationalities(t *testing.T) {
	d, _ := built(t)
	offices, from := map[string]bool{}, map[string]bool{}
	for _, c := range files(t, d) {
		offices[c.Office] = true
		for _, n := range c.Identity.Nationalities {
			from[n] = true
		}
	}
	if len(offices) != 5 {
		t.Errorf("offices: %v", offices)
	}
	for _, n := range []string{"NGA", "MLI", "NER", "BGD", "GMB", "SDN", "ERI", "SOM", "ETH", "TCD", "EGY", "SYR"} {
		if !from[n] {
			t.Errorf("nobody is of %s", n)
		}
	}
}

// A destination, a budget line and a place are stopped for everybody: whoever
// came too late has no seat, and reads why.
func TestWhatIsStoppedForAllStopsEach(t *testing.T) {
	d, _ := built(t)
	all := files(t, d)
	const tranche = "MF-VHR-970"
	suspended, before := now.AddDate(0, 0, 140-320), 0
	for _, c := range all {
		if departed(c) && c.Identity.Destination == "SDN" {
			t.Errorf("%s was returned to a destination that is suspended", c.Number)
		}
		if c.Travel.Line == tranche && departed(c) {
			before++
		}
		if c.Travel.Line == tranche && c.Travel.Seated.Since.After(suspended.AddDate(0, 0, 1)) {
			t.Errorf("%s has a seat on a line that was suspended: %v", c.Number, c.Travel.Seated)
		}
	}
	if before == 0 {
		t.Error("the line that is suspended paid for nobody before")
	}
	for act, stopped := range map[safeguard.Act]struct {
		reason string
		who    func(*casefile.Case) bool
	}{
		safeguard.Seat:      {"destination-open.suspended", func(c *casefile.Case) bool { return c.Identity.Destination == "SDN" }},
		safeguard.Clearance: {"place-reviewed.consent", func(c *casefile.Case) bool { return heldAt(c, "DC-MITIGA") && len(c.Consent.Consents) > 0 }},
	} {
		n := 0
		for _, c := range all {
			if departed(c) || !stopped.who(c) {
				continue
			}
			answer, err := d.Findings(t.Context(), reader(c.Office), c.Number, desk.Asked{For: act})
			if err != nil {
				t.Fatal(err)
			}
			if slices.ContainsFunc(safeguard.Blocking(answer.Findings), func(f safeguard.Finding) bool { return f.Reason.Key == stopped.reason }) {
				n++
			}
		}
		if n == 0 {
			t.Errorf("nobody is stopped by %s", stopped.reason)
		}
	}
}

// Whoever waited for a flight that moved by two days, and is old enough to be
// asked, is asked again before it leaves, and whoever waited for one that was cancelled is cleared again for
// another.
func TestAFlightThatMovesAndOneThatIsCancelled(t *testing.T) {
	d, _ := built(t)
	flights := map[string]*movement.State{}
	flight := func(ref string) *movement.State {
		if flights[ref] == nil {
			m, err := d.Movement(t.Context(), reader("programme"), ref)
			if err != nil {
				t.Fatal(err)
			}
			flights[ref] = m
		}
		return flights[ref]
	}
	again, moved := 0, 0
	for _, c := range files(t, d) {
		for ref := range c.Travel.Lots {
			m := flight(ref)
			switch {
			case m.Cancelled && departed(c) && c.Travel.Departed.Movement == ref:
				t.Errorf("%s left on a flight that was cancelled", c.Number)
			case m.Cancelled && cleared(c):
				if !clearedFor(c, ref) || !clearedFor(c, c.Travel.Departed.Movement) {
					t.Errorf("%s was not cleared for each flight: %v", c.Number, c.Travel.Cleared)
				}
				again++
			case len(m.Moves) > 0 && cleared(c) && c.Travel.Departed.Movement == ref && age(c, day.Of(m.Departs)) >= 5:
				last := m.Moves[len(m.Moves)-1].Until
				if n := len(c.Consent.Reaffirmed); n == 0 || c.Consent.Reaffirmed[n-1].Until.Before(last) {
					t.Errorf("%s was not asked again after the flight moved", c.Number)
				}
				moved++
			}
		}
	}
	if again == 0 || moved == 0 {
		t.Errorf("%d left after their flight was cancelled, %d on one that had moved", again, moved)
	}
}

func clearedFor(c *casefile.Case, ref string) bool {
	return slices.ContainsFunc(c.Travel.Cleared, func(x safeguard.Cleared) bool { return x.Movement == ref })
}

// The signs of the demonstration are of what it tells: one officer who never records
// where they were. Nobody else is in two places, clears in no time or writes the
// same for everybody.
func TestWhoIsForgetfulIsFoundAndNobodyElse(t *testing.T) {
	d, _ := built(t)
	head := desk.Actor{Actor: access.Actor{Roles: []access.Role{access.HeadOfProtection}, Office: desk.Programme}}
	found, err := d.Signs(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	forgetful := false
	for _, s := range found.Signs {
		about := s.Pattern + " " + s.Officer.Code + s.About.Name
		switch {
		case s.Pattern == "no-visit" && s.Officer.Code == "CO-ZWA-1":
			forgetful = true
		case s.Pattern == "alike", s.Level == pattern.Alarm && about != "no-visit DC-ZWA-1":
			t.Errorf("%s: %d, %d times: %v", about, s.N, s.Times, s)
		}
	}
	if !forgetful {
		t.Error("whoever never records where they were is not found")
	}
}

package sim

import (
	"time"

	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/country"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/safeguard"
)

// otherMove does a step about something that is not a file.
type otherMove func(d *Doer, c *casefile.Case, s safeguard.Step) error

// otherMoves says how each of them is done.
var otherMoves = map[string]otherMove{
	"country.issue": func(d *Doer, c *casefile.Case, s safeguard.Step) error {
		to := c.Identity.Destination
		if s.About == "here" {
			to = safeguard.Libya
		}
		return d.about(casefile.Country, to, s, country.Issue{Reference: to, Sheet: to + "-2026-1", Source: "sim"})
	},
	"country.resume": func(d *Doer, c *casefile.Case, s safeguard.Step) error {
		to := c.Identity.Destination
		if s.About == "here" {
			to = safeguard.Libya
		}
		return d.about(casefile.Country, to, s, country.Resume{Reason: "seen"})
	},
	"text.approve": func(d *Doer, c *casefile.Case, s safeguard.Step) error {
		ref, language := safeguard.ReturnDeclaration, "eng"
		next := d.World.Scene.Texts[ref+"/"+language] + 1
		return d.about(casefile.Text, ref, s, consent.ApproveText{Reference: ref, Language: language, Version: next, Body: "I want to return."})
	},
	"budget.resume": func(d *Doer, c *casefile.Case, s safeguard.Step) error {
		line := c.Travel.Line
		if line == "" {
			line = Line
		}
		return d.about(casefile.Line, line, s, results.Resume{Reason: "seen"})
	},
	"budget.open": func(d *Doer, c *casefile.Case, s safeguard.Step) error {
		line := c.Travel.Line
		if line == "" {
			line = Line
		}
		return d.about(casefile.Line, line, s, results.Open{Reference: line, Currency: "EUR", Amount: 1_000_000})
	},
	"movement.move": func(d *Doer, c *casefile.Case, s safeguard.Step) error {
		departs := d.World.Now.Add(120 * time.Hour)
		return d.about(casefile.Movement, d.World.flight(c), s, movement.Move{Departs: departs, Arrives: departs.Add(6 * time.Hour), Reason: "other"})
	},
	"movement.plan-no": func(d *Doer, c *casefile.Case, s safeguard.Step) error {
		return d.about(casefile.Movement, d.World.flight(c), s, movement.PlanNo{Shelter: true, Transport: true, Officer: true})
	},
	"movement.lock": func(d *Doer, c *casefile.Case, s safeguard.Step) error {
		return d.about(casefile.Movement, d.World.flight(c), s, movement.Lock{})
	},
	"movement.record-answer": func(d *Doer, c *casefile.Case, s safeguard.Step) error {
		answer := "accepted"
		if d.Silent {
			answer = "no-answer"
		}
		return d.about(casefile.Movement, d.World.flight(c), s, movement.RecordAnswer{Answer: answer})
	},
	"movement.decide-no": func(d *Doer, c *casefile.Case, s safeguard.Step) error {
		return d.about(casefile.Movement, d.World.flight(c), s, movement.DecideNo{Reasons: "seen"})
	},
	"movement.examine": func(d *Doer, c *casefile.Case, s safeguard.Step) error {
		return d.about(casefile.Movement, d.World.flight(c), s, d.World.Examine(d.Node, d.World.flight(c)))
	},
	"movement.answer-sign": func(d *Doer, c *casefile.Case, s safeguard.Step) error {
		return d.about(casefile.Movement, d.World.flight(c), s, movement.AnswerSign{Sign: s.About, Reasons: "seen"})
	},
	"movement.confirm-vetoes": func(d *Doer, c *casefile.Case, s safeguard.Step) error {
		flight, at := d.World.flight(c), d.World.Now.UTC().Truncate(movement.VetoStep)
		return d.about(casefile.Movement, flight, s, movement.ConfirmVetoes{With: "hub", At: at, Code: movement.VetoCode(flight, at, nil)})
	},
	"movement.count": func(d *Doer, c *casefile.Case, s safeguard.Step) error {
		files := d.World.Tally(d.Node, d.World.flight(c))
		return d.about(casefile.Movement, d.World.flight(c), s, movement.Count{Where: movement.HandOver, People: len(files.Seats)}.Of(files))
	},
}

func (d *Doer) about(kind casefile.Subject, ref string, s safeguard.Step, args any) error {
	return d.World.Scene.Do(d.World, kind, ref, d.World.Officer(s.By), s.Do, args)
}

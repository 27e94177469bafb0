package demo

import (
	"fmt"
	"slices"
	"strings"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// note keeps what later acts depend on.
func (b *building) note(a *act) {
	if args, ok := a.args.(movement.AnswerGate); ok && args.Answer == "no" {
		b.follows = true
	}
	switch a.command {
	case "consent.withdraw", "consent.reaffirm", "case.end", "birth.record", "departure.record":
		b.follows = true
	}
}

// because names what blocks a command, as somebody reads it who may.
func (b *building) because(a *act, err error) string {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Blocked {
		return ""
	}
	if a.p == nil {
		return b.whose(a.ref)
	}
	k, _ := casefile.Named(a.command)
	return b.reasons(a.p, k.For)
}

// counted is how many people there are on a flight by the files.
func (b *building) counted(ref, where string) int {
	var all casefile.Manifest
	b.aboard(ref, func(p *person, c *casefile.Case) { all.Add(c) })
	switch where {
	case movement.HandOver:
		return len(all.Tally.Seats)
	case movement.Aircraft:
		return all.Tally.Aboard
	}
	return all.Tally.Arrived
}

// aboard are those who have a seat on a flight.
func (b *building) aboard(ref string, each func(*person, *casefile.Case)) {
	for _, p := range b.people {
		if p.number == "" || !slices.ContainsFunc([]*flight{p.flight, p.second}, func(f *flight) bool { return f != nil && f.ref == ref }) {
			continue
		}
		if c, err := b.batch.Case(b.ctx, b.eyes(p), p.number); err == nil && c.File.Travel.Movement == ref {
			each(p, c.File)
		}
	}
}

// whose names, of everybody on a manifest, what blocks its locking.
func (b *building) whose(ref string) string {
	all := ""
	b.aboard(ref, func(p *person, _ *casefile.Case) {
		if why := b.reasons(p, safeguard.Lock); why != "" {
			all += fmt.Sprintf(" %d (%s)%s", p.n, p.part, why)
		}
	})
	return all
}

func (b *building) reasons(p *person, due safeguard.Act) string {
	answer, err := b.batch.Findings(b.ctx, b.eyes(p), p.number, desk.Asked{For: due})
	if err != nil {
		return ""
	}
	var why []string
	for _, x := range safeguard.Blocking(answer.Findings) {
		why = append(why, x.Reason.Key)
	}
	if len(why) == 0 {
		return ""
	}
	return " (" + strings.Join(why, ", ") + ")"
}

package demo

import (
	"errors"
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
	f := b.flightOf(a)
	switch args := a.args.(type) {
	case movement.Board:
		f.tally.yes++
		b.waver(a.p, f, -1)
	case movement.AnswerGate:
		if args.Answer != "yes" {
			b.waver(a.p, f, 1)
			b.follows = b.follows || args.Answer == "no"
		}
	case movement.NotPresent:
		f.tally.absent++
	}
	switch a.command {
	case "consent.withdraw", "consent.reaffirm", "case.end", "birth.record", "departure.record":
		b.follows = true
	}
}

// waver counts somebody among those who did not say yes, or takes them off
// when they board after all.
func (b *building) waver(p *person, f *flight, by int) {
	if by > 0 && !p.wavers || by < 0 && p.wavers {
		f.tally.no += by
		p.wavers = by > 0
	}
}

func (b *building) flightOf(a *act) *flight {
	ref := ""
	switch args := a.args.(type) {
	case movement.Board:
		ref = args.Movement
	case movement.AnswerGate:
		ref = args.Movement
	case movement.NotPresent:
		ref = args.Movement
	}
	i := slices.IndexFunc(b.flights, func(f *flight) bool { return f.ref == ref })
	if i < 0 {
		return nil
	}
	return b.flights[i]
}

// because names what blocks a command, as somebody reads it who may.
func (b *building) because(a *act, err error) string {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Kind != fault.Blocked {
		return ""
	}
	if a.p == nil {
		return b.whose(a.ref)
	}
	k, _ := casefile.Named(a.command)
	return b.reasons(a.p, k.For)
}

// whose names, of everybody on a manifest, what blocks its locking.
func (b *building) whose(ref string) string {
	all := ""
	for _, p := range b.people {
		if p.flight == nil || p.number == "" {
			continue
		}
		if c, err := b.batch.Case(b.ctx, b.eyes(p), p.number); err == nil && c.File.Travel.Movement == ref {
			if why := b.reasons(p, safeguard.Lock); why != "" {
				all += fmt.Sprintf(" %d (%s)%s", p.n, p.part, why)
			}
		}
	}
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

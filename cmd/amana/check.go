package main

import (
	"context"
	"slices"
	"strings"
	"time"

	"amana/api"
	"amana/desk"
	"amana/domain/fault"
	"amana/domain/safeguard"
)

func runCheck(ctx context.Context, p *program, args []string) error {
	f := p.flags("check")
	act := f.String("for", string(safeguard.Clearance), "flag.check.for")
	at := f.String("at", "", "flag.check.at")
	known := f.String("known", "now", "flag.check.known")
	tell := f.Bool("exit-code", false, "flag.check.exit-code")
	name := p.as(f)
	rest, err := p.parse(args, 1, 1)
	if err != nil {
		return err
	}
	q, err := asked(*act, *at, *known)
	if err != nil {
		return err
	}
	number, err := desk.CheckNumber(rest[0])
	if err != nil {
		return err
	}
	n, who, err := p.openAs(ctx, *name)
	if err != nil {
		return err
	}
	defer n.close()
	answer, err := n.desk.Findings(ctx, who, number, q)
	if err != nil {
		return err
	}
	say := p.speak().In(n.desk.Where())
	if p.json {
		err = p.print(api.Tell(answer, say))
	} else {
		page := findingsPage{look: p.look(), say: say, book: bookNamed(n.desk, answer.Rulebook)}
		if file, err := n.desk.Case(ctx, who, number); err == nil && q.Known.String() == "now" {
			page.file = &file // who may ask about a case need not be one who reads it
		}
		err = page.write(p.stdout, answer)
	}
	if err == nil && *tell && !answer.Clear {
		return &exit{exitCode(fault.New(fault.Blocked, "fault.blocked", fault.A("act", answer.For)))}
	}
	return err
}

// asked reads the question: for which act, at which moment, with what known.
func asked(act, at, known string) (q desk.Asked, err error) {
	q.For = safeguard.Act(act)
	if !slices.Contains(safeguard.Acts[:], q.For) {
		return q, fault.New(fault.Invalid, "fault.not-a-code", fault.A("codes", q.For.Codes())).In("--for")
	}
	if q.At, err = readMoment("--at", at); err != nil {
		return q, err
	}
	q.Known, err = desk.ParseKnown(known)
	return q, err
}

// readMoment reads the time that a flag names; the zero time without one.
func readMoment(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, fault.New(fault.Invalid, "fault.time-format").In(flag).Because(err)
	}
	return t, nil
}

// bookNamed finds a version of a rule book by the name that findings give it.
func bookNamed(d *desk.Desk, name string) *safeguard.Book {
	for _, b := range d.Books() {
		for i := range b.Versions {
			if v := &b.Versions[i].Book; v.Name() == name || strings.HasPrefix(name, v.Name()+"+") {
				return v
			}
		}
	}
	return &safeguard.Book{}
}

package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/safeguard"
)

func runManifest(ctx context.Context, p *program, args []string) error {
	f := p.flags("manifest")
	redo := f.Bool("redo", false, "flag.manifest.redo")
	at := f.String("departs", "", "flag.manifest.departs")
	name := p.as(f)
	rest, err := p.parse(args, 1, 1)
	if err != nil {
		return err
	}
	departs, err := readMoment("--departs", *at)
	if err != nil {
		return err
	}
	n, who, err := p.openAs(ctx, *name)
	if err != nil {
		return err
	}
	defer n.close()
	if *redo || *at != "" {
		r, err := n.desk.Redo(ctx, who, rest[0], departs)
		switch {
		case err != nil:
			return err
		case p.json:
			return p.print(r)
		}
		p.writeRedo(n.desk.Where(), r)
		return nil
	}
	m, err := n.desk.Manifest(ctx, who, rest[0])
	if err != nil {
		return err
	}
	if p.json {
		return p.print(m)
	}
	p.writeManifest(m)
	return nil
}

func (p *program) writeManifest(m desk.Manifest) {
	l, say := p.look(), p.speak()
	fmt.Fprintln(p.stdout, l.paint(bold, say.Isolate(m.Movement)))
	for _, person := range m.People {
		mark, color, words := marks[safeguard.Met], green, say.Text("status.cleared", nil)
		if !person.Cleared {
			asks := make([]string, len(person.Ask))
			for i, ask := range person.Ask {
				asks[i] = say.Ask(safeguard.Finding{Ask: ask})
			}
			mark, color, words = marks[safeguard.Unmet], red, strings.Join(asks, " · ")
		}
		if person.Standby {
			words += " · " + say.Text("manifest.standby", nil)
		}
		fmt.Fprintf(p.stdout, "  %s %s  %s\n", l.paint(color, mark), say.Isolate(person.Case), l.line(words))
	}
	c := m.Counts
	fmt.Fprint(p.stdout, l.wrap("", say.Text("manifest.counts", []fault.Arg{
		fault.A("cleared", c.Cleared), fault.A("people", c.People), fault.A("men", c.Men), fault.A("women", c.Women), fault.A("other", c.Other),
		fault.A("children", c.Children), fault.A("infants", c.Infants), fault.A("held", c.Held), fault.A("standby", c.Standby),
	})))
}

// writeRedo lists what must be done again with whom, by whose turn it is, and
// from when.
func (p *program) writeRedo(where *time.Location, r desk.Redo) {
	l, say := p.look(), p.speak().In(where)
	if len(r.People) == 0 {
		fmt.Fprint(p.stdout, l.wrap("", say.Text("redo.nobody", []fault.Arg{fault.A("movement", r.Movement)})))
		return
	}
	fmt.Fprint(p.stdout, l.wrap("", say.Text("redo.title", []fault.Arg{fault.A("movement", r.Movement), fault.A("departs", r.Departs), fault.A("count", len(r.People))})))
	for _, person := range r.People {
		fmt.Fprintf(p.stdout, "\n  %s\n", l.paint(bold, say.Isolate(person.Case)))
		for _, t := range person.Tasks {
			text := say.Ask(safeguard.Finding{Ask: t.Ask})
			if t.Do != "" || t.Wait != "" {
				text = say.Step(safeguard.Step{Do: t.Do, About: t.About, By: t.By, Wait: t.Wait, Until: t.From})
			}
			fmt.Fprint(p.stdout, l.wrap("    → ", text))
			if t.Do != "" && !t.From.IsZero() {
				fmt.Fprint(p.stdout, l.wrap("      ", say.Text("redo.from", []fault.Arg{fault.A("from", t.From)})))
			}
		}
	}
	if len(r.Minutes) > 0 {
		fmt.Fprintln(p.stdout)
	}
	for _, role := range slices.Sorted(maps.Keys(r.Minutes)) {
		fmt.Fprint(p.stdout, l.wrap("  ", say.Text("redo.effort", []fault.Arg{fault.A("role", access.Role(role)), fault.A("hours", r.Minutes[role]/60), fault.A("minutes", r.Minutes[role]%60)})))
	}
}

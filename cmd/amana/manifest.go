package main

import (
	"context"
	"fmt"
	"strings"

	"amana/desk"
	"amana/domain/fault"
	"amana/domain/safeguard"
)

func runManifest(ctx context.Context, p *program, args []string) error {
	f := p.flags("manifest")
	name := p.as(f)
	rest, err := p.parse(args, 1, 1)
	if err != nil {
		return err
	}
	n, who, err := p.openAs(ctx, *name)
	if err != nil {
		return err
	}
	defer n.close()
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

package main

import (
	"context"

	"amana/domain/fault"
)

func runOffice(ctx context.Context, p *program, args []string) error {
	f := p.flags("office")
	as := p.as(f)
	rest, err := p.parse(args, 2, 2)
	if err != nil {
		return err
	}
	if rest[0] != "add" {
		return p.misused(nil)
	}
	office := rest[1]
	n, who, err := p.openAs(ctx, *as)
	if err != nil {
		return err
	}
	defer n.close()
	if err := n.desk.AddOffice(ctx, who, office); err != nil {
		return err
	}
	if p.json {
		return p.print(map[string]any{"office": office})
	}
	next := "cli.office-added"
	if !n.desk.Node().Hub {
		next = "cli.office-added-field"
	}
	p.tell(next, fault.A("office", office))
	return nil
}

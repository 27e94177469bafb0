package main

import "context"

// verb is what the word after a subcommand does on an open node, and how many
// names may follow it: none, or one.
type verb struct {
	do          func(ctx context.Context, p *program, n *node, about string) error
	least, most int
}

// runVerb does what the first argument says.
func (p *program) runVerb(ctx context.Context, args []string, verbs map[string]verb) error {
	rest, err := p.parse(args, 1, 2)
	if err != nil {
		return err
	}
	v, known := verbs[rest[0]]
	about := rest[1:]
	if !known || len(about) < v.least || len(about) > v.most {
		return p.misused(nil)
	}
	n, err := p.openNode(ctx)
	if err != nil {
		return err
	}
	defer n.close()
	return v.do(ctx, p, n, append(about, "")[0])
}

package main

import (
	"context"
	"fmt"
)

func runKey(ctx context.Context, p *program, args []string) error {
	f := p.flags("key")
	as := p.as(f)
	rest, err := p.parse(f, args, 2, 2)
	if err != nil {
		return err
	}
	if rest[0] != "rotate" {
		f.Usage()
		return errUsage
	}
	n, err := p.openNode(ctx)
	if err != nil {
		return err
	}
	defer n.close()
	who, err := p.who(ctx, n, *as)
	if err != nil {
		return err
	}
	done, err := n.desk.Rotate(ctx, who, rest[1])
	if err != nil {
		return err
	}
	if p.json {
		return p.print(done)
	}
	fmt.Fprintf(p.stdout, "%d new keys, %d keys of persons wrapped again\n", len(done.Keys), done.Wrapped)
	if done.Left > 0 {
		fmt.Fprintf(p.stdout, "%d compartments are left as they were: rotate them too, signed in as who reads them\n", done.Left)
	}
	return nil
}

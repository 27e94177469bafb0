package main

import (
	"context"
	"fmt"

	"amana/desk"
)

func runRebuild(ctx context.Context, p *program, args []string) error {
	f := p.flags("rebuild")
	check := f.Bool("check", false, "change nothing; compare every cached state with the log")
	as := p.as(f)
	if _, err := p.parse(f, args, 0, 0); err != nil {
		return err
	}
	n, err := p.openAnyway(ctx)
	if err != nil {
		return err
	}
	defer n.close()
	if _, err := p.who(ctx, n, *as); err != nil {
		return err
	}
	tell := p.progress("folded", "files")
	done := func(streams int64) { tell(streams, 0) }
	var r desk.Rebuilt
	if *check {
		r, err = n.desk.Compare(ctx, 1, done)
	} else {
		r, err = n.desk.Rebuild(ctx, done)
	}
	if err != nil {
		return err
	}
	if p.json {
		err = p.print(r)
	} else {
		fmt.Fprintf(p.stdout, "%d files folded, %d rows made again, %d cached states compared, %d wrong\n", r.Streams, r.Rows, r.Checked, r.Wrong)
	}
	if err == nil && r.Wrong > 0 {
		return &exit{1}
	}
	return err
}

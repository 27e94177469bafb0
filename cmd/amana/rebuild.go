package main

import (
	"context"
	"runtime/debug"

	"amana/desk"
	"amana/domain/fault"
)

func runRebuild(ctx context.Context, p *program, args []string) error {
	f := p.flags("rebuild")
	check := f.Bool("check", false, "flag.rebuild.check")
	as := p.as(f)
	if _, err := p.parse(args, 0, 0); err != nil {
		return err
	}
	n, err := p.openNode(ctx)
	if err != nil {
		return err
	}
	defer n.close()
	if _, err := p.who(ctx, n, *as); err != nil {
		return err
	}
	done := p.progress("progress.files-folded")
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // what is folded is short-lived: memory for time
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
		p.tell("cli.rebuilt", fault.A("streams", r.Streams), fault.A("rows", r.Rows), fault.A("checked", r.Checked), fault.A("wrong", r.Wrong))
	}
	if err == nil && r.Wrong > 0 {
		p.note("cli.rebuild-needed", fault.A("command", p.name+" rebuild"))
		return &exit{1}
	}
	return err
}

package main

import (
	"context"
	"time"

	"amana/domain/fault"
)

// leap is how far this computer's clock may be ahead of everything that is
// known before somebody must look at it: more than a laptop is usually left
// alone, and less than a wrong month.
const leap = 7 * 24 * time.Hour

func runClock(ctx context.Context, p *program, args []string) error {
	f := p.flags("clock")
	as := p.as(f)
	rest, err := p.parse(args, 1, 1)
	if err != nil {
		return err
	}
	if rest[0] != "accept" {
		return p.misused(nil)
	}
	n, err := p.openNode(ctx)
	if err != nil {
		return err
	}
	defer n.close()
	who, err := p.officer(ctx, n, *as)
	if err != nil {
		return err
	}
	ahead, err := n.desk.AcceptClock(ctx, who)
	if err != nil {
		return err
	}
	now := n.desk.Moment()
	if p.json {
		return p.print(map[string]any{"moment": now, "seconds": int64(ahead.Seconds())})
	}
	if ahead == 0 {
		p.tell("cli.clock-believed", fault.A("clock", now))
		return nil
	}
	p.tell("cli.clock-accepted", fault.A("clock", now))
	return nil
}

// warnAhead says in the log that nobody believes the clock.
func (n *node) warnAhead() {
	if ahead := n.desk.Ahead(); ahead > 0 {
		n.conf.Log.Warn("the clock is far ahead of everything recorded here: nothing but a no is recorded; check it, then: amana clock accept --as NAME", "hours", int64(ahead.Hours()))
	}
}

package main

import (
	"context"

	"amana/desk"
	"amana/domain/consent"
	"amana/domain/fault"
)

// runWithdraw takes a no on the spot. It needs no sign-in: what stops a journey
// must never wait for a password.
func runWithdraw(ctx context.Context, p *program, args []string) error {
	f := p.flags("withdraw")
	channel := f.String("channel", "in-person", "flag.withdraw.channel")
	report := f.Bool("report", false, "flag.withdraw.report")
	as := p.as(f)
	rest, err := p.parse(args, 1, 1)
	if err != nil {
		return err
	}
	number, err := desk.CheckNumber(rest[0])
	if err != nil {
		return err
	}
	n, who, err := p.openAs(ctx, *as)
	if err != nil {
		return err
	}
	defer n.close()
	no := consent.Withdraw{Channel: *channel}
	if *as != "" {
		no.Heard = who.ID
	}
	command, body, said := "consent.withdraw", any(no), "cli.withdrawn"
	if *report || *channel == "relative" { // the word of anybody else is a report
		command, body, said = "consent.report", consent.Report{Channel: *channel}, "cli.reported"
	}
	r, err := request(command, body)
	if err != nil {
		return err
	}
	receipt, err := n.desk.Do(ctx, who, number, r)
	if err != nil {
		return err
	}
	if p.json {
		return p.print(receipt)
	}
	p.tell(said, fault.A("case", receipt.Case), fault.A("index", receipt.Index))
	return nil
}

package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"flag"

	"amana/desk"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// as is the flag by which somebody signs in for one subcommand.
func (p *program) as(f *flag.FlagSet) *string {
	return f.String("as", p.env("AMANA_AS"), "flag.as")
}

// who signs in, or is the node itself where no name was given.
func (p *program) who(ctx context.Context, n *node, name string) (desk.Actor, error) {
	if name == "" {
		return n.desk.Self(), nil
	}
	password, err := p.ask("AMANA_PASSWORD", "cli.ask-password", fault.A("name", name))
	if err != nil {
		return desk.Actor{}, err
	}
	return p.signedIn(ctx, n, name, password)
}

func (p *program) signedIn(ctx context.Context, n *node, name, password string) (desk.Actor, error) {
	token, err := n.desk.SignIn(ctx, name, password)
	if err != nil {
		return desk.Actor{}, err
	}
	return n.desk.Who(ctx, token)
}

// officer is who, for what only a person can do.
func (p *program) officer(ctx context.Context, n *node, name string) (desk.Actor, error) {
	if name == "" {
		return desk.Actor{}, fault.New(fault.Denied, "fault.sign-in-needed")
	}
	return p.who(ctx, n, name)
}

func newCommand() (id ledger.Command) {
	rand.Read(id[:])
	return id
}

// request is one command with its arguments.
func request(command string, args any) (desk.Request, error) {
	text, err := json.Marshal(args)
	return desk.Request{ID: newCommand(), Command: command, Args: text}, err
}

// print writes v as JSON on one line.
func (p *program) print(v any) error { return json.NewEncoder(p.stdout).Encode(v) }

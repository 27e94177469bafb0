package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"amana/domain/fault"
	"amana/seal"
)

func runKey(ctx context.Context, p *program, args []string) error {
	f := p.flags("key")
	as := p.as(f)
	rest, err := p.parse(args, 2, 20)
	if err != nil {
		return err
	}
	free, err := p.alone() // whoever serves holds the old keys
	if err != nil {
		return err
	}
	defer free()
	switch {
	case rest[0] == "rotate" && len(rest) == 2:
		return p.rotate(ctx, rest[1], *as)
	case rest[0] == "renew" && len(rest) == 2 && slices.Contains(renewals, rest[1]):
		return p.renew(ctx, rest[1], *as)
	case rest[0] == "share":
		return p.share(rest[1:])
	}
	return p.misused(nil)
}

func (p *program) rotate(ctx context.Context, office, as string) error {
	n, who, err := p.openAs(ctx, as)
	if err != nil {
		return err
	}
	defer n.close()
	tell := p.progress("progress.keys-wrapped")
	done, err := n.desk.Rotate(ctx, who, office, func(keys int64) { tell(keys, 0) })
	if err != nil {
		return err
	}
	if p.json {
		return p.print(done)
	}
	p.tell("cli.rotated", fault.A("keys", len(done.Keys)), fault.A("wrapped", done.Wrapped))
	if done.Left > 0 {
		p.tell("cli.rotated-left", fault.A("left", done.Left))
	}
	return nil
}

// renewals are why an entry key is replaced.
var renewals = []string{"old", "lost", "stolen"}

// renew replaces the key that signs entries, and revokes every other.
func (p *program) renew(ctx context.Context, why, as string) error {
	if p.keyCommand != "" {
		return fault.New(fault.Conflict, "fault.key-of-helper")
	}
	text, err := seal.ReadKeyFile(p.keyPath())
	if err != nil {
		return err
	}
	defer clear(text)
	n, who, err := p.openAs(ctx, as)
	if err != nil {
		return err
	}
	defer n.close()
	id, err := n.desk.RenewEntryKey(ctx, who, why, func(keys *seal.KeyFile) error {
		if seal.IsShared(text) {
			shared, err := seal.ParseSharedKeyFile(text)
			if err != nil {
				return err
			}
			return p.shareAmong(keys, shared.Officers)
		}
		fresh, err := keys.Format()
		if err != nil {
			return err
		}
		defer clear(fresh)
		return replace(p.keyPath(), fresh)
	})
	if err != nil {
		return err
	}
	if p.json {
		return p.print(map[string]any{"key": id})
	}
	p.tell("cli.renewed", fault.A("key", id))
	return nil
}

// leastPassphrase is how many characters a passphrase of the key file has: who
// holds the file can try as many as they like.
const leastPassphrase = 16

// share puts a shared key file in place of the one there is.
func (p *program) share(names []string) error {
	keys, err := p.loadKeys()
	if err != nil {
		return err
	}
	if err := p.shareAmong(keys, names); err != nil {
		return err
	}
	if p.json {
		return p.print(map[string]any{"file": p.keyPath(), "officers": names})
	}
	p.tell("cli.shared", fault.A("file", p.keyPath()), fault.A("officers", strings.Join(names, ", ")))
	return nil
}

func (p *program) shareAmong(keys *seal.KeyFile, names []string) (err error) {
	officers := make([]seal.Passphrase, len(names))
	for i, name := range names {
		officers[i].Officer = name
		if officers[i].Text, err = p.newSecret(name); err != nil {
			return err
		}
		if len([]rune(officers[i].Text)) < leastPassphrase {
			return fault.New(fault.Invalid, "fault.password-short", fault.A("min", leastPassphrase)).In("passphrase")
		}
	}
	text, err := keys.Share(officers)
	if err != nil {
		return err
	}
	return replace(p.keyPath(), text)
}

// loadKeys opens the key file. A shared one asks two officers.
func (p *program) loadKeys() (*seal.KeyFile, error) {
	text, err := seal.ReadKeyFile(p.keyPath())
	if err != nil {
		return nil, err
	}
	defer clear(text)
	if !seal.IsShared(text) {
		return seal.ParseKeyFile(text)
	}
	shared, err := seal.ParseSharedKeyFile(text)
	if err != nil {
		return nil, err
	}
	var two [2]seal.Passphrase
	names := splitList(p.env("AMANA_KEY_OFFICERS"))
	if len(names) != len(two) {
		p.note("cli.two-officers", fault.A("officers", strings.Join(shared.Officers, ", ")))
		names = make([]string, len(two))
	}
	for i := range two {
		if two[i].Officer = names[i]; names[i] == "" {
			if two[i].Officer, err = p.line(p.speak().Text("cli.ask-officer", []fault.Arg{fault.A("n", i+1)})); err != nil {
				return nil, err
			}
		}
		if two[i].Text, err = p.ask(fmt.Sprintf("AMANA_PASSPHRASE_%d", i+1), "cli.ask-passphrase", fault.A("officer", two[i].Officer)); err != nil {
			return nil, err
		}
	}
	return shared.Open(two[0], two[1])
}

// line asks for something that is no secret.
func (p *program) line(prompt string) (string, error) {
	if f, ok := p.stdin.(*os.File); ok && terminal(f) {
		fmt.Fprint(p.stderr, p.look().line(prompt)+" ")
	}
	return p.nextLine("AMANA_KEY_OFFICERS")
}

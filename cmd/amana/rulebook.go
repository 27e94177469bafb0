package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/policy"
)

func runRulebook(ctx context.Context, p *program, args []string) error {
	f := p.flags("rulebook")
	r := ruleFlags{
		roles: f.Bool("roles", false, "flag.rulebook.roles"),
		book:  f.String("book", "libya-vhr", "flag.rulebook.book"),
		side:  f.String("side", "", "flag.rulebook.side"),
		as:    p.as(f),
	}
	return p.runVerb(ctx, args, map[string]verb{"show": {r.show, 0, 1}, "propose": {r.propose, 0, 1}, "sign": {r.sign, 1, 1}})
}

type ruleFlags struct {
	roles          *bool
	book, side, as *string
}

// show lists every version with the hash of its proposal, which is what officers
// sign, and says the rules in force; or it prints the whole text of one proposal.
func (r ruleFlags) show(_ context.Context, p *program, n *node, hash string) error {
	all := r.proposals(n)
	if hash != "" {
		i := slices.IndexFunc(all, func(v proposal) bool { return v.Proposed.ID.String() == hash })
		if i < 0 {
			return errNoProposal
		}
		if p.json {
			return p.print(all[i].text)
		}
		text := json.NewEncoder(p.stdout) // as two people read it before they sign
		text.SetIndent("", "  ")
		return text.Encode(all[i].text)
	}
	if p.json {
		if *r.roles {
			return p.print(n.desk.Roles())
		}
		return p.print(map[string]any{"books": n.desk.Books()})
	}
	l, say := p.look(), p.speak().In(n.desk.Where())
	for _, v := range all {
		state := say.Text("rulebook.unsigned", nil)
		switch {
		case !v.From.IsZero():
			state = say.Text("rulebook.from", []fault.Arg{fault.A("from", v.From)})
		case len(v.Signed) == len(rulebook.Sides):
			state = say.Text("rulebook.awaits", nil)
		}
		fmt.Fprintf(p.stdout, "%s  %s  %s\n", l.paint(bold, v.name), v.Proposed.ID, l.line(state))
	}
	if *r.roles {
		return nil
	}
	book := n.desk.Book()
	if book == nil {
		_, none := say.Fault(fault.New(fault.Busy, "fault.no-rule-book"))
		fmt.Fprint(p.stdout, l.wrap("", none))
		return nil
	}
	if where := n.desk.BelowFloor(); len(where) > 0 {
		fmt.Fprintln(p.stdout, say.Text("rulebook.raised", []fault.Arg{fault.A("where", where)}))
	}
	for i := range book.Clauses {
		c := &book.Clauses[i]
		acts := make([]string, len(c.Due))
		for i, a := range c.Due {
			acts[i] = say.Act(a)
		}
		text := c.Text[say.Language()]
		fmt.Fprintf(p.stdout, "\n%s\n", l.line(l.paint(bold, text.Title)+"  "+l.paint(faint, say.Isolate(string(c.ID)))))
		fmt.Fprint(p.stdout, l.wrap("    ", text.Met), l.wrap("    ", say.List(acts)+" · "+say.Role(c.Owner)), l.wrap("    ", say.Isolate(strings.Join(c.Source, "; "))))
	}
	return nil
}

// proposal is one version as the command line shows it.
type proposal struct {
	rulebook.Signing
	name string
	text any
}

func (r ruleFlags) proposals(n *node) (all []proposal) {
	if *r.roles {
		for i, v := range n.desk.Roles().Versions {
			all = append(all, proposal{v.Signing, fmt.Sprintf("%s/%d", desk.RolesReference, i+1), v.Table})
		}
		return all
	}
	for _, b := range n.desk.Books() {
		for _, v := range b.Versions {
			all = append(all, proposal{v.Signing, v.Book.Name(), v.Book})
		}
	}
	return all
}

var errNoProposal = fault.New(fault.Missing, "fault.no-such-proposal")

// propose publishes a version: of a file, or else of what ships.
func (r ruleFlags) propose(ctx context.Context, p *program, n *node, file string) error {
	who, err := p.officer(ctx, n, *r.as)
	if err != nil {
		return err
	}
	subject, ref, command, args, err := r.proposal(file)
	if err != nil {
		return err
	}
	receipt, err := p.giveOther(ctx, n, who, subject, ref, command, args)
	if err != nil || p.json {
		return err
	}
	hash := receipt.Entry.String()
	p.tell("cli.proposed", fault.A("proposal", hash))
	p.tell("cli.proposed-next", fault.A("show", r.command(p, "show", hash)), fault.A("sign", r.command(p, "sign", hash)+" --side SIDE --as NAME"))
	return nil
}

// command is what does something with a proposal, as it is typed.
func (r ruleFlags) command(p *program, does, hash string) string {
	text := p.name + " rulebook " + does + " " + hash
	if *r.roles {
		text += " --roles"
	}
	return text
}

func (r ruleFlags) proposal(file string) (subject casefile.Subject, ref, command string, args any, err error) {
	if *r.roles {
		table, err := readOr(file, policy.Roles, checkRoles)
		if err != nil {
			return "", "", "", nil, err
		}
		text, err := json.Marshal(table)
		return casefile.Roles, desk.RolesReference, "roles.propose", rulebook.ProposeRoles{Table: text}, err
	}
	book, err := readOr(file, policy.LibyaVHR, (*safeguard.Book).Compile)
	if err != nil {
		return "", "", "", nil, err
	}
	text, err := json.Marshal(book)
	return casefile.Rules, book.ID, "rulebook.propose", rulebook.Propose{Book: text}, err
}

// readOr reads a proposal from a TOML or JSON file, or takes the one that ships.
func readOr[T any](file string, ships func() (T, error), check func(*T) error) (v T, err error) {
	if file == "" {
		return ships()
	}
	text, err := readGiven(file)
	if err != nil {
		return v, err
	}
	return readProposal(text, strings.HasSuffix(file, ".json"), check)
}

// readProposal refuses what means nothing: a number that is mistyped would
// otherwise be left out without a word.
func readProposal[T any](text []byte, isJSON bool, check func(*T) error) (v T, err error) {
	if isJSON {
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		err = d.Decode(&v)
	} else {
		var meta toml.MetaData
		if meta, err = toml.Decode(string(text), &v); err == nil && len(meta.Undecoded()) > 0 {
			return v, fault.New(fault.Invalid, "fault.proposal-key", fault.A("key", meta.Undecoded()[0].String()))
		}
	}
	if err != nil {
		return v, unread(text, err)
	}
	return v, check(&v)
}

// unread says in which line a proposal cannot be read, where that is known.
func unread(text []byte, err error) error {
	line := 0
	if e, ok := errors.AsType[toml.ParseError](err); ok {
		line = e.Position.Line
	} else if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		line = lineAt(text, e.Offset)
	} else if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		line = lineAt(text, e.Offset)
	}
	if line == 0 { // the reader of the format says it in its own words: there are no others
		return fault.New(fault.Invalid, "fault.proposal-why", fault.A("why", err.Error())).Because(err)
	}
	return fault.New(fault.Invalid, "fault.proposal-line", fault.A("line", line)).Because(err)
}

func lineAt(text []byte, offset int64) int {
	return 1 + bytes.Count(text[:min(offset, int64(len(text)))], []byte("\n"))
}

// sign signs the proposal of a hash: what the officer read, and nothing else
// that bears its number.
func (r ruleFlags) sign(ctx context.Context, p *program, n *node, hash string) error {
	sign := rulebook.Sign{Side: *r.side}
	if err := sign.Proposal.UnmarshalText([]byte(hash)); err != nil {
		return errNoProposal.Because(err)
	}
	who, err := p.officer(ctx, n, *r.as)
	if err != nil {
		return err
	}
	subject, ref := casefile.Rules, *r.book
	if *r.roles {
		subject, ref = casefile.Roles, desk.RolesReference
	}
	_, err = p.giveOther(ctx, n, who, subject, ref, string(subject)+".sign", sign)
	if err != nil || p.json {
		return err
	}
	all := r.proposals(n)
	i := slices.IndexFunc(all, func(v proposal) bool { return v.Proposed.ID == sign.Proposal })
	switch {
	case i < 0 || len(all[i].Signed) < len(rulebook.Sides):
		p.tell("cli.signed-one", fault.A("sign", r.command(p, "sign", hash)+" --side SIDE --as NAME"))
	case all[i].From.IsZero():
		p.tell("cli.signed-awaits")
	default:
		p.tell("cli.signed-from", fault.A("from", all[i].From))
	}
	return nil
}

func (p *program) giveOther(ctx context.Context, n *node, who desk.Actor, subject casefile.Subject, ref, command string, args any) (desk.Receipt, error) {
	r, err := request(command, args)
	if err != nil {
		return desk.Receipt{}, err
	}
	receipt, err := n.desk.DoOther(ctx, who, subject, ref, r)
	if err == nil && p.json {
		err = p.print(receipt)
	}
	return receipt, err
}

func checkRoles(t *access.Table) error { return casefile.CheckTable(t) }

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
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
	rest, err := p.parse(args, 1, 2)
	if err != nil {
		return err
	}
	about := ""
	if len(rest) > 1 {
		about = rest[1]
	}
	does := map[string]func(context.Context, *program, *node, string) error{"show": r.show, "propose": r.propose, "sign": r.sign}[rest[0]]
	if does == nil || rest[0] == "sign" && about == "" || rest[0] == "show" && about != "" {
		return p.misused(nil)
	}
	n, err := p.openNode(ctx)
	if err != nil {
		return err
	}
	defer n.close()
	return does(ctx, p, n, about)
}

type ruleFlags struct {
	roles          *bool
	book, side, as *string
}

// show lists every version of every book, and what is in force now.
func (r ruleFlags) show(_ context.Context, p *program, n *node, _ string) error {
	books := n.desk.Books()
	if p.json {
		return p.print(map[string]any{"books": books})
	}
	l, say := p.look(), p.speak().In(n.desk.Where())
	for _, b := range books {
		for i := range b.Versions {
			v := &b.Versions[i]
			state := say.Text("rulebook.unsigned", nil)
			if !v.From.IsZero() {
				state = say.Text("rulebook.from", []fault.Arg{fault.A("from", v.From)})
			}
			fmt.Fprintf(p.stdout, "%s  %s\n", l.paint(bold, v.Book.Name()), l.line(state))
		}
	}
	book := n.desk.Book()
	if book == nil {
		return fault.New(fault.Busy, "fault.no-rule-book")
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
	return p.giveOther(ctx, n, who, subject, ref, command, args)
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
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return v, fault.New(fault.Missing, "fault.no-such-file").Because(err)
	}
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
			err = fmt.Errorf("no such key as %s", meta.Undecoded()[0])
		}
	}
	if err != nil {
		return v, fault.New(fault.Invalid, "fault.book-unreadable").Because(err)
	}
	return v, check(&v)
}

func (r ruleFlags) sign(ctx context.Context, p *program, n *node, version string) error {
	number, err := strconv.Atoi(version)
	if err != nil {
		return fault.New(fault.Missing, "fault.no-such-version")
	}
	who, err := p.officer(ctx, n, *r.as)
	if err != nil {
		return err
	}
	if *r.roles {
		return p.giveOther(ctx, n, who, casefile.Roles, desk.RolesReference, "roles.sign", rulebook.Sign{Version: number, Side: *r.side})
	}
	return p.giveOther(ctx, n, who, casefile.Rules, *r.book, "rulebook.sign", rulebook.Sign{Version: number, Side: *r.side})
}

func (p *program) giveOther(ctx context.Context, n *node, who desk.Actor, subject casefile.Subject, ref, command string, args any) error {
	r, err := request(command, args)
	if err != nil {
		return err
	}
	receipt, err := n.desk.DoOther(ctx, who, subject, ref, r)
	if err == nil && p.json {
		err = p.print(receipt)
	}
	return err
}

func checkRoles(t *access.Table) error { return casefile.CheckTable(t) }

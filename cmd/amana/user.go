package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/staff"
)

func runUser(ctx context.Context, p *program, args []string) error {
	f := p.flags("user")
	u := userFlags{
		roles:    f.String("role", "", "flag.user.role"),
		office:   f.String("office", "", "flag.user.office"),
		code:     f.String("code", "", "flag.user.code"),
		language: f.String("language", "en", "flag.user.language"),
		country:  f.String("country", "", "flag.user.country"),
		clears:   f.Bool("clears", false, "flag.user.clears"),
		reason:   f.String("reason", "other", "flag.user.reason"),
		as:       p.as(f),
	}
	return p.runVerb(ctx, args, map[string]verb{
		"add": {u.add, 1, 1}, "admit": {u.admit, 1, 1}, "list": {u.list, 0, 0},
		"revoke": {u.revoke, 1, 1}, "password": {u.password, 1, 1}, "code": {u.codeOf, 1, 1},
	})
}

type userFlags struct {
	roles, office, code, country, language, reason, as *string
	clears                                             *bool
}

// add makes an account. The first is made by whoever holds the key file; after
// that, only by who may.
func (u userFlags) add(ctx context.Context, p *program, n *node, name string) error {
	who := n.desk.Self()
	all, err := n.desk.Users(ctx, who)
	if err != nil {
		return err
	}
	if len(all) > 0 {
		if who, err = p.officer(ctx, n, *u.as); err != nil {
			return err
		}
	}
	account := desk.NewUser{Code: *u.code, Login: name, Office: *u.office, Clears: *u.clears, Country: *u.country, Language: *u.language}
	if account.Code == "" {
		account.Code = fmt.Sprintf("U-%d", len(all)+1)
	}
	if account.Roles, err = rolesOf(*u.roles); err != nil {
		return err
	}
	if account.Office == "" && n.desk.OfOneOffice(account.Roles) {
		return fault.New(fault.Invalid, "fault.missing-field").In("--office")
	}
	account.Office = cmp.Or(account.Office, desk.Programme)
	if !n.desk.HasOffice(account.Office) {
		return n.desk.NoSuchOffice().In("--office")
	}
	if account.Password, err = p.newSecret(name); err != nil {
		return err
	}
	if _, err := n.desk.Enrol(ctx, who, account, newCommand()); err != nil {
		return err
	}
	if p.json {
		return p.print(map[string]any{"code": account.Code, "roles": account.Roles, "office": account.Office})
	}
	p.tell("cli.user-added", fault.A("code", account.Code), fault.A("office", account.Office), fault.A("role", account.Roles))
	if !n.desk.Node().Hub && !slices.Contains(account.Roles, access.Administrator) {
		p.tell("cli.user-added-next", fault.A("command", p.name+" user admit "+account.Code+" --as NAME"))
	}
	return nil
}

func rolesOf(text string) ([]access.Role, error) {
	var roles []access.Role
	for _, name := range splitList(text) {
		if given := access.Role(name).Codes(); !slices.Contains(given, name) {
			return nil, fault.New(fault.Invalid, "fault.not-a-code", fault.A("codes", given)).In("--role")
		}
		roles = append(roles, access.Role(name))
	}
	if len(roles) == 0 {
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("--role")
	}
	return roles, nil
}

// list shows accounts by code: names are nowhere in the log.
func (u userFlags) list(ctx context.Context, p *program, n *node, _ string) error {
	who, err := p.who(ctx, n, *u.as)
	if err != nil {
		return err
	}
	all, err := n.desk.Users(ctx, who)
	if err != nil {
		return err
	}
	users := slices.SortedFunc(maps.Values(all), func(a, b staff.State) int { return cmp.Compare(a.Code, b.Code) })
	if p.json {
		return p.print(map[string]any{"users": users})
	}
	say := p.speak()
	for _, s := range users {
		names := make([]string, len(s.Roles))
		for i, r := range s.Roles {
			names[i] = say.Role(r)
		}
		is := say.List(names)
		if s.Revoked {
			is += " · " + say.Text("user.revoked", nil)
		}
		fmt.Fprintf(p.stdout, "%-10s %-12s %s\n", s.Code, s.Office, p.look().line(is))
	}
	return nil
}

// codeOf says which account somebody signs in to by a name.
func (u userFlags) codeOf(ctx context.Context, p *program, n *node, name string) error {
	code, err := n.desk.CodeOf(ctx, n.desk.Self(), name)
	if err != nil {
		return err
	}
	if p.json {
		return p.print(map[string]string{"name": name, "code": code})
	}
	fmt.Fprintln(p.stdout, code)
	return nil
}

// admit gives an account of a field node the keys that its roles open.
func (u userFlags) admit(ctx context.Context, p *program, n *node, code string) error {
	who, err := p.officer(ctx, n, *u.as)
	if err != nil {
		return err
	}
	receipt, err := n.desk.Admit(ctx, who, code, newCommand())
	if err != nil {
		return err
	}
	if p.json {
		return p.print(receipt)
	}
	p.tell("cli.user-admitted", fault.A("code", code), fault.A("name", *u.as))
	return nil
}

func (u userFlags) revoke(ctx context.Context, p *program, n *node, code string) error {
	who, err := p.officer(ctx, n, *u.as)
	if err != nil {
		return err
	}
	_, err = p.giveOther(ctx, n, who, casefile.User, code, "user.revoke", staff.Revoke{Reason: *u.reason})
	if err != nil || p.json {
		return err
	}
	p.tell("cli.user-revoked", fault.A("code", code))
	if !n.desk.Node().Hub {
		p.tell("cli.user-revoked-next", fault.A("command", p.name+" key rotate OFFICE --as NAME"))
	}
	return nil
}

func (u userFlags) password(ctx context.Context, p *program, n *node, name string) error {
	old, err := p.ask("AMANA_PASSWORD", "cli.ask-password", fault.A("name", name))
	if err != nil {
		return err
	}
	fresh, err := p.newSecret(name)
	if err != nil {
		return err
	}
	if err := n.desk.ChangePassword(ctx, name, old, fresh); err != nil {
		return err
	}
	if p.json {
		return p.print(map[string]any{"name": name})
	}
	p.tell("cli.password-changed", fault.A("name", name))
	return nil
}

// splitList takes words apart at commas.
func splitList(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}

package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/rulebook"
	"amana/policy"
)

// showRoleChange is one role's grant as a form, and a place for a whole table.
func (v *visit) showRoleChange(s *signedText, role access.Role, form url.Values, failed error) error {
	data := changeData{Head: v.signedHead(s), Path: s.path + "/change", Upload: s.path + "/upload", ID: form.Get("id"), Next: v.say.Number(int64(len(s.versions) + 1)), Wrong: v.wrongs(failed)}
	if data.ID == "" {
		data.ID = newID()
	}
	table, name, err := v.baseTable(s)
	if err != nil {
		return err
	}
	data.Base = name
	for _, r := range access.Roles {
		data.Offered = append(data.Offered, option{string(r), v.say.Role(r), r == role})
	}
	if g := table.Grant(role); g != nil {
		data.Open = []string{string(role)}
		data.Groups = []changeGroup{v.roleFields(g, form)}
		if form.Has("acts") {
			next := withGrant(table, grantOf(role, form))
			data.Looked, data.Changes = true, v.tableChanges(table, next)
			data.Outlook = v.noticeOf(s.roles.Looser(next, v.desk.Moment()))
		}
	}
	return v.show(page{Template: "change", Title: data.Head.Title, Failed: failed, Data: data})
}

func (v *visit) roleFields(g *access.Grant, form url.Values) changeGroup {
	if form.Has("acts") {
		h := grantOf(g.Role, form)
		g = &h
	}
	out := changeGroup{Title: v.say.Role(g.Role)}
	add := func(path string, how ask, label, help, value string, options []option) {
		out.Fields = append(out.Fields, field{asked: asked{Path: path, How: how}, Label: label, Help: help, Value: value, Options: options})
	}
	var scopes, compartments, kinds []option
	for _, scope := range []access.Scope{access.Everywhere, access.OneOffice, access.Pool, access.Nowhere, access.Noticed} {
		scopes = append(scopes, option{string(scope), v.say.Text(scopeNames[scope], nil), scope == g.Scope})
	}
	for _, c := range ledger.Compartments {
		compartments = append(compartments, option{c.String(), v.say.Compartment(c), slices.Contains(g.Compartments, c)})
	}
	for _, o := range append([]string{string(casefile.Person)}, others()...) {
		kinds = append(kinds, option{o, v.kinds([]string{o})[0], slices.Contains(g.Sees, o)})
	}
	add("scope", askOne, v.say.Text("book.scope", nil), "", "", scopes)
	add("compartments", askMany, v.say.Text("book.compartments", nil), "", "", compartments)
	add("sees", askMany, v.say.Text("book.sees", nil), "", "", kinds)
	add("acts", askWords, v.say.Text("book.acts", nil), v.say.Text("book.acts-help", nil), strings.Join(g.Acts, "\n"), nil)
	add("reads", askWords, v.say.Text("book.reads", nil), v.say.Text("book.reads-help", nil), strings.Join(g.Reads, "\n"), nil)
	return out
}

func others() []string {
	var all []string
	for _, o := range casefile.Others {
		all = append(all, string(o.Subject))
	}
	return all
}

// changeRole shows what a change of one role would do, or proposes the table.
func (v *visit) changeRole(s *signedText) error {
	role := access.Role(v.PostForm.Get("part"))
	if v.PostForm.Get("do") != "propose" {
		return v.showRoleChange(s, role, v.PostForm, nil)
	}
	table, _, err := v.baseTable(s)
	if err != nil {
		return err
	}
	next := withGrant(table, grantOf(role, v.PostForm))
	if err := v.propose(s, s.ref, rulebook.ProposeRoles{Table: encoded(next)}); err != nil {
		if fault.KindOf(err) == fault.Internal {
			return err
		}
		return v.showRoleChange(s, role, v.PostForm, err)
	}
	return nil
}

// baseTable is the table that a change begins with: the one in force, else the
// newest that was proposed, else the one that ships.
func (v *visit) baseTable(s *signedText) (*access.Table, string, error) {
	i := s.force
	if i < 0 {
		i = len(s.versions) - 1
	}
	if i < 0 {
		table, err := policy.Roles()
		return &table, "", err
	}
	return s.versions[i].table, strconv.Itoa(s.versions[i].number), nil
}

// withGrant is a table with another grant for one role.
func withGrant(t *access.Table, g access.Grant) *access.Table {
	next := access.Table{Grants: slices.Clone(t.Grants)}
	for i := range next.Grants {
		if next.Grants[i].Role == g.Role {
			next.Grants[i] = g
		}
	}
	return &next
}

func grantOf(role access.Role, form url.Values) access.Grant {
	g := access.Grant{Role: role, Scope: access.Scope(form.Get("scope")), Acts: lines(form.Get("acts")), Sees: form["sees"], Reads: lines(form.Get("reads"))}
	for _, name := range form["compartments"] {
		var c ledger.Compartment
		if c.UnmarshalText([]byte(name)) == nil {
			g.Compartments = append(g.Compartments, c)
		}
	}
	return g
}

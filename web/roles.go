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
	"amana/domain/safeguard"
	"amana/front"
	"amana/policy"
)

// rolesData is the table that holds now: role by scope, compartments and acts.
type rolesData struct {
	Head    signedHead
	Name    string // of the version; empty: none has force
	Since   string
	Receipt string
	Path    string
	Roles   []roleRow
}

type roleRow struct {
	ID, Role, Scope string
	Compartments    string
	Sees, Reads     string
	Count, Total    string // of acts
	Acts            []string
}

func (v *visit) rolesPage() error {
	s, err := v.signedText()
	if err != nil {
		return err
	}
	data := rolesData{Head: v.signedHead(s)}
	if s.force >= 0 {
		one := &s.versions[s.force]
		data.Name, data.Since = v.say.Number(int64(one.number)), v.say.Time(one.From)
		data.Path, data.Receipt = s.path+"/versions/"+one.Proposed.ID.String(), one.Proposed.ID.String()
		for _, r := range access.Roles {
			if g := one.table.Grant(r); g != nil {
				data.Roles = append(data.Roles, v.roleRow(g))
			}
		}
	}
	return v.show(page{Template: "roles", Title: data.Head.Title, Data: data})
}

func (v *visit) roleRow(g *access.Grant) roleRow {
	r := roleRow{ID: string(g.Role), Role: v.say.Role(g.Role), Scope: v.say.Text(scopeNames[g.Scope], nil), Compartments: "—", Sees: v.say.List(v.kinds(g.Sees)), Acts: v.actsOf(g)}
	if len(g.Compartments) > 0 {
		r.Compartments = v.say.List(v.compartments(g.Compartments))
	}
	if len(g.Reads) > 0 {
		r.Reads = v.say.List(v.eventKinds(g.Reads))
	}
	r.Total, r.Count = v.say.Number(int64(len(r.Acts))), v.say.Text("book.acts-count", []fault.Arg{fault.A("count", len(r.Acts))})
	return r
}

var scopeNames = map[access.Scope]string{
	access.Everywhere: "book.scope-all", access.OneOffice: "book.scope-office", access.Pool: "book.scope-pool", access.Nowhere: "book.scope-none", access.Noticed: "book.scope-notice",
}

var kindNames = map[string]string{
	"case": "book.kind-case", "movement": "book.kind-movement", "country": "book.kind-country", "place": "book.kind-place", "line": "book.kind-line",
	"rulebook": "book.kind-rulebook", "text": "book.kind-text", "roles": "book.kind-roles", "user": "book.kind-user",
}

// readings are the acts that only read, in words; commands have theirs.
var readings = map[string]string{
	"case.read": "book.act-case-read", "case.list": "book.act-case-list", "findings.read": "book.act-findings-read", "manifest.read": "book.act-manifest-read",
	"user.list": "book.act-user-list", "log.read": "book.act-log-read", "export": "book.act-export", "incident.list": "book.act-incident-list",
	"place.reason": "book.act-place-reason", "caseload.import": "book.act-caseload-import",
}

func (v *visit) kinds(all []string) []string {
	names := make([]string, len(all))
	for i, k := range all {
		names[i] = k
		if key := kindNames[k]; key != "" {
			names[i] = v.say.Text(key, nil)
		}
	}
	return names
}

func (v *visit) compartments(all []ledger.Compartment) []string {
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = v.say.Compartment(c)
	}
	return names
}

// eventKinds are kinds of events in words; "seat.*" is all of a room.
func (v *visit) eventKinds(patterns []string) []string {
	var names []string
	for _, p := range patterns {
		if room, all := strings.CutSuffix(p, ".*"); all {
			names = append(names, v.say.Text("book.all-of", []fault.Arg{fault.A("name", room)}))
			continue
		}
		names = append(names, v.say.Event(p))
	}
	return names
}

// actName is what can be done, in words.
func (v *visit) actName(name string) string {
	if key := readings[name]; key != "" {
		return v.say.Text(key, nil)
	}
	return v.say.Command(name)
}

// actsOf are all acts of a role in words: a pattern stands for what it covers,
// and a part of an act for that part.
func (v *visit) actsOf(g *access.Grant) []string {
	var names []string
	for _, act := range slices.Concat(access.Readings[:], casefile.Acts()) {
		if g.Does(act.Name) {
			names = append(names, v.actName(act.Name))
			continue
		}
		for _, p := range g.Acts {
			if part, is := strings.CutPrefix(p, act.Name+"."); is {
				names = append(names, v.say.Text("book.only-part", []fault.Arg{fault.A("act", v.actName(act.Name)), fault.A("part", part)}))
			}
		}
	}
	return names
}

// tableChanges says what the second of two tables has otherwise.
func (v *visit) tableChanges(from, to *access.Table) []change {
	var all []change
	for _, d := range from.Differences(to) {
		c := change{Where: v.say.Role(d.Role), Was: v.lost(&d.Loses), Is: v.lost(&d.Gains)}
		way := safeguard.Tightens
		if d.Loosens {
			way = safeguard.Loosens
			if len(c.Was) > 0 {
				way = safeguard.Both
			}
		}
		v.way(&c, way)
		all = append(all, c)
	}
	return all
}

// lost is what a role had, list by list, in words.
func (v *visit) lost(g *access.Grant) []string {
	var all []string
	if g.Scope != "" {
		all = append(all, v.say.Text(scopeNames[g.Scope], nil))
	}
	all = append(all, v.compartments(g.Compartments)...)
	for _, k := range v.kinds(g.Sees) {
		all = append(all, v.say.Text("book.knows-of", []fault.Arg{fault.A("name", k)}))
	}
	for _, p := range v.eventKinds(g.Reads) {
		all = append(all, v.say.Text("book.reads-only", []fault.Arg{fault.A("name", p)}))
	}
	return append(all, v.patterns(g.Acts)...)
}

// patterns are acts as a table has them, in words where they are one act.
func (v *visit) patterns(acts []string) []string {
	names := make([]string, len(acts))
	for i, p := range acts {
		names[i] = p
		exact := func(a access.Act) bool { return a.Name == p }
		if room, all := strings.CutSuffix(p, ".*"); all {
			names[i] = v.say.Text("book.all-of", []fault.Arg{fault.A("name", room)})
		} else if slices.ContainsFunc(casefile.Acts(), exact) || readings[p] != "" {
			names[i] = v.actName(p)
		}
	}
	return names
}

// showRoleChange is one role's grant as a form, and a place for a whole table.
func (v *visit) showRoleChange(s *signedText, role access.Role, form url.Values, failed error) error {
	data := changeData{Head: v.signedHead(s), Path: s.path + "/change", Upload: s.path + "/upload", ID: form.Get("id"), Next: v.say.Number(int64(len(s.versions) + 1)), Wrong: v.wrongs(failed)}
	if data.ID == "" {
		data.ID = fresh()
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
	p := page{Template: "change", Title: data.Head.Title, Data: data}
	if failed != nil {
		p.Status = front.StatusOf(failed)
	}
	return v.show(p)
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

package web

import (
	"slices"
	"strings"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
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
	"case": "book.kind-case", "movement": "book.kind-movement", "country": "book.kind-country", "place": "book.kind-place", "line": "book.kind-line", "outreach": "book.kind-outreach",
	"rulebook": "book.kind-rulebook", "text": "book.kind-text", "roles": "book.kind-roles", "user": "book.kind-user",
}

// readings are the acts that only read, in words; commands have theirs.
var readings = map[string]string{
	"case.read": "book.act-case-read", "case.list": "book.act-case-list", "findings.read": "book.act-findings-read", "manifest.read": "book.act-manifest-read",
	"user.list": "book.act-user-list", "log.read": "book.act-log-read", "export": "book.act-export", "incident.list": "book.act-incident-list",
	"place.reason": "book.act-place-reason", "caseload.import": "book.act-caseload-import",
	"figures.read": "book.act-figures-read", "patterns.read": "book.act-patterns-read",
}

func (v *visit) kinds(all []string) []string {
	return worded(all, func(k string) string {
		if key := kindNames[k]; key != "" {
			return v.say.Text(key, nil)
		}
		return k
	})
}

func (v *visit) compartments(all []ledger.Compartment) []string {
	return worded(all, v.say.Compartment)
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
	return worded(acts, func(p string) string {
		exact := func(a access.Act) bool { return a.Name == p }
		if room, all := strings.CutSuffix(p, ".*"); all {
			return v.say.Text("book.all-of", []fault.Arg{fault.A("name", room)})
		} else if slices.ContainsFunc(casefile.Acts(), exact) || readings[p] != "" {
			return v.actName(p)
		}
		return p
	})
}

package audit

import (
	"slices"

	"amana/desk/dossier"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/key"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/domain/staff"
)

// acts asks of every line whether who did it signed it, and had the right to it.
func (a *auditor) acts(lines []line) error {
	for i := range lines {
		if err := a.endorsed(&lines[i]); err != nil {
			return err
		}
	}
	return nil
}

// authorised asks what the desk asked: had the actor the act, by the table of
// roles that was in force? then is the register before the event.
func (a *auditor) authorised(l *line, e *ledger.Event, then *dossier.Register) error {
	q := authority{file: l.file, event: e, then: then, table: then.Roles.InForce(e.Recorded), who: then.Actor(e.Actor)}
	if a.nodes[e.Actor] {
		q.who = access.Actor{ID: e.Actor, Roles: []access.Role{access.Node}, Office: dossier.Programme}
	}
	if q.holds() {
		return nil
	}
	return a.problem(l.Index, "verify.not-allowed", fault.A("act", e.Body.Kind()))
}

// authority is the question whether an actor had the right to what they did.
type authority struct {
	file  *dossier.File
	event *ledger.Event
	then  *dossier.Register
	table *access.Table // in force then, or nil
	who   access.Actor
}

func (q *authority) holds() bool {
	switch body := q.event.Body.(type) {
	case nil:
		return true // what it says is withheld: it counts for nothing either
	case key.OfficeRotated:
		return q.file.Subject == dossier.Keys && q.may("user.admit", access.Subject{Kind: string(casefile.User)})
	case key.Enrolled, key.Revoked:
		return q.file.Subject == dossier.Keys && (q.isNode() || q.may("user.revoke", access.Subject{Kind: string(casefile.User)}))
	case key.OfficeKeyed:
		return q.file.Subject == dossier.Keys && q.may("user.enrol", access.Subject{Kind: string(casefile.User)})
	case key.ClockJumped, key.Destroyed:
		return q.file.Subject == dossier.Keys && q.isNode()
	case rulebook.Signed:
		return q.signs(body.Side) && q.any(casefile.Caused(body))
	case rulebook.RolesSigned:
		return q.signs(body.Side) && (q.table == nil || q.any(casefile.Caused(body)))
	case casefile.Attested:
		return q.attests(body)
	}
	if q.table == nil {
		return q.founds()
	}
	if q.event.Imported != "" {
		return casefile.Importable(q.event.Body) && q.may("caseload.import", q.imported())
	}
	return q.any(casefile.Caused(q.event.Body))
}

func (q *authority) isNode() bool { return slices.Contains(q.who.Roles, access.Node) }

func (q *authority) may(act string, s access.Subject) bool {
	return q.table != nil && q.table.May(q.who, act, s) == nil
}

// founds: until there is a table, accounts are made by an administrator, the
// first by the node, and those who may sign for a side propose one.
func (q *authority) founds() bool {
	switch body := q.event.Body.(type) {
	case staff.Enrolled:
		first := len(q.then.Users) == 0 && q.isNode() && slices.Contains(body.Roles, access.Administrator)
		return first || slices.Contains(q.who.Roles, access.Administrator)
	case staff.Changed, staff.Revoked:
		return slices.Contains(q.who.Roles, access.Administrator)
	case rulebook.RolesProposed:
		return q.signs("protection") || q.signs("outside")
	}
	return false
}

// signs says whether the actor may sign for a side.
func (q *authority) signs(side string) bool { return dossier.MaySign(q.who.Roles, side) }

// any says whether the actor had one of these acts.
func (q *authority) any(acts []string) bool {
	c := q.file.Person
	switch {
	case c == nil:
		return q.one(acts, q.subject())
	case q.left():
		return q.one([]string{"case.erase"}, access.Subject{})
	case q.mirrored() || sealed(c): // they need not reach the other file; why they reach this one may be withheld
		return q.one(acts, access.Subject{})
	case q.one(acts, access.Subject{Kind: string(casefile.Person), Office: c.Office}):
		return true
	}
	before := q.before()
	return before != nil && q.one(before.Person.Rights(q.event.Body), q.subject())
}

func (q *authority) one(acts []string, s access.Subject) bool {
	return slices.ContainsFunc(acts, func(act string) bool { return q.may(act, s) })
}

// imported is what an import is done to: who imports need see no case.
func (q *authority) imported() access.Subject {
	if c := q.file.Person; c != nil && !q.mirrored() {
		return access.Subject{Office: c.Office}
	}
	return access.Subject{}
}

// mirrored says whether the event is one that an act on one file of a person
// records in the other too.
func (q *authority) mirrored() bool {
	return casefile.Mirrors(q.event.Body)
}

// left says whether the event is a stop that an erased file of the person left.
func (q *authority) left() bool {
	first := q.part(0)
	if first == nil || q.event.Part == 0 {
		return false
	}
	_, erased := first.Body.(casefile.LinkErased)
	return erased && casefile.Left(q.event.Body)
}

func sealed(c *casefile.Case) bool {
	return slices.ContainsFunc(c.Sealed[:], func(of []int) bool { return len(of) > 0 })
}

// subject is the file as the actor reached it, with who was called to it then.
func (q *authority) subject() access.Subject {
	s := access.Subject{Kind: q.file.Subject}
	before := q.before()
	if q.file.Person != nil {
		s.Office = q.file.Person.Office
		if before != nil {
			s.Calls, s.Notice = before.Person.Callings(q.event.Recorded), before.Person.Noticed()
		}
	} else if before != nil {
		if m, ok := before.Other.(*movement.State); ok {
			s.Calls = m.Callings()
		}
	}
	return s
}

// before is the file as it was before the command of the event; nil: nothing.
func (q *authority) before() *dossier.File {
	if first := q.part(0); first != nil {
		return q.file.UpTo(first.Parents)
	}
	return q.file.UpTo(q.event.Parents)
}

// part is the event of the same command by the same actor that is its nth.
func (q *authority) part(n int) *ledger.Event {
	i := slices.IndexFunc(q.file.Events, func(e ledger.Event) bool {
		return e.Command == q.event.Command && e.Actor == q.event.Actor && e.Part == n
	})
	if i < 0 {
		return nil
	}
	return &q.file.Events[i]
}

// attests: whoever may attest does, and every officer does with what else they
// do; of the rules that need keys only those whose keys their roles open.
func (q *authority) attests(says casefile.Attested) bool {
	if first := q.part(0); q.event.Part == 0 && !q.any(casefile.Caused(says)) || first == nil || q.isNode() || q.table == nil {
		return false
	}
	covers := func(s access.Subject) bool {
		held := q.table.View(q.who, s).All()
		return !slices.ContainsFunc(says.States, func(r casefile.RuleState) bool {
			return safeguard.NeedsKeys(r.Safeguard, ledger.Everything) && !safeguard.NeedsKeys(r.Safeguard, held)
		})
	}
	return q.file.Person != nil && (covers(access.Subject{Kind: string(casefile.Person), Office: q.file.Person.Office}) || covers(q.subject()) || sealed(q.file.Person))
}

package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
	"amana/domain/talk"
)

// spoken is one conversation that a rule may rest on, with the command that
// would hold it again and who gives it.
type spoken struct {
	ledger.Ref
	*talk.Talk
	again string
	by    access.Role
}

// conversations are the newest talk of each kind that rules rest on: what does
// not count hides none that does.
func (q *question) conversations() []spoken {
	all := make([]spoken, 0, 11)
	add := func(again string, by access.Role, r ledger.Ref, t *talk.Talk) {
		all = append(all, spoken{r, t, again, by})
	}
	if w := newest(q, q.Will.Wishes); w != nil {
		add("wish.state", access.Counsellor, w.Ref, &w.Talk)
	}
	for i := len(q.Will.Fears) - 1; i >= 0; i-- {
		if f := &q.Will.Fears[i]; !f.Left && q.counts(f.Ref) {
			add("fear.ask", access.Counsellor, f.Ref, &f.Talk)
			break
		}
	}
	for i := len(q.Will.Sessions) - 1; i >= 0; i-- {
		if s := &q.Will.Sessions[i]; !s.Defective && q.counts(s.Ref) {
			add("counselling.hold", access.Counsellor, s.Ref, &s.Talk)
			break
		}
	}
	if e := newest(q, q.Will.Extended); e != nil {
		add("counselling.extend", access.Counsellor, e.Ref, &e.Talk)
	}
	if v := newest(q, q.Will.Voluntary); v != nil {
		add("voluntary.assess", access.ProtectionOfficer, v.Ref, &v.Talk)
	}
	if v := newest(q, q.Will.Second); v != nil {
		add("voluntary.repeat", access.ProtectionOfficer, v.Ref, &v.Talk)
	}
	if c := newest(q, q.Will.Consents); c != nil {
		add("consent.give", access.Counsellor, c.Ref, &c.Talk)
	}
	if r := newest(q, q.Will.Reaffirmed); r != nil {
		add("consent.reaffirm", access.Counsellor, r.Ref, &r.Talk)
	}
	if s := newest(q, q.Protection.Screenings); s != nil {
		add("screening.record", access.ProtectionOfficer, s.Ref, &s.Talk)
	}
	if t := newest(q, q.Protection.Trafficking); t != nil {
		add("trafficking.screen", access.ProtectionOfficer, t.Ref, &t.Talk)
	}
	if g := newest(q, q.Journey.Gate); g != nil {
		add("gate.answer", access.MovementOfficer, g.Ref, &g.Talk)
	}
	return all
}

// newest is the newest that counts, or nil.
func newest[T interface{ Event() ledger.Ref }](q *question, all []T) *T {
	for i := len(all) - 1; i >= 0; i-- {
		if q.counts(all[i].Event()) {
			return &all[i]
		}
	}
	return nil
}

// interpreted is one act done with the person, through whom, and what would do
// it again.
type interpreted struct {
	ledger.Ref
	through *talk.Interpreter
	again   Step
	tells   ledger.Compartment // of what it tells that it was done
}

// spokenActs are the acts that rest on what was said with the person and are no
// conversation of their own, of each thing that they are about: from the newest
// on which its rule could rest. One on which it could not hides none before it.
func (q *question) spokenActs() []interpreted {
	var all []interpreted
	tells := ledger.General
	drop := func(again Step) {
		all = slices.DeleteFunc(all, func(x interpreted) bool { return x.again == again })
	}
	add := func(r ledger.Ref, i *talk.Interpreter, again Step, relied bool) {
		if !q.counts(r) {
			return
		}
		if relied {
			drop(again)
		}
		all = append(all, interpreted{r, i, again, tells})
	}
	for _, o := range q.Will.Orders {
		add(o.Ref, o.Interpreter, do("order.ask", access.Counsellor), o.Checked)
	}
	for _, t := range q.Will.Told {
		add(t.Ref, t.Interpreter, doAbout("option.tell", t.Option, access.Counsellor), t.offered())
	}
	for _, t := range q.Protection.Together {
		add(t.Ref, t.Interpreter, do("family.ask", access.ProtectionOfficer), q.askedAlone(t) && (!q.minor() || t.Other != ""))
	}
	for _, s := range q.Preparation.Sharing {
		again := doAbout("sharing.consent", Shares{s.Recipient, s.Purpose, s.Country}.String(), access.Counsellor)
		if s.Withdrawn { // nothing is shared
			drop(again)
		} else {
			add(s.Ref, s.Interpreter, again, true)
		}
	}
	for _, s := range q.Will.SafeNo {
		if s.Movement == q.Journey.Movement {
			add(s.Ref, s.Interpreter, do("safe-no.tell", access.ProtectionOfficer), s.Private)
		}
	}
	for _, t := range q.Preparation.Told {
		add(t.Ref, t.Interpreter, do("reintegration.tell", access.Counsellor), t.complete())
	}
	for _, h := range q.Protection.Health {
		if h.Kind == "examination" {
			add(h.Ref, h.Interpreter, do("health.examine", access.Health), true)
		} else {
			add(h.Ref, h.Interpreter, do("health.check", access.Health), true)
		}
	}
	for _, n := range q.Preparation.Notices {
		add(n.Other, n.Interpreter, doAbout("notice.accept-other", n.ID.String(), access.Caseworker), true)
	}
	for _, c := range q.Journey.Chosen {
		add(c.Ref, c.Interpreter, do("identity.choose", access.Counsellor), true)
	}
	tells = ledger.Protection
	for _, i := range q.Protection.Interests {
		add(i.Ref, i.Interpreter, do("interests.assess", access.ProtectionOfficer), true)
	}
	for _, b := range q.Protection.Bonds {
		add(b.Ref, b.Interpreter, do("family.check", access.ProtectionOfficer), true)
	}
	victims := q.trafficked()
	for _, t := range q.Protection.Retraffick {
		add(t.Ref, t.Interpreter, do("trafficking.assess", access.CounterTraffickingLead), q.knowsVictims(t, victims))
	}
	for _, n := range q.Protection.Needs {
		add(n.Answered, n.Interpreter, doAbout("need.answer", n.ID.String(), access.Caseworker), true)
	}
	tells = ledger.Asylum
	for _, a := range q.Refoulement.Asylum {
		add(a.Lifted, a.Interpreter, doAbout("asylum.lift", a.ID.String(), access.UNHCROfficer), true)
	}
	_, since := q.concern()
	counsel := q.counselAgain()
	for _, u := range q.Refoulement.UNHCR {
		add(u.Ref, u.Interpreter, counsel, q.jointly(u, since))
	}
	return all
}

// counselAgain is who counsels jointly once more: UNHCR, or where it cannot or
// stays silent whoever stands in for it.
func (q *question) counselAgain() Step {
	steps := q.askUNHCR()
	return steps[len(steps)-1]
}

// interpreterFit: whoever interpreted the newest act of each kind was nobody
// with power over the person, bound to silence, accepted by the person asked
// alone, and understood. An approved text that does not exist in the person's
// language is sight-translated: that never blocks. Of whom nothing was asked yet
// it says nothing, and what is closed to most does not tell by this that it was.
func interpreterFit(q *question) verdict {
	all := q.spokenActs()
	for _, s := range q.conversations() {
		all = append(all, interpreted{s.Ref, s.Interpreter, do(s.again, s.by), ledger.General})
	}
	var next []Step
	var on []ledger.Ref
	tells := ledger.General
	for _, a := range all {
		if a.through.Fit() {
			continue
		}
		on, tells = append(on, a.Ref), max(tells, a.tells)
		if !slices.Contains(next, a.again) {
			next = append(next, a.again)
		}
	}
	if len(next) > 0 {
		return unmet("unfit", next...).with("count", len(next)).on(on...).tellsOf(tells)
	}
	if !slices.ContainsFunc(all, func(a interpreted) bool { return a.tells == ledger.General }) {
		return notApplicable()
	}
	return met(time.Time{})
}

// privateInterview: out of hearing of all others, always; out of sight too, or
// repeated out of sight before departure.
func privateInterview(q *question) verdict {
	all := q.conversations()
	last := spoken{}
	for _, s := range all {
		if s.OutOfHearing && s.OutOfSight && s.Seq >= last.Seq {
			last = s
		}
	}
	again := do("counselling.extend", access.Counsellor)
	if len(q.Will.Sessions) == 0 {
		again = do("counselling.hold", access.Counsellor)
	}
	if last.IsZero() {
		return unmet("none", again)
	}
	for _, s := range all {
		if !s.OutOfHearing && !q.knows(last.Ref, s.Ref) {
			return unmet("overheard", do(s.again, s.by), again).on(s.Ref)
		}
		if !s.OutOfSight && !q.knows(last.Ref, s.Ref) {
			return unmet("seen", again).on(s.Ref)
		}
	}
	return met(time.Time{}, last.Ref)
}

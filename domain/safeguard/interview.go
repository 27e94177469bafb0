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
	tells ledger.Compartment // of what it tells that they spoke
}

// conversations are the newest talk of each kind that rules rest on: what does
// not count hides none that does.
func (q *question) conversations() []spoken {
	newest := make([]spoken, 0, 11)
	for _, s := range q.talks() {
		switch n := len(newest); {
		case n == 0 || newest[n-1].again != s.again:
			newest = append(newest, s)
		case newer(s.Ref, newest[n-1].Ref):
			newest[n-1] = s
		}
	}
	return newest
}

// heard are the talks of a file that count, and what of them is on somebody's word.
type heard struct {
	all   []spoken
	lists []ledger.Ref
}

// talks are all that count, kind after kind, the newest of each last. Several rules
// ask for them: they are looked through once, and each rule notes what it could
// not count.
func (q *question) talks() []spoken {
	if q.heard == nil {
		q.heard = q.listen()
		return q.heard.all
	}
	for _, r := range q.heard.lists {
		q.counts(r)
	}
	return q.heard.all
}

func (q *question) listen() *heard {
	w, p := &q.Will, &q.Protection
	h := &heard{all: make([]spoken, 0, len(w.Wishes)+len(w.Fears)+len(w.Sessions)+len(w.Extended)+len(w.Voluntary)+len(w.Second)+len(w.Consents)+len(w.Reaffirmed)+
		len(p.Screenings)+len(p.Trafficking)+len(q.Journey.Gate))}
	add := func(again string, by access.Role, r ledger.Ref, t *talk.Talk) {
		if q.counts(r) {
			s := spoken{Ref: r, Talk: t, again: again, by: by}
			if again == "voluntary.repeat" { // of nobody but who is under a constraint
				s.tells = ledger.Protection
			}
			h.all = append(h.all, s)
		} else if r.Imported != "" {
			h.lists = append(h.lists, r)
		}
	}
	each(q.Will.Wishes, func(w *Wish) { add("wish.state", access.Counsellor, w.Ref, &w.Talk) })
	each(q.Will.Fears, func(f *Fear) {
		if !f.Left {
			add("fear.ask", access.Counsellor, f.Ref, &f.Talk)
		}
	})
	each(q.Will.Sessions, func(s *Session) {
		if !s.Defective {
			add("counselling.hold", access.Counsellor, s.Ref, &s.Talk)
		}
	})
	each(q.Will.Extended, func(e *Extended) { add("counselling.extend", access.Counsellor, e.Ref, &e.Talk) })
	each(q.Will.Voluntary, func(v *Voluntariness) { add("voluntary.assess", access.ProtectionOfficer, v.Ref, &v.Talk) })
	each(q.Will.Second, func(v *Voluntariness) { add("voluntary.repeat", access.ProtectionOfficer, v.Ref, &v.Talk) })
	each(q.Will.Consents, func(c *Consent) { add("consent.give", access.Counsellor, c.Ref, &c.Talk) })
	each(q.Will.Reaffirmed, func(r *Reaffirmation) { add("consent.reaffirm", access.Counsellor, r.Ref, &r.Talk) })
	each(q.Protection.Screenings, func(s *Screening) { add("screening.record", access.ProtectionOfficer, s.Ref, &s.Talk) })
	each(q.Protection.Trafficking, func(t *Trafficking) { add("trafficking.screen", access.ProtectionOfficer, t.Ref, &t.Talk) })
	each(q.Journey.Gate, func(g *Gate) { add("gate.answer", access.MovementOfficer, g.Ref, &g.Talk) })
	return h
}

func each[T any](all []T, do func(*T)) {
	for i := range all {
		do(&all[i])
	}
}

// interpreted is one act done with the person, through whom, and what would do
// it again.
type interpreted struct {
	ledger.Ref
	through *talk.Interpreter
	again   Step
	tells   ledger.Compartment // of what it tells that it was done
	relied  bool               // its rule could rest on it
}

// spokenActs are the acts that rest on what was said with the person and are no
// conversation of their own, of each thing that they are about: from the newest
// on which its rule could rest. One on which it could not hides none before it.
func (q *question) spokenActs() []interpreted {
	g := gathering{q, make([]interpreted, 0, 32), ledger.General} // of most people there are not more, conversations included
	g.open()
	g.tells = ledger.Protection
	g.protection()
	g.tells = ledger.Asylum
	g.asylum()
	return g.all
}

// gathering is the acts found so far, and what the next tell that they were done.
type gathering struct {
	*question
	all   []interpreted
	tells ledger.Compartment
}

// add takes one in. relied says that its rule could rest on it.
func (g *gathering) add(r ledger.Ref, i *talk.Interpreter, again Step, relied bool) {
	if !g.counts(r) {
		return
	}
	if relied {
		g.all = slices.DeleteFunc(g.all, func(x interpreted) bool { return x.again == again && !newer(x.Ref, r) })
	}
	if !slices.ContainsFunc(g.all, func(x interpreted) bool { return x.again == again && x.relied && newer(x.Ref, r) }) {
		g.all = append(g.all, interpreted{r, i, again, g.tells, relied})
	}
}

// open are those that everybody may know of who sees the case.
func (g *gathering) open() {
	for _, o := range g.Will.Orders {
		g.add(o.Ref, o.Interpreter, do("order.ask", access.Counsellor), o.Checked)
	}
	for _, t := range g.Will.Told {
		g.add(t.Ref, t.Interpreter, doAbout("option.tell", t.Option, access.Counsellor), t.offered())
	}
	for _, t := range g.Protection.Together {
		g.add(t.Ref, t.Interpreter, do("family.ask", access.ProtectionOfficer), g.askedAlone(t) && (!g.minor() || t.Other != ""))
	}
	for i, s := range g.Preparation.Sharing {
		to := Shares{s.Recipient, s.Purpose, s.Country}
		over := func(l Sharing) bool { return l.Withdrawn && l.of(to) } // nothing is shared
		if !slices.ContainsFunc(g.Preparation.Sharing[i:], over) {
			by := access.Counsellor
			if g.tells = to.Tells(); g.tells == ledger.Asylum { // of which no counsellor reads
				by = access.ProtectionOfficer
			}
			g.add(s.Ref, s.Interpreter, doAbout("sharing.consent", to.String(), by), true)
		}
	}
	g.tells = ledger.General
	for _, s := range g.Will.SafeNo {
		if s.Movement == g.Journey.Movement {
			g.add(s.Ref, s.Interpreter, do("safe-no.tell", access.ProtectionOfficer), s.Private)
		}
	}
	for _, t := range g.Preparation.Told {
		g.add(t.Ref, t.Interpreter, do("reintegration.tell", access.Counsellor), t.complete())
	}
	for _, h := range g.Protection.Health {
		if h.Kind == "examination" {
			g.add(h.Ref, h.Interpreter, do("health.examine", access.Health), true)
		} else {
			g.add(h.Ref, h.Interpreter, do("health.check", access.Health), true)
		}
	}
	for _, n := range g.Preparation.Notices {
		g.add(n.Other, n.Interpreter, doAbout("notice.accept-other", n.ID.String(), access.Caseworker), true)
	}
	for _, c := range g.Journey.Chosen {
		g.add(c.Ref, c.Interpreter, do("identity.choose", access.Counsellor), true)
	}
}

func (g *gathering) protection() {
	for _, i := range g.Protection.Interests {
		g.add(i.Ref, i.Interpreter, do("interests.assess", access.ProtectionOfficer), true)
	}
	for _, b := range g.Protection.Bonds {
		g.add(b.Ref, b.Interpreter, do("family.check", access.ProtectionOfficer), true)
	}
	for _, c := range g.Will.Capacity {
		g.add(c.Ref, c.Interpreter, doAbout("capacity.find", "another-officer", access.Health), true)
	}
	victims := g.trafficked()
	for _, t := range g.Protection.Retraffick {
		g.add(t.Ref, t.Interpreter, do("trafficking.assess", access.CounterTraffickingLead), g.knowsVictims(t, victims))
	}
	for _, n := range g.Protection.Needs {
		g.add(n.Answered, n.Interpreter, doAbout("need.answer", n.ID.String(), access.Caseworker), true)
	}
}

func (g *gathering) asylum() {
	for _, r := range g.Refoulement.Risks {
		g.add(r.Ref, r.Interpreter, do("risk.assess", access.ProtectionOfficer), true)
	}
	for _, a := range g.Refoulement.Asylum {
		g.add(a.Lifted, a.Interpreter, doAbout("asylum.lift", a.ID.String(), access.UNHCROfficer), true)
	}
	_, since := g.concern()
	counsel := g.counselAgain()
	for _, u := range g.Refoulement.UNHCR {
		g.add(u.Ref, u.Interpreter, counsel, g.jointly(u, since))
	}
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
		all = append(all, interpreted{s.Ref, s.Interpreter, do(s.again, s.by), s.tells, true})
	}
	var next []Step
	var on []ledger.Ref
	tells := ledger.General
	for _, a := range all {
		if a.through.Fit() {
			continue
		}
		on, tells = append(on, a.Ref), max(tells, a.tells)
		for _, step := range q.calledFor(a.again) {
			if !slices.Contains(next, step) {
				next = append(next, step)
			}
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

// calledFor is a step before somebody from outside, with what calls them: taking back a
// request for asylum ended UNHCR's call, and closing a file ends all.
func (q *question) calledFor(again Step) []Step {
	switch {
	case again.Do == "asylum.lift":
		return q.takesBack(again.About)
	case again.Do == "unhcr.counsel" && (again.By == access.Observer || q.Refoulement.Uncalled):
		return q.askUNHCR()
	}
	return []Step{again}
}

// privateInterview: out of hearing of all others, always; out of sight too, or
// repeated out of sight before departure, in a talk on which one can rely.
func privateInterview(q *question) verdict {
	var private []spoken
	last := spoken{}
	for _, s := range q.talks() {
		if s.Sound() && s.OutOfSight {
			private = append(private, s)
			if s.Seq >= last.Seq {
				last = s
			}
		}
	}
	again := do("counselling.extend", access.Counsellor)
	if len(q.Will.Sessions) == 0 {
		again = do("counselling.hold", access.Counsellor)
	}
	if last.IsZero() {
		return unmet("none", again)
	}
	for _, s := range q.conversations() {
		repeated := func(p spoken) bool { return q.knows(p.Ref, s.Ref) }
		switch {
		case s.OutOfHearing && s.OutOfSight, slices.ContainsFunc(private, repeated):
		case !s.OutOfHearing:
			return unmet("overheard", do(s.again, s.by), again).on(s.Ref).tellsOf(s.tells)
		default:
			return unmet("seen", again).on(s.Ref)
		}
	}
	return met(time.Time{}, last.Ref)
}

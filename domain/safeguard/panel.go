package safeguard

import (
	"slices"
	"strings"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
)

// What a best-interests panel is asked to determine.
const (
	AboutReturn   = "return"   // of a child
	AboutCapacity = "capacity" // of somebody who lastingly cannot decide alone
	AboutFamily   = "family"   // an objection, or disputed custody
	AboutApart    = "apart"    // whether a child travels without the parent they live with
)

// panel says whether a panel agrees: enough members of several agencies, each
// called to the case, each with their own signed word that knows of given
// events and of every member who said no. It is the newest of those words.
func (q *question) panel(about string, knowing ...ledger.Ref) (newest ledger.Ref, agrees bool) {
	agencies := map[ledger.Actor]string{}
	for _, v := range q.Protection.Votes {
		if v.Agrees && q.votes(v, about, knowing) {
			agencies[v.By], newest = strings.ToLower(strings.TrimSpace(v.Agency)), v.Ref
		}
	}
	several := map[string]bool{}
	for _, agency := range agencies {
		several[agency] = true
	}
	return newest, len(agencies) >= q.count(PanelMembers) && len(several) >= q.count(PanelAgencies)
}

// votes says whether the word of a member counts on a question as it stands. A
// panel that met by telephone decides on an urgent return only; a member's no
// is one in whatever form.
func (q *question) votes(v Vote, about string, knowing []ledger.Ref) bool {
	unknown := func(r ledger.Ref) bool { return v.Seq != r.Seq && !q.knows(v.Ref, r) }
	if about == AboutGuardian && !q.knowsNobody(v.Ref) || about == AboutApart && v.Since.Before(q.parted()) || about != AboutGuardian && !q.decidesThere(v.Ref, slices.Concat(knowing, q.refused(about))) {
		return false // what it was asked about has changed
	}
	return v.About == about && q.counts(v.Ref) && (!v.Telephone || q.urgentReturn()) && v.Undertaking && v.Agency != "" && q.sits(v) && !q.prepared(v.By, about) &&
		!slices.ContainsFunc(knowing, unknown) && !slices.ContainsFunc(q.refused(about), unknown)
}

// decidesThere says whether the word of a member, or the person's own, is of the country to which
// the person goes.
// For another file of theirs it can be of the one in which that was found of which it is.
func (q *question) decidesThere(word ledger.Ref, of []ledger.Ref) bool {
	if !q.asksOfElsewhere() {
		return q.ofThere(word)
	}
	return !slices.ContainsFunc(of, func(found ledger.Ref) bool { return !q.answersThere(word, found) })
}

// refused are the words of members who said no: all of a panel that agrees
// must know of them.
func (q *question) refused(about string) []ledger.Ref {
	return those(q.Protection.Votes, func(v Vote) bool { return v.About == about && !v.Agrees })
}

// sits says whether whoever voted was called to the case as a member then.
func (q *question) sits(v Vote) bool {
	return slices.ContainsFunc(q.Protection.Panel, func(k Member) bool {
		return k.Officer == v.By && q.knows(v.Ref, k.Ref) && (k.Ended.IsZero() || !q.Past.Knows(v.Seq, k.Ended.Seq))
	})
}

// prepared says whether somebody prepared what a panel decides on: they have
// no vote.
func (q *question) prepared(officer ledger.Actor, about string) bool {
	switch about {
	case AboutCapacity:
		return slices.ContainsFunc(q.Will.Capacity, func(c Capacity) bool { return c.By == officer }) ||
			slices.ContainsFunc(q.Will.Doubts, func(d Doubt) bool { return d.By == officer })
	case AboutFamily, AboutApart:
		if slices.ContainsFunc(q.Protection.Together, func(t Together) bool { return t.By == officer }) {
			return true // and who assessed the child, as for its return
		}
	}
	return slices.ContainsFunc(q.Protection.Interests, func(i Interest) bool { return i.By == officer }) ||
		slices.ContainsFunc(q.Protection.Bonds, func(b Bond) bool { return b.By == officer })
}

// convene is what a panel still needs: the word of a member who is called, or
// another member, where of those who are nobody gave theirs for longer than a
// finding may wait. Who was called since is waited for first, so that the calling
// comes to an end.
func (q *question) convene(about string, knowing ...ledger.Ref) []Step {
	_, awaited := q.members(about, knowing)
	timely := slices.ContainsFunc(awaited, func(k Member) bool { return !q.at.After(k.Until.Add(q.days(DueDays))) })
	var steps []Step
	if len(awaited) > 0 {
		steps = append(steps, doAbout("interests.determine", about, access.PanelMember))
	}
	if !timely {
		steps = append(steps, doAbout("call.make", string(access.PanelMember), access.ProtectionOfficer))
	}
	return steps
}

// members are those of a panel who agreed, and those who still can.
func (q *question) members(about string, knowing []ledger.Ref) (said, awaited []Member) {
	for _, k := range q.Protection.Panel {
		switch {
		case slices.ContainsFunc(q.Protection.Votes, func(v Vote) bool { return v.By == k.Officer && v.Agrees && q.votes(v, about, knowing) }):
			said = append(said, k)
		case !q.prepared(k.Officer, about) && q.serves(k, access.PanelMember):
			awaited = append(awaited, k)
		}
	}
	return said, awaited
}

// panelDays gives a finding that only a panel mends the days of a panel, once
// enough members are called and a word is awaited, counted from when what it is
// asked about began. Until then somebody has to call them, by the general day.
func (q *question) panelDays(v verdict, began time.Time, about string, knowing ...ledger.Ref) verdict {
	said, awaited := q.members(about, knowing)
	officers := map[ledger.Actor]bool{}
	for _, k := range slices.Concat(said, awaited) {
		officers[k.Officer] = true
	}
	if len(awaited) > 0 && len(officers) >= q.count(PanelMembers) {
		v.own = day.Later(q.Opened, began).Add(q.days(PanelDays))
	}
	return v
}

// serves says whether who was called can still do their duty: it has not ended,
// they have an account, and it is of that role.
func (q *question) serves(k Member, duty access.Role) bool {
	return k.Ended.IsZero() && slices.Contains(q.Around.Officers[k.Officer].Roles, duty)
}

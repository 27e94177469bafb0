package safeguard

import (
	"maps"
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// rule is what a clause means.
type rule struct {
	judge func(*question) verdict
	reads ledger.Set         // compartments it needs; while one is closed here it rests on an attestation
	tells ledger.Compartment // compartment of what the finding says
	ask   string             // what those outside that compartment are told
	floor []Act              // acts at which no book may cease to require it; nil: no floor
	logic int                // of the code; a changed one takes the next number, and the old stays in retired
}

// What movement staff, carriers and lists are told instead of a reason.
const (
	askProtection = "protection"
	askHealth     = "health"
	askPapers     = "papers"
)

var (
	everyAct   = Acts[:]
	open       = ledger.SetOf(ledger.General)
	protection = ledger.SetOf(ledger.General, ledger.Protection)
	asylum     = ledger.SetOf(ledger.General, ledger.Protection, ledger.Asylum)
	medical    = ledger.SetOf(ledger.General, ledger.Medical)
)

// rules is every rule there is; what each asks, the rule book says in words. A rule whose tells is not General is
// shown to others only as whom to ask.
var rules = map[ID]*rule{
	"own-wish":               {ownWish, protection, ledger.General, askProtection, everyAct, 1},
	"fear-asked":             {fearAsked, asylum, ledger.Asylum, askProtection, nil, 1},
	"no-forced-return":       {noForcedReturn, protection, ledger.Protection, askProtection, nil, 1},
	"counselled":             {counselled, open, ledger.General, askProtection, nil, 1},
	"interpreter-fit":        {interpreterFit, asylum, ledger.General, askProtection, nil, 1},
	"alternatives-offered":   {alternativesOffered, open, ledger.General, askProtection, nil, 1},
	"private-interview":      {privateInterview, asylum, ledger.General, askProtection, []Act{Authority, Transport, Clearance}, 1},
	"voluntary":              {voluntary, protection, ledger.Protection, askProtection, nil, 1},
	"capacity":               {capacity, protection, ledger.Protection, askProtection, nil, 1},
	"consent":                {consent, protection, ledger.General, askProtection, []Act{Seat, Clearance}, 1},
	"consent-stands":         {consentStands, open, ledger.General, askProtection, everyAct, 1},
	"reaffirmed":             {reaffirmed, open, ledger.General, askProtection, nil, 1},
	"safe-no":                {safeNo, open, ledger.General, askProtection, nil, 1},
	"gate":                   {gate, open, ledger.General, askProtection, []Act{Boarding}, 1},
	"vulnerability-screened": {vulnerabilityScreened, protection, ledger.General, askProtection, nil, 1},
	"trafficking-screened":   {traffickingScreened, protection, ledger.Protection, askProtection, nil, 1},
	"trafficked-safe":        {traffickedSafe, protection, ledger.Protection, askProtection, nil, 1},
	"best-interests":         {bestInterests, protection, ledger.Protection, askProtection, []Act{Seat, Clearance}, 1},
	"family-unity":           {familyUnity, protection, ledger.Protection, askProtection, nil, 1},
	"needs-answered":         {needsAnswered, protection, ledger.Protection, askProtection, nil, 1},
	"fit-to-travel":          {fitToTravel, medical, ledger.Medical, askHealth, nil, 1},
	"individual-risk":        {individualRisk, asylum, ledger.Asylum, askProtection, nil, 1},
	"real-risk-absolute":     {realRiskAbsolute, asylum, ledger.Asylum, askProtection, everyAct, 1},
	"unhcr-counselled":       {unhcrCounselled, asylum, ledger.Asylum, askProtection, []Act{Embassy, Clearance}, 1},
	"destination-open":       {destinationOpen, open, ledger.General, askPapers, nil, 1},
	"travel-document":        {travelDocument, open, ledger.General, askPapers, nil, 1},
	"document-unfeared":      {documentUnfeared, asylum, ledger.Asylum, askProtection, nil, 1},
	"exit-permission":        {exitPermission, open, ledger.General, askPapers, nil, 1},
	"sharing-consented":      {sharingConsented, open, ledger.General, askProtection, nil, 1},
	"reception-acknowledged": {receptionAcknowledged, protection, ledger.Protection, askProtection, nil, 1},
	"reintegration-told":     {reintegrationTold, open, ledger.General, askProtection, nil, 1},
	"no-unsettled-duplicate": {noUnsettledDuplicate, open, ledger.Protection, askProtection, nil, 1},
	"same-person":            {samePerson, open, ledger.General, askProtection, nil, 1},
	"four-eyes":              {fourEyes, open, ledger.General, askPapers, nil, 1},
	"place-reviewed":         {placeReviewed, protection, ledger.Protection, askProtection, nil, 1},
	"record-fresh":           {recordFresh, open, ledger.General, askPapers, nil, 1},
	"not-collective":         {notCollective, open, ledger.Protection, askProtection, nil, 1},
	"funds-open":             {fundsOpen, open, ledger.General, askPapers, nil, 1},
	"no-hold":                {noHold, open, ledger.Protection, askProtection, everyAct, 1},
}

// retired is every meaning that a rule no longer has: the book of then names
// it, and so the finding of then can be made again.
var retired = map[ID][]*rule{}

// meaning is what a rule means by a logic number; a book that names none means
// the first.
func meaning(id ID, logic int) *rule {
	if logic == 0 {
		logic = 1
	}
	if r := rules[id]; r != nil && r.logic == logic {
		return r
	}
	for _, r := range retired[id] {
		if r.logic == logic {
			return r
		}
	}
	return nil
}

// question is one rule being asked about one case.
type question struct {
	*Facts
	book    *Book
	clause  *Clause
	act     Act       // rules ask for it by doing
	at      time.Time // the moment judged
	horizon time.Time // the moment until which it must hold: the scheduled departure once there is a seat
	class   Class
	saidNo  bool // a withdrawal stands, and the person did not come back since
	attests bool // it is asked for those with fewer keys, who see the parents' ways themselves

	acted bool         // the rule looked at which act it is
	lists []ledger.Ref // what the rule looked at and could not count: it was imported
	heard *heard       // what talks answers, once it was asked
}

// doing says whether the act is one of these. A rule that does not ask says the same
// of every act with one horizon.
func (q *question) doing(acts ...Act) bool {
	q.acted = true
	return slices.Contains(acts, q.act)
}

type verdict struct {
	state  State
	key    string
	args   []fault.Arg
	until  time.Time
	events []ledger.Hash
	since  time.Time // when the newest event that it rests on, or the lapse, came to be
	own    time.Time // its day by a clock of its own, in place of the general one; zero: it has none
	latest time.Time // past which its day is not, by whatever clock; zero: no such day
	next   []Step
	tells  ledger.Compartment // of what it tells, where that is more than the rule's; General: no more
}

func met(until time.Time, on ...ledger.Ref) verdict {
	return verdict{state: Met, key: "met", until: until}.on(on...)
}

func unmet(key string, next ...Step) verdict   { return verdict{state: Unmet, key: key, next: next} }
func unknown(key string, next ...Step) verdict { return verdict{state: Unknown, key: key, next: next} }
func notApplicable() verdict                   { return verdict{state: NotApplicable, key: "not-applicable"} }

func (v verdict) on(refs ...ledger.Ref) verdict {
	for _, r := range refs {
		if !r.IsZero() {
			v.events = append(v.events, r.ID)
			v.since = day.Later(v.since, r.Until)
		}
	}
	return v
}

// from says since when it stands so: not since it was last said again.
func (v verdict) from(first ledger.Ref) verdict {
	v.since = first.Until
	return v
}

// lapsed says that what the verdict rests on held until t: it blocks from then on.
func (v verdict) lapsed(t time.Time) verdict {
	v.since = day.Later(v.since, t)
	return v
}

// tellsOf says that the verdict tells of a compartment by what it names.
func (v verdict) tellsOf(c ledger.Compartment) verdict {
	v.tells = c
	return v
}

func (v verdict) with(name string, value any) verdict {
	v.args = append(v.args, fault.A(name, value))
	return v
}

// unreadEntry blocks because of an entry beside the file that may stop somebody, and that
// nobody here can read or place.
func unreadEntry(next ...Step) verdict { return unknown("entry-unread", next...) }

// entriesUnread is that of a stream that has some; settles is what somebody does who knows
// of them. What waits is read when what came before it has come.
func entriesUnread(all []ledger.Stray, settles ...Step) verdict {
	v := unreadEntry(settles...)
	for _, x := range all {
		v = v.on(x.Ref)
		if x.Waits {
			v.next = []Step{waitOutside("hub", time.Time{})}
		}
	}
	return v
}

func do(command string, by access.Role) Step { return Step{Do: command, By: by} }

func doAbout(command, about string, by access.Role) Step {
	return Step{Do: command, About: about, By: by}
}

// stopsElsewhere says whether something of a kind stops another file of the person.
func (q *question) stopsElsewhere(stop string) bool {
	return slices.ContainsFunc(q.Around.Linked, func(l Linked) bool { return slices.Contains(l.Stops, stop) })
}

// stopsLinked blocks because of another file of the same person. What ends the
// stop is done there; or, if they are two persons after all, the link is undone.
func stopsLinked(ends Step) verdict {
	return unmet("linked", ends, do("case.unlink", access.ProtectionLead))
}

// inLinkedFile is a step to take in another file of the same person.
func inLinkedFile(command string, by access.Role) Step { return doAbout(command, "linked-file", by) }

// Elsewhere says whether a step is to be taken in another file than that of the finding.
func (s Step) Elsewhere() bool { return s.About == "linked-file" }

func waitFor(t time.Time) Step { return Step{Wait: "time", Until: t} }

func waitOutside(whom string, t time.Time) Step { return Step{Wait: whom, Until: t} }

// counts says whether evidence may meet a rule. What was imported rests on
// somebody's word: it counts once the officer who did it attested it and the
// person was met again, certainly after it was imported, and could be relied on.
func (f *Facts) counts(r ledger.Ref) bool {
	if r.IsZero() {
		return false
	}
	if r.Imported == "" {
		return true
	}
	if _, ok := f.Vouched[r.ID]; !ok {
		return false
	}
	return slices.ContainsFunc(f.Contacts, func(c ledger.Ref) bool {
		return f.knows(c, r) && gap(r, c) >= 0 && !f.voided(c) && !slices.Contains(f.Unsound, c.ID)
	})
}

// counts notes what is only on somebody's word.
func (q *question) counts(r ledger.Ref) bool {
	counts := q.Facts.counts(r)
	if !counts && r.Imported != "" && !slices.Contains(q.lists, r) {
		q.lists = append(q.lists, r)
	}
	return counts
}

// voided says whether a meeting was a session that no longer counts.
func (f *Facts) voided(meeting ledger.Ref) bool {
	return slices.ContainsFunc(f.Will.Sessions, func(s Session) bool { return s.ID == meeting.ID && s.Defective })
}

// imports adds to a finding that blocks what was imported and would count: on
// whose word it is, and the attestation it lacks.
func (q *question) imports(f *Finding) {
	for _, r := range q.lists {
		if !slices.Contains(f.WordOf, r.Imported) {
			f.WordOf = append(f.WordOf, r.Imported)
		}
		if !slices.Contains(f.Events, r.ID) {
			f.Events = append(f.Events, r.ID)
		}
		f.Next = append(f.Next, q.attest(r)...)
	}
}

// attest is the word that imported evidence lacks, where the officer who did it
// is here to give it. Nobody else's can stand in for it.
func (q *question) attest(r ledger.Ref) []Step {
	officer, here := q.Around.Officers[q.Imported[r.ID]]
	if _, vouched := q.Vouched[r.ID]; vouched || !here || len(officer.Roles) == 0 {
		return nil
	}
	return []Step{doAbout("import.attest", r.ID.String(), officer.Roles[0])}
}

// seat is the movement that the seat is on, or nil: a cancelled movement has
// no seats, and of two that did not know of each other nobody knows which.
func (q *question) seat() *Movement {
	if m := q.Around.Movement; m != nil && !m.Cancelled && len(m.Unsettled) == 0 && !q.isUnsettled("seat") {
		return m
	}
	return nil
}

// minor says whether the child's rules hold.
func (q *question) minor() bool { return q.class == Child || q.class == Infant }

// knows says whether later can answer earlier.
func (f *Facts) knows(later, earlier ledger.Ref) bool { return f.Past.Follows(later, earlier) }

// gap is the time that certainly lay between two events: from the latest that
// the first can have happened to the earliest of the second.
func gap(first, second ledger.Ref) time.Duration { return second.Since.Sub(first.Until) }

// happening is what happened at a time: what rules call the newest happened last,
// whenever it was written down, so that an old paper hides nothing since.
type happening interface{ Event() ledger.Ref }

// newer says whether one event happened after another; of two in the same moment,
// which was recorded after.
func newer(a, b ledger.Ref) bool {
	if c := a.Since.Compare(b.Since); c != 0 {
		return c > 0
	}
	return a.Seq >= b.Seq
}

// lastOf is the newest element that holds, or the zero value.
func lastOf[T happening](all []T, holds func(T) bool) (last T, found bool) {
	for i := len(all) - 1; i >= 0; i-- {
		if (!found || newer(all[i].Event(), last.Event())) && holds(all[i]) {
			last, found = all[i], true
		}
	}
	return last, found
}

// those are the events of the elements that hold.
func those[T happening](all []T, holds func(T) bool) (events []ledger.Ref) {
	for _, x := range all {
		if holds(x) {
			events = append(events, x.Event())
		}
	}
	return events
}

// gravest is the newest element that holds; but if one that speaks against the
// journey was recorded by somebody who did not know of the other, or since, that one.
func gravest[T happening](q *question, all []T, holds, against func(T) bool) (T, bool) {
	last, there := lastOf(all, holds)
	for _, x := range all {
		if there && holds(x) && against(x) && !q.knows(last.Event(), x.Event()) {
			return x, true
		}
	}
	return last, there
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// IDs are the names of all rules, sorted.
func IDs() []ID { return slices.Sorted(maps.Keys(rules)) }

// Known says whether there is such a rule.
func Known(id ID) bool { _, known := rules[id]; return known }

// Tells is the compartment of what a rule's finding says, as it is meant today.
func Tells(id ID) ledger.Compartment {
	if r := rules[id]; r != nil {
		return r.tells
	}
	return ledger.General
}

// NeedsKeys says whether a rule, as it is meant today, reads more than the
// general compartment, and whoever holds the keys of held can read all of it.
func NeedsKeys(id ID, held ledger.Set) bool { return rules[id].needsKeys(held) }

func (r *rule) needsKeys(held ledger.Set) bool {
	return !open.Covers(r.reads) && held.Covers(r.reads)
}

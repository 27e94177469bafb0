package demo

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/country"
	"amana/domain/day"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/domain/staff"
)

// What surrounds the cases, and how it changes while the story goes on.

// Places that are no good: under a wanted person, with a grave incident, run
// by nobody who answers for it. Codes are invented but for Mitiga, which
// document 003 describes.
const (
	placeWanted     = "DC-MITIGA"
	placeIncident   = "DC-BEN-2"
	placeUnofficial = "DC-SAB-2"
)

func dark(place string) bool {
	return place == placeWanted || place == placeIncident || place == placeUnofficial
}

func holds(place string) string {
	if place == placeUnofficial {
		return "smuggler"
	}
	return "official"
}

// Budget lines. The first is the tranche of which document 000 tells that
// seven associations asked a court to annul it; its suspension is invented.
const (
	lineTranche = "MF-VHR-970"
	lineReserve = "MF-VHR-RES"
	lineSmall   = "EMERGENCY-1"
	lineNone    = "NO-SUCH-LINE"

	seatCost = 122_000 // cents: about EUR 1,220 a person
)

// sheetHere is the version of the sheet of where everybody is.
const sheetHere = safeguard.Libya + "-1"

// Days of the story on which something changes for everybody.
const (
	dayCourt    = 140 // the tranche is suspended
	dayBook     = 160 // the second version of the rule book is signed
	daySheet    = 210 // there is a new sheet of Mali
	dayProposal = 312 // a third version of the rule book is proposed
)

func (s *story) evening(days int) time.Time {
	return morning(s.begin, days, s.zone).Add(10 * time.Hour)
}

// sheetDay is the evening on which the new sheet of Mali comes out: one with no
// flight there soon after.
func (s *story) sheetDay() time.Time {
	t := s.evening(daySheet)
	near := func(f *flight) bool {
		d := f.final().Sub(t)
		return f.nation.code == "MLI" && d > -24*time.Hour && d < 72*time.Hour
	}
	for slices.ContainsFunc(s.flights, near) {
		t = t.AddDate(0, 0, 1)
	}
	return t
}

// sheet is the version of the country sheet that holds at a moment.
func (w *way) sheet(at time.Time) string { return w.sheetOf(w.p.nation.code, at) }

func (s *story) sheetOf(code string, at time.Time) string {
	if code == "MLI" && !at.Before(s.newSheet) {
		return code + "-2"
	}
	return code + "-1"
}

// pays is the line that pays for a seat given at a moment.
func (s *story) pays(at time.Time) string {
	if at.Before(s.evening(dayCourt)) {
		return lineTranche
	}
	return lineReserve
}

// other puts down a command about something that is not a case.
func (s *story) other(at time.Time, by string, subject casefile.Subject, ref, command string, args any) {
	s.around = append(s.around, act{at: at, by: by, command: command, args: args, subject: subject, ref: ref})
}

// surround puts down everything that is not a case.
func (s *story) surround() {
	s.texts()
	s.countries()
	s.places()
	s.lines()
	s.sessions()
	s.books()
	s.staffChanges()
	for _, f := range s.flights {
		s.fly(f)
	}
}

func (s *story) texts() {
	for i, language := range translated {
		s.other(s.begin.Add(time.Duration(20+i)*time.Minute), head, casefile.Text, safeguard.ReturnDeclaration, "text.approve",
			consent.ApproveText{Reference: safeguard.ReturnDeclaration, Language: language, Version: 1, Body: declaration[language]})
	}
}

func (s *story) countries() {
	at := s.begin.Add(time.Hour)
	s.other(at.Add(-time.Minute), head, casefile.Country, safeguard.Libya, "country.issue", country.Issue{
		Reference: safeguard.Libya, Sheet: sheetHere, Structural: []string{"no-asylum-law", "irregular-stay-a-crime", "detention-without-recourse"},
		Source: "Invented for the demonstration; the structural constraints are those that the documents describe.",
	})
	for _, n := range nations {
		if n.code == "CMR" {
			continue
		}
		s.other(at, head, casefile.Country, n.code, "country.issue", country.Issue{
			Reference: n.code, Sheet: n.code + "-1", AtRisk: s.atRisk,
			Source: "Invented for the demonstration; the list of those at risk is common knowledge that nobody confirmed.",
		})
		at = at.Add(time.Minute)
	}
	s.other(s.newSheet, head, casefile.Country, "MLI", "country.issue", country.Issue{
		Reference: "MLI", Sheet: "MLI-2", AtRisk: s.atRisk,
		Source: "Invented for the demonstration: fighting reached two more districts.",
	})
	s.other(s.evening(daySheet+10), head, casefile.Country, "NGA", "country.issue", country.Issue{
		Reference: "NGA", Sheet: "NGA-2", AtRisk: s.atRisk, Immaterial: true,
		Source: "Invented for the demonstration: the address of an office changed.",
	})
	s.other(s.evening(30), head, casefile.Country, "SDN", "country.suspend", country.Suspend{Reason: "Invented for the demonstration: war in the country."})
	s.other(s.evening(31), head, casefile.Country, "SYR", "country.suspend", country.Suspend{Reason: "Invented for the demonstration: no confirmed entry."})
	s.other(s.evening(290), head, casefile.Country, "SYR", "country.resume", country.Resume{Reason: "Invented for the demonstration: entry is confirmed one by one."})
	s.other(s.evening(300), head, casefile.Country, "SOM", "country.open-option", country.OpenOption{Option: "resettlement-or-evacuation"})
}

func (s *story) places() {
	at := s.begin.Add(2 * time.Hour)
	review := func(ref string, official, wanted bool, grounds string) {
		s.other(at, head, casefile.Place, ref, "place.review", monitoring.ReviewPlace{
			Reference: ref, Official: official, Valid: day.Of(s.now).Add(60), Wanted: wanted, Grounds: grounds,
		})
		at = at.Add(time.Minute)
	}
	for _, o := range offices {
		for _, place := range o.places {
			review(place, true, false, "Access as agreed; people are spoken to alone; reviewed with the authority's answer in writing.")
		}
	}
	review(placeWanted, true, true, "Run by a person under a warrant of an international court (document 003).")
	review(placeUnofficial, false, false, "A yard; nobody answers for it.")
	review(placeIncident, true, false, "Reviewed; access granted.")
	s.other(s.evening(120), "PO-BEN-1", casefile.Place, placeIncident, "place.open-incident", monitoring.OpenIncident{Incident: "extortion"})
	s.other(s.evening(200), mission, casefile.Place, placeIncident, "place.close-incident", from(func(*casefile.Case) any {
		return monitoring.CloseIncident{Incident: s.incident, Outcome: "Two guards removed; people moved; reviewed again."}
	}))
	s.other(s.evening(305), "PO-BEN-1", casefile.Place, placeIncident, "place.open-incident", monitoring.OpenIncident{Incident: "torture", From: day.Of(s.evening(240))})
}

func (s *story) lines() {
	at := s.begin.Add(3 * time.Hour)
	n := int64(max(s.size/normal, 1))
	for _, l := range []struct {
		ref    string
		amount int64
	}{{lineTranche, 97_000_000 * n}, {lineReserve, 125_000_000 * n}, {lineSmall, 100_000}} {
		s.other(at, money, casefile.Line, l.ref, "budget.open", results.Open{Reference: l.ref, Currency: "EUR", Amount: l.amount})
		at = at.Add(time.Minute)
	}
	s.other(s.evening(dayCourt), money, casefile.Line, lineTranche, "budget.suspend", results.Suspend{By: "court", Reason: "Invented for the demonstration; that associations asked a court to annul the tranche is in document 000."})
	s.other(s.evening(20), money, casefile.Line, lineSmall, "budget.suspend", results.Suspend{By: "donor", Reason: "A report was late."})
	s.other(s.evening(35), money, casefile.Line, lineSmall, "budget.resume", results.Resume{Reason: "The report was handed in."})
}

// sessions are talks to groups, one a month in each office: of the last somebody
// with power over the group was in the room.
func (s *story) sessions() {
	settings := []string{"community", "shelter", "office", "disembarkation-point", "remote"}
	spoken := []string{"hau", "ara", "fra", "ben", "eng"}
	for i, o := range offices {
		for d := 10 + i; s.evening(d).Before(s.now); d += 30 {
			told := results.HoldSession{
				Reference: o.name, Day: day.Of(s.evening(d)), Setting: settings[(d+i)%len(settings)], Language: spoken[(d/30+i)%len(spoken)],
				People: 8 + d%23, Topics: []string{"rights", "options", "withdrawal"},
			}
			if !s.evening(d + 30).Before(s.now) {
				told.Setting, told.Place, told.Present = results.Detention, o.places[0], []string{"guard"}
			}
			s.other(s.evening(d), "CO-"+o.short+"-1", casefile.Outreach, o.name, "outreach.hold", told)
		}
	}
}

// books tightens the rule book once, and proposes to loosen it: that one has
// only one signature.
func (s *story) books() {
	with := func(version int, change func(map[string]int)) json.RawMessage {
		b := s.book
		b.Version, b.Numbers = version, map[string]int{}
		for name, n := range s.book.Numbers {
			b.Numbers[name] = n
		}
		b.Numbers["reaffirm-hours"] = 60
		change(b.Numbers)
		text, err := json.Marshal(b)
		if err != nil {
			panic(err) // a struct of texts and numbers
		}
		return text
	}
	propose := func(at time.Time, text json.RawMessage, sides ...string) {
		s.other(at, head, casefile.Rules, s.book.ID, "rulebook.propose", rulebook.Propose{Book: text})
		for i, side := range sides {
			by := [...]string{head, ethics}[i]
			s.other(at.Add(time.Duration(i+1)*time.Hour), by, casefile.Rules, s.book.ID, "rulebook.sign", from(func(*casefile.Case) any {
				return rulebook.Sign{Proposal: s.proposal, Side: side}
			}))
		}
	}
	propose(s.evening(dayBook), with(2, func(map[string]int) {}), "protection", "outside")
	propose(s.evening(dayProposal), with(3, func(n map[string]int) { n["gate-hours"] = 8 }), "protection")
}

// staffChanges begins with who was trained to screen: everybody who may.
func (s *story) staffChanges() {
	at := s.begin.Add(30 * time.Minute)
	for _, o := range staffing() {
		switch o.role {
		case access.Counsellor, access.ProtectionOfficer, access.ProtectionLead:
			s.other(at, head, casefile.User, o.code, "training.record", staff.Train{Day: day.Of(s.begin).Add(-20), Until: day.Of(s.now).Add(60)})
		}
	}
	s.other(s.evening(90), admin, casefile.User, "DO-1", "user.change", staff.Change{Office: desk.Programme, Roles: []access.Role{access.Donor}})
	s.other(s.evening(100), admin, casefile.User, left, "user.revoke", staff.Revoke{Reason: "left"})
}

// beforeGate is how long before departure it is counted who was handed over.
const beforeGate = 5*time.Hour + 15*time.Minute

// fly puts down what happens to a flight itself.
func (s *story) fly(f *flight) {
	do := func(at time.Time, by, command string, args any) {
		s.other(at, by, casefile.Movement, f.ref, command, args)
	}
	plan := morning(f.departs, -36, s.zone)
	if first := s.begin.Add(4 * time.Hour); plan.Before(first) {
		plan = first
	}
	do(plan, movements, "movement.plan", movement.Plan{
		Reference: f.ref, Kind: f.kind, To: f.nation.code, Transit: f.nation.through, Line: s.pays(f.departs), Cost: seatCost, Departs: f.departs,
		Arrives: f.departs.Add(time.Duration(f.nation.hours) * time.Hour),
	})
	do(plan.Add(time.Hour), movements, "movement.plan-no", movement.PlanNo{Shelter: true, Transport: true, Officer: true})
	answer := "accepted"
	if f.refuses {
		answer = "refused"
		do(morning(f.departs, -6, s.zone), head, "movement.decide-no", movement.DecideNo{Reasons: "The authority refused; everybody held was asked in the clinic at least a day before. It goes ahead for those who said yes there, and is published."})
	}
	do(morning(f.departs, -12, s.zone), movements, "movement.record-answer", movement.RecordAnswer{Answer: answer})
	if f.size > 50 && f.past {
		do(morning(f.departs, -12, s.zone).Add(time.Hour), head, "movement.call-observer", movement.CallObserver{Officer: observer})
		do(morning(f.departs, -11, s.zone), observer, "movement.note-sign", movement.NoteSign{Sign: "one-place"})
		do(morning(f.departs, -10, s.zone), head, "movement.answer-sign", movement.AnswerSign{Sign: "one-place", Reasons: "Most are held in one place and asked over three weeks; each was counselled and assessed alone."})
		do(morning(f.departs, -10, s.zone).Add(time.Hour), head, "movement.end-call", from(func(*casefile.Case) any {
			return movement.EndCall{Call: s.observed[f.ref]}
		}))
	}
	if days := f.departs.Sub(s.now).Hours() / 24; days > 10 && days < 12 {
		do(s.evening(length-1), "PO-SAB-1", "movement.note-sign", movement.NoteSign{Sign: "announced"})
	}
	if f.cancels {
		do(f.departs.Add(-30*time.Hour), movements, "movement.cancel", movement.Cancel{Reason: "aircraft"})
		return
	}
	do(f.departs.Add(-44*time.Hour), movements, "movement.lock", movement.Lock{})
	if moved := f.final(); !moved.Equal(f.departs) {
		do(f.departs.Add(-30*time.Hour), movements, "movement.move", movement.Move{Departs: moved, Arrives: moved.Add(time.Duration(f.nation.hours) * time.Hour), Reason: "weather"})
		do(moved.Add(-44*time.Hour), movements, "movement.lock", movement.Lock{})
	}
	more := 0
	if f.refuses { // and brings somebody whom nobody listed
		more = 1
		do(f.final().Add(-beforeGate+5*time.Minute), head, "movement.answer-sign", movement.AnswerSign{Sign: safeguard.Headcount, Reasons: "They brought a man more than was listed, who had asked for nothing. He does not travel: he slept at the shelter, was seen by a protection officer, and the centre was told in writing."})
	}
	do(f.final().Add(-beforeGate), movements, "movement.count", movement.Count{Where: movement.HandOver, People: more})
	if f.size > 50 && f.past { // one gate is without a network
		do(f.final().Add(-4*time.Hour), movements, "movement.confirm-vetoes", movement.ConfirmVetoes{With: movements})
	}
	do(f.final().Add(-2*time.Minute), movements, "movement.count", movement.Count{Where: movement.Aircraft})
	do(f.final().Add(time.Duration(f.nation.hours)*time.Hour+90*time.Minute), movements, "movement.count", movement.Count{Where: movement.Arrival})
}

func (s *story) serial(what string) string { return fmt.Sprintf("%s-%04d", what, len(s.homes)) }

// household is the code of a unit's household.
func (s *story) household(u unit) string {
	if s.homes == nil {
		s.homes = map[*person]string{}
	}
	if _, there := s.homes[u[0]]; !there {
		s.homes[u[0]] = s.serial("H")
	}
	return s.homes[u[0]]
}

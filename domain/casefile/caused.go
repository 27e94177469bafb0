package casefile

import (
	"slices"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// caused names, of each kind of event, the commands from which it follows.
var caused = map[string][]string{
	"age.doubted":                 {"age.doubt", "case.correct"},
	"age.settled":                 {"age.settle"},
	"arrival.recorded":            {"arrival.record"},
	"asylum.lifted":               {"asylum.lift"},
	"asylum.requested":            {"asylum.request", "case.end", "option.tell"},
	"authority.named":             {"authority.name"},
	"birth.recorded":              {"birth.record"},
	"boarding.boarded":            {"boarding.board"},
	"boarding.not-presented":      {"boarding.not-present"},
	"budget.charged":              {"budget.charge"},
	"budget.opened":               {"budget.open"},
	"budget.resumed":              {"budget.resume"},
	"budget.suspended":            {"budget.suspend"},
	"call.ended":                  {"call.end"},
	"call.made":                   {"call.make"},
	"capacity.doubted":            {"capacity.doubt"},
	"capacity.found":              {"capacity.find"},
	"caregiver.arranged":          {"caregiver.arrange"},
	"case.closed":                 {"case.close", "case.end"},
	"case.corrected":              {"case.correct"},
	"case.end-proposed":           {"case.propose-end"},
	"case.ended":                  {"case.end"},
	"case.erased":                 {"case.erase"},
	"case.opened":                 {"case.open"},
	"case.reopened":               {"case.reopen", "review.answer"},
	"case.unlinked":               {"case.unlink"},
	"clearance.drawn":             {"clearance.draw"},
	"clearance.given":             {"clearance.give"},
	"consent.given":               {"consent.give"},
	"consent.reaffirmed":          {"consent.reaffirm"},
	"consent.report-settled":      {"consent.settle-report"},
	"consent.withdrawal-reported": {"consent.report"},
	"consent.withdrawn":           {"case.end", "consent.reaffirm", "consent.withdraw", "gate.answer"},
	"counselling.block-told":      {"counselling.tell-block"},
	"counselling.extended":        {"counselling.extend"},
	"counselling.held":            {"counselling.hold"},
	"counselling.voided":          {"counselling.void"},
	"country.issued":              {"country.issue"},
	"country.option-opened":       {"country.open-option"},
	"country.resumed":             {"country.resume"},
	"country.suspended":           {"country.suspend"},
	"custody.recorded":            {"custody.record"},
	"departure.departed":          {"departure.record"},
	"departure.disputed":          {"departure.dispute"},
	"departure.retracted":         {"departure.retract"},
	"departure.uncleared":         {"departure.record"},
	"document.recorded":           {"document.record"},
	"document.withdrawn":          {"document.withdraw"},
	"duplicate.settled":           {"duplicate.settle"},
	"duplicate.suspected":         {"case.correct", "case.open", "duplicate.suspect"}, // the desk looks for likely other files
	"embassy.contacted":           {"embassy.contact"},
	"entry.confirmed":             {"entry.confirm"},
	"entry.examined":              {"entry.examine"},
	"entry.resolved":              {"entry.resolve"},
	"escort.arranged":             {"escort.arrange"},
	"escort.cancelled":            {"escort.cancel"},
	"exit.recorded":               {"exit.record"},
	"family.asked":                {"family.ask"},
	"family.checked":              {"family.check"},
	"family.traced":               {"family.trace"},
	"fear.asked":                  {"fear.ask"},
	"gate.answered":               {"gate.answer"},
	"gate.person-confirmed":       {"gate.confirm-person"},
	"health.checked":              {"health.check"},
	"health.examined":             {"health.examine"},
	"hold.lifted":                 {"hold.lift"},
	"hold.placed":                 {"hold.place"},
	"household.joined":            {"household.join"},
	"identity.chosen":             {"identity.choose"},
	"import.attested":             {"import.attest"},
	"incident.closed":             {"incident.close"},
	"incident.opened":             {"arrival.record", "boarding.not-present", "consent.settle-report", "departure.record", "departure.retract", "incident.open"},
	"interests.assessed":          {"interests.assess"},
	"interests.determined":        {"interests.determine"},
	"likely.counted":              {"case.correct", "case.open", "likely.count"},
	"link.erased":                 {"case.erase"},
	"movement.authority-answered": {"movement.record-answer"},
	"movement.call-ended":         {"movement.end-call"},
	"movement.cancelled":          {"movement.cancel"},
	"movement.vetoes-confirmed":   {"movement.confirm-vetoes"},
	"movement.counted":            {"movement.count"},
	"movement.examined":           {"movement.examine"},
	"movement.locked":             {"movement.lock"},
	"movement.moved":              {"movement.move"},
	"movement.no-decided":         {"movement.decide-no"},
	"movement.no-planned":         {"movement.plan-no"},
	"movement.observer-called":    {"movement.call-observer"},
	"movement.planned":            {"movement.plan"},
	"movement.sign-answered":      {"movement.answer-sign"},
	"movement.sign-noted":         {"movement.note-sign"},
	"need.answered":               {"need.answer"},
	"need.found":                  {"need.find"},
	"notice.acknowledged":         {"notice.acknowledge"},
	"notice.heard":                {"notice.hear"},
	"notice.other-accepted":       {"notice.accept-other"},
	"notice.sent":                 {"notice.send"},
	"option.told":                 {"option.tell"},
	"order.asked":                 {"order.ask"},
	"outreach.held":               {"outreach.hold"},
	"place.incident-closed":       {"place.close-incident"},
	"place.incident-opened":       {"place.open-incident"},
	"place.reviewed":              {"place.review"},
	"place.visited":               {"place.visit"},
	"reintegration.declined":      {"reintegration.decline"},
	"reintegration.told":          {"reintegration.tell"},
	"release.answered":            {"release.answer"},
	"release.requested":           {"release.request"},
	"review.answered":             {"review.answer"},
	"review.asked":                {"review.ask"},
	"risk.assessed":               {"risk.assess"},
	"roles.proposed":              {"roles.propose"},
	"roles.signed":                {"roles.sign"},
	"roles.witnessed":             {"roles.witness"},
	"rulebook.proposed":           {"rulebook.propose"},
	"rulebook.signed":             {"rulebook.sign"},
	"rulebook.witnessed":          {"rulebook.witness"},
	"safe-no.told":                {"safe-no.tell"},
	"safeguard.attested":          {"safeguard.attest"},
	"screening.recorded":          {"screening.record"},
	"seat.freed":                  {"seat.free"},
	"seat.given":                  {"seat.give"},
	"seat.line-moved":             {"seat.move-line"},
	"sharing.consented":           {"sharing.consent"},
	"sharing.withdrawn":           {"sharing.withdraw"},
	"text.approved":               {"text.approve"},
	"trafficking.assessed":        {"trafficking.assess"},
	"trafficking.screened":        {"trafficking.screen"},
	"training.recorded":           {"training.record"},
	"transfer.made":               {"transfer.make"},
	"transport.taken":             {"transport.take"},
	"unhcr.counselled":            {"unhcr.counsel"},
	"unhcr.requested":             {"unhcr.request"},
	"urgent.declared":             {"urgent.declare"},
	"urgent.seconded":             {"urgent.second"},
	"urgent.reviewed":             {"urgent.review"},
	"user.admitted":               {"user.admit"},
	"user.changed":                {"user.change"},
	"user.enrolled":               {"user.enrol"},
	"user.revoked":                {"user.revoke"},
	"voluntary.assessed":          {"voluntary.assess"},
	"voluntary.repeated":          {"voluntary.repeat"},
	"voluntary.reviewed":          {"voluntary.review"},
	"wish.stated":                 {"case.open", "wish.state"},
}

// Caused names the acts of which somebody must be allowed one for an event to
// be theirs, whatever it is about; nil for what follows from no command.
func Caused(b ledger.Body) []string { return slices.Clone(caused[b.Kind()]) }

// Cause is the command that an event of a kind follows from, of several the first;
// empty: none.
func Cause(kind string) string {
	if from := caused[kind]; len(from) > 0 {
		return from[0]
	}
	return ""
}

// Rights is Caused of an event of a case, c, as the case was before it: an act
// is qualified where a part of it can be given alone.
func (c *Case) Rights(b ledger.Body) []string {
	acts := Caused(b)
	switch b := b.(type) {
	case HoldLifted:
		acts[0] = c.right(acts[0], b.LiftHold)
	case Called:
		acts[0] = c.right(acts[0], Call{Duty: string(b.Duty)})
	case CallEnded:
		acts[0] = c.right(acts[0], b.EndCall)
	}
	return acts
}

// Mirrors says whether an event is one that an act on one file of a person
// records in the others too, whether or not its actor reaches those.
func Mirrors(b ledger.Body) bool {
	switch b.(type) {
	case DuplicateSuspected, DuplicateSettled, Unlinked, LinkErased:
		return true
	}
	return false
}

// Left says whether an event is a stop that an erased file leaves to another
// of the person, behind its LinkErased. What a caregiver's says may be withheld.
func Left(b ledger.Body) bool {
	switch b := b.(type) {
	case consent.Withdrawn:
		return b.Left
	case assessment.FearAsked:
		return b.Left
	case assessment.RiskAssessed:
		return b.Finding == "real"
	case assessment.CaregiverArranged:
		return !b.Safe && b.Status != safeguard.WithParent
	case assessment.AsylumRequested, assessment.AgeDoubted, HoldPlaced:
		return true
	}
	return false
}

// Importable says whether an event may come from an import: what was said,
// found or done before, and a departure from before Amana.
func Importable(b ledger.Body) bool {
	if d, left := b.(movement.DepartedUncleared); left {
		return d.Before
	}
	return slices.ContainsFunc(Caused(b), func(name string) bool { return slices.Contains(importable, name) })
}

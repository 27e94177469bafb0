package casefile

import (
	"encoding/json"
	"os"
	"time"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/country"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/reintegration"
	"amana/domain/results"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/domain/screening"
	"amana/domain/staff"
)

var needy = with(here, does("pia", "need.find", screening.FindNeed{Need: "medical", Travels: true, Notify: "standard"}))

// notified has a need of which the receiving mission was told.
var notified = with(before("boarding.board"), does("pia", "need.find", screening.FindNeed{Need: "medical", Travels: true, Notify: "standard"}), dated("11-21 10:10", "cas", "need.answer", continued), does("cas", "notice.send", notice))

// rescued is a way on which a movement out of danger is planned instead of the flight.
// toldGroup is an information session.
var toldGroup = notes(Outreach, "pia", "outreach.hold", results.HoldSession{Reference: "TI", Day: date("09-30"), Setting: "community", Language: "hau", People: 30, Topics: []string{"rights"}})

func rescued(given []doing) []doing {
	return with(without(without(given, "movement.plan"), "movement.plan-no"), rescues)
}

var rescues = notes(Movement, "mov", "movement.plan", movement.Plan{Reference: "ETM-1", Kind: "life-saving", To: "RWA", Line: "L-1", Departs: clock("11-21 12:00"), Arrives: clock("11-21 17:00")})

func evacuated(country string) transfer {
	return transfer{movement.Transfer{To: "evacuation", Country: country, Movement: "ETM-1", Agreed: "agreed"}}
}

var another = named("notice.sent", func(h ledger.Hash) any {
	return AcceptOther{movement.AcceptOther{Notice: h, Meets: "an aunt", Talk: alone}}
})

var (
	passport = does("cas", "document.record", movement.RecordDocument{Document: "passport", Through: "own", From: date("10-01"), To: date("12-01")})
	anEscort = does("mov", "escort.arrange", assessment.ArrangeEscort{Movement: flight, Escort: who("esc")})
	lost     = does("cas", "document.withdraw", named("document.recorded", func(h ledger.Hash) any { return movement.WithdrawDocument{Document: h, Why: "lost"} }))
	noEscort = does("mov", "escort.cancel", named("escort.arranged", func(h ledger.Hash) any { return assessment.CancelEscort{Escort: h} }))
)

// gone is a departure that was written into the wrong file.
var gone = with(before("gate.answer"), dated("11-21 12:05", "mov", "departure.record", depart{movement.Depart{Movement: flight}}))

func disputes(by, facts string) doing {
	return does(by, "departure.dispute", named("departure.uncleared", func(h ledger.Hash) any { return movement.DisputeDeparture{Departure: h, Facts: facts} }))
}

func retracts(by string) doing {
	return does(by, "departure.retract", named("departure.uncleared", func(h ledger.Hash) any { return movement.RetractDeparture{Departure: h, Reason: "x"} }))
}

var urgently = movement.DeclareUrgent{Movement: flight, Facts: "x"}

var (
	notice    = named("need.found", func(h ledger.Hash) any { return Notify{movement.SendNotice{Needs: []ledger.Hash{h}, Movement: flight}} })
	continued = named("need.found", func(h ledger.Hash) any { return screening.AnswerNeed{Need: h, Outcome: "continued"} })
)

var travelScripts = []script{
	{"the embassy is asked for a document", before("embassy.contact"), does("cas", "embassy.contact", movement.ContactEmbassy{Embassy: "NGA", For: "travel-document"}), "embassy.contacted", "preparation.embassies", "", ""},
	{"an authority is told the name", before("authority.name"), does("cas", "authority.name", movement.NameToAuthority{For: "exit-permission"}), "authority.named", "", "", ""},
	{"taken out of detention, to a shelter", before("seat.give"), does("mov", "transport.take", movement.TakeOut{To: "shelter"}), "transport.taken", "", "", ""},
	{"a travel document", here, does("cas", "document.record", movement.RecordDocument{Document: "passport", Through: "own", From: date("10-01"), To: date("12-01")}), "document.recorded", "preparation.documents", "", ""},
	{"a travel document is lost", with(before("gate.answer")), lost, "document.withdrawn", "preparation.documents", "", "boarding travel-document: unmet withdrawn"},
	{"somebody is met who is said to have left", gone, disputes("pia", "x"), "departure.disputed", "travel.left", StatusUncleared, ""},
	{"somebody from outside finds that they never left", with(gone, disputes("pia", "x")), retracts("ove"), "departure.retracted", "travel.departed travel.left travel.off travel.uncleared", StatusCleared, ""},
	{"exit is refused", before("boarding.board"), does("cas", "exit.record", movement.RecordExit{}), "exit.recorded", "preparation.exits", "", "boarding exit-permission: unmet refused"},
	{"the receiving mission is told of a need", notified[:len(notified)-1], does("cas", "notice.send", notice), "notice.sent", "notice preparation.notices", "", "boarding reception-acknowledged: unmet unacknowledged"},
	{"the receiving mission acknowledges", notified, does("rec", "notice.acknowledge", named("notice.sent", func(h ledger.Hash) any { return movement.AcknowledgeNotice{Notice: h, Meets: "a social worker"} })),
		"notice.acknowledged", "preparation.notices", "", "boarding reception-acknowledged: met"},
	{"the duty line says who meets the person", notified, does("cas", "notice.hear", named("notice.sent", func(h ledger.Hash) any {
		return movement.HearNotice{Notice: h, Spoke: "the duty officer", Meets: "a social worker"}
	})),
		"notice.heard", "preparation.notices", "", "boarding reception-acknowledged: met"},
	{"nobody answers, the person accepts another, too early", notified, does("cas", "notice.accept-other", another), "notice.other-accepted", "preparation.notices", "", "boarding reception-acknowledged: unmet unacknowledged"},
	{"told what they will and will not get", here, does("cas", "reintegration.tell", reintegration.Tell{Written: true, Aloud: true, Gets: true, FromWhom: true, When: true, HowMuch: true, PlanFollows: true, FirstDays: true}), "reintegration.told", "reintegration.told", "", "clearance reintegration-told: met"},
	{"wants no plan: that never blocks", before("boarding.board"), does("cas", "reintegration.decline", reintegration.Decline{}), "reintegration.declined", "reintegration.declined", "", "boarding reintegration-told: met"},
	{"a seat", before("seat.give"), does("mov", "seat.give", seat), "seat.given", "travel.line travel.lots travel.lotted travel.movement travel.seated travel.seats", Waiting, "clearance four-eyes: unmet none"},
	{"a seat on a manifest that is closed", with(before("seat.give"), locks), does("mov", "seat.give", seat), "seat.given", "travel.line travel.lots travel.lotted travel.movement travel.seated travel.seats", Waiting, "clearance four-eyes: unmet none"},
	{"another line pays; the clearance stays", after("clearance.give"), does("mov", "seat.move-line", movement.MoveLine{Line: "L-2"}), "seat.line-moved", "travel.line travel.seats", StatusCleared, "boarding four-eyes: met"},
	{"departed on a line that a court suspended", with(after("boarding.board"), notes(Line, "fin", "budget.suspend", results.Suspend{By: "court"})), does("mov", "departure.record", depart{movement.Depart{Movement: flight}}),
		"departure.departed incident.opened", "incidents travel.departed travel.left travel.off", StatusDeparted, ""},
	{"departed on a line that is empty", with(after("boarding.board"), notes(Line, "fin", "budget.charge", results.Charge{Amount: 999_500})), does("mov", "departure.record", depart{movement.Depart{Movement: flight}}),
		"departure.departed incident.opened", "incidents travel.departed travel.left travel.off", StatusDeparted, ""},
	{"the seat is freed; the file stays open", after("clearance.give"), does("mov", "seat.free", movement.FreeSeat{Reason: "ill"}), "seat.freed", "travel.freed travel.line travel.movement travel.off travel.seated travel.seats", Waiting, "boarding gate: unmet no-seat"},
	{"somebody is drawn to decide", before("clearance.draw"), does("node", "clearance.draw", movement.Draw{}), "clearance.drawn", "travel.drawn", "", ""},
	{"cleared by who was drawn", before("clearance.give"), does("drawn", "clearance.give", clearance), "clearance.given", "travel.cleared", StatusCleared, "boarding four-eyes: met"},
	{"a word and a picture are chosen", here, does("cou", "identity.choose", choice), "identity.chosen", "travel.chosen", "", ""},
	{"another word and picture are chosen: by the ones before nobody is known any more", before("gate.confirm-person"), does("cou", "identity.choose", choice), "identity.chosen", "travel.chosen", "", ""},
	{"it is the same person", before("gate.confirm-person"), dated("11-21 10:00", "gat", "gate.confirm-person", confirmed), "gate.person-confirmed", "travel.same", "", "boarding same-person: met"},
	{"yes at the gate", before("gate.answer"), does("gat", "gate.answer", gate), "gate.answered", "travel.gate", StatusCleared, "boarding gate: met"},
	{"not sure at the gate is neither yes nor a withdrawal", before("gate.answer"), does("gat", "gate.answer", said("not-sure")), "gate.answered", "travel.gate", StatusCleared, "boarding gate: unmet not-sure"},
	{"no at the gate is a withdrawal", before("gate.answer"), does("gat", "gate.answer", said("no")), "gate.answered consent.withdrawn", "consent.withdrawals travel.gate", StatusWithdrawn, "boarding consent-stands: unmet withdrawn"},
	{"an urgent return", before("seat.give"), does("doc", "urgent.declare", urgently), "urgent.declared", "travel.urgent", "", ""},
	{"somebody from outside bears out what the head of protection stated", with(before("seat.give"), does("hop", "urgent.declare", urgently)),
		does("obs", "urgent.second", movement.SecondUrgent{Movement: flight, Facts: "x"}), "urgent.seconded", "travel.seconded", "", ""},
	{"an urgent return is looked at from outside", with(before("seat.give"), does("doc", "urgent.declare", urgently)),
		does("ove", "urgent.review", movement.ReviewUrgent{Movement: flight, Stands: true}), "urgent.reviewed", "travel.looked", "", ""},
	{"boarded", before("boarding.board"), does("mov", "boarding.board", movement.Board{Movement: flight}), "boarding.boarded", "travel.boarded", StatusBoarded, ""},
	{"not presented is an incident, never a withdrawal", before("boarding.board"), does("mov", "boarding.not-present", movement.NotPresent{Movement: flight}), "boarding.not-presented incident.opened", "incidents travel.absent travel.off", StatusNotPresent, "boarding consent-stands: met"},
	{"not presented, then a seat on the next flight", with(before("boarding.board"), does("mov", "boarding.not-present", movement.NotPresent{Movement: flight}), does("mov", "seat.free", movement.FreeSeat{Reason: "not-presented"})),
		does("mov", "seat.give", seat), "seat.given", "travel.absent travel.freed travel.line travel.movement travel.seated travel.seats", Waiting, "clearance four-eyes: unmet none"},
	{"not presented, then late, and aboard", with(before("boarding.board"), does("mov", "boarding.not-present", movement.NotPresent{Movement: flight})),
		does("mov", "boarding.board", movement.Board{Movement: flight}), "boarding.boarded", "travel.absent travel.boarded", StatusBoarded, ""},
	{"departed", after("boarding.board"), does("mov", "departure.record", depart{movement.Depart{Movement: flight}}), "departure.departed", "travel.departed travel.left travel.off", StatusDeparted, ""},
	{"departed without a boarding", before("boarding.board"), does("mov", "departure.record", depart{movement.Depart{Movement: flight}}), "departure.uncleared incident.opened", "incidents travel.departed travel.left travel.off travel.uncleared", StatusUncleared, ""},
	{"boarded, withdrew, departed all the same", with(after("boarding.board"), does("hot", "consent.withdraw", consent.Withdraw{Channel: "phone"})),
		does("mov", "departure.record", depart{movement.Depart{Movement: flight}}), "departure.uncleared incident.opened", "incidents travel.departed travel.left travel.off travel.uncleared", StatusUncleared, ""},
	{"departed by another aircraft", after("boarding.board"), does("mov", "departure.record", depart{movement.Depart{Movement: "other"}}), "departure.uncleared incident.opened", "incidents travel.departed travel.left travel.off travel.uncleared", StatusUncleared, ""},
	{"arrived", after("departure.record"), does("rec", "arrival.record", movement.Arrive{}), "arrival.recorded", "travel.arrived", StatusArrived, ""},
	{"missing on arrival is an incident", after("departure.record"), does("rec", "arrival.record", movement.Arrive{Missing: true}), "arrival.recorded incident.opened", "incidents travel.arrived travel.missing", MissingOnArrival, ""},
	{"moved out of danger: no rule of return applies", here, does("pia", "transfer.make", transfer{movement.Transfer{To: "hospital", Country: "LBY", Agreed: "vital-interest"}}), "transfer.made", "travel.transfers", StatusTransferred, ""},
	{"evacuated on a movement out of danger", rescued(here), does("pia", "transfer.make", evacuated("RWA")), "transfer.made", "travel.transfers", StatusTransferred, ""},
}

var (
	otherFacts = movement.ChooseIdentity{Talk: alone, How: safeguard.TwoFacts, Word: ledger.Hash{3}, Picture: ledger.Hash{4}}
	photograph = movement.ChooseIdentity{Talk: alone, How: "photograph", Photograph: ledger.Hash{5}}
)

// heard is the hub's list for the flight as it was heard, and its code.
func heard(at string, cases ...string) movement.ConfirmVetoes {
	return movement.ConfirmVetoes{With: "hub", At: clock(at), Cases: cases, Code: movement.VetoCode(flight, clock(at), cases)}
}

// facts are a word and a picture as they were told at the gate.
func facts(word, picture ledger.Hash) movement.ConfirmPerson {
	return movement.ConfirmPerson{Movement: flight, How: safeguard.TwoFacts, Word: word, Picture: picture}
}

func said(answer string) movement.AnswerGate {
	g := gate
	g.Answer = answer
	return g
}

func bookText(change func(map[string]any)) json.RawMessage {
	text, err := os.ReadFile("../safeguard/testdata/book.json")
	if err != nil {
		panic(err)
	}
	var book map[string]any
	if err := json.Unmarshal(text, &book); err != nil {
		panic(err)
	}
	change(book)
	text, err = json.Marshal(book)
	if err != nil {
		panic(err)
	}
	return text
}

var (
	first    = rulebook.Propose{Book: bookText(func(map[string]any) {})}
	proposed = []doing{notes(Rules, "hop", "rulebook.propose", first)}
	enrolled = []doing{notes(User, "adm", "user.enrol", staff.Enrol{Code: "C-7", Office: "TI", Roles: []access.Role{access.Counsellor}})}
	signs    = func(side string) func(*world) any {
		return named("rulebook.proposed", func(h ledger.Hash) any { return rulebook.Sign{Proposal: h, Side: side} })
	}
	roles = rulebook.ProposeRoles{Table: json.RawMessage(`{"grants":[]}`)}
	text  = consent.ApproveText{Reference: "return-declaration", Language: "hau", Version: 3, Body: "…"}
)

// isHeld says that the person is held the night before departure.
var isHeld = does("cas", "custody.record", RecordCustody{Date: "eve", Held: true, Place: "TAJ"})

// raided is the morning of a flight after a raid on the place where the person
// was at first.
var raided = with(before("boarding.board"),
	dated("11-21 10:50", "cas", "custody.record", RecordCustody{Date: "first-contact", Held: true, Place: "TAJ"}),
	does("cas", "custody.record", RecordCustody{Date: "now"}),
	notes(Place, "hop", "place.open-incident", monitoring.OpenIncident{Incident: "raided", From: date("11-15")}),
)

var otherScripts = []script{
	{"a country sheet", nil, notes(Country, "lea", "country.issue", country.Issue{Reference: "NGA", Sheet: "NGA-1"}), "country.issued", "issued reference same sheet", "", ""},
	{"the sheet changes materially", before("seat.give"), notes(Country, "lea", "country.issue", country.Issue{Reference: "NGA", Sheet: "NGA-2"}), "country.issued", "atRisk issued.NGA-2 same.NGA-2 sheet", "", "seat individual-risk: unmet sheet"},
	{"the sheet changes, and not materially", before("seat.give"), notes(Country, "lea", "country.issue", country.Issue{Reference: "NGA", Sheet: "NGA-2", AtRisk: []string{"ERI"}, Immaterial: true}), "country.issued", "issued.NGA-2 same.NGA-2 sheet", "", "seat individual-risk: met"},
	{"returns are suspended", before("seat.give"), notes(Country, "lea", "country.suspend", country.Suspend{}), "country.suspended", "suspended", "", "seat destination-open: unmet suspended"},
	{"returns to a part of it are suspended", before("seat.give"), notes(Country, "lea", "country.suspend", country.Suspend{Areas: []string{"NGA/BO"}}), "country.suspended", "suspended", "", "seat destination-open: unmet area"},
	{"returns go on", with(before("seat.give"), notes(Country, "lea", "country.suspend", country.Suspend{})), notes(Country, "lea", "country.resume", country.Resume{}), "country.resumed", "suspended", "", "seat destination-open: met"},
	{"an option opens: everybody is told again", before("seat.give"), notes(Country, "lea", "country.open-option", country.OpenOption{Option: "stay"}), "country.option-opened", "options", "", "seat alternatives-offered: unmet opened"},

	{"a movement is planned", nil, scene[1], "movement.planned", "arrives cost departs kind line planner reference to", "", ""},
	{"where those who say no can go", scene[:2], scene[2], "movement.no-planned", "plan", "", ""},
	{"the authority answers", scene, notes(Movement, "mov", "movement.record-answer", movement.RecordAnswer{Answer: "refused"}), "movement.authority-answered", "authority", "", ""},
	{"the head of protection decides", with(scene, notes(Movement, "mov", "movement.record-answer", movement.RecordAnswer{Answer: "no-answer"})), notes(Movement, "hop", "movement.decide-no", movement.DecideNo{Reasons: "x"}), "movement.no-decided", "decided", "", ""},
	{"an observer is called to a movement", scene, notes(Movement, "lea", "movement.call-observer", movement.CallObserver{Officer: "obs"}), "movement.observer-called", "calls", "", ""},
	{"an observer's duty at a movement ends", with(scene, notes(Movement, "lea", "movement.call-observer", movement.CallObserver{Officer: "obs"})),
		notes(Movement, "lea", "movement.end-call", named("movement.observer-called", func(h ledger.Hash) any { return movement.EndCall{Call: h} })), "movement.call-ended", "calls", "", ""},
	{"a sign of a collective return", before("boarding.board"), notes(Movement, "cas", "movement.note-sign", movement.NoteSign{Sign: "raided"}), "movement.sign-noted", "signs", "", "boarding not-collective: unmet sign"},
	{"the sign is answered", with(before("boarding.board"), notes(Movement, "cas", "movement.note-sign", movement.NoteSign{Sign: "raided"})), notes(Movement, "hop", "movement.answer-sign", movement.AnswerSign{Sign: "raided", Reasons: "x"}), "movement.sign-answered", "signs", "", "boarding not-collective: met"},
	{"the files of those seated are looked at together", raided, notes(Movement, "mov", "movement.examine", movement.Examine{}), "movement.examined", "signs", "", "boarding not-collective: unmet sign"},
	{"that sign is answered", with(raided, notes(Movement, "mov", "movement.examine", movement.Examine{})), notes(Movement, "hop", "movement.answer-sign", movement.AnswerSign{Sign: "raided", Reasons: "x"}), "movement.sign-answered", "signs", "", "boarding not-collective: met"},
	{"the manifest is closed", scene, notes(Movement, "mov", "movement.lock", movement.Lock{}), "movement.locked", "locked", "", ""},
	{"the flight is moved", before("boarding.board"), notes(Movement, "mov", "movement.move", moved(48*time.Hour)), "movement.moved", "arrives departs moves shifts", "", "boarding gate: unmet early"},
	{"the flight is cancelled", before("boarding.board"), notes(Movement, "mov", "movement.cancel", movement.Cancel{Reason: "weather"}), "movement.cancelled", "cancelled", "", "boarding gate: unmet no-seat"},
	{"the hub's list is read over the telephone", before("boarding.board"), notes(Movement, "mov", "movement.confirm-vetoes", heard("11-21 10:00")), "movement.vetoes-confirmed", "heard", "", ""},
	{"as many are handed over as are held", before("boarding.board"), notes(Movement, "mov", "movement.count", movement.Count{Where: movement.HandOver}), "movement.counted", "counts", "", "boarding not-collective: met"},
	{"one more is brought than listed", before("boarding.board"), notes(Movement, "mov", "movement.count", movement.Count{Where: movement.HandOver, People: 1}), "movement.counted", "counts signs", "", "boarding not-collective: unmet sign"},
	{"the head of protection says why", with(before("boarding.board"), notes(Movement, "mov", "movement.count", movement.Count{Where: movement.HandOver, People: 1})), notes(Movement, "hop", "movement.answer-sign", movement.AnswerSign{Sign: "headcount", Reasons: "x"}), "movement.sign-answered", "signs", "", "boarding not-collective: met"},
	{"held, and counted when handed over", with(before("boarding.board"), isHeld), notes(Movement, "mov", "movement.count", movement.Count{Where: movement.HandOver, People: 1}), "movement.counted", "counts", "", "boarding not-collective: met"},
	{"held, and nobody counted", before("boarding.board"), isHeld, "custody.recorded", "custody", "", "boarding not-collective: unmet headcount"},
	{"the aircraft is full of people who were asked", after("boarding.board"), notes(Movement, "mov", "movement.count", movement.Count{Where: movement.Aircraft, People: 1}), "movement.counted", "counts", "", ""},
	{"two arrive where one left", after("arrival.record"), notes(Movement, "mov", "movement.count", movement.Count{Where: movement.Arrival, People: 2}), "movement.counted", "counts signs", "", ""},

	{"a place is reviewed", nil, scene[4], "place.reviewed", "reference reviews", "", ""},
	{"a grave incident at a place", scene, notes(Place, "hop", "place.open-incident", monitoring.OpenIncident{Incident: "torture"}), "place.incident-opened", "incidents", "", ""},
	{"the incident is closed", with(scene, notes(Place, "hop", "place.open-incident", monitoring.OpenIncident{})), notes(Place, "hop", "place.close-incident", named("place.incident-opened", func(h ledger.Hash) any { return monitoring.CloseIncident{Incident: h} })), "place.incident-closed", "incidents", "", ""},

	{"a place is visited", scene, notes(Place, "pia", "place.visit", monitoring.VisitPlace{Day: date("09-30"), Outside: []string{"unhcr"}}), "place.visited", "visits", "", ""},

	{"a budget line", nil, scene[3], "budget.opened", "balance currency owners reference", "", ""},
	{"a line is charged", before("seat.give"), notes(Line, "fin", "budget.charge", results.Charge{Amount: 999_500}), "budget.charged", "balance", "", "seat funds-open: unmet money"},
	{"a court suspends a line", before("seat.give"), notes(Line, "fin", "budget.suspend", results.Suspend{By: "court"}), "budget.suspended", "suspended", "", "seat funds-open: unmet suspended"},
	{"the line is open again", with(scene, notes(Line, "fin", "budget.suspend", results.Suspend{By: "court"})), notes(Line, "fin", "budget.resume", results.Resume{}), "budget.resumed", "suspended", "", ""},

	{"a group is told", nil, toldGroup, "outreach.held", "reference sessions", "", ""},
	{"a second group is told", []doing{toldGroup}, toldGroup, "outreach.held", "sessions", "", ""},

	{"a user is enrolled", nil, enrolled[0], "user.enrolled", "actor code office roles", "", ""},
	{"a user gets another role", enrolled, notes(User, "adm", "user.change", staff.Change{Office: "SE", Roles: []access.Role{access.Caseworker}, Clears: true}), "user.changed", "clears office roles", "", ""},
	{"a user gets keys", enrolled, notes(User, "pia", "user.admit", staff.Admit{Keys: []staff.OfficeKey{{Office: "TI", Compartment: ledger.General, Epoch: 1}}}), "user.admitted", "", "", ""},
	{"a user is trained to screen", enrolled, notes(User, "lea", "training.record", staff.Train{Day: date("10-01"), Until: date("12-31")}), "training.recorded", "trained", "", ""},
	{"a user leaves", enrolled, notes(User, "adm", "user.revoke", staff.Revoke{Reason: "left"}), "user.revoked", "revoked", "", ""},

	{"a rule book is proposed", nil, proposed[0], "rulebook.proposed", "id versions", "", ""},
	{"a rule book is signed", proposed, notes(Rules, "hop", "rulebook.sign", signs("protection")), "rulebook.signed", "versions", "", ""},
	{"a rule book is witnessed", proposed, notes(Rules, "node", "rulebook.witness", named("rulebook.proposed", func(h ledger.Hash) any { return rulebook.Witness{Proposal: h, Size: 40} })), "rulebook.witnessed", "versions", "", ""},
	{"roles are witnessed", []doing{notes(Roles, "hop", "roles.propose", roles)}, notes(Roles, "node", "roles.witness", named("roles.proposed", func(h ledger.Hash) any {
		return rulebook.WitnessRoles{Witness: rulebook.Witness{Proposal: h, Size: 40}}
	})), "roles.witnessed", "versions", "", ""},
	{"roles are proposed", nil, notes(Roles, "hop", "roles.propose", roles), "roles.proposed", "versions", "", ""},
	{"roles are signed", []doing{notes(Roles, "hop", "roles.propose", roles)}, notes(Roles, "hop", "roles.sign", named("roles.proposed", func(h ledger.Hash) any {
		return rulebook.SignRoles{Sign: rulebook.Sign{Proposal: h, Side: "protection"}}
	})), "roles.signed", "versions", "", ""},
	{"a text is approved", nil, notes(Text, "hop", "text.approve", text), "text.approved", "approved reference", "", ""},
}

func moved(by time.Duration) movement.Move {
	return movement.Move{Departs: clock("11-21 12:00").Add(by), Arrives: clock("11-21 17:00").Add(by), Reason: "weather"}
}

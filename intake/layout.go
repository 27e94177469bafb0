package intake

import (
	"strconv"

	"amana/domain/consent"
)

// use is one command that rows of a sheet can give.
type use struct {
	command string
	rename  map[string]string // member → column, where the member's name is another column's
	fixed   map[string]string // member → what every row says
	blank   map[string]string // member → what an empty cell says: the answer that claims least
	skip    []string          // members that only Amana can fill
}

// Names of columns that every sheet has.
const (
	colRef      = "ref"
	colPerson   = "person"
	colWhat     = "what"
	colHappened = "happened"
	colOfficer  = "officer" // of sheets of acts for which somebody can stand
	colReason   = "reason"  // of a file of refused rows; not read
)

// Names of sheets.
const (
	Persons   = "persons"
	consents  = "consents"
	movements = "movements"
)

// quiet is what an empty cell says of how a talk was held, whatever it was about.
var quiet = map[string]string{
	"talk.language": "und", "talk.understood": "no", "talk.outOfHearing": "no", "talk.outOfSight": "no", "talk.control": "held",
	"talk.witness": "none", "talk.interpreter.confidentiality": "no", "talk.interpreter.acceptedAlone": "no",
}

// nothing stands for words of which no record was kept.
const nothing = "—"

// noText is the version of a declaration that was not to a text of Amana's.
var noText = strconv.Itoa(consent.NoText)

// noSheet is the version of a country sheet where none was looked at: it is
// never one that was issued.
const noSheet = "NONE"

// layout is every sheet with the commands that its rows can give.
var layout = []struct {
	name string
	uses []use
}{
	{Persons, []use{
		{command: "case.open", skip: []string{"wish", "mother", "reference"}, blank: map[string]string{"languages": "und", "nationalities": "unknown"}},
		{command: "household.join"},
		{command: "custody.record", fixed: map[string]string{"date": "first-contact"}},
	}},
	{"counselling", []use{
		{command: "wish.state", blank: map[string]string{"ownWords": "no", "optionsFirst": "no"}},
		{command: "counselling.hold", skip: []string{"talk.minutes"}, blank: map[string]string{"question": nothing, "limited": "no"}},
		{command: "counselling.extend"},
		{command: "option.tell", blank: map[string]string{"explained": "no", "available": "unknown", "answer": "no-answer"}},
		{command: "order.ask", blank: map[string]string{"checked": "no", "legalHelp": "no"}},
	}},
	{"screenings", []use{
		{command: "screening.record", rename: map[string]string{"sheet": "countrySheet"}, blank: map[string]string{"household": "no", "refused": "no", "sheet": noSheet}},
		{command: "trafficking.screen", blank: map[string]string{"act": "no-answer", "means": "no-answer", "purpose": "no-answer", "presumed": "no"}},
		{command: "trafficking.assess", blank: map[string]string{"chose": "no", "meetsThem": "no", "nights": "no", "oneNumber": "no", "contacts": "no", "reflection": "no"}},
		{command: "need.find"},
		{command: "need.answer", rename: map[string]string{"need": "answers"}, blank: map[string]string{"told": "no", "chose": "no"}},
	}},
	{"assessments", []use{
		{command: "voluntary.assess"},
		{command: "fear.ask", blank: map[string]string{"byState": "yes"}},
		{command: "risk.assess", rename: map[string]string{"sheet": "countrySheet"}},
		{command: "asylum.request"},
		{command: "unhcr.request"},
		{command: "capacity.doubt"},
		{command: "age.doubt"},
		{command: "interests.assess"},
		{command: "family.ask", rename: map[string]string{"alone": "askedAlone"}, blank: map[string]string{"alone": "no"}},
		{command: "hold.place", rename: map[string]string{"reason": "why"}},
	}},
	{consents, []use{
		{command: "consent.give", skip: []string{"markDigest"}, fixed: map[string]string{"text": "return-declaration"}, blank: map[string]string{"version": noText, "language": "und", "mark": "none"}},
		{command: "consent.withdraw"},
		{command: "consent.report"},
		{command: "consent.reaffirm"},
		{command: "sharing.consent"},
		{command: "sharing.withdraw"},
	}},
	{"documents", []use{
		{command: "document.record"},
		{command: "exit.record"},
		{command: "entry.confirm", rename: map[string]string{"through": "entryKnown"}},
	}},
	{"health", []use{
		{command: "health.examine"},
		{command: "health.check", blank: map[string]string{"arranged": "no"}},
	}},
	{movements, []use{
		{command: "departure.record"},
		{command: "arrival.record"},
		{command: "transfer.make"},
		{command: "custody.record", rename: map[string]string{"date": "heldAt"}},
		{command: "case.end", rename: map[string]string{"reason": "why"}},
	}},
}

package casefile

import (
	"strings"
	"testing"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// Whoever said that they stay, and comes back, is counselled anew and consents anew.
func TestAnEndingByTheirOwnWord(t *testing.T) {
	for _, outcome := range []string{"not-travelling", "stayed-with-help"} {
		w := begin(t, with(before("seat.give"), dated("11-05 09:00", "cas", "case.end", End{Outcome: outcome}), does("cas", "case.reopen", Reopen{}))...)
		if got := w.finds(safeguard.Seat, "consent-stands"); got != "unmet withdrawn" {
			t.Errorf("%s: they said that they stay, and their old consent carries them: %s", outcome, got)
		}
		if _, _, err := w.try(does("mov", "seat.give", seat)); err == nil {
			t.Errorf("%s: and they are given a seat", outcome)
		}
		w.do(dated("11-06 09:00", "cou", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 50, Topics: w.book.Topics}))
		again := declare
		again.Names = []ledger.Hash{w.last("consent.withdrawn")}
		w.do(dated("11-07 09:00", "cou", "consent.give", again))
		w.do(dated("11-10 09:00", "mov", "seat.give", seat))
	}
}

// Whoever took their consent back, and whose file is ended for it, said no once.
func TestAnEndingAfterANo(t *testing.T) {
	w := begin(t, with(before("seat.give"), noBy("hot").on("11-04 09:00"), dated("11-05 09:00", "cas", "case.end", End{Outcome: "not-travelling"}))...)
	if n := len(w.file.Consent.Withdrawals); n != 1 {
		t.Errorf("one no is recorded %d times", n)
	}
	w.do(does("cas", "case.reopen", Reopen{}))
	w.do(does("cou", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 50, Topics: w.book.Topics}))
	w.do(dated("11-06 09:00", "cas", "case.end", End{Outcome: "not-travelling"}))
	if n := len(w.file.Consent.Withdrawals); n != 2 {
		t.Errorf("counselled since, and they stay: %d withdrawals", n)
	}
}

// An ending by which the person does not travel is one in all their files.
func TestEndedByAnotherFile(t *testing.T) {
	propose := does("cas", "case.propose-end", notEligible)
	for name, c := range map[string]struct {
		end   []doing
		rule  safeguard.ID
		stops bool
		told  ledger.Compartment
	}{
		"they stay":       {[]doing{does("cas", "case.end", End{Outcome: "stayed-with-help"})}, "consent-stands", true, 0},
		"not travelling":  {[]doing{does("cas", "case.end", End{Outcome: "not-travelling"})}, "consent-stands", true, 0},
		"not eligible":    {[]doing{propose, does("pia", "case.end", End{Outcome: "not-eligible", Safeguard: "destination-open", Reason: "x"})}, "no-hold", true, ledger.Protection},
		"at real risk":    {[]doing{does("cas", "case.propose-end", ProposeEnd{Safeguard: "real-risk-absolute", Reason: "x"}), does("pia", "case.end", End{Outcome: "not-eligible", Safeguard: "real-risk-absolute", Reason: "x"})}, "no-hold", true, ledger.Asylum},
		"died":            {[]doing{does("cas", "case.end", End{Outcome: "died"})}, "no-hold", true, ledger.Protection},
		"contact lost":    {[]doing{does("cas", "case.end", End{Outcome: "lost-contact"})}, "no-hold", false, 0},
		"simply closed":   {[]doing{does("cas", "case.close", Close{})}, "no-hold", false, 0},
		"one officer yet": {[]doing{propose}, "no-hold", false, 0},
	} {
		other, w := begin(t, with(here, c.end...)...), begin(t, before("boarding.board")...)
		w.links()
		w.seesFile(other)
		f := w.finding(safeguard.Boarding, c.rule)
		_, _, err := w.try(dated("11-21 11:20", "mov", "boarding.board", boards))
		if f.State.Blocks() != c.stops || (err != nil) != c.stops {
			t.Errorf("%s by another file: %s %s, boards: %v", name, c.rule, short(f), err == nil)
			continue
		}
		if c.rule != "no-hold" || !c.stops {
			continue
		}
		if next := f.Next[0]; next.Do != "case.reopen" || !next.Elsewhere() || f.Compartment != c.told {
			t.Errorf("%s: %v, told in %s", name, f.Next, f.Compartment)
		}
		if left := other.file.leaves(w.file, w.linked[0]); len(left) != 1 || left[0].Kind() != "hold.placed" {
			t.Errorf("%s: erased, it leaves %v", name, left)
		}
		other.do(does("cas", "case.reopen", Reopen{}))
		w.seesFile(other)
		if got := w.finds(safeguard.Boarding, c.rule); got != "met" {
			t.Errorf("%s, and opened again: %s", name, got)
		}
	}
}

// And it stops who sits aboard by this one.
func TestEndedByAnotherFileAboard(t *testing.T) {
	other, w := begin(t, here...), begin(t, after("boarding.board")...)
	w.do(does("cas", "duplicate.suspect", SuspectDuplicate{Other: twin}))
	w.do(does("cas", "duplicate.settle", SettleDuplicate{Other: twin, Same: true, Reason: "x"}))
	other.do(does("cas", "case.end", End{Outcome: "died"}))
	w.seesFile(other)
	if got := w.do(leaves); got[0] != "departure.uncleared" {
		t.Errorf("they are dead by another file: %s", strings.Join(got, " "))
	}
}

// A list that says that somebody stays takes their consent back as any no in it does.
func TestAListEndsByTheirOwnWord(t *testing.T) {
	w := begin(t, with(before("seat.give"), lists("cas", "case.end", End{Outcome: "stayed-with-help"}).on("11-05 09:00"), does("cas", "case.reopen", Reopen{}))...)
	if got := w.finds(safeguard.Seat, "consent-stands"); got != "unmet withdrawn" {
		t.Error(got)
	}
}

// Nobody travels with what their embassy made unless they were asked whom they fear.
func TestNobodyAskedWhomTheyFear(t *testing.T) {
	given := without(without(without(before("seat.give"), "fear.ask"), "embassy.contact"), "authority.name")
	papers := func(through string) doing {
		return does("cas", "document.record", movement.RecordDocument{Document: "passport", Through: through, From: date("10-20"), To: date("12-31")})
	}
	seated := dated("11-10 09:00", "mov", "seat.give", seat)
	w := begin(t, with(without(given, "document.record"), papers("embassy"), seated)...)
	f := w.finding(safeguard.Clearance, "document-unfeared")
	if short(f) != "unknown unasked" || f.Next[0].Do != "fear.ask" {
		t.Errorf("their embassy made it, and nobody asked whom they fear: %s, next %v", short(f), f.Next)
	}
	w.do(does("cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome}))
	if got := w.finds(safeguard.Clearance, "document-unfeared"); got != "met" {
		t.Errorf("and they do not fear it: %s", got)
	}
	w = begin(t, with(given, seated)...)
	if got := w.finds(safeguard.Clearance, "document-unfeared"); got != "met" {
		t.Errorf("it is their own: %s", got)
	}
}

// Whoever is found to be held while they sit aboard does not leave as one who is free, whenever
// it began; whoever boarded as one who is held leaves.
func TestHeldAboard(t *testing.T) {
	captive := alone
	captive.Control, captive.Place = talk.Held, "TAJ"
	told := dated("11-21 11:30", "cou", "consent.reaffirm", consent.Reaffirm{Talk: captive, Answer: safeguard.Yes})
	bound := heldThroughout(t)
	for name, c := range map[string]struct {
		given []doing
		does  []doing
		want  string
	}{
		"held":                              {nil, []doing{heldOrNot("11-21 11:30", true)}, "departure.uncleared"},
		"held since the morning":            {nil, []doing{heldOrNot("11-21 11:30", true).says("11-21 08:00")}, "departure.uncleared"},
		"held on the eve":                   {nil, []doing{dated("11-21 11:30", "cas", "custody.record", RecordCustody{Date: "eve", Held: true})}, "departure.uncleared"},
		"by where they were talked to":      {nil, []doing{told}, "departure.uncleared"},
		"held, and let go":                  {nil, []doing{heldOrNot("11-21 11:30", true), heldOrNot("11-21 11:40", false)}, "departure.uncleared"},
		"free":                              {nil, []doing{heldOrNot("11-21 11:30", false)}, "departure.departed"},
		"known to be held":                  {bound, []doing{heldOrNot("11-21 11:30", true)}, "departure.departed"},
		"known to be held, and let go":      {bound, []doing{heldOrNot("11-21 11:30", false)}, "departure.departed"},
		"known to be held, and taken again": {bound, []doing{heldOrNot("11-21 11:30", false), heldOrNot("11-21 11:40", true)}, "departure.uncleared"},
	} {
		given := c.given
		if given == nil {
			given = after("boarding.board")
		}
		w := begin(t, with(given, c.does...)...)
		if got := w.do(leaves); got[0] != c.want {
			t.Errorf("%s: %s, want %s; %v", name, got[0], c.want, w.blocking(safeguard.Boarding))
		}
	}
}

// heldThroughout is the way to the aircraft of somebody who is held, and was heard as that.
func heldThroughout(t *testing.T) []doing {
	t.Helper()
	var given []doing
	for _, d := range after("boarding.board") {
		switch d.what {
		case "order.ask":
			given = append(given, heldOrNot("10-01 10:00", true))
		case "seat.give":
			given = append(given, agrees("libyan-authority", "release"), dated("11-01 09:00", "sam", "voluntary.repeat", assessment.Repeat{Assess: free}),
				does("pia", "release.request", assessment.RequestRelease{Of: "release"}), does("pia", "release.answer", assessment.AnswerRelease{Answer: "refused"}),
				does("lea", "voluntary.review", assessment.Review{Accepts: true, Reasons: "x"}))
		case "clearance.draw":
			given = append(given, notes(Movement, "mov", "movement.record-answer", movement.RecordAnswer{Answer: "accepted"}), does("pia", "safe-no.tell", consent.TellSafeNo{Movement: flight, Private: true}))
		case "boarding.board":
			given = append(given, notes(Movement, "mov", "movement.count", movement.Count{Where: "hand-over", People: 1}).on("11-21 10:30"))
		}
		given = append(given, d)
	}
	return given
}

// So does whoever is held by another file of theirs alone.
func TestHeldAboardByAnotherFile(t *testing.T) {
	for name, c := range map[string]struct{ before bool }{"linked before": {true}, "linked aboard": {false}} {
		other := begin(t, before("seat.give")...)
		w := begin(t, before("boarding.board")...)
		if c.before {
			w.links()
			w.seesFile(other)
		}
		w.do(dated("11-21 11:20", "mov", "boarding.board", boards))
		if !c.before {
			w.links()
		}
		other.do(heldOrNot("11-21 11:30", true))
		w.seesFile(other)
		if got := w.do(leaves); got[0] != "departure.uncleared" {
			t.Errorf("%s: held by the other file: %s", name, got[0])
		}
	}
}

// Whoever asked for asylum while they sat aboard, in whichever of their files, and took it back,
// leaves once they were counselled jointly.
func TestAsylumAskedAboard(t *testing.T) {
	other, w := begin(t, before("seat.give")...), begin(t, before("boarding.board")...)
	w.links()
	w.seesFile(other)
	w.do(dated("11-21 11:10", "mov", "boarding.board", boards))
	other.do(asks.on("11-21 11:20"))
	other.do(takenBack.on("11-21 11:30"))
	w.seesFile(other)
	if len(w.linked[0].Stops) > 0 {
		t.Fatal(w.linked[0].Stops)
	}
	if got, _, err := w.try(leaves); err != nil || got[0].Kind() != "departure.uncleared" {
		t.Errorf("taken back in the other file, and UNHCR counselled nobody: %v %v", got, err)
	}
	other.do(jointly.on("11-21 11:40"))
	w.seesFile(other)
	if got := w.do(leaves); got[0] != "departure.departed" {
		t.Errorf("and counselled there: %s; %v", got[0], w.blocking(safeguard.Boarding))
	}
}

// eritrean is that somebody is of a group at risk by the sheet of the country to which they go.
var eritrean = dated("11-21 11:20", "cas", "case.correct", Correct{Changed: Changed{Groups: []string{"ERI"}}})

// So does who is found to be of a group at risk, in another of their files, while they sit aboard: also
// who was counselled before, on something else. Of whom it was known they are counselled once.
func TestAtRiskByAnotherFileAboard(t *testing.T) {
	fear := dated("11-08 09:00", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome})
	none := dated("11-08 12:00", "cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearNone})
	for name, c := range map[string]struct {
		before, there []doing // here before the seat, and there while they sit aboard
		want          string
	}{
		"of such a group":                    {nil, []doing{eritrean}, "departure.uncleared"},
		"of another":                         {nil, []doing{dated("11-21 11:20", "cas", "case.correct", Correct{Changed: Changed{Groups: []string{"SDN"}}})}, "departure.departed"},
		"counselled before":                  {[]doing{fear, jointly.on("11-08 10:00"), none}, []doing{eritrean}, "departure.uncleared"},
		"as was known there, and counselled": {[]doing{fear, jointly.on("11-08 10:00"), none}, nil, "departure.departed"},
	} {
		other, w := begin(t, before("seat.give")...), begin(t, before("seat.give")...)
		if c.there == nil {
			other = begin(t, with(before("seat.give"), eritrean.on("11-07 09:00"))...)
			c.there = []doing{eritrean}
		}
		w.now = clock("11-08 08:00")
		w.links()
		w.seesFile(other)
		for _, d := range with(c.before, before("boarding.board")[len(before("seat.give")):]...) {
			w.do(d)
		}
		w.do(dated("11-21 11:10", "mov", "boarding.board", boards))
		for _, d := range c.there {
			other.do(d)
		}
		w.now = clock("11-21 11:30")
		w.seesFile(other)
		if got, _, err := w.try(leaves); err != nil || got[0].Kind() != c.want {
			t.Errorf("%s: %v %v; %v", name, got, err, w.blocking(safeguard.Boarding))
		}
	}
}

// A tick makes nothing count that was signed in a place where nothing does: neither that somebody
// of UNHCR was on the line, nor that the place is free.
func TestSignedWhereNothingCounts(t *testing.T) {
	for name, say := range map[string]func(*talk.Talk){
		"UNHCR on the line": func(t *talk.Talk) { t.Control, t.Witness = talk.Held, talk.UNHCR },
		"on record as free": func(t *talk.Talk) { t.Control = talk.Free },
	} {
		signs := declare
		signs.Talk.Place = "TAJ"
		say(&signs.Talk)
		w := begin(t, without(before("seat.give"), "consent.give")...)
		w.do(notes(Place, "hop", "place.review", monitoring.ReviewPlace{Reference: "TAJ", Wanted: true, Valid: date("12-31")}).on("11-01 09:00"))
		w.do(dated("11-02 09:00", "cou", "consent.give", signs))
		f := w.finding(safeguard.Seat, "consent")
		if short(f) != "unmet inside" || f.Next[0].About != "outside-control" {
			t.Errorf("%s: %s, next %v", name, short(f), f.Next)
		}
		w.do(dated("11-03 09:00", "cou", "consent.give", declare))
		if got := w.finds(safeguard.Seat, "consent"); got != "met" {
			t.Errorf("%s, and again outside: %s", name, got)
		}
	}
}

// entryKnown is that Nigeria lets the person in, known in some way.
func entryKnown(through string) ConfirmEntry {
	return ConfirmEntry{assessment.ConfirmEntry{Country: "NGA", Confirmed: true, Through: through}}
}

// agreesTo lets the person agree that an embassy is asked about entry.
func agreesTo(embassy string) doing {
	return does("cou", "sharing.consent", consent.Share{Recipient: "embassy", Purpose: "entry", Country: embassy})
}

// Whoever fears their embassy returns without its word, on a passport of their own or by what is
// published for all, and nobody writes of a word that it was not lawful to ask for.
func TestEntryWithoutTheEmbassy(t *testing.T) {
	contact := does("cas", "embassy.contact", movement.ContactEmbassy{Embassy: "NGA", For: "entry"})
	w := begin(t, with(without(before("embassy.contact"), "fear.ask"), does("cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearEmbassy}), agreesTo("NGA"))...)
	if _, _, err := w.try(contact); err == nil {
		t.Fatal("the embassy that they fear is asked")
	}
	f := w.finding(safeguard.Seat, "destination-open")
	if short(f) != "unmet entry" || f.Next[0].Do != "entry.confirm" {
		t.Errorf("%s, next %v", short(f), f.Next)
	}
	if _, _, err := w.try(does("cas", "entry.confirm", entryKnown("embassy"))); err == nil {
		t.Error("and its word is on record all the same")
	}
	w.do(does("cas", "document.record", movement.RecordDocument{Document: "passport", Through: "own", From: date("10-20"), To: date("12-31")}))
	w.do(does("cas", "entry.confirm", entryKnown("own-document")))
	if got := w.finds(safeguard.Seat, "destination-open"); got != "met" {
		t.Errorf("they have a passport of their own: %s", got)
	}
	for name, c := range map[string]struct{ given, does doing }{
		"published for all":          {agreesTo("NGA"), does("cas", "entry.confirm", entryKnown("published"))},
		"by the embassy, contacted":  {contact, does("cas", "entry.confirm", entryKnown("embassy"))},
		"by a list, of before Amana": {agreesTo("NGA"), lists("cas", "entry.confirm", ConfirmEntry{assessment.ConfirmEntry{Country: "NGA", Confirmed: true}})},
		"it lets nobody in":          {agreesTo("NGA"), does("cas", "entry.confirm", ConfirmEntry{assessment.ConfirmEntry{Country: "NGA"}})},
	} {
		w := begin(t, with(before("embassy.contact"), agreesTo("NGA"), c.given)...)
		if _, _, err := w.try(c.does); err != nil {
			t.Errorf("%s: %s", name, told(err))
		}
	}
}

// Where somebody is held is not known better by the word of a list.
func TestAListMovesNobodyToABetterPlace(t *testing.T) {
	w := begin(t, with(before("seat.give"), heldOrNot("11-10 09:00", true))...)
	moved := RecordCustody{Date: "now", Held: true, Place: "KNOWN"}
	word := dated("11-11 09:00", "cas", "custody.record", moved)
	word.imported = true
	w.do(word)
	if held, place := w.file.Held(); !held || place != "" {
		t.Errorf("by the word of a list held %v at %q", held, place)
	}
	w.do(dated("11-12 09:00", "cas", "custody.record", moved))
	if held, place := w.file.Held(); !held || place != "KNOWN" {
		t.Errorf("by an officer held %v at %q", held, place)
	}
}

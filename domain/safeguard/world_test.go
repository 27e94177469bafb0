package safeguard

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/talk"
)

// The morning of a flight: everything that any rule asks has been done for one
// adult who is not held. Each test changes one thing.
var (
	tripoli = time.FixedZone("Africa/Tripoli", 2*60*60)
	now     = time.Date(2026, 11, 21, 10, 0, 0, 0, tripoli)
	departs = now.Add(2 * time.Hour)
)

const flight = "MJI-LOS-26-041"

func testBook(t testing.TB) *Book {
	t.Helper()
	text, err := os.ReadFile("testdata/book.json")
	if err != nil {
		t.Fatal(err)
	}
	var b Book
	if err := json.Unmarshal(text, &b); err != nil {
		t.Fatal(err)
	}
	if err := b.Compile(); err != nil {
		t.Fatal(err)
	}
	return &b
}

// world is a case as facts, with a counter for its events.
type world struct {
	*Facts
	seq int
}

func who(name string) (a ledger.Actor) {
	copy(a[:], name)
	return a
}

// by is a new event of somebody's, that long ago.
func (w *world) by(name string, ago time.Duration) ledger.Ref {
	w.seq++
	return ledger.Ref{Seq: w.seq, ID: ledger.Hash{byte(w.seq), byte(w.seq >> 8), 1}, By: who(name), Since: now.Add(-ago), Until: now.Add(-ago)}
}

func hours(n int) time.Duration { return time.Duration(n) * time.Hour }
func days(n int) time.Duration  { return time.Duration(n) * 24 * time.Hour }

// alone is a conversation that nobody could hear or see, outside.
var alone = talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}

func overheard() talk.Talk { t := alone; t.OutOfHearing = false; return t }
func inSight() talk.Talk   { t := alone; t.OutOfSight = false; return t }

// inside is a private talk under the control of whoever holds the person.
func inside(place string) talk.Talk { t := alone; t.Control, t.Place = talk.Held, place; return t }

func through(change func(*talk.Interpreter)) talk.Talk {
	t := alone
	t.Interpreter = &talk.Interpreter{Code: "I-7", Tie: talk.None, Confidentiality: true, AcceptedAlone: true, SaidBack: []talk.SaidBack{talk.MaySayNo, talk.WhatIGet, talk.WhatElse}}
	change(t.Interpreter)
	return t
}

var unfit = through(func(i *talk.Interpreter) { i.Tie = "guard" })

func ready() *world {
	w := &world{Facts: &Facts{Opened: now.Add(-days(40)), Past: &ledger.Ancestry{N: 1000}, Attested: map[ID]Attested{}, Vouched: map[ledger.Hash]ledger.Ref{}}}
	born := day.Day{Year: 1996, Month: time.March, Of: 4}
	w.Person = Person{BornTo: born, Nationalities: []string{"NGA"}, Destination: "NGA"}
	w.readyWill()
	w.readyProtection()
	w.Refoulement.Risks = []Risk{{Ref: w.by("pia", days(20)), Finding: "none", Sheet: "NGA-3"}}
	w.Refoulement.Entry = []Entry{{Ref: w.by("cas", days(9)), Country: "NGA", Confirmed: true}}
	w.Preparation = Preparation{
		Documents: []Document{{Ref: w.by("cas", days(8)), From: day.Of(now.Add(-days(9))), To: day.Of(now.Add(days(300))), Through: "own"}},
		Exits:     []Exit{{Ref: w.by("cas", days(7)), Granted: true, From: day.Of(now.Add(-days(7))), To: day.Of(now.Add(days(7)))}},
		Told:      []Reintegration{{Ref: w.by("cas", days(7)), Written: true, Aloud: true, Gets: true, FromWhom: true, When: true, HowMuch: true, PlanFollows: true, FirstDays: true}},
	}
	for _, to := range []Shares{{"embassy", "travel-document", "NGA"}, {"libyan-authority", "exit-permission", ""}, {"receiving-mission", "reception", "NGA"}, {"carrier", "travel", ""}} {
		w.Preparation.Sharing = append(w.Preparation.Sharing, Sharing{Ref: w.by("cou", days(18)), Recipient: to.Recipient, Purpose: to.Purpose, Country: to.Country})
	}
	chosen := Chosen{Ref: w.by("cou", days(18)), How: "two-facts"}
	seated := w.by("mov", days(6))
	w.Journey = Journey{
		Movement: flight, Line: "L-1", Seated: seated, Lot: seated.ID, Chosen: []Chosen{chosen},
		Drawn: []Drawn{{Ref: w.by("node", days(2)), Officer: who("cle"), Movement: flight, Seat: seated.ID}}, Cleared: []Cleared{{Ref: w.by("cle", days(2)), Movement: flight}},
	}
	w.Will.Reaffirmed = []Reaffirmation{{Ref: w.by("cou", days(1)), Talk: alone, Answer: Yes}}
	w.Protection.Health = append(w.Protection.Health, HealthCheck{Ref: w.by("doc", days(1)), Kind: "pec", Outcome: "fit"})
	w.Journey.Same = []SamePerson{{Ref: w.by("gat", hours(2)), Movement: flight, How: TwoFacts, Choice: chosen.ID}}
	w.Journey.Gate = []Gate{{Ref: w.by("gat", hours(2)), Movement: flight, Talk: alone, Answer: Yes}}
	w.Contacts = []ledger.Ref{w.Will.Reaffirmed[0].Ref}
	w.Around = Surroundings{
		Zone: tripoli, Hub: true, Places: map[string]Place{}, Country: &Country{Sheet: "NGA-3", AtRisk: []string{"ERI", "SDN"}, Options: map[string]time.Time{}},
		Here:     &Country{Sheet: "LBY-2", Issued: map[string]time.Time{"LBY-1": now.Add(-days(300)), "LBY-2": now.Add(-days(100))}},
		Trained:  map[ledger.Actor][]Training{},
		Movement: &Movement{Reference: flight, Kind: "charter", To: "NGA", Departs: departs, Arrives: departs.Add(hours(5)), Locked: true, Plan: &Plan{Shelter: true, Transport: true, Officer: true}, Authority: "accepted", Examined: &Examination{Book: "libya-vhr/1", Seats: []ledger.Hash{seated.ID}}},
		Line:     &Line{Balance: 100_000, Cost: 1000},
		Texts:    map[string]int{ReturnDeclaration + "/hau": 2, ReturnDeclaration + "/eng": 2},
		Officers: map[ledger.Actor]Officer{who("cle"): {Office: "BE", Clears: true}, who("unh"): {Roles: []access.Role{access.UNHCROfficer}}, who("obs"): {Roles: []access.Role{access.Observer}}, who("doc"): {Roles: []access.Role{access.Health}}, who("hop"): {Roles: []access.Role{access.HeadOfProtection}}, who("pia"): {Roles: []access.Role{access.ProtectionOfficer}}},
	}
	w.trained("pia", 200, -100)
	w.trained("sam", 200, -100)
	return w
}

func (w *world) readyWill() {
	all := []string{"rights", "options", "conditions", "withdrawal", "reintegration", "data", "remedy"}
	w.Will.Wishes = []Wish{{Ref: w.by("cou", days(40)), Talk: alone, OwnWords: true, Heard: "friend", SuggestedBy: "nobody"}}
	w.Will.Orders = []Order{{Ref: w.by("cou", days(30)), Checked: true}}
	w.Will.Sessions = []Session{{Ref: w.by("cou", days(30)), Talk: alone, Topics: all[:4]}, {Ref: w.by("cou", days(28)), Talk: alone, Topics: all[4:]}}
	for _, option := range []string{"international-protection", "stay", "alternative-to-detention", "community-placement", "resettlement-or-evacuation"} {
		w.Will.Told = append(w.Will.Told, Told{Ref: w.by("cou", days(28)), Option: option, Explained: true, Available: "no", Answer: "declines"})
	}
	w.Will.Fears = []Fear{{Ref: w.by("cou", days(28)), Talk: alone, Answer: FearNone}}
	w.Will.Voluntary = []Voluntariness{{Ref: w.by("pia", days(25)), Talk: alone, Informed: true, Uncoerced: true, Alternatives: true}}
	w.Will.Consents = []Consent{{Ref: w.by("cou", days(20)), Talk: alone, Text: ReturnDeclaration, Version: 2, Language: "hau", Marked: true}}
}

func (w *world) readyProtection() {
	w.Protection.Screenings = []Screening{{Ref: w.by("pia", days(25)), Talk: alone, Household: true, Sheet: "LBY-2"}}
	w.Protection.Trafficking = []Trafficking{{Ref: w.by("pia", days(25)), Talk: alone, Act: "no", Means: "no", Purpose: "no", Outcome: "not-indicated"}}
	w.Protection.Health = []HealthCheck{{Ref: w.by("doc", days(15)), Kind: "examination", Outcome: "fit"}}
}

// child makes the person a child of ten who lives with a parent.
func (w *world) child() {
	born := day.Day{Year: 2016, Month: time.March, Of: 4}
	w.Person.BornTo, w.Person.Alone = born, "with-parent"
	w.Protection.Interests = []Interest{{Ref: w.by("pia", days(26)), Agrees: true}}
	w.Protection.Together = []Together{{Ref: w.by("pia", days(26)), Alone: true, Wants: true, Other: "travels-too"}}
	w.Will.Consents = []Consent{{Ref: w.by("cou", days(20)), Talk: alone, Text: ReturnDeclaration, Version: 2, Language: "hau", Marked: true, Guardian: Parent, View: "wants"}}
	w.Around.Parents = []ParentWay{{Known: sure, Movement: flight, Aboard: true}}
}

// eighteen is the midnight at which whoever turns comes of age.
var eighteen = time.Date(2026, 11, 22, 0, 0, 0, 0, tripoli)

// turns makes the person a child who turns eighteen that long before they leave.
func (w *world) turns(before time.Duration) {
	w.child()
	w.Person.BornTo = day.Of(eighteen).AddYears(-Adulthood)
	w.Around.Movement.Departs = eighteen.Add(before)
}

// ownConsent is one that the person gives for themself.
func (w *world) ownConsent(ago time.Duration, names ...ledger.Hash) *Consent {
	w.Will.Consents = append(w.Will.Consents, Consent{Ref: w.by("cou", ago), Talk: alone, Text: ReturnDeclaration, Version: 2, Language: "hau", Marked: true, Names: names})
	return &w.Will.Consents[len(w.Will.Consents)-1]
}

// lone makes the person a child alone for whom everything was decided.
func (w *world) lone() {
	w.child()
	w.Person.Alone = "unaccompanied"
	w.Protection.Interests[0].Guardian = Carer
	w.expected()
	w.decides(AboutReturn, days(20), true)
	w.Protection.Tracing = []ledger.Ref{w.by("pia", days(20))}
	w.Protection.Caregiver = []Caregiver{{Ref: w.by("pia", days(20)), Kind: "welfare-authority", Safe: true, Status: "unaccompanied"}}
	w.Protection.Escort = []Escort{{Ref: w.by("mov", days(19)), Movement: flight}}
	w.Will.Consents[0].Ref, w.Will.Consents[0].Guardian = w.by("cou", days(18)), Carer
}

// decides lets a panel of three, called to the case, say yes or no.
func (w *world) decides(about string, ago time.Duration, agrees bool) {
	for i, name := range []string{"bi1", "bi2", "bi3"} {
		if len(w.Protection.Panel) < 3 {
			w.Protection.Panel = append(w.Protection.Panel, Member{Ref: w.by("pia", ago), Officer: who(name)})
		}
		w.votes(name, about, []string{"UNICEF", "unicef ", "UNHCR"}[i], ago, agrees)
	}
}

// convened is a panel of three who were called that long ago and said nothing.
func (w *world) convened(ago time.Duration) {
	w.Protection.Votes, w.Protection.Panel = nil, nil
	for _, name := range []string{"bi1", "bi2", "bi3"} {
		w.Protection.Panel = append(w.Protection.Panel, Member{Ref: w.by("pia", ago), Officer: who(name)})
		w.Around.Officers[who(name)] = Officer{Roles: []access.Role{access.PanelMember}}
	}
}

// refused is somebody who is afraid, and whom UNHCR wrote that it cannot counsel.
func (w *world) refused() {
	w.Will.Fears = append(w.Will.Fears, Fear{Ref: w.by("cou", days(9)), Talk: alone, Answer: "home"})
	w.Refoulement.UNHCR = []UNHCR{{Ref: w.by("unh", days(5)), By: "unhcr", Outcome: "cannot"}}
	w.Around.Officers[who("obs")] = Officer{Roles: []access.Role{access.Observer}}
}

func (w *world) votes(by, about, agency string, ago time.Duration, agrees bool) {
	w.Protection.Votes = append(w.Protection.Votes, Vote{Ref: w.by(by, ago), About: about, Agrees: agrees, Agency: agency, Undertaking: true})
}

// infant makes the person a child too young to form a view.
func (w *world) infant() {
	w.child()
	born := day.Day{Year: 2025, Month: time.March, Of: 4}
	w.Person.BornTo = born
	w.Will.Consents[0].View = ""
	w.Protection.Bonds = []Bond{{Ref: w.by("pia", days(26))}}
}

// reviewed is a place that was reviewed in good time, with one thing changed.
func reviewed(change func(*PlaceReview)) Place {
	r := PlaceReview{From: now.Add(-days(40)), Until: now.Add(days(30))}
	change(&r)
	return Place{Reviews: []PlaceReview{r}}
}

// held makes the person one who is held in a place that was reviewed, and for
// whom everything that constraint asks was done.
func (w *world) held() {
	w.Person.Held, w.Person.Place = true, "TAJ"
	w.Around.Places["TAJ"] = reviewed(func(*PlaceReview) {})
	w.Will.Second = []Voluntariness{{Ref: w.by("sam", days(22)), Talk: alone, Informed: true, Uncoerced: true, Alternatives: true}}
	asked := w.by("pia", days(24))
	w.Will.Releases = []Release{{Ref: asked, Answer: "refused", Answered: w.by("pia", days(23))}}
	w.Will.Reviews = []Review{{Ref: w.by("lea", days(21)), Accepts: true}}
	w.Will.SafeNo = []SafeNo{{Ref: w.by("pia", days(3)), Movement: flight, Private: true}}
	w.Around.Movement.HandedOver = &HandOver{At: now.Add(-hours(3)), Seats: []ledger.Hash{{9}, w.Journey.Seated.ID}}
}

// trafficked makes the person a victim whose return was made safe.
func (w *world) trafficked() {
	w.expected()
	w.Protection.Trafficking = []Trafficking{{Ref: w.by("pia", days(25)), Talk: alone, Act: "yes", Means: "yes", Purpose: "yes", Outcome: "identified"}}
	w.Protection.Retraffick = []Retraffick{{Ref: w.by("tra", days(20)), Services: "confirmed", Reflection: true, Reasons: true}}
}

// planned makes them a victim for whom no service exists, who knows, chose, and
// has a safety plan.
func (w *world) planned() {
	w.trafficked()
	r := &w.Protection.Retraffick[0]
	r.Services, r.Chose, r.MeetsThem, r.Nights, r.OneNumber, r.Contacts = "none-exist", true, true, true, true, true
}

// need gives the person a need that goes on after arrival and was answered,
// of which the receiving mission knows.
func (w *world) need() {
	found := w.by("pia", days(15))
	w.Protection.Needs = []Need{{Ref: found, Kind: "medical", Travels: true, Notify: "standard", Outcome: "continued", Answered: w.by("cas", days(14))}}
	w.Preparation.Notices = []Notified{{Ref: w.by("cas", days(13)), Needs: []ledger.Hash{found.ID}, Movement: flight, To: "NGA", Acknowledged: w.by("rec", days(12)), MeetsNamed: true}}
}

// unserved gives the person a need for which there is nothing.
func (w *world) unserved() {
	w.need()
	n := &w.Protection.Needs[0]
	n.Outcome, n.Searched, n.Told, n.Chose = "not-available", true, true, true
}

// expected lets somebody wait at the other end, unless a test says for what.
func (w *world) expected() {
	if len(w.Protection.Needs) == 0 {
		w.need()
	}
}

// withdraw records a withdrawal that long ago.
func (w *world) withdraw(ago time.Duration) ledger.Ref {
	r := w.by("hot", ago)
	w.Will.Withdrawals = append(w.Will.Withdrawals, Withdrawal{Ref: r})
	return r
}

// consents adds a consent that names withdrawals.
func (w *world) consents(ago time.Duration, names ...ledger.Hash) {
	w.Will.Consents = append(w.Will.Consents, Consent{Ref: w.by("cou", ago), Talk: alone, Text: ReturnDeclaration, Version: 2, Language: "hau", Marked: true, Names: names})
}

func (w *world) counsels(by string, ago time.Duration) {
	w.Will.Sessions = append(w.Will.Sessions, Session{Ref: w.by(by, ago), Talk: alone, Topics: []string{"rights"}})
}

// listed makes the consent one that was imported, taken by an officer.
func (w *world) listed(by string) {
	c := &w.Will.Consents[0]
	c.Ref = imported(c.Ref)
	w.Imported = map[ledger.Hash]ledger.Actor{c.ID: who(by)}
}

func imported(r ledger.Ref) ledger.Ref { r.Imported = "sheet of 2025"; return r }

var fit = through(func(*talk.Interpreter) {})

// tigrinya is a talk in a language in which no text is approved.
var tigrinya = func() talk.Talk {
	t := fit
	t.Language = "tir"
	return t
}()

// birthday is the day of birth of somebody who turns years old in some days.
func birthday(in, years int) day.Day { return day.Of(now).Add(in).AddYears(-years) }

package safeguard

import (
	"slices"
	"testing"
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/talk"
)

var consentCases = map[ID][]ruleCase{
	"consent": {
		{"after counselling, alone, to an approved text, with a mark", "", nil, "met"},
		{"never given", "", func(w *world) { w.Will.Consents = nil }, "unmet none"},
		{"others could hear", "", func(w *world) { w.Will.Consents[0].Talk = overheard() }, "unmet not-alone"},
		{"through an unfit interpreter", "", func(w *world) { w.Will.Consents[0].Talk = unfit }, "unmet not-alone"},
		{"without a mark", "", func(w *world) { w.Will.Consents[0].Marked = false }, "unmet unmarked"},
		{"something about the text that nobody can read", "", func(w *world) { w.Around.TextStrays = []ledger.Stray{{}} }, "unknown entry-unread"},
		{"an old version of the text", "", func(w *world) { w.Will.Consents[0].Version = 1 }, "unmet text"},
		{"a language in which no text is approved", "", func(w *world) { w.Will.Consents[0].Language = "tir" }, "unmet text"},
		{"the approved text, sight-translated by a fit interpreter", "", func(w *world) {
			c := &w.Will.Consents[0]
			c.Talk, c.Sight = tigrinya, true
		}, "met"},
		{"sight-translated, though there is an approved text in their language", "", func(w *world) {
			c := &w.Will.Consents[0]
			c.Talk, c.Sight = fit, true
		}, "unmet text"},
		{"signed in a language that is not the one they were talked to in", "", func(w *world) { w.Will.Consents[0].Talk = tigrinya }, "unmet text"},
		{"sight-translated by nobody", "", func(w *world) {
			c := &w.Will.Consents[0]
			c.Talk.Language, c.Sight = "tir", true
		}, "unmet text"},
		{"sight-translated from an old version", "", func(w *world) {
			c := &w.Will.Consents[0]
			c.Talk, c.Sight, c.Version = tigrinya, true, 1
		}, "unmet text"},
		{"another text, sight-translated", "", func(w *world) {
			c := &w.Will.Consents[0]
			c.Talk, c.Sight, c.Text = tigrinya, true, "photograph"
		}, "unmet text"},
		{"before counselling was enough", "", func(w *world) { w.Will.Consents[0].Seq = w.Will.Sessions[1].Seq - 1 }, "unmet before-counselling"},
		{"there was no counselling", "", func(w *world) { w.Will.Sessions = nil }, "unmet before-counselling"},
		{"signed in a place without a review", "", func(w *world) { w.Will.Consents[0].Talk = inside("ZAW") }, "unmet inside"},
		{"signed in a place that nobody can name", "", func(w *world) { w.Will.Consents[0].Talk = inside("") }, "unmet inside"},
		{"imported and not attested", "", func(w *world) { w.Will.Consents[0].Ref = imported(w.Will.Consents[0].Ref) }, "unmet none"},
		{"an adult, by a guardian", "", func(w *world) { w.Will.Consents[0].Guardian = Parent }, "unmet not-theirs"},
		{"a child, by the guardian, who wants to go", "", (*world).child, "met"},
		{"a child, without a guardian", "", func(w *world) { w.child(); w.Will.Consents[0].Guardian = "" }, "unmet guardian"},
		{"a child who objects", "", func(w *world) { w.child(); w.Will.Consents[0].View = "objects" }, "unmet child-objects"},
		{"a child who objected later", "", func(w *world) {
			w.child()
			later := w.Will.Consents[0]
			later.Ref, later.View = w.by("cou", days(2)), "objects"
			w.Will.Consents = append(w.Will.Consents, later)
		}, "unmet child-objects"},
		{"a child who turns eighteen before they leave, by the guardian", Boarding, func(w *world) { w.turns(hours(2)) }, "unmet of-age"},
		{"the same, for clearance", Clearance, func(w *world) { w.turns(hours(2)) }, "unmet of-age"},
		{"a child who turns eighteen the moment they leave", Boarding, func(w *world) { w.turns(0) }, "unmet of-age"},
		{"a child who turns eighteen once they left", Boarding, func(w *world) { w.turns(-time.Second) }, "met"},
		{"a child who turns eighteen before they leave, for a seat", Seat, func(w *world) { w.turns(hours(2)) }, "met"},
		{"one whose age is in doubt, who would turn eighteen", Boarding, func(w *world) {
			w.turns(hours(2))
			w.Person.AgeDoubts = []ledger.Ref{w.by("pia", days(9))}
		}, "met"},
		{"an infant who comes to have a view before they leave", Boarding, func(w *world) {
			w.infant()
			w.Person.BornTo = day.Of(eighteen).AddYears(-5)
			w.Around.Movement.Departs = eighteen.Add(hours(2))
		}, "unmet child-view"},
		{"a child who turns eighteen, by the guardian and by themself", Boarding, func(w *world) { w.turns(hours(2)); w.ownConsent(days(1)) }, "met"},
		{"a child who turns eighteen, by themself alone", Boarding, func(w *world) {
			w.turns(hours(2))
			w.Will.Consents = nil
			w.ownConsent(days(1))
		}, "unmet guardian"},
		{"a child who turns eighteen, by themself without a mark", Boarding, func(w *world) {
			w.turns(hours(2))
			w.ownConsent(days(1)).Marked = false
		}, "unmet unmarked"},
		{"an adult, who as a child objected after their own consent", "", func(w *world) {
			w.child()
			w.Person.BornTo = day.Of(now).AddYears(-18)
			w.ownConsent(days(2))
			later := w.Will.Consents[0]
			later.Ref, later.View = w.by("cou", days(1)), Objects
			w.Will.Consents = append(w.Will.Consents, later)
		}, "unmet not-theirs"},
		{"a child who was not asked", "", func(w *world) { w.child(); w.Will.Consents[0].View = "" }, "unmet child-view"},
		{"a child alone, by a guardian whom nobody assessed", "", func(w *world) {
			w.lone()
			w.Will.Consents[0].Seq = w.Protection.Interests[0].Seq - 1
		}, "unmet guardian"},
		{"a child alone, by the caregiver whom the assessment accepted", "", (*world).lone, "met"},
		{"a child alone, by a parent of whom nobody found that they are one", "", func(w *world) { w.lone(); w.Will.Consents[0].Guardian = Parent }, "unmet guardian"},
		{"a child alone, by a parent, as the assessment found", "", func(w *world) {
			w.lone()
			w.Protection.Interests[0].Guardian, w.Will.Consents[0].Guardian = Parent, Parent
		}, "met"},
		{"a child alone, by a caregiver, and the assessment did not look at them", "", func(w *world) { w.lone(); w.Protection.Interests[0].Guardian = "" }, "unmet guardian"},
		{"a child alone, by a caregiver, on an assessment that counts for nothing", "", func(w *world) {
			w.lone()
			w.Protection.Interests[0].Ref = imported(w.Protection.Interests[0].Ref)
		}, "unmet guardian"},
		{"a child alone, by a caregiver who was found since to be none", "", func(w *world) {
			w.lone()
			w.Protection.Interests = append(w.Protection.Interests, Interest{Ref: w.by("sam", days(2)), Agrees: true, Guardian: Nobody})
		}, "unmet guardian"},
		{"a child alone, by a caregiver whom a later assessment accepts again", "", func(w *world) {
			w.lone()
			w.Protection.Interests = append(w.Protection.Interests, Interest{Ref: w.by("sam", days(2)), Agrees: true, Guardian: Carer})
		}, "met"},
		{"a child alone, by whom the panel named", "", func(w *world) {
			w.lone()
			w.decides(AboutGuardian, days(10), true)
			w.Will.Consents[0].Ref, w.Will.Consents[0].Guardian = w.by("cou", days(9)), Named
		}, "met"},
		{"a child alone, by somebody whom no panel named", "", func(w *world) { w.lone(); w.Will.Consents[0].Guardian = Named }, "unmet guardian"},
		{"a child alone, by somebody whom one member of the panel named", "", func(w *world) {
			w.lone()
			w.votes("bi1", AboutGuardian, "UNICEF", days(19), true)
			w.Will.Consents[0].Guardian = Named
		}, "unmet guardian"},
		{"a child alone, by whom the panel named afterwards", "", func(w *world) {
			w.lone()
			w.decides(AboutGuardian, days(10), true)
			w.Will.Consents[0].Guardian = Named
		}, "unmet guardian"},
		{"a child with a parent, and an assessment found that it is none", "", func(w *world) { w.child(); w.Protection.Interests[0].Guardian = Nobody }, "unmet guardian"},
		{"a child with a parent, by a caregiver", "", func(w *world) { w.child(); w.Will.Consents[0].Guardian = Carer }, "unmet guardian"},
		{"a child, by the embassy", "", func(w *world) { w.child(); w.Will.Consents[0].Guardian = "embassy" }, "unmet guardian"},
		{"a child, by an official", "", func(w *world) { w.child(); w.Will.Consents[0].Guardian = "official" }, "unmet guardian"},
		{"a child, by an employer", "", func(w *world) { w.lone(); w.Will.Consents[0].Guardian = "employer" }, "unmet guardian"},
		{"a child, by a spouse", "", func(w *world) { w.lone(); w.Will.Consents[0].Guardian = "spouse" }, "unmet guardian"},
		{"a child, by the adult they came with", "", func(w *world) { w.lone(); w.Will.Consents[0].Guardian = "companion" }, "unmet guardian"},
		{"an infant, by the guardian", "", (*world).infant, "met"},
		{"turned eighteen: the guardian's consent is no longer theirs", "", func(w *world) {
			w.child()
			w.Person.BornTo = birthday(0, 18)
		}, "unmet not-theirs"},
		{"eighteen tomorrow: still the guardian's", "", func(w *world) {
			w.child()
			w.Person.BornTo = birthday(1, 18)
		}, "met"},
		{"in doubt about age, a child", "", func(w *world) { r := w.by("pia", days(1)); w.Person.AgeDoubts = []ledger.Ref{r} }, "unmet guardian"},
	},
	"consent-stands": {
		{"no withdrawal", "", nil, "met"},
		{"withdrawn", "", func(w *world) { w.withdraw(days(3)) }, "unmet withdrawn"},
		{"withdrawn, and the consent is older", Boarding, func(w *world) { w.withdraw(days(30)) }, "unmet withdrawn"},
		{"withdrawn, then counselling, 24 h and a consent that names it", "", func(w *world) {
			r := w.withdraw(days(3))
			w.counsels("cou", days(2))
			w.consents(days(1), r.ID)
		}, "met"},
		{"withdrawn, no new counselling", "", func(w *world) {
			r := w.withdraw(days(3))
			w.consents(days(1), r.ID)
		}, "unmet withdrawn"},
		{"withdrawn, counselling was defective", "", func(w *world) {
			r := w.withdraw(days(3))
			w.counsels("cou", days(2))
			w.Will.Sessions[2].Defective = true
			w.consents(days(1), r.ID)
		}, "unmet withdrawn"},
		{"withdrawn, counselling came after the consent", "", func(w *world) {
			r := w.withdraw(days(3))
			w.consents(days(1), r.ID)
			w.counsels("cou", hours(2))
		}, "unmet withdrawn"},
		{"withdrawn, consent within 24 h", "", func(w *world) {
			r := w.withdraw(hours(30))
			w.counsels("cou", hours(20))
			w.consents(hours(8), r.ID)
		}, "unmet withdrawn"},
		{"withdrawn, a consent that does not name it", "", func(w *world) {
			w.withdraw(days(3))
			w.counsels("cou", days(2))
			w.consents(days(1))
		}, "unmet withdrawn"},
		{"withdrawn twice, the consent names one", "", func(w *world) {
			r := w.withdraw(days(4))
			w.withdraw(days(3))
			w.counsels("cou", days(2))
			w.consents(days(1), r.ID)
		}, "unmet withdrawn"},
		{"a child's way back, by the guardian, with the birthday before they leave", Boarding, func(w *world) {
			w.turns(hours(2))
			w.ownConsent(days(9))
			w.wayBack()
		}, "unmet withdrawn"},
		{"a child's way back, by the guardian and by themself", Boarding, func(w *world) {
			w.turns(hours(2))
			r := w.wayBack()
			w.ownConsent(hours(20), r.ID)
		}, "met"},
		{"a child's way back, by the guardian, with the birthday after they left", Boarding, func(w *world) { w.turns(-hours(2)); w.wayBack() }, "met"},
		{"an imported withdrawal stops too", "", func(w *world) { w.Will.Withdrawals = []Withdrawal{{Ref: imported(w.by("imp", days(60)))}} }, "unmet withdrawn"},
		{"reported by an anonymous message", "", func(w *world) { w.reported("") }, "unmet reported"},
		{"reported, the person denied it", "", func(w *world) { w.reported("denied") }, "met"},
		{"reported, the person confirmed it", "", func(w *world) { w.reported("confirmed") }, "unmet withdrawn"},
		{"reported, the person could not be asked", "", func(w *world) { w.reported("cannot-ask") }, "unmet withdrawn"},
		{"reported and confirmed, then counselling, 24 h and a consent that names it", "", func(w *world) {
			w.reported("confirmed")
			w.counsels("cou", days(2))
			w.consents(days(1), w.Will.Reports[0].Settled.ID)
		}, "met"},
		{"withdrawn in a linked file", "", func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"withdrawal"}}} }, "unmet linked"},
		{"an entry that nobody can read", "", func(w *world) { w.Strays = []Stray{{Why: "malformed"}} }, "unknown stray"},
		{"not sure is no withdrawal", "", func(w *world) { w.Journey.Gate[0].Answer = NotSure }, "met"},
	},
	"reaffirmed": {
		{"asked again yesterday", "", nil, "met"},
		{"never asked again", "", func(w *world) { w.Will.Reaffirmed = nil }, "unmet none"},
		{"asked 73 h before departure", "", func(w *world) { w.Will.Reaffirmed[0].Since = departs.Add(-hours(73)) }, "unmet none"},
		{"asked 72 h before departure", "", func(w *world) { w.Will.Reaffirmed[0].Since = departs.Add(-hours(72)) }, "met"},
		{"others could hear", "", func(w *world) { w.Will.Reaffirmed[0].Talk = overheard() }, "unmet none"},
		{"not sure", "", func(w *world) { w.Will.Reaffirmed[0].Answer = NotSure }, "unmet not-sure"},
		{"not sure in a linked file", "", func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"not-sure"}}} }, "unmet linked"},
		{"yes in private, then not sure before others", "", func(w *world) {
			w.Will.Reaffirmed = append(w.Will.Reaffirmed, Reaffirmation{Ref: w.by("cou", hours(3)), Talk: overheard(), Answer: NotSure})
		}, "unmet not-sure"},
		{"not sure, then yes", "", func(w *world) {
			w.Will.Reaffirmed[0].Answer = NotSure
			w.Will.Reaffirmed = append(w.Will.Reaffirmed, Reaffirmation{Ref: w.by("cou", hours(3)), Talk: alone, Answer: Yes})
		}, "met"},
		{"withdrawn since, and consented to again, but not asked again", "", func(w *world) {
			w.Will.Reaffirmed[0].Ref = w.by("cou", hours(70))
			r := w.withdraw(hours(60))
			w.counsels("cou", hours(50))
			w.consents(hours(30), r.ID)
		}, "unmet none"},
		{"a report was confirmed since", "", func(w *world) { w.reported("confirmed") }, "unmet none"},
		{"a report was denied since", "", func(w *world) { w.reported("denied") }, "met"},
		{"withdrawn, then asked again", "", func(w *world) {
			w.withdraw(days(3))
			w.Will.Reaffirmed = []Reaffirmation{{Ref: w.by("cou", days(1)), Talk: alone, Answer: Yes}}
		}, "met"},
		{"without a seat", "", func(w *world) { w.Around.Movement = nil }, "unmet no-seat"},
		{"the movement was cancelled", "", func(w *world) { w.Around.Movement.Cancelled = true }, "unmet no-seat"},
	},
	"safe-no": {
		{"a plan, and the person is not held", "", nil, "met"},
		{"no plan", "", func(w *world) { w.Around.Movement.Plan = nil }, "unmet plan"},
		{"no plan, at the aircraft", Boarding, func(w *world) { w.Around.Movement.Plan = nil }, "unmet plan"},
		{"a manifest that was never closed", Boarding, func(w *world) { w.Around.Movement.Locked = false }, "unmet not-locked"},
		{"a manifest that is being closed", Lock, func(w *world) { w.Around.Movement.Locked = false }, "met"},
		{"a clearance may come before", Clearance, func(w *world) { w.Around.Movement.Locked = false }, "not-yet-due"},
		{"a plan without a protection officer at the gate", "", func(w *world) { w.Around.Movement.Plan.Officer = false }, "unmet plan"},
		{"held, told in private, the authority accepts", "", (*world).held, "met"},
		{"held, the authority was not asked", "", func(w *world) { w.held(); w.Around.Movement.Authority = "" }, "unmet authority"},
		{"held, nobody told them", "", func(w *world) { w.held(); w.Will.SafeNo = nil }, "unmet told"},
		{"held, told before others", "", func(w *world) { w.held(); w.Will.SafeNo[0].Private = false }, "unmet told"},
		{"held, told for another movement", "", func(w *world) { w.held(); w.Will.SafeNo[0].Movement = "other" }, "unmet told"},
		{"held, the authority refused", "", func(w *world) { w.held(); w.Around.Movement.Authority = "refused" }, "unmet refused"},
		{"held, the authority does not answer", "", func(w *world) { w.held(); w.Around.Movement.Authority = "no-answer" }, "unmet refused"},
		{"held, refused, asked outside a day before", "", func(w *world) {
			w.held()
			w.Around.Movement.Authority, w.Will.SafeNo[0].AskedOut = "refused", true
		}, "met"},
		{"held, refused, asked outside a day before and told again since", "", func(w *world) {
			w.held()
			w.Around.Movement.Authority, w.Will.SafeNo[0].AskedOut = "refused", true
			w.Will.SafeNo = append(w.Will.SafeNo, SafeNo{Ref: w.by("pia", hours(3)), Movement: flight, Private: true})
		}, "met"},
		{"held, refused, asked outside too late", "", func(w *world) {
			w.held()
			w.Around.Movement.Authority = "refused"
			w.Will.SafeNo = []SafeNo{{Ref: w.by("pia", hours(20)), Movement: flight, Private: true, AskedOut: true}}
		}, "unmet refused"},
		{"held, refused, impossible, decided by the head of protection", "", func(w *world) {
			w.held()
			w.Around.Movement.Authority, w.Around.Movement.Decided = "refused", true
		}, "met"},
		{"without a seat", "", func(w *world) { w.Around.Movement = nil }, "unmet no-seat"},
	},
	"gate": {
		{"asked alone, an hour ago", "", nil, "met"},
		{"never asked", "", func(w *world) { w.Journey.Gate = nil }, "unmet none"},
		{"asked for another movement", "", func(w *world) { w.Journey.Gate[0].Movement = "other" }, "unmet none"},
		{"no", "", func(w *world) { w.Journey.Gate[0].Answer = No }, "unmet no"},
		{"not sure", "", func(w *world) { w.Journey.Gate[0].Answer = NotSure }, "unmet not-sure"},
		{"not sure, asked again, yes", "", func(w *world) {
			w.Journey.Gate[0].Answer = NotSure
			w.Journey.Gate = append(w.Journey.Gate, Gate{Ref: w.by("gat", hours(1)), Movement: flight, Talk: alone, Answer: Yes})
		}, "met"},
		{"others could hear", "", func(w *world) { w.Journey.Gate[0].Talk = overheard() }, "unmet not-alone"},
		{"asked by telephone", "", func(w *world) { w.Journey.Gate[0].Talk.Mode = talk.Phone }, "unmet from-afar"},
		{"asked by who counselled them", "", func(w *world) { w.Journey.Gate[0].By = who("cou") }, "unmet counselled"},
		{"asked by who held the what-has-changed talk", "", func(w *world) { w.Will.Extended = []Extended{{Ref: w.by("gat", days(3)), Talk: alone}} }, "unmet counselled"},
		{"asked 6 h before", "", func(w *world) { w.Journey.Gate[0].Since = departs.Add(-hours(6)) }, "met"},
		{"asked more than 6 h before", "", func(w *world) { w.Journey.Gate[0].Since = departs.Add(-hours(6) - time.Minute) }, "unmet early"},
		{"delayed by 6 h while they stood there", "", func(w *world) { w.delayed(hours(6), hours(1)) }, "met"},
		{"delayed by more than 6 h while they stood there", "", func(w *world) { w.delayed(hours(6)+time.Minute, hours(1)) }, "unmet early"},
		{"delayed twice by 4 h while they stood there", "", func(w *world) {
			w.delayed(hours(4), hours(1))
			w.delayed(hours(4), 0)
		}, "unmet early"},
		{"put off by 48 h last week, by 2 h now", "", func(w *world) {
			w.Around.Movement.Shifts = []Shift{{From: departs.Add(-hours(48)), At: now.Add(-days(7)), Told: now.Add(-days(7))}}
			w.delayed(hours(5), hours(1))
		}, "met"},
		{"the aircraft is an hour late: what held at the gate holds", "", func(w *world) {
			w.Around.Movement.Departs = now.Add(-hours(1))
			w.Journey.Gate[0].Since = now.Add(-hours(6) - 30*time.Minute)
		}, "met"},
		{"put off by 48 h at the gate, by 2 h at the next gate", "", func(w *world) {
			w.Around.Movement.Shifts = []Shift{{From: departs.Add(-hours(48)), At: departs.Add(-hours(49)), Told: departs.Add(-hours(49))}}
			w.delayed(hours(5), hours(1))
		}, "met"},
		{"the aircraft is still there 7 h later and nobody moved the schedule", "", func(w *world) {
			w.Around.Movement.Departs = now.Add(-hours(7))
			w.Journey.Gate[0].Since = now.Add(-hours(8))
		}, "unmet early"},
		{"without a seat", "", func(w *world) { w.Around.Movement = nil }, "unmet no-seat"},
	},
}

// reported is an anonymous message three days ago, and how it was settled.
func (w *world) reported(outcome string) {
	r := Report{Ref: w.by("hot", days(3)), Channel: "sms", Outcome: outcome}
	if outcome != "" {
		r.Settled = w.by("pia", days(3))
	}
	w.Will.Reports = []Report{r}
}

// delayed moves the departure back, as decided that long ago.
func (w *world) delayed(by, ago time.Duration) {
	m := w.Around.Movement
	m.Shifts = append(m.Shifts, Shift{From: m.Departs, At: now.Add(-ago), Told: now.Add(-ago)})
	m.Departs, m.Arrives = m.Departs.Add(by), m.Arrives.Add(by)
}

// Where the authority refused, asking outside is offered only while it is still
// early enough to count.
func TestAskingOutsideInTime(t *testing.T) {
	w := ready()
	w.held()
	w.Around.Movement.Authority = "refused"
	for ago, want := range map[time.Duration]string{hours(23): "safe-no.tell", hours(21): "movement.decide-no"} {
		f := ask(t, testBook(t), w.Facts, now.Add(-ago), Boarding, "safe-no")
		if f.Next[0].Do != want {
			t.Errorf("%v before: %v", ago+departs.Sub(now), f.Next)
		}
	}
}

// A boarding stands for the flight that whoever recorded it could know: a move
// that was entered afterwards counts as unknown then, whenever it is said to
// have happened.
func TestABoardingStandsForTheFlightThatWasKnown(t *testing.T) {
	book, boarded := testBook(t), now
	first, delayed := now.Add(hours(1)), now.Add(hours(25))
	for name, c := range map[string]struct {
		told time.Time
		want time.Time
	}{
		"told before":    {now.Add(-hours(1)), delayed.Add(hours(6))},
		"told just then": {now, time.Time{}},
		"told later":     {now.Add(hours(1)), time.Time{}},
	} {
		m := &Movement{Departs: delayed, Shifts: []Shift{{From: first, At: now.Add(-hours(6)), Told: c.told}}}
		if got := m.Stands(boarded, book); !got.Equal(c.want) {
			t.Errorf("%s: stands until %v, want %v", name, got, c.want)
		}
	}
}

// wayBack is a withdrawal, and what follows it: counselling, and a consent of the
// guardian that names it.
func (w *world) wayBack() ledger.Ref {
	r := w.withdraw(days(3))
	w.counsels("cou", days(2))
	again := w.Will.Consents[0]
	again.Ref, again.Names = w.by("cou", days(1)), []ledger.Hash{r.ID}
	w.Will.Consents = append(w.Will.Consents, again)
	return r
}

// What a guardian consented to holds to the last moment before the birthday, at
// which the person's own begins, and the findings say so at every act.
func TestAGuardiansConsentHoldsUntilTheBirthday(t *testing.T) {
	book := testBook(t)
	last := eighteen.Add(-time.Second)
	for name, c := range map[string]struct {
		change func(*world)
		until  map[ID]time.Time
	}{
		"an adult":                          {func(*world) {}, nil},
		"a child":                           {func(w *world) { w.turns(-hours(2)) }, map[ID]time.Time{"consent": last}},
		"a child who came back":             {func(w *world) { w.turns(-hours(2)); w.wayBack() }, map[ID]time.Time{"consent": last, "consent-stands": last}},
		"a child who consented too":         {func(w *world) { w.turns(-hours(2)); w.ownConsent(days(1)) }, nil},
		"of nobody knows what age":          {func(w *world) { w.turns(-hours(2)); w.Person.BornTo = day.Day{} }, nil},
		"in doubt about age":                {func(w *world) { w.turns(-hours(2)); w.Person.AgeDoubts = []ledger.Ref{w.by("pia", days(9))} }, nil},
		"a child by another file of theirs": {func(w *world) { w.turns(-hours(2)); w.Person.LinkedChild = true }, nil},
		"an infant, who has no view yet": {func(w *world) {
			w.infant()
			w.Person.BornTo = day.Of(eighteen).AddYears(-5)
		}, map[ID]time.Time{"consent": last}},
		"a child of ten, who has many years": {(*world).child, map[ID]time.Time{"consent": time.Date(2034, 3, 3, 23, 59, 59, 0, tripoli)}},
	} {
		w := ready()
		c.change(w)
		for _, id := range []ID{"consent", "consent-stands"} {
			for _, act := range clauseOf(t, book, id).Due {
				if f := ask(t, book, w.Facts, now, act, id); f.State != Met || !f.Until.Equal(c.until[id]) {
					t.Errorf("%s, %s for %s: %s until %s, want %s", name, id, act, answer(f), f.Until, c.until[id])
				}
			}
		}
	}
}

// Who comes of age before they leave, and whose own consent a list tells of, is
// said to rest on that word.
func TestAnOwnConsentFromAListShowsOnWhoseWord(t *testing.T) {
	w := ready()
	w.turns(hours(2))
	own := w.ownConsent(days(30))
	own.Ref = imported(own.Ref)
	slices.Reverse(w.Will.Consents) // the guardian's is newer
	if f := ask(t, testBook(t), w.Facts, now, Boarding, "consent"); answer(f) != "unmet of-age" || len(f.WordOf) != 1 {
		t.Errorf("%s, on the word of %q", answer(f), f.WordOf)
	}
}

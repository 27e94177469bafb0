package safeguard

import (
	"testing"
	"time"

	"amana/domain/day"
	"amana/domain/ledger"
)

var childCases = map[ID][]ruleCase{
	"best-interests": {
		{"an adult", "", nil, "not-applicable"},
		{"with a parent, assessed", "", (*world).child, "met"},
		{"not in their interest by another file of theirs", "", func(w *world) { w.child(); w.Around.Linked = []Linked{{Stops: []string{"interests"}, Child: true}} }, "unmet linked"},
		{"an infant with a parent, assessed, and seen to belong together", "", (*world).infant, "met"},
		{"with a parent who was found not to be safe, although a panel said yes", "", func(w *world) {
			w.child()
			w.decides(AboutReturn, days(5), true)
			w.Protection.Caregiver = append(w.Protection.Caregiver, Caregiver{Ref: w.by("pia", days(2)), Kind: "parent", Status: WithParent})
		}, "unmet unsafe-parent"},
		{"an infant, and nobody looked whether they belong together", "", func(w *world) { w.infant(); w.Protection.Bonds = nil }, "unmet bond"},
		{"of an infant it is in doubt whether one asks them", "", func(w *world) {
			w.infant()
			w.Person.InfancyDoubts = []ledger.Ref{w.by("cas", days(2))}
			w.Will.Wishes = nil
		}, "unmet age"},
		{"so it is, and they said that they want to return", "", func(w *world) { w.infant(); w.Person.InfancyDoubts = []ledger.Ref{w.by("cas", days(2))} }, "met"},
		{"an infant, and it is in doubt", "", func(w *world) { w.infant(); w.Protection.Bonds[0].Doubt = true }, "unmet bond-doubt"},
		{"in doubt, and another officer has none", "", func(w *world) {
			w.infant()
			w.Protection.Bonds[0].Doubt = true
			w.Protection.Bonds = append(w.Protection.Bonds, Bond{Ref: w.by("sam", days(9))})
		}, "unmet bond-doubt"},
		{"in doubt, and a panel that knew of it said yes", "", func(w *world) {
			w.infant()
			w.Protection.Bonds[0].Doubt = true
			w.decides(AboutReturn, days(5), true)
		}, "met"},
		{"a panel said yes, and then it came in doubt", "", func(w *world) {
			w.infant()
			w.decides(AboutReturn, days(5), true)
			w.Protection.Bonds = append(w.Protection.Bonds, Bond{Ref: w.by("pia", days(2)), Doubt: true})
		}, "unmet bond-doubt"},
		{"in doubt, and whoever doubted it is one of the panel", "", func(w *world) {
			w.infant()
			w.Protection.Bonds[0].Doubt, w.Protection.Bonds[0].By = true, who("bi2")
			w.decides(AboutReturn, days(5), true)
		}, "unmet bond-doubt"},
		{"an infant alone, whose panel knew of no doubt", "", func(w *world) {
			w.lone()
			w.Person.BornTo = day.Day{Year: 2025, Month: time.March, Of: 4}
			w.Protection.Bonds = []Bond{{Ref: w.by("pia", days(2)), Doubt: true}}
		}, "unmet panel"},
		{"an infant alone has nobody to belong to, and a panel", "", func(w *world) { w.lone(); w.Person.BornTo = day.Day{Year: 2025, Month: time.March, Of: 4} }, "met"},
		{"a child of ten is asked for no such check", "", func(w *world) { w.infant(); w.Protection.Bonds = nil; w.child() }, "met"},
		{"alone: panel, tracing, caregiver, escort", "", (*world).lone, "met"},
		{"never assessed", "", func(w *world) { w.child(); w.Protection.Interests = nil }, "unmet assessment"},
		{"return is not in the child's interest", "", func(w *world) { w.child(); w.Protection.Interests[0].Agrees = false }, "unmet not-in-interest"},
		{"not in their interest, then a panel decided otherwise", "", func(w *world) {
			w.child()
			w.Protection.Interests[0].Agrees = false
			w.decides(AboutReturn, days(2), true)
		}, "met"},
		{"not in their interest, then a panel of two decided otherwise", "", func(w *world) {
			w.child()
			w.Protection.Interests[0].Agrees = false
			w.decides(AboutReturn, days(2), true)
			w.Protection.Votes = w.Protection.Votes[1:]
		}, "unmet not-in-interest"},
		{"not in their interest, and the same officer assessed anew", "", func(w *world) {
			w.child()
			w.Protection.Interests[0].Agrees = false
			w.Protection.Interests = append(w.Protection.Interests, Interest{Ref: w.by("pia", days(2)), Agrees: true})
		}, "unmet not-in-interest"},
		{"not in their interest, and another officer found otherwise", "", func(w *world) {
			w.child()
			w.Protection.Interests[0].Agrees = false
			w.Protection.Interests = append(w.Protection.Interests, Interest{Ref: w.by("sam", days(2)), Agrees: true})
		}, "met"},
		{"with a parent, a panel said no, and an officer assessed otherwise", "", func(w *world) {
			w.child()
			w.decides(AboutReturn, days(5), false)
			w.Protection.Interests = append(w.Protection.Interests, Interest{Ref: w.by("sam", days(4)), Agrees: true})
		}, "unmet not-in-interest"},
		{"with a parent, a panel said no, and a panel that knew of it yes", "", func(w *world) {
			w.child()
			w.decides(AboutReturn, days(5), false)
			w.decides(AboutReturn, days(4), true)
		}, "met"},
		{"alone, no panel", "", func(w *world) { w.lone(); w.Protection.Votes = nil }, "unmet panel"},
		{"alone, a panel of two", "", func(w *world) { w.lone(); w.Protection.Votes = w.Protection.Votes[1:] }, "unmet panel"},
		{"alone, a panel of two of whom one spoke twice", "", func(w *world) { w.lone(); w.Protection.Votes[0].By = who("bi2") }, "unmet panel"},
		{"alone, a panel of one agency", "", func(w *world) { w.lone(); w.Protection.Votes[2].Agency = "Unicef" }, "unmet panel"},
		{"alone, the preparer voted", "", func(w *world) { w.lone(); w.Protection.Interests[0].By = who("bi2") }, "unmet panel"},
		{"alone, an undertaking is not signed", "", func(w *world) { w.lone(); w.Protection.Votes[1].Undertaking = false }, "unmet panel"},
		{"alone, one of the panel was never called to the case", "", func(w *world) { w.lone(); w.Protection.Panel[1].Officer = who("bi9") }, "unmet panel"},
		{"alone, one of the panel was called only afterwards", "", func(w *world) { w.lone(); w.Protection.Panel[1].Seq = w.seq + 1 }, "unmet panel"},
		{"alone, one of the panel spoke after their duty ended", "", func(w *world) {
			w.lone()
			w.Protection.Panel[1].Ended = ledger.Ref{Seq: w.Protection.Votes[1].Seq - 1, ID: ledger.Hash{9}}
		}, "unmet panel"},
		{"alone, the panel spoke of something else", "", func(w *world) { w.lone(); w.Protection.Votes[1].About = AboutFamily }, "unmet panel"},
		{"alone, the panel said no", "", func(w *world) { w.lone(); w.Protection.Votes = nil; w.decides(AboutReturn, days(5), false) }, "unmet not-in-interest"},
		{"alone, one of the panel said no", "", func(w *world) { w.lone(); w.votes("bi3", AboutReturn, "UNHCR", days(5), false) }, "unmet not-in-interest"},
		{"alone, a later assessment says no", "", func(w *world) {
			w.lone()
			w.Protection.Interests = append(w.Protection.Interests, Interest{Ref: w.by("pia", days(2))})
		}, "unmet not-in-interest"},
		{"alone, with a parent by the word of one officer", "", func(w *world) {
			w.lone()
			w.Protection.Votes, w.Protection.Caregiver = nil, nil
			w.found("pia", "with-parent")
		}, "unmet panel"},
		{"alone, with a parent as two officers found", "", func(w *world) {
			w.lone()
			w.Protection.Votes, w.Protection.Caregiver = nil, nil
			w.found("pia", "with-parent")
			w.found("sam", "with-parent")
		}, "met"},
		{"with a parent; separated, as an officer found and took back", "", func(w *world) {
			w.child()
			w.found("pia", "separated")
			w.found("pia", "with-parent")
		}, "unmet panel"},
		{"with a parent; separated, as an officer found, and another did not", "", func(w *world) {
			w.child()
			w.found("pia", "separated")
			w.found("sam", "with-parent")
		}, "met"},
		{"alone, the family was not traced", "", func(w *world) { w.lone(); w.Protection.Tracing = nil }, "unmet tracing"},
		{"alone, nobody safe to receive them", "", func(w *world) { w.lone(); w.Protection.Caregiver[0].Safe = false }, "unmet caregiver"},
		{"alone, the caregiver was found unsafe since", "", func(w *world) {
			w.lone()
			w.Protection.Caregiver = append(w.Protection.Caregiver, Caregiver{Ref: w.by("pia", days(2)), Status: "unaccompanied"})
		}, "unmet caregiver"},
		{"alone, with an escort on another movement", "", func(w *world) { w.lone(); w.Protection.Escort[0].Movement = "other" }, "unmet escort"},
		{"alone, no escort", "", func(w *world) { w.lone(); w.Protection.Escort = nil }, "unmet escort"},
		{"separated", "", func(w *world) { w.child(); w.Person.Alone = "separated" }, "unmet panel"},
		{"with a parent, as they said; alone, as the assessment found", "", func(w *world) {
			w.child()
			w.Protection.Caregiver = []Caregiver{{Ref: w.by("pia", days(20)), Safe: true, Status: "unaccompanied"}}
		}, "unmet panel"},
		{"nobody knows whether alone", "", func(w *world) { w.child(); w.Person.Alone = "" }, "unmet panel"},
		{"in doubt about age", "", func(w *world) { r := w.by("pia", days(1)); w.Person.AgeDoubts = []ledger.Ref{r} }, "unmet assessment"},
		{"a linked file of a child", "", func(w *world) { w.Person.LinkedChild = true }, "unmet assessment"},
		{"eighteen today", "", func(w *world) { w.Person.BornTo = birthday(0, 18) }, "not-applicable"},
		{"eighteen tomorrow", "", func(w *world) { w.Person.BornTo = birthday(1, 18) }, "unmet assessment"},
		{"may be eighteen, may be seventeen", "", func(w *world) { w.Person.BornTo = birthday(200, 18) }, "unmet assessment"},
	},
	"family-unity": {
		{"an adult alone", "", nil, "not-applicable"},
		{"an adult of a household, asked alone", "", func(w *world) {
			w.Person.Household = true
			w.Protection.Together = []Together{{Ref: w.by("pia", days(9)), Alone: true}}
		}, "met"},
		{"an adult of a household, not asked", "", func(w *world) { w.Person.Household = true }, "unmet none"},
		{"an adult of a household, asked before the others", "", func(w *world) {
			w.Person.Household = true
			w.Protection.Together = []Together{{Ref: w.by("pia", days(9))}}
		}, "unmet none"},
		{"a child, the other parent travels too", "", (*world).child, "met"},
		{"a child, the other parent is not safe to ask", "", func(w *world) { w.child(); w.Protection.Together[0].Other = "unsafe" }, "met"},
		{"a child, nothing is known of the other parent", "", func(w *world) { w.child(); w.Protection.Together[0].Other = "" }, "unmet other-parent"},
		{"a child, the other parent objects", "", func(w *world) { w.child(); w.Protection.Together[0].Other = "objects" }, "unmet panel"},
		{"a child, custody is disputed", "", func(w *world) { w.child(); w.Protection.Together[0].Other = "custody-disputed" }, "unmet panel"},
		{"a child who does not want to", "", func(w *world) { w.child(); w.Protection.Together[0].Wants = false }, "unmet panel"},
		{"a child who does not want to, a panel decided", "", func(w *world) {
			w.child()
			w.Protection.Together[0].Wants = false
			w.decides(AboutFamily, days(5), true)
		}, "met"},
		{"a child who does not want to, a panel said no", "", func(w *world) {
			w.child()
			w.Protection.Together[0].Wants = false
			w.decides(AboutFamily, days(5), false)
		}, "unmet panel"},
		{"a panel decided before the parent objected", "", func(w *world) {
			w.child()
			w.decides(AboutFamily, days(5), true)
			w.together("sam", "objects")
		}, "unmet panel"},
		{"a parent objects, and the same officer leaves it out of another form", "", func(w *world) {
			w.child()
			w.Protection.Together[0].Other = "objects"
			w.together("pia", "unknown")
		}, "unmet panel"},
		{"a parent objects, and another officer heard that they no longer do", "", func(w *world) {
			w.child()
			w.Protection.Together[0].Other = "objects"
			w.together("sam", "asked")
		}, "met"},
		{"an infant, who cannot be asked", "", func(w *world) {
			w.infant()
			w.Protection.Together[0].Alone, w.Protection.Together[0].Wants = false, false
		}, "met"},
	},
}

func (w *world) found(by, status string) {
	w.Protection.Caregiver = append(w.Protection.Caregiver, Caregiver{Ref: w.by(by, days(3)), Safe: true, Status: status})
}

func (w *world) together(by, other string) {
	w.Protection.Together = append(w.Protection.Together, Together{Ref: w.by(by, days(3)), Alone: true, Wants: true, Other: other})
}

// On the birthday the child's rules end and the adult's begin, at once, in the
// zone of the place; a clearance given the day before, for a flight that was to
// leave before it, does not carry over.
func TestTurningEighteen(t *testing.T) {
	book := testBook(t)
	w := ready()
	w.child()
	w.Person.BornTo = birthday(0, 18)
	midnight := day.Of(now).Start(tripoli)
	w.Around.Movement.Departs = midnight.Add(-time.Second)
	for _, c := range []struct {
		at      time.Time
		class   Class
		consent string
	}{
		{midnight.Add(-time.Second), Child, "met"},
		{midnight, Adult, "unmet not-theirs"},
	} {
		if got := w.Person.ClassAt(c.at, book, tripoli); got != c.class {
			t.Errorf("at %s: %s, want %s", c.at, got, c.class)
		}
		if got := answer(ask(t, book, w.Facts, c.at, Clearance, "consent")); got != c.consent {
			t.Errorf("at %s: consent %s, want %s", c.at, got, c.consent)
		}
	}
}

// What was attested of a child is not attested of the adult they became.
func TestAttestationEndsWithChildhood(t *testing.T) {
	book := testBook(t)
	w := ready()
	w.child()
	w.Person.BornTo = birthday(0, 18)
	w.Closed[2] = []int{w.seq} // protection
	w.Attested["consent"] = Attested{Ref: w.by("pia", days(2)), Book: book.Name(), State: Met}
	if got := answer(ask(t, book, w.Facts, now.Add(-days(1)), Clearance, "consent")); got != "met" {
		t.Errorf("the day before: %s", got)
	}
	if got := answer(ask(t, book, w.Facts, now, Clearance, "consent")); got != "unknown sealed" {
		t.Errorf("on the birthday: %s", got)
	}
}

func TestClasses(t *testing.T) {
	book := testBook(t)
	doubt := ready().by("pia", 0)
	for _, c := range []struct {
		name   string
		change func(*Person)
		want   Class
	}{
		{"thirty", func(*Person) {}, Adult},
		{"no day of birth", func(p *Person) { p.BornTo = day.Day{} }, Child},
		{"five today", func(p *Person) { p.BornTo = birthday(0, 5) }, Child},
		{"five tomorrow", func(p *Person) { p.BornTo = birthday(1, 5) }, Infant},
		{"between two and thirty-eight", func(p *Person) { p.Born, p.BornTo = birthday(0, 38), birthday(0, 2) }, Child},
		{"between two and three", func(p *Person) { p.Born, p.BornTo = birthday(0, 3), birthday(0, 2) }, Infant},
		{"thirty, in doubt", func(p *Person) { p.AgeDoubts = []ledger.Ref{doubt} }, Child},
		{"one, in doubt", func(p *Person) { p.BornTo = birthday(0, 1); p.InfancyDoubts = []ledger.Ref{doubt} }, Child},
		{"one, and a linked file is of somebody whom one asks", func(p *Person) { p.BornTo = birthday(0, 1); p.LinkedAsked = true }, Child},
		{"thirty, and a linked file is a child's", func(p *Person) { p.LinkedChild = true }, Child},
		{"born on 29 February, on the 28th", func(p *Person) { p.BornTo = day.Day{Year: 2008, Month: 2, Of: 29} }, Adult},
		{"supported in deciding", func(p *Person) { p.Supported = true }, Supported},
		{"a child who is supported", func(p *Person) { p.BornTo = birthday(0, 10); p.Supported = true }, Child},
	} {
		w := ready()
		c.change(&w.Person)
		if got := w.Person.ClassAt(now, book, tripoli); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

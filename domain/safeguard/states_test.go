package safeguard

import (
	"slices"
	"strings"
	"testing"
	"time"

	"amana/domain/ledger"
)

// The states in which a rule is proved: those of a finding, and two ways in
// which time and closed keys bring them about. Expired: it was met, its time is
// over, and it blocks. Sealed: it is unknown because what it reads is closed.
var provedStates = []string{"met", "unmet", "unknown", "expired", "sealed", "not-applicable", "not-yet-due"}

// impossible is which rule can never be in which state, and why. Every other
// rule has a case of it, and the test checks what is claimed here.
var impossible = map[string][]struct {
	why   string
	rules string
}{
	"unknown": {
		{"what it asks for is in the file or it is not; keys apart, nothing about it can be unclear", `own-wish fear-asked no-forced-return counselled interpreter-fit
			alternatives-offered private-interview voluntary capacity trafficking-screened trafficked-safe
			needs-answered real-risk-absolute sharing-consented reintegration-told`},
	},
	"expired": {
		{"what the person said stands until they say otherwise", `own-wish fear-asked alternatives-offered private-interview interpreter-fit sharing-consented reintegration-told`},
		{"what an officer, a panel or UNHCR found stands until somebody finds otherwise", `no-forced-return voluntary capacity trafficking-screened trafficked-safe
			best-interests family-unity needs-answered real-risk-absolute unhcr-counselled reception-acknowledged no-unsettled-duplicate`},
		{"it asks what is so now: an act changes that, and no time", "destination-open safe-no place-reviewed funds-open no-hold"},
	},
	"sealed": {
		{"it reads nothing that may be closed", `counselled alternatives-offered consent-stands reaffirmed safe-no gate destination-open travel-document exit-permission
			sharing-consented reintegration-told no-unsettled-duplicate same-person four-eyes record-fresh not-collective funds-open no-hold`},
	},
	"not-applicable": {
		{forEverybody, `no-forced-return consent consent-stands vulnerability-screened trafficking-screened needs-answered fit-to-travel individual-risk
			real-risk-absolute destination-open travel-document exit-permission no-unsettled-duplicate same-person four-eyes place-reviewed
			safe-no record-fresh not-collective funds-open no-hold`},
		{"each act at which it is due shares something", "sharing-consented"},
	},
	"not-yet-due": {
		{"it is due at every act", "own-wish interpreter-fit consent-stands real-risk-absolute no-hold"},
	},
}

const forEverybody = "it protects everybody"

// over is what a rule answers when the time of what met it is over: one of these.
var over = map[ID]string{
	"counselled": "unmet expired", "vulnerability-screened": "unmet expired", "individual-risk": "unmet expired",
	"consent": "unmet not-theirs, unmet child-view", "consent-stands": "unmet withdrawn",
	"reaffirmed": "unmet none", "gate": "unmet early", "same-person": "unmet none", "fit-to-travel": "unmet check",
	"travel-document": "unmet expired", "document-unfeared": "unmet feared, unknown unasked", "exit-permission": "unmet expired", "four-eyes": "unmet silent", "record-fresh": "unknown old", "not-collective": "unmet headcount",
}

// Every rule of the book is proved in every state that it can be in: given
// something, when it is asked at an act, then it answers so.
func TestEveryRuleInEveryState(t *testing.T) {
	book, code := testBook(t), readCode(t)
	for id := range rules {
		shown := map[string]bool{}
		for _, g := range given(book, id) {
			g.shows(t, shown)
		}
		c := clauseOf(t, book, id)
		shown["not-yet-due"] = shown["not-yet-due"] || !slices.Equal(c.Due, Acts[:])
		shown["not-applicable"] = shown["not-applicable"] || !forAll(c)
		for _, state := range provedStates {
			why := never(state, id)
			switch {
			case shown[state] && why != "":
				t.Errorf("%s is %s in one of its cases, and cannot be, it is said: %s", id, state, why)
			case !shown[state] && why == "":
				t.Errorf("%s: no case in which it is %s, and no reason why there can be none", id, state)
			}
		}
		claims(t, book, code, id)
	}
}

func never(state string, id ID) string {
	for _, group := range impossible[state] {
		if slices.Contains(strings.Fields(group.rules), string(id)) {
			return group.why
		}
	}
	return ""
}

// forAll says whether a clause applies to every class of person.
func forAll(c *Clause) bool {
	return !slices.ContainsFunc(everybody, func(k Class) bool { return !slices.Contains(c.Applies, k) })
}

// claims checks why a rule can never be in a state.
func claims(t *testing.T, book *Book, code *source, id ID) {
	t.Helper()
	c, judge := clauseOf(t, book, id), code.judges[string(id)]
	if never("unknown", id) != "" && slices.ContainsFunc(code.reasons(judge, map[string]bool{}), func(r string) bool { return strings.HasPrefix(r, "unknown ") }) {
		t.Errorf("%s: its code can say that it does not know", id)
	}
	if never("not-applicable", id) == forEverybody && (!forAll(c) || code.reaches(judge, "notApplicable", map[string]bool{})) {
		t.Errorf("%s: there is somebody to whom it does not apply", id)
	}
	if never("not-yet-due", id) != "" && slices.ContainsFunc(Acts[:], func(a Act) bool { return !c.DueAt(a) }) {
		t.Errorf("%s: there is an act at which it is not due", id)
	}
	for _, g := range given(book, id) {
		if never("sealed", id) != "" {
			want := g.asked(t, now)
			for _, comp := range ledger.Compartments[1:] {
				g.world.Closed[comp] = []int{g.world.seq}
			}
			if got := g.asked(t, now); answer(got) != answer(want) || got.Basis != want.Basis {
				t.Errorf("%s, %s: %s with everything closed, %s with nothing", id, g.name, answer(got), answer(want))
			}
		}
		if was := g.asked(t, now); never("expired", id) != "" && was.State == Met {
			then := now.Add(days(400))
			if g.world.Person.ClassAt(then, book, tripoli) != g.world.Person.ClassAt(now, book, tripoli) {
				continue // on a birthday other rules begin: TestEighteenAtMidnightBeforeTwo
			}
			if got := g.asked(t, then); got.State != Met || !was.Until.IsZero() {
				t.Errorf("%s, %s: met until %v, and %s after more than a year", id, g.name, was.Until, answer(got))
			}
		}
	}
}

// givenCase is a case of a rule at one of the acts at which it is due.
type givenCase struct {
	ruleCase
	id    ID
	act   Act
	book  *Book
	world *world
}

// given are the cases of a rule: each at the act that it names, or at all.
func given(book *Book, id ID) []givenCase {
	var all []givenCase
	for _, c := range cases()[id] {
		acts := []Act{c.act}
		if c.act == "" {
			acts = book.Clauses[slices.IndexFunc(book.Clauses, func(k Clause) bool { return k.ID == id })].Due
		}
		for _, act := range acts {
			w := ready()
			if c.change != nil {
				c.change(w)
			}
			all = append(all, givenCase{c, id, act, book, w})
		}
	}
	return all
}

func (g *givenCase) asked(t *testing.T, at time.Time) Finding {
	return ask(t, g.book, g.world.Facts, at, g.act, g.id)
}

// shows notes in which states the case proves its rule. What is met until some
// time is met a second before and blocks a second after.
func (g *givenCase) shows(t *testing.T, shown map[string]bool) {
	t.Helper()
	f := g.asked(t, now)
	shown[string(f.State)] = true
	if f.State == Met && !f.Until.IsZero() {
		if got := g.asked(t, f.Until.Add(-time.Second)); got.State != Met {
			t.Errorf("%s at %s, %s: met until %v, and %s a second before", g.id, g.act, g.name, f.Until, answer(got))
		}
		got := g.asked(t, f.Until.Add(time.Second))
		if !slices.Contains(strings.Split(over[g.id], ", "), answer(got)) {
			t.Errorf("%s at %s, %s: met until %v, and %q a second after, want %q", g.id, g.act, g.name, f.Until, answer(got), over[g.id])
		}
		explains(t, got, g.world.saysNo(g.book))
		shown["expired"] = true
	}
	if !open.Covers(rules[g.id].reads) && f.State != NotApplicable {
		was := g.world.Closed
		for _, comp := range ledger.Compartments[1:] {
			if rules[g.id].reads.Has(comp) {
				g.world.Closed[comp] = []int{g.world.seq}
			}
		}
		shown["sealed"] = shown["sealed"] || answer(g.asked(t, now)) == "unknown sealed"
		g.world.Closed = was
	}
}

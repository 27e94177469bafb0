package webtest

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"amana/desk/desktest"
)

// asks asks one person at the gate, alone, in the page that is open.
func (t *Tab) asks(test *testing.T, number, answer string) {
	test.Helper()
	t.begins(test, number)
	t.answers(test, answer, url.Values{
		"talk.language": {"hau"}, "talk.understood": {"yes"}, "talk.outOfHearing": {"yes"}, "talk.outOfSight": {"yes"},
		"talk.control": {"free"}, "talk.witness": {"none"}, "talk.interpreter": {"no"},
	})
	until(test, t, `document.querySelector("[data-gate]").checkVisibility()`)
}

// begins opens the page of one person at the gate.
func (t *Tab) begins(test *testing.T, number string) {
	test.Helper()
	if err := t.Click(script(`document.querySelector("[data-number=" + CSS.escape(%s) + "]")`, number)); err != nil {
		test.Fatal(err)
	}
	until(test, t, `document.querySelector("form.asking") && !document.querySelector("section.gate")?.checkVisibility()`)
}

// answers says how they were asked, and taps an answer.
func (t *Tab) answers(test *testing.T, answer string, how url.Values) {
	test.Helper()
	if err := t.Fill(test.Context(), how); err != nil {
		test.Fatal(err)
	}
	if err := t.Click(script(`document.querySelector("form.asking [name=answer][value=" + %s + "]")`, answer)); err != nil {
		test.Fatal(err)
	}
}

// state is what the list says of somebody.
func (t *Tab) state(test *testing.T, number string) string {
	test.Helper()
	said, err := Value[string](t, script(`document.querySelector("[data-number=" + CSS.escape(%s) + "] .state").innerText`, number))
	if err != nil {
		test.Fatal(err)
	}
	return said
}

// offline has nobody answer the window, until it is ended.
func (t *Tab) offline(test *testing.T, gone bool) {
	test.Helper()
	rules := []*network.Conditions{}
	if gone {
		rules = append(rules, &network.Conditions{Offline: true, DownloadThroughput: -1, UploadThroughput: -1})
	}
	_, err := chromedp.Call(t.ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: rules})
	if err != nil {
		test.Fatal(err)
	}
}

// atGate is a telephone at the gate of a movement, and the people who are still to
// be asked there.
func atGate(t *testing.T, given ...string) (w *World, numbers []string, hand *Tab) {
	t.Helper()
	w = empty(t)
	var people []desktest.Traveller
	for _, name := range given {
		people = append(people, desktest.Traveller{Given: name, Until: "gate.answer"})
	}
	numbers, err := w.Ways(t.Context(), people...)
	if err != nil {
		t.Fatal(err)
	}
	w.At(51, 10*time.Hour+30*time.Minute)
	hand = tab(t, w, Look{As: "gat", Language: "ar", Width: 360})
	if err := hand.Open(t.Context(), "/movements/"+desktest.Flight+"/gate"); err != nil {
		t.Fatal(err)
	}
	return w, numbers, hand
}

// On a telephone at the gate: a yes, a no and a not sure that nobody could tell
// apart; then the laptop is gone, the list is still there and keeps a no, marked as
// not recorded; and it is recorded when the laptop is back, at its own time.
func TestTheGateOnATelephone(t *testing.T) {
	t.Parallel()
	w, numbers, hand := atGate(t, "Ladidi", "Binta", "Abena", "Halima")
	before := hand.state(t, numbers[0])
	for i, answer := range []string{"yes", "no", "not-sure"} {
		hand.asks(t, numbers[i], answer)
		if i > 0 && hand.state(t, numbers[i]) != hand.state(t, numbers[0]) || hand.state(t, numbers[i]) == before {
			t.Errorf("after a %s the list says %q, and of a yes %q", answer, hand.state(t, numbers[i]), hand.state(t, numbers[0]))
		}
	}
	asked := hand.state(t, numbers[0])
	hand.offline(t, true)
	hand.asks(t, numbers[3], "no")
	kept, err := Value[string](hand, `document.querySelector("#kept").dataset.notRecorded`)
	if err != nil || hand.state(t, numbers[3]) != kept || len(kinds(t, w, numbers[3])) != len(kinds(t, w, numbers[0]))-1 {
		t.Errorf("while the laptop is gone the list says %q, want %q (%v)", hand.state(t, numbers[3]), kept, err)
	}
	given := w.Now()
	w.Set(given.Add(20 * time.Minute))
	hand.offline(t, false)
	if err := hand.Click(`document.querySelector("#kept button")`); err != nil {
		t.Fatal(err)
	}
	until(t, hand, `document.querySelector("#entered").checkVisibility()`)
	if got := hand.state(t, numbers[3]); got != asked {
		t.Errorf("entered later, the list says %q, want %q", got, asked)
	}
	for i, want := range []string{"yes", "no", "not-sure", "no"} {
		c, err := w.Desk.Case(t.Context(), w.Who("pia"), numbers[i])
		if err != nil {
			t.Fatal(err)
		}
		answers := c.File.Travel.Gate
		if n := len(answers); n != 1 || answers[n-1].Answer != want {
			t.Errorf("person %d said %s: %+v", i, want, answers)
		} else if late := answers[0].Since.Sub(given); i == 3 && late > 5*time.Minute {
			t.Errorf("what was entered later is said to have been answered %s later", late)
		}
	}
}

// While the laptop is gone a yes is kept only if it is whole. One that is refused
// when the laptop is back says so beside the person, holds up nobody else, and is
// gone once they were asked again.
func TestAYesThatIsNotTakenIsAskedAgain(t *testing.T) {
	t.Parallel()
	w, numbers, hand := atGate(t, "Ladidi", "Binta")
	alone := url.Values{
		"talk.language": {"hau"}, "talk.understood": {"yes"}, "talk.outOfHearing": {"yes"}, "talk.outOfSight": {"yes"},
		"talk.control": {"free"}, "talk.witness": {"none"}, "talk.interpreter": {"yes"}, // of whom nothing is said
	}
	hand.offline(t, true)
	hand.begins(t, numbers[0])
	hand.answers(t, "yes", url.Values{"talk.language": {"hau"}})
	until(t, hand, `document.querySelector("form.asking").checkVisibility() && !document.querySelector("form.asking").closest("[inert]")`)
	if kept, err := Value[bool](hand, `document.querySelector("#kept").hidden`); err != nil || !kept {
		t.Errorf("a yes of which nothing else is said was kept (%v)", err)
	}
	hand.answers(t, "yes", alone)
	until(t, hand, `document.querySelector("[data-gate]").checkVisibility()`)
	hand.offline(t, false)
	if err := hand.Click(`document.querySelector("#kept button")`); err != nil {
		t.Fatal(err)
	}
	until(t, hand, `document.querySelector("#refused").checkVisibility()`)
	again, err := Value[string](hand, `document.querySelector("#kept").dataset.again`)
	if got := hand.state(t, numbers[0]); err != nil || got != again {
		t.Errorf("what was refused is said as %q, want %q (%v)", got, again, err)
	}
	for _, number := range []string{numbers[1], numbers[0]} {
		hand.asks(t, number, "yes")
		if c, err := w.Desk.Case(t.Context(), w.Who("pia"), number); err != nil || len(c.File.Travel.Gate) != 1 {
			t.Errorf("%s was not recorded (%v)", number, err)
		}
	}
	until(t, hand, `document.querySelector("#kept").hidden`)
}

// On a telephone at the gate somebody is found by a name in another spelling and by
// a number in the digits of an Arabic keyboard, as where no script runs; the list
// stays, and finds what it can by itself when the laptop is gone.
func TestTheGateFindsAnySpelling(t *testing.T) {
	t.Parallel()
	_, numbers, hand := atGate(t, "Halima", "Binta")
	look := func(text string) {
		t.Helper()
		typed := script(`(q => { q.value = %s; q.dispatchEvent(new Event("input")); q.form.requestSubmit(); return true })(document.querySelector("#q"))`, text)
		if _, err := Value[bool](hand, typed); err != nil {
			t.Fatal(err)
		}
	}
	only := func(number string) string {
		return script(`[...document.querySelectorAll("[data-gate] a")].filter(a => a.checkVisibility()).map(a => a.dataset.number).join() == %s`, number)
	}
	look("haleema")
	until(t, hand, only(numbers[0]))
	said := `document.querySelector("#nobody").checkVisibility()`
	look("Ngozi")
	until(t, hand, said)
	look("Binta")
	until(t, hand, only(numbers[1])+" && !"+said)
	look(strings.NewReplacer("0", "٠", "1", "١", "2", "٢", "6", "٦").Replace(numbers[0]))
	until(t, hand, `document.querySelector("form.asking") && document.querySelector("section.gate:not([hidden]) h1 .number")?.innerText == "`+numbers[0]+`"`)
	if err := hand.Click(`document.querySelector("[data-back]")`); err != nil {
		t.Fatal(err)
	}
	hand.offline(t, true)
	look("halima")
	until(t, hand, only(numbers[0]))
}

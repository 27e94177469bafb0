package webtest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// met is an act of the way that meets what the panel says is missing for
// another; with "" for that, one that goes with it and that no rule asks for.
type met struct {
	day         int
	by, command string
	asked       safeguard.Act
}

// untilBoarding is what stands between somebody who was counselled and the
// aircraft, in an order in which the panel asks for it: papers count from a
// departure, so that without a seat it asks for that.
var untilBoarding = []met{
	{15, "pia", "trafficking.screen", safeguard.Seat}, {15, "pia", "voluntary.assess", safeguard.Clearance}, {15, "pia", "risk.assess", safeguard.Seat},
	{16, "cou", "consent.give", safeguard.Clearance}, {16, "cou", "sharing.consent", ""}, {19, "cas", "embassy.contact", ""},
	{19, "cas", "entry.confirm", safeguard.Seat}, {19, "cas", "reintegration.tell", safeguard.Clearance}, {20, "mov", "seat.give", safeguard.Clearance},
	{24, "cas", "document.record", safeguard.Clearance}, {24, "cas", "authority.name", ""}, {24, "cas", "exit.record", safeguard.Clearance},
	{30, "cou", "identity.choose", ""}, {49, "node", "clearance.draw", ""}, {49, "drawn", "clearance.give", ""},
	{49, "doc", "health.examine", safeguard.Boarding}, {50, "cou", "consent.reaffirm", safeguard.Boarding}, {50, "doc", "health.check", safeguard.Boarding},
	{51, "gat", "gate.confirm-person", safeguard.Boarding}, {51, "gat", "gate.answer", safeguard.Boarding},
}

// Whoever is stopped reads why, whose turn it is, and has a button that begins
// what is missing; and so, officer by officer, nothing is missing any more.
func TestWhatBlocksIsMetFromThePanel(t *testing.T) {
	t.Parallel()
	w, ctx := empty(t), t.Context()
	numbers, err := w.Ways(ctx, desktest.Traveller{Given: "Ladidi", Until: "trafficking.screen"})
	if err != nil {
		t.Fatal(err)
	}
	number, hand := numbers[0], tab(t, w, Look{Language: "en", Width: 1100})
	refused(t, w, hand, number)
	for _, m := range untilBoarding {
		w.Set(w.Now().Add(time.Minute))
		if at := desktest.Begin.AddDate(0, 0, m.day); at.After(w.Now()) {
			w.At(m.day, 10*time.Hour)
		}
		by := m.by
		if by == "drawn" {
			if by, err = w.Drawn(ctx, number); err != nil {
				t.Fatal(err)
			}
		}
		acts := slices.DeleteFunc(desktest.Acts(), func(a desktest.Act) bool { return a.Command != m.command })
		if m.command == "identity.choose" { // its two facts are asked for again at the gate
			if err := hand.SignIn(ctx, by); err != nil {
				t.Fatal(err)
			}
			gives(t, w, hand, number, m.command, acts[0].Args)
			continue
		}
		if m.asked == "" {
			for _, a := range acts {
				if _, err := w.Do(ctx, by, number, a.Command, a.Args); err != nil {
					t.Fatal(err)
				}
			}
			continue
		}
		if err := hand.SignIn(ctx, by); err != nil {
			t.Fatal(err)
		}
		panel := "/cases/" + number + "?for=" + string(m.asked)
		asks(t, hand, panel, m.command, true)
		if err := hand.press(script(`panel(%s)[0].button`, m.command)); err != nil {
			t.Fatal(err)
		}
		answers, err := Answers(acts[0].Args, w.Desk.Where())
		if err == nil {
			err = hand.Fill(ctx, answers)
		}
		if err == nil {
			err = hand.Send(ctx)
		}
		if path, text, _ := hand.At(); err != nil || !strings.HasPrefix(path, "/cases/"+number+"?done=") {
			t.Fatalf("%s: %v, at %s: %s", m.command, err, path, text)
		}
		asks(t, hand, panel, m.command, false)
		if m.command == "seat.give" {
			if _, err := w.Desk.Examine(ctx, desktest.Flight); err != nil {
				t.Fatal(err)
			}
		}
	}
	stands(t, w, number, casefile.StatusCleared)
	if clear, err := Value[bool](hand, `!!document.querySelector(".verdict.met") && !document.querySelector(".finding.unmet, .finding.unknown")`); err != nil || !clear {
		_, text, _ := hand.At()
		t.Errorf("everything is there, and the panel says %s (%v)", text, err)
	}
}

// refused asks for a seat that the rules do not give, and looks whether the page
// says which, and still has what was answered.
func refused(t *testing.T, w *World, hand *Tab, number string) {
	t.Helper()
	ctx := t.Context()
	w.At(15, 11*time.Hour)
	seat := movement.GiveSeat{Movement: desktest.Flight, Line: desktest.Line, Reason: "waiting-longest"}
	answers, err := Answers(seat, w.Desk.Where())
	if err == nil {
		err = hand.SignIn(ctx, "mov")
	}
	if err == nil {
		err = hand.Open(ctx, "/cases/"+number+"/do/seat.give")
	}
	if err == nil {
		err = hand.Fill(ctx, answers)
	}
	if err == nil {
		err = hand.Send(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
	for what, there := range map[string]string{
		"whom to ask":           `[...document.querySelectorAll(".finding.unmet")].some(f => f.textContent.includes("ask protection"))`,
		"no reason":             `![...document.querySelectorAll(".finding")].some(f => f.dataset.rule === "trafficking-screened" || f.dataset.rule === "consent")`,
		"what was answered":     script(`document.querySelector("[name=movement]").value === %s`, seat.Movement),
		"that nothing was done": `!location.search.includes("done") && !!document.querySelector("[role=alert]")`,
	} {
		if said, err := Value[bool](hand, there); err != nil || !said {
			_, text, _ := hand.At()
			t.Errorf("the refusal does not show %s (%v): %s", what, err, text)
		}
	}
	stands(t, w, number, casefile.Waiting)
}

// asks opens the panel and looks whether it has a button for an act, with why and
// whose turn it is.
func asks(t *testing.T, hand *Tab, panel, command string, want bool) {
	t.Helper()
	if err := hand.Open(t.Context(), panel); err != nil {
		t.Fatal(err)
	}
	type found struct{ State, Why string }
	all, err := Value[[]found](hand, `var panel = command => [...document.querySelectorAll(".finding")].flatMap(f => {
		const button = [...f.querySelectorAll("a.button")].find(a => a.pathname.endsWith("/do/" + command));
		return button ? [{ button, State: f.querySelector(".state").innerText, Why: [...f.querySelectorAll("p:not(.rule)")].map(p => p.innerText).join(" ") }] : [];
	}); panel(`+script("%s", command)+`).map(f => ({ State: f.State, Why: f.Why }))`)
	if err != nil {
		t.Fatal(err)
	}
	if (len(all) > 0) != want {
		_, text, _ := hand.At()
		t.Fatalf("%s: the panel asks for it %d times, want %v: %s", command, len(all), want, text)
	}
	for _, f := range all {
		if !strings.Contains(f.State, "not met") && !strings.Contains(f.State, "not known") || len(strings.Fields(f.Why)) < 8 {
			t.Errorf("%s is asked for with %q: %q", command, f.State, f.Why)
		}
	}
}

package webtest

import (
	_ "embed"
	"strings"
)

//go:embed keyboard.js
var keyboardScript string

//go:embed narrow.js
var narrowScript string

// reached is what the tab key reached, of what is there to reach.
type reached struct {
	Round bool     `json:"round"` // it left the last one
	Wrong []string `json:"wrong"`
}

// mostStops is how many a control can have: a day and time has seven.
const mostStops = 8

// ByKeyboard goes through the page with the tab key and says what cannot be
// reached, what does not show that it is, and where there is no way on.
func (t *Tab) ByKeyboard() ([]string, error) {
	stops, err := Value[int](t, keyboardScript)
	if err != nil {
		return nil, err
	}
	var got reached
	for pressed := 0; !got.Round && pressed < mostStops*(stops+1); pressed += stops + 1 {
		if err := t.Press(strings.Repeat("\t", stops+1)); err != nil {
			return nil, err
		}
		if got, err = Value[reached](t, "reached()"); err != nil {
			return nil, err
		}
	}
	return got.Wrong, nil
}

// Narrow says what is wider than the window, as a sideways scroll would show.
func (t *Tab) Narrow(width int) ([]string, error) {
	if err := t.Width(width); err != nil {
		return nil, err
	}
	return Value[[]string](t, narrowScript)
}

// Moves says what would move in the page of somebody who asked that nothing does.
func (t *Tab) Moves() ([]string, error) {
	return Value[[]string](t, `[...document.querySelectorAll("*")].flatMap(e => ["", "::before", "::after"].map(part => [e, part, getComputedStyle(e, part)]))
		.filter(([, , s]) => s.scrollBehavior === "smooth" || s.animationName !== "none" || s.transitionDuration.split(",").some(d => parseFloat(d) > 0))
		.map(([e, part]) => "moves: " + e.outerHTML.slice(0, 80) + part)`)
}

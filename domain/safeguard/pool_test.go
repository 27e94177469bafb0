package safeguard

import (
	"strings"
	"testing"
	"time"
)

// Who clears is drawn once for a movement: another draw needs a reason.
func TestThePool(t *testing.T) {
	other := func(w *world) { w.Around.Officers[who("oth")] = Officer{Office: "SE", Clears: true} }
	drawn := func(by string, ago time.Duration) func(*world) {
		return func(w *world) {
			w.Journey.Drawn = append(w.Journey.Drawn, Drawn{Ref: w.by("node", ago), Officer: who(by), Movement: flight, Seat: w.Journey.Seated.ID})
		}
	}
	nobody := func(w *world) { w.Journey.Drawn, w.Journey.Cleared = nil, nil }
	reseat := func(w *world) { w.Journey.Seated = w.by("mov", hours(1)) }
	book := testBook(t)
	for _, c := range []struct {
		name string
		with []func(*world)
		want string
	}{
		{"nobody was drawn", []func(*world){nobody, other}, "cle oth"},
		{"whoever did something in the case", []func(*world){nobody, other, func(w *world) { w.Hands = append(w.Hands, who("cle")) }}, "oth"},
		{"whoever was drawn", []func(*world){nobody, other, drawn("cle", hours(1))}, "cle"},
		{"another seat on the movement", []func(*world){nobody, other, drawn("cle", hours(2)), reseat}, "cle"},
		{"another seat, long after the draw", []func(*world){nobody, other, drawn("cle", days(3)), reseat}, "cle"},
		{"answered, and the person said no since", []func(*world){other}, "cle"},
		{"drawn for another movement", []func(*world){nobody, other, drawn("cle", hours(1)), func(w *world) { w.Journey.Drawn[0].Movement = "other" }}, "cle oth"},
		{"silent", []func(*world){nobody, other, drawn("cle", hours(25))}, "oth"},
		{"silent, and another is drawn", []func(*world){nobody, other, drawn("cle", hours(25)), drawn("oth", hours(1))}, "oth"},
		{"silent, another was drawn, another seat", []func(*world){nobody, other, drawn("cle", hours(25)), drawn("oth", hours(2)), reseat}, "oth"},
		{"both silent", []func(*world){nobody, other, drawn("cle", hours(50)), drawn("oth", hours(25))}, "cle oth"},
		{"the only one, silent", []func(*world){nobody, drawn("cle", hours(25))}, "cle"},
		{"may clear no more", []func(*world){nobody, other, drawn("cle", hours(1)), func(w *world) { w.Around.Officers[who("cle")] = Officer{} }}, "oth"},
		{"no movement", []func(*world){other, func(w *world) { w.Around.Movement = nil }}, ""},
	} {
		w := ready()
		for _, change := range c.with {
			change(w)
		}
		var names []string
		for _, a := range Pool(w.Facts, book, now) {
			names = append(names, strings.TrimRight(string(a[:]), "\x00"))
		}
		if got := strings.Join(names, " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

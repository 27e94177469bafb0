package webtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"amana/desk/desktest"
	"amana/domain/casefile"
)

// reach presses the tab key until what a script finds has the focus.
func reach(t *testing.T, tab *Tab, find string) {
	t.Helper()
	for range 400 {
		if there, err := Value[bool](tab, fmt.Sprintf("(%s) === document.activeElement", find)); err != nil {
			t.Fatal(err)
		} else if there {
			return
		}
		if err := tab.Press("\t"); err != nil {
			t.Fatal(err)
		}
	}
	path, text, _ := tab.At()
	t.Fatalf("%s is not reached on %s: %s", find, path, text)
}

// until waits for a page on which a script says yes.
func until(t *testing.T, tab *Tab, script string) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; {
		if there, err := Value[bool](tab, "document.readyState === 'complete' && !!("+script+")"); err == nil && there {
			return
		} else if time.Now().After(deadline) {
			path, text, _ := tab.At()
			t.Fatalf("%s: never %s (%v): %s", path, script, err, text)
		}
	}
}

func press(t *testing.T, tab *Tab, keys string) {
	t.Helper()
	if err := tab.Press(keys); err != nil {
		t.Fatal(err)
	}
}

// From signing in to a no that is recorded, without a mouse.
func TestANoByKeyboardAlone(t *testing.T) {
	t.Parallel()
	w := empty(t)
	number := opens(t, w.World, "Ladidi")
	hand := tab(t, w, Look{Language: "ar", Width: 1100})
	if err := hand.Open(t.Context(), "/sign-in"); err != nil {
		t.Fatal(err)
	}
	reach(t, hand, `document.querySelector("[name=name]")`)
	press(t, hand, "cou")
	reach(t, hand, `document.querySelector("[name=password]")`)
	press(t, hand, desktest.Password+"\r")
	link := script(`document.querySelector(%s)`, `main a[href="/cases/`+number+`"]`)
	until(t, hand, link)
	reach(t, hand, link)
	press(t, hand, "\r")
	until(t, hand, `document.querySelector("details.no")`)
	reach(t, hand, `document.querySelector("details.no summary")`)
	press(t, hand, " ")
	reach(t, hand, `document.querySelector("details.no [name=channel]")`)
	press(t, hand, " ")
	reach(t, hand, `document.querySelector("details.no button")`)
	press(t, hand, "\r")
	until(t, hand, `location.search.includes("done")`)
	stands(t, w, number, casefile.StatusWithdrawn)
	if path, _, err := hand.At(); err != nil || !strings.HasPrefix(path, "/cases/"+number) {
		t.Errorf("at %s (%v)", path, err)
	}
}

// faintest finds words that hardly stand out from what is behind them. Of a button axe
// reads a colour that the browser does not paint when the system's are forced.
const faintest = `(() => {
	const rgb = text => text.match(/[\d.]+/g).map(Number);
	const light = ([r, g, b]) => [r, g, b].map(x => x / 255).map(x => x <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4).reduce((sum, x, i) => sum + x * [.2126, .7152, .0722][i], 0);
	const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if ((c[3] ?? 1) > 0) return c; } return [255, 255, 255]; };
	return [...document.querySelectorAll("body *")].filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).filter(e => {
		const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))];
		return (Math.max(a, b) + .05) / (Math.min(a, b) + .05) < 4.5;
	}).map(e => "hardly there: " + e.outerHTML.slice(0, 120));
})()`

// Where the reader's system puts its own few colours in the place of the page's,
// the focus shows all the same, and nothing that was told by colour is lost.
func TestTheColoursOfTheSystem(t *testing.T) {
	t.Parallel()
	w := Serve(t)
	window := tab(t, w, Look{As: "hop", Language: "ar", Width: 1100})
	for _, path := range []string{"/", "/cases/{blocked}", "/cases/{departed}/timeline", "/overview", "/movements/TIP-LOS-0225", "/rulebook/change?part=reaffirmed", "/cases/{blocked}/do/case.correct"} {
		if _, err := window.Go(w.Path(path)); err != nil {
			t.Fatal(err)
		}
		if err := window.Forced(false); err != nil {
			t.Fatal(err)
		}
		if forced, err := Value[bool](window, `matchMedia("(forced-colors: active)").matches`); err != nil || !forced {
			t.Fatal("the browser forces no colours", err)
		}
		wrong, err := window.ByKeyboard()
		if err != nil || len(wrong) > 0 {
			t.Errorf("%s: %q %v", path, wrong, err)
		}
		for _, dark := range []bool{false, true} {
			if err := window.Forced(dark); err != nil {
				t.Fatal(err)
			}
			if wrong, err := Value[[]string](window, faintest); err != nil || len(wrong) > 0 {
				t.Errorf("%s, dark %v: %q %v", path, dark, wrong, err)
			}
		}
		unseen, err := Value[[]string](window, `[...document.querySelectorAll("svg.chart .bar, svg.chart [class^=part-]")]
			.filter(e => getComputedStyle(e).fill === getComputedStyle(document.documentElement).backgroundColor && getComputedStyle(e).stroke === "none").map(e => e.outerHTML)`)
		if err != nil || len(unseen) > 0 {
			t.Errorf("%s: %q %v", path, unseen, err)
		}
	}
}

package webtest

import (
	"net/url"
	"strings"
	"testing"
)

// papers are what is printed and handed on, or kept in a folder.
var papers = []Sight{
	{As: "mov", Path: "/movements/TIP-LOS-0225/papers/carrier"},
	{As: "mov", Path: "/movements/TIP-LOS-0225/papers/escort"},
	{As: "mov", Path: "/movements/TIP-LOS-0225/papers/receiving-mission"},
	{As: "mov", Path: "/movements/TIP-LOS-0225/manifest"}, // as counts, and as people
	{As: "mov", Path: "/movements/TIP-LOS-0225/seats"},
	{As: "gat", Path: "/movements/TIP-LOS-0225/vetoes"},
	{As: "cou", Path: "/cases/{blocked}/with/paper"},
	{As: "pia", Path: "/cases/{blocked}/receipts/{receipt}"},
	{As: "pia", Path: "/slip", Sends: url.Values{"case": {"{blocked}"}, "receipt": {"{receipt}"}}},
	{As: "hop", Path: "/rulebook"},
}

// cut finds what is not to be on paper, and what the paper cuts off.
const cut = `(() => {
	const shown = e => e.checkVisibility({ visibilityProperty: true }), name = e => e.outerHTML.slice(0, 120), width = document.documentElement.clientWidth;
	const wrong = [...document.querySelectorAll("nav,button,.button,form:not([enctype]),input,select,textarea,body > footer,header.top")].filter(shown).map(e => "on paper: " + name(e));
	for (const e of document.querySelectorAll("body *")) {
		const style = getComputedStyle(e), at = e.getBoundingClientRect();
		if (!shown(e)) continue;
		if (style.overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1) wrong.push("cut off within: " + name(e));
		if (at.width > 0 && (at.right > width + 1 || at.left < -1)) wrong.push("beyond the paper: " + name(e));
	}
	return wrong;
})()`

// On paper stands what is to be read and nothing to press, none of it is cut off at
// the edge, whatever colours the screen had; and its title, which a browser prints
// above, names nobody.
func TestEveryPaperIsPrinted(t *testing.T) {
	t.Parallel()
	w := Serve(t)
	axe, err := ReadAxe("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"en", "ar"} {
		tabs := map[string]*Tab{}
		for _, s := range papers {
			if tabs[s.As] == nil {
				tabs[s.As] = tab(t, w, Look{As: s.As, Language: language, Width: 1100})
			}
			t.Run(language+" "+s.As+" "+s.Name(), func(t *testing.T) { printed(t, tabs[s.As], axe, s) })
		}
	}
}

func printed(t *testing.T, tab *Tab, axe Axe, s Sight) {
	if status, err := tab.See(s); err != nil || status != 200 {
		t.Fatal(status, err)
	}
	if err := tab.Printed(true); err != nil {
		t.Fatal(err)
	}
	wrong, err := Value[[]string](tab, cut)
	if err != nil {
		t.Fatal(err)
	}
	faint, err := tab.axe(axe, `{type:"rule",values:["color-contrast"]}`)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range append(wrong, faint...) {
		t.Error(one)
	}
	said, err := Value[[]string](tab, `[document.title, document.querySelector("main").innerText]`)
	if err != nil {
		t.Fatal(err)
	}
	if len(strings.TrimSpace(said[1])) < 20 {
		t.Errorf("nothing is left on the paper: %q", said[1])
	}
	for _, name := range append(tab.World.Names, "TI-26-") {
		if strings.Contains(said[0], name) {
			t.Errorf("the title %q names %s", said[0], name)
		}
	}
}

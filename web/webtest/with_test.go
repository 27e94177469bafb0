package webtest

import (
	"net/url"
	"strings"
	"testing"

	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/safeguard"
)

// The consent in Arabic, thought by thought, as two people read it together: each
// is in the person's language and direction, has a no, and is sound by itself.
func TestTheConsentIsReadTogetherInArabic(t *testing.T) {
	t.Parallel()
	w, ctx := empty(t), t.Context()
	numbers, err := w.Ways(ctx, desktest.Traveller{Given: "Ladidi", Until: "option.tell"})
	if err != nil {
		t.Fatal(err)
	}
	number := numbers[0]
	text := consent.ApproveText{Reference: safeguard.ReturnDeclaration, Language: "ara", Version: 2, Body: "أريد أن أعود إلى بلدي."}
	if err := w.Other(ctx, "hop", casefile.Text, text.Reference, "text.approve", text); err != nil {
		t.Fatal(err)
	}
	axe, err := ReadAxe("../..")
	if err != nil {
		t.Fatal(err)
	}
	hand := tab(t, w, Look{As: "cou", Language: "en", Width: 1100})
	with := "/cases/" + number + "/with"
	must := func(err error) {
		t.Helper()
		if err != nil {
			path, text, _ := hand.At()
			t.Fatalf("%v, at %s: %s", err, path, text)
		}
	}
	must(hand.Open(ctx, with))
	must(hand.Fill(ctx, speaking("ara")))
	must(hand.Send(ctx))
	var seen []string
	for len(seen) < 40 {
		path, said, err := hand.At()
		must(err)
		thought, _, _ := strings.Cut(strings.TrimPrefix(path, with+"/"), "?")
		if strings.HasPrefix(thought, "done-") {
			break
		}
		seen = append(seen, thought)
		held, err := Value[map[string]string](hand, `(a => ({ lang: a.lang, dir: getComputedStyle(a).direction, no: a.querySelector('a[href$="/with/said-no"]')?.innerText ?? "",
			asks: document.querySelector("#answer [name=available]") ? "option" : document.querySelector("#answer [name=mark]") ? "mark" : "" }))(document.querySelector("article"))`)
		must(err)
		if held["lang"] != "ar" || held["dir"] != "rtl" || held["no"] != "لا" {
			t.Errorf("%s is read as %v: %s", thought, held, said)
		}
		wrong, err := hand.Violations(axe)
		must(err)
		for _, one := range wrong {
			t.Errorf("%s: %s", thought, one)
		}
		switch held["asks"] {
		case "option":
			must(hand.Fill(ctx, url.Values{"available": {"no"}, "answer": {"declines"}}))
			must(hand.Send(ctx))
		case "mark":
			must(hand.Fill(ctx, url.Values{"mark": {"signature"}}))
			must(hand.Send(ctx))
		default:
			must(hand.press(`document.querySelector("article .ways button, article .ways a.button")`))
		}
	}
	if path, said, _ := hand.At(); !strings.HasPrefix(path, with+"/done-yes?done=") {
		t.Errorf("it ended at %s after %q: %s", path, seen, said)
	}
	c, err := w.Desk.Case(ctx, w.Who("hop"), number)
	if err != nil || len(c.File.Consent.Consents) != 1 || c.File.Consent.Consents[0].Language != "ara" || len(c.File.Counselling.Told) != 5 {
		t.Errorf("recorded: %+v, told %d options (%v)", c.File.Consent.Consents, len(c.File.Counselling.Told), err)
	}
	if troubles := hand.Troubles(); len(troubles) > 0 {
		t.Errorf("in the background: %q", troubles)
	}
}

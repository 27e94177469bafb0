package webtest

import (
	"net/url"
	"strings"
	"testing"

	"amana/desk/desktest"
)

// A form that is being filled in is kept by itself: when the power goes, whoever
// began it finds it where they were, and nobody else does.
func TestAPowerCutTakesNoForm(t *testing.T) {
	t.Parallel()
	w, ctx := empty(t), t.Context()
	numbers, err := w.Ways(ctx, desktest.Traveller{Given: "Ladidi", Until: "seat.give"})
	if err != nil {
		t.Fatal(err)
	}
	form := "/cases/" + numbers[0] + "/do/hold.place"
	hand := tab(t, w, Look{As: "pia", Language: "en", Width: 1100})
	if err := hand.Open(ctx, form); err != nil {
		t.Fatal(err)
	}
	const reason = "a court asked for it, and said why"
	if err := hand.Fill(ctx, url.Values{"for": {"law"}, "reason": {reason}}); err != nil {
		t.Fatal(err)
	}
	until(t, hand, `document.querySelector("[data-kept]").textContent !== ""`)
	hand.Close()

	other := tab(t, w, Look{As: "lea", Language: "en", Width: 1100})
	if err := other.Open(ctx, form); err != nil {
		t.Fatal(err)
	}
	if _, text, err := other.At(); err != nil || strings.Contains(text, reason) || strings.Contains(text, "Go on with it") {
		t.Errorf("another officer finds what was begun: %s (%v)", text, err)
	}
	hand = tab(t, w, Look{As: "pia", Language: "en", Width: 1100})
	if err := hand.Open(ctx, form); err != nil {
		t.Fatal(err)
	}
	if err := hand.Click(`document.querySelector("a[href$='?begun']")`); err != nil {
		t.Fatal(err)
	}
	until(t, hand, script(`document.querySelector("[name=reason]")?.value === %s && document.querySelector("[name=for][value=law]").checked`, reason))
	if err := hand.Fill(ctx, url.Values{"for": {"law"}}); err != nil {
		t.Fatal(err)
	}
	if err := hand.Send(ctx); err != nil {
		t.Fatal(err)
	}
	if path, text, err := hand.At(); err != nil || !strings.Contains(path, "?done=") {
		t.Errorf("not recorded: %s (%v)", text, err)
	}
}

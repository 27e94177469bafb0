package webtest

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/movement"
)

// A movement officer gives a seat while a counsellor records a no and a
// protection officer a hold, each with the page open as it was before. Nobody
// takes back what the others did: whoever comes too late reads what stands in the
// way, and has still what they wrote.
func TestTwoOfficersOnOneCase(t *testing.T) {
	t.Parallel()
	w, ctx := empty(t), t.Context()
	numbers, err := w.Ways(ctx, desktest.Traveller{Given: "Ladidi", Until: "seat.give"})
	if err != nil {
		t.Fatal(err)
	}
	number := numbers[0]
	w.At(40, 9*time.Hour)
	begun := func(as, command string, answers url.Values) *Tab {
		hand := tab(t, w, Look{As: as, Language: "en", Width: 1100})
		if err := hand.Open(ctx, "/cases/"+number+"/do/"+command); err != nil {
			t.Fatal(err)
		}
		if err := hand.Fill(ctx, answers); err != nil {
			t.Fatal(err)
		}
		return hand
	}
	seat, err := Answers(movement.GiveSeat{Movement: desktest.Flight, Line: desktest.Line, Reason: "waiting-longest"}, w.Desk.Where())
	if err != nil {
		t.Fatal(err)
	}
	no := begun("cou", "consent.withdraw", url.Values{"channel": {"phone"}})
	hold := begun("pia", "hold.place", url.Values{"for": {"law"}, "reason": {"a court asked for it"}})
	late := begun("mov", "seat.give", seat)
	for _, hand := range []*Tab{no, hold, late} {
		if err := hand.Send(ctx); err != nil {
			t.Fatal(err)
		}
	}
	for _, hand := range []*Tab{no, hold} {
		if path, text, err := hand.At(); err != nil || !strings.Contains(path, "?done=") {
			t.Errorf("not recorded: %s (%v)", text, err)
		}
	}
	path, text, err := late.At()
	if err != nil || strings.Contains(path, "?done=") || !strings.Contains(text, "not yet: ask protection") {
		t.Errorf("whoever came too late is told: %s (%v)", text, err)
	}
	kept, err := Value[map[string]string](late, `Object.fromEntries([...new FormData(document.querySelector("section.form form"))].filter(([,v]) => v))`)
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range seat {
		if kept[name] != values[0] {
			t.Errorf("%s was %q, and is %q in the form", name, values[0], kept[name])
		}
	}
	stands(t, w, number, casefile.StatusWithdrawn)
	if got := kinds(t, w, number); !slices.Contains(got, "consent.withdrawn") || !slices.Contains(got, "hold.placed") || slices.Contains(got, "seat.given") {
		t.Errorf("recorded: %q", got)
	}
}

// kinds are those of the events of a case.
func kinds(t *testing.T, w *World, number string) (all []string) {
	t.Helper()
	events, err := w.Desk.Events(t.Context(), w.Who("hop"), number)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		all = append(all, e.Kind)
	}
	return all
}

// Whoever goes back and sends the same form again, or presses twice, has
// recorded it once.
func TestAFormThatIsSentTwiceIsRecordedOnce(t *testing.T) {
	t.Parallel()
	w, ctx := empty(t), t.Context()
	number := opens(t, w.World, "Ladidi")
	hand, err := w.Reader(ctx, "cou", "fr")
	if err == nil {
		err = hand.Open(ctx, "/cases/"+number+"/do/hold.place")
	}
	if err != nil {
		t.Fatal(err)
	}
	form := hand.page
	var ends [2]string
	for i := range ends {
		hand.page = form
		if err := hand.Fill(ctx, url.Values{"for": {"protection"}, "reason": {"elle a peur"}}); err != nil {
			t.Fatal(err)
		}
		if err := hand.Send(ctx); err != nil {
			t.Fatal(err)
		}
		ends[i] = hand.page.Path
	}
	holds := slices.DeleteFunc(kinds(t, w, number), func(k string) bool { return k != "hold.placed" })
	if len(holds) != 1 || ends[0] != ends[1] || !strings.Contains(ends[0], "?done=") {
		t.Errorf("%d holds, at %q", len(holds), ends)
	}
}

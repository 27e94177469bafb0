package webtest

import (
	"strings"
	"testing"
	"time"

	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/counselling"
	"amana/domain/day"
)

// opens opens the file of somebody who wishes to return.
func opens(t *testing.T, w *desktest.World, given string) (number string) {
	t.Helper()
	w.At(0, 11*time.Hour)
	person := casefile.Identity{
		Given: given, Family: family, Born: day.Day{Year: 1996, Month: 3, Of: 4}, Sex: "woman", Nationalities: []string{"NGA"},
		Languages: []string{"hau"}, Destination: "NGA",
	}
	wish := counselling.Wish{Talk: alone, OwnWords: true, Words: "I want to go home", Heard: "friend", SuggestedBy: "nobody", OptionsFirst: true}
	got, err := w.Do(t.Context(), "cou", "", "case.open", casefile.Open{Identity: person, Office: "tripoli", Wish: &wish})
	if err != nil {
		t.Fatal(err)
	}
	return got.Case
}

// journey takes somebody from the wish to departure, each act by its officer at
// the form for it, and says where they stand then.
func journey(t *testing.T, w *World, hand Hand, number string) {
	t.Helper()
	ctx, last, before := t.Context(), "", time.Time{}
	for _, act := range desktest.Acts() {
		w.Set(w.Now().Add(time.Minute))
		if act.Hour > 0 {
			w.At(act.Day, act.Hour)
		}
		by := act.By
		if by == "node" {
			if _, err := w.Do(ctx, by, number, act.Command, act.Args); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if by == "drawn" {
			var err error
			if by, err = w.Drawn(ctx, number); err != nil {
				t.Fatal(err)
			}
		}
		if by != last || w.Now().Sub(before) > 20*time.Minute { // a session ends that nobody uses
			if err := hand.SignIn(ctx, by); err != nil {
				t.Fatalf("%s: %v", by, err)
			}
		}
		last, before = by, w.Now()
		gives(t, w, hand, number, act.Command, act.Args)
		if act.Command == "seat.give" { // on a manifest that is closed: the program looks at all of it by itself
			if _, err := w.Desk.Examine(ctx, desktest.Flight); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// gives fills in the form of a command and sends it.
func gives(t *testing.T, w *World, hand Hand, number, command string, args any) {
	t.Helper()
	ctx := t.Context()
	answers, err := Answers(args, w.Desk.Where())
	if err == nil {
		err = hand.Open(ctx, "/cases/"+number+"/do/"+command)
	}
	if err == nil {
		err = hand.Fill(ctx, answers)
	}
	if err == nil {
		err = hand.Send(ctx)
	}
	path, text, atErr := hand.At()
	to := "/cases/" + number + "?done="
	if command == "clearance.give" { // with that the case closes to whoever was drawn
		to = "/?done="
	}
	if err != nil || atErr != nil || !strings.HasPrefix(path, to) {
		t.Fatalf("%s: %v %v, at %s: %s", command, err, atErr, path, text)
	}
}

// empty is a programme with its scene and nobody in it.
func empty(t *testing.T) *World {
	t.Helper()
	w, err := found(t.Context(), desktest.Config(t, "SQLite"))
	if err == nil {
		err = w.Scene(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	w.serve()
	t.Cleanup(w.Close)
	return w
}

// From the wish to the aircraft, with nothing but forms that are sent.
func TestAJourneyWithoutAScript(t *testing.T) {
	t.Parallel()
	w := empty(t)
	number := opens(t, w.World, "Ladidi")
	hand, err := w.Reader(t.Context(), "", "ar")
	if err != nil {
		t.Fatal(err)
	}
	journey(t, w, hand, number)
	stands(t, w, number, casefile.StatusDeparted)
}

func stands(t *testing.T, w *World, number string, want casefile.Status) {
	t.Helper()
	c, err := w.Desk.Case(t.Context(), w.Desk.Self(), number)
	if err != nil || c.Status != want {
		t.Errorf("the person is %s (%v), want %s", c.Status, err, want)
	}
}

// The same in the browser, where a question appears once another was answered so.
func TestAJourneyInTheBrowser(t *testing.T) {
	t.Parallel()
	w := empty(t)
	number := opens(t, w.World, "Ladidi")
	journey(t, w, tab(t, w, Look{Language: "ar", Width: 1100, NoScript: true}), number)
	stands(t, w, number, casefile.StatusDeparted)
}

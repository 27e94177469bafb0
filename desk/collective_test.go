package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/counselling"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// flying is a programme on one engine with people before boarding. Those of the
// first so many were held in one place when they were first met.
func flying(t *testing.T, engine string, people, held int) (*desktest.World, []string) {
	t.Helper()
	w, err := desktest.Build(t.Context(), desktest.Config(t, engine))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Scene(t.Context()); err != nil {
		t.Fatal(err)
	}
	var all []desktest.Traveller
	for i := range people {
		all = append(all, desktest.Traveller{Given: fmt.Sprint("Person", i), Until: "boarding.board"})
		if i < held {
			all[i].Held = "TAJ"
		}
	}
	return w, travel(t, w, all...)
}

// wasHeld records, late, that somebody was held in Tajoura when they were first met.
func wasHeld(t *testing.T, w *desktest.World, number string) {
	t.Helper()
	for _, c := range []casefile.RecordCustody{{Date: "first-contact", Held: true, Place: "TAJ"}, {Date: "now"}} {
		if _, err := w.Do(t.Context(), "cas", number, "custody.record", c); err != nil {
			t.Fatal(err)
		}
	}
}

// boards lets somebody board, and says which rules block them.
func boards(t *testing.T, w *desktest.World, number string) []string {
	t.Helper()
	_, err := w.Do(t.Context(), "mov", number, "boarding.board", movement.Board{Movement: desktest.Flight})
	var blocks []string
	f, refused := errors.AsType[*fault.Fault](err)
	if !refused {
		if err != nil {
			t.Fatal(err)
		}
		return nil
	}
	for _, b := range f.Findings.([]safeguard.Finding) {
		blocks = append(blocks, b.Reason.Key)
	}
	return blocks
}

// open are the signs that nobody has answered.
func open(t *testing.T, w *desktest.World) []string {
	t.Helper()
	m, err := w.Desk.Movement(t.Context(), w.Who("hop"), desktest.Flight)
	if err != nil {
		t.Fatal(err)
	}
	var signs []string
	for _, s := range m.Signs {
		if !s.Answered {
			signs = append(signs, fmt.Sprint(s.Sign.Sign, " ", s.Place, " ", s.People))
		}
	}
	return signs
}

func answers(t *testing.T, w *desktest.World, sign string) {
	t.Helper()
	err := w.Other(t.Context(), "hop", casefile.Movement, desktest.Flight, "movement.answer-sign", movement.AnswerSign{Sign: sign, Reasons: "each was counselled alone, outside"})
	if err != nil {
		t.Fatal(err)
	}
}

// asksProtection is all that a movement officer is told of a sign.
var asksProtection = []string{"ask.protection"}

// Most of a flight come from one place and asked within two days: nobody boards
// until the head of protection said why, of exactly these people.
func TestMostFromOnePlace(t *testing.T) {
	for _, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			w, numbers := flying(t, engine, 5, 3)
			if got := boards(t, w, numbers[4]); !slices.Equal(got, asksProtection) {
				t.Fatalf("boarding is blocked by %v", got)
			}
			if got := open(t, w); !slices.Equal(got, []string{"one-place TAJ 3"}) {
				t.Fatalf("the signs are %v", got)
			}
			answers(t, w, safeguard.OnePlace)
			if got := boards(t, w, numbers[0]); got != nil {
				t.Fatalf("answered, and blocked by %v", got)
			}
			wasHeld(t, w, numbers[3]) // one more: the answer did not know
			if got := boards(t, w, numbers[1]); !slices.Equal(got, asksProtection) {
				t.Fatalf("with one more from there, boarding is blocked by %v", got)
			}
			if got := open(t, w); !slices.Equal(got, []string{"one-place TAJ 4"}) {
				t.Fatalf("the signs are %v", got)
			}
			answers(t, w, safeguard.OnePlace)
			if got := boards(t, w, numbers[1]); got != nil {
				t.Errorf("answered again, and blocked by %v", got)
			}
		})
	}
}

// One of those on a flight tells that their name came from a list: nobody boards
// until the head of protection said whose it was and what was done.
func TestANameFromAList(t *testing.T) {
	w, numbers := flying(t, "SQLite", 2, 0)
	alone := talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}
	tells := counselling.Wish{Talk: alone, OwnWords: true, Words: "home", Heard: "list", SuggestedBy: "nobody", OptionsFirst: true}
	if _, err := w.Do(t.Context(), "cou", numbers[0], "wish.state", tells); err != nil {
		t.Fatal(err)
	}
	if got := boards(t, w, numbers[1]); !slices.Equal(got, asksProtection) {
		t.Fatalf("boarding is blocked by %v", got)
	}
	if got := open(t, w); !slices.Equal(got, []string{"authority-list  1"}) {
		t.Fatalf("the signs are %v", got)
	}
	answers(t, w, safeguard.AuthorityList)
	if got := boards(t, w, numbers[1]); got != nil {
		t.Errorf("answered, and blocked by %v", got)
	}
}

// Half is not more than half; but when somebody else loses their seat it is.
func TestAFreedSeatMakesTheShareLarger(t *testing.T) {
	w, numbers := flying(t, "SQLite", 4, 2)
	if got := boards(t, w, numbers[0]); got != nil {
		t.Fatalf("blocked by %v", got)
	}
	if _, err := w.Do(t.Context(), "mov", numbers[3], "seat.free", movement.FreeSeat{Reason: "other"}); err != nil {
		t.Fatal(err)
	}
	if got := boards(t, w, numbers[1]); !slices.Equal(got, asksProtection) {
		t.Errorf("two of three, and blocked by %v", got)
	}
}

// A raid that becomes known on the morning of the flight stops who comes from there.
func TestARaidBeforeTheFlight(t *testing.T) {
	w, numbers := flying(t, "SQLite", 3, 1)
	review := monitoring.ReviewPlace{Reference: "TAJ", Official: true, Valid: day.Of(w.Now()).Add(30), Grounds: "seen"}
	if err := w.Other(t.Context(), "hop", casefile.Place, "TAJ", "place.review", review); err != nil {
		t.Fatal(err)
	}
	if got := boards(t, w, numbers[1]); got != nil {
		t.Fatalf("blocked by %v", got)
	}
	raid := monitoring.OpenIncident{Incident: "raided", From: day.Of(w.Now()).Add(-6)}
	if err := w.Other(t.Context(), "hop", casefile.Place, "TAJ", "place.open-incident", raid); err != nil {
		t.Fatal(err)
	}
	if got := boards(t, w, numbers[2]); !slices.Equal(got, asksProtection) {
		t.Errorf("blocked by %v", got)
	}
	if got := open(t, w); !slices.Equal(got, []string{"raided TAJ 1"}) {
		t.Errorf("the signs are %v", got)
	}
}

// A manifest is not closed over a sign, and the sign is there to be answered.
func TestAManifestIsNotClosedOverASign(t *testing.T) {
	w, numbers := flying(t, "SQLite", 3, 2)
	lock := func() error {
		return w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.lock", movement.Lock{})
	}
	if err := lock(); err == nil || fault.KindOf(err) != fault.Blocked || !strings.Contains(err.Error(), "count=3") {
		t.Fatalf("the manifest was closed over a sign: %v", err)
	}
	answers(t, w, safeguard.OnePlace)
	if err := lock(); err != nil {
		t.Fatal(err)
	}
	if got := boards(t, w, numbers[0]); got != nil {
		t.Errorf("blocked by %v", got)
	}
}

// What is asked of a boarding afterwards rests on what was on record then.
func TestThePastOfAManifest(t *testing.T) {
	w, numbers := flying(t, "SQLite", 2, 0)
	if got := boards(t, w, numbers[0]); got != nil {
		t.Fatalf("blocked by %v", got)
	}
	then := w.Now()
	for _, number := range numbers {
		wasHeld(t, w, number)
	}
	if got := boards(t, w, numbers[1]); !slices.Equal(got, append([]string{"safe-no.authority"}, asksProtection...)) { // held since the seat, by what was told only now
		t.Fatalf("blocked by %v", got)
	}
	for _, c := range []struct {
		known desk.Known
		want  safeguard.State
	}{{desk.Known{Until: then}, safeguard.Met}, {desk.Known{}, safeguard.Unmet}} {
		answer, err := w.Desk.Findings(t.Context(), w.Who("hop"), numbers[0], desk.Asked{For: safeguard.Boarding, At: then, Known: c.known})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(answer.Findings, func(f safeguard.Finding) bool { return f.Safeguard == "not-collective" })
		if got := answer.Findings[i].State; got != c.want {
			t.Errorf("known %s: %s, want %s", c.known, got, c.want)
		}
	}
}

// An examination is recorded when it tells something, and not for every boarding.
func TestAManifestIsExaminedOnce(t *testing.T) {
	w, numbers := flying(t, "SQLite", 4, 0)
	for i, number := range numbers {
		r, err := w.Do(t.Context(), "mov", number, "boarding.board", movement.Board{Movement: desktest.Flight})
		if err != nil {
			t.Fatal(err)
		}
		recorded, err := w.Desk.Examine(t.Context(), desktest.Flight)
		if err != nil || recorded {
			t.Errorf("after boarding %d (entry %d) the manifest was examined again: %v", i, r.Index, err)
		}
	}
	wasHeld(t, w, numbers[0])
	if recorded, err := w.Desk.Examine(t.Context(), desktest.Flight); err != nil || recorded {
		t.Errorf("one person who was held is no sign: %v", err)
	}
}

// What cannot be read might be a sign: the rule does not know, until it can.
func TestAFileThatCannotBeReadIsNotPassedOver(t *testing.T) {
	w, c := programme(t)
	numbers := travel(t, w, desktest.Traveller{Given: "Zainab", Until: "boarding.board"}, desktest.Traveller{Given: "Halima", Until: "boarding.board"})
	w.Desk.Shut("tripoli")
	if recorded, err := w.Desk.Examine(t.Context(), desktest.Flight); err != nil || !recorded {
		t.Fatalf("that files cannot be read was not recorded: %v", err)
	}
	unread := func() int {
		m, err := w.Desk.Movement(t.Context(), w.Who("hop"), desktest.Flight)
		if err != nil {
			t.Fatal(err)
		}
		return m.Examined.Unread
	}
	if got := unread(); got != 2 {
		t.Errorf("%d files could not be read, want 2", got)
	}
	w.Desk.Close()
	c.Clock = w.Now
	again, err := desk.Open(t.Context(), c) // with all keys
	if err != nil {
		t.Fatal(err)
	}
	w.Desk = again
	answer, err := w.Desk.Findings(t.Context(), w.Who("hop"), numbers[0], desk.Asked{For: safeguard.Boarding})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(answer.Findings, func(f safeguard.Finding) bool { return f.Safeguard == "not-collective" })
	if got := answer.Findings[i].Reason.Key; got != "not-collective.unread" {
		t.Errorf("the rule says %s", got)
	}
	if got := boards(t, w, numbers[0]); got != nil || unread() != 0 {
		t.Errorf("read again, and blocked by %v; %d unread", got, unread())
	}
}

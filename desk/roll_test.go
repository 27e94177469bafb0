package desk_test

import (
	"slices"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/talk"
)

// outsider makes an account of a role in an office of which the programme has none.
func outsider(t *testing.T, w *desktest.World, code, office string, role access.Role) desk.Actor {
	t.Helper()
	u := desk.NewUser{Code: code, Login: code, Password: desktest.Password, Office: office, Roles: []access.Role{role}, Language: "en"}
	var id ledger.Command
	copy(id[:], code+"----------------")
	who, err := w.Desk.Enrol(t.Context(), w.Who("admin"), u, id)
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// Who calls people up reads whether they were asked at the gate and never what
// they answered: what they read of a no and of a yes is the same. Of another
// office's people there is nothing.
func TestARollSaysNobodysAnswer(t *testing.T) {
	w, numbers := flying(t, "SQLite", 2, 0)
	alone := talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}
	for i, answer := range []string{"yes", "no"} {
		if _, err := w.Do(t.Context(), "gat", numbers[i], "gate.answer", movement.AnswerGate{Movement: desktest.Flight, Talk: alone, Answer: answer}); err != nil {
			t.Fatal(err)
		}
	}
	roll, err := w.Desk.Roll(t.Context(), w.Who("gat"), desktest.Flight)
	if err != nil || len(roll) != 2 {
		t.Fatalf("the roll is %+v %v", roll, err)
	}
	for i := range roll {
		if roll[i].Asked.IsZero() {
			t.Errorf("%s was asked", roll[i].Case)
		}
		roll[i].Case, roll[i].Given, roll[i].Asked, roll[i].Seated = "", "", roll[0].Asked, roll[0].Seated
	}
	if !slices.EqualFunc(roll[:1], roll[1:], func(a, b desk.Rolled) bool {
		a.Languages, b.Languages = nil, nil
		return a.Confirmed == b.Confirmed && a.Absent == b.Absent && a.Boarded == b.Boarded && a.Reason == b.Reason
	}) {
		t.Errorf("a yes reads %+v and a no %+v", roll[0], roll[1])
	}
	other := outsider(t, w, "cas-m", "misrata", access.Caseworker)
	if elsewhere, err := w.Desk.Roll(t.Context(), other, desktest.Flight); err != nil || len(elsewhere) != 0 {
		t.Errorf("the caseworker of another office reads %+v %v", elsewhere, err)
	}
	if paper, err := w.Desk.Paper(t.Context(), other, desktest.Flight, desk.PaperCarrier); fault.KindOf(err) != fault.Conflict {
		t.Errorf("the caseworker of another office makes a paper of a part: %+v %v", paper, err)
	}
	for _, name := range []string{"admin", "cou", "fin", "cle", "ethics", "dpo"} {
		if _, err := w.Desk.Roll(t.Context(), w.Who(name), desktest.Flight); fault.KindOf(err) != fault.Denied && fault.KindOf(err) != fault.Missing {
			t.Errorf("%s reads the roll: %v", name, err)
		}
	}
}

// An observer who is called to a movement reads its plan, its schedule and its
// counts, and nothing else of what happened to it; no paper, and no roll.
func TestAnObserverReadsTheCountsAlone(t *testing.T) {
	w, _ := flying(t, "SQLite", 1, 0)
	observer := outsider(t, w, "obs", desk.Programme, access.Observer)
	for _, c := range []struct {
		by, command string
		args        any
	}{
		{"hop", "movement.call-observer", movement.CallObserver{Officer: "obs"}}, {"pia", "movement.note-sign", movement.NoteSign{Sign: "announced"}},
		{"hop", "movement.answer-sign", movement.AnswerSign{Sign: "announced", Reasons: "nobody was told to come"}}, {"mov", "movement.count", movement.Count{Where: movement.HandOver}},
	} {
		if err := w.Other(t.Context(), c.by, "movement", desktest.Flight, c.command, c.args); err != nil {
			t.Fatal(err)
		}
	}
	kinds := func(who desk.Actor) (all []string) {
		events, err := w.Desk.MovementEvents(t.Context(), who, desktest.Flight)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			all = append(all, e.Kind)
		}
		return all
	}
	if got, want := kinds(observer), []string{"movement.planned", "movement.no-planned", "movement.locked", "movement.counted"}; !slices.Equal(got, want) {
		t.Errorf("an observer reads %v, want %v", got, want)
	}
	for name, signs := range map[string]bool{"mov": false, "doc": false, "hom": false, "pia": true, "hop": true} {
		if got := slices.Contains(kinds(w.Who(name)), "movement.sign-answered"); got != signs {
			t.Errorf("%s reads signs: %v", name, got)
		}
	}
	if _, err := w.Desk.Roll(t.Context(), observer, desktest.Flight); fault.KindOf(err) != fault.Denied {
		t.Errorf("an observer reads the roll: %v", err)
	}
	for _, paper := range []string{desk.PaperCarrier, desk.PaperEscort, desk.PaperMission} {
		if _, err := w.Desk.Paper(t.Context(), observer, desktest.Flight, paper); fault.KindOf(err) != fault.Denied {
			t.Errorf("an observer reads the paper for the %s: %v", paper, err)
		}
	}
}

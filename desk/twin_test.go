package desk_test

import (
	"encoding/json"
	"errors"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/movement"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/domain/staff"
	"amana/domain/talk"
	"amana/policy"
)

// tighter is a second version of the rule book, which takes force at once.
func tighter(t *testing.T) safeguard.Book {
	t.Helper()
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	book.Version, book.Numbers["fresh-hours"] = 2, 4
	return book
}

// signs puts a version in force by way of one process of the node.
func signs(t *testing.T, w *desktest.World, by *desk.Desk, book safeguard.Book) error {
	t.Helper()
	text, err := json.Marshal(book)
	if err != nil {
		t.Fatal(err)
	}
	proposal, err := other(t, w, by, "hop", casefile.Rules, book.ID, "rulebook.propose", rulebook.Propose{Book: text})
	for _, s := range [][2]string{{"hop", "protection"}, {"ethics", "outside"}} {
		if err == nil {
			_, err = other(t, w, by, s[0], casefile.Rules, book.ID, "rulebook.sign", rulebook.Sign{Proposal: proposal.Entry, Side: s[1]})
		}
	}
	return err
}

func other(t *testing.T, w *desktest.World, by *desk.Desk, who string, subject casefile.Subject, ref, command string, args any) (desk.Receipt, error) {
	t.Helper()
	text, err := json.Marshal(args)
	if err != nil {
		t.Fatal(err)
	}
	return by.DoOther(t.Context(), w.Who(who), subject, ref, desk.Request{ID: newID(), Command: command, Args: text})
}

// twins are two processes of one node, on one store.
func twins(t *testing.T, engine string) (*desktest.World, *desk.Desk) {
	t.Helper()
	c := desktest.Config(t, engine)
	w, err := desktest.Build(t.Context(), c)
	if err == nil {
		err = w.Scene(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	c.Clock = w.Now
	second, err := desk.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(second.Close)
	return w, second
}

// What one process of a node signs or ends holds in the other with the very
// next act, and not when it looks again.
func TestWhatAnotherProcessDoesHoldsAtOnce(t *testing.T) {
	for _, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			w, second := twins(t, engine)
			number := travels(t, w, "Zainab", "boarding.board")
			if err := signs(t, w, second, tighter(t)); err != nil {
				t.Fatal(err)
			}
			if _, err := w.Do(t.Context(), "mov", number, "boarding.board", movement.Board{Movement: desktest.Flight}); err != nil {
				t.Fatal(err)
			}
			alone := talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}
			change := staff.Change{Office: "tripoli", Roles: []access.Role{access.Caseworker}}
			if _, err := other(t, w, second, "admin", casefile.User, "cou", "user.change", change); err != nil {
				t.Fatal(err)
			}
			if _, err := w.Do(t.Context(), "cou", number, "gate.answer", movement.AnswerGate{Movement: desktest.Flight, Talk: alone, Answer: safeguard.No}); fault.KindOf(err) != fault.Denied {
				t.Errorf("a role that was taken away: %v", err)
			}
			if _, err := other(t, w, second, "admin", casefile.User, "mov", "user.revoke", staff.Revoke{Reason: "left"}); err != nil {
				t.Fatal(err)
			}
			if _, err := w.Do(t.Context(), "mov", number, "departure.record", movement.Depart{Movement: desktest.Flight}); fault.KindOf(err) != fault.Denied {
				t.Errorf("an officer who was revoked: %v", err)
			}
			if err := w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.lock", movement.Lock{}); fault.KindOf(err) != fault.Denied {
				t.Errorf("an officer who was revoked, of a movement: %v", err)
			}
			dir, size := desktest.Published(t, w)
			if a, said := desktest.Rechecked(t, dir, size); said != "" || a.Cleared != 1 {
				t.Errorf("%+v %s", a, said)
			}
		})
	}
}

// A group of commands that was decided before a rule book was replaced is not
// stored after it, and given again it is decided by the new one.
func TestABatchDoesNotPassOverANewRuleBook(t *testing.T) {
	w, second := twins(t, "SQLite")
	number := travels(t, w, "Zainab", "boarding.board")
	board := func(b *desk.Batch) error {
		request := desk.Request{ID: newID(), Command: "boarding.board", Args: json.RawMessage(`{"movement":"` + desktest.Flight + `"}`)}
		_, err := b.Do(t.Context(), w.Who("mov"), number, request)
		return err
	}
	b := w.Desk.Batch(100)
	if err := board(b); err != nil {
		t.Fatal(err)
	}
	if err := signs(t, w, second, tighter(t)); err != nil {
		t.Fatal(err)
	}
	if err := b.Flush(t.Context()); !errors.Is(err, desk.ErrMoved) {
		t.Fatalf("%v", err)
	}
	_ = b.Forget()
	if err := board(b); err != nil {
		t.Fatal(err)
	}
	if err := b.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir, size := desktest.Published(t, w)
	if a, said := desktest.Rechecked(t, dir, size); said != "" || a.Cleared != 1 {
		t.Errorf("%+v %s", a, said)
	}
}

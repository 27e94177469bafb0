package desk_test

import (
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/movement"
)

// leaves records a departure, and says what became of whoever left.
func leaves(t *testing.T, w *desktest.World, by, number string) casefile.Status {
	t.Helper()
	w.Set(w.Now().Add(time.Minute))
	does(t, w, by, number, "departure.record", movement.Depart{Movement: desktest.Flight})
	c, err := w.Desk.Case(t.Context(), w.Desk.Self(), number)
	if err != nil {
		t.Fatal(err)
	}
	return c.Status
}

// opens opens a file at Misrata.
func opens(t *testing.T, w *desktest.World, identity casefile.Identity) (desk.Actor, string) {
	t.Helper()
	who, err := w.Desk.Enrol(t.Context(), w.Who("admin"), desk.NewUser{
		Code: "mis", Login: "mis", Password: desktest.Password, Office: "misrata", Roles: []access.Role{access.Caseworker}, Language: "en",
	}, ledger.Command{7})
	if err != nil {
		t.Fatal(err)
	}
	opened, err := w.DoAs(t.Context(), who, "", "case.open", casefile.Open{Identity: identity, Office: "misrata"})
	if err != nil {
		t.Fatal(err)
	}
	return who, opened.Case
}

// Whoever said no in another file of theirs, between boarding and departure,
// leaves without clearance, whether or not anybody here can read that file; and
// what was said in it before, with which they boarded, does not count again.
func TestWhoLeavesPastANoInAnotherFile(t *testing.T) {
	for _, shut := range []bool{false, true} {
		for no, want := range map[bool]casefile.Status{false: casefile.StatusDeparted, true: casefile.StatusUncleared} {
			w, _ := programme(t)
			number := travels(t, w, "Zainab", "boarding.board")
			identity := casefile.Identity{Given: "Zeinabou", Family: "Garba", Born: day.Day{Year: 1994, Month: 1, Of: 2}, Sex: "woman", Nationalities: []string{"NER"}, Languages: []string{"hau"}, Destination: "NGA"}
			_, other := opens(t, w, identity)
			does(t, w, "hop", number, "duplicate.suspect", casefile.SuspectDuplicate{Other: other})
			does(t, w, "hop", number, "duplicate.settle", casefile.SettleDuplicate{Other: other, Same: true, Reason: "the same scar"})
			w.At(51, 11*time.Hour)
			does(t, w, "mov", number, "boarding.board", movement.Board{Movement: desktest.Flight})
			w.Set(w.Now().Add(time.Minute))
			if shut {
				w.Desk.Shut("misrata")
			}
			if no {
				does(t, w, "hop", other, "consent.withdraw", consent.Withdraw{Channel: "phone"})
			}
			if got := leaves(t, w, "mov", number); got != want {
				t.Errorf("shut %t, a no %t: %s", shut, no, got)
			}
		}
	}
}

// A child leaves without clearance whose parent said no since they boarded, also
// where nobody here can read the parent's file.
func TestWhoLeavesPastAParentsNo(t *testing.T) {
	for _, shut := range []bool{false, true} {
		for no, want := range map[bool]casefile.Status{false: casefile.StatusDeparted, true: casefile.StatusUncleared} {
			w, _ := programme(t)
			f := family{World: w, mother: travels(t, w, "Zainab", "departure.record")}
			identity := casefile.Identity{Given: "Musa", Family: "Danjuma", Born: day.Day{Year: 2017, Month: 5, Of: 2}, Sex: "man", Nationalities: []string{"NGA"}, Languages: []string{"hau"}, Destination: "NGA", Alone: "with-parent"}
			caseworker, child := opens(t, w, identity)
			f.child = child
			f.does(t, "hop", f.child, "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: "dead"})
			if _, err := w.DoAs(t.Context(), caseworker, f.child, "household.join", casefile.JoinHousehold{Household: "H-7", Relation: "child"}); err != nil {
				t.Fatal(err)
			}
			f.does(t, "cas", f.mother, "household.join", casefile.JoinHousehold{Household: "H-7", Relation: "head"})
			f.forges(t, movement.Boarded{Board: movement.Board{Movement: desktest.Flight}})
			f.Set(f.Now().Add(time.Minute))
			if shut {
				f.Desk.Shut("tripoli")
			}
			if no {
				f.does(t, "hop", f.mother, "consent.withdraw", consent.Withdraw{Channel: "phone"})
			}
			if got := leaves(t, w, "gat", f.child); got != want {
				t.Errorf("shut %t, a no %t: %s", shut, no, got)
			}
		}
	}
}

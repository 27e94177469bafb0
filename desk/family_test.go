package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// family is a mother on the way, and her child of nine, of whom it is asked with
// whom they travel.
type family struct {
	*desktest.World
	mother, child string
}

func newFamily(t *testing.T, until string) family {
	t.Helper()
	w, _ := programme(t)
	f := family{w, travels(t, w, "Zainab", until), ""}
	w.Set(w.Now().Add(time.Minute))
	identity := casefile.Identity{
		Given: "Musa", Family: "Danjuma", Born: day.Day{Year: 2017, Month: 5, Of: 2}, Sex: "man", Nationalities: []string{"NGA"},
		Languages: []string{"hau"}, Destination: "NGA", Alone: "with-parent",
	}
	f.child = f.does(t, "cou", "", "case.open", casefile.Open{Identity: identity, Office: "tripoli"}).Case
	f.does(t, "pia", f.child, "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: "dead"})
	f.does(t, "cas", f.child, "household.join", casefile.JoinHousehold{Household: "H-7", Relation: "child"})
	return f
}

func (f family) does(t *testing.T, by, number, command string, args any) desk.Receipt {
	t.Helper()
	f.Set(f.Now().Add(time.Minute))
	receipt, err := f.Do(t.Context(), by, number, command, args)
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	return receipt
}

// looks is an officer who did not write down with whom the child lives looking at the
// child's interests.
func (f family) looks(t *testing.T) {
	t.Helper()
	f.does(t, "pia", f.child, "interests.assess", assessment.AssessInterests{Agrees: true, View: "x", Reasons: "x"})
}

func (f family) unity(t *testing.T, k desk.Known) string {
	t.Helper()
	a, err := f.Desk.Findings(t.Context(), f.Who("pia"), f.child, desk.Asked{For: safeguard.Clearance, Known: k})
	if err != nil {
		t.Fatal(err)
	}
	return reason(a.Findings[indexOf(a.Findings, "family-unity")])
}

// The file of a child rests on the mother's, as it is and as it was known, and
// tells of it only that she has no place.
func TestAChildsFileRestsOnTheParents(t *testing.T) {
	f := newFamily(t, "boarding.board")
	is := func(want string, k desk.Known) {
		t.Helper()
		if got := f.unity(t, k); got != want {
			t.Errorf("known %s: %s, want %s", k, got, want)
		}
	}
	now := desk.Known{}
	is("unmet family-unity.no-parent", now)
	unknown := f.Now()
	f.does(t, "cas", f.mother, "household.join", casefile.JoinHousehold{Household: "H-7", Relation: "head"})
	is("unmet family-unity.one-word", now)
	f.looks(t)
	is("met safeguard.met", now)

	basis := func(number string) []string {
		t.Helper()
		all, err := f.Desk.Basis(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	mother := basis(f.mother)
	f.does(t, "cou", f.child, "custody.record", casefile.RecordCustody{Date: "now"})
	if !slices.Equal(basis(f.mother), mother) {
		t.Error("the mother's file rests on the child's")
	}
	child := basis(f.child)
	f.does(t, "cou", f.mother, "custody.record", casefile.RecordCustody{Date: "now"})
	if slices.Equal(basis(f.child), child) {
		t.Error("the child's file does not say that it rests on the mother's")
	}
	joined := f.Now()

	f.does(t, "cou", f.mother, "consent.withdraw", consent.Withdraw{Channel: "in-person"})
	is("unmet family-unity.parents", now)
	is("met safeguard.met", desk.Known{Until: joined})
	is("unmet family-unity.no-parent", desk.Known{Until: unknown})
}

// Who left a household is of it still for a question about then.
func TestAHouseholdOfThenIsFound(t *testing.T) {
	f := newFamily(t, "boarding.board")
	f.does(t, "cas", f.mother, "household.join", casefile.JoinHousehold{Household: "H-7", Relation: "head"})
	f.looks(t)
	then := f.Now()
	for _, by := range []string{"cas", "pia"} {
		f.does(t, by, f.mother, "household.join", casefile.JoinHousehold{Household: "H-8", Relation: "head"})
	}
	if got := f.unity(t, desk.Known{}); got != "unmet family-unity.no-parent" {
		t.Errorf("she is of another household: %s", got)
	}
	if got := f.unity(t, desk.Known{Until: then}); got != "met safeguard.met" {
		t.Errorf("she was of this one: %s", got)
	}
}

// second is another file that may be the mother's.
func (f family) second(t *testing.T) string {
	t.Helper()
	return f.does(t, "cou", "", "case.open", casefile.Open{Identity: casefile.Identity{
		Given: "Rabi", Family: "Danjuma", Born: day.Day{Year: 1997, Month: 5, Of: 2}, Sex: "woman", Nationalities: []string{"NGA"}, Languages: []string{"hau"}, Destination: "NGA",
	}, Office: "tripoli"}).Case
}

// What a parent says in a file that is not of the household counts for the child as soon as it
// is known to be theirs.
func TestAParentsNoInAnotherFile(t *testing.T) {
	f := newFamily(t, "boarding.board")
	f.does(t, "cas", f.mother, "household.join", casefile.JoinHousehold{Household: "H-7", Relation: "head"})
	f.looks(t)
	second := f.second(t)
	f.does(t, "cou", second, "consent.withdraw", consent.Withdraw{Channel: "in-person"})
	if got := f.unity(t, desk.Known{}); got != "met safeguard.met" {
		t.Fatalf("before anybody linked it: %s", got)
	}
	f.does(t, "cas", f.mother, "duplicate.suspect", casefile.SuspectDuplicate{Other: second})
	f.does(t, "cas", f.mother, "duplicate.settle", casefile.SettleDuplicate{Other: second, Same: true, Reason: "one woman"})
	if got := f.unity(t, desk.Known{}); got != "unmet family-unity.parents" {
		t.Errorf("she said no in another file of hers: %s", got)
	}
}

// A second file of a parent that was linked and closed keeps nobody's child: the other tells
// of their way. One that is open does, and one of somebody else.
func TestAParentsClosedSecondFile(t *testing.T) {
	f := newFamily(t, "boarding.board")
	f.does(t, "cas", f.mother, "household.join", casefile.JoinHousehold{Household: "H-7", Relation: "head"})
	second := f.second(t)
	f.does(t, "cas", second, "household.join", casefile.JoinHousehold{Household: "H-7", Relation: "head"})
	f.looks(t)
	is := func(want, when string) {
		t.Helper()
		if got := f.unity(t, desk.Known{}); got != want {
			t.Errorf("%s: %s, want %s", when, got, want)
		}
	}
	is("unmet family-unity.parents", "another parent, who has no place")
	f.does(t, "cas", f.mother, "duplicate.suspect", casefile.SuspectDuplicate{Other: second})
	f.does(t, "cas", f.mother, "duplicate.settle", casefile.SettleDuplicate{Other: second, Same: true, Reason: "one woman"})
	is("unmet family-unity.parents", "one woman with two files")
	f.does(t, "cas", second, "case.close", casefile.Close{})
	is("met safeguard.met", "one of them closed")
}

// What an officer with the keys attested of the child ceases to count when the
// mother's way changes, and not when she boards.
func TestAnAttestationRestsOnTheParentsWay(t *testing.T) {
	f := newFamily(t, "boarding.board")
	f.does(t, "cas", f.mother, "household.join", casefile.JoinHousehold{Household: "H-7", Relation: "head"})
	f.does(t, "pia", f.mother, "family.ask", assessment.AskFamily{Alone: true, Wants: true})
	f.does(t, "pia", f.child, "safeguard.attest", casefile.Attest{})
	is := func(want bool, when string) {
		t.Helper()
		if counts, err := f.Desk.Attested(t.Context(), f.child, "family-unity"); err != nil || counts != want {
			t.Errorf("%s: %v, %v", when, counts, err)
		}
	}
	is(true, "attested")
	f.does(t, "mov", f.mother, "boarding.board", movement.Board{Movement: desktest.Flight})
	is(true, "she boarded")
	f.does(t, "mov", f.mother, "seat.free", movement.FreeSeat{Reason: "ill"})
	is(false, "she was taken off")
}

// A mother boarded and her child behind her, and then something came between: who
// verifies asks of the child's departure what was on record of the mother's way.
func TestADeparturePastAParentIsFound(t *testing.T) {
	no := func(f family) { f.does(t, "cou", f.mother, "consent.withdraw", consent.Withdraw{Channel: "in-person"}) }
	off := func(f family) { f.does(t, "mov", f.mother, "seat.free", movement.FreeSeat{Reason: "ill"}) }
	joins := func(f family) {
		f.does(t, "cas", f.mother, "household.join", casefile.JoinHousehold{Household: "H-7", Relation: "head"})
	}
	var second string
	links := func(f family) {
		second = f.second(t)
		f.does(t, "cas", f.mother, "duplicate.suspect", casefile.SuspectDuplicate{Other: second})
		f.does(t, "cas", f.mother, "duplicate.settle", casefile.SettleDuplicate{Other: second, Same: true, Reason: "one woman"})
	}
	elsewhere := func(f family) { f.does(t, "cou", second, "consent.withdraw", consent.Withdraw{Channel: "in-person"}) }
	is := func(group string) func(family) {
		return func(f family) {
			f.does(t, "cas", f.mother, "case.correct", casefile.Correct{Changed: casefile.Changed{Groups: []string{group}}})
		}
	}
	for _, c := range []struct {
		name         string
		before, then []func(family)
		found        bool
	}{
		{"she has another file", []func(family){joins, links}, nil, false},
		{"she said no in another file of hers", []func(family){joins, links}, []func(family){elsewhere}, true},
		{"both left", []func(family){joins}, nil, false},
		{"she said no", []func(family){joins}, []func(family){no}, true},
		{"she is of a group at risk", []func(family){joins}, []func(family){is("ERI")}, true},
		{"she is of another", []func(family){joins}, []func(family){is("a")}, false},
		{"she got off", []func(family){joins}, []func(family){off}, true},
		{"who got off turned out to be her", nil, []func(family){off, joins}, true},
		{"who got off is nobody's", nil, []func(family){off}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFamily(t, "departure.record")
			for _, act := range c.before {
				act(f)
			}
			f.forges(t, movement.Boarded{Board: movement.Board{Movement: desktest.Flight}})
			for _, act := range c.then {
				act(f)
			}
			f.forges(t, movement.Departed{Depart: movement.Depart{Movement: desktest.Flight}})
			dir, size := desktest.Published(t, f.World)
			if _, said := desktest.Rechecked(t, dir, size); strings.Contains(said, "verify.departed-unboarded") != c.found {
				t.Errorf("%q", said)
			}
		})
	}
}

// forges lets a changed program record what it likes in the child's file.
func (f family) forges(t *testing.T, body ledger.Body) {
	t.Helper()
	f.Set(f.Now().Add(time.Minute))
	if err := f.Desk.Forge(t.Context(), f.Who("mov"), f.child, body); err != nil {
		t.Fatal(err)
	}
}

// Officers see from ninety days before it when a child becomes an adult, in the
// file and in the list, and not after.
func TestTurningEighteenIsSeenBefore(t *testing.T) {
	w, _ := programme(t)
	on := day.Of(w.Now().In(w.Desk.Where())).Add(120)
	identity := casefile.Identity{
		Given: "Sadiq", Family: "Bello", Born: on.AddYears(-18).Add(-400), BornTo: on.AddYears(-18), Sex: "man", Nationalities: []string{"NGA"},
		Languages: []string{"hau"}, Destination: "NGA", Alone: "unaccompanied",
	}
	r, err := w.Do(t.Context(), "cou", "", "case.open", casefile.Open{Identity: identity, Office: "tripoli"})
	if err != nil {
		t.Fatal(err)
	}
	for days, want := range []struct {
		before int
		seen   bool
	}{{91, false}, {90, true}, {1, true}, {0, false}} {
		w.Set(on.Add(-want.before).Start(w.Desk.Where()).Add(time.Hour))
		wanted := day.Day{}
		if want.seen {
			wanted = on
		}
		c, err := w.Desk.Case(t.Context(), w.Who("cas"), r.Case)
		if err != nil {
			t.Fatal(err)
		}
		page, err := w.Desk.Cases(t.Context(), w.Who("cas"), desk.Query{Limit: 5})
		if err != nil {
			t.Fatal(err)
		}
		if c.Turns != wanted || page.Cases[0].Turns != wanted {
			t.Errorf("%d: %d days before: %s in the file, %s in the list, want %s", days, want.before, c.Turns, page.Cases[0].Turns, wanted)
		}
	}
}

package desk_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/country"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/domain/staff"
)

// A changed program can write and sign whatever it likes into its own log.
// Asked again by the rules, it does not hold.
func TestWhatAChangedProgramRecordedIsFound(t *testing.T) {
	for _, c := range []struct {
		name   string
		until  string // how far the person came in order
		by     string
		bodies []ledger.Body
		want   string
		whole  bool // want is all there is to say
	}{
		{"boarded without a consent", "consent.give", "mov", []ledger.Body{movement.Boarded{Board: movement.Board{Movement: desktest.Flight}}}, "verify.not-met boarding consent", false},
		{"boarded without having been asked at the gate", "gate.answer", "mov", []ledger.Body{movement.Boarded{Board: movement.Board{Movement: desktest.Flight}}}, "verify.not-met boarding gate", true},
		{"boarded by a book that was not in force", "boarding.board", "mov", []ledger.Body{movement.Boarded{Board: movement.Board{Movement: desktest.Flight}, Book: "lenient/1", Basis: []string{}}}, "verify.basis", true},
		{"boarded on what is nowhere in the log", "boarding.board", "mov", []ledger.Body{movement.Boarded{Board: movement.Board{Movement: desktest.Flight}, Book: "libya-vhr/1", Basis: []string{ledger.Hash{1}.String()}}}, "verify.basis", true},
		{"departed without a boarding", "boarding.board", "mov", []ledger.Body{movement.Departed{Depart: movement.Depart{Movement: desktest.Flight}}}, "verify.departed-unboarded", true},
		{"an officer's word for an imported act that the officer did not sign", "boarding.board", "-cou", []ledger.Body{casefile.ImportAttested{AttestImport: casefile.AttestImport{Entry: ledger.Hash{1}}}}, "verify.endorsement-missing", true},
		{"an officer's act that the officer did not sign", "boarding.board", "-mov", []ledger.Body{movement.NotPresented{NotPresent: movement.NotPresent{Movement: desktest.Flight}}}, "verify.endorsement-missing", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, _ := programme(t)
			number := travels(t, w, "Zainab", c.until)
			name, unsigned := strings.CutPrefix(c.by, "-")
			who := w.Who(name)
			if unsigned {
				who.Key = nil
			}
			if err := w.Desk.Forge(t.Context(), who, number, c.bodies...); err != nil {
				t.Fatal(err)
			}
			dir, size := desktest.Published(t, w)
			_, said := desktest.Rechecked(t, dir, size)
			if !strings.Contains(said, c.want) || c.whole && said != c.want {
				t.Errorf("%q, want %q", said, c.want)
			}
		})
	}
}

// Somebody picks who clears: by a draw that falls on another, or asks something
// else, or is not that of the seat.
func TestAPickedClearingOfficerIsFound(t *testing.T) {
	picks := func(d *movement.ClearingOfficerDrawn) { d.Officer, d.Question = d.Falls() }
	var cou ledger.Actor
	for name, c := range map[string]struct {
		forge func(*movement.ClearingOfficerDrawn)
		want  string
	}{
		"as it falls": {picks, ""},
		"another officer": {func(d *movement.ClearingOfficerDrawn) {
			picks(d)
			d.Officer = d.Pool[1-slices.Index(d.Pool, d.Officer)]
		}, "verify.draw"},
		"another question": {func(d *movement.ClearingOfficerDrawn) {
			picks(d)
			d.Question = map[bool]string{true: "need-open", false: "first-language"}[d.Question == "first-language"]
		}, "verify.draw"},
		"by the lot of nothing": {func(d *movement.ClearingOfficerDrawn) { d.Lot = ledger.Hash{1}; picks(d) }, "verify.draw"},
		"by a later turn":       {func(d *movement.ClearingOfficerDrawn) { d.Turn = 7; picks(d) }, "verify.draw"},
		"for another seat":      {func(d *movement.ClearingOfficerDrawn) { d.Seat = ledger.Hash{1}; picks(d) }, "verify.draw"},
		"from a pool of one, on whom it would fall": {func(d *movement.ClearingOfficerDrawn) {
			picks(d)
			d.Pool = []ledger.Actor{d.Officer}
		}, "verify.draw"},
		"from a pool of one, on whom it would not": {func(d *movement.ClearingOfficerDrawn) {
			picks(d)
			d.Pool = []ledger.Actor{d.Pool[1-slices.Index(d.Pool, d.Officer)]}
			picks(d)
		}, "verify.draw"},
		"from a pool with an officer who has a hand in it": {func(d *movement.ClearingOfficerDrawn) {
			d.Pool = append(d.Pool, cou)
			picks(d)
		}, "verify.draw"},
		"from nobody": {func(d *movement.ClearingOfficerDrawn) { d.Pool = nil; picks(d) }, "verify.draw"},
	} {
		t.Run(name, func(t *testing.T) {
			w, _ := programme(t)
			number := travels(t, w, "Zainab", "clearance.draw")
			is, err := w.Desk.Case(t.Context(), w.Who("hop"), number)
			if err != nil {
				t.Fatal(err)
			}
			seat := is.File.Travel
			draw := movement.ClearingOfficerDrawn{
				Movement: desktest.Flight, Seat: seat.Seated.ID, Lot: seat.Lots[desktest.Flight], Pool: []ledger.Actor{w.Who("cle").ID, w.Who("cla").ID},
			}
			slices.SortFunc(draw.Pool, func(a, b ledger.Actor) int { return bytes.Compare(a[:], b[:]) })
			cou = w.Who("cou").ID
			c.forge(&draw)
			if err := w.Desk.Forge(t.Context(), w.Who("mov"), number, draw); err != nil {
				t.Fatal(err)
			}
			dir, size := desktest.Published(t, w)
			if _, said := desktest.Rechecked(t, dir, size); said != c.want {
				t.Errorf("%q, want %q", said, c.want)
			}
		})
	}
}

// Somebody boarded as they might, and then something came between: a changed
// program enters all the same that Amana authorised the departure.
func TestADeparturePastAStopIsFound(t *testing.T) {
	departs := movement.Departed{Depart: movement.Depart{Movement: desktest.Flight}}
	for _, c := range []struct {
		name string
		then func(*testing.T, *desktest.World, string)
		on   movement.Departed
		want string
	}{
		{"nothing came between", func(*testing.T, *desktest.World, string) {}, departs, ""},
		{"she said no", func(t *testing.T, w *desktest.World, number string) {
			does(t, w, "cou", number, "consent.withdraw", consent.Withdraw{Channel: "in-person"})
		}, departs, "verify.departed-unboarded"},
		{"a hold was placed", func(t *testing.T, w *desktest.World, number string) {
			does(t, w, "pia", number, "hold.place", casefile.PlaceHold{For: "law", Reason: "r"})
		}, departs, "verify.departed-unboarded"},
		{"the movement was cancelled", func(t *testing.T, w *desktest.World, _ string) {
			if err := w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.cancel", movement.Cancel{Reason: "weather"}); err != nil {
				t.Fatal(err)
			}
			w.Set(w.Now().Add(time.Minute))
		}, departs, "verify.departed-unboarded"},
		{"it was cancelled and she lost the seat", func(t *testing.T, w *desktest.World, number string) {
			if err := w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.cancel", movement.Cancel{Reason: "weather"}); err != nil {
				t.Fatal(err)
			}
			does(t, w, "mov", number, "seat.free", movement.FreeSeat{Reason: "movement-cancelled"})
			w.Set(w.Now().Add(time.Minute))
		}, departs, "verify.departed-unboarded"},
		{"it was cancelled, she lost the seat, and left on another movement", func(t *testing.T, w *desktest.World, number string) {
			if err := w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.cancel", movement.Cancel{Reason: "weather"}); err != nil {
				t.Fatal(err)
			}
			does(t, w, "mov", number, "seat.free", movement.FreeSeat{Reason: "movement-cancelled"})
			w.Set(w.Now().Add(time.Minute))
		}, movement.Departed{Depart: movement.Depart{Movement: "MV-2"}}, "verify.departed-unboarded"},
		{"nothing was said in another file of hers", func(t *testing.T, w *desktest.World, number string) { another(t, w, number) }, departs, ""},
		{"she said no in another file of hers", func(t *testing.T, w *desktest.World, number string) {
			does(t, w, "cou", another(t, w, number), "consent.withdraw", consent.Withdraw{Channel: "phone"})
			w.Set(w.Now().Add(time.Minute))
		}, departs, "verify.departed-unboarded"},
		{"a hold was placed in a file that was linked to another of hers", func(t *testing.T, w *desktest.World, number string) {
			does(t, w, "pia", another(t, w, another(t, w, number)), "hold.place", casefile.PlaceHold{For: "law", Reason: "r"})
			w.Set(w.Now().Add(time.Minute))
		}, departs, "verify.departed-unboarded"},
		{"it was another movement", func(*testing.T, *desktest.World, string) {}, movement.Departed{Depart: movement.Depart{Movement: "MV-2"}}, "verify.departed-unboarded"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, _ := programme(t)
			number := travels(t, w, "Zainab", "departure.record")
			c.then(t, w, number)
			if err := w.Desk.Forge(t.Context(), w.Who("mov"), number, c.on); err != nil {
				t.Fatal(err)
			}
			dir, size := desktest.Published(t, w)
			if _, said := desktest.Rechecked(t, dir, size); said != c.want {
				t.Errorf("%q, want %q", said, c.want)
			}
		})
	}
}

// another is a file of the same person, in which nothing is said yet.
func another(t *testing.T, w *desktest.World, number string) string {
	t.Helper()
	w.Set(w.Now().Add(time.Minute))
	identity := casefile.Identity{Given: "Zeinabou", Family: "Garba", Born: day.Day{Year: 1994, Month: 1, Of: 2}, Sex: "woman", Nationalities: []string{"NER"}, Languages: []string{"hau"}, Destination: "NGA"}
	opened, err := w.Do(t.Context(), "cou", "", "case.open", casefile.Open{Identity: identity, Office: "tripoli"})
	if err != nil {
		t.Fatal(err)
	}
	does(t, w, "pia", number, "duplicate.suspect", casefile.SuspectDuplicate{Other: opened.Case})
	does(t, w, "pia", number, "duplicate.settle", casefile.SettleDuplicate{Other: opened.Case, Same: true, Reason: "the same scar"})
	w.Set(w.Now().Add(time.Minute))
	return opened.Case
}

func does(t *testing.T, w *desktest.World, who, number, command string, args any) {
	t.Helper()
	if _, err := w.Do(t.Context(), who, number, command, args); err != nil {
		t.Fatal(err)
	}
}

// Nobody, the program itself, and an officer whose role does not bring the act:
// what they record has no right behind it, signed or not.
func TestActsWithoutRightAreFound(t *testing.T) {
	board := movement.Boarded{Board: movement.Board{Movement: desktest.Flight}}
	yes := movement.GateAnswered{AnswerGate: movement.AnswerGate{Answer: "yes"}}
	nobody := desk.Actor{Actor: access.Actor{ID: ledger.Actor{9, 9, 9}}}
	type world = *desktest.World
	for _, c := range []struct {
		name  string
		until string
		forge func(context.Context, world, string) error
		want  string
	}{
		{"the gate answered by nobody", "gate.answer", func(ctx context.Context, w world, number string) error {
			return w.Desk.Forge(ctx, nobody, number, yes)
		}, "verify.endorsement-missing"},
		{"boarded by nobody", "boarding.board", func(ctx context.Context, w world, number string) error {
			return w.Desk.Forge(ctx, nobody, number, board)
		}, "verify.endorsement-missing"},
		{"the gate answered by the program", "gate.answer", func(ctx context.Context, w world, number string) error {
			return w.Desk.Forge(ctx, w.Who("node"), number, yes)
		}, "verify.not-allowed gate.answered"},
		{"boarded by the program", "boarding.board", func(ctx context.Context, w world, number string) error {
			return w.Desk.Forge(ctx, w.Who("node"), number, board)
		}, "verify.not-allowed boarding.boarded"},
		{"boarded on the word of a list", "boarding.board", func(ctx context.Context, w world, number string) error {
			return w.Desk.ForgeImport(ctx, w.Who("node"), number, "list", board)
		}, "verify.not-allowed boarding.boarded"},
		{"boarded by a counsellor", "boarding.board", func(ctx context.Context, w world, number string) error {
			return w.Desk.Forge(ctx, w.Who("cou"), number, board)
		}, "verify.not-allowed boarding.boarded"},
		{"found by an officer of another office", "order.ask", func(ctx context.Context, w world, number string) error {
			return w.Desk.Forge(ctx, w.Who("gat"), number, casefile.HoldPlaced{PlaceHold: casefile.PlaceHold{For: "law", Reason: "r"}})
		}, "verify.not-allowed hold.placed"},
		{"attested by the program", "order.ask", func(ctx context.Context, w world, number string) error {
			return w.Desk.Forge(ctx, w.Who("node"), number, casefile.Attested{Book: "libya-vhr/1"})
		}, "verify.not-allowed safeguard.attested"},
		{"attested by who opens nothing", "order.ask", func(ctx context.Context, w world, number string) error {
			says := casefile.Attested{Book: "libya-vhr/1", States: []casefile.RuleState{{Safeguard: "trafficking", State: safeguard.Met}}}
			return w.Desk.Forge(ctx, w.Who("mov"), number, says)
		}, "verify.not-allowed safeguard.attested"},
		{"an account made by the program", "", func(ctx context.Context, w world, _ string) error {
			return w.Desk.ForgeOther(ctx, w.Who("node"), casefile.User, "minted", staff.Enrolled{Enrol: staff.Enrol{Code: "minted", Office: "tripoli", Roles: []access.Role{access.MovementOfficer}, Language: "en"}})
		}, "verify.not-allowed user.enrolled"},
		{"an administrator made by the program", "", func(ctx context.Context, w world, _ string) error {
			return w.Desk.ForgeOther(ctx, w.Who("node"), casefile.User, "minted", staff.Enrolled{Enrol: staff.Enrol{Code: "minted", Office: "programme", Roles: []access.Role{access.Administrator}, Language: "en"}})
		}, "verify.not-allowed user.enrolled"},
		{"a rule book signed for protection from outside", "", func(ctx context.Context, w world, _ string) error {
			return w.Desk.ForgeOther(ctx, w.Who("ethics"), casefile.Rules, "libya-vhr", rulebook.Signed{Sign: rulebook.Sign{Proposal: ledger.Hash{1}, Side: "protection"}})
		}, "verify.not-allowed rulebook.signed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, _ := programme(t)
			number := ""
			if c.until != "" {
				number = travels(t, w, "Zainab", c.until)
			}
			if err := c.forge(t.Context(), w, number); err != nil {
				t.Fatal(err)
			}
			dir, size := desktest.Published(t, w)
			if _, said := desktest.Rechecked(t, dir, size); said != c.want {
				t.Errorf("%q, want %q", said, c.want)
			}
		})
	}
}

// Whoever was revoked, or got other roles, did rightly what they did before.
func TestRightsAreThoseOfTheirTime(t *testing.T) {
	w, _ := programme(t)
	number := travels(t, w, "Zainab", "")
	if err := w.Other(t.Context(), "admin", casefile.User, "cou", "user.change", staff.Change{Office: "misrata", Roles: []access.Role{access.Caseworker}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Other(t.Context(), "admin", casefile.User, "mov", "user.revoke", staff.Revoke{Reason: "left"}); err != nil {
		t.Fatal(err)
	}
	dir, size := desktest.Published(t, w)
	if _, said := desktest.Rechecked(t, dir, size); said != "" {
		t.Error(said)
	}
	if err := w.Desk.Forge(t.Context(), w.Who("cou"), number, counselling.OrderAsked{}); err != nil {
		t.Fatal(err)
	}
	if err := w.Desk.Forge(t.Context(), w.Who("mov"), number, movement.PersonConfirmed{}); err != nil {
		t.Fatal(err)
	}
	dir, size = desktest.Published(t, w)
	if _, said := desktest.Rechecked(t, dir, size); said != "verify.not-allowed order.asked; verify.officer-revoked" {
		t.Error(said)
	}
}

// Somebody boarded by a rule book that was replaced in the same minute, before
// the program that decided had read of it.
func TestABoardingThatPassesOverANewRuleBookIsFound(t *testing.T) {
	w, _ := programme(t)
	number := travels(t, w, "Zainab", "boarding.board")
	basis, err := w.Desk.Basis(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	if err := signs(t, w, w.Desk, tighter(t)); err != nil {
		t.Fatal(err)
	}
	boarded := movement.Boarded{Board: movement.Board{Movement: desktest.Flight}, Book: "libya-vhr/1", Basis: basis}
	if err := w.Desk.Forge(t.Context(), w.Who("mov"), number, boarded); err != nil {
		t.Fatal(err)
	}
	dir, size := desktest.Published(t, w)
	if _, said := desktest.Rechecked(t, dir, size); said != "verify.basis" {
		t.Errorf("%q", said)
	}
}

// Returns to the country were suspended, and somebody boarded as if nobody had
// known it.
func TestABoardingThatPassesOverWhatWasOnRecordIsFound(t *testing.T) {
	w, _ := programme(t)
	number := travels(t, w, "Zainab", "boarding.board")
	basis, err := w.Desk.Basis(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Other(t.Context(), "lea", casefile.Country, "NGA", "country.suspend", country.Suspend{Reason: "floods"}); err != nil {
		t.Fatal(err)
	}
	w.Set(w.Now().Add(time.Minute))
	boarded := movement.Boarded{Board: movement.Board{Movement: desktest.Flight}, Book: "libya-vhr/1", Basis: basis}
	if err := w.Desk.Forge(t.Context(), w.Who("mov"), number, boarded); err != nil {
		t.Fatal(err)
	}
	dir, size := desktest.Published(t, w)
	if _, said := desktest.Rechecked(t, dir, size); said != "verify.basis" {
		t.Errorf("%q", said)
	}
}

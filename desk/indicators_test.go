package desk_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amana/desk"
	"amana/desk/board"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/country"
	"amana/domain/fault"
	"amana/domain/indicator"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// enrolEach gives every role an account.
func enrolEach(t *testing.T, w *desktest.World) map[access.Role]desk.Actor {
	t.Helper()
	all := map[access.Role]desk.Actor{access.Node: w.Desk.Self()}
	for i, r := range access.Roles {
		if r == access.Node {
			continue
		}
		office := "tripoli"
		if !w.Desk.OfOneOffice([]access.Role{r}) {
			office = desk.Programme
		}
		u := desk.NewUser{Code: "each-" + string(r), Login: "each-" + string(r), Password: desktest.Password, Office: office, Roles: []access.Role{r}, Language: "en"}
		if r == access.ReceivingMission {
			u.Country = "NGA"
		}
		a, err := w.Desk.Enrol(t.Context(), w.Who("admin"), u, ledger.Command{0xee, byte(i)})
		if err != nil {
			t.Fatalf("enrolling a %s: %v", r, err)
		}
		all[r] = a
	}
	return all
}

// checkpoint counts what the log holds now.
func checkpoint(t *testing.T, w *desktest.World) int64 {
	t.Helper()
	c, err := w.Desk.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c.Size
}

func figures(t *testing.T, w *desktest.World, who desk.Actor, size int64) desk.Figures {
	t.Helper()
	f, err := w.Desk.Figures(t.Context(), who, size)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTheSameQuestionHasTheSameAnswer(t *testing.T) {
	w, c := programme(t)
	numbers := travel(t, w, desktest.Traveller{Given: "Zainab"}, desktest.Traveller{Given: "Halima", Until: "seat.give"}, desktest.Traveller{Given: "Safiya", Until: "consent.give"})
	hop := w.Who("hop")
	size := checkpoint(t, w)
	before := figures(t, w, hop, size)
	if f := before.Named(indicator.Outcomes, indicator.Returned); f.N != 1 || f.Of != 3 || len(f.Books) != 1 {
		t.Errorf("returned: %+v", f)
	}
	if f := before.Named(indicator.Outcomes, indicator.Waiting); f.N != 2 {
		t.Errorf("waiting: %+v", f)
	}
	if len(before.Waits) == 0 {
		t.Error("nobody waited for anything")
	}
	goAhead(t, w)
	if err := w.Other(t.Context(), "lea", casefile.Country, safeguard.Libya, "country.issue", country.Issue{Reference: safeguard.Libya, Sheet: "LBY-2", Structural: []string{"no-asylum-law"}, Source: "a test"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(t.Context(), "cou", numbers[1], "consent.withdraw", map[string]any{"channel": "hotline"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(t.Context(), "pia", numbers[2], "case.end", map[string]any{"outcome": "stayed-with-help"}); err != nil {
		t.Fatal(err)
	}
	later := checkpoint(t, w)
	for key, want := range map[string]int{indicator.Returned: 1, indicator.SaidNo: 1, indicator.StayedWithHelp: 1, indicator.Waiting: 0} {
		after := figures(t, w, hop, later)
		if f := after.Named(indicator.Outcomes, key); f.N != want {
			t.Errorf("%s: %d, want %d", key, f.N, want)
		}
	}
	then := figures(t, w, hop, later)
	if f := then.Named(indicator.Channels, "hotline"); f.N != 1 || f.Of != 1 {
		t.Errorf("by the hotline: %+v", f)
	}
	if f := then.Named(indicator.Stages, "before-seat"); f.N != 1 {
		t.Errorf("before a seat: %+v", f)
	}

	if _, err := erase(t, w.Desk, w.Who("dpo"), numbers[0]); err != nil {
		t.Fatal(err)
	}
	w.Set(w.Now().AddDate(1, 0, 0))
	c.Clock = w.Now
	another, err := desk.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]*desk.Desk{"the process that counted": w.Desk, "another": another} {
		for at, want := range map[int64]desk.Figures{size: before, later: then} {
			again, err := d.Figures(t.Context(), hop, at)
			if err != nil {
				t.Fatal(err)
			}
			if !alike(again, want) {
				t.Errorf("%s, a year later and after an erasure, answers about %d:\n%+v\nand then:\n%+v", name, at, again.Count, want.Count)
			}
		}
	}
	if _, err := w.Desk.Figures(t.Context(), hop, later-1); fault.KindOf(err) != fault.Invalid {
		t.Errorf("as of no checkpoint: %v", err)
	}
}

func alike(a, b desk.Figures) bool {
	return slices.EqualFunc(a.Groups, b.Groups, func(g, h indicator.Group) bool {
		return slices.EqualFunc(g.Figures, h.Figures, func(x, y indicator.Figure) bool { return x.N == y.N && x.Of == y.Of && slices.Equal(x.Books, y.Books) })
	}) && slices.Equal(a.Waits, b.Waits) && slices.Equal(a.Weeks, b.Weeks) && cmp.Equal(a.Structural, b.Structural) && a.On == b.On && a.People == b.People
}

// second is a movement on which the head of protection decides about a no.
const second = "MJI-LOS-2"

// goAhead closes another manifest, of a movement whose authority refused to leave alone
// those who say no.
func goAhead(t *testing.T, w *desktest.World) {
	t.Helper()
	departs := w.Now().AddDate(0, 0, 20)
	for _, does := range []struct {
		by, command string
		args        any
	}{
		{"mov", "movement.plan", movement.Plan{Reference: second, Kind: "charter", To: "NGA", Line: desktest.Line, Cost: 1000, Departs: departs, Arrives: departs.Add(5 * time.Hour)}},
		{"mov", "movement.record-answer", movement.RecordAnswer{Answer: "refused"}},
		{"hop", "movement.decide-no", movement.DecideNo{Reasons: "There is no other place to ask."}},
		{"mov", "movement.lock", movement.Lock{}},
	} {
		if err := w.Other(t.Context(), does.by, casefile.Movement, second, does.command, does.args); err != nil {
			t.Fatal(err)
		}
	}
}

// How often people go ahead where nobody could be asked outside is published, however
// rarely: of all manifests that were closed, and under which version. A manifest counts as
// soon as it is closed.
func TestADecisionWhereAskingOutsideIsImpossibleIsPublished(t *testing.T) {
	w, _ := programme(t)
	first := checkpoint(t, w)
	if err := w.Other(t.Context(), "mov", casefile.Movement, desktest.Flight, "movement.record-answer", movement.RecordAnswer{Answer: "no-answer"}); err != nil {
		t.Fatal(err)
	}
	goAhead(t, w)
	size := checkpoint(t, w)
	for role, who := range enrolEach(t, w) {
		if role != access.Donor && role != access.Evaluation && role != access.HeadOfProtection {
			continue
		}
		for at, n := range map[int64]int{first: 0, size: 1} {
			all := figures(t, w, who, at)
			f := all.Named(indicator.DecidedNo, "decided")
			if f.Hidden || f.N != n || f.Of != 1+n || n == 1 && !slices.Equal(f.Books, []indicator.Under{{Book: "libya-vhr/1", N: 1}}) {
				t.Errorf("%s reads as of %d: %+v", role, at, f)
			}
		}
		listed, err := w.Desk.FigureMovements(t.Context(), who, size)
		if names := role == access.HeadOfProtection; err != nil || names != (len(listed) == 1 && listed[0].Movement == second) {
			t.Errorf("%s reads which: %+v %v", role, listed, err)
		}
	}
}

// What constrains everybody in a country is published for all, with its dates.
func TestWhatConstrainsEverybodyIsPublished(t *testing.T) {
	w, _ := programme(t)
	var want []indicator.Structural
	for i, kinds := range [][]string{{"no-asylum-law"}, {"no-asylum-law"}, {"irregular-stay-a-crime", "no-asylum-law"}, nil} {
		w.Set(w.Now().AddDate(0, 0, 1))
		sheet := country.Issue{Reference: safeguard.Libya, Sheet: "LBY-" + string(rune('2'+i)), Structural: kinds, Source: "a test"}
		if err := w.Other(t.Context(), "lea", casefile.Country, safeguard.Libya, "country.issue", sheet); err != nil {
			t.Fatal(err)
		}
		if i != 1 { // the same, said again, is the same
			want = slices.Insert(want, 0, indicator.Structural{Country: safeguard.Libya, From: today(w), Kinds: kinds})
		}
	}
	size := checkpoint(t, w)
	for role, who := range enrolEach(t, w) {
		f, err := w.Desk.Figures(t.Context(), who, size)
		if err == nil && !cmp.Equal(f.Structural, want) {
			t.Errorf("%s reads %s", role, cmp.Diff(want, f.Structural))
		}
	}
	if f := figures(t, w, w.Who("hop"), size); len(f.Structural) != 3 {
		t.Errorf("to the head of protection %+v", f.Structural)
	}
}

// What is shown of itself is of the checkpoint that was published last.
func TestFiguresFollowWhatIsPublished(t *testing.T) {
	w, _ := programme(t)
	number := travels(t, w, "Halima", "seat.give")
	w.Set(w.Now().Add(desk.PublishEvery))
	if err := w.Desk.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	first := figures(t, w, w.Who("hop"), 0)
	if f := first.Named(indicator.Outcomes, indicator.Waiting); f.N != 1 || first.Status == desk.Witnessed {
		t.Errorf("%+v %s", f, first.Status)
	}
	if _, err := w.Do(t.Context(), "cou", number, "consent.withdraw", map[string]any{"channel": "phone"}); err != nil {
		t.Fatal(err)
	}
	w.Set(w.Now().Add(time.Minute))
	if err := w.Desk.CountAgain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if still := figures(t, w, w.Who("hop"), 0); still.Size != first.Size {
		t.Errorf("counted to %d before it was published", still.Size)
	}
	w.Set(w.Now().Add(desk.PublishEvery))
	if err := w.Desk.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := w.Desk.CountAgain(t.Context()); err != nil {
		t.Fatal(err)
	}
	now := figures(t, w, w.Who("hop"), 0)
	if f := now.Named(indicator.Outcomes, indicator.SaidNo); f.N != 1 || now.Size <= first.Size {
		t.Errorf("%+v at %d", f, now.Size)
	}
}

// A table over every role: who reads figures, of whom the few are hidden, and
// whose cases they open.
func TestWhoReadsWhichFigures(t *testing.T) {
	w, _ := programme(t)
	numbers := travel(t, w, desktest.Traveller{Given: "Halima", Until: "consent.give"}, desktest.Traveller{Given: "Safiya", Until: "consent.give"}, desktest.Traveller{Given: "Zainab", Until: "risk.assess"})
	if _, err := w.Do(t.Context(), "pia", numbers[0], "case.end", map[string]any{"outcome": "asylum"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(t.Context(), "cou", numbers[1], "consent.withdraw", map[string]any{"channel": "phone"}); err != nil {
		t.Fatal(err)
	}
	size := checkpoint(t, w)
	const (
		nothing = ""
		guarded = "all but the few"
		general = "the few, but for outcomes and constraints"
		whole   = "everything"
	)
	want := map[access.Role]string{
		access.HeadOfProtection: whole, access.HeadOfMission: general, access.Programme: guarded, access.Evaluation: guarded,
		access.Donor: guarded, access.Overseer: guarded, access.Node: general,
	}
	for role, who := range enrolEach(t, w) {
		f, err := w.Desk.Figures(t.Context(), who, size)
		if want[role] == nothing {
			if fault.KindOf(err) != fault.Denied {
				t.Errorf("%s reads figures: %v", role, err)
			}
			if _, err := w.Desk.FigureCases(t.Context(), who, size, indicator.Stages, "before-seat"); fault.KindOf(err) != fault.Denied {
				t.Errorf("%s opens cases behind figures: %v", role, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", role, err)
			continue
		}
		waits, err := w.Desk.Waits(t.Context(), who)
		protection := slices.ContainsFunc(waits, func(w board.Wait) bool { return w.Safeguard == "individual-risk" })
		if opens := want[role] != guarded; opens != (err == nil) || opens != w.Desk.OpensWaits(who) || opens != (len(waits) > 0) || protection != (want[role] == whole) {
			t.Errorf("%s reads what people wait for: %+v %v", role, waits, err)
		}
		got := whole
		switch asylum, stage := f.Named(indicator.Outcomes, indicator.Asylum), f.Named(indicator.Stages, "before-seat"); {
		case asylum.Hidden && stage.Hidden:
			got = guarded
		case asylum.Hidden:
			got = general
		}
		if got != want[role] {
			t.Errorf("%s reads %s, want %s", role, got, want[role])
		}
		for group, open := range map[string]bool{indicator.Stages: want[role] != guarded, indicator.Outcomes: want[role] == whole} {
			key := map[string]string{indicator.Stages: "before-seat", indicator.Outcomes: indicator.Asylum}[group]
			cases, err := w.Desk.FigureCases(t.Context(), who, size, group, key)
			if open && (err != nil || len(cases) != 1) || !open && fault.KindOf(err) != fault.Missing {
				t.Errorf("%s opens of %s: %v %v", role, group, cases, err)
			}
		}
	}
}

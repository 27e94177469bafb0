package desk_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/country"
	"amana/domain/fault"
	"amana/domain/movement"
)

// After any sequence of what happens the board is the one that would be made anew
// from the store, here and in another process; and once the rows that waited are
// made again, it is what the rules say now.
func TestTheBoardIsWhatTheStoreSays(t *testing.T) {
	for i, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			w, second := twins(t, engine)
			people := travel(t, w, desktest.Traveller{Given: "Halima", Until: "clearance.draw"}, desktest.Traveller{Given: "Zainab", Until: "seat.give"},
				desktest.Traveller{Given: "Amina", Until: "consent.give"}, desktest.Traveller{Given: "Ladi", Until: "order.ask"})
			h := happening{t: t, w: w, people: people, rng: rand.New(rand.NewPCG(7, uint64(i)))}
			for step := range 40 {
				h.next()
				if step%8 != 7 {
					continue
				}
				grown := boarded(t, w.Desk)
				beside := boarded(t, second)
				w.Desk.ForgetBoard()
				anew := boarded(t, w.Desk)
				if d := cmp.Diff(anew, grown); d != "" {
					t.Fatalf("after %q the board is not what it would be anew (-anew +grown)\n%s", h.did, d)
				}
				if d := cmp.Diff(anew, beside); d != "" {
					t.Fatalf("after %q the other process has another board\n%s", h.did, d)
				}
				renew(t, []*desk.Desk{w.Desk, second}[step/8%2])
				if wrong, err := w.Desk.AskedOtherwise(t.Context()); err != nil || len(wrong) > 0 {
					t.Fatalf("after %q whom to ask is not what the rules say of %q (%v)", h.did, wrong, err)
				}
				if wrong, err := w.Desk.OtherThanNow(t.Context()); err != nil || len(wrong) > 0 {
					t.Fatalf("after %q and the rows that waited, the board is not what the rules say of %q (%v)", h.did, wrong, err)
				}
			}
		})
	}
}

func boarded(t *testing.T, d *desk.Desk) any {
	t.Helper()
	all, err := d.Boarded(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// happening is one thing after another.
type happening struct {
	t      *testing.T
	w      *desktest.World
	rng    *rand.Rand
	people []string
	did    []string
}

func (h *happening) next() {
	w, ctx := h.w, h.t.Context()
	one := h.people[h.rng.IntN(len(h.people))]
	given := []string{"Binta", "محمد", "Ousmane", "Abdul Rahman"}[h.rng.IntN(4)]
	did := func(what string, err error) {
		h.did = append(h.did, what)
		if err != nil && fault.KindOf(err) == fault.Internal {
			h.t.Fatalf("%s: %v", what, err)
		}
	}
	do := func(by, command string, args any) {
		_, err := w.Do(ctx, by, one, command, args)
		did(command, err)
	}
	switch h.rng.IntN(12) {
	case 0, 1:
		h.people = append(h.people, begins(h.t, w, called(given, "Sow"))...)
		did("case.open", nil)
	case 2:
		do("cou", "case.correct", map[string]any{"given": given})
	case 3:
		do("cou", "consent.withdraw", consent.Withdraw{Channel: "phone"})
	case 4:
		do("pia", "hold.place", casefile.PlaceHold{For: "law", Reason: "x"})
	case 5:
		do("cou", "custody.record", casefile.RecordCustody{Date: "now", Held: h.rng.IntN(2) == 0})
	case 6:
		w.Set(w.Now().Add(time.Duration(h.rng.IntN(200)) * time.Hour))
		did("time", nil)
	case 7:
		to := w.Now().AddDate(0, 0, 5+h.rng.IntN(20)).Truncate(time.Hour)
		did("movement.move", w.Other(ctx, "mov", casefile.Movement, desktest.Flight, "movement.move", movement.Move{Departs: to, Arrives: to.Add(5 * time.Hour)}))
	case 8:
		did("country.issue", w.Other(ctx, "lea", casefile.Country, "NGA", "country.issue", country.Issue{Reference: "NGA", Sheet: given, AtRisk: []string{"ERI"}, Source: "a test"}))
	case 9:
		other := h.people[h.rng.IntN(len(h.people))]
		if other != one {
			do("cas", "duplicate.suspect", casefile.SuspectDuplicate{Other: other})
			do("cas", "duplicate.settle", casefile.SettleDuplicate{Other: other, Same: true, Reason: "x"})
		}
	case 10:
		do("cou", "order.ask", map[string]any{"checked": true})
	case 11:
		if len(h.people) > 6 {
			did("destroyed", h.w.Desk.DestroyBehind(ctx, h.people[len(h.people)-1]))
			h.people = h.people[:len(h.people)-1]
		}
	}
}

// A row that was written by whoever opened less waits for whoever opens more: of
// what was said while nobody could read it, the board knows when somebody can.
func TestTheBoardWaitsForWhoOpensMore(t *testing.T) {
	f, number := begun(t)
	health := f.signIn("DO-1")
	if _, err := f.try(health, number, "health.examine", map[string]any{"outcome": "fit"}); err != nil {
		t.Fatal(err)
	}
	f.signOut("DO-1")
	cou := f.signIn("CO-1")
	renew(t, f.desk)
	day, err := f.desk.Today(t.Context(), cou, 0)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := f.desk.Findings(t.Context(), cou, number, desk.Asked{})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range answer.Findings {
		waits := strings.HasSuffix(x.Reason.Key, ".no-seat") // which is nobody's turn
		if !x.State.Blocks() || x.Safeguard == "" || waits || len(day.Mine.People) == 0 {
			continue
		}
		if got := turn(t, day.Mine.People[0], x.Safeguard); got.State != x.State || !got.Due.Equal(x.Due) {
			t.Errorf("%s: %+v, and the rules say %s until %s", x.Safeguard, got, x.State, x.Due)
		}
	}
	if len(day.Mine.People) != 1 {
		t.Errorf("%+v", day.Mine)
	}
	f.signOut("CO-1")
	if _, err := f.desk.Do(t.Context(), f.desk.Self(), number, f.request("consent.withdraw", map[string]any{"channel": "sms"})); err != nil {
		t.Fatal(err)
	}
	cou = f.signIn("CO-1")
	if got := search(t, f.desk, cou, desk.Search{Status: casefile.StatusWithdrawn}); len(got) != 1 {
		t.Errorf("a no that was taken unread is not in the list: %q", got)
	}
	renew(t, f.desk)
	if day, err = f.desk.Today(t.Context(), cou, 0); err != nil || day.Said.Total != 1 {
		t.Errorf("the day after a no that was taken unread: %+v %v", day.Said, err)
	}
}

// What changes around the cases of a laptop while nobody is signed in is looked at
// when somebody is.
func TestWhatChangesWhileNothingIsOpenWaits(t *testing.T) {
	f, number := begun(t)
	cou := f.signIn("CO-1")
	renew(t, f.desk)
	state := func() string {
		t.Helper()
		found, err := f.desk.Find(t.Context(), cou, desk.Search{Text: number})
		if err != nil {
			t.Fatal(err)
		}
		return string(turn(t, found.People[0], "destination-open").State)
	}
	was := state()
	f.signOut("CO-1")
	head := f.signIn("HP-1")
	for _, r := range []desk.Request{
		f.request("country.issue", country.Issue{Reference: "GMB", Sheet: "GMB-1", Source: "a test"}), f.request("country.suspend", country.Suspend{Reason: "floods"}),
	} {
		if _, err := f.desk.DoOther(t.Context(), head, casefile.Country, "GMB", r); err != nil {
			t.Fatal(err)
		}
	}
	f.signOut("HP-1")
	if left, err := f.desk.RenewRows(t.Context()); err != nil || left != 0 || f.desk.OnBoard() != 0 {
		t.Fatalf("%d wait, %d are on the board: %v", left, f.desk.OnBoard(), err)
	}
	cou = f.signIn("CO-1")
	renew(t, f.desk)
	if now := state(); now == was || now != "unmet" {
		t.Errorf("destination-open was %s, and is %s now that returns are suspended", was, now)
	}
}

// Whoever looks, whoever writes, and whoever makes rows again, do so at once.
func TestTheBoardIsSharedByMany(t *testing.T) {
	w, second := twins(t, "SQLite")
	begins(t, w, called("Binta", "Sow"))
	var wait sync.WaitGroup
	failed := make(chan error, 64)
	each := func(times int, do func(i int) error) {
		wait.Go(func() {
			for i := range times {
				if err := do(i); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	each(15, func(i int) error {
		args, err := json.Marshal(called([]string{"Ousmane", "محمد"}[i%2], "Sow"))
		if err == nil {
			_, err = w.Desk.Do(t.Context(), w.Who("cou"), "", desk.Request{ID: newID(), Command: "case.open", Args: args})
		}
		return err
	})
	for _, d := range []*desk.Desk{w.Desk, second} {
		each(30, func(int) error { _, err := d.Find(t.Context(), w.Who("pia"), desk.Search{Text: "usman"}); return err })
		each(30, func(int) error { _, err := d.Today(t.Context(), w.Who("hop"), 0); return err })
		each(10, func(int) error { _, err := d.RenewRows(t.Context()); return err })
		each(10, func(int) error { d.ForgetBoard(); return nil })
	}
	wait.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	here, there := boarded(t, w.Desk), boarded(t, second)
	w.Desk.ForgetBoard()
	if d := cmp.Diff(boarded(t, w.Desk), here) + cmp.Diff(here, there); d != "" {
		t.Error(d)
	}
	if got := search(t, second, w.Who("pia"), desk.Search{Text: "usman"}); len(got) != 8 {
		t.Errorf("of eight who were opened, %d are found", len(got))
	}
}

// What changes a row while it is being made again has it made once more.
func TestARowThatChangesWhileItIsMadeAgain(t *testing.T) {
	c := desktest.Config(t, "SQLite")
	w, err := desktest.Build(t.Context(), c)
	if err == nil {
		err = w.Scene(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	people := travel(t, w, desktest.Traveller{Given: "Halima", Until: "seat.give"}, desktest.Traveller{Given: "Amina", Until: "consent.give"})
	first, second := people[0], people[1]
	do := func(by, about, command string, args any) {
		t.Helper()
		if _, err := w.Do(t.Context(), by, about, command, args); err != nil {
			t.Fatal(err)
		}
	}
	do("cas", first, "duplicate.suspect", casefile.SuspectDuplicate{Other: second})
	do("cas", first, "duplicate.settle", casefile.SettleDuplicate{Other: second, Same: true, Reason: "the same face"})

	asked, when := 0, 0 // how often the clock was asked, and at which time of these the person says no
	said := false
	var d *desk.Desk
	c.Clock = func() time.Time {
		if asked++; asked == when && !said {
			said = true
			do("cou", second, "consent.withdraw", consent.Withdraw{Channel: "phone"})
			boarded(t, d)
		}
		return w.Now()
	}
	if d, err = desk.Open(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	renew(t, d)
	once := func() {
		t.Helper()
		asked = 0
		if err := d.RowWaits(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		if _, err := d.RenewRows(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	once()
	once()       // with all in memory
	when = asked // the last time, when the linked file was read
	once()
	if !said {
		t.Fatal("nobody said no")
	}
	renew(t, d)
	if wrong, err := d.OtherThanNow(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("the board is not what the rules say of %q (%v)", wrong, err)
	}
}

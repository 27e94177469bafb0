package desk_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/day"
	"amana/domain/monitoring"
	"amana/domain/safeguard"
	"amana/store"
	"amana/store/postgrestest"
)

func listed(t *testing.T, w *desktest.World) desk.Page {
	t.Helper()
	page, err := w.Desk.Cases(t.Context(), w.Desk.Self(), desk.Query{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestARebuildGivesTheSameRows(t *testing.T) {
	w, _ := programme(t)
	numbers := travel(t, w, desktest.Traveller{Given: "Zainab"}, desktest.Traveller{Given: "Halima", Until: "seat.give"},
		desktest.Traveller{Given: "Amina", Until: "clearance.draw"}, desktest.Traveller{Given: "Amina", Until: "consent.give"})
	first, second := numbers[2], numbers[3]
	for _, link := range []struct {
		by, about, command string
		args               any
	}{
		{"cas", first, "duplicate.suspect", casefile.SuspectDuplicate{Other: second}},
		{"cas", first, "duplicate.settle", casefile.SettleDuplicate{Other: second, Same: true, Reason: "the same face"}},
	} {
		if _, err := w.Do(t.Context(), link.by, link.about, link.command, link.args); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Do(t.Context(), "pia", first, "safeguard.attest", casefile.Attest{}); err != nil {
		t.Fatal(err)
	}
	renew(t, w.Desk) // a row is of when its case was written
	before, board := listed(t, w), boarded(t, w.Desk)
	if err := w.Desk.SpoilRows(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(listed(t, w).Cases); n != 0 {
		t.Fatalf("%d cases are listed by spoilt rows", n)
	}
	got, err := w.Desk.Rebuild(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	after := listed(t, w)
	// When a finding goes up depends on the moment: it is made anew.
	for i := range before.Cases {
		before.Cases[i].Due = after.Cases[i].Due
	}
	if d := cmp.Diff(before, after); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(board, boarded(t, w.Desk)); d != "" {
		t.Errorf("the board: %s", d)
	}
	if got.Rows < 4 || got.Wrong != 0 {
		t.Errorf("%+v", got)
	}
	if _, err := w.Desk.Manifest(t.Context(), w.Desk.Self(), desktest.Flight); err != nil {
		t.Errorf("the movement is not found any more: %v", err)
	}
}

// Not the log, and not what this node keeps of its own work: a rebuild writes
// what is read and nothing else.
func TestARebuildChangesWhatIsReadOnly(t *testing.T) {
	address := postgrestest.URL(t)
	c := desktest.Config(t, "SQLite")
	var err error
	if c.Store, err = store.OpenPostgres(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	defer c.Store.Close()
	w, err := desktest.Build(t.Context(), c)
	if err == nil {
		err = w.Scene(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	travels(t, w, "Zainab", "seat.give")
	direct, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer direct.Close()
	digests := func() map[string]string {
		all := map[string]string{}
		for _, table := range store.Tables() {
			var digest string
			text := "select count(*) || ' rows ' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') from " + table.Name + " t"
			if err := direct.QueryRowContext(t.Context(), text).Scan(&digest); err != nil {
				t.Fatal(err)
			}
			all[table.Name] = digest
		}
		return all
	}
	before := digests()
	if _, err := w.Desk.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	after := digests()
	for _, table := range store.Tables() {
		if table.Class != store.Read && before[table.Name] != after[table.Name] {
			t.Errorf("%s of class %s changed: %s, then %s", table.Name, table.Class, before[table.Name], after[table.Name])
		}
	}
}

func TestACachedStateThatTheLogDoesNotSayIsFound(t *testing.T) {
	w, _ := programme(t)
	number := travels(t, w, "Zainab", "consent.give")
	cacheStates(t, w.Desk)
	r, err := w.Desk.Compare(t.Context(), 1, nil)
	if err != nil || r.Checked != 1 || r.Wrong != 0 {
		t.Fatalf("%+v %v", r, err)
	}
	if err := w.Desk.SpoilState(t.Context(), number); err != nil {
		t.Fatal(err)
	}
	if r, err = w.Desk.Compare(t.Context(), 1, nil); err != nil || r.Wrong != 1 {
		t.Errorf("%+v %v", r, err)
	}
	if _, err := w.Desk.Rebuild(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if r, err = w.Desk.Compare(t.Context(), 1, nil); err != nil || r.Wrong != 0 {
		t.Errorf("after the rebuild: %+v %v", r, err)
	}
}

// A rebuild runs beside everything else: a no is found and taken in the middle
// of it, and nothing of it is taken back.
func TestANoIsTakenWhileListsAreMadeAgain(t *testing.T) {
	w, _ := programme(t)
	number := travels(t, w, "Zainab", "seat.give")
	begun := false
	_, err := w.Desk.Rebuild(t.Context(), func(_, _ int64) {
		if begun {
			return
		}
		begun = true
		if _, err := w.DoAs(t.Context(), w.Desk.Self(), number, "consent.withdraw", consent.Withdraw{Channel: "phone"}); err != nil {
			t.Errorf("a no in the middle of a rebuild: %v", err)
		}
	})
	if err != nil || !begun {
		t.Fatal(begun, err)
	}
	if got := listed(t, w).Cases[0].Status; got != casefile.StatusWithdrawn {
		t.Errorf("listed as %s after the no", got)
	}
}

// One that is cut off leaves everything to be found.
func TestARebuildThatIsCutOff(t *testing.T) {
	w, _ := programme(t)
	number := travels(t, w, "Zainab", "seat.give")
	ctx, cut := context.WithCancel(t.Context())
	if _, err := w.Desk.Rebuild(ctx, func(_, _ int64) { cut() }); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if _, err := w.Desk.Case(t.Context(), w.Who("hop"), number); err != nil {
		t.Errorf("the case is not found: %v", err)
	}
	if len(listed(t, w).Cases) != 1 {
		t.Error("the case is not listed")
	}
}

// What an officer attests to those with fewer keys is of the country, the
// places, the linked files and the approved texts as they were: it ends when one
// of these changes, and an act that brings one in attests of it at once.
func TestAnAttestationIsOfWhatWasReadElsewhere(t *testing.T) {
	w, _ := programme(t)
	numbers := travel(t, w, desktest.Traveller{Given: "Halima", Until: "seat.give"}, desktest.Traveller{Given: "Amina", Until: "consent.give"})
	first, second := numbers[0], numbers[1]
	do := func(by, about, command string, args any) {
		t.Helper()
		if _, err := w.Do(t.Context(), by, about, command, args); err != nil {
			t.Fatal(err)
		}
	}
	stands := func(want bool, after string) {
		t.Helper()
		if got, err := w.Desk.Attested(t.Context(), first, "unhcr-counselled"); err != nil || got != want {
			t.Errorf("after %s what was attested stands: %v, want %v (%v)", after, got, want, err)
		}
	}
	attest := func() { do("pia", first, "safeguard.attest", casefile.Attest{}) }
	attest()
	stands(true, "it was attested")
	do("cas", first, "duplicate.suspect", casefile.SuspectDuplicate{Other: second})
	do("pia", first, "duplicate.settle", casefile.SettleDuplicate{Other: second, Same: true, Reason: "the same face"})
	stands(true, "another file was linked in the same act")
	do("pia", second, "hold.place", casefile.PlaceHold{For: "law", Reason: "x"})
	stands(false, "the linked file was stopped")
	attest()
	stands(true, "it was attested again")
	review := func(official bool) {
		t.Helper()
		place := monitoring.ReviewPlace{Reference: "TAJ", Official: official, Valid: day.Of(w.Now()).AddYears(1), Grounds: "seen"}
		if err := w.Other(t.Context(), "lea", casefile.Place, "TAJ", "place.review", place); err != nil {
			t.Fatal(err)
		}
	}
	review(true)
	stands(true, "something happened in a place that is not the person's")
	do("pia", first, "custody.record", casefile.RecordCustody{Date: "eve", Held: true, Place: "TAJ"})
	attest()
	stands(true, "a place was brought in")
	visit := monitoring.VisitPlace{Day: day.Of(w.Now()), Outside: []string{"unhcr"}}
	if err := w.Other(t.Context(), "pia", casefile.Place, "TAJ", "place.visit", visit); err != nil {
		t.Fatal(err)
	}
	stands(true, "the place was visited")
	review(false)
	stands(false, "the place was reviewed")
	attest()
	text := func(language string, version int) {
		t.Helper()
		approve := consent.ApproveText{Reference: safeguard.ReturnDeclaration, Language: language, Version: version, Body: "x"}
		if err := w.Other(t.Context(), "lea", casefile.Text, safeguard.ReturnDeclaration, "text.approve", approve); err != nil {
			t.Fatal(err)
		}
	}
	text("som", 7)
	stands(true, "a text was approved in a language in which nobody consented")
	text("hau", 7)
	stands(false, "the text was approved to which the person consented in an older version")
}

// What cannot be read any more when the last pass comes to it keeps its row, as it
// does in the first.
func TestARebuildLeavesWhatWasShutMeanwhile(t *testing.T) {
	f, number := begun(t)
	f.signIn("CO-1")
	pass, err := f.desk.LastPass(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	f.signOut("CO-1")
	if err := pass(); err != nil {
		t.Fatal(err)
	}
	f.do(t, f.desk.Self(), number, "consent.withdraw", map[string]any{"channel": "phone"})
	who := f.signIn("CO-1")
	page, err := f.desk.Cases(t.Context(), who, desk.Query{Limit: 10})
	if err != nil || len(page.Cases) != 1 || page.Cases[0].Case != number {
		t.Errorf("listed: %+v %v", page.Cases, err)
	}
}

func TestARebuildGoesOnAfterAnErasure(t *testing.T) {
	w, _ := programme(t)
	numbers := travel(t, w, desktest.Traveller{Given: "Zainab"}, desktest.Traveller{Given: "Halima", Until: "seat.give"})
	erased, destroyed := numbers[0], numbers[1]
	pass, err := w.Desk.LastPass(t.Context(), erased, destroyed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Do(t.Context(), "dpo", erased, "case.erase", casefile.Erase{Ground: "person-asked"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Desk.DestroyBehind(t.Context(), destroyed); err != nil {
		t.Fatal(err)
	}
	if err := pass(); err != nil {
		t.Error(err)
	}
	if page := listed(t, w); len(page.Cases) != 1 {
		t.Errorf("listed: %+v", page.Cases)
	}
}

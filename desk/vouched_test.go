package desk_test

import (
	"slices"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
)

// Whoever holds a role asks about what their role lets them, and about nothing
// else: any entry who reads the log, an event of a case who reads that event, the
// rules and the roles who knows of them.
func TestWhoIsAnsweredAboutTheLog(t *testing.T) {
	w, err := desktest.Build(t.Context(), desktest.Config(t, "SQLite"))
	if err == nil {
		err = w.Scene(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	number, err := w.Way(t.Context(), "Binta", "consent.give")
	if err != nil {
		t.Fatal(err)
	}
	all, err := w.Desk.Events(t.Context(), w.Who("lea"), number)
	if err != nil || len(all) < 10 {
		t.Fatalf("%d events: %v", len(all), err)
	}
	table := w.Desk.Roles().InForce(w.Desk.Moment())
	for _, o := range desktest.Officers {
		who := w.Who(o.Name)
		answered := func(what string, err error, may bool) {
			t.Helper()
			if (err == nil) != may || err != nil && fault.KindOf(err) != fault.Missing && fault.KindOf(err) != fault.Denied {
				t.Errorf("%s asks about %s, may %t: %v", o.Name, what, may, err)
			}
		}
		reads := table.May(who.Actor, "log.read", access.Subject{}) == nil
		_, err := w.Desk.Log(t.Context(), who)
		answered("the log", err, reads)
		theirs, _ := w.Desk.Events(t.Context(), who, number)
		for _, e := range all {
			_, err := w.Desk.ReceiptOf(t.Context(), who, e.Entry)
			answered("an entry", err, reads)
			i := slices.IndexFunc(theirs, func(x desk.Event) bool { return x.Entry == e.Entry })
			_, err = w.Desk.CaseReceipt(t.Context(), who, number, e.Entry)
			answered("an event of a case", err, i >= 0)
		}
		_, err = w.Desk.RuleBook(who)
		answered("the rules", err, len(table.View(who.Actor, access.Subject{Kind: string(casefile.Rules)})) > 0)
		_, err = w.Desk.RolesTable(who)
		answered("the roles", err, len(table.View(who.Actor, access.Subject{Kind: string(casefile.Roles)})) > 0)
	}
}

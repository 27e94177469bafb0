package desk_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
)

// A household shows each reader those whose files they may read anyway, by name
// and relation, and nothing of what anybody answered.
func TestAHouseholdShowsWhoTheReaderMaySee(t *testing.T) {
	w := newWorld(t)
	away := w.enrol(t, "CO-2", "misrata", access.Counsellor)
	open := func(who desk.Actor, given, office string) string {
		t.Helper()
		args := openArgs()
		args["given"], args["office"] = given, office
		r, err := w.desk.Do(t.Context(), who, "", w.request("case.open", args))
		if err != nil {
			t.Fatal(err)
		}
		return r.Case
	}
	mother, father := open(w.counsellor, "Maryam", "tripoli"), open(w.counsellor, "Musa", "tripoli")
	sister, stranger := open(away, "Nana", "misrata"), open(w.counsellor, "Omar", "tripoli")
	join := func(who desk.Actor, number, code, relation string) {
		t.Helper()
		w.do(t, who, number, "household.join", casefile.JoinHousehold{Household: code, Relation: relation})
	}
	join(w.counsellor, mother, "HH-1", "head")
	join(w.counsellor, father, "HH-1", "spouse")
	join(away, sister, "HH-1", "sibling")
	join(w.counsellor, stranger, "HH-2", "head")

	kin := func(number, given, relation string) desk.Kin {
		return desk.Kin{Case: number, Given: given, Family: "Sow", Relation: relation}
	}
	for _, c := range []struct {
		name   string
		who    desk.Actor
		others []desk.Kin
	}{
		{"a counsellor of the office", w.counsellor, []desk.Kin{kin(father, "Musa", "spouse")}},
		{"the head of protection", w.head, []desk.Kin{kin(father, "Musa", "spouse"), kin(sister, "Nana", "sibling")}},
	} {
		got, err := w.desk.Households(t.Context(), c.who, mother)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]desk.Household{{Code: "HH-1", Relation: "head", Others: c.others}}, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
	for name, who := range map[string]desk.Actor{"an administrator": w.admin, "a counsellor of another office": away} {
		if _, err := w.desk.Households(t.Context(), who, mother); fault.KindOf(err) != fault.Missing {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, err := w.desk.Households(t.Context(), away, sister); err != nil || len(got) != 1 || len(got[0].Others) != 0 {
		t.Errorf("who reads one file learns of others by it: %+v %v", got, err)
	}
	join(w.counsellor, father, "HH-3", "head") // they parted
	if got, err := w.desk.Households(t.Context(), w.counsellor, mother); err != nil || len(got[0].Others) != 0 {
		t.Errorf("who left is there still: %+v %v", got, err)
	}
}

package desk_test

import (
	"testing"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/fault"
)

// Two processes of one node, each with the files it saw last in memory: what
// is decided stands on what the store has.
func TestAnotherProcessMovedTheCase(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	first := w.desk
	w.openDesk(t)
	second := w.desk
	on := func(d *desk.Desk) *world { w.desk = d; return w }

	extend := map[string]any{"talk": talkArgs(), "changed": "nothing"}
	if _, err := on(second).try(w.counsellor, number, "counselling.extend", extend); fault.KindOf(err) != fault.Invalid {
		t.Fatalf("extending no session: %v", err)
	}
	on(first).do(t, w.counsellor, number, "counselling.hold", map[string]any{
		"talk": talkArgs(), "minutes": 40, "topics": []string{"rights"}, "question": "when?", "limited": false,
	})
	if _, err := on(second).try(w.counsellor, number, "counselling.extend", extend); err != nil {
		t.Errorf("extending the other process's session: %v", err)
	}

	on(first).do(t, w.protection, number, "case.end", map[string]any{"outcome": "released"})
	on(second).do(t, w.counsellor, number, "option.tell", tellArgs()) // and has the ended case in memory
	reopen := w.request("case.reopen", map[string]any{})
	once, err := first.Do(t.Context(), w.protection, number, reopen)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := on(second).try(w.protection, number, "case.reopen", map[string]any{}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("reopening what the other process reopened: %v, want invalid", err)
	}
	twice, err := second.Do(t.Context(), w.protection, number, reopen)
	if err != nil || !twice.Repeated || twice.Entry != once.Entry {
		t.Errorf("the same command at the other process: %+v %v, want the receipt %+v", twice, err, once)
	}

	err = second.Refold(t.Context(), func(c *casefile.Case) error {
		if len(c.Heads) != 1 || c.Past.Past != nil {
			t.Errorf("the stream is no chain: %d heads", len(c.Heads))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

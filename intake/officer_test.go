package intake_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/intake"
)

// asked is a list in which an officer asked one person about fear, and a column
// says who it was.
func asked(column, officer string) sheets {
	return sheets{
		"persons": {{"ref", "date", "given", "born", "sex", "nationality", "destination"}, {"1", "4/3/2026", "Amina", "1990", "woman", "Mali", "Mali"}},
		"assessments": {
			{"ref", "person", "what", "date", column, "talk.mode", "talk.language", "understands it", "out of hearing", "out of sight", "asked by an authority", "answer"},
			{"f", "1", "fear.ask", "5/3/2026", officer, "in-person", "bam", "yes", "yes", "yes", "no", "none"},
		},
	}
}

// fears is what the rule about fear says of the one person there is.
func (w *world) fears(t *testing.T) safeguard.State {
	t.Helper()
	a, err := w.desk.Findings(t.Context(), w.officer, w.cases(t)["1"].Case, desk.Asked{For: safeguard.Embassy})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(a.Findings, func(f safeguard.Finding) bool { return f.Safeguard == "fear-asked" })
	return a.Findings[i].State
}

// told are the events of a kind, oldest first.
func (w *world) told(t *testing.T, kind string) []desk.Event {
	t.Helper()
	all := events(t, w, w.cases(t)["1"].Case)
	return slices.DeleteFunc(all, func(e desk.Event) bool { return e.Kind != kind })
}

func (w *world) attest(t *testing.T, by desk.Actor, entry ledger.Hash) error {
	t.Helper()
	_, err := w.desk.Do(t.Context(), by, w.cases(t)["1"].Case, request(t, "import.attest", map[string]any{"entry": entry}))
	return err
}

// meet holds a session with the person, some time later.
func (w *world) meet(t *testing.T) {
	t.Helper()
	w.clock = w.clock.Add(time.Hour)
	held := map[string]any{
		"talk":    map[string]any{"language": "bam", "understood": true, "mode": "in-person", "outOfHearing": true, "outOfSight": true, "control": "free", "witness": "none"},
		"minutes": 30, "topics": []string{"rights"}, "question": "And my wages?", "limited": false,
	}
	if _, err := w.desk.Do(t.Context(), w.counsellor, w.cases(t)["1"].Case, request(t, "counselling.hold", held)); err != nil {
		t.Fatal(err)
	}
}

func key(err error) string {
	f, _ := err.(*fault.Fault)
	if f == nil {
		return ""
	}
	return f.Key
}

// What was imported counts once the officer who did it, and nobody else, stands
// by it and the person was met again.
func TestAnImportedActCountsWhenWhoDidItStandsForItAndThePersonWasMetAgain(t *testing.T) {
	onEach(t, func(t *testing.T, newWorld maker) {
		w := newWorld(t)
		other := w.enrol(t, "CO-2", "tripoli", access.Counsellor)
		if s := w.take(t, workbook(t, asked("officer", "co-1"))); len(s.Strangers) != 0 || s.Refused != 0 {
			t.Fatalf("%+v", s)
		}
		e := w.told(t, "fear.asked")[0]
		if e.DoneBy == nil || e.DoneBy.Code != "CO-1" || e.By.Code == "CO-1" || e.Imported != "the partner" {
			t.Errorf("done by %+v, told by %+v on the word of %q", e.DoneBy, e.By, e.Imported)
		}
		imported := w.fears(t)
		if err := w.attest(t, other, e.Entry); fault.KindOf(err) != fault.Denied || key(err) != "fault.import-by-another" {
			t.Errorf("another officer stands for it: %v", err)
		}
		if err := w.attest(t, w.counsellor, e.Entry); err != nil {
			t.Fatal(err)
		}
		attested := w.fears(t)
		w.meet(t)
		if again := w.fears(t); imported != safeguard.Unmet || attested != safeguard.Unmet || again != safeguard.Met {
			t.Errorf("imported: %s; attested: %s; met again: %s", imported, attested, again)
		}
	})
}

// An officer who has no account, or no longer one, holds nothing back: the act
// is taken over, nobody can stand for it, and the summary says where.
func TestAnActOfAnOfficerWhoIsNotHere(t *testing.T) {
	onEach(t, func(t *testing.T, newWorld maker) {
		w := newWorld(t)
		path := workbook(t, asked("officer", "CO-7"))
		s := w.take(t, path)
		if s.Refused != 0 || s.Recorded != 2 || len(s.Strangers) != 1 || !slices.Equal(s.Strangers["assessments"], []int{2}) {
			t.Fatalf("%+v", s)
		}
		for language, want := range map[string]string{"en": "Sheet assessments: rows whose officer has no account", "fr": "Feuille évaluations", "ar": "التقييمات"} {
			if text := s.Text(language); !strings.Contains(text, want) || strings.Contains(text, "CO-7") {
				t.Errorf("%s: %s", language, text)
			}
		}
		first := w.told(t, "fear.asked")[0]
		w.meet(t)
		for _, who := range []desk.Actor{w.counsellor, w.officer} {
			if err := w.attest(t, who, first.Entry); fault.KindOf(err) != fault.Denied || key(err) != "fault.import-by-nobody" {
				t.Errorf("somebody stands for what nobody known did: %v", err)
			}
		}
		size := w.size(t)
		if s = w.take(t, path); s.Recorded != 0 || w.size(t) != size || len(s.Strangers) != 1 {
			t.Errorf("the same list again: %+v", s)
		}

		// They get an account, and the list is given again.
		late := w.enrol(t, "CO-7", "tripoli", access.Counsellor)
		if s = w.take(t, path); s.Corrected != 1 || len(s.Strangers) != 0 {
			t.Errorf("the same list, now that they have an account: %+v", s)
		}
		acts := w.told(t, "fear.asked")
		if err := w.attest(t, late, acts[len(acts)-1].Entry); err != nil || len(acts) != 2 {
			t.Errorf("%d acts: %v", len(acts), err)
		}
		w.meet(t)
		if got := w.fears(t); got != safeguard.Met {
			t.Errorf("attested and met again: %s", got)
		}

		// They leave: the list says the same, and the summary that nobody can.
		if _, err := w.desk.DoOther(t.Context(), w.admin, "user", "CO-7", request(t, "user.revoke", map[string]any{"reason": "left"})); err != nil {
			t.Fatal(err)
		}
		if s = w.take(t, path); s.Recorded != 0 || len(s.Strangers) != 1 {
			t.Errorf("the same list, after they left: %+v", s)
		}
	})
}

func TestAnotherOfficerIsACorrection(t *testing.T) {
	onEach(t, func(t *testing.T, newWorld maker) {
		w := newWorld(t)
		other := w.enrol(t, "CO-2", "tripoli", access.Counsellor)
		for i, officer := range []string{"CO-1", "CO-2", ""} {
			path := workbook(t, asked("officer", officer))
			if s := w.take(t, path); i > 0 && (s.Corrected != 1 || s.Recorded != 1) {
				t.Errorf("%q: %+v", officer, s)
			}
			size := w.size(t)
			if s := w.take(t, path); s.Unchanged != s.Rows || w.size(t) != size {
				t.Errorf("%q, the same file twice: %+v", officer, s)
			}
		}
		acts := w.told(t, "fear.asked")
		if err := w.attest(t, other, acts[1].Entry); err != nil || acts[2].DoneBy != nil {
			t.Errorf("%v; the last is done by %+v", err, acts[2].DoneBy)
		}
	})
}

func TestTheColumnOfOfficersIsReadInEachLanguage(t *testing.T) {
	w := newWorld(t)
	for i, column := range []string{"Officer", "Agent", "الموظف", "officer"} {
		w.take(t, workbook(t, asked(column, "CO-1")), func(o *intake.Options) { o.List = string(rune('a' + i)) })
	}
	seen := 0
	for _, c := range w.cases(t) {
		for _, e := range events(t, w, c.Case) {
			if e.DoneBy != nil && e.DoneBy.Code == "CO-1" {
				seen++
			}
		}
	}
	if seen != 4 {
		t.Errorf("%d of 4 acts are the officer's", seen)
	}
}

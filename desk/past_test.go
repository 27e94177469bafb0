package desk_test

import (
	"testing"
	"time"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// asKnown is the finding of one rule, resting on what was known.
func (w *world) asKnown(t *testing.T, number string, id safeguard.ID, k desk.Known) (safeguard.Finding, error) {
	t.Helper()
	answer, err := w.desk.Findings(t.Context(), w.protection, number, desk.Asked{For: safeguard.Clearance, Known: k})
	if err != nil {
		return safeguard.Finding{}, err
	}
	return answer.Findings[indexOf(answer.Findings, id)], nil
}

func TestAQuestionAboutThePastRestsOnWhatWasKnown(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	given := w.do(t, w.counsellor, number, "consent.give", map[string]any{"talk": talkArgs(), "text": "return-declaration", "version": 1, "language": "eng", "mark": "signature"})
	before := w.clock
	attested := given.Index + 1 // what the officer attests follows in the same command
	w.clock = w.clock.Add(time.Hour)
	gone := w.do(t, w.counsellor, number, "consent.withdraw", map[string]any{"channel": "phone"})
	events, err := w.desk.Events(t.Context(), w.protection, number)
	if err != nil {
		t.Fatal(err)
	}
	last := events[len(events)-1]

	withdrawn := func(k desk.Known) bool {
		t.Helper()
		f, err := w.asKnown(t, number, "consent-stands", k)
		if err != nil {
			t.Fatalf("%s: %v", k, err)
		}
		return f.Reason.Key == "consent-stands.withdrawn"
	}
	for name, k := range map[string]desk.Known{
		"the time before":  {Until: before},
		"the log before":   {Size: attested},
		"what was given":   {Heads: headsOf(t, given.Entry.String())},
		"before and other": {Heads: headsOf(t, given.Entry.String()+","+"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")},
	} {
		if withdrawn(k) {
			t.Errorf("%s: the withdrawal was known", name)
		}
	}
	for name, k := range map[string]desk.Known{
		"now": {}, "a later time": {Until: w.clock}, "the whole log": {Size: gone.Index + 2}, "the newest event": {Heads: headsOf(t, last.Entry.String())},
	} {
		if !withdrawn(k) {
			t.Errorf("%s: the withdrawal was not known", name)
		}
	}
	for _, k := range []desk.Known{{Size: 1}, {Until: before.Add(-24 * time.Hour)}, {Heads: headsOf(t, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")}} {
		if _, err := w.asKnown(t, number, "consent-stands", k); fault.KindOf(err) != fault.Missing {
			t.Errorf("known=%s: %v, want that there was no such case", k, err)
		}
	}
}

// A country suspended later was not suspended then; and of a country of which
// no head is named nothing was known.
func TestOtherStreamsAreReadAsTheyWereKnown(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	about := func(command string, args map[string]any) desk.Receipt {
		t.Helper()
		w.clock = w.clock.Add(time.Hour)
		r, err := w.desk.DoOther(t.Context(), w.head, casefile.Country, "GMB", w.request(command, args))
		if err != nil {
			t.Fatalf("%s: %v", command, err)
		}
		return r
	}
	about("country.issue", map[string]any{"reference": "GMB", "sheet": "GMB-1", "source": "a public report of that day"})
	open := w.clock
	suspended := about("country.suspend", map[string]any{"reason": "fighting"})
	events, err := w.desk.Events(t.Context(), w.protection, number)
	if err != nil {
		t.Fatal(err)
	}
	head := events[len(events)-1].Entry
	for _, c := range []struct {
		name  string
		known desk.Known
		want  bool
	}{
		{"now", desk.Known{}, true},
		{"an hour ago", desk.Known{Until: open}, false},
		{"the log up to the suspension", desk.Known{Size: suspended.Index + 1}, true},
		{"the log before it", desk.Known{Size: suspended.Index}, false},
		{"the case alone", desk.Known{Heads: []ledger.Hash{head}}, false},
		{"the case and the suspension", desk.Known{Heads: []ledger.Hash{head, suspended.Entry}}, true},
	} {
		f, err := w.asKnown(t, number, "destination-open", c.known)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if got := f.Reason.Key == "destination-open.suspended"; got != c.want {
			t.Errorf("with %s: %s, suspended should be %v", c.name, f.Reason.Key, c.want)
		}
	}
}

// An officer enrolled, and a rule book signed, after what was known did not
// exist then.
func TestUsersAndBooksAreThoseOfThen(t *testing.T) {
	w := newWorld(t)
	early := w.clock
	w.clock = w.clock.Add(24 * time.Hour)
	number := w.open(t, openArgs())
	if _, err := w.asKnown(t, number, "own-wish", desk.Known{Until: w.clock}); err != nil {
		t.Error(err)
	}
	// Judged at a moment before the book was signed, no book was in force.
	_, err := w.desk.Findings(t.Context(), w.protection, number, desk.Asked{At: early.Add(-time.Hour), Known: desk.Known{Until: w.clock}})
	if fault.KindOf(err) != fault.Busy {
		t.Errorf("before there was a rule book: %v, want that there is none", err)
	}
}

func headsOf(t *testing.T, text string) []ledger.Hash {
	t.Helper()
	k, err := desk.ParseKnown(text)
	if err != nil {
		t.Fatal(err)
	}
	return k.Heads
}

func TestKnownIsReadAsItIsWritten(t *testing.T) {
	for _, text := range []string{"now", "2026-03-02T09:00:00Z", "@12345", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA,BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		k, err := desk.ParseKnown(text)
		if err != nil || k.String() != text {
			t.Errorf("%s is read as %s, %v", text, k, err)
		}
	}
	for _, text := range []string{"@0", "@-1", "@x", "@1,2", "yesterday", ",", "AAAA"} {
		if _, err := desk.ParseKnown(text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q is read: %v", text, err)
		}
	}
}

package casefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// script is one sentence: given what was done, when somebody does this, then
// these events happen, these parts of the state change, the person stands
// there, and a rule says so.
type script struct {
	name    string
	given   []doing
	when    doing
	then    string // kinds of the events, in order
	changes string // parts of the state that differ afterwards
	status  Status // where the person stands then, if the script says so
	finding string // "boarding consent-stands: unmet withdrawn"
}

func scripts() []script {
	return slices.Concat(personScripts, talkScripts, screeningScripts, assessmentScripts, consentScripts, travelScripts, keepingScripts, otherScripts)
}

func TestScripts(t *testing.T) {
	for _, s := range scripts() {
		t.Run(strings.ReplaceAll(s.name, " ", "-"), func(t *testing.T) {
			w := begin(t, s.given...)
			earlier, stops := w.snapshot(s.when.about), len(w.file.Stopped)
			kinds := w.do(s.when)
			if got := strings.Join(kinds, " "); got != s.then {
				t.Errorf("then %s, want %s", got, s.then)
			}
			if got := changed(t, earlier, w.snapshot(s.when.about)); got != s.changes {
				t.Errorf("changes %q, want %q", got, s.changes)
			}
			if got, want := len(w.file.Stopped) > stops, w.stopped(len(kinds)) && s.when.about == ""; got != want {
				t.Errorf("on the list of stops: %v, want %v", got, want)
			}
			if s.status != "" && w.file.Status() != s.status {
				t.Errorf("the person is %q, want %q", w.file.Status(), s.status)
			}
			if s.finding != "" {
				where, want, _ := strings.Cut(s.finding, ": ")
				act, rule, _ := strings.Cut(where, " ")
				if got := w.finds(safeguard.Act(act), safeguard.ID(rule)); got != want {
					t.Errorf("%s: %s, want %s", where, got, want)
				}
			}
			w.sameWhenFoldedAgain()
		})
	}
}

// stopped says whether one of the newest n events stops the journey. That
// somebody left is a fact, not a stop.
func (w *world) stopped(n int) bool {
	return slices.ContainsFunc(w.events[max(0, len(w.events)-n):], func(e ledger.Event) bool {
		_, left := e.Body.(movement.DepartedUncleared)
		return e.Stops() && !left
	})
}

// snapshot is the state of the case, or of another stream, as it would be kept.
func (w *world) snapshot(about Subject) map[string]any {
	w.Helper()
	var state any = w.file
	if about != "" {
		of, _ := About(about)
		state = w.state(of)
	}
	text, err := json.Marshal(state)
	if err != nil {
		w.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(text, &m); err != nil {
		w.Fatal(err)
	}
	for _, always := range []string{"past", "heads", "changed", "contacts", "hands", "imported", "stopped", "said"} {
		delete(m, always)
	}
	return m
}

// changed names the parts that differ, one level into the rooms.
func changed(t *testing.T, before, after map[string]any) string {
	t.Helper()
	var parts []string
	for _, key := range union(before, after) {
		if cmp.Equal(before[key], after[key]) {
			continue
		}
		b, isRoom := before[key].(map[string]any)
		a, stillIs := after[key].(map[string]any)
		if !isRoom || !stillIs {
			parts = append(parts, key)
			continue
		}
		for _, inner := range union(b, a) {
			if !cmp.Equal(b[inner], a[inner]) {
				parts = append(parts, key+"."+inner)
			}
		}
	}
	return strings.Join(parts, " ")
}

func union(a, b map[string]any) []string {
	keys := slices.Sorted(maps.Keys(a))
	for k := range b {
		if !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}

// sameWhenFoldedAgain: the state kept while events came one by one is the one
// that folding the whole stream makes, in whatever order it arrived.
func (w *world) sameWhenFoldedAgain() {
	w.Helper()
	kept, err := json.Marshal(w.file)
	if err != nil {
		w.Fatal(err)
	}
	arrived := slices.Clone(w.events)
	slices.Reverse(arrived)
	for _, events := range [][]ledger.Event{w.events, arrived} {
		h := ledger.Arrange(slices.Clone(events))
		c := Fold(&h)
		c.Past.Past = nil
		again, err := json.Marshal(c)
		if err != nil {
			w.Fatal(err)
		}
		if len(w.events) > 0 && !bytes.Equal(kept, again) {
			w.Errorf("folded again it is\n%s\nnot\n%s", again, kept)
		}
	}
}

func TestEveryKindHasAScript(t *testing.T) {
	happens := map[string]bool{"safeguard.attested": true, "entry.examined": true, "entry.resolved": true, "link.erased": true} // TestAttestation, TestAnUnreadableEntry, TestAnErasedFileLeavesItsStops
	for _, s := range scripts() {
		for _, kind := range strings.Fields(s.then) {
			happens[kind] = true
		}
	}
	for _, b := range AllKinds() {
		if !happens[b.Kind()] {
			t.Errorf("no script in which %s happens", b.Kind())
		}
		delete(happens, b.Kind())
	}
	for kind := range happens {
		t.Errorf("a script for %s, which no stream can hold", kind)
	}
}

// refusal is a script whose end is that it cannot be.
type refusal struct {
	name  string
	given []doing
	when  doing
	fault string // "invalid fault.no-such-event report"
}

func refusals() []refusal { return slices.Concat(caseRefusals, otherRefusals) }

func TestRefusals(t *testing.T) {
	for _, r := range refusals() {
		t.Run(strings.ReplaceAll(r.name, " ", "-"), func(t *testing.T) {
			w := begin(t, r.given...)
			_, _, err := w.try(r.when)
			if err == nil {
				t.Fatal("it was not refused")
			}
			if got := refused(err); got != r.fault {
				t.Errorf("refused with %q, want %q", got, r.fault)
			}
		})
	}
}

// refused is a fault in a few words: kind, key, field.
func refused(err error) string {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return err.Error()
	}
	return strings.TrimSpace(f.Kind.String() + " " + f.Key + " " + f.Field)
}

// never are the commands that nobody can be refused once there is a case: what
// a person may always say, and what an officer may always record.
var never = []string{
	"wish.state", "order.ask", "counselling.hold", "counselling.tell-block", "option.tell", "screening.record", "trafficking.screen", "health.examine", "health.check",
	"need.find", "voluntary.assess", "capacity.doubt", "interests.assess", "family.trace", "family.ask", "caregiver.arrange",
	"age.doubt", "asylum.request", "unhcr.counsel", "consent.reaffirm",
	"sharing.withdraw", "safe-no.tell", "reintegration.tell", "reintegration.decline", "urgent.declare", "household.join",
	"hold.place", "incident.open", "case.close", "likely.count", "safeguard.attest", "consent.withdraw", "consent.report",
}

func TestEveryCommandThatCanRefuseDoes(t *testing.T) {
	refuses := map[string]bool{}
	for _, r := range refusals() {
		refuses[r.when.what] = true
	}
	for _, k := range Commands {
		if slices.Contains(never, k.Name) == refuses[k.Name] {
			t.Errorf("%s: a refusal, or a place among those that never refuse, not both or neither", k.Name)
		}
	}
	for _, o := range Others {
		for _, k := range o.Commands {
			if !refuses[k.Name] {
				t.Errorf("%s is never refused", k.Name)
			}
		}
	}
}

// What never refuses does not: at any stage of the way it can be done.
func TestWhatIsNeverRefused(t *testing.T) {
	for _, given := range [][]doing{before("order.ask"), before("boarding.board"), after("arrival.record")} {
		w := begin(t, given...)
		for _, name := range never {
			k, _ := Named(name)
			if _, _, err := w.try(does("cou", name, k.Zero)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// Without a case there is nothing to act on, and nothing happens tomorrow.
func TestEveryCommand(t *testing.T) {
	for _, k := range Commands {
		w := begin(t)
		if k.Name != "case.open" {
			if _, _, err := w.try(does("cou", k.Name, k.Zero)); refused(err) != "missing fault.no-such-case" {
				t.Errorf("%s without a case: %v", k.Name, err)
			}
		}
		w = begin(t, before("order.ask")...)
		deed := w.deed(does("cou", k.Name, k.Zero))
		deed.Happened = deed.Moment.Add(1)
		if _, err := Act(w.file, w.around(nil), w.book, &k, k.Zero, deed); refused(err) != "invalid fault.not-in-the-future happened" {
			t.Errorf("%s tomorrow: %v", k.Name, err)
		}
	}
}

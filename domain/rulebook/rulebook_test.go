package rulebook

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"amana/domain/ledger"
)

var published = time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)

// book is a version of the book of the rules' own tests, with one number.
func book(t *testing.T, version, fresh int) json.RawMessage {
	t.Helper()
	text, err := os.ReadFile("../safeguard/testdata/book.json")
	if err != nil {
		t.Fatal(err)
	}
	return change(t, text, func(b map[string]any) {
		b["version"] = version
		b["numbers"].(map[string]any)["fresh-hours"] = fresh
	})
}

func change(t *testing.T, text json.RawMessage, how func(map[string]any)) json.RawMessage {
	t.Helper()
	var b map[string]any
	if err := json.Unmarshal(text, &b); err != nil {
		t.Fatal(err)
	}
	how(b)
	text, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

type scene struct {
	*testing.T
	witnesses bool // the node requires them
	state     State
	n         int
}

// of is the event that proposed a version.
func (s *scene) of(version int) ledger.Hash {
	s.Helper()
	for _, v := range s.state.Versions {
		if v.Book.Version == version {
			return v.Proposed.ID
		}
	}
	s.Fatalf("no version %d", version)
	return ledger.Hash{}
}

// do decides and folds what somebody does on a day after the publication.
func (s *scene) do(by byte, after time.Duration, c interface {
	Decide(State, ledger.Deed) ([]ledger.Body, error)
}) {
	s.Helper()
	at := published.Add(after)
	bodies, err := c.Decide(s.state, ledger.Deed{By: ledger.Actor{by}, Moment: at, Happened: at, Witnesses: s.witnesses})
	if err != nil {
		s.Fatal(err)
	}
	for _, b := range bodies {
		s.n++
		e := ledger.Event{ID: ledger.Hash{byte(s.n)}, Actor: ledger.Actor{by}, Recorded: at, Happened: at, Body: b}
		s.state.Apply(&e, e.Ref(s.n), &ledger.Ancestry{})
	}
}

// sign signs a version for both sides.
func (s *scene) sign(after time.Duration, version int) {
	s.Helper()
	s.do(1, after, Sign{Proposal: s.of(version), Side: "protection"})
	s.do(2, after, Sign{Proposal: s.of(version), Side: "outside"})
}

// signed proposes a version with a number and signs it for both sides.
func (s *scene) signed(after time.Duration, version, fresh int) {
	s.Helper()
	s.do(1, after, Propose{Book: book(s.T, version, fresh)})
	s.sign(after, version)
}

func (s *scene) inForce(after time.Duration) int {
	b := s.state.InForce(published.Add(after))
	if b == nil {
		return 0
	}
	return b.Version
}

const aDay = 24 * time.Hour

// A book has no force until both sides signed. A version that tightens takes
// it at once; one that loosens anything fourteen days after it was published.
func TestInForce(t *testing.T) {
	s := &scene{T: t}
	s.do(1, 0, Propose{Book: book(t, 1, 6)})
	s.do(1, 0, Sign{Proposal: s.of(1), Side: "protection"})
	if got := s.inForce(9 * aDay); got != 0 {
		t.Errorf("version %d in force with one signature", got)
	}
	s.do(2, aDay, Sign{Proposal: s.of(1), Side: "outside"})
	if got := s.inForce(aDay); got != 1 {
		t.Errorf("version %d in force when both had signed", got)
	}

	s.do(1, 2*aDay, Propose{Book: book(t, 2, 4)})
	s.do(1, 2*aDay, Sign{Proposal: s.of(2), Side: "protection"})
	s.do(2, 3*aDay, Sign{Proposal: s.of(2), Side: "outside"})
	if got := s.inForce(3 * aDay); got != 2 {
		t.Errorf("version %d in force; a fresher list holds at once", got)
	}

	s.do(1, 4*aDay, Propose{Book: book(t, 3, 8)})
	s.do(1, 4*aDay, Sign{Proposal: s.of(3), Side: "protection"})
	s.do(2, 5*aDay, Sign{Proposal: s.of(3), Side: "outside"})
	if loosens := s.state.Versions[2].Loosens; !slices.Equal(loosens, []string{"fresh-hours"}) {
		t.Errorf("loosens %v", loosens)
	}
	for after, want := range map[time.Duration]int{18*aDay - time.Second: 2, 18 * aDay: 3} {
		if got := s.inForce(after); got != want {
			t.Errorf("after %s version %d, want %d", after, got, want)
		}
	}
}

// Where witnesses are required, notice of what loosens counts from their word,
// whether it comes before or after the signatures; what tightens waits for nobody.
func TestNoticeCountsFromTheWitnesses(t *testing.T) {
	s := &scene{T: t, witnesses: true}
	s.signed(0, 1, 6)
	s.signed(aDay, 2, 4)
	if got := s.inForce(aDay); got != 2 {
		t.Errorf("version %d in force; a fresher list holds at once", got)
	}
	s.signed(2*aDay, 3, 8)
	if got := s.inForce(400 * aDay); got != 2 {
		t.Errorf("version %d in force; no witness has seen it", got)
	}
	s.do(1, 3*aDay, Propose{Book: book(t, 4, 4)}) // equals what holds, and is tighter than what will
	s.sign(3*aDay, 4)
	if got := s.inForce(3 * aDay); got != 4 {
		t.Errorf("version %d in force", got)
	}
	s.do(9, 10*aDay, Witness{Proposal: s.of(3), Size: 40})
	for after, want := range map[time.Duration]int{24*aDay - time.Second: 4, 25 * aDay: 4} {
		if got := s.inForce(after); got != want {
			t.Errorf("after %s version %d, want %d", after, got, want)
		}
	}
	if from := s.state.Versions[2].From; !from.Equal(published.Add(24 * aDay)) {
		t.Errorf("version 3 from %v", from)
	}

	s = &scene{T: t, witnesses: true}
	s.signed(0, 1, 6)
	s.do(1, aDay, Propose{Book: book(t, 2, 8)})
	s.do(9, 2*aDay, Witness{Proposal: s.of(2), Size: 40})
	s.sign(3*aDay, 2)
	for after, want := range map[time.Duration]int{16*aDay - time.Second: 1, 16 * aDay: 2} {
		if got := s.inForce(after); got != want {
			t.Errorf("after %s version %d, want %d", after, got, want)
		}
	}
}

// A coming version that awaits witnesses is one that will hold: what only equals
// the one in force does not take back its tightening at once.
func TestWhatAwaitsWitnessesWillHold(t *testing.T) {
	s := &scene{T: t, witnesses: true}
	s.signed(0, 1, 6)
	coming := change(t, book(t, 2, 4), func(b map[string]any) { b["options"] = b["options"].([]any)[:4] })
	s.do(1, aDay, Propose{Book: coming})
	s.sign(aDay, 2)
	s.signed(2*aDay, 3, 6)
	if loosens := s.state.Versions[2].Loosens; !slices.Equal(loosens, []string{"fresh-hours"}) {
		t.Errorf("loosens %v", loosens)
	}
}

// Signed late, a loosening takes force when it is signed, not before.
func TestSignedLate(t *testing.T) {
	s := &scene{T: t}
	for version, gate := range []int{6, 8} {
		s.do(1, 0, Propose{Book: book(t, version+1, gate)})
		s.do(1, 0, Sign{Proposal: s.of(version + 1), Side: "protection"})
		s.do(2, time.Duration(version)*30*aDay, Sign{Proposal: s.of(version + 1), Side: "outside"})
	}
	for after, want := range map[time.Duration]int{29 * aDay: 1, 30 * aDay: 2} {
		if got := s.inForce(after); got != want {
			t.Errorf("after %s version %d, want %d", after, got, want)
		}
	}
}

// A loose version that nobody signs does not hide the looseness of the next:
// what counts is what is in force when both sides have signed.
func TestUnsignedVersionHidesNothing(t *testing.T) {
	s := &scene{T: t}
	s.signed(0, 1, 4)
	s.do(1, aDay, Propose{Book: book(t, 2, 12)})
	s.signed(2*aDay, 3, 12)
	for after, want := range map[time.Duration]int{2 * aDay: 1, 16*aDay - time.Second: 1, 16 * aDay: 3} {
		if got := s.inForce(after); got != want {
			t.Errorf("after %s version %d, want %d", after, got, want)
		}
	}
}

// A version is held against what holds when it is signed, not when it was
// published, and against what was signed and will hold.
func TestLoosensWhatHoldsOrWillHold(t *testing.T) {
	s := &scene{T: t}
	s.signed(0, 1, 6)
	s.do(1, aDay, Propose{Book: book(t, 2, 4)})
	s.do(1, aDay, Propose{Book: book(t, 3, 6)})
	s.sign(2*aDay, 2)
	s.sign(3*aDay, 3)
	if got := s.inForce(3 * aDay); got != 2 {
		t.Errorf("version %d in force; the list went from 4 to 6 hours without notice", got)
	}
	if got := s.inForce(15 * aDay); got != 3 {
		t.Errorf("version %d in force after the notice", got)
	}

	// A coming version may both loosen and tighten. Its tightening is not taken
	// back at once by one that only equals what holds now.
	s = &scene{T: t}
	s.signed(0, 1, 6)
	coming := change(t, book(t, 2, 4), func(b map[string]any) { b["options"] = b["options"].([]any)[:4] })
	s.do(1, aDay, Propose{Book: coming})
	s.sign(aDay, 2)
	s.signed(2*aDay, 3, 6)
	if loosens := s.state.Versions[2].Loosens; !slices.Equal(loosens, []string{"fresh-hours"}) {
		t.Errorf("loosens %v", loosens)
	}
}

// When a version is signed is what the node recorded, not the time that the one
// who signs gives: by a far day, one still in its notice would hold already.
func TestSignedOnAFarDay(t *testing.T) {
	s := &scene{T: t}
	s.signed(0, 1, 4)
	s.signed(aDay, 2, 12)
	s.do(1, 2*aDay, Propose{Book: book(t, 3, 12)})
	for by, side := range map[byte]string{1: "protection", 2: "outside"} {
		s.n++
		e := ledger.Event{
			ID: ledger.Hash{byte(s.n)}, Actor: ledger.Actor{by}, Recorded: published.Add(2 * aDay),
			Happened: published.AddDate(100, 0, 0), Body: Signed{Sign{Proposal: s.of(3), Side: side}},
		}
		s.state.Apply(&e, e.Ref(s.n), &ledger.Ancestry{})
	}
	if got := s.inForce(2 * aDay); got != 1 {
		t.Errorf("version %d in force; the gate went from 4 to 12 hours without notice", got)
	}
}

// The table of roles comes into force in the same way.
func TestUnsignedRolesHideNothing(t *testing.T) {
	var s Roles
	n := 0
	fold := func(by byte, after time.Duration, bodies []ledger.Body, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		n++
		at := published.Add(after)
		e := ledger.Event{ID: ledger.Hash{byte(n)}, Actor: ledger.Actor{by}, Recorded: at, Happened: at, Body: bodies[0]}
		s.Apply(&e, e.Ref(n), &ledger.Ancestry{})
	}
	propose := func(after time.Duration, acts string) {
		t.Helper()
		text := json.RawMessage(`{"grants":[{"role":"hotline","scope":"everywhere","acts":[` + acts + `]}]}`)
		bodies, err := ProposeRoles{Table: text}.Decide(s, ledger.Deed{Moment: published.Add(after)})
		fold(1, after, bodies, err)
	}
	sign := func(after time.Duration, version int) {
		t.Helper()
		for by, side := range map[byte]string{1: "protection", 2: "outside"} {
			bodies, err := SignRoles{Sign{Proposal: s.Versions[version-1].Proposed.ID, Side: side}}.Decide(s, ledger.Deed{By: ledger.Actor{by}})
			fold(by, after, bodies, err)
		}
	}
	propose(0, `"consent.report"`)
	sign(0, 1)
	propose(aDay, `"consent.report","case.read"`)
	propose(aDay, `"consent.report","case.read"`)
	sign(aDay, 3)
	for after, want := range map[time.Duration]int{aDay: 1, 15*aDay - time.Second: 1, 15 * aDay: 2} {
		if got := len(s.InForce(published.Add(after)).Grants[0].Acts); got != want {
			t.Errorf("after %s the hotline has %d acts, want %d", after, got, want)
		}
	}
}

// A version whose floor begins later than the version itself is refused, and
// one that got past the refusal is no version.
func TestAFloorPutOff(t *testing.T) {
	s := &scene{T: t}
	late := change(t, book(t, 1, 6), func(b map[string]any) {
		for _, c := range b["safeguards"].([]any) {
			if c := c.(map[string]any); c["id"] == "gate" {
				c["from"] = "2999-01-01"
			}
		}
	})
	if _, err := (Propose{Book: late}).Decide(s.state, ledger.Deed{Moment: published}); err == nil || !strings.Contains(err.Error(), "gate") {
		t.Errorf("proposed a gate from 2999: %v", err)
	}
	e := ledger.Event{ID: ledger.Hash{1}, Recorded: published, Happened: published, Body: Proposed{Propose: Propose{Book: late}}}
	s.state.Apply(&e, e.Ref(0), &ledger.Ancestry{})
	if len(s.state.Versions) != 0 {
		t.Error("folded a gate from 2999")
	}
}

// Two nodes may propose the same number without knowing of each other. A
// signature is of the text that its officer read, whatever came beside it.
func TestASignatureIsOfOneText(t *testing.T) {
	s := &scene{T: t}
	s.signed(0, 1, 6)
	mine, theirs := book(t, 2, 4), book(t, 2, 5)
	for i, text := range []json.RawMessage{mine, theirs} {
		e := ledger.Event{ID: ledger.Hash{0xa, byte(i)}, Actor: ledger.Actor{1}, Recorded: published.Add(aDay), Body: Proposed{Propose: Propose{Book: text}}}
		s.state.Apply(&e, e.Ref(10+i), &ledger.Ancestry{})
	}
	second := s.state.Versions[2].Proposed.ID
	s.do(1, 2*aDay, Sign{Proposal: s.of(2), Side: "protection"})
	s.do(2, 2*aDay, Sign{Proposal: second, Side: "outside"})
	if got := s.inForce(2 * aDay); got != 1 {
		t.Fatalf("version %d in force, each of whose texts one officer signed", got)
	}
	s.do(3, 3*aDay, Sign{Proposal: second, Side: "protection"})
	if got := s.state.InForce(published.Add(3 * aDay)).Numbers["fresh-hours"]; got != 5 {
		t.Errorf("a list of %d hours in force, and both signed 5", got)
	}

	// The other would hold under the same name, and nobody could say which.
	late := Sign{Proposal: s.of(2), Side: "outside"}
	if _, err := late.Decide(s.state, ledger.Deed{By: ledger.Actor{4}, Moment: published.Add(4 * aDay)}); err == nil || !strings.Contains(err.Error(), "fault.version-signed") {
		t.Errorf("signed beside what is in force: %v", err)
	}
	e := ledger.Event{ID: ledger.Hash{0xb}, Actor: ledger.Actor{4}, Recorded: published.Add(4 * aDay), Body: Signed{late}}
	s.state.Apply(&e, e.Ref(20), &ledger.Ancestry{})
	if got := s.state.InForce(published.Add(5 * aDay)).Numbers["fresh-hours"]; got != 5 {
		t.Errorf("a list of %d hours took force under a name that was taken", got)
	}
}

// A number that a later release asks is asked of what is proposed then. What was
// signed before stays in force.
func TestANumberThatCameLater(t *testing.T) {
	s := &scene{T: t}
	without := change(t, book(t, 1, 6), func(b map[string]any) { delete(b["numbers"].(map[string]any), "fresh-hours") })
	if _, err := (Propose{Book: without}).Decide(s.state, ledger.Deed{Moment: published}); err == nil || !strings.Contains(err.Error(), "fresh-hours") {
		t.Errorf("proposed without a number: %v", err)
	}
	e := ledger.Event{ID: ledger.Hash{0xc}, Recorded: published, Body: Proposed{Propose: Propose{Book: without}}}
	s.state.Apply(&e, e.Ref(0), &ledger.Ancestry{})
	s.sign(0, 1)
	if got := s.inForce(aDay); got != 1 {
		t.Fatalf("version %d in force", got)
	}
	s.signed(aDay, 2, 6)
	if got := s.inForce(2 * aDay); got != 2 || len(s.state.Versions[1].Loosens) > 0 {
		t.Errorf("version %d in force; naming the number loosens %v", got, s.state.Versions[1].Loosens)
	}
}

func TestASignatureOfNothing(t *testing.T) {
	s := &scene{T: t}
	s.do(1, 0, Propose{Book: book(t, 1, 6)})
	for _, c := range []interface {
		Decide(State, ledger.Deed) ([]ledger.Body, error)
	}{Sign{Side: "protection"}, Sign{Proposal: ledger.Hash{0xff}, Side: "protection"}} {
		if _, err := c.Decide(s.state, ledger.Deed{By: ledger.Actor{1}}); err == nil || !strings.Contains(err.Error(), "fault.no-such-proposal") {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

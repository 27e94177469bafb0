package casefile

import (
	"slices"
	"strings"
	"testing"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

const twin = "TI-26-0001-B"

// links binds the file to another, as one officer looked at both.
func (w *world) links() {
	w.do(does("cas", "duplicate.suspect", SuspectDuplicate{Other: twin}))
	w.do(does("cas", "duplicate.settle", SettleDuplicate{Other: twin, Same: true, Reason: "x"}))
}

// underConstraint is somebody in debt, heard twice, whose release was asked for and whom the
// protection lead looked at.
func underConstraint(accepts bool) []doing {
	return with(without(before("seat.give"), "voluntary.assess"), agrees("libyan-authority", "release"),
		dated("10-30 09:00", "sam", "voluntary.assess", indebted), dated("11-01 09:00", "pia", "voluntary.repeat", assessment.Repeat{Assess: indebted}),
		does("pia", "release.request", assessment.RequestRelease{Of: "release"}), does("pia", "release.answer", assessment.AnswerRelease{Answer: "granted"}),
		does("lea", "voluntary.review", assessment.Review{Accepts: accepts, Reasons: "x"}))
}

// childBehind is a child of ten with a parent, at the door or aboard.
func childBehind(t *testing.T, aboard bool, parent *safeguard.ParentWay) *world {
	w := untilDrawn(t, child(10, "with-parent"))
	w.parent = parent
	all := before("boarding.board")
	if aboard {
		all = after("boarding.board")
	}
	for _, d := range all[len(before("clearance.draw")):] {
		w.do(d)
	}
	return w
}

var boards = movement.Board{Movement: flight}

// What was found or said of somebody in one of their files keeps them from boarding by another,
// until what it asks for is done there: each such finding names that, and then they board.
func TestWhatStopsInAnotherFile(t *testing.T) {
	unsure, coerced := gate, free
	unsure.Answer, coerced.Talk, coerced.Uncoerced = safeguard.NotSure, overheard(), false
	again := does("sam", "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: safeguard.Yes})
	heard := does("cou", "voluntary.assess", free)
	all := underConstraint(false)
	for name, c := range map[string]struct {
		given []doing
		rule  safeguard.ID
		ends  string
		then  []doing
	}{
		"not sure, asked again": {with(before("gate.answer"), does("cou", "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: safeguard.NotSure})), "reaffirmed", "consent.reaffirm", []doing{again}},
		"not sure at the gate":  {with(before("gate.answer"), does("gat", "gate.answer", unsure)), "reaffirmed", "consent.reaffirm", []doing{again}},
		"review refused":        {all, "voluntary", "voluntary.repeat", nil},
		"constraint unreviewed": {all[:len(all)-1], "voluntary", "voluntary.review", []doing{does("lea", "voluntary.review", assessment.Review{Accepts: true, Reasons: "x"})}},
		"coerced, overheard":    {with(here, does("sam", "voluntary.assess", coerced)), "voluntary", "voluntary.assess", []doing{heard}},
		"unfit":                 {with(before("seat.give"), does("doc", "health.examine", screening.Examine{Outcome: "unfit"})), "fit-to-travel", "health.examine", []doing{does("doc", "health.examine", screening.Examine{Outcome: "fit"})}},
		"held now":              {with(before("seat.give"), heldOrNot("11-08 09:00", true)), "voluntary", "custody.record", []doing{heldOrNot("11-20 09:00", false)}},
	} {
		other, w := begin(t, c.given...), begin(t, before("boarding.board")...)
		w.links()
		w.seesFile(other)
		if _, _, err := w.try(dated("11-21 11:20", "mov", "boarding.board", boards)); err == nil {
			t.Errorf("%s, in another file of theirs: they board; its stops %v", name, w.linked[0].Stops)
		}
		f := w.finding(safeguard.Boarding, c.rule)
		if !f.State.Blocks() || f.Next[0].Do != c.ends || !f.Next[0].Elsewhere() {
			t.Errorf("%s: %s %s, next %v, and not %s there", name, c.rule, short(f), f.Next, c.ends)
		}
		if c.then == nil {
			continue
		}
		for _, d := range c.then {
			other.do(d)
		}
		w.seesFile(other)
		if _, _, err := w.try(dated("11-21 11:21", "mov", "boarding.board", boards)); err != nil {
			t.Errorf("%s, and ended there: %s", name, told(err))
		}
	}
}

// Whoever is held by two of their files is under the rules for those who are held, in each.
func TestHeldByBothFiles(t *testing.T) {
	other := begin(t, with(before("seat.give"), heldOrNot("11-08 09:00", true))...)
	w := begin(t, with(before("seat.give"), heldOrNot("11-08 09:00", true))...)
	w.seesFile(other)
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet second-interview" {
		t.Error(got)
	}
}

// What is found of somebody who sits aboard, and would have kept them from boarding, leaves a
// departure that Amana did not authorise.
func TestFoundAboard(t *testing.T) {
	unsure, threatened := declare, free
	unsure.Guardian, unsure.View = safeguard.Parent, "undecided"
	threatened.Constraints = []string{"threatened"}
	for name, c := range map[string]struct {
		child bool
		d     doing
	}{
		"a child not sure any more":         {true, does("cou", "consent.give", unsure)},
		"unaccompanied, by a correction":    {true, does("pia", "case.correct", Correct{Changed: Changed{Alone: "unaccompanied"}})},
		"unaccompanied, by an assessment":   {true, does("pia", "caregiver.arrange", assessment.ArrangeCaregiver{Who: "welfare-authority", Safe: true, Status: "unaccompanied"})},
		"nobody may answer for them":        {true, does("pia", "interests.assess", assessment.AssessInterests{Agrees: true, Guardian: safeguard.Nobody, Reasons: "x"})},
		"threatened":                        {false, does("sam", "voluntary.assess", threatened)},
		"an order to leave":                 {false, does("sam", "order.ask", counselling.AskOrder{Exists: true, Checked: true})},
		"oxygen is needed and not arranged": {false, does("doc", "health.check", screening.Check{Outcome: "fit-with-conditions"})},
		"oxygen is needed":                  {false, does("doc", "health.examine", screening.Examine{Outcome: "fit-with-conditions", Conditions: []string{"oxygen"}})},
	} {
		var w *world
		if c.child {
			w = childBehind(t, true, nil)
		} else {
			w = begin(t, after("boarding.board")...)
		}
		w.do(c.d)
		blocks := w.blocking(safeguard.Boarding)
		if got := w.do(leaves); got[0] != "departure.uncleared" || len(blocks) == 0 {
			t.Errorf("%s: %v; %v", name, got, blocks)
		}
	}
}

// Nobody boards a movement on which they sit, or left, by another file of theirs; on the next
// they do.
func TestAboardTwice(t *testing.T) {
	for _, last := range []string{"boarding.board", "departure.record"} {
		other, w := begin(t, after(last)...), begin(t, before("boarding.board")...)
		w.links()
		w.seesFile(other)
		if _, _, err := w.try(dated("11-21 11:20", "mov", "boarding.board", boards)); err == nil {
			t.Errorf("after %s on this flight in another file of theirs, they board again", last)
		}
		if got := w.finds(safeguard.Boarding, "no-unsettled-duplicate"); got != "unmet aboard" {
			t.Errorf("after %s: %s", last, got)
		}
		w.linked[0].Aboard = "MV-0"
		if _, _, err := w.try(dated("11-21 11:21", "mov", "boarding.board", boards)); err != nil {
			t.Errorf("after %s on another flight: %s", last, told(err))
		}
	}
	other, w := begin(t, after("boarding.board")...), begin(t, after("boarding.board")...)
	w.links()
	w.seesFile(other)
	if got := w.do(leaves); got[0] != "departure.uncleared" {
		t.Errorf("both files sat aboard before anybody knew that they are one person's: %v", got)
	}
}

// A parent's no counts for the child, in whichever of the parent's files it was said.
func TestAParentsNoInAnotherFile(t *testing.T) {
	mother := begin(t, after("boarding.board")...)
	way := mother.file.AsParent(mother.around(nil), mother.book, mother.now)
	way.Known = [][]ledger.Ref{nil}
	w := childBehind(t, true, &way)
	mother.seesFile(begin(t, with(here, noBy("hot").on("11-21 11:30"))...))
	way = mother.file.AsParent(mother.around(nil), mother.book, mother.now)
	way.Known = [][]ledger.Ref{nil}
	if got := w.do(leaves); got[0] != "departure.uncleared" {
		t.Errorf("the mother said no in another file of hers while both sat aboard; of the child: %v", got)
	}
}

// Whatever keeps a mother who boarded from leaving as authorised keeps the child who boarded behind
// her: that she was taken, or asked for asylum and took it back, in whichever of her files that was
// recorded. Once UNHCR has counselled her both leave.
func TestAParentIsKeptAboard(t *testing.T) {
	for name, c := range map[string]struct {
		then, there []doing // in her file, and in another of hers
		counselled  bool
	}{
		"she was taken":                {then: []doing{heldOrNot("11-21 11:30", true)}},
		"by her other file":            {there: []doing{heldOrNot("11-21 11:30", true)}},
		"taken, and let go":            {then: []doing{heldOrNot("11-21 11:30", true), heldOrNot("11-21 11:40", false)}},
		"asylum, taken back":           {then: []doing{asks.on("11-21 11:20"), takenBack.on("11-21 11:30")}},
		"counselled on it":             {then: []doing{asks.on("11-21 11:20"), takenBack.on("11-21 11:30"), jointly.on("11-21 11:40")}, counselled: true},
		"in her other file":            {there: []doing{asks.on("11-21 11:20"), takenBack.on("11-21 11:30")}},
		"counselled on it there":       {there: []doing{asks.on("11-21 11:20"), takenBack.on("11-21 11:30"), jointly.on("11-21 11:40")}, counselled: true},
		"of a group at risk, by hers":  {then: []doing{eritrean}},
		"by the other, of such people": {there: []doing{eritrean}},
	} {
		mother, other := begin(t, before("boarding.board")...), begin(t, before("seat.give")...)
		mother.links()
		mother.seesFile(other)
		mother.do(dated("11-21 11:05", "mov", "boarding.board", boards))
		parent := func() *safeguard.ParentWay {
			way := mother.file.AsParent(mother.around(nil), mother.book, mother.now)
			way.Known = [][]ledger.Ref{nil}
			return &way
		}
		w := childBehind(t, false, parent())
		w.do(dated("11-21 11:10", "mov", "boarding.board", boards))
		for _, d := range c.then {
			mother.do(d)
		}
		for _, d := range c.there {
			other.do(d)
		}
		mother.now = clock("11-21 11:50")
		mother.seesFile(other)
		want := "departure.uncleared"
		if c.counselled {
			want = "departure.departed"
		}
		if got, _, err := mother.try(leaves); err != nil || got[0].Kind() != want {
			t.Errorf("%s: of the mother %v %v", name, got, err)
		}
		w.parent = parent()
		if got := w.do(leaves); got[0] != want {
			t.Errorf("%s: of the child %v, behind %+v", name, got, *w.parent)
		}
	}
}

// A victim of trafficking is met on arrival by whichever of their files they are one, also once
// they are safe by it.
func TestAVictimIsMetByAnyFile(t *testing.T) {
	other := begin(t, with(here, does("sam", "trafficking.screen", identified), does("ctl", "trafficking.assess", screening.AssessTrafficking{Services: "confirmed", Reflection: true, Reasons: "x"}))...)
	w := begin(t, before("boarding.board")...)
	w.seesFile(other)
	if got := w.finds(safeguard.Boarding, "trafficked-safe"); got != "not-applicable" {
		t.Fatal(got)
	}
	if got := w.finds(safeguard.Boarding, "reception-acknowledged"); !strings.HasPrefix(got, "un") {
		t.Errorf("safe by the other file: reception %s", got)
	}
}

// Whoever did anything in a file that was erased clears the person in none of their others, and a
// victim by it is met.
func TestHandsInAnErasedFile(t *testing.T) {
	gone := begin(t, with(here, does("cle", "wish.state", wish), does("sam", "trafficking.screen", identified), does("ctl", "trafficking.assess", screening.AssessTrafficking{Services: "confirmed", Reflection: true, Reasons: "x"}))...)
	w := begin(t, before("clearance.draw")...)
	d := does("dpo", "case.erase", nil)
	w.record(d, w.deed(d), gone.file.Mirror([]ledger.Body{Erased{}}, "Y", w.file, gone.around(nil), gone.book, gone.now)...)
	if slices.Contains(safeguard.Pool(w.file.Facts(w.around(nil)), w.book, w.now), who("cle")) {
		t.Error("whoever heard them in the file that was erased may clear")
	}
	if got := w.finds(safeguard.Boarding, "reception-acknowledged"); got != "unmet need" {
		t.Errorf("a victim by it, safe there: reception %s", got)
	}
}

// Where nobody can read the file of a parent here, a panel may decide, and whoever asks is told so.
func TestAParentWhoseFileIsNotRead(t *testing.T) {
	w := untilDrawn(t, child(10, "with-parent"))
	w.parent = &safeguard.ParentWay{Unread: true}
	f := w.finding(safeguard.Clearance, "family-unity")
	if !f.State.Blocks() || !slices.ContainsFunc(f.Next, func(s safeguard.Step) bool { return s.Do == "call.make" }) {
		t.Errorf("%s: %v", short(f), f.Next)
	}
}

package casefile

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"amana/domain/assessment"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// apart is what two offices record without knowing of each other, and what
// somebody records who knows of both.
type apart struct {
	name      string
	given     []doing
	one, two  doing
	unsettled string // the fields of which two things are said, with how many values
	finding   string // "seat destination-open: unknown unsettled"
	settle    doing
	after     string // the same rule, once settled
}

var bornLater = func() Identity { i := amina; i.Born = date("11-01").AddYears(-16); return i }()

func elsewhere(change func(*Identity)) Correct {
	i := amina
	change(&i)
	return Correct{Changed: Changed(i)}
}

var aparts = []apart{
	{
		"an adult's day of birth and a child's", before("boarding.board"),
		does("cas", "case.correct", Correct{Changed: Changed(bornLater)}), does("sam", "case.correct", elsewhere(func(i *Identity) { i.Given = "Amina B." })),
		"given born", "boarding best-interests: unknown unsettled",
		does("pia", "case.correct", Correct{Changed: Changed(amina)}), "unmet assessment", // one officer's word: in doubt, a child
	},
	{
		"two nationalities", before("boarding.board"),
		does("cas", "case.correct", elsewhere(func(i *Identity) { i.Nationalities = []string{"ERI"} })), does("sam", "case.correct", Correct{Changed: Changed(amina)}),
		"nationalities", "boarding destination-open: unknown unsettled",
		does("pia", "case.correct", Correct{Changed: Changed(amina)}), "met",
	},
	{
		"a nationality at risk and another", before("boarding.board"),
		does("cas", "case.correct", elsewhere(func(i *Identity) { i.Nationalities = []string{"ERI"} })), does("sam", "case.correct", Correct{Changed: Changed(amina)}),
		"nationalities", "boarding unhcr-counselled: unmet none",
		does("pia", "case.correct", Correct{Changed: Changed(amina)}), "unmet none", // one officer took it back
	},
	{
		"two destinations", before("boarding.board"),
		does("cas", "case.correct", elsewhere(func(i *Identity) { i.Destination = "NER" })), does("sam", "case.correct", Correct{Changed: Changed(amina)}),
		"destination", "boarding individual-risk: unknown unsettled",
		does("pia", "case.correct", Correct{Changed: Changed(amina)}), "met",
	},
	{
		"held and free", before("boarding.board"),
		does("cas", "custody.record", RecordCustody{Date: "now", Held: true, Place: "TAJ"}), does("sam", "custody.record", RecordCustody{Date: "now"}),
		"custody", "boarding voluntary: unmet second-interview",
		does("pia", "custody.record", RecordCustody{Date: "now"}), "unmet second-interview", // one of two says that they were held until then
	},
	{
		"two households", here,
		does("cas", "household.join", JoinHousehold{Household: "H-1", Relation: "head"}), does("sam", "household.join", JoinHousehold{Household: "H-2", Relation: "head"}),
		"household", "seat family-unity: unmet none",
		does("pia", "household.join", JoinHousehold{Household: "H-2", Relation: "head"}), "unmet none",
	},
	{
		"two seats", before("boarding.board"),
		does("mov", "seat.give", seat), does("cas", "seat.give", movement.GiveSeat{Movement: "MJI-LOS-26-042", Line: "L-1", Reason: "medical"}),
		"seat", "boarding gate: unknown unsettled",
		does("mov", "seat.give", seat), "met",
	},
	{
		"two endings", here,
		does("cas", "case.end", End{Outcome: "asylum"}), does("sam", "case.end", End{Outcome: "stayed-with-help"}),
		"ending", "seat own-wish: met",
		does("pia", "case.end", End{Outcome: "asylum"}), "met",
	},
}

// Two values for one field are both kept until a person decides, whichever
// arrives first; what rests on them blocks meanwhile.
func TestTwoValuesAreBothKept(t *testing.T) {
	for _, a := range aparts {
		t.Run(strings.ReplaceAll(a.name, " ", "-"), func(t *testing.T) {
			w := begin(t, a.given...)
			w.beside(a.one, a.two)
			if got := fields(w.file); got != a.unsettled {
				t.Errorf("unsettled %q, want %q", got, a.unsettled)
			}
			for _, u := range w.file.Unsettled() {
				if len(u.Values) != 2 || u.Values[0].Entry == u.Values[1].Entry || bytes.Equal(u.Values[0].Says, u.Values[1].Says) {
					t.Errorf("%s: %+v", u.Field, u.Values)
				}
			}
			where, want, _ := strings.Cut(a.finding, ": ")
			act, rule, _ := strings.Cut(where, " ")
			if got := w.finds(safeguard.Act(act), safeguard.ID(rule)); got != want {
				t.Errorf("%s: %s, want %s", where, got, want)
			}
			w.settles(a.settle)
			if got := fields(w.file); got != "" {
				t.Errorf("settled, and still unsettled: %s", got)
			}
			if got := w.finds(safeguard.Act(act), safeguard.ID(rule)); got != a.after {
				t.Errorf("settled, %s: %s, want %s", where, got, a.after)
			}
		})
	}
}

func fields(c *Case) string {
	var all []string
	for _, u := range c.Unsettled() {
		all = append(all, u.Field)
	}
	return strings.Join(all, " ")
}

// beside records two acts of which neither knew the other, on two nodes, and
// folds them in both orders of arrival.
func (w *world) beside(one, two doing) {
	w.Helper()
	var both []ledger.Event
	for _, d := range []doing{one, two} {
		bodies, deed, err := w.try(d)
		if err != nil {
			w.Fatal(told(err))
		}
		for i, b := range bodies {
			e := w.event(d, deed, i, b)
			if i > 0 {
				e.Parents = []ledger.Hash{both[len(both)-1].ID}
			}
			both = append(both, e)
		}
	}
	there := slices.Clone(w.events)
	w.refold(append(slices.Clone(there), both...))
	first, err := json.Marshal(w.file)
	if err != nil {
		w.Fatal(err)
	}
	slices.Reverse(both)
	w.refold(append(there, both...))
	second, err := json.Marshal(w.file)
	if err != nil {
		w.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		w.Errorf("the order of arrival changes the file:\n%s\n%s", first, second)
	}
}

func (w *world) refold(events []ledger.Event) {
	h := ledger.Arrange(events)
	w.file, w.events = Fold(&h), h.Events
}

// settles records an act by somebody who knows everything that there is.
func (w *world) settles(d doing) {
	w.Helper()
	bodies, deed, err := w.try(d)
	if err != nil {
		w.Fatal(told(err))
	}
	for i, b := range bodies {
		e := w.event(d, deed, i, b)
		e.Parents = w.file.Heads
		w.refold(append(slices.Clone(w.events), e))
	}
}

// A seat that was given without knowing that it was freed stands.
func TestASeatBesideItsFreeing(t *testing.T) {
	w := begin(t, after("seat.give")...)
	w.beside(does("mov", "seat.free", movement.FreeSeat{Reason: "ill"}), does("cas", "seat.give", seat))
	if w.file.Travel.Movement != flight || fields(w.file) != "" {
		t.Errorf("the seat is on %q, unsettled %q", w.file.Travel.Movement, fields(w.file))
	}
}

// A boarding stays on record beside a seat elsewhere that did not know of it.
func TestABoardingBesideAnotherSeat(t *testing.T) {
	w := begin(t, before("boarding.board")...)
	w.beside(does("mov", "boarding.board", movement.Board{Movement: flight}), does("cas", "seat.give", movement.GiveSeat{Movement: "MJI-LOS-26-042", Line: "L-1", Reason: "medical"}))
	if w.file.Travel.Boarded == nil {
		t.Error("a boarding was lost")
	}
}

// An ending that nobody knew of who reopened the file stands.
func TestAnEndingBesideAReopening(t *testing.T) {
	w := begin(t, with(here, does("cas", "case.end", End{Outcome: "asylum"}))...)
	w.beside(does("cas", "case.reopen", Reopen{}), does("sam", "case.end", End{Outcome: "stayed-with-help"}))
	if w.file.Ending != "stayed-with-help" {
		t.Errorf("ended %q", w.file.Ending)
	}
	w.settles(does("pia", "case.reopen", Reopen{}))
	if w.file.Ending != "" || w.file.IsClosed {
		t.Errorf("reopened, and ended %q", w.file.Ending)
	}
}

// A later record of custody by somebody who did not know of the earlier one is
// later all the same.
func TestCustodyIsByDateFirst(t *testing.T) {
	w := begin(t, here...)
	held := does("cas", "custody.record", RecordCustody{Date: "now", Held: true, Place: "TAJ"}).on("10-05 09:00")
	w.beside(held, does("sam", "custody.record", RecordCustody{Date: "now"}).on("10-06 09:00"))
	if held, _ := w.file.Held(); held || fields(w.file) != "" {
		t.Errorf("released the day after, and held: %v, unsettled %q", held, fields(w.file))
	}
}

// Two doubts about age that did not know of each other both stand until two
// officers who know of both find an adult.
func TestTwoDoubtsAboutAge(t *testing.T) {
	doubt, adult := assessment.DoubtAge{Why: "x"}, assessment.SettleAge{How: "documents"}
	w := begin(t, with(before("boarding.board"), does("pia", "age.doubt", doubt), does("sam", "age.settle", adult))...)
	w.beside(does("cou", "age.doubt", doubt), does("cas", "age.settle", adult))
	if got := len(w.file.Facts(w.around(nil)).Person.AgeDoubts); got != 1 {
		t.Fatalf("%d doubts stand, want the one that nobody knew of who settled the other", got)
	}
	if got := w.finds(safeguard.Boarding, "best-interests"); got != "unmet assessment" {
		t.Errorf("a doubt was lost: %s", got)
	}
	w.settles(does("pia", "age.settle", adult))
	if got := w.finds(safeguard.Boarding, "best-interests"); got != "unmet assessment" {
		t.Errorf("one officer was enough: %s", got)
	}
	w.settles(does("sam", "age.settle", adult))
	if got := w.finds(safeguard.Boarding, "best-interests"); got != "not-applicable" {
		t.Errorf("settled by two officers: %s", got)
	}
}

// Who found a child is not outvoted by those who did not know of it.
func TestAChildFoundBesideAnAdult(t *testing.T) {
	w := begin(t, with(before("boarding.board"), does("pia", "age.doubt", assessment.DoubtAge{Why: "x"}), does("sam", "age.settle", assessment.SettleAge{How: "school"}))...)
	w.beside(does("cou", "age.settle", assessment.SettleAge{Child: true, How: "family"}), does("cas", "age.settle", assessment.SettleAge{How: "documents"}))
	for _, officer := range []string{"pia", "sam"} {
		if got := w.finds(safeguard.Boarding, "best-interests"); got != "unmet assessment" {
			t.Errorf("before %s looked again: %s", officer, got)
		}
		w.settles(does(officer, "age.settle", assessment.SettleAge{How: "documents"}))
	}
	if got := w.finds(safeguard.Boarding, "best-interests"); got != "not-applicable" {
		t.Errorf("two officers knew of it and found an adult: %s", got)
	}
}

package casefile

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldens are ways whose findings are frozen. A rule's answer may change only
// together with its logic number, which keeps the old answer beside the new: a
// book that names the old number is answered as it was.
func goldens() map[string][]doing {
	board := before("boarding.board")
	return map[string][]doing{
		"new":         here,
		"consented":   before("seat.give"),
		"cleared":     after("clearance.give"),
		"ready":       board,
		"withdrawn":   with(board, does("hot", "consent.withdraw", consent.Withdraw{Channel: "phone"})),
		"reported":    with(board, does("hot", "consent.report", consent.Report{Channel: "sms"})),
		"not-sure":    with(before("gate.answer"), does("gat", "gate.answer", said("not-sure"))),
		"held":        with(board, does("cas", "custody.record", RecordCustody{Date: "eve", Held: true, Place: "TAJ"})),
		"asylum":      with(board, does("cou", "asylum.request", assessment.RequestAsylum{})),
		"real-risk":   with(board, does("pia", "risk.assess", assessment.AssessRisk{Finding: "real", Sheet: "NGA-1"})),
		"trafficked":  with(board, does("sam", "trafficking.screen", screening.ScreenTrafficking{Talk: alone, Act: "yes", Means: "yes", Purpose: "yes"})),
		"child":       with(before("case.open"), childWay(child(10, "with-parent"))...),
		"lone-child":  with(before("case.open"), opened(child(14, "unaccompanied"))),
		"moved":       with(board, moves("11-21 10:40", 48*3600*1e9)),
		"constrained": with(board, does("pia", "voluntary.assess", assessment.Assess{Talk: inside(), Informed: true, Uncoerced: true, Alternatives: true, Constraints: []string{"ransomed"}})),
		"needy":       with(board, does("pia", "need.find", screening.FindNeed{Need: "medical", Travels: true, Notify: "early"})),
		"aged":        with(board, does("pia", "age.doubt", assessment.DoubtAge{Why: "x"})),
		"imported":    with(scene, opened(amina), lists("pia", "consent.give", declare)),
		"cancelled":   with(board, notes(Movement, "mov", "movement.cancel", movement.Cancel{})),
	}
}

func TestGoldens(t *testing.T) {
	for name, way := range goldens() {
		t.Run(name, func(t *testing.T) {
			w := begin(t, way...)
			for _, act := range []safeguard.Act{safeguard.Seat, safeguard.Boarding} {
				got := map[string]safeguard.Finding{}
				for _, w.book = range meanings(t) {
					for id, f := range w.findings(w.file, act) {
						got[fmt.Sprintf("%s/%d", id, f.Logic)] = f
					}
				}
				text, err := json.MarshalIndent(got, "", " ")
				if err != nil {
					t.Fatal(err)
				}
				frozen(t, filepath.Join("testdata", "findings", name+"-"+string(act)+".json"), append(text, '\n'))
			}
		})
	}
}

// meanings are the book of the tests as it is, and as it was before each change
// of what a rule means.
func meanings(t *testing.T) []*safeguard.Book {
	t.Helper()
	books := []*safeguard.Book{testBook(t)}
	newest := 1
	for _, c := range books[0].Clauses {
		newest = max(newest, c.Logic)
	}
	for logic := 1; logic < newest; logic++ {
		b := testBook(t)
		for i := range b.Clauses {
			c := &b.Clauses[i]
			c.Logic = min(c.Logic, logic)
		}
		if err := b.Compile(); err != nil {
			t.Fatal(err)
		}
		books = append(books, b)
	}
	return books
}

// frozen compares with a golden file. What it holds of older logic numbers
// stays; what is there now must be as it was.
func frozen(t *testing.T, name string, got []byte) {
	t.Helper()
	var have, now map[string]any
	if text, err := os.ReadFile(name); err == nil {
		if err := json.Unmarshal(text, &have); err != nil {
			t.Fatal(err)
		}
	} else if !*update {
		t.Fatal(err)
	}
	if err := json.Unmarshal(got, &now); err != nil {
		t.Fatal(err)
	}
	if *update {
		for rule, f := range have {
			if _, still := now[rule]; !still {
				now[rule] = f
			}
		}
		text, err := json.MarshalIndent(now, "", " ")
		if err == nil {
			err = os.MkdirAll(filepath.Dir(name), 0o755)
		}
		if err == nil {
			err = os.WriteFile(name, append(text, '\n'), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	for rule, f := range now {
		if _, was := have[rule]; !was {
			t.Errorf("%s has no answer in %s yet: a new rule, or a new logic number, is added by -update", rule, name)
			continue
		}
		if diff := cmp.Diff(have[rule], f); diff != "" {
			t.Errorf("%s answers otherwise than it did; a change of meaning needs a new logic number:\n%s", rule, diff)
		}
	}
}

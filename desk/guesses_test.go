package desk_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"amana/desk/desktest"
	"amana/domain/ledger"
	"amana/domain/movement"
)

// Whoever is brought in another's place can try a few words, and not a dictionary.
func TestWordsAtTheGateAreNotGuessed(t *testing.T) {
	w, _ := programme(t)
	numbers := travel(t, w, desktest.Traveller{Given: "Zainab", Until: "gate.confirm-person"}, desktest.Traveller{Given: "Halima", Until: "gate.confirm-person"})
	w.At(51, 10*time.Hour)
	says := func(number string, word ledger.Hash) error {
		args := movement.ConfirmPerson{Movement: desktest.Flight, How: "two-facts", Word: word, Picture: ledger.Hash{2}}
		_, err := w.Do(t.Context(), "gat", number, "gate.confirm-person", args)
		return err
	}
	their := ledger.Hash{1}
	for i := range byte(5) {
		if err := says(numbers[0], ledger.Hash{9, i}); err == nil || !strings.Contains(err.Error(), "not-what-they-chose") {
			t.Fatalf("wrong word %d: %v", i, err)
		}
		w.Set(w.Now().Add(time.Minute))
	}
	if err := says(numbers[0], their); err == nil || !strings.Contains(err.Error(), "too-many-guesses") {
		t.Errorf("the sixth: %v", err)
	}
	if err := says(numbers[1], their); err != nil {
		t.Errorf("somebody else: %v", err)
	}
	w.Set(w.Now().Add(40 * time.Minute))
	if err := says(numbers[0], their); err == nil || !strings.Contains(err.Error(), "too-many-guesses") {
		t.Errorf("within the hour: %v", err)
	}
	w.Set(w.Now().Add(20 * time.Minute))
	if err := says(numbers[0], their); err != nil {
		t.Errorf("an hour after the first: %v", err)
	}
}

// A word and one of twelve pictures are found in a moment by whoever has what is
// kept of them: nobody is given it who reads the file, or tries would not be counted.
func TestWhatIsKeptOfAWordIsShownToNobody(t *testing.T) {
	w, _ := programme(t)
	number := travel(t, w, desktest.Traveller{Given: "Zainab", Until: "gate.confirm-person"})[0]
	for _, who := range []string{"cou", "cas", "pia", "lea", "gat"} {
		c, err := w.Desk.Case(t.Context(), w.Who(who), number)
		if err != nil {
			t.Fatalf("%s: %v", who, err)
		}
		if len(c.File.Travel.Chosen) != 1 || c.File.Travel.Chosen[0].How != "two-facts" {
			t.Fatalf("%s reads nothing of what was chosen: %+v", who, c.File.Travel.Chosen)
		}
		events, err := w.Desk.Events(t.Context(), w.Who(who), number)
		if err != nil {
			t.Fatalf("%s: %v", who, err)
		}
		told, err := json.Marshal([]any{c, events})
		if err != nil {
			t.Fatal(err)
		}
		for _, member := range []string{`"facts"`, `"salt"`} {
			if i := bytes.Index(told, []byte(member)); i >= 0 {
				t.Errorf("%s is told %s", who, told[i:min(len(told), i+60)])
			}
		}
	}
	w.At(51, 10*time.Hour) // and it is compared all the same
	args := movement.ConfirmPerson{Movement: desktest.Flight, How: "two-facts", Word: ledger.Hash{1}, Picture: ledger.Hash{2}}
	if _, err := w.Do(t.Context(), "gat", number, "gate.confirm-person", args); err != nil {
		t.Error(err)
	}
}

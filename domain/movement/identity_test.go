package movement

import (
	"encoding/json"
	"strings"
	"testing"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

var chosenAs = ChooseIdentity{Talk: talk.Talk{Language: "hau", Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true, Control: talk.Free, Witness: talk.NoWitness}, How: safeguard.TwoFacts, Word: ledger.Hash{1}, Picture: ledger.Hash{2}}

func chosen(t *testing.T, command byte) ledger.Event { return chosenBy(t, command, 1, 2) }

// chosenBy is an event by which two facts were chosen, the first of a file.
func chosenBy(t *testing.T, command, word, picture byte) ledger.Event {
	t.Helper()
	id := ledger.Command{command}
	c := chosenAs
	c.Word, c.Picture = ledger.Hash{word}, ledger.Hash{picture}
	bodies, err := c.Decide(Travel{}, ledger.Deed{ID: id})
	if err != nil {
		t.Fatal(err)
	}
	return ledger.Event{ID: ledger.Hash{0xe0, command}, Command: id, Body: bodies[0]}
}

func fold(events ...ledger.Event) Travel {
	h := ledger.Arrange(events)
	s := Travel{Movement: "F"}
	for i := range h.Events {
		s.Apply(&h.Events[i], h.Events[i].Ref(i), &h.Past)
	}
	return s
}

func confirms(s Travel, word, picture byte) (PersonConfirmed, string) {
	bodies, err := ConfirmPerson{Movement: "F", How: safeguard.TwoFacts, Word: ledger.Hash{word}, Picture: ledger.Hash{picture}}.Decide(s, ledger.Deed{})
	if err != nil {
		return PersonConfirmed{}, err.(*fault.Fault).Key
	}
	return bodies[0].(PersonConfirmed), ""
}

// Nothing that is kept tells a fact: no digest of one, and nothing that two
// people with one word have in common.
func TestOfTwoFactsNothingIsKept(t *testing.T) {
	one, other := chosen(t, 1), chosen(t, 2)
	if one.Body.(IdentityChosen).Facts == other.Body.(IdentityChosen).Facts {
		t.Error("two who chose the same look alike")
	}
	confirmed, refused := confirms(fold(one), 1, 2)
	if refused != "" || confirmed.Choice != one.ID {
		t.Fatalf("%+v %s", confirmed, refused)
	}
	for _, b := range []ledger.Body{one.Body, confirmed} {
		text, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, digest := range []ledger.Hash{chosenAs.Word, chosenAs.Picture} {
			if strings.Contains(string(text), digest.String()) {
				t.Errorf("%s keeps a digest as it was told: %s", b.Kind(), text)
			}
		}
	}
}

func TestWhoseFactsTheyAre(t *testing.T) {
	one := chosen(t, 1)
	after := func(e ledger.Event, parents ...ledger.Hash) ledger.Event { e.Parents = parents; return e }
	other := chosenBy(t, 2, 3, 4)
	closed := one
	closed.Body = IdentityChosen{How: safeguard.TwoFacts}
	for name, c := range map[string]struct {
		state         Travel
		word, picture byte
		refused       string
	}{
		"both":                          {fold(one), 1, 2, ""},
		"a wrong word":                  {fold(one), 9, 2, "fault.not-what-they-chose"},
		"a wrong picture":               {fold(one), 1, 9, "fault.not-what-they-chose"},
		"sealed here":                   {fold(closed), 1, 2, "fault.facts-shut"},
		"nothing was chosen":            {fold(), 1, 2, "fault.no-facts-chosen"},
		"given up for another":          {fold(one, after(other, one.ID)), 1, 2, "fault.not-what-they-chose"},
		"the other":                     {fold(one, after(other, one.ID)), 3, 4, ""},
		"chosen beside it, elsewhere":   {fold(one, other), 1, 2, ""},
		"half of each of two choices":   {fold(one, other), 1, 4, "fault.not-what-they-chose"},
		"the one that can be read here": {fold(closed, other), 3, 4, ""},
		"neither, and one cannot be":    {fold(closed, other), 9, 4, "fault.facts-shut"},
	} {
		if _, refused := confirms(c.state, c.word, c.picture); refused != c.refused {
			t.Errorf("%s: %q, want %q", name, refused, c.refused)
		}
	}
}

// What is answered is a guess as soon as it rules a word out, however many other
// choices are sealed here.
func TestWhatIsAGuess(t *testing.T) {
	open, closed := chosen(t, 1), chosenBy(t, 2, 3, 4)
	closed.Body = IdentityChosen{How: safeguard.TwoFacts}
	for name, c := range map[string]struct {
		state Travel
		want  bool
	}{
		"compared":                   {fold(open), true},
		"compared, another one shut": {fold(open, closed), true},
		"nothing could be compared":  {fold(closed), false},
		"nothing was chosen":         {fold(), false},
	} {
		_, err := ConfirmPerson{Movement: "F", How: safeguard.TwoFacts, Word: ledger.Hash{9}, Picture: ledger.Hash{2}}.Decide(c.state, ledger.Deed{})
		if Guessed(err) != c.want {
			t.Errorf("%s: %v is a guess: %v", name, err, !c.want)
		}
	}
}

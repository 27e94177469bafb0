package movement

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// ChooseIdentity records by what the person wants to be known at the gate: a
// word and a picture that they chose alone, or a photograph that they agreed
// to. The file never holds the things themselves, nor digests of a short word
// that a list of words would find.
type ChooseIdentity struct {
	Talk       talk.Talk   `json:"talk" doc:"how it was chosen"`
	How        string      `json:"how" codes:"two-facts,photograph" doc:"by what they will be known"`
	Word       ledger.Hash `json:"word,omitzero" seal:"protection" doc:"SHA-256 of the word, in UTF-8 and small letters, without spaces around it"`
	Picture    ledger.Hash `json:"picture,omitzero" seal:"protection" doc:"SHA-256 of the picture's name, written like the word"`
	Photograph ledger.Hash `json:"photograph,omitzero" seal:"protection" doc:"SHA-256 of the photograph"`
}

// IdentityChosen is the event. Of word and picture it keeps one digest, salted.
type IdentityChosen struct {
	Talk       talk.Talk   `json:"talk"`
	How        string      `json:"how"`
	Facts      ledger.Hash `json:"facts,omitzero" seal:"protection"`
	Photograph ledger.Hash `json:"photograph,omitzero" seal:"protection"`
}

func (IdentityChosen) Kind() string { return "identity.chosen" }

// Shown is the event without what is kept of word and picture: whoever has that
// finds them by trying, and nobody counts how often.
func (c IdentityChosen) Shown() IdentityChosen {
	c.Facts = ledger.Hash{}
	return c
}

func (c ChooseIdentity) Decide(_ Travel, d ledger.Deed) ([]ledger.Body, error) {
	if !c.Talk.Sound() {
		return nil, fault.New(fault.Invalid, "fault.only-in-private").In("talk")
	}
	if c.How != safeguard.TwoFacts {
		if c.Photograph.IsZero() {
			return nil, fault.New(fault.Invalid, "fault.missing-field").In("photograph")
		}
		return ledger.One(IdentityChosen{Talk: c.Talk, How: c.How, Photograph: c.Photograph})
	}
	if err := bothFacts(c.Word, c.Picture); err != nil {
		return nil, err
	}
	return ledger.One(IdentityChosen{Talk: c.Talk, How: c.How, Facts: salted(d.ID, c.Word, c.Picture)})
}

// ConfirmPerson records that who stands at the gate is who the file is about.
type ConfirmPerson struct {
	Movement string      `json:"movement" format:"reference" doc:"the movement"`
	How      string      `json:"how" codes:"met-before,two-facts,photograph" doc:"how it was confirmed"`
	Word     ledger.Hash `json:"word,omitzero" doc:"of two facts: SHA-256 of the word that the person said at the gate, in UTF-8 and small letters, without spaces around it; compared and never kept"`
	Picture  ledger.Hash `json:"picture,omitzero" doc:"of two facts: SHA-256 of the name of the picture that they chose at the gate, written like the word; compared and never kept"`
}

// PersonConfirmed is the event. It says which choice the two facts were those
// of, and nothing of them.
type PersonConfirmed struct {
	Movement string      `json:"movement"`
	How      string      `json:"how"`
	Choice   ledger.Hash `json:"choice,omitzero"`
}

func (PersonConfirmed) Kind() string { return "gate.person-confirmed" }

func (c ConfirmPerson) Decide(t Travel, _ ledger.Deed) ([]ledger.Body, error) {
	confirmed := PersonConfirmed{Movement: c.Movement, How: c.How}
	if t.Movement != c.Movement {
		return nil, fault.New(fault.Invalid, "fault.no-seat").In("movement")
	}
	if c.How == safeguard.TwoFacts {
		if err := bothFacts(c.Word, c.Picture); err != nil {
			return nil, err
		}
		var err error
		if confirmed.Choice, err = t.whose(c.Word, c.Picture); err != nil {
			return nil, err
		}
	}
	return ledger.One(confirmed)
}

var (
	errNotChosen = fault.New(fault.Invalid, "fault.not-what-they-chose")
	errShut      = fault.New(fault.Busy, "fault.facts-shut") // nothing could be compared
	errPartShut  = fault.New(fault.Busy, "fault.facts-shut") // what could be compared was something else
)

// Guessed says whether an error of confirming a person tells that the two facts
// were compared with some that they chose, and were others: to whoever tries one
// word after the other it rules one out.
func Guessed(err error) bool { return errors.Is(err, errNotChosen) || errors.Is(err, errPartShut) }

// whose is the choice that two facts are those of. Which of the two was wrong
// nobody is told.
func (t *Travel) whose(word, picture ledger.Hash) (choice ledger.Hash, err error) {
	compared, shut := false, false
	for _, c := range t.Chosen {
		if c.How != safeguard.TwoFacts || c.Replaced {
			continue
		}
		if c.Facts.IsZero() {
			shut = true
			continue
		}
		compared = true
		told := salted(c.Salt, word, picture)
		if subtle.ConstantTimeCompare(told[:], c.Facts[:]) == 1 {
			choice = c.ID
		}
	}
	switch {
	case !choice.IsZero():
		return choice, nil
	case compared && shut:
		return choice, errPartShut
	case shut:
		return choice, errShut
	case compared:
		return choice, errNotChosen
	}
	return choice, fault.New(fault.Invalid, "fault.no-facts-chosen").In("how")
}

func bothFacts(word, picture ledger.Hash) error {
	switch {
	case word.IsZero():
		return fault.New(fault.Invalid, "fault.missing-field").In("word")
	case picture.IsZero():
		return fault.New(fault.Invalid, "fault.missing-field").In("picture")
	}
	return nil
}

// salted is what is kept of two facts. The salt is the id of the command by
// which they were chosen, so that no two choices look alike and no table of
// words, made before, finds one; the other half is that it is sealed.
func salted(salt ledger.Command, word, picture ledger.Hash) ledger.Hash {
	h := sha256.New()
	h.Write([]byte("amana-two-facts/v1\x00"))
	h.Write(salt[:])
	h.Write(word[:])
	h.Write(picture[:])
	return ledger.Hash(h.Sum(nil))
}

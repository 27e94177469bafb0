package movement

import (
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/talk"
)

// ChooseIdentity records by what the person wants to be known at the gate: a
// word and a picture that they chose alone, or a photograph that they agreed
// to. The file holds digests, never the things themselves.
type ChooseIdentity struct {
	Talk       talk.Talk   `json:"talk" doc:"how it was chosen"`
	How        string      `json:"how" codes:"two-facts,photograph" doc:"by what they will be known"`
	Word       ledger.Hash `json:"word,omitzero" seal:"protection" doc:"SHA-256 of the word"`
	Picture    ledger.Hash `json:"picture,omitzero" seal:"protection" doc:"SHA-256 of the picture's name"`
	Photograph ledger.Hash `json:"photograph,omitzero" seal:"protection" doc:"SHA-256 of the photograph"`
}

// IdentityChosen is the event.
type IdentityChosen struct{ ChooseIdentity }

func (IdentityChosen) Kind() string { return "identity.chosen" }

func (c ChooseIdentity) Decide(Travel, ledger.Deed) ([]ledger.Body, error) {
	missing := func(field string) ([]ledger.Body, error) {
		return nil, fault.New(fault.Invalid, "fault.missing-field").In(field)
	}
	switch facts := c.How == "two-facts"; {
	case !c.Talk.Sound():
		return nil, fault.New(fault.Invalid, "fault.only-in-private").In("talk")
	case facts && c.Word.IsZero():
		return missing("word")
	case facts && c.Picture.IsZero():
		return missing("picture")
	case !facts && c.Photograph.IsZero():
		return missing("photograph")
	}
	return ledger.One(IdentityChosen{c})
}

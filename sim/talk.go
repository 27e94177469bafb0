package sim

import (
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// outside is what a step is about when it must not be done where the person
// is held.
const outside = "outside-control"

// talk is a conversation as it should be held: alone, understood, and, unless
// the step asks for somewhere else, where the person is.
func (d *Doer) talk(c *casefile.Case, about string) talk.Talk {
	t := talk.Talk{
		Language: d.language(c), Understood: true, Mode: "in-person", OutOfHearing: true, OutOfSight: true,
		Control: talk.Free, Witness: talk.NoWitness,
	}
	if t.Language != "eng" {
		t.Interpreter = interpreter(talk.None)
	}
	if held, place := c.Held(); held && about != outside {
		t.Control, t.Place = talk.Held, place
	}
	return t
}

func interpreter(tie talk.Tie) *talk.Interpreter {
	return &talk.Interpreter{
		Code: "I-7", Tie: tie, Confidentiality: true, AcceptedAlone: true,
		SaidBack: []talk.SaidBack{talk.MaySayNo, talk.WhatIGet, talk.WhatElse},
	}
}

// overheard is a conversation that proves nothing: a relative spoke, others
// listened.
func overheard() talk.Talk {
	return talk.Talk{Language: "hau", Mode: "phone", Control: talk.Held, Witness: talk.NoWitness, Interpreter: interpreter("relative")}
}

func (d *Doer) language(c *casefile.Case) string {
	if len(c.Identity.Languages) > 0 {
		return c.Identity.Languages[0]
	}
	return "eng"
}

// taken lists every withdrawal, as the form for a new consent would.
func taken(c *casefile.Case) []ledger.Hash {
	var all []ledger.Hash
	for _, w := range c.Consent.Withdrawals {
		all = append(all, w.ID)
	}
	for _, r := range c.Consent.Reports {
		if r.Outcome == "confirmed" || r.Outcome == "cannot-ask" {
			all = append(all, r.Settled.ID)
		}
	}
	return all
}

// minor says whether the file is a child's today, and whether they can form a
// view.
func (d *Doer) minor(c *casefile.Case) (child, view bool) {
	class := d.class(c)
	return class == safeguard.Child || class == safeguard.Infant, class == safeguard.Child
}

func (d *Doer) class(c *casefile.Case) safeguard.Class {
	p := c.Facts(d.World.Around(d.Node, c, nil)).Person
	return p.ClassAt(d.World.Moment(d.Node), d.World.Book, Tripoli)
}

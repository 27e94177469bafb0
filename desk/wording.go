package desk

import (
	"cmp"
	"context"
	"slices"

	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/ledger"
)

// Wording is the newest approved version of a text in one language.
type Wording struct {
	Language string // ISO 639-3
	Version  int
	Body     string
}

// Wordings are the approved words of a text that people consent to, by
// language: what a person is read, and nothing that was not approved.
func (d *Desk) Wordings(ctx context.Context, who Actor, ref string) ([]Wording, error) {
	if !d.Sees(who, Theirs(who, casefile.Text)) {
		return nil, errNotThere
	}
	f, err := d.openOther(ctx, casefile.Text, ref)
	if err != nil {
		return nil, err
	}
	return wordings(f.Other.(*consent.Text), f.Events), nil
}

func wordings(t *consent.Text, events []ledger.Event) (all []Wording) {
	for i := range events {
		b, is := events[i].Body.(consent.TextApproved)
		if is && !events[i].Disputed && t.Approved[b.Language] == b.Version {
			all = append(all, Wording{b.Language, b.Version, b.Body})
		}
	}
	slices.SortFunc(all, func(a, b Wording) int { return cmp.Compare(a.Language, b.Language) })
	return slices.CompactFunc(all, func(a, b Wording) bool { return a.Language == b.Language })
}

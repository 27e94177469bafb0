package desk

import (
	"context"
	"encoding/json"
	"errors"

	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/rulebook"
)

// NoteWitnessed records of every proposal of rules or roles whose notice awaits
// witnesses that a quorum of them signed for it, once they have.
func (d *Desk) NoteWitnessed(ctx context.Context) error {
	if !d.witnesses.Requires() {
		return nil
	}
	var problems []error
	for _, b := range d.Books() {
		for i := range b.Versions {
			problems = append(problems, d.noteWitnessed(ctx, casefile.Rules, b.ID, "rulebook.witness", &b.Versions[i].Signing))
		}
	}
	for _, v := range d.Roles().Versions {
		problems = append(problems, d.noteWitnessed(ctx, casefile.Roles, RolesReference, "roles.witness", &v.Signing))
	}
	return errors.Join(problems...)
}

func (d *Desk) noteWitnessed(ctx context.Context, subject casefile.Subject, ref, command string, g *rulebook.Signing) error {
	if !g.Awaits || !g.Witnessed.IsZero() {
		return nil
	}
	proposal := g.Proposed.ID
	index, err := d.Locate(ctx, proposal)
	if fault.KindOf(err) == fault.Missing {
		return nil // it stands in the log of another node, which notes it
	}
	if err != nil {
		return err
	}
	first, err := d.witnessedBeyond(ctx, index)
	if err != nil || first.By.IsZero() {
		return err
	}
	args, err := json.Marshal(rulebook.Witness{Proposal: proposal, Size: int(first.Checkpoint.Size)})
	if err != nil {
		return err
	}
	// Several processes of one node may see it at once: one of them records it.
	r := Request{ID: Derived(ledger.Command(proposal[:16]), command), Command: command, Args: args}
	if _, err = d.DoOther(ctx, d.Self(), subject, ref, r); fault.KindOf(err) == fault.Conflict {
		return nil
	}
	return err
}

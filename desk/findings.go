package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Asked is a question about a case: may an act happen, judged at one moment,
// with what was known at another.
type Asked struct {
	For   safeguard.Act // clearance, if none is named
	At    time.Time     // zero: now
	Known Known         // the zero Known: everything known now
}

// Answer is what the rules say.
type Answer struct {
	Case     string              `json:"case"`
	For      safeguard.Act       `json:"for"`
	At       time.Time           `json:"at"`
	Known    string              `json:"known"` // as ParseKnown reads it
	Rulebook string              `json:"rulebook"`
	Clear    bool                `json:"clear"`
	Findings []safeguard.Finding `json:"findings"`
}

// Findings asks the rules about a case. The answer rests on the events that
// q.Known names and on nothing else: of the case, of every other stream that is
// read for it, and of users, texts and rule books. With heads, which name no
// user, text or book, those are taken as they stood when the newest of the
// events was recorded.
func (d *Desk) Findings(ctx context.Context, who Actor, number string, q Asked) (Answer, error) {
	v, err := d.open(ctx, who, number, "findings.read")
	if err != nil {
		return Answer{}, err
	}
	if q.At.IsZero() {
		q.At = d.Moment()
	}
	if q.For == "" {
		q.For = safeguard.Clearance
	}
	reads := d.roles.Compartments(who.Actor, subjectOf(v.file))
	if known := q.Known.String(); known != "now" {
		p := &past{desk: d, ctx: ctx, known: q.Known, at: q.At}
		if v, err = p.view(v.file); err != nil {
			return Answer{}, err
		}
	} else {
		v.book = d.register.book(q.At)
	}
	if v.book == nil {
		return Answer{}, fault.New(fault.Busy, "fault.no-rule-book")
	}
	found := safeguard.Evaluate(v.file.person.Facts(v.around), v.book, q.At, q.For)
	return Answer{
		Case: number, For: q.For, At: q.At.UTC(), Known: q.Known.String(), Rulebook: v.book.Name(),
		Clear: safeguard.Clear(found), Findings: Redact(found, reads),
	}, nil
}

// Redact leaves of each finding what its reader may know. Outside its
// compartment only whom to ask remains: no reason, no event, no way of meeting
// it from which more could be inferred.
func Redact(findings []safeguard.Finding, reads ledger.Set) []safeguard.Finding {
	out := slices.Clone(findings)
	for i := range out {
		f := &out[i]
		if reads.Has(f.Compartment) {
			continue
		}
		if f.State == safeguard.NotApplicable || f.State == safeguard.Met {
			f.State = safeguard.Met
		}
		*f = safeguard.Finding{
			Safeguard: f.Safeguard, State: f.State, Compartment: f.Compartment, Ask: f.Ask, Logic: f.Logic,
			Reason: safeguard.Reason{Key: "ask." + f.Ask},
		}
	}
	return out
}

// redacted limits the findings that a refusal carries to what the actor may read.
func (d *Desk) redacted(err error, who Actor, v *view) error {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Findings == nil {
		return err
	}
	if all, ok := f.Findings.([]safeguard.Finding); ok {
		g := *f
		g.Findings = Redact(safeguard.Blocking(all), d.roles.Compartments(who.Actor, subjectOf(v.file)))
		return &g
	}
	return err
}

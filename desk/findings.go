package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"amana/desk/dossier"
	"amana/domain/access"
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
	now, err := d.open(ctx, who, number, "findings.read")
	if err != nil {
		return Answer{}, err
	}
	if q.At.IsZero() {
		q.At = d.Moment()
	}
	if q.For == "" {
		q.For = safeguard.Clearance
	}
	reads := d.whys(who, d.subjectOf(now.file))
	v := &now.View
	if known := q.Known.String(); known != "now" {
		if err := d.checkKnown(ctx, q.Known); err != nil {
			return Answer{}, err
		}
		if v, err = d.past(q.Known, q.At).view(ctx, now.file); err != nil {
			return Answer{}, err
		}
	} else {
		v.Book = d.register.now().Book(q.At)
	}
	if v.Book == nil {
		return Answer{}, fault.New(fault.Busy, "fault.no-rule-book")
	}
	found := shown(v, q, reads)
	return Answer{
		Case: number, For: q.For, At: q.At.UTC(), Known: q.Known.String(), Rulebook: v.Book.Name(),
		Clear: safeguard.Clear(found), Findings: found,
	}, nil
}

// whys says of which findings somebody may read why. Whoever opens only some
// kinds of events, as movement staff, reads only what is their own turn: of the
// rest they are told whom to ask, or they could infer what they may not open.
type whys struct {
	opens ledger.Set
	roles []access.Role
	part  bool
	noes  bool // that somebody said no is theirs to read
}

func (d *Desk) whys(who Actor, s access.Subject) whys {
	view := d.roles.View(who.Actor, s)
	return whys{view.All(), who.Roles, !view.Whole(), view.Of("consent.withdrawn").Has(ledger.General)}
}

func (r whys) why(f *safeguard.Finding) bool {
	if !r.opens.Has(f.Compartment) {
		return false
	}
	return !r.part || f.State.Blocks() && (r.plays(f.Owner) || slices.ContainsFunc(f.Next, func(s safeguard.Step) bool { return r.plays(s.By) }))
}

func (r whys) plays(role access.Role) bool { return slices.Contains(r.roles, role) }

// shown is what the rules say at an act, as far as a reader may know. Whom to
// ask about the rest is said of all acts together: each rule is due at acts of
// its own, so that asking about one act after the other would tell which rule
// it is that blocks.
func shown(v *dossier.View, q Asked, reads whys) []safeguard.Finding {
	facts := v.File.Person.Facts(v.Around)
	found := safeguard.Evaluate(facts, v.Book, q.At, q.For)
	if !slices.ContainsFunc(found, func(f safeguard.Finding) bool { return !reads.why(&f) }) {
		return found
	}
	var all []safeguard.Finding
	for _, act := range safeguard.Acts {
		all = append(all, safeguard.Evaluate(facts, v.Book, q.At, act)...)
	}
	return append(reads.visible(found), asks(all, reads)...)
}

// redact leaves of the findings what their reader may know. Of those outside
// the reader's compartments one remains for each answer, "not yet: ask
// protection", if any of them blocks: not which rule, nor how many, nor that
// there was anything to ask when none does.
func redact(findings []safeguard.Finding, reads whys) []safeguard.Finding {
	return append(reads.visible(findings), asks(findings, reads)...)
}

// visible are the findings that a reader may know. Of a no that stands, whoever may
// read that it was said is told that and nothing of what was done since: without it
// they would be told to give a seat.
func (r whys) visible(findings []safeguard.Finding) []safeguard.Finding {
	out := make([]safeguard.Finding, 0, len(findings))
	for _, f := range findings {
		switch {
		case r.why(&f):
			out = append(out, f)
		case r.noes && f.SaysNo():
			out = append(out, safeguard.Finding{
				Safeguard: f.Safeguard, State: f.State, Basis: f.Basis, Reason: f.Reason, Compartment: f.Compartment, Owner: f.Owner,
				Next: []safeguard.Step{{Do: "counselling.hold", By: access.Counsellor}},
			})
		}
	}
	return out
}

// asks says, once for each answer, whom to ask about what blocks outside the
// reader's compartments; in the order of the answers, which tells nothing.
func asks(findings []safeguard.Finding, reads whys) []safeguard.Finding {
	var all []safeguard.Finding
	for _, f := range findings {
		if reads.why(&f) || !f.State.Blocks() || slices.ContainsFunc(all, func(a safeguard.Finding) bool { return a.Ask == f.Ask }) {
			continue
		}
		all = append(all, standIn(f.Ask))
	}
	slices.SortFunc(all, func(a, b safeguard.Finding) int { return strings.Compare(a.Ask, b.Ask) })
	return all
}

// redacted limits the findings that a refusal carries to what the actor may read.
func (d *Desk) redacted(err error, who Actor, v *view) error {
	f := fault.Of(err)
	if f == nil || f.Findings == nil {
		return err
	}
	if all, ok := f.Findings.([]safeguard.Finding); ok {
		g := *f
		g.Findings = redact(safeguard.Blocking(all), d.whys(who, d.subjectOf(v.file)))
		return &g
	}
	return err
}

// standIn is what is told in place of all that blocks behind one answer. Nothing
// of it follows from which rules they are, nor from the person: it has whose turn
// it is to explain and no day, since a day of its own would tell the rule.
func standIn(ask string) safeguard.Finding {
	f := safeguard.Finding{State: safeguard.Unmet, Ask: ask, Reason: safeguard.Reason{Key: "ask." + ask}}
	switch ask { // protection stands for asylum too: which of the two it is would tell
	case "health":
		f.Compartment, f.Owner = ledger.Medical, access.Health
	case "papers":
		f.Compartment, f.Owner = ledger.Protection, access.Caseworker
	default:
		f.Compartment, f.Owner = ledger.Protection, access.ProtectionOfficer
	}
	f.Next = []safeguard.Step{{Wait: ask, By: f.Owner}}
	return f
}

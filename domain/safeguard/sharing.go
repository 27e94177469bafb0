package safeguard

import (
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

// Shares is what an act shares: with whom, for what, and of which country they
// are where there is one for each.
type Shares struct{ Recipient, Purpose, Country string }

// What is shared by an act that is no step of a return: with UNHCR that it counsels, and
// with whoever holds the person that they are let go.
var (
	WithUNHCR  = Shares{Recipient: "unhcr", Purpose: "protection"}
	ForRelease = Shares{Recipient: "libyan-authority", Purpose: "release"}
)

func (s Shares) String() string {
	text := s.Recipient + "/" + s.Purpose
	if s.Country != "" {
		text += "/" + s.Country
	}
	return text
}

// shared is what an act at which rules are due shares, where nobody says what
// it would be; of those abroad, with the country to which the person goes.
func (q *question) shared() []Shares {
	if q.Shares != nil {
		return []Shares{*q.Shares}
	}
	switch {
	case q.doing(Embassy):
		return []Shares{{"embassy", "travel-document", q.Person.Destination}}
	case q.doing(Authority):
		return []Shares{{"libyan-authority", "exit-permission", ""}}
	case q.doing(Notice):
		return []Shares{{"receiving-mission", "reception", q.Person.Destination}}
	case q.doing(Lock, Boarding):
		return q.Around.Movement.Named()
	}
	return nil
}

// Named is with whom the manifest of a movement, when it is closed, shares who comes: the
// carrier, and every State on the way.
func (m *Movement) Named() []Shares {
	all := []Shares{{"carrier", "travel", ""}}
	if m != nil {
		for _, state := range m.Transit {
			all = append(all, Shares{"transit-state", "travel", state})
		}
	}
	return all
}

// MayShare asks only whether the person agreed to what an act shares that is no
// step of a return.
func MayShare(facts *Facts, book *Book, at time.Time) Finding {
	q := about(facts, book, at, Authority)
	for i := range book.Clauses {
		if c := &book.Clauses[i]; c.ID == "sharing-consented" && c.inForce(at, facts.Around.Local()) {
			q.clause = c
			return q.ask()
		}
	}
	return Finding{Safeguard: "sharing-consented", State: NotApplicable}
}

// sharingConsented: for each recipient and purpose a consent for exactly that,
// through nobody unfit; none, and that act does not happen.
func sharingConsented(q *question) verdict {
	all := q.shared()
	if len(all) == 0 {
		return notApplicable()
	}
	v := met(time.Time{})
	for _, to := range all {
		on, agreed := q.agreed(to, q.counts)
		if !agreed {
			return unmet("none", doAbout("sharing.consent", to.String(), access.Counsellor)).
				with("recipient", to.Recipient).with("purpose", to.Purpose).on(on)
		}
		v = v.on(on)
	}
	return v
}

// Agreed says whether the person agrees to what an act shares.
func (f *Facts) Agreed(to Shares) bool {
	_, agreed := f.agreed(to, f.counts)
	return agreed
}

// agreed is the newest consent to it that may be relied on, or what took it back
// that this consent does not know of.
func (f *Facts) agreed(to Shares, counts func(ledger.Ref) bool) (on ledger.Ref, agreed bool) {
	given, agreed := lastOf(f.Preparation.Sharing, func(s Sharing) bool {
		return !s.Withdrawn && s.of(to) && counts(s.Ref) && s.Interpreter.Fit()
	})
	for _, s := range f.Preparation.Sharing {
		if s.Withdrawn && s.of(to) && !(agreed && f.knows(given.Ref, s.Ref)) {
			return s.Ref, false
		}
	}
	return given.Ref, agreed
}

// refuses is the person's word that something is not shared, if it stands; zero: there
// is none.
func (q *question) refuses(to Shares) ledger.Ref {
	if on, agreed := q.agreed(to, q.counts); !agreed {
		return on
	}
	return ledger.Ref{}
}

// of says whether what was said is of what an act shares. What names no country
// takes back for all, and of whom there is only one it takes back whatever it names.
func (s Sharing) of(to Shares) bool {
	return s.Recipient == to.Recipient && s.Purpose == to.Purpose &&
		(s.Country == to.Country || s.Withdrawn && (s.Country == "" || to.Country == ""))
}

// Package rulebook holds how a rule book comes into force: proposed, signed by
// two officers, in force at once when it tightens and fourteen days after it
// was published and witnessed when it loosens anything. Each book has one stream.
package rulebook

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// State is one rule book with its versions.
type State struct {
	ID       string    `json:"id"`
	Versions []Version `json:"versions"`
}

// Version is one version of the book.
type Version struct {
	Book safeguard.Book `json:"book"`
	Signing
}

func (v *Version) loosens(next *Version) []string { return v.Book.Loosens(&next.Book) }

// Kinds are the events of this stream.
var Kinds = []ledger.Body{Proposed{}, Signed{}, Witnessed{}}

// Propose publishes a version. It has no force yet.
type Propose struct {
	Book json.RawMessage `json:"book" doc:"the whole rule book"`
}

// Proposed is the event.
type Proposed struct {
	Propose
	Loosens []string `json:"loosens,omitempty"`
	Awaits  bool     `json:"awaits,omitempty"` // the node requires witnesses: notice counts from their word
}

func (Proposed) Kind() string { return "rulebook.proposed" }

func (c Propose) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	// What nobody would follow must not stand in what two officers sign.
	if err := strictly(c.Book, &safeguard.Book{}); err != nil {
		return nil, fault.New(fault.Invalid, "fault.book-unreadable").In("book").Because(err)
	}
	book, err := read(c.Book, d.Moment)
	if err == nil {
		err = book.Complete()
	}
	if err != nil {
		return nil, err
	}
	last := s.newest()
	switch {
	case s.ID != "" && s.ID != book.ID:
		return nil, fault.New(fault.Invalid, "fault.another-subject").In("book")
	case last != nil && book.Version != last.Book.Version+1 || last == nil && book.Version != 1:
		return nil, fault.New(fault.Conflict, "fault.version-order").In("book")
	}
	return ledger.One(Proposed{c, loosens(s.Versions, &Version{Book: book}, d.Moment), d.Witnesses})
}

// strictly reads JSON without a member that means nothing.
func strictly(text json.RawMessage, into any) error {
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

// read is a book that was published at a moment, over the floors of then.
func read(text json.RawMessage, published time.Time) (book safeguard.Book, err error) {
	if err := json.Unmarshal(text, &book); err != nil {
		return book, fault.New(fault.Invalid, "fault.book-unreadable").In("book").Because(err)
	}
	if err := book.Compile(); err != nil {
		return book, err
	}
	if err := book.FloorsHold(day.Of(published)); err != nil {
		return book, err
	}
	return book, below(&book, published)
}

// below refuses a book that is below the floors of a moment.
func below(b *safeguard.Book, at time.Time) error {
	if where := b.Below(at); len(where) > 0 {
		return fault.New(fault.Invalid, "fault.book-below-floor", fault.A("where", where))
	}
	return nil
}

// Sign is one of two signatures: one from protection, one from outside the
// programme's line. It is of the text that its officer read: another node may
// have proposed the same number without knowing of this one.
type Sign struct {
	Proposal ledger.Hash `json:"proposal" doc:"the event of the proposal that was read"`
	Side     string      `json:"side" codes:"protection,outside" doc:"for which side"`
}

// Signed is the event.
type Signed struct{ Sign }

func (Signed) Kind() string { return "rulebook.signed" }

func (c Sign) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	v := proposedBy(s.Versions, c.Proposal)
	if v == nil {
		return nil, errNoProposal
	}
	if s.passed(v) {
		return nil, fault.New(fault.Conflict, "fault.version-signed").In("proposal")
	}
	if err := below(&v.Book, d.Moment); err != nil {
		return nil, err
	}
	if err := v.may(c.Side, d.By); err != nil {
		return nil, err
	}
	return ledger.One(Signed{c})
}

// Apply folds one event of the book.
func (s *State) Apply(e *ledger.Event, at ledger.Ref, _ *ledger.Ancestry) {
	switch b := e.Body.(type) {
	case Proposed:
		book, err := read(b.Book, at.Until)
		if err != nil {
			return
		}
		v := Version{Book: book, Signing: Signing{Proposed: at, Awaits: b.Awaits}}
		v.Loosens = loosens(s.Versions, &v, at.Until) // never taken from who proposes
		s.ID = book.ID
		s.Versions = append(s.Versions, v)
	case Signed:
		if v := proposedBy(s.Versions, b.Proposal); v != nil && !s.passed(v) && below(&v.Book, at.Until) == nil {
			v.sign(b.Side, at, func() []string { return loosens(s.Versions, v, at.Until) })
		}
	case Witnessed:
		if v := proposedBy(s.Versions, b.Proposal); v != nil {
			v.witness(at)
		}
	}
}

// InForce is the book that holds at a moment, or nil. If floors were raised since
// it was signed, they hold in its place from their day on.
func (s *State) InForce(at time.Time) *safeguard.Book {
	if v := inForce(s.Versions, at); v != nil {
		return v.Book.Raised(at)
	}
	return nil
}

// Below lists where what two officers signed, and holds, is below the floors of a
// moment.
func (s *State) Below(at time.Time) []string {
	if v := inForce(s.Versions, at); v != nil {
		return v.Book.Below(at)
	}
	return nil
}

// Since is when a version of the book first took force; zero: none has.
func (s *State) Since() time.Time {
	if s == nil {
		return time.Time{}
	}
	return since(s.Versions)
}

func (s *State) newest() *Version {
	if len(s.Versions) == 0 {
		return nil
	}
	return &s.Versions[len(s.Versions)-1]
}

// passed says whether another text of the same number was signed by both sides:
// findings name a book by its number, and must mean one.
func (s *State) passed(v *Version) bool {
	return slices.ContainsFunc(s.Versions, func(o Version) bool {
		return o.Book.Version == v.Book.Version && o.Proposed.ID != v.Proposed.ID && o.agreed()
	})
}

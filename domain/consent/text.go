package consent

import (
	"slices"
	"strings"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// NoText is the version of a declaration that a list tells of and that was not to
// a text of Amana's: none is ever approved with it.
const NoText = 9999

// Text is one text that people consent to, with its approved translations.
// Each text has one stream.
type Text struct {
	Reference string         `json:"reference"`
	Approved  map[string]int `json:"approved"`         // newest approved version by language
	Unread    []ledger.Stray `json:"unread,omitempty"` // what may be another and nobody can read, and nobody who knew of it approved one since
}

// TextKinds are the events of a text's stream.
var TextKinds = []ledger.Body{TextApproved{}}

// ApproveText approves a version of a text in one language.
type ApproveText struct {
	Reference string `json:"reference" codes:"return-declaration" doc:"which text"`
	Language  string `json:"language" format:"language" doc:"ISO 639-3"`
	Version   int    `json:"version" min:"1" max:"9998" doc:"the version"`
	Body      string `json:"body" max:"8000" doc:"the words"`
}

// TextApproved is the event.
type TextApproved struct{ ApproveText }

func (TextApproved) Kind() string { return "text.approved" }

func (c ApproveText) Decide(t Text, _ ledger.Deed) ([]ledger.Body, error) {
	if t.Reference != "" && t.Reference != c.Reference {
		return nil, fault.New(fault.Invalid, "fault.another-subject").In("reference")
	}
	if c.Version <= t.Approved[c.Language] {
		return nil, fault.New(fault.Conflict, "fault.version-order").In("version")
	}
	return ledger.One(TextApproved{c})
}

// Apply folds one event of the text.
func (t *Text) Apply(e *ledger.Event, at ledger.Ref, past *ledger.Ancestry) {
	if b, ok := e.Body.(TextApproved); ok {
		t.Unread = slices.DeleteFunc(t.Unread, func(x ledger.Stray) bool { return past.Follows(at, x.Ref) })
		if t.Approved == nil {
			t.Approved = map[string]int{}
		}
		t.Reference, t.Approved[b.Language] = b.Reference, b.Version
	}
}

// Stray keeps what nobody can read.
func (t *Text) Stray(x ledger.Stray) { t.Unread = append(t.Unread, x) }

// Published refuses a declaration to a version that no approved text has, of those
// that are known here by "text/language" with their newest version: approved one
// day, it would turn into a consent to words that nobody has seen. An older one
// is what was signed. What a child objects to is taken whatever it is.
func (c Give) Published(approved map[string]int, d ledger.Deed) error {
	newest := approved[c.Text+"/"+c.Language]
	for text, version := range approved {
		if c.Sight && strings.HasPrefix(text, c.Text+"/") {
			newest = max(newest, version)
		}
	}
	switch {
	case c.Version <= newest, c.View == safeguard.Objects, c.Version == NoText && d.Imported != "":
		return nil
	case d.Imported != "":
		return fault.New(fault.Invalid, "fault.no-such-text-in-list").In("version")
	case newest == 0:
		return fault.New(fault.Invalid, "fault.no-text-in-language").In("language")
	}
	return fault.New(fault.Invalid, "fault.no-such-text-version", fault.A("newest", newest)).In("version")
}

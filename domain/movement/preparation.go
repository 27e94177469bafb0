package movement

import (
	"slices"

	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// Preparation is papers and notices of one case, in fold order.
type Preparation struct {
	Documents []safeguard.Document `json:"documents,omitempty"`
	Exits     []safeguard.Exit     `json:"exits,omitempty"`
	Notices   []safeguard.Notified `json:"notices,omitempty"`
	Embassies []string             `json:"embassies,omitempty"` // that were contacted, by their countries
}

// PreparationKinds are its events.
var PreparationKinds = []ledger.Body{DocumentRecorded{}, DocumentWithdrawn{}, ExitRecorded{}, NoticeSent{}, NoticeAcknowledged{}, NoticeHeard{}, OtherAccepted{}, EmbassyContacted{}, AuthorityNamed{}, Transported{}}

// ContactEmbassy records contact with an embassy or consulate about a person.
type ContactEmbassy struct {
	Embassy string `json:"embassy" format:"country" doc:"of which country"`
	For     string `json:"for" codes:"travel-document,nationality,entry" doc:"for what"`
}

// EmbassyContacted is the event.
type EmbassyContacted struct{ ContactEmbassy }

func (EmbassyContacted) Kind() string { return "embassy.contacted" }

func (c ContactEmbassy) Decide(Preparation, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(EmbassyContacted{c})
}

// NameToAuthority records that an authority was told the person's name: here, at the
// airport, or of a State on the way.
type NameToAuthority struct {
	For       string `json:"for" codes:"exit-permission,release,transport,travel" doc:"for what"`
	Recipient string `json:"recipient,omitempty" codes:"libyan-authority,airport,transit-state" doc:"who was told; absent: a Libyan authority"`
	Country   string `json:"country,omitempty" format:"country" doc:"of a transit State: which one"`
}

// AuthorityNamed is the event.
type AuthorityNamed struct{ NameToAuthority }

func (AuthorityNamed) Kind() string { return "authority.named" }

func (c NameToAuthority) Decide(Preparation, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(AuthorityNamed{c})
}

// TakeOut records transport out of a place of detention towards a return.
type TakeOut struct {
	To string `json:"to" codes:"airport,shelter,office" doc:"where to"`
}

// Transported is the event.
type Transported struct{ TakeOut }

func (Transported) Kind() string { return "transport.taken" }

func (c TakeOut) Decide(Preparation, ledger.Deed) ([]ledger.Body, error) {
	return ledger.One(Transported{c})
}

// RecordDocument records a travel document.
type RecordDocument struct {
	Document string  `json:"document" codes:"passport,emergency-travel-document,laissez-passer,birth-certificate" doc:"what it is"`
	Number   string  `json:"number,omitempty" seal:"protection" max:"40" doc:"its number"`
	From     day.Day `json:"from" doc:"valid from this day"`
	To       day.Day `json:"to" doc:"valid to the end of this day"`
	Through  string  `json:"through" codes:"own,embassy,other" doc:"how it was obtained: the person had it, from their embassy or consulate, or in another way"`
}

// DocumentRecorded is the event.
type DocumentRecorded struct{ RecordDocument }

func (DocumentRecorded) Kind() string { return "document.recorded" }

func (c RecordDocument) Decide(Preparation, ledger.Deed) ([]ledger.Body, error) {
	if c.To.Before(c.From) {
		return nil, fault.New(fault.Invalid, "fault.ends-before-it-starts").In("to")
	}
	return ledger.One(DocumentRecorded{c})
}

// WithdrawDocument records that nobody can travel with a document any more, or never
// could. That it came from an embassy stays on record.
type WithdrawDocument struct {
	Document ledger.Hash `json:"document" doc:"the event that recorded it"`
	Why      string      `json:"why" codes:"lost,taken-away,revoked,another-person" doc:"what became of it, or that it is another person's"`
}

// DocumentWithdrawn is the event.
type DocumentWithdrawn struct{ WithdrawDocument }

func (DocumentWithdrawn) Kind() string { return "document.withdrawn" }

func (c WithdrawDocument) Decide(s Preparation, d ledger.Deed) ([]ledger.Body, error) {
	i := slices.IndexFunc(s.Documents, func(k safeguard.Document) bool { return k.ID == c.Document })
	switch {
	case i < 0:
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("document")
	case d.Happened.Before(s.Documents[i].Since):
		return nil, fault.TooEarly(s.Documents[i].Since)
	}
	return ledger.One(DocumentWithdrawn{c})
}

// RecordExit records the State's answer on exit.
type RecordExit struct {
	Granted bool    `json:"granted" doc:"granted; otherwise refused"`
	From    day.Day `json:"from,omitzero" doc:"valid from this day"`
	To      day.Day `json:"to,omitzero" doc:"valid to the end of this day"`
}

// ExitRecorded is the event.
type ExitRecorded struct{ RecordExit }

func (ExitRecorded) Kind() string { return "exit.recorded" }

func (c RecordExit) Decide(Preparation, ledger.Deed) ([]ledger.Body, error) {
	if c.Granted && (c.From.IsZero() || c.To.Before(c.From)) {
		return nil, fault.New(fault.Invalid, "fault.ends-before-it-starts").In("to")
	}
	return ledger.One(ExitRecorded{c})
}

// SendNotice records that the receiving mission was told of needs, and of the
// movement on which the person comes. To which country that is, casefile knows.
type SendNotice struct {
	Needs    []ledger.Hash `json:"needs" doc:"the events that found them"`
	Movement string        `json:"movement" format:"reference" doc:"the movement on which the person comes"`
}

// NoticeSent is the event.
type NoticeSent struct {
	SendNotice
	To string `json:"to"` // the country of the mission
}

func (NoticeSent) Kind() string { return "notice.sent" }

func (c SendNotice) Decide(s Preparation, _ ledger.Deed) ([]ledger.Body, error) {
	if len(c.Needs) == 0 {
		return nil, fault.New(fault.Invalid, "fault.nothing-said").In("needs")
	}
	return ledger.One(NoticeSent{SendNotice: c})
}

// AcknowledgeNotice records the receiving mission's answer, under its own account.
type AcknowledgeNotice struct {
	Notice ledger.Hash `json:"notice" doc:"the notice's event"`
	Meets  string      `json:"meets,omitempty" seal:"protection" max:"200" doc:"who meets the person; absent: nobody is named yet"`
}

// NoticeAcknowledged is the event.
type NoticeAcknowledged struct{ AcknowledgeNotice }

func (NoticeAcknowledged) Kind() string { return "notice.acknowledged" }

func (c AcknowledgeNotice) Decide(s Preparation, _ ledger.Deed) ([]ledger.Body, error) {
	return s.noticed(c.Notice, NoticeAcknowledged{c})
}

// HearNotice records the spoken word of the receiving mission's duty line, by
// the officer who telephoned, of the time at which they did.
type HearNotice struct {
	Notice ledger.Hash `json:"notice" doc:"the notice's event"`
	Spoke  string      `json:"spoke" seal:"protection" max:"200" doc:"who spoke for the mission"`
	Meets  string      `json:"meets" seal:"protection" max:"200" doc:"who meets the person"`
}

// NoticeHeard is the event.
type NoticeHeard struct{ HearNotice }

func (NoticeHeard) Kind() string { return "notice.heard" }

func (c HearNotice) Decide(s Preparation, _ ledger.Deed) ([]ledger.Body, error) {
	switch {
	case c.Spoke == "":
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("spoke")
	case c.Meets == "":
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("meets")
	}
	return s.noticed(c.Notice, NoticeHeard{c})
}

// AcceptOther records that, nobody having answered, the person, asked alone,
// accepts another person or organisation to meet them. So does who does not want
// that the mission is told of them: there is no notice then.
type AcceptOther struct {
	Notice   ledger.Hash   `json:"notice,omitzero" doc:"the notice's event; absent when the person does not want that the receiving mission is told"`
	Needs    []ledger.Hash `json:"needs,omitempty" doc:"without a notice: the events that found the needs"`
	Movement string        `json:"movement,omitempty" format:"reference" doc:"without a notice: the movement on which the person comes"`
	Meets    string        `json:"meets" seal:"protection" max:"200" doc:"who meets the person, and whom they accept"`
	Talk     talk.Talk     `json:"talk" doc:"how the person was asked"`
}

// OtherAccepted is the event.
type OtherAccepted struct {
	AcceptOther
	To string `json:"to,omitempty"` // without a notice: the country to which they go
}

func (OtherAccepted) Kind() string { return "notice.other-accepted" }

func (c AcceptOther) Decide(s Preparation, _ ledger.Deed) ([]ledger.Body, error) {
	switch {
	case c.Meets == "":
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("meets")
	case !c.Talk.Sound():
		return nil, fault.New(fault.Invalid, "fault.only-in-private").In("talk")
	}
	switch {
	case !c.Notice.IsZero():
		return s.noticed(c.Notice, OtherAccepted{AcceptOther: c})
	case len(c.Needs) == 0:
		return nil, fault.New(fault.Invalid, "fault.nothing-said").In("needs")
	case c.Movement == "":
		return nil, fault.New(fault.Invalid, "fault.missing-field").In("movement")
	}
	return ledger.One(OtherAccepted{AcceptOther: c})
}

func (s Preparation) noticed(id ledger.Hash, b ledger.Body) ([]ledger.Body, error) {
	if !slices.ContainsFunc(s.Notices, func(n safeguard.Notified) bool { return n.ID == id && !n.Unsent }) {
		return nil, fault.New(fault.Invalid, "fault.no-such-event").In("notice")
	}
	return ledger.One(b)
}

// Apply folds one event of the case; events of other rooms change nothing.
func (s *Preparation) Apply(e *ledger.Event, at ledger.Ref) {
	switch b := e.Body.(type) {
	case DocumentRecorded:
		s.Documents = append(s.Documents, safeguard.Document{Ref: at, Kind: b.Document, From: b.From, To: b.To, Through: b.Through})
	case DocumentWithdrawn:
		s.withdraw(b.Document, at)
	case EmbassyContacted:
		if !slices.Contains(s.Embassies, b.Embassy) {
			s.Embassies = append(s.Embassies, b.Embassy)
		}
	case ExitRecorded:
		s.Exits = append(s.Exits, safeguard.Exit{Ref: at, Granted: b.Granted, From: b.From, To: b.To})
	case NoticeSent:
		s.Notices = append(s.Notices, safeguard.Notified{Ref: at, To: b.To, Needs: b.Needs, Movement: b.Movement})
	case NoticeAcknowledged:
		s.each(b.Notice, func(n *safeguard.Notified) { n.Acknowledged, n.MeetsNamed = at, b.Meets != "" })
	case NoticeHeard:
		s.each(b.Notice, func(n *safeguard.Notified) { n.Heard = at })
	case OtherAccepted:
		if b.Notice.IsZero() {
			s.Notices = append(s.Notices, safeguard.Notified{Ref: at, Unsent: true, To: b.To, Needs: b.Needs, Movement: b.Movement, Other: at, Interpreter: b.Talk.Interpreter})
			return
		}
		s.each(b.Notice, func(n *safeguard.Notified) { n.Other, n.Interpreter = at, b.Talk.Interpreter })
	}
}

// withdraw ends a document, however often it was written down.
func (s *Preparation) withdraw(recorded ledger.Hash, at ledger.Ref) {
	i := slices.IndexFunc(s.Documents, func(d safeguard.Document) bool { return d.ID == recorded })
	if i < 0 {
		return
	}
	one := s.Documents[i]
	for j := range s.Documents {
		if d := &s.Documents[j]; d.Kind == one.Kind && d.From == one.From && d.To == one.To && d.Through == one.Through {
			d.Withdrawn = at
		}
	}
}

func (s *Preparation) each(id ledger.Hash, change func(*safeguard.Notified)) {
	for i := range s.Notices {
		if s.Notices[i].ID == id {
			change(&s.Notices[i])
		}
	}
}

package desk

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"amana/desk/dossier"
	"amana/desk/shape"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/seal"
	"amana/store"
)

// Request is one command as it comes in.
type Request struct {
	ID       ledger.Command  `json:"id"`
	Command  string          `json:"command"`
	Args     json.RawMessage `json:"args,omitempty"`
	Happened time.Time       `json:"happened,omitzero"` // zero: now
	Attached []byte          `json:"-"`                 // the picture or sound that the arguments name
	Imported string          `json:"-"`                 // on whose word, for an import
	Stops    bool            `json:"-"`                 // for an import: a file is opened, and what stops is recorded in it next
	DoneBy   ledger.Actor    `json:"-"`                 // for an import: the officer who did it; zero: nobody known here
}

// Receipt says where an act is in the log. Status is "recorded": here, durably. Of a
// batch it is "pending", and Index -1, until that is flushed.
type Receipt struct {
	Case     string      `json:"case,omitempty"`
	Subject  string      `json:"subject,omitempty"`
	Entry    ledger.Hash `json:"entry"`
	Node     string      `json:"node"`
	Index    int64       `json:"index"`
	Status   string      `json:"status"`
	Repeated bool        `json:"repeated,omitempty"`
}

// Recorded is the status of what is durable on this node. It becomes anchored
// and witnessed when others have signed a checkpoint that holds it.
const Recorded = "recorded"

// Do gives one command about a case. number is empty for a command that opens
// one.
func (d *Desk) Do(ctx context.Context, who Actor, number string, r Request) (Receipt, error) {
	k, known := casefile.Named(r.Command)
	if r.Imported != "" {
		k, known = casefile.Imported(r.Command)
	}
	if !known {
		return Receipt{}, fault.New(fault.Invalid, "fault.no-such-command").In("command")
	}
	args, err := shape.Decode(k.Zero, shape.Named(k.Zero, r.Args, d.coded))
	if err != nil {
		return Receipt{}, inArgs(err)
	}
	if err := d.checkRequest(r); err != nil {
		return Receipt{}, err
	}
	if err := checkAttached(args, r.Attached); err != nil {
		return Receipt{}, err
	}
	receipt, err := d.guessed(ctx, act{desk: d, who: who, request: r, command: k, args: args, number: number})
	if err == nil {
		return receipt, nil
	}
	// What was recorded before can often not be decided again: its receipt
	// stands, and so does the refusal of an id that was used for something else.
	if done, found, again := d.repeated(ctx, who, number, r); found || fault.KindOf(again) == fault.Conflict {
		return done, again
	}
	return Receipt{}, err
}

func inArgs(err error) error {
	if f := fault.Of(err); f != nil {
		return f.In("args")
	}
	return err
}

func (d *Desk) checkRequest(r Request) error {
	switch {
	case r.ID.IsZero():
		return fault.New(fault.Invalid, "fault.missing-field").In("id")
	case !r.Happened.IsZero() && (r.Happened.Year() < 1900 || r.Happened.After(d.Moment()) && r.Happened.After(d.clock())):
		return fault.New(fault.Invalid, "fault.not-in-the-future").In("happened")
	}
	return nil
}

// asked is what a repeated command must have in common with the first. Of what
// it says there is a keyed digest: whoever has the store alone finds no short
// word, and no answer, by trying them.
func (d *Desk) asked(who Actor, about string, r Request) (store.Command, error) {
	text := strings.Join([]string{about, r.Command, string(r.Args), r.Happened.UTC().Format(time.RFC3339)}, "\x00")
	digest, err := d.ring.Digest(seal.KEKID{Office: Programme, Compartment: ledger.General, Epoch: 1}, "command", text)
	return store.Command{ID: r.ID, Actor: who.ID, BodyHash: digest}, err
}

// repeated answers a command that was recorded before with its receipt.
func (d *Desk) repeated(ctx context.Context, who Actor, about string, r Request) (Receipt, bool, error) {
	if d.pending != nil {
		return Receipt{}, false, nil // whoever fills a batch knows what is in it
	}
	asked, err := d.asked(who, about, r)
	if err != nil {
		return Receipt{}, false, err
	}
	got, err := d.db.Receipt(ctx, asked)
	switch {
	case errors.Is(err, store.ErrMissing):
		return Receipt{}, false, nil
	case err != nil:
		return Receipt{}, false, err
	}
	receipt := d.receipt(got)
	receipt.Case = about
	if about == "" {
		receipt.Case = got.Status
	}
	return receipt, true, nil
}

func (d *Desk) receipt(r store.Receipt) Receipt {
	return Receipt{Entry: r.Leaf, Node: d.node.Name, Index: r.Index, Status: Recorded, Repeated: r.Repeated}
}

// act is one attempt at one command.
type act struct {
	desk    *Desk
	who     Actor
	request Request
	command *casefile.Command
	args    any
	number  string
	alone   bool // rests on nothing but the case
}

func (a *act) once(ctx context.Context) (receipt Receipt, err error) {
	rests := a.desk.register.seen() // before anything is asked of it: whoever may act now may not when it has moved
	if a.who, err = a.desk.standing(a.who); err != nil {
		return Receipt{}, err
	}
	v, err := a.load(ctx)
	if err != nil {
		return Receipt{}, err
	}
	if err := a.desk.roles.May(a.who.Actor, a.permission(v.file.Person), a.subject(v)); err != nil {
		return Receipt{}, unseen(err)
	}
	if err := a.possible(ctx, v); err != nil {
		return Receipt{}, err
	}
	if v, err = a.examined(ctx, v); err != nil {
		return Receipt{}, err
	}
	v.rests = rests
	deed, err := a.deed(ctx, v)
	if err != nil {
		return Receipt{}, err
	}
	if v.Book == nil && a.command.For != "" {
		return Receipt{}, fault.New(fault.Busy, "fault.no-rule-book")
	}
	bodies, err := a.decide(v, deed)
	if err != nil {
		return Receipt{}, a.desk.redacted(err, a.who, v)
	}
	if v.file.Shut {
		return a.unread(ctx, v, deed, bodies)
	}
	if v.also, err = a.mirrors(ctx, v, deed, bodies); err != nil {
		return Receipt{}, err
	}
	if bodies, err = a.suspect(ctx, v.file.Person, deed, bodies); err != nil {
		return Receipt{}, err
	}
	v.alone, v.stops = a.alone, a.request.Stops
	w, next, err := a.desk.pack(ctx, v, a.who, deed, bodies)
	if err != nil {
		return Receipt{}, err
	}
	if err := attach(&w, next, a.request.Attached); err != nil {
		return Receipt{}, err
	}
	if w.Command, err = a.desk.asked(a.who, a.number, a.request); err != nil {
		return Receipt{}, err
	}
	w.Command.Status = next.Person.Number
	search := a.request.Imported == "" || a.desk.allOpen() != nil
	w.Jobs = append(follow(next.Person, v.Around.Movement, bodies, w.Entries, a.request.ID, search), names(next, v.also, bodies, a.request)...)
	receipt, err = a.desk.keep(ctx, w, next, v)
	if err != nil || receipt.Repeated {
		return receipt, err
	}
	if a.number == "" {
		a.desk.names.put(string(casefile.Person)+"/"+next.Person.Number, next.Name)
	}
	receipt.Case = next.Person.Number
	return receipt, nil
}

// examined is the case before a boarding, once what the files of everybody on
// the movement show together is on record.
func (a *act) examined(ctx context.Context, v *view) (*view, error) {
	if a.command.For != safeguard.Boarding || v.Around.Movement == nil {
		return v, nil
	}
	recorded, err := a.desk.Examine(ctx, v.Around.Movement.Reference)
	if err != nil || !recorded {
		return v, err
	}
	return a.load(ctx)
}

// permission is the act that the actor must have: an import is one act, whatever
// it says was done.
func (a *act) permission(c *casefile.Case) string {
	if a.request.Imported != "" {
		return "caseload.import"
	}
	return c.Right(a.command, a.args)
}

// subject is what the actor must reach: who imports need see no case.
func (a *act) subject(v *view) access.Subject {
	if a.request.Imported != "" {
		return access.Subject{Office: v.file.Office}
	}
	return a.desk.subjectIn(v)
}

// load is the case, or an empty one for a command that opens it.
func (a *act) load(ctx context.Context) (*view, error) {
	d := a.desk
	if open, ok := a.args.(casefile.Open); ok {
		if a.number != "" {
			return nil, fault.New(fault.Conflict, "fault.exists-already")
		}
		name, err := a.begins(ctx, open)
		if err != nil {
			return nil, err
		}
		c := &casefile.Case{Identity: open.Identity}
		s := dossier.Stream{Name: name, Class: ledger.ClassCase, Subject: string(casefile.Person), Office: open.Office}
		v := &view{rests: d.register.seen(), file: d.begun(dossier.File{Stream: s, Person: c})}
		if open.Office == Programme || !d.HasOffice(open.Office) {
			return nil, noSuchOffice(d.Offices()[1:]).In("args.office")
		}
		return v, d.surround(ctx, v)
	}
	name, err := d.named(ctx, casefile.Person, a.number)
	if errors.Is(err, store.ErrMissing) {
		return nil, errNoCase
	}
	if err != nil {
		return nil, err
	}
	movementRef, lineRef := casefile.Target(a.args)
	return d.lookBy(ctx, &present{desk: d}, name, movementRef, lineRef)
}

// begins is the stream of a new case: of one that is taken over from a list
// always the same, so that two imports of one list never make two of a person.
func (a *act) begins(ctx context.Context, open casefile.Open) (ledger.Stream, error) {
	switch {
	case open.Reference == "":
		return newStream(), nil
	case a.request.Imported == "":
		return ledger.Stream{}, fault.New(fault.Invalid, "fault.only-in-an-import").In("args.reference")
	}
	name, err := a.desk.referred(open.Reference)
	if err != nil {
		return name, err
	}
	heads, err := a.desk.db.Heads(ctx, name)
	if err == nil && len(heads[name]) > 0 {
		err = fault.New(fault.Conflict, "fault.exists-already")
	}
	return name, err
}

func (a *act) deed(ctx context.Context, v *view) (ledger.Deed, error) {
	d := a.desk
	deed := ledger.Deed{
		By: a.who.ID, ID: a.request.ID, Moment: d.Moment(), Happened: a.request.Happened.UTC().Truncate(time.Second),
		Basis: v.basis(), Hub: d.node.Hub, Imported: a.request.Imported, DoneBy: a.request.DoneBy, Zone: d.zone,
	}
	if a.request.Happened.IsZero() || deed.Happened.After(deed.Moment) { // by a clock that nobody believes
		deed.Happened = deed.Moment
	}
	if v.Book != nil {
		deed.Book = v.Book.Name()
	}
	if call, ok := a.args.(casefile.Call); ok {
		deed.Called = d.callable(call.Officer, access.Role(call.Duty))
	}
	switch a.command.Name {
	case "case.open":
		number, err := d.number(ctx, deed.Moment)
		if err != nil {
			return deed, err
		}
		deed.Number = number
	case "clearance.draw":
		deed.Pool = safeguard.Pool(v.file.Person.Facts(v.Around), v.Book, deed.Moment)
	}
	return deed, nil
}

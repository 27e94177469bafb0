package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"amana/desk/dossier"
	"amana/desk/shape"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/country"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/rulebook"
	"amana/domain/staff"
	"amana/store"
)

// DoOther gives one command about something that is not a case: a movement, a
// country, a place, a budget line, a user, a rule book. ref names it.
func (d *Desk) DoOther(ctx context.Context, who Actor, subject casefile.Subject, ref string, r Request) (Receipt, error) {
	about, known := casefile.About(subject)
	if !known {
		return Receipt{}, fault.New(fault.Missing, "fault.not-found")
	}
	k, known := about.Named(r.Command)
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
	if !referenceOK(ref) {
		return Receipt{}, fault.New(fault.Invalid, "fault.format-reference").In("reference")
	}
	if done, found, err := d.repeated(ctx, who, ref, r); found || err != nil {
		done.Case, done.Subject = "", ref
		return done, err
	}
	a := otherAct{desk: d, who: who, request: r, about: about, command: k, args: args, ref: ref}
	return a.attempt(ctx)
}

// attempt decides, and again on what the store has when something moved.
func (a *otherAct) attempt(ctx context.Context) (receipt Receipt, err error) {
	for range attempts {
		if err := a.desk.catchUp(ctx); err != nil {
			return Receipt{}, err
		}
		if receipt, err = a.once(ctx); !errors.Is(err, store.ErrMoved) {
			return receipt, err
		}
	}
	return Receipt{}, fault.New(fault.Conflict, "fault.moved").Because(err)
}

func referenceOK(ref string) bool {
	return shape.Check(struct {
		Reference string `json:"reference" format:"reference"`
	}{ref}) == nil
}

type otherAct struct {
	desk    *Desk
	who     Actor
	request Request
	about   *casefile.Other
	command *casefile.OtherCommand
	args    any
	ref     string

	credentials []store.Credential // that the command sets
	made        officeKeys         // and what it wraps
	reads       []store.Seen       // the files that it rests on
}

func (a *otherAct) once(ctx context.Context) (_ Receipt, err error) {
	d, rests := a.desk, a.desk.register.seen()
	if a.who, err = d.standing(a.who); err != nil {
		return Receipt{}, err
	}
	f, err := a.load(ctx)
	if err != nil {
		return Receipt{}, err
	}
	if err := d.roles.May(a.who.Actor, a.command.Name, d.subjectOf(f)); err != nil {
		return Receipt{}, err
	}
	deed := a.deed()
	if f, err = a.examined(ctx, f); err != nil {
		return Receipt{}, err
	}
	if err := a.allowed(ctx, f); err != nil {
		return Receipt{}, err
	}
	bodies, err := a.command.Decide(f.Other, a.args, deed)
	if err != nil {
		return Receipt{}, err
	}
	if err := d.timely(bodies); err != nil {
		return Receipt{}, err
	}
	w, next, err := a.pack(f, deed, bodies)
	if err != nil {
		return Receipt{}, err
	}
	w.Rests = &rests
	receipt, err := d.keep(ctx, w, next, nil)
	if err != nil || receipt.Repeated {
		receipt.Case, receipt.Subject = "", a.ref
		return receipt, err
	}
	d.names.put(string(a.about.Subject)+"/"+a.ref, next.Name)
	d.endRevoked(w.Revoked)
	if dossier.Registered(a.about.Subject) {
		if err := d.register.load(ctx, d); err != nil {
			return Receipt{}, fmt.Errorf("reading the register again: %w", err)
		}
	}
	receipt.Subject = a.ref
	return receipt, nil
}

func (a *otherAct) deed() ledger.Deed {
	d := a.desk
	deed := ledger.Deed{By: a.who.ID, ID: a.request.ID, Moment: d.Moment(), Happened: a.request.Happened.UTC().Truncate(time.Second), Hub: d.node.Hub, Witnesses: d.witnesses.Requires()}
	if a.request.Happened.IsZero() || deed.Happened.After(deed.Moment) {
		deed.Happened = deed.Moment
	}
	if call, ok := a.args.(movement.CallObserver); ok {
		deed.Called = d.callable(call.Officer, access.Observer)
	}
	return deed
}

// pack is what was decided as it is written, and the file as it is after it.
func (a *otherAct) pack(f *file, deed ledger.Deed, bodies []ledger.Body) (w store.Write, next *file, err error) {
	p := a.desk.packing(f, a.who, deed)
	for _, b := range bodies {
		if err := p.add(b); err != nil {
			return w, nil, err
		}
	}
	next, w = f.with(p.events, p.deks), p.write()
	if w.Command, err = a.desk.asked(a.who, a.ref, a.request); err != nil {
		return w, nil, err
	}
	w.Credentials, w.KEKs, w.Letterboxes = a.credentials, a.made.keks, a.made.boxes
	w.Reads, w.Registers = a.reads, dossier.Registered(a.about.Subject)
	w.Revoked = revoked(bodies, f.Name)
	w.Jobs = followOther(bodies, a.ref, a.request.ID)
	w.Row, err = a.desk.otherRow(next, a.ref)
	return w, next, err
}

// examined collects what an examination and a headcount rest on, and sees to it
// that there was one before a manifest is closed.
func (a *otherAct) examined(ctx context.Context, f *file) (*file, error) {
	switch args := a.args.(type) {
	case movement.Examine:
		found, signs, err := a.desk.together(ctx, f)
		if err == nil && found.Book == "" {
			err = fault.New(fault.Busy, "fault.no-rule-book")
		}
		a.args = args.Of(found, signs)
		return f, err
	case movement.Count:
		all, err := a.desk.aboard(ctx, f.Name, a.ref)
		if err == nil && all.Unread > 0 {
			err = ErrShut
		}
		if err == nil {
			a.args = args.Of(all.Tally)
		}
		return f, err
	case movement.ConfirmVetoes:
		known, seats, err := a.desk.vetoes(ctx, f, args.Cases)
		a.args = args.Of(known, seats)
		return f, err
	case movement.Lock:
		recorded, err := a.desk.Examine(ctx, a.ref)
		if err != nil || !recorded {
			return f, err
		}
		return a.load(ctx)
	}
	return f, nil
}

func (a *otherAct) load(ctx context.Context) (*file, error) {
	d := a.desk
	name, err := d.named(ctx, a.about.Subject, a.ref)
	if errors.Is(err, store.ErrMissing) {
		if !a.command.Opens {
			return nil, fault.New(fault.Missing, "fault.not-found")
		}
		name, err := d.referredTo(a.about.Subject, a.ref)
		if err != nil {
			return nil, err
		}
		s := dossier.Stream{Name: name, Class: a.about.Class, Subject: string(a.about.Subject), Office: Programme}
		return d.begun(dossier.File{Stream: s, Other: a.about.New()}), nil
	}
	if err != nil {
		return nil, err
	}
	return d.current(ctx, name)
}

// allowed asks what the domain cannot: roles of who signs a rule book, and the
// rules due on each person when a manifest is locked.
func (a *otherAct) allowed(ctx context.Context, f *file) error {
	if named := a.names(); named != "" && named != a.ref {
		return fault.New(fault.Invalid, "fault.another-subject").In("args")
	}
	switch args := a.args.(type) {
	case staff.Enrol:
		if len(a.desk.register.now().Users) == 0 && !slices.Contains(args.Roles, access.Administrator) {
			return fault.New(fault.Invalid, "fault.first-administrator").In("roles")
		}
		if hasKey(a.desk.register.now(), args.Key) {
			return fault.New(fault.Conflict, "fault.key-of-another").In("key")
		}
	case staff.Change:
		return a.keepsAdministrator(f, args.Roles)
	case staff.Revoke:
		return a.keepsAdministrator(f, nil)
	case rulebook.ProposeRoles:
		return checkTable(args.Table)
	case rulebook.Propose:
		if err := a.oneBook(); err != nil {
			return err
		}
		return checkBook(args.Book)
	case staff.Admit:
		if a.made.keks == nil { // there is nothing in such a command without the keys
			return fault.New(fault.Invalid, "fault.no-such-command").In("command")
		}
	case rulebook.Sign:
		if err := a.oneBook(); err != nil {
			return err
		}
		return a.signs(args.Side)
	case rulebook.SignRoles:
		return a.signs(args.Side)
	case results.HoldSession:
		if args.Reference != a.who.Office {
			return fault.New(fault.Denied, "fault.own-office").In("reference")
		}
		if args.Place != "" { // of what is known here: no other word can stand there
			if _, err := a.desk.named(ctx, casefile.Place, args.Place); errors.Is(err, store.ErrMissing) {
				return fault.New(fault.Missing, "fault.no-such-place").In("place")
			} else if err != nil {
				return err
			}
		}
	case movement.Lock:
		var err error
		a.reads, err = a.desk.lockable(ctx, a.who, f)
		return err
	}
	return nil
}

// keepsAdministrator refuses what leaves nobody who can make an account: there
// is no way back from there. The user would have these roles.
func (a *otherAct) keepsAdministrator(f *file, roles []access.Role) error {
	if slices.Contains(roles, access.Administrator) || !lastAdministrator(a.desk.register.now(), ledger.Actor(f.Name)) {
		return nil
	}
	return fault.New(fault.Conflict, "fault.last-administrator")
}

// names is the reference that the arguments themselves give, if they give one.
func (a *otherAct) names() string {
	switch args := a.args.(type) {
	case movement.Plan:
		return args.Reference
	case country.Issue:
		return args.Reference
	case monitoring.ReviewPlace:
		return args.Reference
	case results.Open:
		return args.Reference
	case results.HoldSession:
		return args.Reference
	case consent.ApproveText:
		return args.Reference
	case staff.Enrol:
		return args.Code
	case rulebook.Propose:
		var book struct{ ID string }
		_ = json.Unmarshal(args.Book, &book) // what cannot be read the rule book itself refuses
		return book.ID
	case rulebook.ProposeRoles, rulebook.SignRoles:
		return RolesReference
	}
	return ""
}

// signs says whether who acts may sign for a side.
func (a *otherAct) signs(side string) error {
	if !dossier.MaySign(a.who.Roles, side) {
		return fault.New(fault.Denied, "fault.wrong-side").In("side")
	}
	return nil
}

// revoked are the users whose rights end with what happened in a stream.
func revoked(bodies []ledger.Body, name ledger.Stream) (users []ledger.Actor) {
	for _, b := range bodies {
		if _, ok := b.(staff.Revoked); ok {
			users = append(users, ledger.Actor(name))
		}
	}
	return users
}

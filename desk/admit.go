package desk

import (
	"context"
	"slices"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/staff"
	"amana/seal"
	"amana/store"
)

// Admit gives a user of a field node the keys of offices that their roles open,
// as far as who admits them holds these: so that nobody who may only make
// accounts can make one that reads. A key that nobody holds is made: the first,
// or one more where all who held it are gone, which opens nothing of before. The
// same id again gives the receipt that it had.
func (d *Desk) Admit(ctx context.Context, who Actor, code string, id ledger.Command) (Receipt, error) {
	if err := d.roles.May(who.Actor, "user.admit", access.Subject{Kind: string(casefile.User)}); err != nil {
		return Receipt{}, err
	}
	if d.node.Hub {
		return Receipt{}, fault.New(fault.Conflict, "fault.not-a-field-node")
	}
	request := Request{ID: id, Command: "user.admit"}
	if err := d.checkRequest(request); err != nil {
		return Receipt{}, err
	}
	if done, found, err := d.repeated(ctx, who, code, request); found || err != nil {
		done.Case, done.Subject = "", code
		return done, err
	}
	name, err := d.referredTo(casefile.User, code)
	if err != nil {
		return Receipt{}, err
	}
	g := giving{desk: d, who: who, to: ledger.Actor(name)}
	if err := g.find(ctx); err != nil {
		return Receipt{}, err
	}
	defer g.forget()
	if err := g.all(); err != nil {
		return Receipt{}, err
	}
	about, _ := casefile.About(casefile.User)
	command, _ := about.Named("user.admit")
	a := otherAct{
		desk: d, who: who, request: request, about: about, command: command,
		ref: code, args: staff.Admit{Keys: g.given}, made: g.made,
	}
	receipt, err := a.attempt(ctx)
	if err != nil {
		return receipt, err
	}
	return receipt, d.offices.load(ctx, d)
}

// giving is one admission under way.
type giving struct {
	desk   *Desk
	who    Actor
	to     ledger.Actor
	user   staff.State
	public seal.RolePublic
	there  []store.KEK

	made  officeKeys
	given []staff.OfficeKey
	fresh []seal.KEKID // made here, and for their holder only
	lacks bool         // who admits does not hold some key that the user should have
}

// find reads who is to be admitted, and refuses a public key that is not the
// one that the log names.
func (g *giving) find(ctx context.Context) error {
	u, known := g.desk.register.now().User(g.to)
	if !known || u.Revoked {
		return fault.New(fault.Missing, "fault.no-such-user")
	}
	holders, err := g.desk.db.Holders(ctx)
	if err != nil {
		return err
	}
	g.user, g.public = u, holders[g.to]
	if len(g.public) == 0 || opensHash(g.public) != u.Opens {
		return fault.New(fault.Conflict, "fault.user-key-differs")
	}
	g.there, err = g.desk.db.KEKs(ctx)
	return err
}

// all gives what can be given.
func (g *giving) all() error {
	for _, office := range append([]string{Programme}, g.desk.offices.all()...) {
		opens := g.desk.entitled(g.to, g.user, office)
		for _, c := range ledger.Compartments {
			if !opens.Has(c) || c == ledger.Statistic || nodeOpens(office, c) {
				continue
			}
			if err := g.one(office, c); err != nil {
				return err
			}
		}
	}
	switch {
	case len(g.given) > 0:
		return nil
	case g.lacks:
		return fault.New(fault.Denied, "fault.keys-not-held")
	}
	return fault.New(fault.Conflict, "fault.nothing-to-admit")
}

// one gives every epoch of one key, or makes its first.
func (g *giving) one(office string, c ledger.Compartment) error {
	have, epochs := map[int]bool{}, map[int]bool{}
	for _, k := range g.there {
		if k.Office == office && k.Compartment == c {
			epochs[k.Epoch] = true
			have[k.Epoch] = have[k.Epoch] || k.Holder == g.to.String()
		}
	}
	if len(epochs) == 0 {
		box, _ := g.desk.offices.box(office, c)
		id := seal.KEKID{Office: office, Compartment: c, Epoch: box.id.Epoch + 1}
		g.fresh = append(g.fresh, id)
		if err := g.desk.newKey(id, &g.made); err != nil {
			return err
		}
		return g.wrap(id)
	}
	for epoch := range epochs {
		id := seal.KEKID{Office: office, Compartment: c, Epoch: epoch}
		switch {
		case have[epoch]:
		case !slices.Contains(g.who.holds, id):
			g.lacks = true
		default:
			if err := g.wrap(id); err != nil {
				return err
			}
		}
	}
	return nil
}

func (g *giving) wrap(id seal.KEKID) error {
	g.given = append(g.given, staff.OfficeKey{Office: id.Office, Compartment: id.Compartment, Epoch: id.Epoch})
	return g.desk.wrapKey(id, g.to.String(), g.public, &g.made)
}

// forget wipes the keys that were made: from now on only a sign-in opens them.
func (g *giving) forget() {
	for _, id := range g.fresh {
		g.desk.ring.Drop(id)
	}
}

package desk

import (
	"context"

	"amana/desk/dossier"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/seal"
	"amana/store"
)

// StateVersion is the version under which states are cached.
var StateVersion = stateVersion

// Forge appends events to a case as somebody would who changed the program: it
// asks no rule and no right. An actor without a key signs nothing.
func (d *Desk) Forge(ctx context.Context, who Actor, number string, bodies ...ledger.Body) error {
	return d.ForgeImport(ctx, who, number, "", bodies...)
}

// ForgeImport is Forge on the word of a list.
func (d *Desk) ForgeImport(ctx context.Context, who Actor, number, imported string, bodies ...ledger.Body) error {
	name, err := d.named(ctx, casefile.Person, number)
	if err != nil {
		return err
	}
	v, err := d.look(ctx, name)
	if err != nil {
		return err
	}
	deed := ledger.Deed{By: who.ID, ID: ledger.Command(newStream()), Moment: d.Moment(), Happened: d.Moment(), Imported: imported}
	p := d.packing(v.file, who, deed)
	for _, b := range bodies {
		if boarded, ok := b.(movement.Boarded); ok && boarded.Basis == nil {
			boarded.Book, boarded.Basis = v.Book.Name(), v.basis()
			b = boarded
		}
		if err := p.add(b); err != nil {
			return err
		}
	}
	w := p.write()
	w.Command = store.Command{ID: deed.ID, Actor: who.ID}
	_, err = d.db.Append(ctx, w)
	return err
}

// ForgeOther appends events to a stream that is no case, or begins one.
func (d *Desk) ForgeOther(ctx context.Context, who Actor, subject casefile.Subject, ref string, bodies ...ledger.Body) error {
	about, _ := casefile.About(subject)
	f, err := (&otherAct{desk: d, about: about, command: &casefile.OtherCommand{Opens: true}, ref: ref}).load(ctx)
	if err != nil {
		return err
	}
	deed := ledger.Deed{By: who.ID, ID: ledger.Command(newStream()), Moment: d.Moment(), Happened: d.Moment()}
	p := d.packing(f, who, deed)
	for _, b := range bodies {
		if err := p.add(b); err != nil {
			return err
		}
	}
	w := p.write()
	w.Command = store.Command{ID: deed.ID, Actor: who.ID}
	w.Registers = dossier.Registered(subject)
	if w.Row, err = d.otherRow(f.with(p.events, p.deks), ref); err != nil {
		return err
	}
	if _, err = d.db.Append(ctx, w); err != nil {
		return err
	}
	return d.register.load(ctx, d)
}

// Basis is what an act on a case would rest on now.
func (d *Desk) Basis(ctx context.Context, number string) ([]string, error) {
	name, err := d.named(ctx, casefile.Person, number)
	if err != nil {
		return nil, err
	}
	v, err := d.look(ctx, name)
	if err != nil {
		return nil, err
	}
	return v.basis(), nil
}

// SpoilRows writes nonsense over every row by which a stream is found and
// listed.
func (d *Desk) SpoilRows(ctx context.Context) error {
	d.names = newCache[string, ledger.Stream](cachedNames)
	rows, err := d.db.Rows(ctx, store.Filter{}, store.Page{Limit: 1000})
	if err != nil {
		return err
	}
	for _, r := range rows {
		heads, err := d.db.Heads(ctx, r.Stream)
		if err != nil {
			return err
		}
		spoilt := &store.Row{Subject: "nothing", Office: "nowhere", Status: "spoilt", Movement: ledger.Stream{1}, Callers: [][]byte{{1}}}
		if err := d.db.Refresh(ctx, []store.Fold{{Stream: r.Stream, Heads: heads[r.Stream], Row: spoilt}}); err != nil {
			return err
		}
	}
	return nil
}

// SpoilState changes a cached state behind the log's back.
func (d *Desk) SpoilState(ctx context.Context, number string) error {
	name, err := d.named(ctx, casefile.Person, number)
	if err != nil {
		return err
	}
	f, err := d.current(ctx, name)
	if err != nil {
		return err
	}
	c := *f.Person
	c.Household = "somebody else's"
	g := *f
	g.Person = &c
	state, err := d.state(&g)
	if err != nil {
		return err
	}
	return d.db.Refresh(ctx, []store.Fold{{Stream: name, Heads: f.Heads, State: state}})
}

// fromElsewhere is an event that this program does not know.
type fromElsewhere struct {
	Said string `json:"said"`
}

func (fromElsewhere) Kind() string { return "case.from-elsewhere" }

// ForgeUnreadable appends a validly signed entry that nobody here can read.
func (d *Desk) ForgeUnreadable(ctx context.Context, who Actor, number string) error {
	own := d.codec
	d.codec = seal.NewCodec(append(casefile.AllKinds(), fromElsewhere{}))
	defer func() { d.codec = own }()
	return d.Forge(ctx, who, number, fromElsewhere{"something"})
}

// Shut takes the keys of an office out of memory, as if nobody who holds them
// were signed in.
func (d *Desk) Shut(office string) {
	for _, c := range ledger.Compartments {
		d.ring.Drop(seal.KEKID{Office: office, Compartment: c, Epoch: 1})
	}
	d.opened.changed(d)
}

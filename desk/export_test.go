package desk

import (
	"context"
	"slices"
	"time"

	"amana/desk/dossier"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/seal"
	"amana/store"
)

// Opens is what this process can open of an office now.
func (d *Desk) Opens(office string) ledger.Set { return d.ring.Compartments(office) }

// SetStopwatch has time that the clock does not tell counted by another.
func (d *Desk) SetStopwatch(watch func() time.Time) { d.trust.watch = watch }

// Reload reads the register again at once.
func (d *Desk) Reload(ctx context.Context) error { return d.register.load(ctx, d) }

// Stretched is what a password gives that opens a user's key.
func Stretched(password string, salt []byte, params string) []byte {
	_, opens, err := stretch(password, salt, params)
	if err != nil {
		panic(err)
	}
	return opens
}

// OpenUser opens a user's seed.
func OpenUser(opens []byte, id ledger.Actor, sealed []byte) ([]byte, error) {
	return openKey(opens, id, sealed)
}

// UserKeyPurpose is for what an officer's key pair follows from their seed.
const UserKeyPurpose = userKeyPurpose

// Login is the digest under which a name's credential is kept.
func (d *Desk) Login(name string) []byte { return d.login(name) }

// BeginRotation is a rotation that is cut off before it wraps anything again.
func (d *Desk) BeginRotation(ctx context.Context, who Actor, office string, c ledger.Compartment) error {
	keks, err := d.db.KEKs(ctx)
	if err != nil {
		return err
	}
	_, err = d.renew(ctx, who, slices.DeleteFunc(keks, func(k store.KEK) bool { return k.Office != office || k.Compartment != c }))
	return err
}

// DestroyBehind destroys the keys of a case as another process of this node
// would: nothing that this one remembers says so, but the file is read again.
func (d *Desk) DestroyBehind(ctx context.Context, number string) error {
	name, err := d.named(ctx, casefile.Person, number)
	if err != nil {
		return err
	}
	d.files.drop(name)
	return d.db.Erase(ctx, name)
}

// Attested says whether what was attested last of a rule is of what is around
// the case now.
func (d *Desk) Attested(ctx context.Context, number string, rule safeguard.ID) (bool, error) {
	name, err := d.named(ctx, casefile.Person, number)
	if err != nil {
		return false, err
	}
	v, err := d.look(ctx, name, "", "")
	if err != nil {
		return false, err
	}
	a, there := v.file.Person.Attested[rule]
	return there && a.Read == v.Around.Read, nil
}

// Heard are the events that first gave a seat to people whose numbers another
// node hears.
func (d *Desk) Heard(ctx context.Context, movement string, numbers []string) ([]ledger.Hash, error) {
	return d.heard(ctx, movement, numbers)
}

// Folded is a case as a cached state holds it, before it is sealed.
func (d *Desk) Folded(ctx context.Context, number string) ([]byte, error) {
	name, err := d.named(ctx, casefile.Person, number)
	if err != nil {
		return nil, err
	}
	f, err := d.current(ctx, name)
	if err != nil {
		return nil, err
	}
	return WriteFolded(f.Person)
}

// WriteFolded writes a case as a cached state holds it.
func WriteFolded(c *casefile.Case) ([]byte, error) { return states.enc.Marshal(c) }

// OpenFolded opens a cached state that says text, and that this program sealed.
func OpenFolded(text []byte) (*casefile.Case, error) {
	var keys deks
	keys.add(ledger.General, dek{epoch: 1})
	key, opened, err := stateKey(keys)
	if err != nil {
		return nil, err
	}
	sealed, err := seal.SealState(&key, stateAAD(ledger.Stream{}, nil), text)
	if err != nil {
		return nil, err
	}
	return new(Desk).openState(keys, ledger.Stream{}, nil, store.State{Opened: opened, Heads: dossier.Digest(nil), Version: stateVersion, Sealed: sealed})
}

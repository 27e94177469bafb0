package desk

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"

	"amana/desk/shape"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/staff"
	"amana/seal"
	"amana/store"
)

// NewUser is an account to be made.
type NewUser struct {
	Code     string // how other officers call them
	Login    string // what they type; kept as a digest only
	Password string
	Office   string
	Roles    []access.Role
	Clears   bool
	Country  string // of a receiving mission
	Language string
}

const leastPassword = 10 // characters

// Enrol makes an account with a signing key of its own, opened only by its
// password. The same id again says whose account it is and no more: it opens no key
// and sets no password.
func (d *Desk) Enrol(ctx context.Context, who Actor, u NewUser, id ledger.Command) (Actor, error) {
	if err := d.roles.May(who.Actor, "user.enrol", access.Subject{Kind: string(casefile.User)}); err != nil {
		return Actor{}, err
	}
	if err := d.checkNewUser(u); err != nil {
		return Actor{}, err
	}
	request, err := d.enrolment(u, id)
	if err != nil {
		return Actor{}, err
	}
	name, err := d.referredTo(casefile.User, u.Code)
	if err != nil {
		return Actor{}, err
	}
	account := Actor{Actor: access.Actor{ID: ledger.Actor(name)}}
	if _, found, err := d.repeated(ctx, who, u.Code, request); found || err != nil {
		return account, err
	}
	if _, err := d.db.Credential(ctx, d.login(u.Login)); err == nil {
		return Actor{}, fault.New(fault.Conflict, "fault.exists-already").In("name")
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return Actor{}, err
	}
	credential, err := d.credential(u, ledger.Actor(name), private)
	if err != nil {
		return Actor{}, err
	}
	about, _ := casefile.About(casefile.User)
	a := otherAct{
		desk: d, who: who, request: request, about: about, command: &about.Commands[0], ref: u.Code,
		args:        staff.Enrol{Code: u.Code, Office: u.Office, Roles: u.Roles, Key: base64.RawURLEncoding.EncodeToString(public), Clears: u.Clears, Country: u.Country, Language: u.Language, Opens: opensHash(credential.Public)},
		credentials: []store.Credential{credential},
	}
	if receipt, err := a.attempt(ctx); receipt.Repeated || err != nil {
		return account, err
	}
	return d.actor(ledger.Actor(name), private)
}

// enrolment is the command that makes an account: two with one id are the same
// if they make the same account for the same name.
func (d *Desk) enrolment(u NewUser, id ledger.Command) (Request, error) {
	u.Login, u.Password = hex.EncodeToString(d.login(u.Login)), ""
	args, err := json.Marshal(u)
	if err != nil {
		return Request{}, err
	}
	r := Request{ID: id, Command: "user.enrol", Args: args}
	return r, d.checkRequest(r)
}

// CodeOf is the code of the account that somebody signs in to by a name. Names
// are kept as digests only: whoever asks knows the name.
func (d *Desk) CodeOf(ctx context.Context, who Actor, login string) (string, error) {
	if err := d.roles.May(who.Actor, "user.list", access.Subject{Kind: string(casefile.User)}); err != nil {
		return "", err
	}
	c, err := d.db.Credential(ctx, d.login(login))
	if errors.Is(err, store.ErrMissing) {
		return "", fault.New(fault.Missing, "fault.no-such-user")
	}
	if err != nil {
		return "", err
	}
	u, _ := d.register.now().User(c.Actor)
	return u.Code, nil
}

func (d *Desk) checkNewUser(u NewUser) error {
	switch {
	case len([]rune(u.Password)) < leastPassword:
		return fault.New(fault.Invalid, "fault.password-short", fault.A("min", leastPassword)).In("password")
	case strings.TrimSpace(u.Login) == "":
		return fault.New(fault.Invalid, "fault.missing-field").In("name")
	case len(u.Roles) == 0:
		return fault.New(fault.Invalid, "fault.missing-field").In("roles")
	case !d.HasOffice(u.Office):
		return d.NoSuchOffice().In("office")
	}
	if err := shape.Check(struct {
		Name    string `json:"name"`
		Country string `json:"country,omitempty" format:"country"`
	}{u.Login, u.Country}); err != nil {
		return err // it is kept as a digest only: nobody could see what is wrong with it
	}
	return shape.Check(staff.Enrol{Code: u.Code, Office: u.Office, Roles: u.Roles, Key: strings.Repeat("A", 43), Country: u.Country, Language: u.Language})
}

func (d *Desk) credential(u NewUser, id ledger.Actor, key ed25519.PrivateKey) (store.Credential, error) {
	salt := make([]byte, 16)
	rand.Read(salt)
	verifier, opens, err := stretch(u.Password, salt, d.hardness)
	if err != nil {
		return store.Credential{}, err
	}
	sealed, err := sealKey(opens, id, key.Seed())
	c := store.Credential{Login: d.login(u.Login), Actor: id, Salt: salt, Params: d.hardness, Verifier: verifier, Sealed: sealed}
	if err == nil && !d.node.Hub {
		c.Public, err = userPublic(key)
	}
	return c, err
}

// userPublic is the key to which keys of offices are wrapped for a user.
func userPublic(key ed25519.PrivateKey) (seal.RolePublic, error) {
	own, err := seal.DeriveRoleKey(key.Seed(), userKeyPurpose)
	if err != nil {
		return nil, err
	}
	return own.Public(), nil
}

// opensHash is how the log names such a key: whoever changes it in the store
// gets no wrap. A hub's users have none.
func opensHash(public []byte) string {
	if len(public) == 0 {
		return ""
	}
	sum := sha256.Sum256(public)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func keyAAD(id ledger.Actor) []byte { return []byte("amana-user-key/v1\n" + id.String()) }

func sealKey(opens []byte, id ledger.Actor, seed []byte) ([]byte, error) {
	k := seal.StateKey(opens)
	return seal.SealState(&k, keyAAD(id), seed)
}

func openKey(opens []byte, id ledger.Actor, sealed []byte) ([]byte, error) {
	k := seal.StateKey(opens)
	return seal.OpenState(&k, keyAAD(id), sealed)
}

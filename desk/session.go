package desk

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"

	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// Limits of a session and of failed sign-ins.
const (
	IdleLimit     = 30 * time.Minute // without a request
	AbsoluteLimit = 12 * time.Hour   // whatever is done
	failuresLimit = 5
	lockedFor     = 15 * time.Minute
)

// sessions holds who is signed in, in memory only: their keys are nowhere else
// in the clear, and a restart signs everybody out. Tokens are kept as digests.
type sessions struct {
	mu   sync.Mutex
	open map[[32]byte]*session
}

type session struct {
	user        ledger.Actor
	login       string // the digest of the name
	salt        []byte // of the credential that it was opened with
	key         ed25519.PrivateKey
	since, used time.Time
	holds       []seal.KEKID // the keys of offices that it keeps open
}

// login is the digest under which a name's credential is kept.
func (d *Desk) login(name string) []byte {
	digest, err := d.ring.Digest(seal.KEKID{Office: Programme, Compartment: ledger.General, Epoch: 1}, "login", strings.ToLower(norm.NFC.String(strings.TrimSpace(name))))
	if err != nil {
		return nil
	}
	return digest[:]
}

var errSignIn = fault.New(fault.Denied, "fault.sign-in")

// SignIn opens a session and returns its token. Whoever fails learns nothing of
// why. A failure to a known name is written and takes that much longer: who
// answers strangers evens that out.
func (d *Desk) SignIn(ctx context.Context, name, password string) (token string, err error) {
	login := d.login(name)
	c, err := d.db.Credential(ctx, login)
	known := err == nil
	if err != nil && !errors.Is(err, store.ErrMissing) {
		return "", err
	}
	if !known {
		c.Salt, c.Verifier, c.Params = make([]byte, 16), make([]byte, 32), d.hardness
	}
	now := d.Moment()
	verifier, opens, err := stretch(password, c.Salt, c.Params)
	if err != nil {
		return "", err
	}
	right := subtle.ConstantTimeCompare(verifier, c.Verifier) == 1
	if !known || c.LockedUntil.After(now) || !right {
		if known && !c.LockedUntil.After(now) {
			if err := d.db.Refused(ctx, login, failuresLimit, now.Add(lockedFor)); err != nil {
				return "", err
			}
		}
		return "", errSignIn
	}
	if err := d.register.renew(ctx, d); err != nil { // another process may have made or revoked the account just now
		return "", err
	}
	u, ok := d.register.now().User(c.Actor)
	if !ok || u.Revoked {
		return "", errSignIn
	}
	seed, err := openKey(opens, c.Actor, c.Sealed)
	if err != nil {
		return "", fmt.Errorf("opening a user's key: %w", err)
	}
	defer clear(seed)
	if c.Failures > 0 {
		if err := d.db.Admitted(ctx, login); err != nil {
			return "", err
		}
	}
	if err := d.EndIdle(ctx); err != nil {
		return "", err
	}
	holds, err := d.openFor(ctx, c.Actor, u, seed)
	if err != nil {
		return "", err
	}
	return d.sessions.begin(&session{user: c.Actor, login: string(login), salt: c.Salt, key: ed25519.NewKeyFromSeed(seed), since: now, used: now, holds: holds}), nil
}

func (s *sessions) begin(one *session) string {
	var token [32]byte
	rand.Read(token[:])
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[sha256.Sum256(token[:])] = one
	return base64.RawURLEncoding.EncodeToString(token[:])
}

// all are the sessions that there are now.
func (s *sessions) all() map[*session]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := map[*session]bool{}
	for _, one := range s.open {
		all[one] = true
	}
	return all
}

func (s *session) over(now time.Time) bool {
	return now.Sub(s.used) > IdleLimit || now.Sub(s.since) > AbsoluteLimit
}

// Ends is when the session of a token is over whatever is done; zero: there is
// none.
func (d *Desk) Ends(token string) time.Time {
	digest, _ := digestOf(token)
	d.sessions.mu.Lock()
	defer d.sessions.mu.Unlock()
	if s, there := d.sessions.open[digest]; there {
		return s.since.Add(AbsoluteLimit)
	}
	return time.Time{}
}

func digestOf(token string) (digest [32]byte, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	return sha256.Sum256(raw), err == nil
}

// Who is the actor behind a token.
func (d *Desk) Who(ctx context.Context, token string) (Actor, error) {
	if err := d.register.fresh(ctx, d); err != nil {
		return Actor{}, err
	}
	digest, ok := digestOf(token)
	now := d.Moment()
	d.sessions.mu.Lock()
	s, there := d.sessions.open[digest]
	if there && s.over(now) {
		delete(d.sessions.open, digest)
		d.release(s)
		there = false
	}
	if there {
		s.used = now
	}
	d.sessions.mu.Unlock()
	if !ok || !there {
		return Actor{}, fault.New(fault.Denied, "fault.signed-out")
	}
	who, err := d.actor(s.user, s.key)
	who.holds = s.holds
	return who, err
}

// standing is who acts, with the rights they have by now: another process of
// this node may have ended or changed them since they were asked for.
func (d *Desk) standing(who Actor) (Actor, error) {
	if who.ID == d.node.Actor {
		return who, nil
	}
	now, err := d.actor(who.ID, who.Key)
	now.holds = who.holds
	return now, err
}

func (d *Desk) actor(id ledger.Actor, key ed25519.PrivateKey) (Actor, error) {
	u, ok := d.register.now().User(id)
	if !ok || u.Revoked {
		return Actor{}, fault.New(fault.Denied, "fault.signed-out")
	}
	return Actor{Actor: access.Actor{ID: id, Roles: u.Roles, Office: u.Office, Country: u.Country}, Key: key, Language: u.Language}, nil
}

// SignOut ends a session. On a field node the keys that it opened leave the
// memory, but for those that another session holds too.
func (d *Desk) SignOut(token string) {
	if digest, ok := digestOf(token); ok {
		d.sessions.mu.Lock()
		defer d.sessions.mu.Unlock()
		if s, there := d.sessions.open[digest]; there {
			delete(d.sessions.open, digest)
			d.release(s)
		}
	}
}

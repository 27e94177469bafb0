package front

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"amana/domain/fault"
)

// Limits of sign-in. Only failed attempts count, so that an office behind one
// address can begin its day; the desk locks each account after five.
const (
	attemptsBurst  = 20              // failed attempts of one client at once
	attemptsRefill = 6 * time.Second // one more after so long
	mostClients    = 4096            // remembered
	stretchesAtOne = 2               // argon2id takes 19 MiB and most of a core
	stretchesQueue = 64              // requests that may wait for it
)

// Attempts bounds what sign-ins cost: failed ones per client, and how many
// passwords are stretched at once. It forgets the clients that failed longest
// ago when there are too many.
type Attempts struct {
	now   func() time.Time
	mu    sync.Mutex
	spent map[string]time.Time // when all of a client's attempts will be there again

	slots, queue chan struct{}
}

// NewAttempts has no attempts on record. now is the clock by which they come back.
func NewAttempts(now func() time.Time) *Attempts {
	return &Attempts{
		now: now, spent: map[string]time.Time{},
		slots: make(chan struct{}, stretchesAtOne), queue: make(chan struct{}, stretchesQueue+stretchesAtOne),
	}
}

// begin takes one attempt of a client; if there is none left it says how long
// until there is.
func (a *Attempts) begin(client string) (wait time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	full := a.spent[client]
	if full.Before(now) {
		full = now
	}
	full = full.Add(attemptsRefill)
	if over := full.Sub(now) - attemptsBurst*attemptsRefill; over > 0 {
		return over
	}
	if _, there := a.spent[client]; !there && len(a.spent) >= mostClients {
		a.forget(now)
	}
	a.spent[client] = full
	return 0
}

// forget makes room: everybody whose attempts are all there again, or else
// whoever is nearest to that.
func (a *Attempts) forget(now time.Time) {
	nearest, when := "", time.Time{}
	for client, full := range a.spent {
		if !full.After(now) {
			delete(a.spent, client)
		} else if nearest == "" || full.Before(when) {
			nearest, when = client, full
		}
	}
	if len(a.spent) >= mostClients {
		delete(a.spent, nearest)
	}
}

// forgive gives an attempt back that did not fail.
func (a *Attempts) forgive(client string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if full, there := a.spent[client]; there {
		a.spent[client] = full.Add(-attemptsRefill)
	}
}

// SignIn lets one client try to sign in. How long a refusal took, or waited for
// its turn, shows in no answer; a client that failed too often must wait first,
// which is a refusal with the header that says how long.
func (a *Attempts) SignIn(ctx context.Context, header http.Header, remote string, signIn func() (token string, err error)) (token string, err error) {
	client := clientOf(remote)
	if wait := a.begin(client); wait > 0 {
		header.Set("Retry-After", seconds(wait))
		return "", Refused(http.StatusTooManyRequests, errCrowded)
	}
	began := time.Now()
	err = a.Stretching(ctx, func() (err error) {
		token, err = signIn()
		return err
	})
	if f := fault.Of(err); f != nil && f.Kind == fault.Denied {
		select {
		case <-time.After(untilEven(time.Since(began))):
		case <-ctx.Done():
		}
		return "", Refused(http.StatusUnauthorized, f)
	}
	a.forgive(client) // it was right, or failed by no fault of theirs
	return token, err
}

// Stretching runs what stretches a password, two at once and some waiting.
func (a *Attempts) Stretching(ctx context.Context, do func() error) error {
	select {
	case a.queue <- struct{}{}:
		defer func() { <-a.queue }()
	default:
		return errCrowded
	}
	select {
	case a.slots <- struct{}{}:
		defer func() { <-a.slots }()
		return do()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// even is how far apart refusals of a sign-in are. Whether a name exists shows
// in how long its refusal takes, by a write to the store; so none leaves between.
const even = 250 * time.Millisecond

// untilEven is how long a refusal waits that took so long.
func untilEven(took time.Duration) time.Duration { return even - took%even }

// clientOf is what counts as one client: an address, or the network of 64 bits
// that a host has to itself in IPv6.
func clientOf(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return remote
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if ip = ip.Unmap().WithZone(""); ip.Is6() {
		if prefix, err := ip.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return ip.String()
}

// seconds is a wait as Retry-After has it, rounded up.
func seconds(d time.Duration) string {
	return strconv.Itoa(int((d + time.Second - 1) / time.Second))
}

var errCrowded = fault.New(fault.Busy, "fault.too-many-attempts")

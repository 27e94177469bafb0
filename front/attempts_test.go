package front

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"amana/desk/desktest"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// A client has twenty failed attempts, one more each six seconds, and what
// succeeds costs nothing; nobody else pays for it.
func TestFailedAttemptsAreBounded(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	a := NewAttempts(func() time.Time { return now })
	for i := range attemptsBurst {
		if wait := a.begin("10.0.0.1"); wait > 0 {
			t.Fatalf("attempt %d must wait %s", i, wait)
		}
	}
	if wait := a.begin("10.0.0.1"); wait != attemptsRefill {
		t.Errorf("the next must wait %s, want %s", wait, attemptsRefill)
	}
	if wait := a.begin("10.0.0.2"); wait > 0 {
		t.Errorf("somebody else must wait %s", wait)
	}
	now = now.Add(attemptsRefill)
	if wait := a.begin("10.0.0.1"); wait > 0 {
		t.Errorf("after six seconds it must wait %s", wait)
	}
	for range 100 {
		if wait := a.begin("10.0.0.3"); wait > 0 {
			t.Fatal("attempts that succeed are counted")
		}
		a.forgive("10.0.0.3")
	}
	for i := range 2 * mostClients {
		a.begin(clientOf("10.1." + string(rune('0'+i%10)) + ".1:1"))
		a.begin(ledger.Hash{byte(i), byte(i >> 8)}.String())
	}
	if len(a.spent) > mostClients {
		t.Errorf("%d clients are remembered", len(a.spent))
	}
}

func TestClientsAreAddressesAndNetworks(t *testing.T) {
	for remote, want := range map[string]string{
		"10.0.0.1:52": "10.0.0.1", "[::ffff:10.0.0.1]:52": "10.0.0.1", "[2001:db8:1:2:3::4]:52": "2001:db8:1:2::/64", "@": "@",
	} {
		if got := clientOf(remote); got != want {
			t.Errorf("%s is %s, want %s", remote, got, want)
		}
	}
}

func TestNoMoreThanTwoPasswordsAreStretchedAtOnce(t *testing.T) {
	a := NewAttempts(time.Now)
	var now, most atomic.Int64
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() {
			err := a.Stretching(t.Context(), func() error {
				n := now.Add(1)
				for {
					old := most.Load()
					if n <= old || most.CompareAndSwap(old, n) {
						break
					}
				}
				now.Add(-1)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if most.Load() > stretchesAtOne {
		t.Errorf("%d at once", most.Load())
	}
}

// However long a refusal took, it leaves at a step that says nothing of it.
func TestRefusalsLeaveAtEvenSteps(t *testing.T) {
	for took, want := range map[time.Duration]time.Duration{
		0: even, time.Millisecond: even, even - 1: even, even: 2 * even, even + time.Millisecond: 2 * even, 7*even - 1: 7 * even,
	} {
		if got := took + untilEven(took); got != want {
			t.Errorf("after %v it leaves at %v, want %v", took, got, want)
		}
	}
}

// How long a refusal took, or waited for its turn, shows in no answer. Time is
// the bubble's: it stands still while anything is computed, so that what passes
// is exactly what the program waits.
func TestARefusedSignInLeavesAtAnEvenStep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, err := desktest.Build(t.Context(), desktest.Config(t, "SQLite"))
		if err != nil {
			t.Fatal(err)
		}
		a := NewAttempts(w.Now)
		signIn := func(name, password string) (time.Duration, error) {
			began := time.Now()
			_, err := a.SignIn(t.Context(), http.Header{}, "10.0.0.1:1", func() (string, error) { return w.Desk.SignIn(t.Context(), name, password) })
			return time.Since(began), err
		}
		waiting := func(others time.Duration) { // two others are stretched before
			for range stretchesAtOne {
				a.slots <- struct{}{}
				time.AfterFunc(others, func() { <-a.slots })
			}
		}
		for name, c := range map[string]struct {
			name        string
			waits, want time.Duration
		}{
			"a wrong password": {"cou", 0, even}, "an unknown name": {"nobody", 0, even},
			"a wrong password, after waiting": {"cou", 2*even + time.Millisecond, 3 * even}, "an unknown name, after waiting": {"nobody", even - 1, even},
		} {
			waiting(c.waits)
			if took, err := signIn(c.name, "not the password"); fault.KindOf(err) != fault.Denied || StatusOf(err) != http.StatusUnauthorized || took != c.want {
				t.Errorf("%s: %v after %v, want refused after %v", name, err, took, c.want)
			}
		}
		if took, err := signIn("cou", desktest.Password); err != nil || took != 0 {
			t.Errorf("who is right waits for nothing: %v after %v", err, took)
		}
	})
}

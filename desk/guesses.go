package desk

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"time"

	"amana/domain/fault"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// guesses are the words and pictures at the gate that were not those that the
// person chose. Whoever brings somebody else in their place might try many: they
// may try a few, and then wait. It is counted by this process and not written down.
type guesses struct {
	mu    sync.Mutex
	wrong map[string][]time.Time // by the number of the case
}

const (
	guessesMost = 5         // wrong ones, of one person
	guessesIn   = time.Hour // within which no other is looked at
)

// guessed attempts an act, and if somebody is to be known by what they chose, only
// as often as they may be tried. One try too many is taken for a wrong one, so that
// whoever may not ask is told what they are always told.
func (d *Desk) guessed(ctx context.Context, a act) (Receipt, error) {
	confirm, _ := a.args.(movement.ConfirmPerson)
	if confirm.How != safeguard.TwoFacts {
		return d.attempt(ctx, a)
	}
	at := d.Moment()
	until := d.guesses.begin(a.number, at)
	if !until.IsZero() {
		rand.Read(confirm.Word[:])
		a.args = confirm
	}
	receipt, err := d.attempt(ctx, a)
	switch wrong := movement.Guessed(err); {
	case wrong && !until.IsZero():
		err = fault.New(fault.Invalid, "fault.too-many-guesses", fault.A("at", until))
	case !wrong && until.IsZero():
		d.guesses.forget(a.number, at)
	}
	return receipt, err
}

// begin counts a guess before anybody knows whether it is right, so that many at
// once are no more than one after the other. If there were too many it says until
// when none is looked at.
func (g *guesses) begin(number string, now time.Time) (until time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.wrong == nil {
		g.wrong = map[string][]time.Time{}
	}
	recent := slices.DeleteFunc(g.wrong[number], func(at time.Time) bool { return now.Sub(at) >= guessesIn })
	if len(recent) < guessesMost {
		g.wrong[number] = append(recent, now)
		return time.Time{}
	}
	g.wrong[number] = recent
	return recent[0].Add(guessesIn)
}

// forget takes back one guess that was not wrong.
func (g *guesses) forget(number string, at time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := g.wrong[number]
	if i := slices.Index(all, at); i >= 0 {
		all = slices.Delete(all, i, i+1)
	}
	if g.wrong[number] = all; len(all) == 0 {
		delete(g.wrong, number)
	}
}

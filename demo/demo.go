// Package demo builds a programme of invented people like the one that the
// documents describe: five offices, 1,150 people, of whom 820 departed. It
// writes nothing itself: a story is told as commands, each given at the desk
// by an officer who may, at a moment of the last months, and the desk refuses
// what its rules refuse. So nobody in it was cleared or boarded for whom a
// safeguard was not met.
//
// The 820 count everybody who departed, the one among them who was flown
// without clearance included.
package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"amana/desk"
	"amana/domain/fault"
	"amana/store"
)

// Config says what to build and into which store.
type Config struct {
	Desk          desk.Config // an empty store; the clock is the story's while it is told
	People        int         // 0: 1,150
	EventsPerCase int         // 0: as the story has it; else at least so many acts in each of the many
	Now           time.Time   // when the story ends, in full hours; zero: now
	Seed          uint64      // of the same story; 0: the usual one
	Mark          string      // every word of every name begins with it: who searches for it searches for all names

	Progress func(done float64) // may be nil; called now and then with a share of the story
}

// Result is what was built, counted from the log.
type Result struct {
	People   int    `json:"people"`
	Departed int    `json:"departed"`
	Look     []Look `json:"look"` // at first
}

// Look is one case that is worth looking at.
type Look struct {
	Case   string `json:"case"`
	Office string `json:"office"` // whose officers see it
	What   string `json:"what"`   // a key of lang, of what the person did
}

// Marks in the store.
const (
	metaComplete = "demo-complete"
	marked       = "yes"
	usualSeed    = 820
)

// Least is how many people it takes for every part of the story.
const Least = 300

// ErrNotDemo says that a store holds something and is not marked as a
// demonstration: it is never built into and never cleared.
var ErrNotDemo = errors.New("demo: the store is not a demonstration")

// Complete says what a store holds that was built to the end. There is nothing
// in it, or something that was interrupted, when it is not complete.
func Complete(ctx context.Context, db *store.DB) (r Result, complete bool, err error) {
	if err := Own(ctx, db); err != nil {
		return r, false, err
	}
	text, err := db.Meta(ctx, metaComplete)
	if err != nil || text == "" {
		return r, false, err
	}
	return r, true, json.Unmarshal([]byte(text), &r)
}

// Own returns ErrNotDemo for a store that holds anything but a demonstration.
func Own(ctx context.Context, db *store.DB) error {
	size, err := db.Size(ctx)
	if err != nil {
		return err
	}
	mark, err := db.Meta(ctx, desk.MetaDemo)
	if err != nil {
		return err
	}
	if size > 0 && mark != marked {
		return ErrNotDemo
	}
	return nil
}

// Build tells the whole story into an empty store and marks it as complete.
func Build(ctx context.Context, c Config) (Result, error) {
	if c.People == 0 {
		c.People = normal
	}
	if c.People < Least {
		return Result{}, fault.New(fault.Invalid, "fault.too-small", fault.A("min", Least)).In("people")
	}
	if c.Seed == 0 {
		c.Seed = usualSeed
	}
	if c.Now.IsZero() {
		c.Now = time.Now()
	}
	s, err := newStory(c)
	if err != nil {
		return Result{}, err
	}
	if err := Own(ctx, c.Desk.Store); err != nil {
		return Result{}, err
	}
	// The mark comes first: what is interrupted from here on is known as ours.
	if err := c.Desk.Store.SetMeta(ctx, desk.MetaDemo, marked); err != nil {
		return Result{}, err
	}
	b := &building{story: s, config: c}
	if err := b.tell(ctx); err != nil {
		return Result{}, fmt.Errorf("demo: %w", err)
	}
	counted, err := Count(ctx, c.Desk.Store, c.Desk.Keys)
	if err != nil {
		return Result{}, err
	}
	r := Result{People: counted.People, Departed: counted.Departed}
	for _, l := range s.looks {
		r.Look = append(r.Look, Look{l.p.number, l.p.office.name, l.what})
	}
	text, err := json.Marshal(r)
	if err != nil {
		return Result{}, err
	}
	return r, c.Desk.Store.SetMeta(ctx, metaComplete, string(text))
}

package board

import (
	"time"

	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Wait is one rule, the people whom it blocks now, and for how many full days it
// has: the median, and what nine in ten do not exceed.
type Wait struct {
	Safeguard    safeguard.ID
	People       int
	Up           int // of how many it is past its day
	Median, Most int
}

// longest is the most days that are told apart.
const longest = 1000

// waiting counts the people whom one rule blocks, by days.
type waiting struct {
	people, up int
	days       [longest + 1]int
}

// Waits are the waits of the cases that a scope reaches, rule by rule, as far as it
// opens the compartment of each. Who said no waits for nobody.
func (b *Board) Waits(scope Scope, now time.Time) []Wait {
	b.mu.RLock()
	defer b.mu.RUnlock()
	all, at := make([]*waiting, len(rules)), seconds(now)
	for _, s := range b.shelves {
		reading, reached := scope(s.office, nil, "")
		if !reached {
			continue
		}
		for id := range s.cases {
			for turns := s.cases[id].turns(); turns != ""; turns = turns[turnBytes:] {
				wait(all, turns[:turnBytes], reading.Opens, at)
			}
		}
	}
	var waits []Wait
	for rule, w := range all {
		if w != nil {
			waits = append(waits, Wait{Safeguard: rules[rule], People: w.people, Up: w.up, Median: w.within(50), Most: w.within(90)})
		}
	}
	return waits
}

// wait takes one turn in, as Turn.At reads it.
func wait(all []*waiting, packed string, opens ledger.Set, now uint32) {
	since, due := uint32At(packed, 5), uint32At(packed, 9)
	if !opens.Has(ledger.Compartment(packed[2])) || due == 0 {
		return
	}
	if packed[1] == isMet {
		if due > now {
			return
		}
		since, due = due, due+uint32(packed[4])*secondsADay
	}
	w := all[packed[0]]
	if w == nil {
		w = &waiting{}
		all[packed[0]] = w
	}
	w.people++
	if due < now {
		w.up++
	}
	days := uint32(0)
	if now > since {
		days = (now - since) / secondsADay
	}
	w.days[min(days, longest)]++
}

// within is the smallest number of days that so many percent do not exceed.
func (w *waiting) within(percent int) int {
	left := (w.people*percent + 99) / 100
	for days, people := range w.days {
		if left -= people; left <= 0 {
			return days
		}
	}
	return longest
}

package main

import (
	"fmt"
	"io"
	"slices"
	"time"
)

// table prints one line a figure.
type table struct{ out io.Writer }

const (
	holds    = "holds"
	short    = "short"
	unproven = "unproven" // at another size than the floor speaks of
)

func (t table) line(name, measured, floor, verdict string) {
	fmt.Fprintf(t.out, "%-44s  %-58s  %-12s  %s\n", name, measured, floor, verdict)
}

// atLeast prints a figure that must not be smaller than its floor. more says
// what else was measured.
func (t table) atLeast(name, format string, measured, floor float64, more string) {
	t.line(name, fmt.Sprintf(format, measured)+more, "≥ "+fmt.Sprintf(format, floor), judged(measured >= floor))
}

// atMost prints a duration that must not be longer than its floor.
func (t table) atMost(name string, measured, floor time.Duration, more string) {
	t.line(name, rounded(measured)+more, "≤ "+floor.String(), judged(measured <= floor))
}

// atSize prints a duration that must not be longer than its floor at a
// caseload of the full size.
func (t table) atSize(name string, measured, floor time.Duration, cases int, more string) {
	verdict := judged(measured <= floor)
	if cases < fullSize && verdict == holds {
		verdict = unproven
	}
	t.line(name, fmt.Sprintf("%s at %d cases%s", rounded(measured), cases, more), "≤ "+floor.String(), verdict)
}

func judged(good bool) string {
	if good {
		return holds
	}
	return short
}

// rounded is a duration to three digits or so.
func rounded(d time.Duration) string {
	unit := time.Duration(1)
	for d >= 1000*unit {
		unit *= 10
	}
	return d.Round(unit).String()
}

// percentile is the duration that so many of all are not longer than.
func percentile(all []time.Duration, percent int) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[max((len(sorted)*percent+99)/100, 1)-1]
}

func sum(all []time.Duration) (total time.Duration) {
	for _, d := range all {
		total += d
	}
	return total
}

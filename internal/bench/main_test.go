package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// The measurements run: a baseline that writes other columns than the program
// would say so here, and not on the day on which somebody wants a figure.
func TestTheMeasurementsRun(t *testing.T) {
	var out, notes bytes.Buffer
	none := func(string) string { return "" }
	if err := run(t.Context(), []string{"-only", "act,import,rules,verify,pages", "-cases", "100"}, none, &out, &notes); err != nil {
		t.Fatalf("%v\n%s", err, &notes)
	}
	if figures := strings.Count(out.String(), "≥"); figures != 4 {
		t.Errorf("%d figures, not 4:\n%s", figures, &out)
	}
	for _, page := range []string{"page / ", "page /cases/{blocked} ", "page POST /find text=Danjuma ", "page POST /log/receipt ", "page POST /sign-in "} {
		if !strings.Contains(out.String(), page) {
			t.Errorf("no %s:\n%s", page, &out)
		}
	}
}

// What keeps to its floor holds, and what does not is short; nothing is said to hold at a
// size of which the floor does not speak.
func TestAFigureHoldsOrIsShort(t *testing.T) {
	var out bytes.Buffer
	b := table{&out}
	b.atLeast("even", "%.1f", 0.3, 0.3, "")
	b.atLeast("less", "%.1f", 0.2, 0.3, "")
	b.atMost("in time", time.Second, time.Second, "")
	b.atMost("late", time.Second+1, time.Second, "")
	b.atSize("in time at full size", time.Second, time.Second, fullSize, "")
	b.atSize("in time of few", time.Second, time.Second, fullSize-1, "")
	b.atSize("late of few", 2*time.Second, time.Second, fullSize-1, "")
	want := []string{holds, short, holds, short, holds, unproven, short}
	for i, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		if !strings.HasSuffix(line, "  "+want[i]) {
			t.Errorf("not %s: %s", want[i], line)
		}
	}
}

// Who asks for what there is not is told so, and does not take silence for an
// answer.
func TestWhatIsNotMeasuredIsRefused(t *testing.T) {
	var out, notes bytes.Buffer
	none := func(string) string { return "" }
	if err := run(t.Context(), []string{"-only", "page", "-cases", "100"}, none, &out, &notes); err == nil || !strings.Contains(err.Error(), "page") {
		t.Errorf("%v\n%s", err, &out)
	}
}

package main

import (
	"bytes"
	"strings"
	"testing"
)

// The measurements run: a baseline that writes other columns than the program
// would say so here, and not on the day on which somebody wants a figure.
func TestTheMeasurementsRun(t *testing.T) {
	var out, notes bytes.Buffer
	none := func(string) string { return "" }
	if err := run(t.Context(), []string{"-only", "import,verify,pages", "-cases", "100"}, none, &out, &notes); err != nil {
		t.Fatalf("%v\n%s", err, &notes)
	}
	if figures := strings.Count(out.String(), "≥"); figures != 3 {
		t.Errorf("%d figures, not 3:\n%s", figures, &out)
	}
	for _, page := range []string{"page / ", "page /cases/{blocked} ", "page POST /find text=Danjuma ", "page POST /log/receipt ", "page POST /sign-in "} {
		if !strings.Contains(out.String(), page) {
			t.Errorf("no %s:\n%s", page, &out)
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

package desktest

import (
	"strings"
	"testing"

	"amana/domain/fault"
	"amana/domain/safeguard"
)

// Where a rule blocks, it is named: whoever adds one sees which act of the way
// is missing.
func TestWhatIsBlockedNamesTheRule(t *testing.T) {
	f := fault.New(fault.Blocked, "fault.blocked")
	f.Findings = []safeguard.Finding{{Safeguard: "gate", State: safeguard.Unmet, Reason: safeguard.Reason{Key: "gate.none"}}}
	err := refused("boarding.board", f)
	if !strings.Contains(err.Error(), "boarding.board (gate: gate.none)") || fault.KindOf(err) != fault.Blocked {
		t.Error(err)
	}
}

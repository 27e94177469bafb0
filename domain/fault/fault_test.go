package fault

import "testing"

// Each kind has a line, and of what scripts go by no two exit codes are one.
func TestEachKindHasItsStatusAndItsExitCode(t *testing.T) {
	if len(kinds) != int(Busy)+1 {
		t.Fatalf("%d lines for %d kinds", len(kinds), Busy+1)
	}
	exits := map[int]Kind{}
	for k := Internal; k <= Busy; k++ {
		if k.String() == "" || k.Status() < 400 || k.Status() > 599 || k.ExitCode() == 0 {
			t.Errorf("%d: %+v", k, kinds[k])
		}
		if other, twice := exits[k.ExitCode()]; twice {
			t.Errorf("%s and %s both end with %d", k, other, k.ExitCode())
		}
		exits[k.ExitCode()] = k
	}
}

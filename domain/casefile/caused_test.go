package casefile

import (
	"slices"
	"testing"

	"amana/domain/ledger"
)

// Whoever verifies a log asks of each event whether its actor had an act from
// which it follows: the scripts say which ones do, and no other.
func TestEveryEventFollowsFromItsCommands(t *testing.T) {
	follows := map[string][]string{ // TestAttestation, TestAnUnreadableEntry, and what is recorded in another file
		"safeguard.attested": {"safeguard.attest"}, "entry.examined": {"entry.examine"}, "entry.resolved": {"entry.resolve"},
		"link.erased": {"case.erase"}, "incident.opened": {"departure.retract"}, // TestRetractionOfACrossedDeparture
		"duplicate.suspected": {"case.open", "case.correct"}, "likely.counted": {"case.open", "case.correct"}, // TestLikelyOtherFilesAreFound
		"age.doubted": {"case.correct"}, // TestACorrectionThatAgesIsTheirsWhoMayCorrect
	}
	for _, s := range scripts() {
		w := begin(t)
		for _, d := range append(slices.Clone(s.given), s.when) {
			for _, kind := range w.do(d) {
				if !slices.Contains(follows[kind], d.what) {
					follows[kind] = append(follows[kind], d.what)
				}
			}
		}
	}
	for _, b := range AllKinds() {
		want, got := follows[b.Kind()], Caused(b)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s follows from %q, want %q", b.Kind(), got, want)
		}
	}
	if len(caused) != len(AllKinds()) {
		t.Errorf("%d kinds follow from commands, and there are %d", len(caused), len(AllKinds()))
	}
}

// What authorises, decides for a second officer or lifts a stop never comes
// from a list, whoever gives it.
func TestWhatAuthorisesIsNotImportable(t *testing.T) {
	for _, b := range AllKinds() {
		if ledger.EffectOf(b) == ledger.Lift && Importable(b) && b.Kind() != "consent.given" && b.Kind() != "consent.reaffirmed" {
			t.Errorf("%s lifts a stop and can be imported", b.Kind())
		}
	}
	for _, kind := range []string{"clearance.given", "boarding.boarded", "gate.answered", "departure.departed", "hold.lifted", "user.enrolled", "rulebook.signed", "safeguard.attested"} {
		i := slices.IndexFunc(AllKinds(), func(b ledger.Body) bool { return b.Kind() == kind })
		if i < 0 || Importable(AllKinds()[i]) {
			t.Errorf("%s can be imported", kind)
		}
	}
}

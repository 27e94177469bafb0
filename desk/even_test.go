package desk_test

import (
	"runtime"
	"testing"

	"amana/desk"
	"amana/domain/fault"
)

// Whoever is refused was stretched, whatever the reason: an answer that cost
// less would say that there is no such name, or that it is locked. What a
// stretch costs is memory, which is counted and no clock is looked at.
func TestEveryRefusalCostsAStretch(t *testing.T) {
	w := newWorld(t)
	w.hardness = desk.Hardness
	w.openDesk(t)
	if err := w.desk.ChangePassword(t.Context(), "CO-1", password, password); err != nil {
		t.Fatal(err)
	}
	cost := func(name, password string) (bytes uint64) {
		t.Helper()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := w.desk.SignIn(t.Context(), name, password)
		runtime.ReadMemStats(&after)
		if fault.KindOf(err) != fault.Denied {
			t.Fatalf("%s: %v, want denied", name, err)
		}
		return after.TotalAlloc - before.TotalAlloc
	}
	const stretch, little = 19 << 20, 2 << 20
	for range 5 {
		if got := cost("CO-1", "not the password"); got < stretch || got > stretch+little {
			t.Errorf("a wrong password costs %d bytes, want those of one stretch", got)
		}
	}
	for name, c := range map[string][2]string{
		"an unknown name": {"nobody", password}, "a locked account": {"CO-1", "not the password"}, "a locked account and the right password": {"CO-1", password},
	} {
		if got := cost(c[0], c[1]); got < stretch || got > stretch+little {
			t.Errorf("%s costs %d bytes, want those of one stretch", name, got)
		}
	}
}

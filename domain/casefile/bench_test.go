package casefile

import (
	"runtime"
	"testing"
	"time"

	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// forty is a case of forty events, with everything around it, on the morning
// of its flight.
func forty(t testing.TB) *world {
	t.Helper()
	w := begin(t, before("boarding.board")...)
	for len(w.events) < 40 {
		w.do(does("sam", "option.tell", counselling.Tell{Option: "stay", Explained: true, Available: "no", Answer: "declines"}))
	}
	if len(w.events) != 40 {
		t.Fatalf("%d events", len(w.events))
	}
	return w
}

// BenchmarkRules asks every rule of the book about one folded case.
// Target: 50 µs.
func BenchmarkRules(b *testing.B) {
	for name, act := range map[string]safeguard.Act{"boarding": safeguard.Boarding, "clearance": safeguard.Clearance, "seat": safeguard.Seat} {
		b.Run(name, func(b *testing.B) {
			w := forty(b)
			around := w.around(nil)
			if found := w.blocking(act); len(found) > 0 && act != safeguard.Seat {
				b.Fatal(found)
			}
			b.ReportAllocs()
			for b.Loop() {
				safeguard.Evaluate(w.file.Facts(around), w.book, w.now, act)
			}
		})
	}
}

// BenchmarkRulesBlocked is the same where most rules block, each with its
// reasons and steps.
func BenchmarkRulesBlocked(b *testing.B) {
	w := begin(b, here...)
	around := w.around(nil)
	b.ReportAllocs()
	for b.Loop() {
		safeguard.Evaluate(w.file.Facts(around), w.book, w.now, safeguard.Boarding)
	}
}

// BenchmarkFold folds one history of forty events.
func BenchmarkFold(b *testing.B) {
	w := forty(b)
	b.ReportAllocs()
	for b.Loop() {
		h := ledger.Arrange(w.events)
		Fold(&h)
	}
}

// BenchmarkExtend adds one event to a folded case.
func BenchmarkExtend(b *testing.B) {
	w := forty(b)
	last := w.events[39]
	h := ledger.Arrange(w.events[:39])
	b.ReportAllocs()
	for b.Loop() {
		c := *Fold(&h)
		c.Extend(&last)
	}
}

// BenchmarkCaseload asks every rule about a hundred thousand folded cases that
// are in memory together. Target: 5 s.
func BenchmarkCaseload(b *testing.B) {
	const people = 100_000
	w := forty(b)
	around := w.around(nil)
	cases := make([]*Case, people)
	for i := range cases {
		h := ledger.Arrange(w.events)
		cases[i] = Fold(&h)
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	took := time.Duration(0)
	for b.Loop() {
		start := time.Now()
		for _, c := range cases {
			if !safeguard.Clear(safeguard.Evaluate(c.Facts(around), w.book, w.now, safeguard.Boarding)) {
				b.Fatal("blocked")
			}
		}
		took = time.Since(start)
	}
	b.ReportMetric(took.Seconds(), "s/100k")
	b.ReportMetric(float64(m.HeapAlloc)/people, "B/case")
}

package desk_test

import (
	"fmt"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
)

// One act on a case of 40 events, durable when it returns.
func BenchmarkDo(b *testing.B) {
	w := newWorld(b)
	numbers := make([]string, 50)
	for i := range numbers {
		numbers[i] = w.open(b, openArgs())
		for len(w.events(b, numbers[i])) < 39 {
			w.do(b, w.counsellor, numbers[i], "option.tell", tellArgs())
		}
	}
	b.ResetTimer()
	for i := range b.N {
		w.clock = w.clock.Add(time.Second)
		w.do(b, w.counsellor, numbers[i%len(numbers)], "option.tell", tellArgs())
	}
}

// The same through a batch, as an import does it.
func BenchmarkBatch(b *testing.B) {
	w := newWorld(b)
	batch := w.desk.Batch(500)
	officer := w.enrol(b, "CW-9", "tripoli", access.Caseworker)
	taken := func(command string, args map[string]any) desk.Request {
		r := w.request(command, args)
		r.Imported = "a list"
		return r
	}
	b.ResetTimer()
	number := ""
	for i := range b.N {
		if i%40 == 0 {
			r, err := batch.Do(b.Context(), officer, "", taken("case.open", openArgs()))
			if err != nil {
				b.Fatal(err)
			}
			number = r.Case
			continue
		}
		if _, err := batch.Do(b.Context(), officer, number, taken("option.tell", tellArgs())); err != nil {
			b.Fatal(err)
		}
	}
	if err := batch.Flush(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

func tellArgs() map[string]any {
	return map[string]any{"option": "stay", "explained": true, "available": "no", "answer": "declines"}
}

func (w *world) events(t testing.TB, number string) []string {
	t.Helper()
	lines, err := w.desk.Events(t.Context(), w.protection, number)
	if err != nil {
		t.Fatal(err)
	}
	kinds := make([]string, len(lines))
	for i, l := range lines {
		kinds[i] = fmt.Sprint(l.Kind)
	}
	return kinds
}

// The manifest of a charter on which everybody waits at the gate.
func BenchmarkManifest(b *testing.B) {
	w, err := desktest.Build(b.Context(), desktest.Config(b, "SQLite"))
	if err != nil {
		b.Fatal(err)
	}
	if err := w.Scene(b.Context()); err != nil {
		b.Fatal(err)
	}
	people := make([]desktest.Traveller, 150)
	for i := range people {
		people[i] = desktest.Traveller{Given: "Halima", Until: "gate.confirm-person"}
	}
	if _, err := w.Ways(b.Context(), people...); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		m, err := w.Desk.Manifest(b.Context(), w.Who("mov"), desktest.Flight)
		if err != nil || len(m.People) != len(people) {
			b.Fatal(len(m.People), err)
		}
	}
}

package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"amana/domain/ledger"
	"amana/store"
	"amana/store/postgrestest"
	"amana/store/storetest"
)

// benches open a new store of each engine.
var benches = map[string]func(b *testing.B) *store.DB{
	"SQLite": func(b *testing.B) *store.DB {
		db, err := store.OpenSQLite(context.Background(), file(b, filepath.Join(b.TempDir(), "amana.db")))
		return opened(b, db, err)
	},
	"PostgreSQL": func(b *testing.B) *store.DB {
		db, err := store.OpenPostgres(context.Background(), postgrestest.URL(b))
		return opened(b, db, err)
	},
}

func eachEngine(b *testing.B, run func(*testing.B, *store.DB)) {
	for _, name := range []string{"SQLite", "PostgreSQL"} {
		b.Run(name, func(b *testing.B) { run(b, benches[name](b)) })
	}
}

// act is one command on a case as large as they are in the field: an entry of
// 16 digests, its disclosures, a row in two compartments and a folded state.
func act(stream ledger.Stream, heads []ledger.Hash, command ledger.Command) store.Write {
	w := storetest.Write(stream, heads, 0)
	w.Command.ID = command
	w.Entries = []store.Entry{storetest.Entry(1500, store.Blob{Compartment: ledger.General, Epoch: 1, Sealed: storetest.Bytes(800)})}
	if len(heads) == 0 {
		for _, c := range ledger.Compartments {
			w.DEKs = append(w.DEKs, store.DEK{Compartment: c, Epoch: 1, Office: "TI", Wrapped: storetest.Bytes(60)})
		}
	}
	w.Row = &store.Row{Subject: "case", Office: "TI", Status: "waiting", NumberKey: stream[:], Blobs: []store.RowBlob{
		{Compartment: ledger.General, Sealed: storetest.Bytes(300)}, {Compartment: ledger.Medical, Sealed: storetest.Bytes(100)}}}
	w.State = &store.State{Opened: ledger.Everything, Version: "1", Sealed: storetest.Bytes(3000)}
	return w
}

// history is n acts on one new case. Their command ids lie together.
func history(n int) []store.Write {
	stream := storetest.Stream()
	var heads []ledger.Hash
	var acts []store.Write
	for i := range n {
		w := act(stream, heads, ledger.Command(append(stream[:8:8], fmt.Sprintf("%08d", i)...)))
		heads = storetest.Next(w)
		acts = append(acts, w)
	}
	return acts
}

func BenchmarkAppend(b *testing.B) {
	for _, callers := range []int{1, 32} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			eachEngine(b, func(b *testing.B, db *store.DB) {
				acts := make(chan store.Write, b.N)
				for range b.N {
					acts <- act(storetest.Stream(), nil, ledger.Command(storetest.Stream()))
				}
				close(acts)
				b.ResetTimer()
				var wait sync.WaitGroup
				for range callers {
					wait.Go(func() {
						for w := range acts {
							if _, err := db.Append(b.Context(), w); err != nil {
								b.Error(err)
								return
							}
						}
					})
				}
				wait.Wait()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "acts/s")
			})
		})
	}
}

// groupOf is the size of the groups in which cases of 40 acts are imported.
const groupOf, caseOf = 50, 40

func BenchmarkAppendAll(b *testing.B) {
	eachEngine(b, func(b *testing.B, db *store.DB) {
		for range b.N {
			b.StopTimer()
			group := cases()
			b.StartTimer()
			results, err := db.AppendAll(b.Context(), group)
			if err != nil || results[len(group)-1].Err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N*groupOf*caseOf)/b.Elapsed().Seconds(), "events/s")
	})
}

func cases() (group []store.Write) {
	for range groupOf {
		group = append(group, history(caseOf)...)
	}
	return group
}

func BenchmarkStreams(b *testing.B) {
	eachEngine(b, func(b *testing.B, db *store.DB) {
		for range 10 {
			if _, err := db.AppendAll(b.Context(), cases()); err != nil {
				b.Fatal(err)
			}
		}
		b.Run("scan", func(b *testing.B) {
			entries := 0
			for b.Loop() {
				if err := db.Streams(b.Context(), store.Scan{Subject: "case"}, func(c store.Content) error {
					entries += len(c.Entries)
					return nil
				}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(entries)/b.Elapsed().Seconds(), "entries/s")
		})
		b.Run("scan in two", func(b *testing.B) {
			entries := [2]int{}
			for b.Loop() {
				scans, err := db.Split(b.Context(), "case", 2)
				if err != nil {
					b.Fatal(err)
				}
				var wait sync.WaitGroup
				for i, s := range scans {
					wait.Go(func() {
						if err := db.Streams(b.Context(), s, func(c store.Content) error {
							entries[i] += len(c.Entries)
							return nil
						}); err != nil {
							b.Error(err)
						}
					})
				}
				wait.Wait()
			}
			b.ReportMetric(float64(entries[0]+entries[1])/b.Elapsed().Seconds(), "entries/s")
		})
		var names []ledger.Stream
		if err := db.Streams(b.Context(), store.Scan{Subject: "case"}, func(c store.Content) error {
			names = append(names, c.Name)
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		b.Run("one", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				c, err := db.Stream(b.Context(), names[i*37%len(names)])
				if err != nil || len(c.Entries) != caseOf {
					b.Fatal(err)
				}
			}
		})
	})
}

func BenchmarkRows(b *testing.B) {
	eachEngine(b, func(b *testing.B, db *store.DB) {
		const people = 100_000
		offices, statuses := []string{"TI", "MI", "BE", "SB", "ZW"}, []string{"waiting", "on hold", "cleared", "departed"}
		var group []store.Write
		var flight ledger.Stream
		for i := range people {
			w := storetest.Write(storetest.Stream(), nil, 1)
			w.Command.ID = ledger.Command(fmt.Appendf(nil, "%016d", i))
			if i%150 == 0 {
				flight = storetest.Stream()
			}
			w.Row = &store.Row{Subject: "case", Office: offices[i%5], Status: statuses[i/5%4], Movement: flight, NumberKey: w.Stream.Name[:],
				NextDue: w.Entries[0].Recorded.AddDate(0, 0, i*7919%400), Blobs: []store.RowBlob{{Sealed: storetest.Bytes(200)}}}
			if group = append(group, w); len(group) == 2000 {
				if _, err := db.AppendAll(b.Context(), group); err != nil {
					b.Fatal(err)
				}
				group = nil
			}
		}
		for name, f := range map[string]store.Filter{
			"all":                    {Subject: "case"},
			"one office":             {Subject: "case", Offices: offices[:1]},
			"one office and status":  {Subject: "case", Offices: offices[:1], Statuses: statuses[:1]},
			"two offices, two stati": {Subject: "case", Offices: offices[:2], Statuses: statuses[:2]},
			"nobody":                 {Subject: "case", Offices: offices[:1], Statuses: []string{"boarded"}},
			"movement":               {Subject: "case", Movement: flight},
			"due in one office":      {Subject: "case", Offices: offices[:1], Due: group0.AddDate(0, 0, 30)},
		} {
			for where, after := range map[string]store.Cursor{"first page": {}, "late page": {Key: people - 1000, Due: group0.AddDate(0, 0, 20).Unix()}} {
				b.Run(name+"/"+where, func(b *testing.B) {
					for b.Loop() {
						if _, err := db.Rows(b.Context(), f, store.Page{Limit: 50, After: after}); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	})
}

var group0 = storetest.Entry(1).Recorded

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"time"

	"amana/desk"
	"amana/domain/casefile"
)

// Floors of finding and of an officer's day: a page has twenty milliseconds for
// everything.
const (
	soonFound = 10 * time.Millisecond
	soonToday = 20 * time.Millisecond
	soonBuilt = 15 * time.Second
	smallest  = 60_000_000
)

// board makes the board of the population anew, weighs it, and asks it as officers
// do: for names in other spellings, for numbers, by what narrows, and for their day.
func (b *bench) board(ctx context.Context, n *node) error {
	before := heap()
	start := time.Now()
	if _, err := n.desk.Find(ctx, n.who("cou"), desk.Search{Text: "Amina"}); err != nil {
		return err
	}
	built := time.Since(start)
	bytes := heap() - before
	b.table.atSize("the board of all cases, made from their rows", built, soonBuilt, b.cases, "")
	verdict := judged(bytes <= smallest)
	if verdict == holds && b.cases < fullSize {
		verdict = unproven
	}
	b.table.line("memory of the board", fmt.Sprintf("%.1f MB at %d cases", float64(bytes)/1e6, b.cases), "≤ 60 MB", verdict)

	var finds, days []time.Duration
	rng, found := rand.New(rand.NewPCG(820, 1)), 0
	for i := range 600 {
		who, s := n.who(pick(rng, []string{"cou", "pia", "hop", "mov"})), searched(rng, i, b.cases)
		start := time.Now()
		matches, err := n.desk.Find(ctx, who, s)
		if err != nil {
			return err
		}
		finds, found = append(finds, time.Since(start)), found+min(len(matches.People), 1)
	}
	for i := range 100 {
		who := n.who([]string{"cou", "pia", "lea", "hop", "hom"}[i%5])
		start := time.Now()
		if _, err := n.desk.Today(ctx, who, 0); err != nil {
			return err
		}
		days = append(days, time.Since(start))
	}
	b.table.atSize("finding somebody, 95 of 100", percentile(finds, 95), soonFound, b.cases, fmt.Sprintf(" (%d of %d found)", found, len(finds)))
	b.table.atSize("an officer's day, 95 of 100", percentile(days, 95), soonToday, b.cases, "")
	return nil
}

// searched is the i-th search: names as somebody else writes them, numbers, and
// what narrows.
func searched(rng *rand.Rand, i, cases int) desk.Search {
	names := []string{"Aminata", "إبراهيم", "Fatu", "Mohamadou", "يوسف", "Youssef", "Hauwa", "Zzyzx"}
	families := []string{"Danjouma", "Traore", "Jallow", "Keita", "Saw", "Mensa"}
	switch i % 6 {
	case 0:
		return desk.Search{Text: pick(rng, names)}
	case 1:
		return desk.Search{Text: pick(rng, families) + " " + pick(rng, names)}
	case 2:
		return desk.Search{Text: fmt.Sprintf("%s %d", pick(rng, families), rng.IntN(cases))}
	case 3:
		return desk.Search{Text: fmt.Sprintf("TI-26-%04d", rng.IntN(cases))}
	case 4:
		return desk.Search{Nationality: pick(rng, countries[:]), Status: casefile.Waiting}
	}
	return desk.Search{Text: pick(rng, names), Nationality: pick(rng, countries[:]), Office: "tripoli"}
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

package demo

import (
	"os"
	"testing"
	"time"
)

// Whoever measures asks for any size, on any day of the year.
func TestThereIsAStoryOfEverySize(t *testing.T) {
	sizes := []int{Least, 450, normal, 2000, 5000}
	if os.Getenv("AMANA_SOAK") != "" {
		sizes = append(sizes, 20_000, 60_000, 100_000)
	}
	for i, people := range sizes {
		now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC).AddDate(0, 0, 45*i)
		s, err := newStory(Config{People: people, Seed: 1, Now: now})
		if err != nil {
			t.Fatal(err)
		}
		if len(s.people) != people {
			t.Errorf("%d people, want %d", len(s.people), people)
		}
		taken := map[*flight]int{}
		for _, p := range s.people {
			if p.leaves && p.second == nil {
				taken[p.flight]++
			} else if p.leaves {
				taken[p.second]++
			}
		}
		for f, n := range taken {
			if n > f.size && f.size > 0 {
				t.Errorf("of %d people %d leave on %s, planned for %d", people, n, f.ref, f.size)
			}
		}
	}
}

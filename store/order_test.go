package store

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// An engine gives the rows of several ranges in any order it likes.
func TestWhatIsPlacedStandsInItsPlace(t *testing.T) {
	var rows []placed[int64]
	for i := range int64(500) {
		rows = append(rows, placed[int64]{i, i})
	}
	want := slices.Clone(rows)
	rand.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	byPlace(rows)
	if !slices.Equal(rows, want) {
		t.Error("rows are out of order: blobs would be given to other entries")
	}
}

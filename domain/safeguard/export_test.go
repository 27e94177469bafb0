package safeguard

import (
	"testing"

	"amana/domain/day"
)

// RaiseFloor is a later release of this program, in which every book asks more
// from a day on.
func RaiseFloor(t testing.TB, from day.Day, asks Book) {
	was := raises
	raises = append(raises[:len(raises):len(raises)], raise{from, asks})
	t.Cleanup(func() { raises = was })
}

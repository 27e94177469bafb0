package board_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"amana/desk/board"
	"amana/domain/access"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// The waits are those of each turn as it is at the moment: what lapsed waits since
// then, who has no day waits for nobody, and what the reader does not open is not
// there.
func TestWaitsAreThoseOfEachTurn(t *testing.T) {
	opens := ledger.SetOf(ledger.General, ledger.Medical)
	part := func(office string, _ []access.Call, _ string) (board.Reading, bool) {
		return board.Reading{Opens: opens}, office != "sabha"
	}
	b, days, up := board.New(), map[safeguard.ID][]int{}, map[safeguard.ID]int{}
	for i := range 400 {
		c := crowd(i)
		if i%9 == 0 {
			for k := range c.Turns {
				c.Turns[k].Due = time.Time{} // they said no
			}
		}
		b.Put(c)
		for _, turn := range c.Turns {
			turn = turn.At(now)
			if c.Office == "sabha" || !opens.Has(turn.Compartment) || turn.State == safeguard.Met || turn.Due.IsZero() {
				continue
			}
			days[turn.Safeguard] = append(days[turn.Safeguard], int(now.Sub(turn.Since)/(24*time.Hour)))
			if turn.Due.Before(now) {
				up[turn.Safeguard]++
			}
		}
	}
	var want []board.Wait
	for _, rule := range safeguard.IDs() {
		if all := days[rule]; len(all) > 0 {
			slices.Sort(all)
			want = append(want, board.Wait{Safeguard: rule, People: len(all), Up: up[rule], Median: all[(len(all)*50+99)/100-1], Most: all[(len(all)*90+99)/100-1]})
		}
	}
	if len(want) < 5 {
		t.Fatalf("too few rules wait: %d", len(want))
	}
	if d := cmp.Diff(want, b.Waits(part, now)); d != "" {
		t.Error(d)
	}
}

func BenchmarkWaits(b *testing.B) {
	crowd := crowded(100_000)
	for b.Loop() {
		crowd.Waits(all, now)
	}
}

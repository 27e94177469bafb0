package safeguard

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"amana/domain/ledger"
)

// passengers of a flight in ten days: so many from a place, one wish after the
// other at an interval.
func from(place string, n int, first time.Time, apart time.Duration) []Aboard {
	var all []Aboard
	for i := range n {
		a := Aboard{Seat: ledger.Hash{byte(len(place)), byte(i + 1)}, Wished: first.Add(time.Duration(i) * apart)}
		if place != "" {
			a.Held, a.Asked = []string{place}, []string{place}
		}
		all = append(all, a)
	}
	return all
}

func TestSignsThatFilesShowTogether(t *testing.T) {
	wish := now.Add(-days(30))
	leaves := now.Add(days(10))
	long := days(7)
	free := func(n int) []Aboard { return from("", n, wish, long) }
	standby := func(all []Aboard) []Aboard {
		for i := range all {
			all[i].Standby = true
		}
		return all
	}
	listed := func(all []Aboard) []Aboard {
		for i := range all {
			all[i].Listed = true
		}
		return all
	}
	happened := func(sign string, at time.Time) map[string][]Upheaval {
		return map[string][]Upheaval{"TAJ": {{Sign: sign, Day: at}}}
	}
	for _, c := range []struct {
		name   string
		seated []Aboard
		places map[string][]Upheaval
		want   string // "one-place TAJ 6"
	}{
		{"nobody", nil, nil, ""},
		{"six of ten from one place within two days", slices.Concat(from("TAJ", 6, wish, hours(9)), free(4)), nil, "one-place TAJ 6"},
		{"exactly 48 hours from the first to the last", slices.Concat(from("TAJ", 7, wish, hours(8)), free(4)), nil, "one-place TAJ 7"},
		{"an hour more: too few are within 48 hours", slices.Concat(from("TAJ", 6, wish, hours(10)), free(4)), nil, ""},
		{"half of all, not more", slices.Concat(from("TAJ", 5, wish, hours(1)), free(5)), nil, ""},
		{"over three weeks", slices.Concat(from("TAJ", 9, wish, days(3)), free(1)), nil, ""},
		{"more than half, in two places", slices.Concat(from("TAJ", 5, wish, hours(1)), from("ZAWIA", 4, wish, hours(1))), nil, "one-place TAJ 5"},
		{"nine of twelve over four days: everybody who is in a group of more than half", slices.Concat(from("TAJ", 9, wish, hours(8)), free(3)), nil, "one-place TAJ 9"},
		{"two others weeks later do not hide them, and are not of them", slices.Concat(from("TAJ", 6, wish, hours(9)), from("TAJ", 2, wish.Add(long), long), free(2)), nil, "one-place TAJ 6"},
		{"one person alone is no group", from("TAJ", 1, wish, 0), nil, ""},
		{"two of two are", from("TAJ", 2, wish, 0), nil, "one-place TAJ 2"},
		{"those on standby do not make the share smaller", slices.Concat(from("TAJ", 6, wish, hours(1)), free(4), standby(free(20))), nil, "one-place TAJ 6"},
		{"nor larger", slices.Concat(from("TAJ", 4, wish, hours(1)), standby(from("TAJ", 9, wish, hours(1))), free(6)), nil, ""},

		{"one name of ten from a list", slices.Concat(listed(free(1)), from("", 9, wish.Add(hours(1)), long)), nil, "authority-list  1"},
		{"all names from a list, and from one place", listed(from("TAJ", 4, wish, hours(1))), nil, "authority-list  4, one-place TAJ 4"},
		{"somebody on standby from a list", slices.Concat(free(9), standby(listed(from("", 1, wish, 0)))), nil, ""},

		{"raided a week before one wish", slices.Concat(from("TAJ", 1, wish, 0), free(9)), happened(Raided, wish.Add(-days(7))), "raided TAJ 1"},
		{"emptied on the day itself", slices.Concat(from("TAJ", 1, wish, 0), free(9)), happened(Emptied, wish.Add(-hours(9))), "emptied TAJ 1"},
		{"fourteen days before", slices.Concat(from("TAJ", 1, wish, 0), free(9)), happened(Emptied, wish.Add(-days(14))), "emptied TAJ 1"},
		{"sixteen days before", slices.Concat(from("TAJ", 1, wish, 0), free(9)), happened(Raided, wish.Add(-days(16))), ""},
		{"after the wish, long before the flight", slices.Concat(from("TAJ", 1, wish, 0), free(9)), happened(Raided, wish.Add(days(2))), ""},
		{"after the wish, a week before the flight", slices.Concat(from("TAJ", 1, wish, 0), free(9)), happened(Raided, leaves.Add(-days(7))), "raided TAJ 1"},
		{"nobody comes from there", free(9), happened(Raided, wish.Add(-days(2))), ""},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			var got []string
			signs := SignsAmong(c.seated, c.places, leaves, testBook(t))
			for _, s := range signs {
				if len(s.Seats) != s.People {
					t.Errorf("%d seats of %d people", len(s.Seats), s.People)
				}
				got = append(got, fmt.Sprint(s.Sign, " ", s.Place, " ", s.People))
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("it shows %v, want %q", got, c.want)
			}
			backwards := slices.Clone(c.seated)
			slices.Reverse(backwards)
			if again := SignsAmong(backwards, c.places, leaves, testBook(t)); fmt.Sprint(again) != fmt.Sprint(signs) {
				t.Errorf("in another order %v, and %v", again, signs)
			}
		})
	}
}

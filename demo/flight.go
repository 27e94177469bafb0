package demo

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// flight is one movement of the story.
type flight struct {
	ref     string
	kind    string
	from    string
	nation  *nation
	departs time.Time // as first planned
	leaves  time.Time // as it really was; zero: it never left
	arrives time.Time
	cancels bool
	size    int // how many leave on it
	slots   int // how many of them are not chosen yet
	queue   int // how many were given a place
	past    bool
	refuses bool // the authority refuses to promise that who says no is not taken back
}

// final is the departure to which everything in the last days is counted.
func (f *flight) final() time.Time {
	if f.leaves.IsZero() {
		return f.departs
	}
	return f.leaves
}

// days of the story.
const length = 320 // from the first case to now

// flights makes the movements on which departed people left, for each nation
// as many as its share asks for, over the months; and those that are to come.
func (s *story) planFlights(departed int) {
	shares, total := map[*nation]int{}, 0
	for _, n := range nations {
		total += n.share
	}
	left := departed
	for _, n := range nations[1:] {
		shares[n] = departed * n.share / total
		left -= shares[n]
	}
	shares[nations[0]] = left
	serial := 0
	for _, n := range nations {
		count := (shares[n] + n.cap - 1) / n.cap
		if n == nations[0] {
			count = max(count, 3)
		}
		for i := range count {
			at := 50 + int(float64(length-56)*(float64(i)+0.4+0.1*float64(serial%5))/float64(max(count, 1)))
			f := s.flight(n, s.begin.AddDate(0, 0, min(at, length-5)), 9+(serial*5)%7, anyAirport(serial))
			f.size, f.past = shares[n]*(i+1)/count-shares[n]*i/count, true
			f.slots = f.size
			serial++
		}
	}
	s.special()
	for _, f := range s.flights {
		f.arrives = f.final().Add(time.Duration(f.nation.hours) * time.Hour)
	}
	slices.SortStableFunc(s.flights, func(a, b *flight) int { return a.final().Compare(b.final()) })
	for i, f := range s.flights {
		f.ref = fmt.Sprintf("%s-%s-%02d-%03d", f.from, f.nation.airport, f.departs.Year()%100, i+1)
	}
}

// flight makes one that leaves on a day at an hour of Tripoli.
func (s *story) flight(n *nation, on time.Time, hour int, from string) *flight {
	t := on.In(s.zone)
	f := &flight{nation: n, from: from, kind: "charter", departs: time.Date(t.Year(), t.Month(), t.Day(), hour, 0, 0, 0, s.zone).UTC()}
	if n.cap < 20 {
		f.kind = "commercial"
	}
	f.leaves = f.departs
	s.flights = append(s.flights, f)
	return f
}

// special makes the flights with a story of their own: one that left three
// hours ago, one at two in the morning, one moved, one cancelled, one with an
// authority that refuses, and those to come.
func (s *story) special() {
	of := func(code string, i int) *flight {
		var all []*flight
		for _, f := range s.flights {
			if f.nation.code == code && f.past {
				all = append(all, f)
			}
		}
		slices.SortFunc(all, func(a, b *flight) int { return cmp.Compare(a.departs.Unix(), b.departs.Unix()) })
		return all[(i+len(all))%len(all)]
	}
	last := of("NGA", -1)
	last.departs = s.now.Add(-3 * time.Hour)
	last.leaves = last.departs
	night := of("BGD", 0)
	night.departs = night.departs.Add(time.Duration(2-night.departs.In(s.zone).Hour()) * time.Hour)
	night.leaves = night.departs
	moved := of("MLI", 0)
	moved.leaves = moved.departs.Add(48 * time.Hour)
	of("NGA", 0).refuses = true
	off := s.flight(nationOf("NER"), of("NER", -1).departs.AddDate(0, 0, -25), 11, "MJI")
	off.cancels, off.leaves = true, time.Time{}
	for _, next := range []struct {
		code, from string
		in         time.Duration
	}{
		{"NGA", "MJI", 3 * time.Hour}, {"BGD", "BEN", 34 * time.Hour}, {"MLI", "MRA", 5 * 24 * time.Hour}, {"NGA", "SEB", 11 * 24 * time.Hour},
		{"GMB", "MJI", 20 * 24 * time.Hour}, {"NER", "MJI", 33 * 24 * time.Hour}, {"SDN", "BEN", 24 * 24 * time.Hour},
		{"SOM", "MJI", 26 * 24 * time.Hour}, {"ERI", "MJI", 27 * 24 * time.Hour}, {"SYR", "BEN", 28 * 24 * time.Hour}, {"CMR", "MJI", 25 * 24 * time.Hour},
	} {
		f := s.flight(nationOf(next.code), s.now, 0, next.from)
		f.departs, f.leaves = s.now.Add(next.in), s.now.Add(next.in)
	}
}

// pastFlight is one of those that left, to a nation ("" for any), on which so
// many have a place still.
func (s *story) pastFlight(code string, need int) *flight {
	var all []*flight
	free := 0
	for _, f := range s.flights {
		if f.past && f.slots >= need && (code == "" || f.nation.code == code) && f.departs.After(s.begin.AddDate(0, 0, 75)) && f.final().Before(s.now.AddDate(0, 0, -3)) {
			all = append(all, f)
			free += f.slots
		}
	}
	if len(all) == 0 {
		panic("demo: no flight to " + code)
	}
	if free == 0 {
		return all[s.rng.IntN(len(all))]
	}
	at := s.rng.IntN(free)
	for _, f := range all {
		if at -= f.slots; at < 0 {
			return f
		}
	}
	return all[0]
}

// futureFlight is the i-th of those to come, to a nation ("" for any of the
// many).
func (s *story) futureFlight(code string, i int) *flight {
	var all []*flight
	for _, f := range s.flights {
		if f.departs.After(s.now) && (f.nation.code == code || code == "" && f.nation.share > 0) {
			all = append(all, f)
		}
	}
	return all[i%len(all)]
}

func round(x float64) int { return int(math.Round(x)) }

// morning is eight o'clock of Tripoli, so many days from t.
func morning(t time.Time, days int, zone *time.Location) time.Time {
	l := t.In(zone)
	return time.Date(l.Year(), l.Month(), l.Day()+days, 8, 0, 0, 0, zone).UTC()
}

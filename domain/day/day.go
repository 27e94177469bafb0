// Package day holds calendar days. A day has no time and no zone of its own;
// it becomes moments only together with the zone of a place.
package day

import (
	"errors"
	"time"
)

// Day is a date of the civil calendar. The zero Day is no day.
type Day struct {
	Year  int
	Month time.Month
	Of    int // day of the month, from 1
}

const layout = "2006-01-02"

// Parse reads "2026-11-21".
func Parse(s string) (Day, error) {
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() < 1 {
		return Day{}, errors.New("day: want YYYY-MM-DD")
	}
	return Of(t), nil
}

// Of is the day of t in t's own zone.
func Of(t time.Time) Day {
	y, m, d := t.Date()
	return Day{y, m, d}
}

func (d Day) IsZero() bool { return d == Day{} }

func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format(layout)
}

func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d *Day) UnmarshalText(t []byte) (err error) {
	if len(t) == 0 {
		*d = Day{}
		return nil
	}
	*d, err = Parse(string(t))
	return err
}

func (d Day) utc() time.Time { return time.Date(d.Year, d.Month, d.Of, 0, 0, 0, 0, time.UTC) }

// Start is the first moment of d in zone, as UTC writes it.
func (d Day) Start(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Of, 0, 0, 0, 0, zone).UTC()
}

// End is the first moment after d in zone.
func (d Day) End(zone *time.Location) time.Time { return d.Add(1).Start(zone) }

// Add is n days later.
func (d Day) Add(n int) Day { return Of(d.utc().AddDate(0, 0, n)) }

// AddMonths is n months later, clamped to the last day of that month.
func (d Day) AddMonths(n int) Day {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Day{first.Year(), first.Month(), min(d.Of, last)}
}

// AddYears is n years later; 29 February becomes 28 where it must.
func (d Day) AddYears(n int) Day { return d.AddMonths(12 * n) }

// Before says whether d is earlier than e.
func (d Day) Before(e Day) bool { return d.utc().Before(e.utc()) }

// After says whether d is later than e.
func (d Day) After(e Day) bool { return e.Before(d) }

// Since counts the days from e to d.
func (d Day) Since(e Day) int { return int(d.utc().Sub(e.utc()).Hours() / 24) }

// Later is the later of two moments.
func Later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"amana/domain/casefile"
	"amana/domain/day"
	"amana/store"
)

// Alarm says that more of those who left in a quarter did so by the rule for
// urgent returns than the rule book lets pass. It is numbers, and names nobody.
type Alarm struct {
	Kind     string `json:"kind"`    // urgent-share
	Quarter  string `json:"quarter"` // 2026-Q4
	Urgent   int    `json:"urgent"`
	Departed int    `json:"departed"`
	Percent  int    `json:"percent"` // above which it is one
}

// quarter is the one in which a day lies, and its first day.
func quarter(on day.Day) (name string, from day.Day) {
	n := (int(on.Month) - 1) / 3
	return fmt.Sprintf("%04d-Q%d", on.Year, n+1), day.Day{Year: on.Year, Month: time.Month(3*n + 1), Of: 1}
}

// departed are the marks by which who left in a quarter is counted, and who left
// urgently is found.
func (d *Desk) departed(c *casefile.Case) ([][]byte, error) {
	left := c.Travel.Departed
	if left == nil || c.Travel.Before {
		return nil, nil
	}
	name, _ := quarter(day.Of(left.Since.In(d.zone)))
	mark, err := d.lookup("departed", name)
	if err != nil || !c.Travel.LeftUrgently() {
		return [][]byte{mark}, err
	}
	urgent, err := d.lookup("departed", "urgently")
	return [][]byte{mark, urgent}, err
}

// alarms are counted anew from what the files say, of every quarter: nobody has
// to raise one, and none can be closed.
func (d *Desk) alarms(ctx context.Context) ([]Alarm, error) {
	urgent, begins := map[string]int{}, map[string]day.Day{}
	err := d.marked(ctx, "urgently", func(row store.Listed) error {
		f, err := d.current(ctx, row.Stream)
		if err != nil || f.Person == nil || f.Shut || f.Person.Travel.Departed == nil {
			return err
		}
		name, from := quarter(day.Of(f.Person.Travel.Departed.Since.In(d.zone)))
		urgent[name], begins[name] = urgent[name]+1, from
		return nil
	})
	if err != nil {
		return nil, err
	}
	all := []Alarm{}
	for _, name := range slices.Sorted(maps.Keys(urgent)) {
		departed := 0
		if err := d.marked(ctx, name, func(store.Listed) error { departed++; return nil }); err != nil {
			return nil, err
		}
		at := begins[name].AddMonths(3).Start(d.zone).Add(-time.Second) // by the book at its end, or now
		if now := d.Moment(); now.Before(at) {
			at = now
		}
		if book := d.register.now().Book(at); book != nil && book.TooManyUrgent(urgent[name], departed) {
			all = append(all, Alarm{"urgent-share", name, urgent[name], departed, book.UrgentShare()})
		}
	}
	return all, nil
}

// marked are the cases with a mark of those who departed.
func (d *Desk) marked(ctx context.Context, mark string, each func(store.Listed) error) error {
	digest, err := d.lookup("departed", mark)
	if err != nil {
		return err
	}
	page := store.Page{Limit: 1000}
	for {
		rows, err := d.db.Rows(ctx, store.Filter{Subject: string(casefile.Person), Callers: [][]byte{digest}}, page)
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, row := range rows {
			if err := each(row); err != nil {
				return err
			}
		}
		page.After = rows[len(rows)-1].Cursor
	}
}

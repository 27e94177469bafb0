package intake

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/xuri/excelize/v2"

	"amana/domain/day"
	"amana/domain/fault"
)

// sheets reads the sheets that are ours, several at a time.
func (r *reading) sheets(ctx context.Context, path string, zone *time.Location, now time.Time) (err error) {
	if r.tables, r.ignored, err = r.book.assign(Tables(), r.options.Sheet, path); err != nil {
		return err
	}
	var wait sync.WaitGroup
	turn := make(chan struct{}, max(r.options.Workers, 1))
	pages := make([]page, len(r.book.sheets))
	count := r.count()
	for i := range r.book.sheets {
		if t := r.tables[i]; t != nil {
			pages[i].reader = reader{table: t, sheet: i, office: r.options.Office, offices: r.options.offices, zone: zone, today: day.Of(now.In(zone))}
			wait.Go(func() {
				turn <- struct{}{}
				defer func() { <-turn }()
				pages[i].err = pages[i].read(ctx, r.book.sheets[i], count)
			})
		}
	}
	wait.Wait()
	for i := range pages {
		if err := r.page(i, &pages[i]); err != nil {
			return err
		}
	}
	return nil
}

// count tells somebody how many rows were read.
func (r *reading) count() func() {
	var rows atomic.Int64
	return func() {
		if n := rows.Add(1); r.options.Progress != nil && n%500 == 0 {
			r.options.Progress(Progress{Reading, int(n), 0})
		}
	}
}

// page is one sheet, read.
type page struct {
	reader
	heading  heading
	ignored  []string
	named    []bool // which columns of the sheet have a name, known or not
	rows     []readRow
	doubtful []int
	examples int
	err      error
}

type readRow struct {
	*Row
	problems []Problem
}

func (p *page) read(ctx context.Context, s sheet, count func()) error {
	above := 0
	return s.ahead(ctx, func(n int, cells []Cell) error {
		if p.head != nil {
			p.nameless(cells)
			if slices.ContainsFunc(cells, func(c Cell) bool { return c.Doubtful }) {
				p.doubtful = append(p.doubtful, n)
			}
			row, example, problems := p.reader.read(n, cells)
			switch {
			case example:
				p.examples++
			case row != nil:
				p.rows = append(p.rows, readRow{row, problems})
				count()
			}
			return nil
		}
		head, ignored, err := p.table.header(cells)
		if err != nil {
			return err
		}
		if above++; head == nil && above < headerWithin {
			return nil
		}
		if head == nil {
			return errStop
		}
		p.heading, p.ignored = heading{n, head}, ignored
		for _, cell := range cells {
			p.named = append(p.named, strings.TrimSpace(cell.Text) != "")
		}
		p.head, p.lexicon, p.values, p.used = head, p.table.lexica(), map[string]Cell{}, map[string]bool{}
		return nil
	})
}

// nameless notes, once each, the columns in which something stands under no
// name: it is not read, and whoever wrote it is told.
func (p *page) nameless(cells []Cell) {
	for i := range cells {
		if i < len(p.named) && p.named[i] || strings.TrimSpace(cells[i].Text) == "" {
			continue
		}
		for len(p.named) <= i {
			p.named = append(p.named, false)
		}
		p.named[i] = true
		if letters, err := excelize.ColumnNumberToName(i + 1); err == nil {
			p.ignored = append(p.ignored, letters)
		}
	}
}

// page takes one sheet in.
func (r *reading) page(i int, p *page) error {
	switch {
	case p.table == nil:
		return nil
	case p.err != nil:
		return p.err
	case p.head == nil && len(r.tables) == 1:
		return fault.New(fault.Invalid, "fault.list-no-header", fault.A("sheet", SheetTitle(p.table.Name, r.options.Language)))
	case p.head == nil:
		r.list.ignored = append(r.list.ignored, r.book.sheets[i].name)
		return nil
	}
	r.heads[i] = p.heading
	r.list.ignored = append(r.list.ignored, p.ignored...)
	r.examples += p.examples
	r.doubtful = append(r.doubtful, p.doubtful...)
	for _, row := range p.rows {
		r.row(row.Row, row.problems)
	}
	return nil
}

func (t *Table) lexica() map[string]lexicon {
	all := map[string]lexicon{}
	for _, c := range t.Columns {
		if c.Kind == Code {
			all[c.Code] = c.lexicon()
		}
	}
	return all
}

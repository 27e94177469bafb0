package intake

import (
	"cmp"
	"context"
	"slices"
	"time"

	"amana/domain/day"
	"amana/domain/fault"
)

// list is everything that was read from a file.
type list struct {
	book     *book
	tables   map[int]*Table // by sheet of the file
	heads    map[int]heading
	persons  []*person
	problems []Problem
	rows     int
	examples int
	sheets   map[string]int
	ignored  []string
	doubtful []int // rows of a text file that go over several lines, of which one may be a row
}

// heading is where the names of a sheet's columns stand.
type heading struct {
	row  int
	head []*Column
}

// person is one person's rows.
type person struct {
	ref     string
	own     *Row // of the sheet of persons, when it can be taken; nil: known from before, or not at all
	undated *Row // of the sheet of persons, when only its day keeps it from being taken
	rows    []*Row
	refused bool // their own row cannot be taken
	twice   bool // it stands twice: who is meant is not known
}

// reading is how far the reading of a list has come.
type reading struct {
	*list
	byRef   map[string]*person
	first   map[rowID]*Row
	options *Options
}

// rowID names a row in a list.
type rowID struct{ table, ref string }

// readList reads a whole list, several sheets at a time, and settles what needs
// no case: rows that cannot be read, references that stand twice. It ends with
// its context.
func readList(ctx context.Context, path string, o *Options, zone *time.Location, now time.Time) (*list, error) {
	l, err := read(ctx, path, o, zone, now)
	if ended := context.Cause(ctx); ended != nil && err != nil {
		return nil, ended // and not that the file cannot be read
	}
	return l, err
}

func read(ctx context.Context, path string, o *Options, zone *time.Location, now time.Time) (*list, error) {
	b, err := open(ctx, path)
	if err != nil {
		return nil, err
	}
	r := reading{
		list:  &list{book: b, heads: map[int]heading{}, sheets: map[string]int{}},
		byRef: map[string]*person{}, first: map[rowID]*Row{}, options: o,
	}
	if err := r.sheets(ctx, path, zone, now); err != nil {
		b.close()
		return nil, err
	}
	for _, p := range r.persons {
		p.order(zone)
	}
	return r.list, nil
}

// row takes one row in.
func (r *reading) row(row *Row, problems []Problem) {
	r.rows++
	r.list.sheets[row.table.Name]++
	id := rowID{row.table.Name, row.ref}
	if first := r.first[id]; first != nil && row.ref != "" {
		if len(problems) > 0 {
			row.deeds = row.bareDeeds()
		}
		r.twice(first, row)
		return
	}
	r.first[id] = row
	p := r.person(row.person)
	if len(problems) > 0 {
		p.refused = p.refused || row.table.Name == Persons
		r.problems = append(r.problems, problems...)
		if row.table.Name == Persons && onlyDay(problems) {
			p.undated = row
			return
		}
		if row.deeds = row.bareDeeds(); row.deeds == nil {
			return
		}
		row.bare, row.twice = true, row.ref == "" // as of all rows that have none
	}
	if row.table.Name == Persons {
		p.own = row
	}
	p.rows = append(p.rows, row)
}

// bareDeeds is what of a row stops, where it says of whom.
func (r *Row) bareDeeds() []deed {
	if r.stop == nil || r.person == "" {
		return nil
	}
	return []deed{*r.stop}
}

// twice refuses both rows of one reference: which of them is meant is not
// known, nor whose the rows are that name it. What either stops is stopped all
// the same, for whom the row names.
func (r *reading) twice(first, second *Row) {
	for _, pair := range [][2]*Row{{first, second}, {second, first}} {
		row, other := pair[0], pair[1]
		if row == first && (len(row.deeds) == 0 || row.twice) {
			continue // refused already
		}
		r.problems = append(r.problems, Problem{
			row: row, column: colRef, value: short(row.ref), why: fault.New(fault.Invalid, "fault.row-twice", fault.A("row", other.number)),
		})
	}
	p := r.person(first.person)
	if first.table.Name == Persons {
		p.own, p.undated, p.twice = nil, nil, true
	}
	p.rows = slices.DeleteFunc(p.rows, func(x *Row) bool { return x == first })
	for _, row := range []*Row{first, second} {
		row.bare, row.twice = true, true
		if row.stop == nil || row.person == "" {
			row.deeds = nil
		}
		if len(row.deeds) > 0 {
			q := r.person(row.person)
			q.rows = append(q.rows, row)
		}
	}
}

func (r *reading) person(ref string) *person {
	if p := r.byRef[ref]; p != nil {
		return p
	}
	p := &person{ref: ref}
	r.byRef[ref] = p
	r.persons = append(r.persons, p)
	return p
}

func onlyDay(problems []Problem) bool {
	return !slices.ContainsFunc(problems, func(p Problem) bool { return p.column != colHappened })
}

// self is the row that says who a person is; nil: none that can be taken, with a day
// or without.
func (p *person) self() *Row {
	if p.own != nil {
		return p.own
	}
	return p.undated
}

// stopped says whether some row of a person tells of what stops.
func (p *person) stopped() bool {
	return slices.ContainsFunc(p.rows, func(r *Row) bool { return r.stop != nil })
}

// order puts a person's rows in the order in which they happened: the day, on
// one day what is said before a departure and the departure before the arrival.
func (p *person) order(zone *time.Location) {
	rank := func(r *Row) int {
		switch {
		case r.table.Name == Persons:
			return 0
		case r.table.Name == movements:
			return 2 + slices.Index(r.table.Whats, r.deeds[0].command)
		}
		return 1
	}
	slices.SortStableFunc(p.rows, func(a, b *Row) int {
		if a.table.Name == Persons || b.table.Name == Persons {
			return rank(a) - rank(b)
		}
		x, y := a.deeds[0].happened, b.deeds[0].happened
		days := day.Of(x.In(zone)).Since(day.Of(y.In(zone)))
		return cmp.Or(days, rank(a)-rank(b), x.Compare(y), follows(a)-follows(b))
	})
}

// follows says whether a row answers another one of the same moment.
func follows(r *Row) int {
	if r.deeds[0].answers != "" {
		return 1
	}
	return 0
}

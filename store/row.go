package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"

	"amana/domain/ledger"
)

// Filter says which rows are wanted. A zero part does not filter.
type Filter struct {
	Subject  string
	Offices  []string
	Statuses []string
	Movement ledger.Stream
	Due      time.Time // next due at this time or before
	Bucket   int64     // among what is likely alike
	Callers  [][]byte  // rows to which one of these is called, and those of Offices, if any are named
}

// Page is a part of a list. The zero Page is the first.
type Page struct {
	Limit int // 100 when zero, 1000 at most
	After Cursor
}

// Cursor is the place of a row in its list, to go on from. Lists that filter
// by Due are ordered by what is due first, all others by when the stream began.
type Cursor struct {
	Due int64
	Key int64
}

// Listed is a row of a list.
type Listed struct {
	Stream ledger.Stream
	Cursor Cursor
	Row
}

// Rows are the rows that f lets through, a page at a time: go on after the
// last one's Cursor, until a page comes back empty.
func (db *DB) Rows(ctx context.Context, f Filter, p Page) ([]Listed, error) {
	if p.Limit <= 0 {
		p.Limit = 100
	}
	text, args := f.query(p)
	rows, err := db.listed(ctx, text, args)
	return rows, failed("rows", err)
}

// RowByNumber is the row whose number has this keyed digest.
func (db *DB) RowByNumber(ctx context.Context, key []byte) (Listed, error) {
	rows, err := db.listed(ctx, selectRow+"r.number_key = $1 order by r.stream limit 1", []any{key})
	if err == nil && len(rows) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return Listed{}, failed("row by number", err)
	}
	return rows[0], nil
}

// Row is the row of a stream, whole; ErrMissing if it has none.
func (db *DB) Row(ctx context.Context, name ledger.Stream) (Row, error) {
	rows, err := db.listed(ctx, selectRow+"s.name = $1", []any{name[:]})
	if err == nil && len(rows) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return Row{}, failed("row", err)
	}
	row := rows[0].Row
	err = db.read(ctx, "select caller from row_caller where stream = $1 order by caller", []any{rows[0].Cursor.Key}, func(r *sql.Rows) error {
		var caller []byte
		err := r.Scan(&caller)
		row.Callers = append(row.Callers, caller)
		return err
	})
	return row, failed("row", err)
}

// Movements are those on which a row about a subject with one of these statuses
// has a place.
func (db *DB) Movements(ctx context.Context, subject string, statuses ...string) ([]ledger.Stream, error) {
	args := []any{subject}
	var list []string
	for _, status := range orAny(statuses) {
		args = append(args, status)
		list = append(list, "$"+strconv.Itoa(len(args)))
	}
	text := "select distinct movement from row where movement is not null and subject = $1 and status in (" + strings.Join(list, ", ") + ") order by movement"
	var names []ledger.Stream
	err := db.read(ctx, text, args, func(r *sql.Rows) error {
		var name sql.RawBytes
		if err := r.Scan(&name); err != nil {
			return err
		}
		names = append(names, ledger.Stream(name))
		return nil
	})
	return names, failed("movements", err)
}

const rowColumns = "r.stream, r.subject, r.office, r.movement, r.status, r.next_due, r.number_key, r.bucket"

const selectRow = "select s.name, " + rowColumns + " from row r join stream s on s.id = r.stream where "

// query is the statement for one page. An office and a status each is one walk
// along an index, which ends with the page: several are walked one by one and
// merged, so that no list is sorted whole.
func (f Filter) query(p Page) (text string, args []any) {
	limit := int64(min(p.Limit, 1000))
	param := func(v any) string {
		args = append(args, v)
		return "$" + strconv.Itoa(len(args))
	}
	order := "r.stream"
	if !f.Due.IsZero() {
		order = "r.next_due, r.stream"
	}
	var walks []string
	for _, caller := range f.Callers {
		where := f.where(p.After, param) + " and c.caller = " + param(caller)
		walks = append(walks, "select "+rowColumns+" from row_caller c join row r on r.stream = c.stream where "+where+" order by "+order+" limit "+param(limit))
	}
	offices := orAny(f.Offices)
	if len(f.Callers) > 0 && len(f.Offices) == 0 {
		offices = nil
	}
	for _, office := range offices {
		for _, status := range orAny(f.Statuses) {
			where := f.where(p.After, param)
			if office != "" {
				where += " and r.office = " + param(office)
			}
			if status != "" {
				where += " and r.status = " + param(status)
			}
			walks = append(walks, "select "+rowColumns+" from row r where "+where+" order by "+order+" limit "+param(limit))
		}
	}
	union := " union all "
	if len(f.Callers) > 0 {
		union = " union " // a row is found in more than one way
	}
	for i, walk := range walks {
		walks[i] = "select * from (" + walk + ") as w" + strconv.Itoa(i)
	}
	return "select s.name, " + rowColumns + " from (" + strings.Join(walks, union) + ") as r join stream s on s.id = r.stream " +
		"order by " + order + " limit " + param(limit), args
}

// where is what all walks have in common.
func (f Filter) where(after Cursor, param func(any) string) string {
	var where string
	if f.Due.IsZero() {
		where = "r.stream > " + param(after.Key)
	} else {
		where = "r.next_due > 0 and r.next_due <= " + param(seconds(f.Due)) +
			" and (r.next_due, r.stream) > (" + param(after.Due) + ", " + param(after.Key) + ")"
	}
	if f.Subject != "" {
		where += " and r.subject = " + param(f.Subject)
	}
	if f.Bucket > 0 {
		where += " and r.bucket = " + param(f.Bucket)
	}
	if !f.Movement.IsZero() {
		where += " and r.movement = " + param(f.Movement[:])
	}
	return where
}

// orAny is values, each once, or one empty value that does not filter.
func orAny(values []string) []string {
	if len(values) == 0 {
		return []string{""}
	}
	return slices.Compact(slices.Sorted(slices.Values(values)))
}

// listed reads rows and then, all at once, their blobs.
func (db *DB) listed(ctx context.Context, text string, args []any) ([]Listed, error) {
	var rows []Listed
	at := map[int64]int{}
	err := db.read(ctx, text, args, func(r *sql.Rows) error {
		var l Listed
		var name, movement sql.RawBytes
		var bucket sql.NullInt64
		if err := r.Scan(&name, &l.Cursor.Key, &l.Subject, &l.Office, &movement, &l.Status, &l.Cursor.Due, &l.NumberKey, &bucket); err != nil {
			return err
		}
		l.Stream, l.NextDue, l.Bucket = ledger.Stream(name), moment(l.Cursor.Due), bucket.Int64
		if len(movement) > 0 {
			l.Movement = ledger.Stream(movement)
		}
		at[l.Cursor.Key] = len(rows)
		rows = append(rows, l)
		return nil
	})
	if err != nil {
		return nil, err
	}
	keys := make([]int64, len(rows))
	for i := range rows {
		keys[i] = rows[i].Cursor.Key
	}
	return rows, db.rowBlobs(ctx, keys, func(key int64, b RowBlob) {
		row := &rows[at[key]]
		row.Blobs = append(row.Blobs, b)
	})
}

// rowBlobs gives what is sealed of the rows with these keys to take.
func (db *DB) rowBlobs(ctx context.Context, keys []int64, take func(key int64, b RowBlob)) error {
	slots := make([]any, 0, len(keys)*len(ledger.Compartments))
	for _, key := range keys {
		for _, c := range ledger.Compartments {
			slots = append(slots, slotOf(key, c))
		}
	}
	return among(slots, func(list string, args []any) error {
		return db.read(ctx, "select slot, sealed from row_blob where slot in "+list+" order by slot", args, func(r *sql.Rows) error {
			var slot int64
			var sealed []byte
			if err := r.Scan(&slot, &sealed); err != nil {
				return err
			}
			take(slot>>3, RowBlob{ledger.Compartment(slot & 7), sealed})
			return nil
		})
	})
}

package store

import (
	"context"
	"database/sql"
)

// Scan is a range of the streams about one subject, in the order in which they
// began.
type Scan struct {
	Subject string
	After   int64 // Content.Key after which it begins; 0: at the start
	Through int64 // the last Key; 0: to the end
}

// scanned is how many streams are read at a time.
const scanned = 64

// Streams gives each stream of the range, and reads ahead while each works.
func (db *DB) Streams(ctx context.Context, s Scan, each func(Content) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type part struct {
		contents []Content
		err      error
	}
	parts := make(chan part, 1)
	go func() {
		defer close(parts)
		for {
			contents, last, err := db.scan(ctx, s)
			if err == nil && last == s.After {
				return
			}
			select {
			case parts <- part{contents, err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
			s.After = last
		}
	}()
	for p := range parts {
		if p.err != nil {
			return failed("streams", p.err)
		}
		for i := range p.contents {
			if err := each(p.contents[i]); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// scan reads the next streams of s and says which was the last.
func (db *DB) scan(ctx context.Context, s Scan) (contents []Content, last int64, err error) {
	ids, err := db.streamIDs(ctx, s, scanned)
	if err != nil || len(ids) == 0 {
		return nil, s.After, err
	}
	for len(ids) > 0 {
		// Streams that began one after the other lie together.
		n := 1
		for n < len(ids) && ids[n] == ids[n-1]+1 {
			n++
		}
		run, err := db.contents(ctx, selectRange, []any{ids[0], ids[n-1]})
		if err != nil {
			return nil, 0, err
		}
		contents = append(contents, run...)
		last, ids = ids[n-1], ids[n:]
	}
	return contents, last, nil
}

func (db *DB) streamIDs(ctx context.Context, s Scan, limit int) (ids []int64, err error) {
	if s.Through == 0 {
		s.Through = 1<<62 - 1
	}
	err = db.read(ctx, "select id from stream where subject = $1 and id > $2 and id <= $3 order by id limit $4",
		[]any{s.Subject, s.After, s.Through, int64(limit)}, func(rows *sql.Rows) error {
			var id int64
			err := rows.Scan(&id)
			ids = append(ids, id)
			return err
		})
	return ids, err
}

// Count is how many streams there are about subjects.
func (db *DB) Count(ctx context.Context, subjects ...string) (n int64, err error) {
	for _, subject := range subjects {
		var of int64
		if err := db.one(ctx, "select count(*) from stream where subject = $1", []any{subject}, &of); err != nil {
			return n, err
		}
		n += of
	}
	return n, nil
}

// Split is n scans, or fewer, which together cover every stream about subject
// in about equal parts, for n goroutines.
func (db *DB) Split(ctx context.Context, subject string, n int) ([]Scan, error) {
	ids, err := db.streamIDs(ctx, Scan{Subject: subject}, 1<<31-1)
	if err != nil {
		return nil, failed("split", err)
	}
	var scans []Scan
	after := int64(0)
	for i := 1; i <= n && len(ids) > 0; i++ {
		through := int64(0)
		if i < n {
			through = ids[max(len(ids)*i/n, 1)-1]
		}
		if through != after || through == 0 {
			scans = append(scans, Scan{subject, after, through})
		}
		after = through
	}
	return scans, nil
}

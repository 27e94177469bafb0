package desk

import (
	"context"
	"errors"
	"strconv"
	"time"

	"amana/desk/board"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/store"
)

// A row is made when its case is written. What the rules say of it changes without
// that as well: by time, when a movement, a country, a rule book or an officer
// changes, when another file of the person does, and when somebody signs in who
// opens more than whoever wrote it. Such rows wait here to be made again.

// renewedThrough is the mark under which this node keeps up to which write what
// follows from other streams was done.
const renewedThrough = "rows-renewed-through"

// atOnceRenewed is how many rows one round makes again at most: after a new rule
// book all of them, beside everything else that the program does.
const atOnceRenewed = 100

// everything is how often all rows are looked at again, whatever is said to have
// changed.
const everything = 24 * time.Hour

// RenewRows makes some of the rows again that are not what the rules would say
// now, and says how many wait.
func (d *Desk) RenewRows(ctx context.Context) (left int, err error) {
	d.kept.renewing.Lock()
	defer d.kept.renewing.Unlock()
	b, err := d.board(ctx)
	if err != nil {
		return 0, err
	}
	if err := d.queue(ctx, b); err != nil {
		return 0, err
	}
	names := b.next(atOnceRenewed)
	if err := d.renewAll(ctx, b, names); err != nil {
		b.wait(names...)
		return 0, err
	}
	if left = b.left(); left == 0 && b.owes && d.allOpen() == nil { // what is shut waits for who opens it
		b.owes = false
		err = d.db.SetMark(ctx, renewedThrough, strconv.FormatInt(b.looked, 10))
	}
	return left, err
}

func (d *Desk) renewAll(ctx context.Context, b *openedBoard, names []ledger.Stream) error {
	var folds []store.Fold
	for _, name := range names {
		fold, err := d.renewed(ctx, b, name)
		if err != nil {
			return err
		}
		if fold != nil {
			folds = append(folds, *fold)
		}
	}
	if len(folds) == 0 {
		return nil
	}
	return d.db.Refresh(ctx, folds)
}

// queue adds what time and other streams have changed.
func (d *Desk) queue(ctx context.Context, b *openedBoard) error {
	now := d.Moment()
	if b.wait(b.Passed(now)...); now.Sub(d.kept.all) > everything {
		if !d.kept.all.IsZero() {
			b.wait(b.Underway()...)
		}
		d.kept.all = now
	}
	if b.looked < 0 {
		mark, err := d.db.Mark(ctx, renewedThrough)
		if err != nil {
			return err
		}
		b.looked, _ = strconv.ParseInt(mark, 10, 64) // none: everything waits
	}
	rows, err := d.db.RowVersions(ctx)
	if err != nil || rows.Written == b.looked {
		return err
	}
	others, err := d.db.OthersSince(ctx, string(casefile.Person), b.looked)
	if err != nil {
		return err
	}
	for _, o := range others {
		switch subject := casefile.Subject(o.Subject); {
		case subject == casefile.Movement, b.Rested(o.Stream):
			b.wait(b.Resting(o.Stream)...)
		default: // of users, books and texts, and of what is new, nobody says who rests on it
			b.wait(b.Underway()...)
		}
	}
	b.owes, b.looked = b.owes || len(others) > 0, rows.Written
	return nil
}

// renewed is the row of a case made again, or nil if it is what it was, or was
// made by whoever opened more of it.
func (d *Desk) renewed(ctx context.Context, b *openedBoard, name ledger.Stream) (*store.Fold, error) {
	v, err := d.look(ctx, name)
	if errors.Is(err, errNoCase) {
		b.Drop(name)
		return nil, nil
	}
	if err != nil || v.file.Shut {
		return nil, err
	}
	at := d.Moment()
	now := d.onBoard(v, at)
	was, there := b.Has(name)
	switch {
	case there && now.With != was.With && was.With.Covers(now.With):
		d.kept.rest(b, &was)
		return nil, nil
	case there && board.Same(&was, &now):
		return nil, nil
	}
	row, err := d.caseRow(v.file, v, at)
	return &store.Fold{Stream: name, Heads: v.file.Heads, Row: row}, err
}

// rest leaves a line to who opens as much as whoever made it, unless another has
// taken its place meanwhile.
func (k *keptBoard) rest(b *openedBoard, was *board.Case) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if is, there := b.Has(was.Stream); there && board.Same(&is, was) {
		is.Next = time.Time{}
		b.Put(&is)
	}
}

// wait puts cases into the queue.
func (b *openedBoard) wait(names ...ledger.Stream) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, name := range names {
		b.queue[name] = true
	}
}

// next takes some off the queue: whichever changes from now on waits again.
func (b *openedBoard) next(most int) (names []ledger.Stream) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for name := range b.queue {
		if len(names) == most {
			break
		}
		names = append(names, name)
		delete(b.queue, name)
	}
	return names
}

// left is how many are in the queue.
func (b *openedBoard) left() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.queue)
}

package intake

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
	"time"

	"amana/desk"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// outcome is what became of one person's rows.
type outcome struct {
	number                      string
	opened, corrected, recorded int
	unchanged                   int
	problems                    []Problem
	bare                        []*Row // of which only what stops was taken
	begun                       *Row   // the person's own, of which only who they are was
	strangers                   []*Row
	held                        error // why what stops no journey is not recorded at present
}

// taker takes one person's rows to the desk.
type taker struct {
	*outcome
	ctx     context.Context
	options *Options
	batch   *desk.Batch
	person  *person
	taken   desk.Taken
	before  map[rowKey][]version // by row, what the log has of it
	done    map[ledger.Command]bool
	now     map[rowKey]ledger.Hash
}

// The id of a command of an import is eight bytes of the person, five of the
// row, three of what the row says in which revision: so the log itself knows
// which rows were taken, and which have changed since.
type rowKey [5]byte

type version struct {
	content [3]byte
	entry   ledger.Hash
	kind    string
}

// take gives the rows of one person to a batch. An error is the desk's, not a
// row's.
func take(ctx context.Context, o *Options, b *desk.Batch, p *person) (outcome, error) {
	t := taker{outcome: &outcome{}, ctx: ctx, options: o, batch: b, person: p, before: map[rowKey][]version{}, done: map[ledger.Command]bool{}, now: map[rowKey]ledger.Hash{}}
	var err error
	t.taken, err = b.Taken(ctx, o.Who, reference(o.List, p.ref))
	elsewhere := fault.KindOf(err) == fault.Missing || fault.Is(err, "fault.not-allowed")
	if err != nil && !elsewhere {
		return *t.outcome, err
	}
	if elsewhere || t.taken.File == nil && t.foreign() {
		t.refuseForeign()
		return *t.outcome, nil
	}
	t.remember()
	if t.taken.File != nil {
		t.number = t.taken.File.Number
	}
	rows := p.rows
	if why := t.unfit(); why != nil {
		rows = t.refuseAll(why)
	} else {
		t.departures()
	}
	if p.undated != nil && t.number == "" && len(rows) > 0 {
		if err := t.begin(p.undated); err != nil {
			return *t.outcome, err
		}
	}
	for _, row := range rows {
		if slices.ContainsFunc(t.problems, func(x Problem) bool { return x.row == row }) {
			continue
		}
		give := t.row
		switch {
		case row.stop != nil:
			give = t.stop
		case row == p.own:
			give = t.own
		}
		if err := give(row); err != nil {
			return *t.outcome, err
		}
		if t.held != nil && t.number == "" {
			break // there is no file in which anything could stop
		}
	}
	return *t.outcome, nil
}

// reference names a person for ever: the list, and who they are in it.
func reference(list, ref string) string { return list + "/" + ref }

func (t *taker) mac(parts ...string) []byte {
	m := hmac.New(sha256.New, t.taken.Key[:])
	for _, p := range parts {
		var n [4]byte
		binary.BigEndian.PutUint32(n[:], uint32(len(p)))
		m.Write(n[:])
		m.Write([]byte(p))
	}
	return m.Sum(nil)
}

func (t *taker) key(row *Row, part string) rowKey {
	return rowKey(t.mac("row", row.table.Name, row.ref, part)[:len(rowKey{})])
}

func (t *taker) content(d *deed, revision int) (c [3]byte) {
	copy(c[:], t.mac("content", d.command, string(d.args), d.happened.Format(time.RFC3339), d.answers, d.doneBy.String(), string(rune('0'+revision))))
	return c
}

func (t *taker) id(row rowKey, content [3]byte) (id ledger.Command) {
	copy(id[:8], t.mac("person"))
	copy(id[8:13], row[:])
	copy(id[13:], content[:])
	return id
}

// remember reads from the log which rows of this person were taken before.
func (t *taker) remember() {
	prefix := t.mac("person")[:8]
	var last ledger.Command
	for _, d := range t.taken.Done {
		if d.Command == last || string(d.Command[:8]) != string(prefix) {
			continue
		}
		last = d.Command
		t.done[last] = true
		row := rowKey(d.Command[8:13])
		t.before[row] = append(t.before[row], version{[3]byte(d.Command[13:]), d.Entry, d.Kind})
	}
}

// row gives the commands of one row that the log does not have yet.
func (t *taker) row(row *Row) error {
	same, by := true, t.officer(row)
	for i := range row.deeds {
		d := &row.deeds[i]
		d.doneBy = by
		part := ""
		if row.table.Name == Persons {
			part = d.command
		}
		key := t.key(row, part)
		before := t.before[key]
		if t.has(row, d, before) {
			continue
		}
		same = false
		err := t.give(row, d, key, before)
		_, failed := errors.AsType[*desk.Failed](err)
		switch kind := fault.KindOf(err); {
		case err == nil:
		case fault.Is(err, "fault.clock-ahead"):
			t.held = err
			return nil
		case failed, kind == fault.Internal, kind == fault.Busy, fault.Is(err, "fault.not-allowed"):
			return err
		case kind == fault.Conflict && d.command == "case.open" && t.number == "":
			return errors.Join(desk.ErrMoved, err) // another import of this list opened it meanwhile
		default:
			t.blame(row, d, err)
			if d.command == "case.open" && t.number == "" {
				t.orphan()
			}
			return nil
		}
	}
	if same {
		t.unchanged++
	}
	return nil
}

// has says whether the log has a deed of a row: as what it says last, or where
// another row has the same reference as anything that it said.
func (t *taker) has(row *Row, d *deed, before []version) bool {
	for i, v := range before {
		if (row.twice || i == len(before)-1) && v.content == t.content(d, i) {
			return true
		}
	}
	return false
}

// officer is who did what a row tells of, or nobody: a row waits for no account.
func (t *taker) officer(row *Row) ledger.Actor {
	if row.officer == "" {
		return ledger.Actor{}
	}
	id, stands := t.batch.Holder(row.officer)
	if !stands {
		t.strangers = append(t.strangers, row)
	}
	return id
}

package desk

import (
	"context"
	"encoding/json"
	"slices"

	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/seal"
	"amana/store"
)

// ErrShut says that nothing of a case can be read here until somebody signs in
// whose role opens it.
var ErrShut = fault.New(fault.Busy, "fault.keys-shut")

// decide lets the domain decide, on what can be read of the case.
func (a *act) decide(v *view, deed ledger.Deed) ([]ledger.Body, error) {
	if v.file.Shut {
		return casefile.Unread(a.command, a.args, deed)
	}
	return casefile.Act(v.file.Person, v.Around, v.Book, a.command, a.args, deed)
}

// unread records what a person said on a case of which nothing can be read
// here. It is sealed to the office, and read when one of its officers signs in;
// a withdrawal shows at once in the clear part of lists.
func (a *act) unread(ctx context.Context, v *view, deed ledger.Deed, bodies []ledger.Body) (Receipt, error) {
	d := a.desk
	if err := d.timely(bodies); err != nil {
		return Receipt{}, err
	}
	content, err := d.db.Stream(ctx, v.file.Name)
	if err != nil {
		return Receipt{}, err
	}
	p := d.packing(v.file, a.who, deed)
	p.counted = d.counted(&content)
	for _, body := range bodies {
		if err := p.add(body); err != nil {
			return Receipt{}, err
		}
	}
	w := p.write()
	w.Rests = &v.rests
	if err := d.unopened(ctx, &w, a.number, bodies, deed.ID); err != nil {
		return Receipt{}, err
	}
	if w.Command, err = d.asked(a.who, a.number, a.request); err != nil {
		return Receipt{}, err
	}
	w.Command.Status = a.number
	got, err := d.db.Append(ctx, w)
	d.files.drop(v.file.Name)
	if err != nil {
		return Receipt{}, err
	}
	receipt := d.receipt(got)
	receipt.Case = a.number
	return receipt, nil
}

// unopened adds to a write what follows from what happened to a case that nobody
// can read here: after a no, lists show it at once, and the seat waits to be freed.
func (d *Desk) unopened(ctx context.Context, w *store.Write, number string, bodies []ledger.Body, id ledger.Command) error {
	if !slices.ContainsFunc(bodies, isWithdrawal) {
		return nil
	}
	w.Jobs = append(w.Jobs, job(JobFreeSeat, Job{ID: id, Number: number, Reason: "withdrawn"}))
	row, err := d.unreadRow(ctx, number)
	w.Row = row
	return err
}

func isWithdrawal(b ledger.Body) bool {
	_, ok := b.(consent.Withdrawn)
	return ok
}

// unreadRow is the clear part of a case's row after a no that was taken unread.
// Whoever departed or ended stays so.
func (d *Desk) unreadRow(ctx context.Context, number string) (*store.Row, error) {
	digest, err := d.lookup(casefile.Person, number)
	if err != nil {
		return nil, err
	}
	was, err := d.db.RowByNumber(ctx, digest)
	if err != nil {
		return nil, err
	}
	row := was.Row
	row.Blobs = nil
	if casefile.Status(row.Status).Journeying() {
		row.Status = string(casefile.StatusWithdrawn)
	}
	return &row, nil
}

// counted is what the newest milestone of a stream said of the person under
// the programme's key, which this node opens.
func (d *Desk) counted(content *store.Content) (last casefile.Statistic) {
	keys, err := d.openDEKs(content.Name, content.DEKs, ledger.SetOf(ledger.Statistic))
	if err != nil {
		return last
	}
	for _, e := range slices.Backward(content.Entries) {
		for _, b := range e.Blobs {
			k := keys.of(ledger.Statistic, b.Epoch)
			if b.Compartment != ledger.Statistic || k == nil {
				continue
			}
			text, err := seal.OpenBlob(&k.DEK, ledger.Statistic, e.Leaf, b.Sealed)
			if err != nil {
				continue
			}
			told, err := seal.Unpack(text, ledger.Statistic)
			if err == nil && len(told) == 1 && json.Unmarshal(told[0].Value, &last) == nil {
				return last
			}
		}
	}
	return casefile.Statistic{Office: content.Office, AgeBand: "unknown"}
}

// statistic is what a milestone adds: of a case that cannot be read, with what
// the one before it said of the person.
func (p *packing) statistic(e *ledger.Event) casefile.Statistic {
	book := ""
	if b := p.desk.register.now().Book(e.Happened); b != nil {
		book = b.Name()
	}
	if p.file.Shut {
		s := p.counted
		s.Constraints, s.Waited, s.Urgent, s.Channel, s.Stage = nil, nil, false, "", ""
		if no, said := e.Body.(consent.Withdrawn); said {
			s.Channel, s.Stage = no.Channel, no.Stage
		}
		s.Book, s.Milestone, s.Day = book, casefile.MilestoneOf(e.Body), day.Of(e.Happened.In(p.desk.zone))
		return s
	}
	after := p.file.with(append(p.events[:len(p.events):len(p.events)], *e), p.deks)
	s := after.Person.Milestone(e.Body, e.Happened, book, p.desk.zone)
	if _, left := e.Body.(movement.Departed); left && p.beside != nil {
		s.Waited = p.file.Person.Waited(p.beside.Around, p.beside.Book, e.Happened)
	}
	return s
}

// allOpen fails while some case of this node cannot be read here.
func (d *Desk) allOpen() error {
	for _, office := range d.offices.all() {
		if box, made := d.offices.box(office, ledger.General); made && !d.ring.Has(box.id) {
			return ErrShut
		}
	}
	return nil
}

package intake

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/fault"
)

var errPersonRefused = fault.New(fault.Invalid, "fault.row-person-refused")

// unfit is why none of a person's rows can be taken, or nil.
func (t *taker) unfit() error {
	p, file := t.person, t.taken.File
	switch {
	case p.twice || p.refused && file == nil:
		return errPersonRefused
	case p.own == nil && file == nil:
		return fault.New(fault.Invalid, "fault.row-person-unknown")
	case p.own == nil || len(p.own.deeds) == 0 || file == nil:
		return nil
	}
	began, recorded, told := file.OpenedBy.Since, file.OpenedBy.Until, p.own.deeds[0].happened
	var now casefile.Open
	if err := json.Unmarshal(p.own.deeds[0].args, &now); err != nil {
		return fault.New(fault.Invalid, "fault.wrong-type").Because(err)
	}
	switch {
	case stranger(now.Identity, file.Identity):
		return fault.New(fault.Conflict, "fault.row-other-person")
	case t.foreign():
		return fault.New(fault.Denied, "fault.row-other-office").In("office")
	case now.Office != file.Office:
		return fault.New(fault.Conflict, "fault.row-office-stays").In("office")
	case told.After(t.batch.Moment()):
		return fault.New(fault.Invalid, "fault.not-in-the-future").In(colHappened)
	case !told.Equal(began) && !began.Equal(recorded): // of a file that began without a day any is as good
		return fault.New(fault.Conflict, "fault.row-beginning-stays").In(colHappened)
	}
	return nil
}

// foreign says whether the person's own row is for an office for which whoever
// imports takes nobody over.
func (t *taker) foreign() bool {
	self := t.person.self()
	if self == nil || len(self.deeds) == 0 { // a refused row tells of nothing
		return false
	}
	var open casefile.Open
	if json.Unmarshal(self.deeds[0].args, &open) != nil || !t.batch.HasOffice(open.Office) {
		return false // the desk says what is wrong
	}
	return t.batch.May(t.options.Who, "caseload.import", access.Subject{Office: open.Office}) != nil
}

// refuseForeign refuses the rows of another office's person in the same words
// whether or not there is a file.
func (t *taker) refuseForeign() {
	switch {
	case t.person.twice || t.person.refused:
		t.refuseAll(errPersonRefused)
		return
	case t.person.own == nil:
		t.refuseAll(fault.New(fault.Invalid, "fault.row-person-unknown"))
		return
	}
	t.refuseAll(fault.New(fault.Denied, "fault.row-other-office").In("office"))
}

// refuseAll refuses every row of a person; those that hang on the person's own
// row say so. It returns those that it spares: what stops the journey of whom there is,
// or can be, a file waits for no other row, unless the file is seemingly somebody else's.
func (t *taker) refuseAll(why error) (spared []*Row) {
	known := (t.taken.File != nil || t.person.undated != nil) && !fault.Is(why, "fault.row-other-person")
	for _, row := range t.person.rows {
		if row.stop != nil && known {
			spared = append(spared, row)
			continue
		}
		column, value, reason := colPerson, row.person, why
		if row == t.person.own {
			column = colRef
			if f := fault.Of(why); f != nil && f.Field != "" {
				column, value = f.Field, ""
			}
			reason = bare(why)
		} else if t.person.own != nil {
			reason = errPersonRefused
		}
		t.refuse(row, column, value, reason)
	}
	return spared
}

func (t *taker) refuse(row *Row, column, value string, why error) {
	t.problems = append(t.problems, Problem{row: row, column: column, value: short(value), why: why})
}

// afterDeparture are what can be told of somebody who has left.
var afterDeparture = []string{"departure.record", "arrival.record", "case.end", "case.open", "household.join", "custody.record", "document.record"}

// departures refuses a departure before something that can only have happened
// before it: one of the two days is wrong, and nobody is to be gone by mistake.
func (t *taker) departures() {
	zone := t.batch.Where()
	on := func(x time.Time) day.Day { return day.Of(x.In(zone)) }
	for _, row := range t.person.rows {
		if row.deeds[0].command != "departure.record" {
			continue
		}
		left := on(row.deeds[0].happened)
		wrong := slices.ContainsFunc(t.person.rows, func(o *Row) bool {
			return !slices.Contains(afterDeparture, o.deeds[0].command) && on(o.deeds[0].happened).After(left)
		})
		if f := t.taken.File; f != nil {
			for _, c := range f.Consent.Consents {
				wrong = wrong || on(c.Since).After(left)
			}
		}
		if wrong {
			t.refuse(row, colHappened, left.String(), fault.New(fault.Invalid, "fault.row-departed-too-early"))
		}
	}
}

// blame puts a fault of the desk on the cell that it names.
func (t *taker) blame(row *Row, d *deed, err error) {
	f := fault.Of(err)
	path := strings.TrimPrefix(f.Field, "args.")
	if path == colHappened {
		t.refuse(row, colHappened, "", bare(f))
		return
	}
	for _, c := range row.table.Columns {
		if m := c.members[d.command]; m != nil && path != "" && strings.HasPrefix(path+"[", m.path) {
			t.refuse(row, c.Code, "", bare(f))
			return
		}
	}
	t.refuse(row, "", "", bare(f))
}

// orphan refuses the rows of a person who could not be opened.
func (t *taker) orphan() {
	for _, row := range t.person.rows {
		if row != t.person.own {
			t.refuse(row, colPerson, row.person, errPersonRefused)
		}
	}
}

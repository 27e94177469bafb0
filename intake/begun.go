package intake

import "time"

// own gives the row that says who a person is. Where it is its day that cannot be
// (one to come, say), and something stops the person, their file begins without it.
func (t *taker) own(row *Row) error {
	refused := len(t.problems)
	if err := t.row(row); err != nil {
		return err
	}
	if t.number != "" || len(t.problems) == refused || t.problems[refused].column != colHappened || !t.person.stopped() {
		return nil
	}
	t.problems = t.problems[:refused+1]
	if err := t.begin(row); err != nil || t.number == "" {
		return err
	}
	for _, other := range t.person.rows {
		if other != row && other.stop == nil {
			t.refuse(other, colPerson, other.person, errPersonRefused)
		}
	}
	return nil
}

// begin opens the file of somebody new from now on: what stops them needs one in
// which it stops. All else of their own row waits for its day.
func (t *taker) begin(row *Row) error {
	refused, again := len(t.problems), *row
	again.deeds = []deed{row.deeds[0]}
	again.deeds[0].happened = time.Time{}
	err := t.row(&again)
	for i := range t.problems[refused:] {
		if p := &t.problems[refused+i]; p.row == &again {
			p.row = row
		}
	}
	if t.number != "" {
		t.begun = row
	}
	return err
}

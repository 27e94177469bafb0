package intake

import (
	"encoding/json"
	"strings"
	"time"

	"amana/desk/shape"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// least is what stands for a cell of what stops a journey that is needed and
// cannot be read, where an empty one says nothing yet.
var least = map[string]string{"channel": "other", "for": "protection", "talk.mode": "phone", "child": "no", "countrySheet": noSheet}

// stop is what of a row stops, whatever else the row says: a no, a request for
// asylum, a fear, a hold, a doubt. It is made of what could be read,
// and else of the answers that claim least. It is nil where the row tells of
// nothing that stops, or the cell that says so cannot be read. The row's values
// are used up.
func (r *reader) stop() *deed {
	if r.values[colPerson].Torn || r.values[colWhat].Torn { // it may be of somebody else, or of something else
		return nil
	}
	if len(r.row.deeds) != 1 || r.table.Name == Persons || r.table.Name == movements { // to have left protects nobody
		return nil
	}
	known := r.problems
	defer func() { r.problems = known }()
	for _, p := range known {
		delete(r.values, p.column)
	}
	for code, v := range r.values {
		if v.Torn || strings.HasPrefix(code, "talk.") && code != "talk.mode" { // how it was said is not what was said
			delete(r.values, code)
		}
	}
	d := deed{command: r.row.deeds[0].stopping(), happened: r.row.deeds[0].happened}
	if r.table.uses[d.command] == nil { // a request for asylum, and no cell of this sheet says more of it
		d.args = json.RawMessage("{}")
		return &d
	}
	k, _ := casefile.Imported(d.command)
	for range r.table.Columns {
		r.fill(d.command)
		d.args = r.arguments(&d)
		args, err := shape.Decode(k.Zero, d.args)
		if err == nil {
			return d.ifStops(k, args)
		}
		c := r.table.filling(d.command, err)
		if c == nil || r.values[c.Code].Text == "" {
			return nil
		}
		delete(r.values, c.Code) // too long, say
	}
	return nil
}

// stopping is the command that stops as a deed does, and asks for less: a no to
// whoever asks again is a withdrawal, and who wants protection has asked for it.
func (d *deed) stopping() string {
	var told struct{ Answer, Option string }
	_ = json.Unmarshal(d.args, &told) // what cannot be read is empty
	switch {
	case d.command == "consent.reaffirm" && told.Answer == safeguard.No:
		return "consent.withdraw"
	case d.command == "option.tell" && told.Option == "international-protection" && told.Answer == "wants":
		return "asylum.request"
	}
	return d.command
}

func (d *deed) ifStops(k *casefile.Command, args any) *deed {
	if d.command == "sharing.withdraw" { // a no too, if not to the journey
		return d
	}
	bodies, err := k.Decide(&casefile.Case{}, args, ledger.Deed{Imported: "a list"})
	if err != nil || len(bodies) == 0 || ledger.EffectOf(bodies[0]) != ledger.Stop {
		return nil
	}
	return d
}

// fill puts into cells that are needed what claims least.
func (r *reader) fill(command string) {
	for _, c := range r.table.Columns {
		m := c.members[command]
		if m == nil || !m.required || m.blank != "" || c.Many || r.values[c.Code].Text != "" {
			continue
		}
		word := least[c.Code]
		if word == "" && c.Kind == Text {
			word = nothing
		}
		if word != "" {
			r.values[c.Code] = Cell{Text: word}
		}
	}
}

// filling is the column of which a fault tells.
func (t *Table) filling(command string, err error) *Column {
	f := fault.Of(err)
	if f == nil || f.Field == "" {
		return nil
	}
	for _, c := range t.Columns {
		if m := c.members[command]; m != nil && strings.HasPrefix(f.Field+"[", m.path+"[") {
			return c
		}
	}
	return nil
}

// stop gives a row that tells of what stops. What is wrong with the rest of the
// row never keeps that from stopping the journey.
func (t *taker) stop(row *Row) error {
	refused, strange := len(t.problems), len(t.strangers)
	if err := t.row(row); err != nil {
		return err
	}
	bare := row.bare
	if told := len(t.problems); told > refused { // by the desk: a day to come, say
		t.strangers = t.strangers[:strange]
		again := *row
		again.deeds = []deed{*row.stop}
		again.deeds[0].happened, bare = time.Time{}, true
		if err := t.row(&again); err != nil {
			return err
		}
		if len(t.problems) > told { // nor so: it was said why
			t.problems = t.problems[:told]
			return nil
		}
	}
	if bare {
		t.bare = append(t.bare, row)
	}
	return nil
}

// bare are the rows of which what stops was taken, and the rest could not be.
func (r *run) bare() map[*Row]bool {
	return r.these(func(o *outcome) []*Row { return o.bare })
}

// begun are the rows of persons whose file was opened without its day.
func (r *run) begun() map[*Row]bool {
	return r.these(func(o *outcome) []*Row { return []*Row{o.begun} })
}

func (r *run) these(of func(*outcome) []*Row) map[*Row]bool {
	all := map[*Row]bool{}
	if !r.written && !r.options.DryRun {
		return all
	}
	for i := range r.outcomes {
		for _, row := range of(&r.outcomes[i]) {
			all[row] = true
		}
	}
	return all
}

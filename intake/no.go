package intake

import (
	"cmp"
	"encoding/json"
	"time"
)

// isNo says whether a deed is a no to the return: a withdrawal, the report of
// one, or the answer when the person was asked again.
func (d *deed) isNo() bool {
	switch d.command {
	case "consent.withdraw", "consent.report":
		return true
	case "consent.reaffirm":
		return d.told().Answer == "no"
	}
	return false
}

// told is what of a deed makes a no, as far as it could be read.
func (d *deed) told() (told struct{ Answer, Channel string }) {
	_ = json.Unmarshal(d.args, &told) // what cannot be read is empty
	return told
}

// bareNo is the no of a deed and nothing that could keep it from being taken:
// without the day, when it cannot be read, it is known from now on.
func (d *deed) bareNo() deed {
	command := d.command
	if command == "consent.reaffirm" {
		command = "consent.withdraw"
	}
	args, err := json.Marshal(map[string]string{"channel": cmp.Or(d.told().Channel, "other")})
	if err != nil {
		panic(err) // two strings
	}
	return deed{command: command, args: args, happened: d.happened}
}

// no gives a row that tells of a no. What is wrong with the rest of the row
// never keeps the no from stopping the journey.
func (t *taker) no(row *Row) error {
	refused, strange := len(t.problems), len(t.strangers)
	if err := t.row(row); err != nil {
		return err
	}
	bare := row.bare
	if told := len(t.problems); told > refused { // by the desk: a day to come, say
		t.strangers = t.strangers[:strange]
		again := *row
		again.deeds = []deed{row.deeds[0].bareNo()}
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

// bare are the rows of which the no was taken, and the rest could not be.
func (r *run) bare() map[*Row]bool {
	all := map[*Row]bool{}
	if !r.written && !r.options.DryRun {
		return all
	}
	for i := range r.outcomes {
		for _, row := range r.outcomes[i].bare {
			all[row] = true
		}
	}
	return all
}

package web

import (
	"net/url"
	"slices"
	"strings"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
)

// fields are questions in words, with what was answered.
func (v *visit) fields(f *filling, all []asked, form url.Values, faults []wrong) []field {
	out := make([]field, len(all))
	for i, q := range all {
		out[i] = v.field(f, q, form, faults)
	}
	return out
}

func (v *visit) field(f *filling, q asked, form url.Values, faults []wrong) field {
	w := field{asked: q, Value: form.Get(q.Path)}
	w.Label, w.Help = v.say.Question(f.command.Name, q.Path)
	if drawn := v.drawn(f, q.Path); drawn != "" {
		w.Help = drawn
	}
	beside(&w, faults)
	w.Needed = v.needed(&q)
	said := form[q.Path]
	switch q.How {
	case askGroup:
		w.Parts = v.fields(f, q.Parts, form, faults)
		w.Options = v.yesNo(said)
	case askYes:
		w.Options = v.yesNo(said)
		w.Options = append(w.Options, v.left(&q)...)
	case askOne, askList, askMany:
		name := q.Path[strings.LastIndexByte(q.Path, '.')+1:]
		for _, code := range q.Codes {
			w.Options = append(w.Options, option{code, v.say.Code(f.command.Name+"."+name, code), slices.Contains(said, code)})
		}
		if q.How == askOne {
			w.Options = append(w.Options, v.left(&q)...)
		}
	case askSight:
		w.Options = v.pictures(said)
	case askFact:
		w.Value = "" // what was typed is shown to nobody again
	case askEvent, askEvents:
		w.Options = v.events(f, q.Path, said)
	case askNames:
		if known := v.known(q, f); known != nil {
			for i := range slots {
				one := ""
				if i < len(said) {
					one = said[i]
				}
				w.Slots = append(w.Slots, chosenOf(known, one))
			}
		} else {
			w.Value = strings.Join(said, "\n")
		}
	case askText:
		if known := v.known(q, f); known != nil {
			w.How, w.Options = askList, chosenOf(known, w.Value)
		}
	}
	return w
}

// needed says in words whether a question must be answered. One of which some may
// be chosen, or none, is answered by choosing none.
func (v *visit) needed(q *asked) string {
	switch {
	case q.How == askGroup && !q.Offered, q.How == askMany, q.How == askEvents:
		return ""
	case q.Required, q.Offered:
		return v.say.Text("page.needed", nil)
	}
	return v.say.Text("page.not-needed", nil)
}

// left is how an answer that is not needed is taken back: a choice cannot be
// undone otherwise.
func (v *visit) left(q *asked) []option {
	if q.Required || q.Offered {
		return nil
	}
	return []option{{Value: "", Label: v.say.Text("page.left-open", nil)}}
}

// slots is how many of a list are chosen on one page: nationalities, languages.
const slots = 3

func (v *visit) yesNo(said []string) []option {
	return []option{
		{"yes", v.yes(true), slices.Contains(said, "yes")},
		{"no", v.yes(false), slices.Contains(said, "no")},
	}
}

// theirs is what the reader reaches of cases, if they reach any.
func (v *visit) theirs() access.Subject { return desk.Theirs(v.who, casefile.Person) }

// drawn is the question about the file that was drawn for whoever clears.
func (v *visit) drawn(f *filling, path string) string {
	if f.command.Name != "clearance.give" || path != "answer" || f.file.File == nil {
		return ""
	}
	all := f.file.File.Travel.Drawn
	if len(all) == 0 {
		return ""
	}
	return v.say.Text("page.drawn-question", []fault.Arg{fault.A("question", all[len(all)-1].Question)})
}

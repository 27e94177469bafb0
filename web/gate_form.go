package web

import (
	"html/template"
	"net/url"
	"slices"

	"amana/domain/movement"
	"amana/domain/safeguard"
)

// answerForm asks how somebody was asked at the gate. The movement and the
// answer it does not ask: the one is where the page is, the other are three
// buttons. languages are those that the people there speak.
func (v *visit) answerForm(languages []string, form url.Values, wrong []wrong) gateForm {
	f := &filling{command: commanded{"gate.answer", movement.AnswerGate{}}}
	g := gateForm{ID: newID(), Happens: v.happens(form, wrong)}
	for _, q := range questions(f.command.Name, f.command.Zero) {
		switch q.Path {
		case "talk":
			for _, part := range v.fields(f, q.Parts, form, wrong) {
				part.Must = part.How == askYes || part.How == askOne || part.How == askGroup
				if part.Help != "" {
					g.Helps = append(g.Helps, said{part.Label, template.HTML(template.HTMLEscapeString(part.Help))})
					part.Help = "" // read before, and not at the gate
				}
				switch part.Path {
				case "talk.mode", "talk.minutes": // they stand before each other, and it is one question
				case "talk.language":
					theirs, other := v.tongueField(part, languages)
					g.Fields, g.Other = append(g.Fields, theirs), other
				default:
					g.Fields = append(g.Fields, part)
				}
			}
		case "answer":
			for _, code := range q.Codes {
				g.Answers = append(g.Answers, option{Value: code, Label: v.say.Code("answer", code)})
			}
		}
	}
	return g
}

// tongueField offers the languages of the people there, and any other besides.
func (v *visit) tongueField(q field, languages []string) (theirs field, other *field) {
	if len(languages) == 0 {
		q.Must = true
		return q, nil
	}
	theirs = q
	theirs.How, theirs.Options, theirs.Must = askOne, nil, false
	for _, l := range languages {
		theirs.Options = append(theirs.Options, option{l, v.say.Tongue(l), l == q.Value})
	}
	q.Label, q.Wrong = v.say.Text("gate.other-language", nil), ""
	if slices.Contains(languages, q.Value) {
		q.Options = chosenOf(q.Options, "")
	}
	return theirs, &q
}

// knownBy are the ways in which somebody can be known to be the same person: by
// who met them, and by what they chose for it.
func knownBy(t *movement.Travel) []string {
	ways := []string{safeguard.MetBefore}
	for _, c := range t.Chosen {
		if !c.Replaced {
			ways = append(ways, c.How)
		}
	}
	return ways
}

// sameForm asks how it is known that it is the same person.
func (v *visit) sameForm(path string, ways []string, form url.Values, wrong []wrong) *gateForm {
	f := &filling{command: commanded{"gate.confirm-person", movement.ConfirmPerson{}}}
	g := &gateForm{Action: path + "/gate.confirm-person", ID: newID()}
	for _, w := range v.fields(f, questions(f.command.Name, f.command.Zero), form, wrong) {
		if w.Path == "how" {
			w.Options = slices.DeleteFunc(w.Options, func(o option) bool { return o.Value != "" && !slices.Contains(ways, o.Value) })
		}
		if w.Path != "movement" {
			g.Fields = append(g.Fields, w)
		}
	}
	return g
}

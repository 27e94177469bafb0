package lang

import (
	"encoding/json"
	"reflect"
	"testing"

	"amana/desk/shape"
	"amana/domain/casefile"
)

// forms are the words of forms and of what came of them: a question for each
// member of each command, why each command with such a form is asked, and what
// happened for each kind of event. Help beside a question is complete where one
// language has it.
func (s *source) forms(w wants) {
	members(func(command, path string, m shape.Member) bool {
		for _, code := range m.Codes() {
			s.pairs["code."+command+"."+m.Name+"."+code] = true
		}
		if unasked(m.Type) {
			return false
		}
		question := key("question", command, path)
		w.add(question, "the form of "+command, []string{})
		for _, l := range Languages {
			if help := question + ".help"; catalogues()[l].has(help) {
				w.add(help, "the form of "+command, []string{})
			}
		}
		return true
	})
	for _, k := range casefile.Commands {
		w.add("why."+k.Name, "the form of "+k.Name, []string{})
	}
	for _, o := range casefile.Others {
		if o.Subject == casefile.User || o.Subject == casefile.Rules || o.Subject == casefile.Roles { // whose pages say it
			continue
		}
		for _, k := range o.Commands {
			w.add("why."+k.Name, "the form of "+k.Name, []string{})
		}
	}
	for _, b := range casefile.AllKinds() {
		w.add("event."+b.Kind(), "what happened", []string{})
	}
}

// unasked says whether only a program fills a member: a rule book, keys that
// were wrapped.
func unasked(t reflect.Type) bool {
	return t == reflect.TypeFor[json.RawMessage]() || t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct
}

// Whoever chooses reads words, whatever the choice.
func TestEveryCodeOfAFormIsNamed(t *testing.T) {
	codes := 0
	members(func(command, path string, m shape.Member) bool {
		for _, code := range m.Codes() {
			codes++
			for _, l := range Languages {
				if _, ok := New(l).label(command+"."+m.Name, code); !ok {
					t.Errorf("%s of %s: %q has no name in %s", path, command, code, l)
				}
			}
		}
		return true
	})
	if codes < 400 {
		t.Fatalf("only %d codes were looked at", codes)
	}
}

func TestQuestionsAreAsked(t *testing.T) {
	for _, c := range []struct{ language, command, path, want string }{
		{"en", "case.open", "wish.talk.interpreter.tie", "What is the interpreter to the person?"},
		{"en", "order.ask", "interpreter.tie", "What is the interpreter to the person?"},
		{"en", "counselling.hold", "topics[0]", "What did you talk about?"},
		{"en", "seat.move-line", "line", "Which budget line pays from now on?"},
		{"en", "seat.give", "line", "Which budget line pays?"},
		{"fr", "gate.answer", "answer", "Voulez-vous partir aujourd'hui ?"},
		{"ar", "gate.answer", "answer", "هل تريد السفر اليوم؟"},
	} {
		if got, _ := New(c.language).Question(c.command, c.path); got != c.want {
			t.Errorf("%s of %s: %q, want %q", c.path, c.command, got, c.want)
		}
	}
	if _, help := New("en").Question("consent.give", "talk.understood"); help == "" {
		t.Error("no help beside a question")
	}
	if _, help := New("en").Question("consent.give", "witnessed"); help != "" {
		t.Errorf("help of another question: %q", help)
	}
}

package lang

import (
	"html/template"
	"regexp"
	"strings"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// Finding says why a finding is what it is: what is missing and why, and on
// whose word there is something that does not count yet. It is for those who may
// open the finding's compartment; all others read Ask.
func (p *Printer) Finding(f safeguard.Finding) string {
	if len(f.WordOf) > 0 {
		word := p.Text("safeguard.imported", []fault.Arg{fault.A("words", f.WordOf)})
		f.WordOf = nil
		return p.Finding(f) + " " + word
	}
	key := f.Reason.Key
	if _, reason, ok := strings.Cut(key, "."); ok && !p.has(key) {
		key = "safeguard." + reason
	}
	if f.State == safeguard.Met && !f.Until.IsZero() {
		return p.Text("safeguard.holds-until", []fault.Arg{fault.A("until", f.Until)})
	}
	return p.Text(key, f.Reason.Args)
}

// Ask says of a blocking finding only whom to ask. It is all that movement
// staff, carriers and lists are told.
func (p *Printer) Ask(f safeguard.Finding) string { return p.Text("ask."+f.Ask, nil) }

// linkedFile is what a step is about that is to be taken in another file of the
// same person.
const linkedFile = "linked-file"

// Step says what would help and who may do it, or for what to wait.
func (p *Printer) Step(s safeguard.Step) string {
	if s.Wait != "" {
		return p.Text("wait."+s.Wait, []fault.Arg{fault.A("until", s.Until)})
	}
	key := "step." + s.Do
	if s.About != "" && p.has(key+"."+s.About) {
		key += "." + s.About
	}
	what := p.Text(key, []fault.Arg{fault.A("about", s.About)})
	if !p.has(key) {
		what = p.Command(s.Do)
	}
	if s.About == linkedFile {
		what = p.Text("step.in-linked-file", []fault.Arg{fault.A("step", said(what))})
	}
	if s.By == "" {
		return what
	}
	return p.Text("step.by", []fault.Arg{fault.A("step", said(what)), fault.A("role", s.By)})
}

// Code is the name of a code as the field of that name uses it, "answer", or that
// of one command, "fear.ask.answer"; a code without a name is itself.
func (p *Printer) Code(field, code string) string {
	if name, ok := p.label(field, code); ok {
		return name
	}
	return code
}

// Field is what a form calls a member of a command's arguments, "talk.language".
// A command may mean something of its own by it; "" is any command. Members of
// a group and places in a list need not be known: "wish.talk.language"
// is called as "talk.language" is, and "topics[0]" as "topics".
func (p *Printer) Field(command, path string) (string, bool) {
	key, ok := p.named("field", command, path)
	if !ok {
		return path, false
	}
	return p.Text(key, nil), true
}

// named finds the words for a member in one of the spaces that name them.
func (p *Printer) named(space, command, path string) (key string, ok bool) {
	rest, more := position.ReplaceAllString(path, ""), true
	for more {
		for _, key := range []string{space + "." + command + "." + rest, space + "." + rest} {
			if p.has(key) {
				return key, true
			}
		}
		_, rest, more = strings.Cut(rest, ".")
	}
	return "", false
}

var position = regexp.MustCompile(`\[\d+\]`)

// Role is the name of a role.
func (p *Printer) Role(r access.Role) string { return p.Text("role."+string(r), nil) }

// Act is the name of an act at which rules are due.
func (p *Printer) Act(a safeguard.Act) string { return p.Text("act."+string(a), nil) }

// State is the name of a finding's state.
func (p *Printer) State(s safeguard.State) string { return p.Text("state."+string(s), nil) }

// Status is where a person stands; an ending is named as its code is.
func (p *Printer) Status(s casefile.Status) string {
	if key := "status." + string(s); p.has(key) {
		return p.Text(key, nil)
	}
	return p.Code("outcome", string(s))
}

// Compartment is the name of a compartment.
func (p *Printer) Compartment(c ledger.Compartment) string {
	return p.Text("compartment."+c.String(), nil)
}

// Command is the title of a command.
func (p *Printer) Command(name string) string { return p.Text("command."+name, nil) }

// Event is what happened, by an event's kind: "consent.withdrawn".
func (p *Printer) Event(kind string) string { return p.Text("event."+kind, nil) }

// Value is an answer as the member of a command that is called so has it, "answer"
// or "fear.ask.answer": a code by its name, a day in words. It is escaped.
func (p *Printer) Value(member string, v any) template.HTML {
	return template.HTML(p.value(member, v, p.element))
}

// Question is how a form asks for a member of a command's arguments, and what
// there is to know about it. Where nobody wrote a question it is the member's name.
func (p *Printer) Question(command, path string) (question, help string) {
	key, ok := p.named("question", command, path)
	if !ok {
		question, _ = p.Field(command, path)
		return question, ""
	}
	if p.has(key + ".help") {
		help = p.Text(key+".help", nil)
	}
	return p.Text(key, nil), help
}

// Why is what an act is for, and what follows from it; empty where its title says
// it all.
func (p *Printer) Why(command string) string {
	if key := "why." + command; p.has(key) {
		return p.Text(key, nil)
	}
	return ""
}

// Verdict is what findings that block come to, in a sentence. Whom to ask about
// what the reader may not read counts as no rule: it is said of all acts together.
func (p *Printer) Verdict(blocking []safeguard.Finding) string {
	read := 0
	for _, f := range blocking {
		if f.Safeguard != "" {
			read++
		}
	}
	switch {
	case read > 0:
		return p.Text("check.blocked", []fault.Arg{fault.A("count", read)})
	case len(blocking) > 0:
		return p.Text("check.ask", nil)
	}
	return p.Text("check.clear", nil)
}

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"amana/desk"
	"amana/domain/fault"
	"amana/domain/safeguard"
	"amana/lang"
)

// findingsPage shows findings to somebody at a terminal: what blocks first,
// with why, whose turn it is and what would help; then the rest in short.
type findingsPage struct {
	look
	say  *lang.Printer
	book *safeguard.Book
	file *desk.Case // nil where the reader may not open it, or asked about another time
}

// marks go with the words: colour comes last.
var marks = map[safeguard.State]string{
	safeguard.Met: "✓", safeguard.Unmet: "✗", safeguard.Unknown: "?", safeguard.NotApplicable: "–", safeguard.NotYetDue: "·",
}

var colors = map[safeguard.State]int{safeguard.Met: green, safeguard.Unmet: red, safeguard.Unknown: yellow}

func (g findingsPage) write(w io.Writer, a desk.Answer) error {
	var b strings.Builder
	title := g.say.Text("check.title", []fault.Arg{fault.A("case", a.Case), fault.A("act", a.For), fault.A("at", a.At)})
	b.WriteString(g.paint(bold, strings.TrimRight(g.wrap("", title), "\n")) + "\n")
	b.WriteString(g.wrap("", g.say.Text("check.basis", []fault.Arg{fault.A("rulebook", a.Rulebook), fault.A("known", a.Known)})))
	g.stands(&b, a)
	b.WriteByte('\n')
	blocking := safeguard.Blocking(a.Findings)
	if a.Clear {
		b.WriteString(g.paint(green, marks[safeguard.Met]+" "+g.line(g.say.Verdict(nil))) + "\n")
	} else {
		b.WriteString(g.paint(red, marks[safeguard.Unmet]+" "+g.line(g.say.Verdict(blocking))) + "\n")
	}
	for _, f := range blocking {
		g.blocking(&b, f)
	}
	for _, state := range []safeguard.State{safeguard.Met, safeguard.NotApplicable, safeguard.NotYetDue} {
		g.rest(&b, state, a)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// stands says how far the person has come: of somebody who has left, rules say
// what would be missing if they left now.
func (g findingsPage) stands(b *strings.Builder, a desk.Answer) {
	if g.file == nil {
		return
	}
	b.WriteString(g.wrap("", g.say.Text("check.stands", []fault.Arg{fault.A("status", g.say.Status(g.file.Status))})))
	if g.file.File.Travel.Departed != nil {
		b.WriteString(g.wrap("", g.say.Text("check.long-gone", []fault.Arg{fault.A("act", a.For)})))
	}
}

// blocking is one rule that blocks, with all there is to say.
func (g findingsPage) blocking(b *strings.Builder, f safeguard.Finding) {
	const indent = "    "
	if f.Safeguard == "" { // outside the reader's compartments: only whom to ask
		b.WriteString("\n  " + g.paint(colors[f.State], marks[f.State]+" "+g.line(g.say.Finding(f))) + "\n")
		g.steps(b, f)
		return
	}
	rule := g.paint(colors[f.State], g.say.State(f.State)) + "  " + g.paint(bold, g.title(f.Safeguard)) + g.paint(faint, "  "+g.say.Isolate(string(f.Safeguard)))
	b.WriteString("\n  " + g.paint(colors[f.State], marks[f.State]) + " " + g.line(rule) + "\n")
	b.WriteString(g.wrap(indent, g.say.Finding(f)))
	switch {
	case f.Owner == "" || g.file != nil && !g.file.File.Journeying():
	case f.Due.IsZero():
		b.WriteString(g.wrap(indent, g.say.Text("check.no-turn", []fault.Arg{fault.A("role", f.Owner)})))
	default:
		b.WriteString(g.wrap(indent, g.say.Text("check.turn", []fault.Arg{fault.A("role", f.Owner), fault.A("until", f.Due)})))
	}
	if f.Up != "" {
		b.WriteString(g.wrap(indent, g.say.Text("check.up", []fault.Arg{fault.A("role", f.Up)})))
	}
	g.steps(b, f)
}

// steps is what would help, or whom to ask.
func (g findingsPage) steps(b *strings.Builder, f safeguard.Finding) {
	for _, s := range f.Next {
		b.WriteString(g.wrap("    → ", g.say.Step(s)))
	}
}

// rest lists the rules of one state in short: those that hold for a time only
// with that time.
func (g findingsPage) rest(b *strings.Builder, state safeguard.State, a desk.Answer) {
	of := slices.DeleteFunc(slices.Clone(a.Findings), func(f safeguard.Finding) bool { return f.State != state })
	if len(of) == 0 {
		return
	}
	name := g.paint(colors[state], g.say.State(state)) + " " + g.say.Isolate(fmt.Sprintf("(%d)", len(of)))
	fmt.Fprintf(b, "\n  %s %s\n", g.paint(colors[state], marks[state]), g.line(name))
	var plain []string
	for _, f := range of {
		if state != safeguard.Met || !f.Until.After(a.At) { // it held for a journey that is over
			plain = append(plain, g.title(f.Safeguard))
			continue
		}
		b.WriteString(g.wrap("    ", g.title(f.Safeguard)+" · "+g.say.Finding(f)))
	}
	if len(plain) > 0 {
		b.WriteString(g.wrap("    ", strings.Join(plain, " · ")))
	}
}

// title is the rule in words, as its book has them in the reader's language.
func (g findingsPage) title(id safeguard.ID) string {
	for i := range g.book.Clauses {
		if c := &g.book.Clauses[i]; c.ID == id {
			if t := c.Text[g.say.Language()].Title; t != "" {
				return t
			}
			return c.Text["en"].Title
		}
	}
	return string(id)
}

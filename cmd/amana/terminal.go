package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/term"

	"amana/domain/fault"
)

// ask gets a password by what a key asks.
func (p *program) ask(variable, key string, args ...fault.Arg) (string, error) {
	return p.secret(variable, p.speak().Text(key, args))
}

// secret gets a password: from the environment, from the terminal without
// showing it, or from a line of the input. Never from an argument, which others
// could see.
func (p *program) secret(variable, prompt string) (string, error) {
	if v := p.env(variable); v != "" {
		return v, nil
	}
	if f, ok := p.stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(p.stderr, p.look().line(prompt)+" ")
		typed, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(p.stderr)
		return string(typed), err
	}
	return p.nextLine(variable)
}

func terminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// nextLine is the next line of the input, where variable was not set.
func (p *program) nextLine(variable string) (string, error) {
	if p.lines == nil {
		p.lines = bufio.NewReader(p.stdin)
	}
	line, err := p.lines.ReadString('\n')
	if line == "" && errors.Is(err, io.EOF) {
		return "", fault.New(fault.Invalid, "fault.password-missing", fault.A("variable", variable))
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// newSecret gets a password that is to be set: typed twice on a terminal.
func (p *program) newSecret(name string) (string, error) {
	const variable = "AMANA_NEW_PASSWORD"
	first, err := p.ask(variable, "cli.ask-new-password", fault.A("name", name))
	if err != nil || p.env(variable) != "" {
		return first, err
	}
	if f, ok := p.stdin.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		return first, nil
	}
	second, err := p.ask(variable, "cli.ask-again")
	if err == nil && second != first {
		err = fault.New(fault.Invalid, "fault.passwords-differ")
	}
	return first, err
}

// look is how the output may be written.
type look struct {
	width       int
	color       bool
	rightToLeft bool
}

// look asks the terminal, if there is one; without one there is no colour.
func (p *program) look() look {
	l := look{width: 80, rightToLeft: p.speak().RightToLeft()}
	if n, err := strconv.Atoi(p.env("COLUMNS")); err == nil {
		l.width = n
	}
	if f, ok := p.stdout.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		l.color = p.env("NO_COLOR") == "" && p.env("TERM") != "dumb"
		if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
			l.width = w
		}
	}
	l.width = min(max(l.width, 30), 100)
	return l
}

// paint puts a colour (an SGR number) around text, where there are colours.
func (l look) paint(color int, text string) string {
	if !l.color {
		return text
	}
	return fmt.Sprintf("\x1b[%dm%s\x1b[0m", color, text)
}

const (
	bold   = 1
	faint  = 2
	red    = 31
	green  = 32
	yellow = 33
)

// line is one line of prose. Terminals write lines from left to right, whatever
// stands in them: what is written the other way says so.
func (l look) line(text string) string {
	if !l.rightToLeft || text == "" {
		return text
	}
	return rli + text + pdi
}

const (
	rli = "\u2067" // right-to-left isolate
	fsi = "\u2068" // first strong isolate
	pdi = "\u2069" // pop directional isolate

	unbroken = "\ue000" // a space at which no line breaks
)

// wrap breaks text into lines no wider than the terminal. The first begins with
// start, and all others under the end of it.
func (l look) wrap(start, text string) string {
	var b strings.Builder
	under := strings.Repeat(" ", seen(start))
	for paragraph := range strings.SplitSeq(text, "\n") {
		for _, line := range broken(paragraph, l.width-len(under)) {
			b.WriteString(start + l.line(strings.ReplaceAll(line, unbroken, " ")))
			b.WriteByte('\n')
			start = under
		}
	}
	return b.String()
}

// broken is a paragraph in lines of some width. What is isolated stays so where
// a line breaks in it.
func broken(paragraph string, width int) []string {
	lines, n, open := []string{""}, 0, 0
	for word := range strings.FieldsFuncSeq(french.Replace(paragraph), func(r rune) bool { return r == ' ' || r == '\t' }) {
		last := &lines[len(lines)-1]
		switch {
		case n == 0:
		case n+1+seen(word) > width:
			*last += strings.Repeat(pdi, open)
			lines = append(lines, strings.Repeat(fsi, open))
			last, n = &lines[len(lines)-1], 0
		default:
			*last += " "
			n++
		}
		*last += word
		n += seen(word)
		open += strings.Count(word, fsi) - strings.Count(word, pdi)
	}
	return lines
}

// french signs stand after a space at which no line breaks.
var french = strings.NewReplacer(" :", unbroken+":", " ;", unbroken+";", " ?", unbroken+"?", " !", unbroken+"!", " »", unbroken+"»", "« ", "«"+unbroken)

// seen is how many columns text takes: marks above letters and signs of
// direction take none.
func seen(text string) int {
	n := 0
	for _, r := range text {
		if !unicode.In(r, unicode.Mn, unicode.Cf) {
			n++
		}
	}
	return n
}

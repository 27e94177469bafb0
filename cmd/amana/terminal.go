package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/term"

	"amana/domain/fault"
	"amana/lang"
)

// secret gets a password: from the environment, from the terminal without
// showing it, or from a line of the input. Never from an argument, which others
// could see.
func (p *program) secret(variable, prompt string) (string, error) {
	if v := p.env(variable); v != "" {
		return v, nil
	}
	if f, ok := p.stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(p.stderr, prompt+": ")
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
	first, err := p.secret(variable, "New password for "+name)
	if err != nil || p.env(variable) != "" {
		return first, err
	}
	if f, ok := p.stdin.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		return first, nil
	}
	second, err := p.secret(variable, "Once more")
	if err == nil && second != first {
		err = fault.New(fault.Invalid, "fault.passwords-differ")
	}
	return first, err
}

// look is how the output may be written.
type look struct {
	width int
	color bool
}

// look asks the terminal, if there is one; without one there is no colour.
func (p *program) look() look {
	l := look{width: 80}
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

// wrap breaks text into lines no wider than the terminal. The first begins with
// start, and all others under the end of it.
func (l look) wrap(start, text string) string {
	var b strings.Builder
	indent := start
	for _, paragraph := range strings.Split(text, "\n") {
		width := 0
		for _, word := range strings.Fields(paragraph) {
			n := seen(word)
			switch {
			case width == 0:
				b.WriteString(indent)
				width = seen(indent)
				indent = strings.Repeat(" ", width)
			case width+1+n > l.width:
				b.WriteString("\n" + indent)
				width = seen(indent)
			default:
				b.WriteByte(' ')
				width++
			}
			b.WriteString(word)
			width += n
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// seen is how many columns text takes: isolates around Arabic take none.
func seen(text string) int {
	return utf8.RuneCountInString(text) - strings.Count(text, "\u2068") - strings.Count(text, "\u2069")
}

// progress tells on the error output how far something has come, if it takes
// longer than a second. what is the key of its name; of is 0 when nobody knows. Many may call what it
// returns at once.
func (p *program) progress(what string) func(n, of int64) {
	var mu sync.Mutex
	last, say := time.Now(), lang.New(p.language())
	return func(n, of int64) {
		mu.Lock()
		defer mu.Unlock()
		if time.Since(last) < time.Second {
			return
		}
		last = time.Now()
		key := "progress.so-far"
		if of > 0 {
			key = "progress.of"
		}
		fmt.Fprintln(p.stderr, say.Text(key, []fault.Arg{fault.A("what", say.Text(what, nil)), fault.A("done", n), fault.A("of", of)}))
	}
}

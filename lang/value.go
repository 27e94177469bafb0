package lang

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"amana/domain/day"
	"amana/domain/fault"
)

// said is text that a printer made already and that is not an argument again.
type said string

// value writes one argument as the reader's language does. Arguments that went
// through JSON arrive as strings and floating numbers and are written the same.
func (p *Printer) value(name string, v any, wrap func(string) string) string {
	switch v := v.(type) {
	case said:
		return string(v)
	case day.Day:
		return wrap(p.Day(v))
	case time.Time:
		return wrap(p.Time(v))
	case string:
		return wrap(p.word(name, v))
	}
	if n, ok := whole(v); ok {
		return wrap(p.Number(n))
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.String:
		return wrap(p.word(name, r.String()))
	case reflect.Slice:
		items := make([]string, r.Len())
		for i := range items {
			items[i] = p.value(name, r.Index(i).Interface(), wrap)
		}
		return p.join(items)
	}
	return wrap(fmt.Sprint(v))
}

// verbatim are arguments that stay as they are: what a program may send, and
// what is called as its owner likes, though it be called as a code or a day.
var verbatim = []string{"codes", "column", "command", "file", "folder", "name", "officer", "officers", "origin", "path", "root", "show", "sign", "subcommand", "url", "variable", "was"}

// word is the name of a code, or of two with a stroke between them and of whose country the
// first is, of a country
// or a language, a day or a time in words, or else the text as it is.
func (p *Printer) word(field, text string) string {
	bare := field[strings.LastIndexByte(field, '.')+1:]
	if slices.Contains(verbatim, bare) {
		return text
	}
	if name, ok := p.label(field, text); ok {
		return name
	}
	if to, rest, ok := strings.Cut(text, "/"); ok {
		purpose, country, abroad := strings.Cut(rest, "/")
		a, first := p.label(field, to)
		b, second := p.label(field, purpose)
		switch {
		case first && second && abroad:
			return a + " — " + b + " — " + p.Country(country)
		case first && second:
			return a + " — " + b
		}
	}
	switch {
	case slices.Contains(places, bare), slices.Contains(places, field):
		return p.Country(text)
	case slices.Contains(tongues, bare):
		return p.Tongue(text)
	}
	if d, err := day.Parse(text); err == nil {
		return p.Day(d)
	}
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return p.Time(t)
	}
	return text
}

// label is the name of a code where the field is called so: "answer", or
// "fear.ask.answer" where one command means something of its own.
func (p *Printer) label(field, code string) (string, bool) {
	bare := field[strings.LastIndexByte(field, '.')+1:]
	if bare == "roles" {
		bare = "role"
	}
	for _, key := range []string{"code." + field + "." + code, bare + "." + code, "code." + bare + "." + code, "code." + code} {
		if p.has(key) {
			return p.Text(key, nil), true
		}
	}
	return "", false
}

func whole(v any) (int64, bool) {
	switch n := v.(type) {
	case json.Number:
		i, err := n.Int64()
		return i, err == nil
	case float64:
		return int64(n), n == math.Trunc(n) && math.Abs(n) < 1<<53
	}
	switch r := reflect.ValueOf(v); r.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return r.Int(), true
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return int64(r.Uint()), true
	}
	return 0, false
}

// Number writes a whole number as the reader's language and region do.
func (p *Printer) Number(n int64) string {
	return message.NewPrinter(p.tag).Sprint(number.Decimal(n))
}

// Money writes an amount, given in hundredths, as the reader's language and region do.
func (p *Printer) Money(hundredths int64) string {
	return message.NewPrinter(p.tag).Sprint(number.Decimal(float64(hundredths)/100, number.Scale(2)))
}

// Day writes a day in words: figures alone are read in two orders.
func (p *Printer) Day(d day.Day) string {
	if d.IsZero() {
		return "—"
	}
	of := strconv.Itoa(d.Of)
	if d.Of == 1 {
		of = p.Text("date.first", nil)
	}
	return p.Text("date.written", []fault.Arg{
		fault.A("day", said(of)), fault.A("month", said(p.Text(fmt.Sprint("month.", int(d.Month)), nil))),
		fault.A("year", said(strconv.Itoa(d.Year))),
	})
}

// Time writes a moment in the printer's zone, by the clock of twenty-four
// hours: movements are scheduled so, and nobody mistakes morning for evening.
func (p *Printer) Time(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	t = t.In(p.zone)
	return p.Text("date.with-clock", []fault.Arg{
		fault.A("date", said(p.Day(day.Of(t)))), fault.A("clock", said(t.Format("15:04"))),
	})
}

// List joins words in the language's way: "a, b and c".
func (p *Printer) List(items []string) string {
	wrapped := make([]string, len(items))
	for i, s := range items {
		wrapped[i] = p.Isolate(s)
	}
	return p.join(wrapped)
}

func (p *Printer) join(items []string) string {
	n := len(items)
	if n < 2 {
		return strings.Join(items, "")
	}
	most := strings.Join(items[:n-1], p.Text("list.separator", nil))
	return most + p.Text("list.last", nil) + items[n-1]
}

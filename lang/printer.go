package lang

import (
	"fmt"
	"html"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"amana/domain/fault"
)

// Printer says things in one language, for readers in one zone. It is safe for
// use by many goroutines.
type Printer struct {
	*catalogue
	code string
	tag  language.Tag // with the region by which numbers are written
	zone *time.Location

	woman bool // it is a woman to whom it speaks
}

// New is a printer for a language tag, as "ar" or "fr-TN", or for the header
// in which a browser says what its user reads. A language that Amana does not
// speak becomes English. Times are those of Tripoli.
func New(code string) *Printer {
	p := &Printer{code: best(code), zone: tripoli()}
	p.catalogue = catalogues()[p.code]
	p.tag = language.Make(p.code)
	if asked, err := language.Parse(code); err == nil {
		if region, sure := asked.Region(); sure == language.Exact && sameBase(asked, p.tag) {
			p.tag, _ = language.Compose(p.tag, region) // of two that are known
		}
	}
	if p.code == "ar" && p.tag == language.Arabic {
		p.tag = language.MustParse("ar-LY") // in Libya numbers are written 1.234, with these digits
	}
	return p
}

// For is a printer for a language, in the region that a browser says of it in the
// header in which it says what its user reads.
func For(code, accept string) *Printer {
	asked, _, _ := language.ParseAcceptLanguage(accept) // of what is none there are no tags
	for _, tag := range asked {
		if region, sure := tag.Region(); sure == language.Exact && sameBase(tag, language.Make(code)) {
			return New(code + "-" + region.String())
		}
	}
	return New(code)
}

// Speaks is the code of the catalogue whose words are read to whoever speaks a
// language, an ISO 639-3 code; empty: there are none.
func Speaks(spoken string) string {
	i := slices.IndexFunc(Languages, func(code string) bool {
		return slices.Contains(strings.Fields(New(code).Text("language.speaks", nil)), spoken)
	})
	if i < 0 {
		return ""
	}
	return Languages[i]
}

// Draft says whether nobody who knows the language approved its words.
func (p *Printer) Draft() bool { return p.Text("language.words", nil) != "approved" }

// sameBase says whether two tags are of one language: a region writes its numbers
// in sentences of its own language, and in no other.
func sameBase(a, b language.Tag) bool {
	of, _ := a.Base()
	other, _ := b.Base()
	return of == other
}

// In is a printer for readers in another zone.
func (p *Printer) In(zone *time.Location) *Printer {
	q := *p
	q.zone = zone
	return &q
}

// To is a printer that speaks to somebody of a sex: where a language says it to a
// woman otherwise, its catalogue has that under the key with ".woman" after it.
func (p *Printer) To(sex string) *Printer {
	q := *p
	q.woman = sex == "woman"
	return &q
}

// tripoli is read once: it comes from a file.
var tripoli = sync.OnceValue(func() *time.Location {
	if zone, err := time.LoadLocation("Africa/Tripoli"); err == nil {
		return zone
	}
	return time.FixedZone("EET", 2*60*60)
})

// Language is the code of the catalogue in use: en, fr, ar.
func (p *Printer) Language() string { return p.code }

// RightToLeft says in which direction the language is written.
func (p *Printer) RightToLeft() bool {
	script, _ := p.spoken().Script()
	return slices.Contains(rightToLeft, script.String())
}

// rightToLeft are the scripts of living languages that are written so.
var rightToLeft = []string{"Arab", "Hebr", "Nkoo", "Syrc", "Thaa", "Adlm"}

// Text is the sentence of a key as plain text. In Arabic every argument stands
// between a first-strong isolate and its end, so that no number, date or code
// is shown reversed; so does what is typed, which is in backquotes in the
// catalogues. A key that nobody wrote a sentence for is its own text.
func (p *Printer) Text(key string, args []fault.Arg) string {
	return p.say(key, args, p.Isolate)
}

const (
	fsi = "\u2068" // first strong isolate
	pdi = "\u2069" // pop directional isolate
)

// Isolate keeps a number or an id from being shown reversed. Text does it for
// the arguments of sentences; this is for what stands among words otherwise.
func (p *Printer) Isolate(s string) string {
	if !p.RightToLeft() {
		return s
	}
	return fsi + strings.Map(undirected, s) + pdi
}

// undirected drops the characters that change the direction of writing: an
// argument must not end the isolate in which it stands, nor turn what it says.
func undirected(r rune) rune {
	if unicode.Is(unicode.Bidi_Control, r) && r != '\u200e' && r != '\u200f' {
		return -1
	}
	return r
}

// HTML is the sentence of a key for a page: escaped, and in Arabic with every
// argument in an element of its own.
func (p *Printer) HTML(key string, args []fault.Arg) template.HTML {
	var held []string // arguments, in the order in which they were rendered
	out := p.say(key, args, func(s string) string {
		held = append(held, p.element(s))
		return holder(len(held) - 1)
	})
	out = html.EscapeString(out)
	for i, s := range held {
		out = strings.ReplaceAll(out, holder(i), s)
	}
	return template.HTML(out)
}

// holder keeps the place of an argument in characters of private use, which
// mean nothing and are not escaped.
func holder(i int) string { return "\ue000" + strconv.Itoa(i) + "\ue001" }

func (p *Printer) element(s string) string {
	s = html.EscapeString(strings.Map(undirected, strings.Map(public, s)))
	if !p.RightToLeft() {
		return s
	}
	return "<bdi>" + s + "</bdi>"
}

// public drops the characters that hold places.
func public(r rune) rune {
	if r == '\ue000' || r == '\ue001' {
		return -1
	}
	return r
}

// quote keeps the place of a backquote in an argument.
const quote = "\ue002"

// typed puts wrap around what stands in backquotes, in place of these.
func typed(out string, wrap func(string) string) string {
	parts := strings.Split(out, "`")
	for i := 1; i < len(parts); i += 2 {
		parts[i] = wrap(parts[i])
	}
	return strings.Join(parts, "")
}

// say renders one message; wrap is put around every argument, and around what
// is typed.
func (p *Printer) say(key string, args []fault.Arg, wrap func(string) string) string {
	if p.woman && p.has(key+".woman") {
		key += ".woman"
	}
	m := p.messages[key]
	if m == nil {
		return key
	}
	data := make(map[string]string, len(args))
	for _, a := range args {
		data[a.Name] = strings.ReplaceAll(p.value(a.Name, a.Value, wrap), "`", quote)
	}
	ask := i18n.LocalizeConfig{MessageID: key, TemplateData: data}
	if plural(m) {
		if n, there := counted(args); there {
			ask.PluralCount = n
		}
	}
	out, err := p.localizer.Localize(&ask)
	if err != nil {
		return key
	}
	return strings.NewReplacer("<no value>", "—", quote, "`").Replace(typed(out, wrap))
}

// counted is the number that decides the plural: the argument called count, or
// else the first whole number.
func counted(args []fault.Arg) (int, bool) {
	first, found := 0, false
	for _, a := range args {
		n, ok := whole(a.Value)
		switch {
		case ok && a.Name == "count":
			return int(n), true
		case ok && !found:
			first, found = int(n), true
		}
	}
	return first, found
}

// Fault says an error to the person who caused it or can mend it: its kind as
// a title and, for each fault that it is made of, a sentence. What is wrapped
// inside a fault, and any error that is no fault, is not for them.
func (p *Printer) Fault(err error) (title, detail string) {
	found := faults(err)
	if len(found) == 0 {
		return p.Text("kind."+fault.Internal.String(), nil), p.Text("fault.internal", nil)
	}
	sentences := make([]string, len(found))
	for i, f := range found {
		sentences[i] = p.Text(f.Key, f.Args)
		if where, ok := p.where(f.Field); ok {
			sentences[i] = p.Text("fault.in-field", []fault.Arg{fault.A("field", said(p.Isolate(where))), fault.A("sentence", said(sentences[i]))})
		}
	}
	return p.Text(fmt.Sprint("kind.", found[0].Kind), nil), strings.Join(sentences, "\n")
}

// where is what the reader calls the field at fault: a member of a command's
// arguments, or a flag of the command line.
func (p *Printer) where(field string) (string, bool) {
	if strings.HasPrefix(field, "--") {
		return field, true
	}
	member, ok := strings.CutPrefix(field, "args.")
	if !ok {
		return "", false
	}
	return p.Field("", member)
}

// faults are those in an error's tree, without the causes inside them.
func faults(err error) []*fault.Fault {
	switch e := err.(type) {
	case nil:
		return nil
	case *fault.Fault:
		return []*fault.Fault{e}
	case interface{ Unwrap() []error }:
		var all []*fault.Fault
		for _, inner := range e.Unwrap() {
			all = append(all, faults(inner)...)
		}
		return all
	case interface{ Unwrap() error }:
		return faults(e.Unwrap())
	}
	return nil
}

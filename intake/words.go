package intake

import (
	"embed"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"

	"amana/lang"
)

//go:embed words.toml
var words embed.FS

// written are the languages of lists, in the order of words.toml.
var written = [...]string{"en", "fr", "ar"}

// said is something in each of written.
type said [len(written)]string

// vocabulary is what words.toml holds.
type vocabulary struct {
	Sheet   map[string]said
	Example map[string]said
	What    map[string]said
	Title   map[string]said     // of columns that no command has, or that a list calls otherwise
	Note    map[string][]string // in French and Arabic, and in English where no command has one
	Alias   map[string]map[string][]string

	Instructions struct{ Text []said }
}

// vocabularyOf reads the embedded file once. That it can be read is tested; a
// build in which it cannot does not start.
var vocabularyOf = sync.OnceValue(func() *vocabulary {
	var v vocabulary
	if _, err := toml.DecodeFS(words, "words.toml", &v); err != nil {
		panic(err)
	}
	return &v
})

// place is where a language stands in written; another one is the first.
func place(language string) int {
	return max(0, slices.Index(written[:], lang.New(language).Language()))
}

// note is what words.toml explains of a column of a sheet.
func (v *vocabulary) note(table, code string) []string {
	if own, ok := v.Note[table+"."+code]; ok {
		return own
	}
	return v.Note[code]
}

// Title is the name of a column in a language: that of the field that it fills,
// unless it is a list's own.
func (t *Table) Title(code, language string) string {
	if own, ok := vocabularyOf().Title[code]; ok {
		return own[place(language)]
	}
	c := t.column(code)
	command := sortedKeys(c.members)[0]
	name, _ := lang.New(language).Field(command, c.members[command].path)
	return name
}

// Note says what a column means, in a language.
func (t *Table) Note(c *Column, language string) string {
	own, i := vocabularyOf().note(t.Name, c.Code), place(language)
	switch english := len(written) - 1; {
	case i > 0:
		return own[i-1]
	case len(own) > english:
		return own[english]
	}
	return strings.Join(c.Docs, "; or ")
}

// SheetTitle is the name of a sheet in a language.
func SheetTitle(table, language string) string { return vocabularyOf().Sheet[table][place(language)] }

// words are all words for one code of a column: itself, what each language
// calls it, and what people write besides.
func (c *Column) words(code string) []string {
	all := []string{code}
	for _, l := range written {
		all = append(all, c.Word(code, l))
	}
	return append(all, vocabularyOf().Alias[c.Code][code]...)
}

// Word is what a language calls a code of the column.
func (c *Column) Word(code, language string) string {
	if c.Code == colWhat {
		return vocabularyOf().What[code][place(language)]
	}
	field := c.Code
	if m, ok := c.any(); ok {
		field = m.path
	}
	return lang.New(language).Code(field[strings.LastIndexByte(field, '.')+1:], code)
}

func (c *Column) any() (*member, bool) {
	for _, m := range c.members {
		return m, true
	}
	return nil, false
}

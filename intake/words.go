package intake

import (
	"embed"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"

	"amana/lang"
)

//go:embed words.toml
var words embed.FS

// said is something in each of lang.Languages.
type said [len(lang.Languages)]string

// vocabulary is what words.toml holds.
type vocabulary struct {
	Sheet   map[string]said
	Example map[string]said
	What    map[string]said
	Column  map[string][]string // names in three languages, notes in French and Arabic, note in English
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

// place is where a language stands in lang.Languages; an unknown one is the first.
func place(language string) int {
	for i, l := range lang.Languages {
		if l == lang.New(language).Language() {
			return i
		}
	}
	return 0
}

// column is what words.toml says of a column of a sheet.
func (v *vocabulary) column(table, code string) []string {
	if own, ok := v.Column[table+"."+code]; ok {
		return own
	}
	return v.Column[code]
}

// Title is the name of a column in a language.
func (t *Table) Title(code, language string) string {
	return vocabularyOf().column(t.Name, code)[place(language)]
}

// Note says what a column means, in a language.
func (t *Table) Note(c *Column, language string) string {
	own := vocabularyOf().column(t.Name, c.Code)
	switch i := place(language); {
	case i > 0:
		return own[len(lang.Languages)+i-1]
	case len(own) > 2*len(lang.Languages)-1:
		return own[2*len(lang.Languages)-1]
	}
	return strings.Join(c.Docs, "; or ")
}

// SheetTitle is the name of a sheet in a language.
func SheetTitle(table, language string) string { return vocabularyOf().Sheet[table][place(language)] }

// words are all words for one code of a column: itself, what each language
// calls it, and what people write besides.
func (c *Column) words(code string) []string {
	all := []string{code}
	for _, l := range lang.Languages {
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

package intake

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"amana/lang"
)

// filled is how many rows of a template choose from lists and keep what is
// typed as text.
const filled = 5000

// Template writes a workbook to be filled in: instructions, and each sheet with
// its columns named in one language and explained in all, lists to choose from
// and an example.
func Template(to io.Writer, language string) error {
	f := excelize.NewFile()
	defer f.Close()
	t := template{File: f, language: language, right: lang.New(language).RightToLeft()}
	if err := t.styles(); err != nil {
		return err
	}
	if err := t.instructions(); err != nil {
		return err
	}
	if _, err := f.NewSheet(listsSheet); err != nil {
		return err
	}
	for _, table := range Tables() {
		if err := t.sheet(table); err != nil {
			return fmt.Errorf("the sheet %s: %w", table.Name, err)
		}
	}
	if err := f.SetSheetVisible(listsSheet, false); err != nil {
		return err
	}
	return f.Write(to)
}

const listsSheet = "lists"

type template struct {
	*excelize.File
	language            string
	right               bool
	text, head, example int
	needed              int
	lists               int // columns of the sheet of lists in use
}

func (t *template) styles() error {
	bold := excelize.Style{
		NumFmt: 49, Font: &excelize.Font{Bold: true}, Border: []excelize.Border{{Type: "bottom", Style: 2, Color: "444444"}},
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
	}
	filled := bold
	filled.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E7EEF7"}}
	grey := excelize.Style{NumFmt: 49, Font: &excelize.Font{Italic: true, Color: "777777"}}
	var errs [4]error
	t.text, errs[0] = textStyle(t.File)
	t.head, errs[1] = t.NewStyle(&bold)
	t.needed, errs[2] = t.NewStyle(&filled)
	t.example, errs[3] = t.NewStyle(&grey)
	return errors.Join(errs[:]...)
}

func (t *template) instructions() error {
	name := SheetTitle("instructions", t.language)
	wrap, err := t.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	right, wrong := t.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top", Horizontal: "right", ReadingOrder: 2}})
	err = errors.Join(err, wrong, t.SetSheetName("Sheet1", name), t.SetColWidth(name, "A", "C", 60))
	for i, line := range vocabularyOf().Instructions.Text {
		row := strconv.Itoa(i + 1)
		err = errors.Join(err, t.SetSheetRow(name, "A"+row, &[]string{line[0], line[1], line[2]}),
			t.SetCellStyle(name, "A"+row, "B"+row, wrap), t.SetCellStyle(name, "C"+row, "C"+row, right))
	}
	return err
}

func (t *template) sheet(table *Table) error {
	name, last := SheetTitle(table.Name, t.language), letter(len(table.Columns))
	if _, err := t.NewSheet(name); err != nil {
		return err
	}
	err := errors.Join(t.SetColWidth(name, "A", last, 20), t.SetColStyle(name, "A:"+last, t.text), t.SetPanes(name, frozen()),
		t.SetSheetView(name, 0, &excelize.ViewOptions{RightToLeft: &t.right}))
	for i, c := range table.Columns {
		err = errors.Join(err, t.column(name, table, c, letter(i+1)))
	}
	return errors.Join(err, t.examples(name, table))
}

// letter names a column, from 1: of the few that a sheet has each has a name.
func letter(n int) string {
	name, err := excelize.ColumnNumberToName(n)
	if err != nil {
		panic(err)
	}
	return name
}

func (t *template) column(name string, table *Table, c *Column, letter string) error {
	style, head := t.head, letter+"1"
	if Always(c) {
		style = t.needed
	}
	note := excelize.Comment{Cell: head, Author: "Amana", Width: 320, Height: 220, Paragraph: []excelize.RichTextRun{{Text: t.note(table, c)}}}
	return errors.Join(t.SetCellStr(name, head, table.Title(c.Code, t.language)), t.SetCellStyle(name, head, head, style),
		t.AddComment(name, note), t.choices(name, c, letter))
}

// Always says whether a column needs a value in every row of its sheet.
func Always(c *Column) bool {
	return slices.Contains([]string{colRef, colPerson, colWhat, colHappened}, c.Code) || slices.Contains(c.Needed(), "case.open")
}

// note explains a column in every language, and what may stand in it.
func (t *template) note(table *Table, c *Column) string {
	var b strings.Builder
	for _, l := range written {
		b.WriteString(table.Note(c, l) + "\n")
	}
	if c.Many {
		b.WriteString("a; b; c\n")
	}
	if c.Many && c.Kind == Code {
		for _, code := range c.Codes {
			b.WriteString(c.Word(code, t.language) + "\n")
		}
	}
	return b.String() + "[" + c.Code + "]"
}

// choices lets a cell be chosen from what it may be.
func (t *template) choices(name string, c *Column, at string) error {
	words := c.choices(t.language)
	if len(words) == 0 || c.Many {
		return nil
	}
	t.lists++
	list := letter(t.lists)
	v := excelize.NewDataValidation(true)
	v.Sqref = at + "2:" + at + strconv.Itoa(filled)
	v.SetSqrefDropList(fmt.Sprintf("%s!$%s$1:$%s$%d", listsSheet, list, list, len(words)))
	v.ShowErrorMessage = false // what people write otherwise is read too
	return errors.Join(t.SetSheetCol(listsSheet, list+"1", &words), t.AddDataValidation(name, v))
}

// choices are what a cell of the column may be chosen from, in a language.
func (c *Column) choices(language string) []string {
	switch c.Kind {
	case YesNo:
		return []string{yesWords[place(language)], noWords[place(language)]}
	case Code:
		var all []string
		for _, code := range c.Codes {
			all = append(all, c.Word(code, language))
		}
		return all
	}
	return nil
}

var (
	yesWords = said{"yes", "oui", "نعم"}
	noWords  = said{"no", "non", "لا"}
)

package intake

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"amana/lang"
)

// report writes what was refused beside the list, or where it was asked for.
// The file holds personal data: nobody else may read it.
func (r *run) report(ctx context.Context, path string) (string, error) {
	out, err := r.create(path)
	if err != nil {
		return "", err
	}
	name, buffered := out.Name(), bufio.NewWriter(out)
	if textName(name) {
		err = r.reportText(ctx, buffered)
	} else {
		err = r.reportWorkbook(ctx, buffered)
	}
	err = errors.Join(err, buffered.Flush(), out.Close())
	if err != nil {
		return "", errors.Join(fmt.Errorf("writing what was refused: %w", err), os.Remove(name))
	}
	return name, nil
}

// refusedRows gives the header of each sheet that has refused rows, and then
// those rows with their reasons, as the list has them.
func (r *run) refusedRows(ctx context.Context, sheet int, yield func(cells []string) error) error {
	reasons := map[int][]string{}
	speech := lang.New(r.options.Language)
	refused, bare, begun := map[*Row]bool{}, r.bare(), r.begun()
	for _, p := range r.problems() {
		if p.row.sheet == sheet {
			reasons[p.row.number] = append(reasons[p.row.number], p.sentence(speech, r.options.Language))
			refused[p.row] = true
		}
	}
	for row := range refused {
		switch {
		case begun[row]:
			reasons[row.number] = append(reasons[row.number], speech.Text("import.begun", nil))
		case bare[row]:
			reasons[row.number] = append(reasons[row.number], speech.Text("import.stop-itself", nil))
		case row.stop != nil:
			reasons[row.number] = append(reasons[row.number], speech.Text("import.stop-lost", nil))
		}
	}
	h := r.list.heads[sheet]
	var keep []int
	for i, c := range h.head {
		if c == nil || c.Code != colReason || r.list.tables[sheet].column(colReason) != nil {
			keep = append(keep, i)
		}
	}
	table, lacking := r.list.tables[sheet], r.lacking(sheet)
	return r.list.book.sheets[sheet].rows(ctx, func(n int, cells []Cell) error {
		if n != h.row && reasons[n] == nil {
			return nil
		}
		var out []string
		for _, i := range keep {
			out = append(out, shown(h, i, cells))
		}
		if n != h.row {
			out = append(out, make([]string, len(lacking))...)
			return yield(append(out, strings.Join(reasons[n], "\n")))
		}
		for _, column := range append(lacking, colReason) {
			out = append(out, table.Title(column, r.options.Language))
		}
		return yield(out)
	})
}

// lacking are the columns that a sheet does not have and that refused rows
// need: there is a place in the report to write them.
func (r *run) lacking(sheet int) []string {
	has := map[string]bool{"": true}
	for _, c := range r.list.heads[sheet].head {
		if c != nil {
			has[c.Code] = true
		}
	}
	var all []string
	for _, p := range r.problems() {
		if p.row.sheet == sheet && !has[p.column] {
			has[p.column] = true
			all = append(all, p.column)
		}
	}
	return all
}

// shown is a cell as a person reads it: a date and not its number.
func shown(h heading, i int, cells []Cell) string {
	if i >= len(cells) {
		return ""
	}
	c := cells[i]
	if !c.Number || h.head[i] == nil || h.head[i].Kind != Date {
		return c.Text
	}
	span, err := readDate(c, anyCentury)
	if err != nil || !span.exact() {
		return c.Text
	}
	text := span.From.String()
	if span.Clock > 0 {
		text += fmt.Sprintf(" %02d:%02d", int(span.Clock.Hours()), int(span.Clock.Minutes())%60)
	}
	return text
}

func (r *run) reportText(ctx context.Context, to io.Writer) error {
	if _, err := io.WriteString(to, "\ufeff"); err != nil { // or Excel takes it for another encoding
		return err
	}
	w := csv.NewWriter(to)
	w.Comma = rune(r.list.book.outline.comma)
	err := r.refusedRows(ctx, 0, func(cells []string) error {
		for i, c := range cells {
			if runs(c) {
				cells[i] = "'" + c
			}
		}
		return w.Write(cells)
	})
	w.Flush()
	return errors.Join(err, w.Error())
}

// runs says whether a spreadsheet that opens a text file would run a cell.
func runs(s string) bool {
	return s != "" && (strings.ContainsRune("=+@\t", rune(s[0])) || s[0] == '-' && len(s) > 1 && (s[1] < '0' || s[1] > '9'))
}

func (r *run) reportWorkbook(ctx context.Context, to io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	text, err := textStyle(f)
	if err != nil {
		return err
	}
	for i := range r.list.book.sheets {
		if table := r.list.tables[i]; table != nil && slices.ContainsFunc(r.problems(), func(p Problem) bool { return p.row.sheet == i }) {
			err = errors.Join(err, r.reportSheet(ctx, f, i, SheetTitle(table.Name, r.options.Language), text))
		}
	}
	return errors.Join(err, f.DeleteSheet("Sheet1"), f.Write(to)) // the one it began with
}

func (r *run) reportSheet(ctx context.Context, f *excelize.File, i int, name string, text int) error {
	if _, err := f.NewSheet(name); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := w.SetColWidth(1, len(r.list.heads[i].head)+len(r.lacking(i))+1, 22); err != nil {
		return err
	}
	if err := w.SetPanes(frozen()); err != nil {
		return err
	}
	n := 0
	err = r.refusedRows(ctx, i, func(cells []string) error {
		n++
		row := make([]any, len(cells))
		for j, c := range cells {
			row[j] = excelize.Cell{StyleID: text, Value: c}
		}
		return w.SetRow("A"+strconv.Itoa(n), row)
	})
	return errors.Join(err, w.Flush())
}

// textStyle keeps a spreadsheet from taking references and days for numbers.
func textStyle(f *excelize.File) (int, error) {
	return f.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{Vertical: "top"}})
}

func frozen() *excelize.Panes {
	return &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}
}

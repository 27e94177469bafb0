package intake

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"amana/domain/fault"
)

// workbook reads the parts of an Office Open XML workbook (ECMA-376) that a
// list needs, row by row, and never unpacks it to disk: it holds names.
func (b *book) workbook(ctx context.Context) error {
	info, err := b.file.Stat()
	if err != nil {
		return fmt.Errorf("reading a list: %w", err)
	}
	z, err := zip.NewReader(b.file, info.Size())
	if err != nil {
		return errNoSpreadsheet.Because(err)
	}
	w := &workbook{parts: map[string]*zip.File{}}
	for _, f := range z.File {
		w.parts[partName(f.Name)] = f
	}
	at := "xl/workbook.xml"
	if roots, err := w.relations(ctx, "_rels/.rels", ""); err == nil {
		for _, to := range roots {
			if to.is("officeDocument", "workbook.xml") {
				at = to.target
			}
		}
	}
	if w.parts[at] == nil {
		return errNoSpreadsheet
	}
	relations, err := w.relations(ctx, path.Join(path.Dir(at), "_rels", path.Base(at)+".rels"), path.Dir(at))
	if err != nil {
		return errNoSpreadsheet.Because(err)
	}
	sheets, err := w.contents(ctx, at)
	if err != nil {
		return errNoSpreadsheet.Because(err)
	}
	for _, to := range relations {
		if to.is("sharedStrings", "sharedstrings.xml") {
			if err := w.sharedStrings(ctx, to.target); err != nil {
				return errNoSpreadsheet.Because(err)
			}
		}
	}
	return b.worksheets(w, sheets, relations)
}

// worksheets takes in the sheets that a workbook lists, each where it says.
func (b *book) worksheets(w *workbook, sheets []sheetEntry, relations map[string]relation) error {
	for _, s := range sheets {
		to := relations[s.id]
		switch {
		case slices.Contains(rowless, path.Base(to.as)):
			b.others = append(b.others, short(s.name))
		case w.parts[to.target] == nil:
			return fault.New(fault.Invalid, "fault.list-sheet-lost", fault.A("sheet", short(s.name)))
		default:
			b.sheets = append(b.sheets, sheet{s.name, func(ctx context.Context, yield func(int, []Cell) error) error { return w.rows(ctx, to.target, yield) }})
		}
	}
	if len(b.sheets) == 0 {
		return errNoSpreadsheet
	}
	return nil
}

// rowless are the kinds of sheet that hold no rows of a list.
var rowless = []string{"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"}

// partName is by what a part is found: in packages of Office without regard to
// case (ECMA-376, part 2), and some programs write the separators of Windows.
func partName(s string) string {
	return strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(s, `\`, "/")), "/")
}

type workbook struct {
	parts    map[string]*zip.File
	shared   []string
	from1904 bool
}

type sheetEntry struct{ name, id string }

// relation is what a part refers to: another part, and as what. Some programs
// leave the latter out.
type relation struct{ target, as string }

// is says whether a relation is to such a part, by its name where it does not say.
func (r relation) is(as, name string) bool {
	if r.as == "" {
		return strings.HasSuffix(r.target, name)
	}
	return path.Base(r.as) == as
}

// part opens one part, no longer than a list can be.
func (w *workbook) part(ctx context.Context, name string) (io.ReadCloser, error) {
	f := w.parts[partName(name)]
	if f == nil {
		return nil, fmt.Errorf("the workbook has no part %q", name)
	}
	if f.UncompressedSize64 > maxPart {
		return nil, errTooLarge
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{interruptible{ctx, io.LimitReader(r, maxPart)}, r}, nil
}

// each gives every start element of a part to visit.
func (w *workbook) each(ctx context.Context, name string, visit func(d *xml.Decoder, e xml.StartElement) error) error {
	r, err := w.part(ctx, name)
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(bufio.NewReaderSize(r, 1<<16))
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := visit(d, e); err != nil {
				return err
			}
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// relations are those of a part, by id.
func (w *workbook) relations(ctx context.Context, name, base string) (map[string]relation, error) {
	all := map[string]relation{}
	err := w.each(ctx, name, func(_ *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "Relationship" {
			return nil
		}
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(base, target)
		}
		all[attr(e, "Id")] = relation{partName(target), attr(e, "Type")}
		return nil
	})
	return all, err
}

func (w *workbook) contents(ctx context.Context, name string) ([]sheetEntry, error) {
	var all []sheetEntry
	err := w.each(ctx, name, func(_ *xml.Decoder, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			v := attr(e, "date1904")
			w.from1904 = v == "1" || v == "true"
		case "sheet":
			var id string
			for _, a := range e.Attr {
				if a.Name.Local == "id" && a.Name.Space != "" {
					id = a.Value
				}
			}
			all = append(all, sheetEntry{attr(e, "name"), id})
		}
		return nil
	})
	return all, err
}

func (w *workbook) sharedStrings(ctx context.Context, name string) error {
	return w.each(ctx, name, func(d *xml.Decoder, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := richText(d, "si")
		w.shared = append(w.shared, s)
		return err
	})
}

var escapes = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

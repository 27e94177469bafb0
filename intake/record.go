package intake

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding"

	"amana/domain/fault"
)

// Limits of a record of a text file.
const (
	maxLine = 1 << 20 // bytes of one line
	maxSpan = maxCell // bytes of the lines after its first
	maxShut = 20      // cells of it that go over several lines
)

// records reads the records of a text file (RFC 4180). A quotation mark inside
// a cell that does not begin with one is a character like others. One that is
// not as it should be costs its own line at most: no line is lost in a cell in
// which it does not belong.
type records struct {
	in      *bufio.Reader
	outline outline
	number  int      // of the next line
	waiting []string // lines from there on that were looked at already
	row     []Cell
}

func (b *book) records(ctx context.Context, e encoding.Encoding, o outline) (*records, error) {
	in, err := b.decoded(ctx, e)
	if err != nil {
		return nil, err
	}
	return &records{in: bufio.NewReaderSize(in, 1<<16), outline: o, number: 1}, nil
}

// next is the next record, and the number of its first line; io.EOF: there is
// none. The cells are good until the next one.
func (r *records) next() (int, []Cell, error) {
	lines, doubtful, err := r.record()
	if err != nil {
		return 0, nil, err
	}
	n, text := r.number, strings.Join(r.waiting[:lines], "\n")
	r.drop(lines)
	r.row = r.row[:0]
	cells, torn := r.outline.apart(text)
	for i, c := range cells[:min(len(cells), maxColumns)] {
		r.row = append(r.row, Cell{Text: limited(c), Torn: i >= torn, Doubtful: doubtful})
	}
	return n, r.row, nil
}

// record says of how many lines the next record is, and whether one of them may
// all the same be a row of its own. It passes over empty lines.
func (r *records) record() (lines int, doubtful bool, err error) {
	line, err := r.line(0)
	for err == nil && line == "" {
		r.drop(1)
		line, err = r.line(0)
	}
	if err != nil {
		return 0, false, err
	}
	o := &r.outline
	_, opened, sound := o.marks(line, false)
	if opened < 0 || !sound {
		return 1, false, nil
	}
	inside := line[opened:]
	if strings.IndexByte(inside, o.comma) >= 0 && o.isOpenRow(line, inside) {
		return 1, false, nil
	}
	return r.span(!o.prose(inside))
}

// span is over how many lines a record goes whose first one leaves a cell open:
// one, where that cell is never closed as it should be, or where a line that
// would be part of it is a row by itself.
func (r *records) span(doubtful bool) (int, bool, error) {
	o := &r.outline
	size, shut := 0, 0
	for i := 1; ; i++ {
		if r.number+i == o.line {
			return 1, false, nil
		}
		line, err := r.line(i)
		if errors.Is(err, io.EOF) {
			return 1, false, nil
		}
		if err != nil {
			return 0, false, err
		}
		closed, opened, sound := o.marks(line, true)
		if size += len(line) + 1; size > maxSpan || !sound {
			return 1, false, nil
		}
		inside := line
		if closed >= 0 {
			inside, shut = line[:closed], shut+1
		}
		several := strings.IndexByte(inside, o.comma) >= 0 // a row has more than one cell
		if shut > maxShut || several && o.isRow(line, inside) {
			return 1, false, nil
		}
		if doubtful = doubtful || !o.prose(inside); opened >= 0 {
			continue
		}
		if cells, _ := o.apart(strings.Join(r.waiting[:i+1], "\n")); o.width > 0 && len(cells) > o.width {
			return 1, false, nil
		}
		return i + 1, doubtful, nil
	}
}

// line is one of the lines that were not dropped yet, without its end.
func (r *records) line(i int) (string, error) {
	for len(r.waiting) <= i {
		line, err := r.read()
		if err != nil {
			return "", err
		}
		r.waiting = append(r.waiting, line)
	}
	return r.waiting[i], nil
}

func (r *records) drop(lines int) {
	r.number, r.waiting = r.number+lines, r.waiting[lines:]
}

func (r *records) read() (string, error) {
	var line []byte
	for {
		part, err := r.in.ReadSlice('\n')
		if line = append(line, part...); len(line) > maxLine {
			return "", fault.New(fault.Invalid, "fault.list-line-too-long", fault.A("line", r.number+len(r.waiting)))
		}
		switch {
		case err == nil:
			return string(line[:len(line)-1]), nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(line) > 0:
			return string(line), nil
		case errors.Is(err, io.EOF):
			return "", io.EOF
		default:
			return "", fmt.Errorf("reading a list: %w", err)
		}
	}
}

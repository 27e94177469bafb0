package intake

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"regexp"
	"slices"
)

// merge is one range of merged cells, and the value of its first.
type merge struct {
	left, top, right, bottom int
	value                    Cell
}

// merges are those of a sheet, by their first row. The file names them after
// the rows, so they are looked for first. No program makes two that overlap: of
// those only the first counts.
type merges struct {
	byTop  map[int][]*merge
	known  int
	active []*merge // none has a column of another
}

var mergeShape = regexp.MustCompile(`mergeCell\s[^>]*ref="([A-Z]+\d+):([A-Z]+\d+)"`)

func (w *workbook) merges(ctx context.Context, part string) (*merges, error) {
	all := &merges{byTop: map[int][]*merge{}}
	r, err := w.part(ctx, part)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	in := bufio.NewReaderSize(r, 1<<16)
	for {
		tag, err := in.ReadSlice('>')
		if bytes.Contains(tag, []byte("mergeCell ")) {
			if m := mergeShape.FindSubmatch(tag); m != nil {
				all.add(string(m[1]), string(m[2]))
			}
		}
		if all.known > maxRows {
			return nil, errTooLarge
		}
		switch {
		case err == nil, errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			return all, nil
		default:
			return nil, errNoSpreadsheet.Because(err)
		}
	}
}

func (m *merges) add(from, to string) {
	left, top, ok := coordinates(from)
	right, bottom, too := coordinates(to)
	if ok && too && left <= right && top <= bottom && left < maxColumns {
		m.known++
		m.byTop[top] = append(m.byTop[top], &merge{left: left, top: top, right: min(right, maxColumns-1), bottom: bottom})
	}
}

// overlaps says whether two merges that are active in one row share a column.
func (a *merge) overlaps(b *merge) bool { return a.left <= b.right && b.left <= a.right }

// fill puts the values of merged cells into the cells of row n.
func (m *merges) fill(n int, cells []Cell) []Cell {
	if len(m.byTop) == 0 {
		return cells
	}
	still := m.active[:0]
	for _, a := range m.active {
		if a.bottom >= n {
			still = append(still, a)
		}
	}
	m.active = still
	for _, a := range m.byTop[n] {
		if a.left < len(cells) && !slices.ContainsFunc(m.active, a.overlaps) {
			a.value = cells[a.left]
			m.active = append(m.active, a)
		}
	}
	for _, a := range m.active {
		for len(cells) <= a.right {
			cells = append(cells, Cell{})
		}
		for i := a.left; i <= a.right; i++ {
			cells[i] = a.value
		}
	}
	return cells
}

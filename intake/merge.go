package intake

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"regexp"
)

// merge is one range of merged cells, and the value of its first.
type merge struct {
	left, top, right, bottom int
	value                    Cell
}

// merges are those of a sheet, by their first row. The file names them after
// the rows, so they are looked for first.
type merges struct {
	byTop  map[int][]*merge
	active []*merge
}

var mergeShape = regexp.MustCompile(`mergeCell\s[^>]*ref="([A-Z]+\d+):([A-Z]+\d+)"`)

func (w *workbook) merges(part string) (*merges, error) {
	all := &merges{byTop: map[int][]*merge{}}
	r, err := w.part(part)
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
	if ok && too && left <= right && top <= bottom {
		m.byTop[top] = append(m.byTop[top], &merge{left: left, top: top, right: min(right, maxColumns-1), bottom: bottom})
	}
}

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
		if a.left < len(cells) {
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

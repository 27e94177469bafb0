package intake

import "strings"

// marks follows the quotation marks of a line: where a cell is closed that was
// open when it began (-1: nowhere), where one begins that is open when it ends
// (-1: none is), and whether each mark stands where one can.
func (o *outline) marks(line string, open bool) (closed, opened int, sound bool) {
	closed, opened = -1, -1
	if open {
		opened = 0
	}
	for at := 0; ; {
		if opened < 0 {
			if !strings.HasPrefix(line[at:], `"`) {
				i := strings.IndexByte(line[at:], o.comma)
				if i < 0 {
					return closed, -1, true
				}
				at += i + 1
				continue
			}
			at++
			opened = at
		}
		i, sound := o.closing(line[at:])
		if i < 0 || !sound {
			return closed, opened, sound
		}
		if at += i; open && closed < 0 {
			closed = at
		}
		if at++; at == len(line) {
			return closed, -1, true
		}
		at++
		opened = -1
	}
}

// closing finds the mark that closes a cell (-1: none does), and says whether
// the cell ends there.
func (o *outline) closing(s string) (at int, ends bool) {
	for {
		i := strings.IndexByte(s[at:], '"')
		if i < 0 {
			return -1, true
		}
		at += i
		switch {
		case at+1 == len(s) || s[at+1] == o.comma:
			return at, true
		case s[at+1] != '"':
			return at, false
		}
		at += 2
	}
}

// apart takes a record apart. A cell whose marks are not as they should be is
// taken as it stands, as far as the next separator. Where that gives another
// number of cells than there are columns, it is not clear from the cell torn on
// where they end.
func (o *outline) apart(text string) (cells []string, torn int) {
	torn = maxColumns
	for len(cells) <= maxColumns {
		cell, length, sound := o.cell(text)
		if !sound {
			torn = min(torn, len(cells))
		}
		if cells = append(cells, cell); length == len(text) {
			break
		}
		text = text[length+1:]
	}
	if torn == maxColumns || len(cells) == o.width {
		return cells, maxColumns
	}
	for len(cells) < o.width {
		cells = append(cells, "")
	}
	return cells, torn
}

// cell is the first cell of a text, and how much of the text it is.
func (o *outline) cell(text string) (cell string, length int, sound bool) {
	sound = !strings.HasPrefix(text, `"`)
	if !sound {
		if i, ends := o.closing(text[1:]); i >= 0 && ends {
			return strings.ReplaceAll(text[1:i+1], `""`, `"`), i + 2, true
		}
	}
	if length = strings.IndexByte(text, o.comma); length < 0 {
		length = len(text)
	}
	return text[:length], length, sound
}

package intake

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Encodings of text files other than UTF-8.
const (
	windows1256 = "Windows-1256" // Arabic
	windows1252 = "Windows-1252" // Western Europe
	utf16Name   = "UTF-16"
)

func utf16(head []byte) bool {
	return bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff"))
}

// textFile reads values separated by commas, semicolons or tabs.
func (b *book) textFile(ctx context.Context) error {
	b.text = true
	decode, err := b.detect(ctx)
	if err != nil {
		return err
	}
	if b.outline, err = b.outlined(ctx, decode); err != nil {
		return err
	}
	b.sheets = []sheet{{rows: func(ctx context.Context, yield func(int, []Cell) error) error { return b.lines(ctx, decode, yield) }}}
	return nil
}

// detect finds the encoding. What is not UTF-8 is one of the two in which
// spreadsheets of the region save: Arabic letters stand in a row there, French
// ones with accents alone.
func (b *book) detect(ctx context.Context) (encoding.Encoding, error) {
	if _, err := b.file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("reading a list: %w", err)
	}
	in := bufio.NewReaderSize(interruptible{ctx, b.file}, 1<<16)
	if head, _ := in.Peek(2); utf16(head) {
		b.encoding = utf16Name
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), nil
	}
	var high, runs, good, bad int
	last := false
	for {
		r, n, err := in.ReadRune()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("reading a list: %w", err)
		}
		broken := r == utf8.RuneError && n == 1
		switch {
		case broken:
			bad, high = bad+1, high+1
			if !last {
				runs++
			}
		case r >= 0x80:
			good++
		case r == 0:
			return nil, errNoSpreadsheet
		}
		last = broken
	}
	switch {
	case bad == 0, good > bad: // a few broken characters in a file that is UTF-8: their rows say so
		return unicode.UTF8BOM, nil
	case high >= 2*runs:
		b.encoding = windows1256
		return charmap.Windows1256, nil
	}
	b.encoding = windows1252
	return charmap.Windows1252, nil
}

// decoded is the file from its beginning as UTF-8, broken bytes as they are and
// each line's end as one newline.
func (b *book) decoded(ctx context.Context, e encoding.Encoding) (io.Reader, error) {
	if _, err := b.file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("reading a list: %w", err)
	}
	in := bufio.NewReaderSize(interruptible{ctx, b.file}, 1<<16)
	if e == unicode.UTF8BOM {
		if head, _ := in.Peek(3); bytes.Equal(head, []byte("\xef\xbb\xbf")) {
			_, _ = in.Discard(3)
		}
		return transform.NewReader(in, lineEnds{}), nil
	}
	return transform.NewReader(in, transform.Chain(e.NewDecoder(), lineEnds{})), nil
}

// lineEnds makes a newline of what ends a line elsewhere: a carriage return,
// with a newline after it or, as old spreadsheets for the Mac write, alone.
type lineEnds struct{ transform.NopResetter }

func (lineEnds) Transform(dst, src []byte, atEOF bool) (wrote, read int, err error) {
	for read < len(src) {
		c := src[read]
		if c == '\r' {
			if read+1 == len(src) && !atEOF {
				return wrote, read, transform.ErrShortSrc
			}
			if c = '\n'; read+1 < len(src) && src[read+1] == '\n' {
				read++ // the newline is written below, once
			}
		}
		if wrote == len(dst) {
			return wrote, read, transform.ErrShortDst
		}
		dst[wrote] = c
		wrote, read = wrote+1, read+1
	}
	return wrote, read, nil
}

// lines gives the rows of a text file, each with the number of its first line.
func (b *book) lines(ctx context.Context, e encoding.Encoding, yield func(int, []Cell) error) error {
	r, err := b.records(ctx, e, b.outline)
	if err != nil {
		return err
	}
	for rows := 0; ; rows++ {
		n, cells, err := r.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case rows > maxRows:
			return errTooLarge
		}
		if err := yield(n, cells); err != nil {
			if errors.Is(err, errStop) {
				return nil
			}
			return err
		}
	}
}

// limited keeps one cell from filling the memory; what is left is refused as
// too long.
func limited(s string) string {
	if len(s) > maxCell {
		return strings.ToValidUTF8(s[:maxCell], "")
	}
	return strings.Clone(s)
}

package web

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"rsc.io/qr"
)

// Whatever is photographed is read or refused: a square with flipped modules, and
// bytes that are no picture at all.
func FuzzScanned(f *testing.F) {
	f.Add("amana.demo/tripoli 17", []byte{})
	f.Add("amana.demo/tripoli 17", []byte{0, 3, 0, 4, 1, 0, 1, 1, 2, 7})
	f.Add("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x00\x00\x00\x00", []byte{1})
	f.Add("\xff\xd8\xff\xe0\x00\x10JFIF", []byte{0xff, 0xff})
	f.Add("", []byte("every byte pair turns one module over"))
	f.Fuzz(func(t *testing.T, text string, flipped []byte) {
		if _, err := scanned([]byte(text)); err == nil {
			t.Errorf("%d bytes were read as a square", len(text))
		}
		code, err := qr.Encode(text, qr.M)
		if err != nil {
			return // longer than a square holds
		}
		got, err := scanned(turned(t, code, flipped))
		plain := text != "" && strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) < 0
		if plain && len(flipped) == 0 && (err != nil || got != text) {
			t.Errorf("an undamaged square says %q, %v", got, err)
		}
	})
}

// turned is the picture of a square of which some modules are turned over, each
// named by two bytes.
func turned(t *testing.T, code *qr.Code, flipped []byte) []byte {
	const quiet, module = 4, 4
	side := code.Size + 2*quiet
	over := map[int]bool{}
	for ; len(flipped) > 1; flipped = flipped[2:] {
		over[int(binary.BigEndian.Uint16(flipped))%(side*side)] = true
	}
	picture := image.NewGray(image.Rect(0, 0, side*module, side*module))
	for y := range side * module {
		for x := range side * module {
			u, v := x/module, y/module
			if code.Black(u-quiet, v-quiet) == over[v*side+u] {
				picture.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

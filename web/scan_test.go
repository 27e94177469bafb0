package web_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"net/http"
	"testing"

	"rsc.io/qr"

	"amana/domain/ledger"
)

// photograph is a square as a telephone takes it: aslant, from one side, in uneven
// light, with grain.
func photograph(t *testing.T, text string) image.Image {
	t.Helper()
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	const width, height, module = 1600, 1200, 14.0
	r := rand.New(rand.NewPCG(1, 2))
	sin, cos := math.Sincos(0.2)
	photo := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			dx, dy := float64(x-width/2), float64(y-height/2)
			far := 1 + dx/6000 // the right side is farther away
			u := int(math.Floor((dx*cos+dy*sin)*far/module)) + code.Size/2
			v := int(math.Floor((dy*cos-dx*sin)*far/module)) + code.Size/2
			light := 150 + float64(x)/20
			if u >= 0 && v >= 0 && u < code.Size && v < code.Size && code.Black(u, v) {
				light -= 110
			}
			photo.SetGray(x, y, color.Gray{Y: uint8(light + r.Float64()*24 - 12)})
		}
	}
	return photo
}

// scan sends a picture to the page that answers for receipts.
func (w *world) scan(t *testing.T, as, field string, picture []byte) asked {
	t.Helper()
	return w.upload(t, as, "/log/receipt", field, picture)
}

func packed(t *testing.T, photo image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, photo, &jpeg.Options{Quality: 60}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A photograph of the square on a slip answers as the typed receipt does; any other
// picture says what to do.
func TestAReceiptIsReadOffAPhotograph(t *testing.T) {
	w := newWorld(t)
	number, err := w.Way(t.Context(), "Binta", "order.ask")
	if err != nil {
		t.Fatal(err)
	}
	entry := w.entries(t, "cou", number)[0]
	a := w.scan(t, "hop", "photo", packed(t, photograph(t, entry)))
	if a.status != http.StatusOK {
		t.Fatalf("a photograph: %d %s", a.status, a.text)
	}
	a.has(t, "In the log", entry)
	a.lacks(t, "Binta", number)
	a = w.scan(t, "hop", "photo", packed(t, photograph(t, ledger.Hash{7}.String())))
	a.has(t, "Not in this log")

	blank := packed(t, image.NewGray(image.Rect(0, 0, 300, 300)))
	bomb := new(bytes.Buffer) // small as sent, and 36 million points
	if err := png.Encode(bomb, image.NewGray(image.Rect(0, 0, 6000, 6000))); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		picture []byte
		field   string
		status  int
		says    string
	}{
		"no square":       {blank, "photo", http.StatusBadRequest, "Photograph it again"},
		"another text":    {packed(t, photograph(t, "an address")), "photo", http.StatusBadRequest, "no receipt"},
		"no picture":      {[]byte("GIF89a"), "photo", http.StatusBadRequest, "Photograph it again"},
		"nothing":         {nil, "photo", http.StatusBadRequest, "Photograph it again"},
		"another field":   {blank, "other", http.StatusBadRequest, "Photograph it again"},
		"too many points": {bomb.Bytes(), "photo", http.StatusBadRequest, "too large"},
		"too many bytes":  {make([]byte, 13<<20), "photo", http.StatusRequestEntityTooLarge, "too large"},
	} {
		a := w.scan(t, "hop", c.field, c.picture)
		if a.status != c.status {
			t.Errorf("%s: %d, not %d", name, a.status, c.status)
		}
		a.has(t, c.says)
	}
	if a := w.scan(t, "mov", "photo", packed(t, photograph(t, entry))); a.status != http.StatusForbidden {
		t.Errorf("who may not read the log: %d", a.status)
	}
}

package web

import (
	"bytes"
	"errors"
	"image"
	_ "image/jpeg" // as telephones photograph
	_ "image/png"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"sync"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"amana/domain/fault"
	"amana/front"
)

// A photograph of a receipt's square is read in memory and is kept nowhere.
const (
	maxPhoto  = 12 << 20   // bytes, as sent
	maxPixels = 24_000_000 // unpacked
)

// unpacking is held while a photograph is unpacked: it is large, and they are few.
var unpacking sync.Mutex

// receiptSent is the receipt that was asked about: typed, or on a photograph.
func (v *visit) receiptSent() (string, error) {
	if kind, _, _ := mime.ParseMediaType(v.Header.Get("Content-Type")); kind != "multipart/form-data" {
		err := v.parsed()
		return v.PostForm.Get("receipt"), err
	}
	parts, err := v.MultipartReader()
	if err != nil {
		return "", fault.New(fault.Invalid, "fault.body-broken").Because(err)
	}
	photo, err := photographed(parts)
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return "", front.Refused(http.StatusRequestEntityTooLarge, tooLarge())
	}
	if err != nil {
		return "", fault.New(fault.Invalid, "fault.photo-unreadable").Because(err)
	}
	return scanned(photo)
}

func photographed(parts *multipart.Reader) ([]byte, error) {
	for {
		part, err := parts.NextPart()
		if err != nil {
			return nil, err
		}
		if part.FormName() == "photo" {
			return io.ReadAll(part)
		}
	}
}

// scanned is the text of the square on a photograph.
func scanned(photo []byte) (string, error) {
	unreadable := fault.New(fault.Invalid, "fault.photo-unreadable")
	size, _, err := image.DecodeConfig(bytes.NewReader(photo))
	if err != nil {
		return "", unreadable.Because(err)
	}
	if size.Width*size.Height > maxPixels {
		return "", tooLarge()
	}
	unpacking.Lock()
	defer unpacking.Unlock()
	picture, _, err := image.Decode(bytes.NewReader(photo))
	if err != nil {
		return "", unreadable.Because(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		return "", unreadable.Because(err)
	}
	square, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return "", unreadable.Because(err)
	}
	return square.GetText(), nil
}

func tooLarge() *fault.Fault {
	return fault.New(fault.Invalid, "fault.photo-too-large", fault.A("points", maxPixels/1_000_000), fault.A("mib", maxPhoto>>20))
}

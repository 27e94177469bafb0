package web_test

import (
	"bytes"
	"crypto/sha256"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
)

// The picture of a mark is kept as it came, with the consent.
func TestThePictureOfAMarkIsKept(t *testing.T) {
	w := newWorld(t)
	number := person(t, w, "Owolabi", "option.tell")
	with := "/cases/" + number + "/with"
	w.begins(t, number, alone)
	form := w.get(t, "cou", with+"/mark").filled()
	form.Set("mark", "thumb-image")
	picture := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{7}, 900)...)
	send := func(content []byte) (status int, to string) {
		t.Helper()
		var body bytes.Buffer
		parts := multipart.NewWriter(&body)
		for name, values := range form {
			for _, value := range values {
				if err := parts.WriteField(name, value); err != nil {
					t.Fatal(err)
				}
			}
		}
		file, err := parts.CreateFormFile("markDigest", "thumb.png")
		if err == nil {
			_, err = file.Write(content)
		}
		if err != nil || parts.Close() != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.server.URL+with+"/mark", &body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", parts.FormDataContentType())
		r.AddCookie(w.signedIn(t, "cou"))
		res, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		return res.StatusCode, res.Header.Get("Location")
	}
	if status, to := send([]byte("#!/bin/sh")); status != http.StatusBadRequest {
		t.Errorf("what is no picture and no sound: %d %q", status, to)
	}
	if status, to := send(picture); !strings.HasPrefix(to, with+"/done-yes") {
		t.Fatalf("%d %q", status, to)
	}
	given := w.file(t, number).Consent.Consents
	if len(given) != 1 {
		t.Fatalf("given: %+v", given)
	}
	kept, err := w.Desk.Attached(t.Context(), w.Who("cou"), number, sha256.Sum256(picture))
	if err != nil || !bytes.Equal(kept, picture) {
		t.Errorf("%d bytes are kept, not %d: %v", len(kept), len(picture), err)
	}
}

package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"testing"
)

// upload sends a file in the field of a form.
func (w *world) upload(t *testing.T, as, path, field string, content []byte) asked {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	if err := m.WriteField("id", newID(t)); err != nil {
		t.Fatal(err)
	}
	part, err := m.CreateFormFile(field, "file")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.server.URL+path, &body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.AddCookie(w.signedIn(t, as))
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return asked{res.StatusCode, res.Header.Get("Location"), string(answer)}
}

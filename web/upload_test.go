package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"testing"
)

// upload sends a text as a file.
func (w *world) upload(t *testing.T, as, path, text string) asked {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	if err := m.WriteField("id", newID(t)); err != nil {
		t.Fatal(err)
	}
	part, err := m.CreateFormFile("text", "book.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(part, text); err != nil {
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

package api_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"amana/domain/ledger"
)

// mark is a picture of a signature, as far as anybody can tell from its type.
var mark = append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte("ink"), 4000)...)

func declaring(digest ledger.Hash, attached string) string {
	return withID(fmt.Sprintf(`{"id":"ID","command":"consent.give","attached":%q,"args":{"talk":{"language":"eng","understood":true,"mode":"in-person",`+
		`"outOfHearing":true,"outOfSight":true,"control":"free","witness":"none"},"text":"return-declaration","version":1,"language":"eng","mark":"signature","markDigest":%q}}`,
		attached, digest))
}

// The picture of a mark is kept, sealed, with the act that names it, for
// whoever reads that act.
func TestTheMarkOfAConsentIsKept(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		number := w.open(t)
		approve := withID(`{"id":"ID","command":"text.approve","args":{"reference":"return-declaration","language":"eng","version":1,"body":"what is read to the person"}}`)
		if status, text := w.ask(t, "HP-1", http.MethodPost, "/api/v1/texts/return-declaration/commands", approve); status != http.StatusOK {
			t.Fatalf("%d %s", status, text)
		}
		digest := ledger.Hash(sha256.Sum256(mark))
		commands, kept := "/api/v1/cases/"+number+"/commands", "/api/v1/cases/"+number+"/attached/"
		page := []byte("<html><script>alert(1)</script>")
		for _, c := range []struct {
			body string
			key  string
		}{
			{declaring(ledger.Hash{1}, base64.StdEncoding.EncodeToString(mark)), "fault.attached-other"},
			{declaring(digest, "A=B"), "fault.format-base64"},
			{declaring(digest, "AAA"), "fault.format-base64"},
			{declaring(ledger.Hash(sha256.Sum256(page)), base64.StdEncoding.EncodeToString(page)), "fault.attached-kind"},
			{withID(`{"id":"ID","command":"consent.withdraw","args":{"channel":"phone"},"attached":"iVBORw0KGgo="}`), "fault.nothing-attached-here"},
		} {
			if status, text := w.ask(t, "CO-1", http.MethodPost, commands, c.body); status != http.StatusBadRequest || !strings.Contains(text, c.key) {
				t.Errorf("%d %s, want %s", status, text, c.key)
			}
		}
		if status, _ := w.ask(t, "CO-1", http.MethodGet, kept+digest.String(), ""); status != http.StatusNotFound {
			t.Errorf("before it is kept: %d", status)
		}
		if status, text := w.ask(t, "CO-1", http.MethodPost, commands, declaring(digest, base64.StdEncoding.EncodeToString(mark))); status != http.StatusOK {
			t.Fatalf("%d %s", status, text)
		}
		if status, text := w.ask(t, "PO-1", http.MethodGet, kept+digest.String(), ""); status != http.StatusOK || text != string(mark) {
			t.Errorf("%d, %d bytes of %d", status, len(text), len(mark))
		}
		for _, other := range []string{"CO-9", "MO-1", "OV-1"} {
			if status, _ := w.ask(t, other, http.MethodGet, kept+digest.String(), ""); status != http.StatusNotFound && status != http.StatusForbidden {
				t.Errorf("%s reads the mark: %d", other, status)
			}
		}
		if status, _ := w.ask(t, "CO-1", http.MethodGet, kept+ledger.Hash{9}.String(), ""); status != http.StatusNotFound {
			t.Errorf("what nothing names: %d", status)
		}
	})
}

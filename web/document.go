package web

import (
	"net/http"

	"amana/docs"
	"amana/domain/fault"
	"amana/front"
)

// document serves one of the documents that a page names, as it is written: in
// English, for whoever checks this program.
func document(w http.ResponseWriter, r *http.Request) {
	a := front.Of(w)
	text, err := docs.Files.ReadFile(r.PathValue("name"))
	if err != nil {
		a.Fail(fault.New(fault.Missing, "fault.not-found"))
		return
	}
	a.Header().Set("Content-Language", "en")
	a.Send(http.StatusOK, "text/plain; charset=utf-8", text)
}

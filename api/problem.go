package api

import (
	"encoding/json"
	"net/http"

	"amana/desk"
	"amana/domain/fault"
	"amana/domain/safeguard"
	"amana/front"
	"amana/lang"
)

// Problem is an RFC 9457 problem document.
type Problem struct {
	Type     string   `json:"type"` // "urn:amana:problem:" and the kind of fault
	Title    string   `json:"title"`
	Status   int      `json:"status"`
	Detail   string   `json:"detail"`
	Instance string   `json:"instance"`           // the reference under which it is in the log
	Key      string   `json:"key"`                // names the sentence in detail, for programs
	Field    string   `json:"field,omitempty"`    // where in the request
	Findings []Reason `json:"findings,omitempty"` // why an act is blocked, as far as the reader may know
}

// Reason is a finding with its sentence in the reader's language.
type Reason struct {
	Case string `json:"case,omitempty"` // whose it is, of an act about many
	safeguard.Finding
	Sentence string `json:"sentence"`
}

// fail answers with a problem document, in the reader's language.
func fail(a *front.Answer, err error) {
	p := Problem{Type: "urn:amana:problem:" + fault.KindOf(err).String(), Status: front.StatusOf(err), Instance: a.Ref, Key: "fault.internal"}
	p.Title, p.Detail = a.Say.Fault(err)
	if f := fault.Of(err); f != nil {
		p.Key, p.Field = f.Key, f.Field
		switch found := f.Findings.(type) {
		case []safeguard.Finding:
			p.Findings = reasons(found, a.Say)
		case []desk.Unready:
			for _, u := range found {
				p.Findings = append(p.Findings, Reason{u.Case, u.Finding, a.Say.Finding(u.Finding)})
			}
		}
	}
	h := a.Header()
	h.Set("Content-Language", a.Say.Language())
	h.Add("Vary", "Accept-Language")
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="amana"`)
	}
	text, err := json.Marshal(p)
	if err != nil { // arguments are codes, counts and days
		text = []byte("{}")
	}
	a.Send(p.Status, "application/problem+json", append(text, '\n'))
}

func reasons(found []safeguard.Finding, say *lang.Printer) []Reason {
	out := make([]Reason, len(found))
	for i, f := range found {
		out[i] = Reason{Finding: f, Sentence: say.Finding(f)}
	}
	return out
}

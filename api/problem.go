package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"amana/desk"
	"amana/domain/fault"
	"amana/domain/safeguard"
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

// refusal is a fault for which HTTP has a status of its own.
type refusal struct {
	status int
	*fault.Fault
}

func (r *refusal) Unwrap() error { return r.Fault }

func refused(status int, f *fault.Fault) error { return &refusal{status, f} }

func asFault(err error) *fault.Fault {
	f, _ := errors.AsType[*fault.Fault](err)
	return f
}

// fail answers with a problem document, in the reader's language. What is not
// meant for them goes to the log.
func (a *answer) fail(err error) {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		err = fault.New(fault.Busy, "fault.too-slow").Because(err)
	}
	kind := fault.KindOf(err)
	p := Problem{Type: "urn:amana:problem:" + kind.String(), Status: kind.Status(), Instance: a.ref, Key: "fault.internal"}
	p.Title, p.Detail = a.say.Fault(err)
	if r, ok := errors.AsType[*refusal](err); ok {
		p.Status = r.status
	}
	if f := asFault(err); f != nil {
		p.Key, p.Field = f.Key, f.Field
		switch found := f.Findings.(type) {
		case []safeguard.Finding:
			p.Findings = reasons(found, a.say)
		case []desk.Unready:
			for _, u := range found {
				p.Findings = append(p.Findings, Reason{u.Case, u.Finding, a.say.Finding(u.Finding)})
			}
		}
	}
	if kind == fault.Internal || kind == fault.Busy {
		a.server.log.Error("request failed", "ref", a.ref, "route", a.request.Pattern, "error", err.Error())
	}
	h := a.Header()
	h.Set("Content-Language", a.say.Language())
	h.Add("Vary", "Accept-Language")
	switch p.Status {
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="amana"`)
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", "1")
	}
	text, err := json.Marshal(p)
	if err != nil {
		a.server.log.Error("writing a problem", "ref", a.ref, "error", err.Error())
		text = []byte("{}")
	}
	a.send(p.Status, "application/problem+json", append(text, '\n'))
}

func reasons(found []safeguard.Finding, say *lang.Printer) []Reason {
	out := make([]Reason, len(found))
	for i, f := range found {
		out[i] = Reason{Finding: f, Sentence: say.Finding(f)}
	}
	return out
}

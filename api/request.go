package api

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"amana/desk"
	"amana/desk/shape"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/front"
)

// maxBody is more than any command needs; a rule book in three languages has
// some 60 KB.
const maxBody = 1 << 20

// given is one command as it comes in.
type given struct {
	ID       UUID            `json:"id" doc:"yours: the same id, command and arguments again give the same receipt"`
	Command  string          `json:"command" max:"64" doc:"its name, as GET /api/v1/commands lists it"`
	Args     json.RawMessage `json:"args,omitempty" doc:"its arguments"`
	Happened time.Time       `json:"happened,omitzero" doc:"when it happened; now, if absent"`
	Attached string          `json:"attached,omitempty" format:"base64" doc:"the picture or sound that the arguments name by its SHA-256, in base64: JPEG, PNG, WebP or a sound, at most 700 KiB; kept sealed with the act"`
}

// readCommand reads one command. Every fault is Invalid.
func readCommand(text []byte) (desk.Request, error) {
	v, err := shape.Decode(given{}, text)
	if err != nil {
		return desk.Request{}, err
	}
	g := v.(given)
	r := desk.Request{ID: ledger.Command(g.ID), Command: g.Command, Args: g.Args, Happened: g.Happened}
	if g.Attached != "" {
		if r.Attached, err = base64.StdEncoding.DecodeString(g.Attached); err != nil {
			return r, fault.New(fault.Invalid, "fault.format-base64").In("attached").Because(err)
		}
	}
	return r, nil
}

// command reads the command in the body of a request.
func (x *exchange) command() (desk.Request, error) {
	text, err := x.body()
	if err != nil {
		return desk.Request{}, err
	}
	return readCommand(text)
}

// into reads the body as a value of zero's type.
func into[T any](x *exchange, zero T) (T, error) {
	text, err := x.body()
	if err != nil {
		return zero, err
	}
	v, err := shape.Decode(zero, text)
	if err != nil {
		return zero, err
	}
	return v.(T), nil
}

// body reads the body, which must be JSON and no larger than maxBody: of a
// larger one no more than that is read.
func (x *exchange) body() ([]byte, error) {
	kind, params, err := mime.ParseMediaType(x.Header.Get("Content-Type"))
	charset := params["charset"]
	if err != nil || kind != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") || x.Header.Get("Content-Encoding") != "" {
		return nil, front.Refused(http.StatusUnsupportedMediaType, fault.New(fault.Invalid, "fault.content-type"))
	}
	tooLarge := front.Refused(http.StatusRequestEntityTooLarge, fault.New(fault.Invalid, "fault.body-too-large", fault.A("max", maxBody)))
	if x.ContentLength > maxBody {
		return nil, tooLarge
	}
	text, err := io.ReadAll(http.MaxBytesReader(x.answer.ResponseWriter, x.Body, maxBody))
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return nil, tooLarge
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "fault.body-broken").Because(err)
	}
	return text, nil
}

// param is one query parameter of a route.
type param struct {
	name, doc string
	format    string   // "date-time"; "" is any text
	codes     []string // the values it can have
	min, max  int      // of a whole number; max 0: not a number
}

// checkQuery refuses parameters that a route does not have, or has once and
// was given twice: a filter that is mistyped must not seem to work.
func (x *exchange) checkQuery(allowed []param) error {
	if _, err := url.ParseQuery(x.URL.RawQuery); err != nil {
		return fault.New(fault.Invalid, "fault.query")
	}
	for name, values := range x.URL.Query() {
		i := slices.IndexFunc(allowed, func(p param) bool { return p.name == name })
		switch {
		case i < 0:
			return fault.New(fault.Invalid, "fault.unknown-field").In(shape.Short(name))
		case len(values) > 1:
			return fault.New(fault.Invalid, "fault.twice").In(name)
		case allowed[i].codes != nil && !slices.Contains(allowed[i].codes, values[0]):
			return fault.New(fault.Invalid, "fault.not-a-code", fault.A("codes", allowed[i].codes)).In(name)
		}
	}
	return nil
}

// moment reads a query parameter that is a time; the zero time if it is absent.
func (x *exchange) moment(name string) (time.Time, error) {
	text := x.URL.Query().Get(name)
	if text == "" {
		return time.Time{}, nil
	}
	// A plus that was not escaped arrives as a space.
	t, err := time.Parse(time.RFC3339, strings.ReplaceAll(text, " ", "+"))
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return time.Time{}, fault.New(fault.Invalid, "fault.impossible-time").In(name)
	}
	return t.UTC(), nil
}

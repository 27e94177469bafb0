package webtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"amana/desk/desktest"
)

// Hand does at a page what a person does there: opens it, answers what it asks,
// and sends that. A Reader does it without a script, a Tab in the browser.
type Hand interface {
	SignIn(ctx context.Context, as string) error
	Open(ctx context.Context, path string) error
	Fill(ctx context.Context, answers url.Values) error
	Send(ctx context.Context) error     // by the main button of the page
	At() (path, text string, err error) // where that led, and what it says
}

// Answers are the arguments of a command as its form is answered, by the clock of
// the offices. What is not said is not answered.
func Answers(args any, zone *time.Location) (url.Values, error) {
	text, err := json.Marshal(args)
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	out := url.Values{}
	answer(out, "", tree, zone)
	offered(out, "", reflect.ValueOf(args))
	if out.Has("picture") { // of the two facts the page makes what is kept
		out.Set("word", "river")
		out.Set("picture", "star")
	}
	return out, nil
}

// offered answers whether there is one of what need not be: an interpreter.
func offered(out url.Values, prefix string, v reflect.Value) {
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		path, field := strings.TrimPrefix(prefix+"."+name, "."), v.Field(i)
		if kind := field.Type(); name != "" && kind.Kind() == reflect.Pointer && kind.Elem().Kind() == reflect.Struct {
			out.Set(path, map[bool]string{true: "no", false: "yes"}[field.IsNil()])
			field = reflect.Indirect(field)
		}
		if field.Kind() == reflect.Struct && name != "" && name != "-" {
			offered(out, path, field)
		}
	}
}

func answer(out url.Values, path string, value any, zone *time.Location) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			answer(out, strings.TrimPrefix(path+"."+name, "."), inner, zone)
		}
	case []any:
		for _, inner := range v {
			answer(out, path, inner, zone)
		}
	case bool:
		out.Add(path, map[bool]string{true: "yes", false: "no"}[v])
	case json.Number:
		out.Add(path, v.String())
	case string:
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			v = at.In(zone).Format("2006-01-02T15:04")
		}
		if v != "" {
			out.Add(path, v)
		}
	}
}

// SignIn signs an officer in at the page for it.
func (r *Reader) SignIn(ctx context.Context, as string) error {
	if _, err := r.Post(ctx, "/sign-out", nil); err != nil {
		return err
	}
	if err := r.Open(ctx, "/sign-in"); err != nil {
		return err
	}
	if err := r.Fill(ctx, url.Values{"name": {as}, "password": {desktest.Password}}); err != nil {
		return err
	}
	r.As = as
	return r.Send(ctx)
}

// Open reads a page.
func (r *Reader) Open(ctx context.Context, path string) (err error) {
	if r.page, err = r.Get(ctx, path); err != nil {
		return err
	}
	if r.page.Status != http.StatusOK {
		return fmt.Errorf("%s: %d: %s", path, r.page.Status, r.page.Words())
	}
	return nil
}

// At is where the reader is.
func (r *Reader) At() (path, text string, err error) { return r.page.Path, r.page.Words(), nil }

// Words are what the page says, but for what surrounds every page.
func (p Page) Words() string {
	for n := range elements(p.Doc, "main") {
		return words(n)
	}
	return words(p.Doc)
}

// Fill answers what a form asks, the last on the page that asks all of it; it
// fails for what is not asked, or not offered.
func (r *Reader) Fill(_ context.Context, answers url.Values) error {
	r.form, r.answers = nil, nil
	var missing []string
	for n := range elements(r.page.Doc, "main") {
		for form := range elements(n, "form") {
			if missing = slices.DeleteFunc(slices.Sorted(maps.Keys(answers)), func(path string) bool { return len(named(form, path)) > 0 }); len(missing) == 0 {
				r.form = form
			}
		}
	}
	if r.form == nil {
		return fmt.Errorf("%s does not ask %s", r.page.Path, missing)
	}
	r.answers = asked(r.form)
	for path, values := range answers {
		fields := named(r.form, path)
		if fields[0].Data == "textarea" {
			values = []string{strings.Join(values, "\n")}
		}
		for _, value := range values {
			if !offers(fields, value) {
				return fmt.Errorf("%s does not offer %s=%s", r.page.Path, path, value)
			}
		}
		r.answers[path] = values
	}
	return nil
}

// Send sends the form that was filled in, as its own attributes say.
func (r *Reader) Send(ctx context.Context) (err error) {
	if r.form == nil {
		return fmt.Errorf("%s: nothing is filled in", r.page.Path)
	}
	body, kind := &bytes.Buffer{}, "application/x-www-form-urlencoded"
	if attribute(r.form, "enctype") == "multipart/form-data" {
		parts := multipart.NewWriter(body)
		for path, values := range r.answers {
			for _, value := range values {
				if err := parts.WriteField(path, value); err != nil {
					return err
				}
			}
		}
		if err := parts.Close(); err != nil {
			return err
		}
		kind = parts.FormDataContentType()
	} else {
		body.WriteString(r.answers.Encode())
	}
	path := attribute(r.form, "action")
	r.form, r.answers = nil, nil
	r.page, err = r.send(ctx, http.MethodPost, path, kind, body)
	return err
}

// named are the fields of a form by their name.
func named(form *html.Node, name string) []*html.Node {
	var all []*html.Node
	for n := range elements(form, "input", "select", "textarea") {
		if attribute(n, "name") == name {
			all = append(all, n)
		}
	}
	return all
}

// offers says whether an answer can be given at one of the fields.
func offers(fields []*html.Node, value string) bool {
	return slices.ContainsFunc(fields, func(n *html.Node) bool {
		switch kind := attribute(n, "type"); {
		case n.Data == "select":
			for o := range elements(n, "option") {
				if attribute(o, "value") == value {
					return true
				}
			}
			return false
		case kind == "radio" || kind == "checkbox":
			return attribute(n, "value") == value
		}
		return true
	})
}

// asked is what a form would send as it stands.
func asked(form *html.Node) url.Values {
	out := url.Values{}
	for n := range elements(form, "input", "select", "textarea") {
		name := attribute(n, "name")
		switch kind := attribute(n, "type"); {
		case name == "" || kind == "file" || kind == "submit":
		case n.Data == "textarea":
			out.Add(name, words(n))
		case n.Data == "select":
			for o := range elements(n, "option") {
				if has(o, "selected") {
					out.Add(name, attribute(o, "value"))
				}
			}
		case kind == "radio" || kind == "checkbox":
			if has(n, "checked") {
				out.Add(name, attribute(n, "value"))
			}
		default:
			out.Add(name, attribute(n, "value"))
		}
	}
	return out
}

package api_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// contract is the OpenAPI document that a server gives of itself.
type contract struct {
	document *openapi3.T
	router   routers.Router
	held     map[string]bool // the operations that were asked with success and answered so
}

func newContract(t *testing.T, w *world) *contract {
	t.Helper()
	status, text := w.ask(t, "", http.MethodGet, "/api/v1/openapi.json", "")
	if status != http.StatusOK {
		t.Fatalf("the document: %d %s", status, text)
	}
	document, err := openapi3.NewLoader().LoadFromData([]byte(text))
	if err != nil {
		t.Fatalf("the document cannot be read: %v", err)
	}
	document.Servers = nil
	router, err := gorillamux.NewRouter(document)
	if err != nil {
		t.Fatal(err)
	}
	return &contract{document, router, map[string]bool{}}
}

// holds says how an exchange is not as the document says. What the document
// does not name must be refused as such.
func (c *contract) holds(ctx context.Context, r *http.Request, body []byte, res *http.Response, got []byte) error {
	plain := r.Clone(ctx)
	plain.URL.Scheme, plain.URL.Host, plain.Host = "", "", ""
	// OpenAPI has no parameter of several segments; a tile's path is one.
	if root, tile, ok := strings.Cut(plain.URL.Path, "/log/tile/"); ok {
		level, path, _ := strings.Cut(tile, "/")
		plain.URL.Path = root + "/log/tile/" + level + "/" + strings.ReplaceAll(path, "/", "-")
	}
	route, params, err := c.router.FindRoute(plain)
	if err != nil {
		if res.StatusCode != http.StatusNotFound && res.StatusCode != http.StatusMethodNotAllowed {
			return fmt.Errorf("the document does not name it (%w), but the answer is %d", err, res.StatusCode)
		}
		return nil
	}
	plain.Body = io.NopCloser(bytes.NewReader(body))
	in := &openapi3filter.RequestValidationInput{
		Request: plain, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true},
	}
	var problems []error
	if res.StatusCode < 300 && body != nil {
		problems = append(problems, openapi3filter.ValidateRequest(ctx, in))
	}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: res.StatusCode, Header: res.Header, Body: io.NopCloser(bytes.NewReader(got)), Options: in.Options,
	}
	err = errors.Join(append(problems, openapi3filter.ValidateResponse(ctx, out))...)
	if err == nil && res.StatusCode < 300 {
		c.held[route.Operation.OperationID] = true
	}
	return err
}

// The check itself can fail: an answer of another shape is refused.
func TestTheContractRefusesWhatIsNotInTheDocument(t *testing.T) {
	w := newWorld(t, "sqlite")
	c := newContract(t, w)
	r, err := http.NewRequest(http.MethodGet, w.server.URL+"/api/v1/me", nil)
	if err != nil {
		t.Fatal(err)
	}
	res := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}}
	good := `{"code":"CO-1","roles":["counsellor"],"office":"tripoli","language":"en"}`
	if err := c.holds(t.Context(), r, nil, res, []byte(good)); err != nil {
		t.Errorf("a right answer is refused: %v", err)
	}
	for _, bad := range []string{`{}`, `{"code":1,"roles":[],"office":""}`, strings.Replace(good, "}", `,"more":1}`, 1)} {
		if c.holds(t.Context(), r, nil, res, []byte(bad)) == nil {
			t.Errorf("%s passes", bad)
		}
	}
}

func TestTheDocumentIsValid(t *testing.T) {
	c := newContract(t, newWorld(t, "sqlite"))
	if err := c.document.Validate(t.Context()); err != nil {
		t.Error(err)
	}
}

// Every operation of the document is handled, and every other method on its
// path is refused as that: so nothing is served that is not in the document.
func TestEveryRouteIsInTheDocumentAndAnswers(t *testing.T) {
	w := newWorld(t, "sqlite")
	c := newContract(t, w)
	if c.document.Paths.Len() < 20 {
		t.Fatalf("only %d paths", c.document.Paths.Len())
	}
	for path, item := range c.document.Paths.Map() {
		concrete := strings.NewReplacer("{case}", "TI-26-0001-N", "{level}", "0", "{path}", "000", "{receipt}", "0").Replace(path)
		concrete = strings.NewReplacer("{", "", "}", "").Replace(concrete)
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
			status, text := w.ask(t, "", method, concrete, "")
			switch named := item.GetOperation(method) != nil; {
			case named && (status == http.StatusMethodNotAllowed || status == http.StatusNotFound && item.GetOperation(method).Security == nil):
				t.Errorf("%s %s is in the document and is answered %d", method, path, status)
			case !named && status != http.StatusMethodNotAllowed:
				t.Errorf("%s %s is not in the document and is answered %d %s", method, path, status, text)
			}
		}
	}
}

package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"amana/api"
	"amana/policy"
)

// A script is requests with what they must be answered, one after the other:
//
//	as CO-1                      the requests that follow bear that user's token
//	as nobody                    or none
//	clock 16m                    time passes
//	> POST /api/v1/cases         a request, then its headers
//	> Accept-Language: fr
//	>> {"id": "$id1", …}         its body, on one or more lines
//	>q "{\"a\":\"\xff\"}"        or as a quoted string
//	< 201                        the status
//	< Content-Type: *            headers that must be there
//	<< {"case": "$case", …}      the body, as JSON
//
// $name in a request is a variable; one that begins with id is a new UUID when
// it is first used, $nextBook and $nextRoles are what may be proposed next. In an answer "$name" takes what is there, or must be the
// same as before; "*" is anything; "…": true in an object, or "…" at the end
// of a list, lets others be there too; "~ex" must be part of the text.
//
// A script whose name begins with field is of a field node, the others of a hub.
// All of them together ask for every operation of the document and are answered
// as it says.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	var mu sync.Mutex
	var all *openapi3.T
	held, ran := map[string]bool{}, map[string]bool{}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			make := newWorld
			if strings.HasPrefix(filepath.Base(file), "field") {
				make = newFieldWorld
			}
			onEachOf(t, make, func(t *testing.T, w *world) {
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				s := newScript(t, w)
				s.run(bytes.NewReader(text))
				mu.Lock()
				defer mu.Unlock()
				all, ran[file] = s.contract.document, true
				maps.Copy(held, s.contract.held)
			})
		})
	}
	if len(ran) < len(files) { // one failed, or some were not asked for
		return
	}
	for path, item := range all.Paths.Map() {
		for method, o := range item.Operations() {
			if !held[o.OperationID] {
				t.Errorf("no script asks %s %s (%s) with success", method, path, o.OperationID)
			}
		}
	}
}

type script struct {
	t        *testing.T
	world    *world
	contract *contract
	vars     map[string]string
	as       string
	line     int

	request *http.Request
	body    []byte
	answer  *http.Response
	got     []byte
	want    []byte
}

func newScript(t *testing.T, w *world) *script {
	return &script{t: t, world: w, contract: newContract(t, w), vars: proposals(t)}
}

func proposals(t *testing.T) map[string]string {
	t.Helper()
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	book.Version++
	roles, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	next := map[string]string{}
	for name, v := range map[string]any{"nextBook": book, "nextRoles": roles} {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		next[name] = string(text)
	}
	return next
}

func (s *script) run(text io.Reader) {
	lines := bufio.NewScanner(text)
	for lines.Scan() {
		s.line++
		s.step(lines.Text())
	}
	s.finish()
}

func (s *script) failf(format string, args ...any) {
	s.t.Helper()
	s.t.Fatalf("line %d: %s", s.line, fmt.Sprintf(format, args...))
}

func (s *script) step(line string) {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "", "#":
	case "as":
		s.finish()
		s.as = rest
	case "clock":
		s.finish()
		d, err := time.ParseDuration(rest)
		if err != nil {
			s.failf("%v", err)
		}
		s.world.wait(d)
	case ">":
		if s.answer != nil {
			s.finish()
		}
		s.requestLine(s.expand(rest))
	case ">>":
		s.body = append(append(s.body, s.expand(rest)...), '\n')
	case ">q":
		text, err := strconv.Unquote(rest)
		if err != nil {
			s.failf("%v", err)
		}
		s.body = append(s.body, s.expand(text)...)
	case "<":
		s.send()
		s.answerLine(rest)
	case "<<":
		s.want = append(append(s.want, rest...), '\n')
	default:
		s.failf("what is %q?", word)
	}
}

func (s *script) requestLine(line string) {
	if s.request != nil {
		name, value, _ := strings.Cut(line, ": ")
		s.request.Header.Set(name, value)
		return
	}
	method, path, _ := strings.Cut(line, " ")
	r, err := http.NewRequestWithContext(s.t.Context(), method, s.world.server.URL+path, nil)
	if err != nil {
		s.failf("%v", err)
	}
	if s.as != "" && s.as != "nobody" {
		r.Header.Set("Authorization", "Bearer "+s.world.token(s.t, s.as))
	}
	s.request = r
}

func (s *script) send() {
	if s.answer != nil {
		return
	}
	if s.body != nil {
		s.request.Body, s.request.ContentLength = io.NopCloser(bytes.NewReader(s.body)), int64(len(s.body))
		if s.request.Header.Get("Content-Type") == "" {
			s.request.Header.Set("Content-Type", "application/json")
		}
	}
	var err error
	if s.answer, err = s.world.server.Client().Do(s.request); err != nil {
		s.failf("%v", err)
	}
	defer s.answer.Body.Close()
	if s.got, err = io.ReadAll(s.answer.Body); err != nil {
		s.failf("%v", err)
	}
	if err := s.contract.holds(s.t.Context(), s.request, s.body, s.answer, s.got); err != nil {
		s.failf("not as the OpenAPI document says: %v\n%s", err, s.got)
	}
}

func (s *script) answerLine(line string) {
	if status, err := strconv.Atoi(line); err == nil {
		if s.answer.StatusCode != status {
			s.failf("status %d, want %d: %s", s.answer.StatusCode, status, s.got)
		}
		return
	}
	name, value, _ := strings.Cut(line, ": ")
	got := s.answer.Header.Get(name)
	if got == "" || value != "*" && got != s.expand(value) {
		s.failf("%s is %q, want %q", name, got, value)
	}
}

// finish compares the body of the last answer with what was wanted.
func (s *script) finish() {
	if s.want != nil {
		var want, got any
		if err := json.Unmarshal(s.want, &want); err != nil {
			s.failf("what is wanted is no JSON: %v", err)
		}
		if err := json.Unmarshal(s.got, &got); err != nil {
			s.failf("the answer is no JSON: %v: %s", err, s.got)
		}
		if wrong := s.compare(want, got, ""); wrong != "" {
			s.failf("%s\nin %s", wrong, s.got)
		}
	}
	s.request, s.body, s.answer, s.got, s.want = nil, nil, nil, nil, nil
}

var variable = regexp.MustCompile(`\$(\w+)`)

func (s *script) expand(text string) string {
	return variable.ReplaceAllStringFunc(text, func(name string) string {
		name = name[1:]
		if _, set := s.vars[name]; !set {
			if !strings.HasPrefix(name, "id") {
				s.failf("$%s has no value yet", name)
			}
			s.vars[name] = api.UUID(newID()).String()
		}
		return s.vars[name]
	})
}

const others = "…"

// compare says where got is not as wanted; "" if it is.
func (s *script) compare(want, got any, at string) string {
	switch want := want.(type) {
	case map[string]any:
		got, ok := got.(map[string]any)
		if !ok {
			return at + " is no object"
		}
		for name, v := range want {
			if name == others {
				continue
			}
			g, there := got[name]
			if !there {
				return at + "." + name + " is not there"
			}
			if wrong := s.compare(v, g, at+"."+name); wrong != "" {
				return wrong
			}
		}
		for name := range got {
			if _, named := want[name]; !named && want[others] == nil {
				return at + "." + name + " is there and should not be"
			}
		}
		return ""
	case []any:
		got, ok := got.([]any)
		open := len(want) > 0 && want[len(want)-1] == others
		if open {
			want = want[:len(want)-1]
		}
		if !ok || len(got) < len(want) || !open && len(got) != len(want) {
			return fmt.Sprintf("%s has %d elements, want %d", at, len(got), len(want))
		}
		for i := range want {
			if wrong := s.compare(want[i], got[i], fmt.Sprintf("%s[%d]", at, i)); wrong != "" {
				return wrong
			}
		}
		return ""
	case string:
		return s.compareText(want, got, at)
	}
	if want != got {
		return fmt.Sprintf("%s is %v, want %v", at, got, want)
	}
	return ""
}

func (s *script) compareText(want string, got any, at string) string {
	text := fmt.Sprint(got)
	if part, ok := strings.CutPrefix(want, "~"); ok {
		if !strings.Contains(text, part) {
			return fmt.Sprintf("%s is %q, want %q in it", at, text, part)
		}
		return ""
	}
	if want == "*" {
		return ""
	}
	if name := variable.FindString(want); name != "" && name == want && s.vars[name[1:]] == "" {
		s.vars[name[1:]] = text
		return ""
	}
	if want = s.expand(want); text != want {
		return fmt.Sprintf("%s is %q, want %q", at, text, want)
	}
	return ""
}

package api

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/front"
)

func TestAPanicIsAnswered(t *testing.T) {
	var log bytes.Buffer
	type person struct{ Name string }
	for name, value := range map[string]any{"a value": person{"Binta"}, "an error": errors.New("Binta"), "a text": "Binta"} {
		t.Run(name, func(t *testing.T) {
			log.Reset()
			w := httptest.NewRecorder()
			front.Guard(slog.New(slog.NewJSONHandler(&log, nil)), fail, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(value) })).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/cases/TI-26-0001-Y", nil))
			var p Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusInternalServerError || p.Key != "fault.internal" {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
			if p.Instance == "" || !strings.Contains(log.String(), p.Instance) {
				t.Error("the reference is not in the log")
			}
			if strings.Contains(log.String()+w.Body.String(), "Binta") {
				t.Errorf("what was panicked with is told: %s", log.String())
			}
		})
	}
}

func TestEverySubjectHasAPath(t *testing.T) {
	for _, o := range casefile.Others {
		if plurals[o.Subject] == "" {
			t.Errorf("%s has none", o.Subject)
		}
	}
}

func TestUUIDsAreReadAsTheyAreWritten(t *testing.T) {
	var u UUID
	if err := u.UnmarshalText([]byte("0188F4A0-7c2b-7000-8000-0123456789AB")); err != nil {
		t.Fatal(err)
	}
	if got := u.String(); got != "0188f4a0-7c2b-7000-8000-0123456789ab" {
		t.Errorf("written as %s", got)
	}
	for _, bad := range []string{"", "0188f4a07c2b70008000000000000000", "0188f4a0-7c2b-7000-8000-0123456789a", "0188f4a0-7c2b-7000-8000-0123456789ag", "{188f4a0-7c2b-7000-8000-0123456789ab"} {
		if u.UnmarshalText([]byte(bad)) == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

func TestTilePaths(t *testing.T) {
	type tile struct {
		N     int64
		Width int
	}
	for path, want := range map[string]tile{
		"000": {0, 256}, "067.p/12": {67, 12}, "x001/x234/067": {1234067, 256}, "x001/000.p/255": {1000, 255},
	} {
		n, width, ok := parseTile(path)
		if diff := cmp.Diff(want, tile{n, width}); !ok || diff != "" {
			t.Errorf("%s: %v %s", path, ok, diff)
		}
	}
	for _, bad := range []string{"", "0", "0000", "x000/001", "001.p/0", "001.p/256", "001.p/01", "001.p/", "../001", "x001", "x001/001/001", "-01"} {
		if _, _, ok := parseTile(bad); ok {
			t.Errorf("%q is a tile", bad)
		}
	}
}

// FuzzCommand: whatever arrives is read or refused as invalid, and what is
// read comes out the same when it is written again.
func FuzzCommand(f *testing.F) {
	for _, seed := range []string{
		`{"id":"0188f4a0-7c2b-7000-8000-0123456789ab","command":"consent.withdraw","args":{"channel":"phone"},"happened":"2026-03-02T09:00:00Z"}`,
		`{"id":"0188f4a0-7c2b-7000-8000-0123456789ab","command":"consent.withdraw"}`,
		``, `{}`, `null`, `[]`, `{"id":null}`, `{"id":1}`, `{"id":"x"} {}`, `{"id":"\ud800"}`, "{\"id\":\"\xff\"}", `{"args":{"a":1,"a":2}}`,
		`{"id":"0188f4a0-7c2b-7000-8000-0123456789ab","command":"consent.give","attached":"iVBORw0KGgo="}`, `{"attached":"A=B"}`,
		`{"happened":"2026-02-30T00:00:00Z"}`, `{"happened":"0000-01-01T00:00:00Z"}`, `{"command":"=1"}`, `{"command":"\u202e"}`,
		strings.Repeat(`{"args":`, 200) + "1" + strings.Repeat("}", 200),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := readCommand(text)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%q: %v is not invalid", text, err)
			}
			return
		}
		again, err := json.Marshal(given{UUID(r.ID), r.Command, r.Args, r.Happened, base64.StdEncoding.EncodeToString(r.Attached)})
		if err != nil {
			t.Fatal(err)
		}
		same, err := readCommand(again)
		if err != nil || same.ID != r.ID || same.Command != r.Command || !same.Happened.Equal(r.Happened) || !bytes.Equal(same.Attached, r.Attached) {
			t.Fatalf("%s: %v", again, err)
		}
	})
}

// What a list may be filtered by is said once each.
func TestEachStandingIsNamedOnce(t *testing.T) {
	all := standings()
	for i, s := range all {
		if slices.Contains(all[:i], s) {
			t.Errorf("%s is named twice", s)
		}
	}
}

package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"amana/api"
	"amana/desk"
)

// On a field node an officer who is signed in gives keys on from where they sit.
func TestKeysAreGivenOn(t *testing.T) {
	w := found(t, "sqlite", desk.Founding{Node: "tripoli", Short: "TI", Offices: []string{"tripoli", "misrata"}})
	contract := newContract(t, w)
	give := func(status int, as, code, id string) (r desk.Receipt) {
		t.Helper()
		path, body := "/api/v1/users/"+code+"/keys", `{"id":"`+id+`"}`
		got, text := w.ask(t, as, http.MethodPost, path, body)
		if got != status {
			t.Fatalf("%s gives keys to %s: %d %s, want %d", as, code, got, text, status)
		}
		asked, err := http.NewRequest(http.MethodPost, w.server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		asked.Header.Set("Content-Type", "application/json")
		kind := "application/json"
		if status >= 400 {
			kind = "application/problem+json"
		}
		answer := &http.Response{StatusCode: got, Header: http.Header{"Content-Type": {kind}}}
		if err := contract.holds(t.Context(), asked, []byte(body), answer, []byte(text)); err != nil {
			t.Errorf("%s is not as the document says: %v", path, err)
		}
		if status == http.StatusOK {
			if err := json.Unmarshal([]byte(text), &r); err != nil || r.Subject != code {
				t.Fatalf("%s: %v", text, err)
			}
		}
		return r
	}
	fresh := func() string { return api.UUID(newID()).String() }
	give(http.StatusOK, "AD-1", "HP-1", fresh())
	give(http.StatusForbidden, "AD-1", "CO-1", fresh()) // holds none
	id := fresh()
	first := give(http.StatusOK, "HP-1", "CO-1", id)
	if again := give(http.StatusOK, "HP-1", "CO-1", id); !again.Repeated || again.Entry != first.Entry {
		t.Errorf("the same again: %+v, was %+v", again, first)
	}
	give(http.StatusConflict, "HP-1", "CO-1", fresh())
	give(http.StatusConflict, "HP-1", "PO-1", id) // another's
	give(http.StatusNotFound, "HP-1", "CO-8", fresh())
	give(http.StatusBadRequest, "HP-1", "PO-1", "one")
	if status, text := w.ask(t, "CO-1", http.MethodPost, "/api/v1/cases", strings.Replace(openBody, "ID", fresh(), 1)); status != http.StatusCreated {
		t.Errorf("who was given keys opens a case: %d %s", status, text)
	}
	if status, _ := w.ask(t, "CO-9", http.MethodPost, "/api/v1/users/PO-1/keys", `{"id":"`+fresh()+`"}`); status != http.StatusNotFound && status != http.StatusForbidden {
		t.Errorf("a counsellor gives keys: %d", status)
	}
}

// A hub opens its keys itself: there is nothing to give.
func TestNoKeysAreGivenOnAHub(t *testing.T) {
	w := newWorld(t, "sqlite")
	if status, text := w.ask(t, "HP-1", http.MethodPost, "/api/v1/users/CO-1/keys", `{"id":"`+api.UUID(newID()).String()+`"}`); status != http.StatusConflict {
		t.Errorf("%d %s", status, text)
	}
}

package api_test

import (
	"net/http"
	"testing"

	"amana/api"
)

// A hub opens its keys itself: there is nothing to give.
func TestNoKeysAreGivenOnAHub(t *testing.T) {
	w := newWorld(t, "sqlite")
	if status, text := w.ask(t, "HP-1", http.MethodPost, "/api/v1/users/CO-1/keys", `{"id":"`+api.UUID(newID()).String()+`"}`); status != http.StatusConflict {
		t.Errorf("%d %s", status, text)
	}
}

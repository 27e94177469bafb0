package web_test

import (
	"testing"
	"time"

	"amana/desk/desktest"
	"amana/domain/access"
)

// What no list of countries has is said in words all the same.
func TestWhoIsStatelessIsSaidToBe(t *testing.T) {
	w := newWorld(t)
	numbers, err := w.Ways(t.Context(), desktest.Traveller{Given: "Abena", Until: "wish.state"})
	if err != nil {
		t.Fatal(err)
	}
	w.Set(w.Now().Add(time.Minute))
	if _, err := w.Do(t.Context(), "cas", numbers[0], "case.correct", map[string]any{"nationalities": []string{"stateless"}}); err != nil {
		t.Fatal(err)
	}
	w.staff(t, "fr", access.Counsellor)
	page := w.get(t, "counsellor", "/cases/"+numbers[0])
	page.has(t, "<span>apatride</span>")
}

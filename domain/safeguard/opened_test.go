package safeguard

import (
	"testing"
	"time"
)

// An option that opens in Libya, where people are, is told of again as one that opens where
// they go.
func TestAnOptionOpensHere(t *testing.T) {
	w := ready()
	q := about(w.Facts, testBook(t), now, Clearance)
	if v := alternativesOffered(&q); v.state.Blocks() {
		t.Fatal(v.key)
	}
	opened := map[string]time.Time{"alternative-to-detention": now.Add(-time.Hour)}
	there := *w.Around.Country
	there.Options = opened
	q.Around.Country = &there
	if v := alternativesOffered(&q); v.key != "opened" {
		t.Fatal(v.key)
	}
	there.Options = nil
	here := *w.Around.Here
	here.Options = opened
	q.Around.Here = &here
	if v := alternativesOffered(&q); v.key != "opened" {
		t.Errorf("an alternative to detention opened in Libya an hour ago, and nobody was told: %s %s", v.state, v.key)
	}
}

package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"amana/desk/desktest"
)

// Whom each officer finds: by a name, in another spelling and in other letters, and
// by number. Whoever may not see a person is told the same as of nobody, whichever
// way they ask.
func TestWhomAnOfficerFinds(t *testing.T) {
	w, numbers := seated(t, "clearance.draw", "Zainab")
	ways := map[string]url.Values{
		"the name": {"text": {"Zainab"}}, "another spelling": {"text": {"zeineb"}}, "other letters": {"text": {"زينب"}},
		"the number": {"text": {numbers[0]}}, "a filter": {"text": {""}, "nationality": {"NGA"}}, "the movement": {"text": {""}, "movement": {desktest.Flight}},
	}
	finds := map[string]bool{"hop": true, "cou": true, "cas": true, "pia": true, "lea": true, "doc": true, "mov": true, "gat": true, "hom": true}
	for _, o := range desktest.Officers {
		for way, asked := range ways {
			got := w.post(t, o.Name, "/find", asked)
			found := got.to == "/cases/"+numbers[0] || strings.Contains(got.text, "/cases/"+numbers[0])
			if found != finds[o.Name] {
				t.Errorf("%s by %s: found %t (%d %s)", way, o.Name, found, got.status, got.to)
			}
			if !finds[o.Name] && strings.Contains(got.text, "Zainab") && way != "the name" {
				t.Errorf("%s by %s, who may not see her, says her name", way, o.Name)
			}
			nobody := url.Values{"text": {"Wilhelmina"}}
			if other := w.post(t, o.Name, "/find", nobody); !finds[o.Name] && (other.status != got.status || other.status == http.StatusOK && strings.Contains(other.text, "Nobody was found") != strings.Contains(got.text, "Nobody was found")) {
				t.Errorf("%s by %s: %d, and of nobody %d", way, o.Name, got.status, other.status)
			}
		}
	}
}

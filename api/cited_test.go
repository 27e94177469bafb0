package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"amana/domain/access"
	"amana/policy"
)

// What commands cite is read by every role that sees its kind, and by no other;
// why a place is no good by the head of protection alone.
func TestWhoReadsWhatCommandsCite(t *testing.T) {
	w := &peopled{world: newWorld(t, "sqlite")}
	admin, err := w.desk.Who(t.Context(), w.token(t, "AD-1"))
	if err != nil {
		t.Fatal(err)
	}
	w.enrolEverybody(t, admin)
	const grounds, outcome = "UNDER-A-WANTED-PERSON", "THE-COMMANDER-LEFT"
	for _, c := range [][3]string{
		{"HP-1", "countries/GMB", `"command":"country.issue","args":{"reference":"GMB","sheet":"GMB-1","source":"its ministry, 1 March 2026"}`},
		{"HP-1", "places/ZAW", `"command":"place.review","args":{"reference":"ZAW","official":false,"wanted":true,"valid":"2026-12-31","grounds":"` + grounds + `"}`},
		{"HP-1", "places/ZAW", `"command":"place.open-incident","args":{"incident":"extortion"}`},
		{"HP-1", "texts/return-declaration", `"command":"text.approve","args":{"reference":"return-declaration","language":"hau","version":1,"body":"what is read to the person"}`},
		{at(access.Programme, "tripoli"), "lines/L-1", `"command":"budget.open","args":{"reference":"L-1","currency":"EUR","amount":100000}`},
		{at(access.Counsellor, "misrata"), "information-sessions/misrata", `"command":"outreach.hold","args":{"reference":"misrata","day":"2026-02-01","setting":"community","language":"hau","people":30,"topics":["rights"]}`},
	} {
		w.told(t, http.StatusOK, c[0], "/api/v1/"+c[1]+"/commands", `{"id":"ID",`+c[2]+`}`)
	}
	w.told(t, http.StatusForbidden, at(access.Counsellor, "misrata"), "/api/v1/information-sessions/tripoli/commands", `{"id":"ID","command":"outreach.hold","args":{"reference":"tripoli","day":"2026-02-01","setting":"office","language":"hau","people":3,"topics":["rights"]}}`)
	_, place := w.get(t, "HP-1", "/api/v1/places/ZAW")
	_, rest, _ := strings.Cut(place, `"incidents":[{`)
	_, rest, _ = strings.Cut(rest, `"entry":"`)
	incident, _, _ := strings.Cut(rest, `"`)
	w.told(t, http.StatusOK, "HP-1", "/api/v1/places/ZAW/commands", `{"id":"ID","command":"place.close-incident","args":{"incident":"`+incident+`","outcome":"`+outcome+`"}}`)

	table, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	for kind, paths := range map[string][2]string{
		"country": {"countries", "GMB"}, "place": {"places", "ZAW"}, "line": {"lines", "L-1"}, "outreach": {"information-sessions", "misrata"}, "text": {"texts", "return-declaration"},
	} {
		for _, g := range table.Grants {
			if g.Role == access.Node {
				continue
			}
			want := http.StatusNotFound
			if slices.Contains(g.Sees, kind) {
				want = http.StatusOK
			}
			for _, path := range []string{paths[0], paths[0] + "/" + paths[1]} {
				status, text := w.get(t, at(g.Role, "misrata"), "/api/v1/"+path)
				if status != want {
					t.Errorf("%s reads %s: %d, want %d: %.200s", g.Role, path, status, want, text)
				}
				if want == http.StatusOK && !strings.Contains(text, paths[1]) {
					t.Errorf("%s is not told of %s at %s: %s", g.Role, paths[1], path, text)
				}
				for _, secret := range []string{grounds, outcome, "extortion", `"wanted"`, `"official"`} {
					if tells := strings.Contains(text, secret); tells != (kind == "place" && g.Role == access.HeadOfProtection) {
						t.Errorf("%s reads %s at %s: %v", g.Role, secret, path, tells)
					}
				}
			}
		}
	}
}

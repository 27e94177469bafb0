package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/policy"
)

const asked = `"talk":{"language":"hau","understood":true,"mode":"in-person","outOfHearing":true,"outOfSight":true,"control":"free","witness":"none"}`

// told is what an officer records; the twin, of whom nothing of a compartment is
// to be told, has something else recorded there, or nothing.
type told struct{ by, command, args, twin string }

// What is said of a person in each compartment, and of the twin.
var saidIn = map[ledger.Compartment][]told{
	ledger.Asylum: {
		{"CO-1", "fear.ask", `{` + asked + `,"byState":false,"answer":"home"}`, `{` + asked + `,"byState":false,"answer":"none"}`},
		{"PO-1", "risk.assess", `{"finding":"real","sheet":"NGA-1","reasons":"x"}`, `{"finding":"none","sheet":"NGA-1","reasons":"x"}`},
		{"PO-1", "unhcr.request", `{"vital":true}`, ""},
		{"CO-1", "option.tell", `{"option":"international-protection","explained":true,"available":"yes","answer":"wants"}`,
			`{"option":"international-protection","explained":true,"available":"yes","answer":"declines"}`},
		{"CO-1", "asylum.request", `{"words":"x"}`, ""},
	},
	ledger.Protection: {
		{"PO-1", "trafficking.screen", `{` + asked + `,"act":"yes","means":"yes","purpose":"yes","presumed":true,"child":true}`,
			`{` + asked + `,"act":"no","means":"no","purpose":"no","presumed":false,"child":false}`},
		{"PO-1", "order.ask", `{"exists":true,"checked":true,"legalHelp":true,"forced":true}`, `{"exists":false,"checked":true,"legalHelp":false,"forced":false}`},
		{"PO-1", "voluntary.assess", `{` + asked + `,"informed":true,"uncoerced":false,"alternatives":false,"constraints":["threatened"],"evidence":"x"}`,
			`{` + asked + `,"informed":true,"uncoerced":true,"alternatives":true,"constraints":[],"evidence":"y"}`},
		{"PO-1", "need.find", `{"need":"gbv-service","travels":true,"notify":"early"}`, ""},
		{"PO-1", "capacity.doubt", `{"why":"x"}`, ""},
		{"PO-1", "capacity.find", `{"outcome":"unable-today","supported":true}`, ""},
		{at(access.ProtectionLead, "tripoli"), "voluntary.review", `{"accepts":false,"reasons":"x"}`, `{"accepts":true,"reasons":"y"}`},
		{"PO-1", "caregiver.arrange", `{"who":"caregiver","safe":false,"status":"unaccompanied"}`, `{"who":"parent","safe":true,"status":"with-parent"}`},
		{"PO-1", "age.doubt", `{"why":"x"}`, ""},
		{"PO-1", "hold.place", `{"for":"protection","reason":"x"}`, ""},
	},
	ledger.Medical: {
		{"HE-1", "health.examine", `{"outcome":"unfit","conditions":["oxygen"],"diagnoses":"x","validDays":3}`, `{"outcome":"fit"}`},
	},
}

// seed opens a case of which something was said in one compartment, or, for the
// twin, nothing in any.
func (w *peopled) seed(t *testing.T, said map[ledger.Compartment]bool) string {
	t.Helper()
	var r desk.Receipt
	child := strings.Replace(openBody, "1996-04-02", "2014-04-02", 1)
	w.seeds++
	child = strings.Replace(child, `"given":"Binta"`, fmt.Sprintf(`"given":"Awa %c"`, 'a'+w.seeds), 1) // or they would likely be one
	if err := json.Unmarshal([]byte(w.told(t, http.StatusCreated, "CO-1", "/api/v1/cases", child)), &r); err != nil {
		t.Fatal(err)
	}
	for _, duty := range []access.Role{access.PanelMember, access.Guardian, access.Observer} {
		w.gives(t, "PO-1", r.Case, "call.make", fmt.Sprintf(`{"officer":%q,"duty":%q}`, at(duty, "misrata"), duty))
	}
	for _, c := range []ledger.Compartment{ledger.Asylum, ledger.Protection, ledger.Medical} {
		for _, s := range saidIn[c] {
			args := s.twin
			if said[c] {
				args = s.args
			}
			if args != "" {
				w.gives(t, s.by, r.Case, s.command, args)
			}
		}
	}
	w.gives(t, "CO-1", r.Case, "wish.state", `{`+asked+`,"ownWords":true,"heard":"friend","suggestedBy":"nobody","optionsFirst":true,"words":"x"}`)
	w.gives(t, "CO-1", r.Case, "incident.open", `{"incident":"pressure","facts":"x"}`)
	return r.Case
}

var (
	masks = regexp.MustCompile(`"[A-Za-z0-9_-]{43}"|\b[A-Za-z0-9_-]{43}\b|\d{4}-\d\d-\d\dT[0-9:.]+(Z|[+-]\d\d:\d\d)|"instance":"[^"]*"|"given":"[^"]*"`)
)

// masked is an answer without ids and times, and without what everybody may be
// told: that somebody is on hold, and whom to ask.
func masked(text, number string) string {
	text = strings.ReplaceAll(text, number, "CASE")
	text = masks.ReplaceAllString(text, "X")
	return strings.ReplaceAll(text, `"status":"on-hold"`, `"status":"waiting"`)
}

// Who opens no key of a compartment reads of a person of whom something is said
// there what they read of one of whom nothing is, to the letter: of the file, its
// timeline, the findings at every act, and the list.
func TestNobodyTellsACompartmentFromOutsideIt(t *testing.T) {
	w := newPeopled(t)
	opens := opened(t)
	twin := w.seed(t, nil)
	compared := 0
	for c := range saidIn {
		number := w.seed(t, map[ledger.Compartment]bool{c: true})
		seen := false
		for _, r := range reaches {
			for _, as := range []string{at(r.role, "tripoli"), at(r.role, "misrata")} {
				if r.role == access.Observer && c == ledger.Protection {
					continue // the table names holds to them
				}
				if opens[r.role].Has(c) {
					_, text := w.get(t, as, "/api/v1/cases/"+number)
					_, other := w.get(t, as, "/api/v1/cases/"+twin)
					seen = seen || masked(text, number) != masked(other, twin)
					continue
				}
				compared += w.compares(t, as, c, number, twin)
			}
		}
		if !seen {
			t.Errorf("nobody reads what is said in %s: the test tries nothing", c)
		}
	}
	if _, list := w.get(t, at(access.Overseer, "tripoli"), "/api/v1/incidents"); incidents(list, twin) == "" {
		t.Error("an overseer is shown no incident: the test tries nothing")
	}
	if compared < 40 {
		t.Errorf("only %d answers were compared", compared)
	}
}

// How a journey ended, where not everybody may know it, reads as a file that was
// closed to whoever may not: in the file, its timeline, the findings and the list.
func TestNobodyTellsHowAJourneyEndedFromOutside(t *testing.T) {
	w := newPeopled(t)
	closed, caseworker := w.seed(t, nil), at(access.Caseworker, "tripoli")
	w.gives(t, caseworker, closed, "case.close", `{}`)
	proposed := func(number, rule string) {
		w.gives(t, "PO-1", number, "case.propose-end", `{"safeguard":"`+rule+`","reason":"x"}`)
		w.gives(t, caseworker, number, "case.end", `{"outcome":"not-eligible","safeguard":"`+rule+`","reason":"x"}`)
	}
	opens := opened(t)
	for _, e := range []struct {
		outcome string
		tells   ledger.Compartment
		ends    func(number string)
	}{
		{"asylum", ledger.Asylum, func(number string) { w.gives(t, caseworker, number, "case.end", `{"outcome":"asylum"}`) }},
		{"not-eligible", ledger.Asylum, func(number string) { proposed(number, "real-risk-absolute") }},
		{"not-eligible", ledger.Protection, func(number string) { proposed(number, "destination-open") }},
	} {
		number := w.seed(t, nil)
		e.ends(number)
		seen, compared := false, 0
		for _, r := range reaches {
			for _, as := range []string{at(r.role, "tripoli"), at(r.role, "misrata")} {
				if opens[r.role].Has(e.tells) {
					_, text := w.get(t, as, "/api/v1/cases/"+number)
					seen = seen || strings.Contains(text, `"status":"`+e.outcome+`"`)
				} else {
					compared += w.compares(t, as, e.tells, number, closed)
				}
				if _, list := w.get(t, as, "/api/v1/cases?limit=500&status="+e.outcome); strings.Contains(list, number) {
					t.Errorf("%s finds %s in a list", as, e.outcome)
				}
			}
		}
		if !seen || compared < 10 {
			t.Errorf("%s in %s: seen %v, %d answers compared", e.outcome, e.tells, seen, compared)
		}
	}
}

// opened is what each role's key opens, by the table that ships.
func opened(t *testing.T) map[access.Role]ledger.Set {
	t.Helper()
	table, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	opens := map[access.Role]ledger.Set{}
	for _, g := range table.Grants {
		opens[g.Role] |= ledger.SetOf(g.Compartments...)
	}
	return opens
}

// compares compares every answer about two cases, and counts those that say something.
func (w *peopled) compares(t *testing.T, as string, c ledger.Compartment, number, twin string) (n int) {
	t.Helper()
	readings := []string{"", "/events"}
	for _, act := range safeguard.Acts {
		readings = append(readings, "/findings?for="+string(act))
	}
	for _, reading := range readings {
		status, text := w.get(t, as, "/api/v1/cases/"+number+reading)
		_, other := w.get(t, as, "/api/v1/cases/"+twin+reading)
		if strings.HasPrefix(reading, "/findings") {
			text, other = unasked(t, text), unasked(t, other)
		}
		if a, b := masked(text, number), masked(other, twin); a != b {
			t.Errorf("%s tells by %s what is said in %s: %s", as, reading, c, differs(a, b))
		}
		if status == http.StatusOK {
			n++
		}
	}
	none := strings.Repeat("A", 43)
	for command, args := range map[string]string{
		"hold.lift": `{"hold":"` + none + `","reason":"x"}`, "asylum.lift": `{"request":"` + none + `","before":"unhcr","private":true}`,
		"fear.ask": `{` + asked + `,"byState":false,"answer":"none","settles":["` + none + `"]}`, "entry.resolve": `{"entry":"` + none + `","was":"hold","found":"x"}`,
	} {
		body := withID(`{"id":"ID","command":"` + command + `","args":` + args + `}`)
		status, text := w.ask(t, as, http.MethodPost, "/api/v1/cases/"+number+"/commands", body)
		_, other := w.ask(t, as, http.MethodPost, "/api/v1/cases/"+twin+"/commands", body)
		if status < http.StatusBadRequest || masked(text, number) != masked(other, twin) {
			t.Errorf("%s tells by trying %s what is said in %s: %d %s and %s", as, command, c, status, text, other)
		}
	}
	if _, list := w.get(t, as, "/api/v1/cases?limit=500"); masked(line(list, number), number) != masked(line(list, twin), twin) {
		t.Errorf("%s tells by the list what is said in %s: %s and %s", as, c, line(list, number), line(list, twin))
	}
	_, list := w.get(t, as, "/api/v1/incidents?limit=500")
	if text, other := incidents(list, number), incidents(list, twin); masked(text, number) != masked(other, twin) {
		t.Errorf("%s tells by the incidents what is said in %s: %s and %s", as, c, text, other)
	}
	return n
}

// incidents are the lines of one case in the list of incidents.
func incidents(list, number string) string {
	var page struct{ Incidents []json.RawMessage }
	if json.Unmarshal([]byte(list), &page) != nil {
		return list
	}
	var lines []string
	for _, l := range page.Incidents {
		if strings.Contains(string(l), number) {
			lines = append(lines, string(l))
		}
	}
	return strings.Join(lines, "\n")
}

// unasked is an answer about findings without whom to ask, and whether that is all.
func unasked(t *testing.T, text string) string {
	t.Helper()
	var answer map[string]any
	if json.Unmarshal([]byte(text), &answer) != nil {
		return text
	}
	kept := []any{}
	found, _ := answer["findings"].([]any)
	for _, f := range found {
		if f.(map[string]any)["safeguard"] != "" {
			kept = append(kept, f)
		}
	}
	answer["findings"] = kept
	delete(answer, "clear")
	out, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// line is one case's line in a list, or "".
func line(list, number string) string {
	var page struct{ Cases []json.RawMessage }
	if json.Unmarshal([]byte(list), &page) != nil {
		return list
	}
	for _, l := range page.Cases {
		if strings.Contains(string(l), number) {
			return string(l)
		}
	}
	return ""
}

// differs shows where two texts begin to differ.
func differs(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	from := max(0, i-120)
	return fmt.Sprintf("%s\n and: %s", a[from:min(len(a), i+160)], b[from:min(len(b), i+160)])
}

package api_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/ledger"
)

// who says in the seated world what the others' officers say.
var says = map[string]string{"CO-1": "cou", "PO-1": "pia", "HE-1": "doc", at(access.ProtectionLead, "tripoli"): "lea"}

// Somebody of whom something is said in a compartment and a twin have seats on one
// flight. Who opens nothing of that compartment cannot tell them apart: by the
// manifest, by a list, by what they may do, by a refusal or a receipt.
func TestNobodyTellsThoseOnAFlightApart(t *testing.T) {
	w, opens := newSeated(t, "Twin", "Asylum", "Protection", "Medical"), opened(t)
	before := map[string]string{}
	each := func(test func(as string, role access.Role)) {
		for _, r := range reaches {
			for _, as := range []string{at(r.role, "tripoli"), at(r.role, "misrata")} {
				test(as, r.role)
			}
		}
	}
	each(func(as string, _ access.Role) { _, before[as] = w.get(t, as, "/api/v1/commands") })
	twin, compared := w.numbers[0], 0
	said := map[ledger.Compartment]string{ledger.Asylum: w.numbers[1], ledger.Protection: w.numbers[2], ledger.Medical: w.numbers[3]}
	for _, c := range []ledger.Compartment{ledger.Asylum, ledger.Protection, ledger.Medical} {
		for _, s := range saidIn[c] {
			if s.command == "age.doubt" {
				continue // what an age in doubt asks for is told to all who see the case
			}
			w.gives(t, says[s.by], said[c], s.command, s.args)
			if s.twin != "" {
				w.gives(t, says[s.by], twin, s.command, s.twin)
			}
		}
	}
	for _, number := range w.numbers { // which everybody may be told
		w.gives(t, "pia", number, "hold.place", `{"for":"protection","reason":"x"}`)
	}
	each(func(as string, role access.Role) {
		if _, after := w.get(t, as, "/api/v1/commands"); after != before[as] {
			t.Errorf("%s can tell by what they may do that something was said", as)
		}
		for c, number := range said {
			if !opens[role].Has(c) {
				compared += w.apart(t, as, c, number, twin)
			}
		}
	})
	if compared < 60 {
		t.Errorf("only %d answers were compared", compared)
	}
}

var indices = regexp.MustCompile(`"index":\d+`)

// apart compares what an officer can learn of two people who have seats on one
// flight, and counts the answers that say something.
func (w *seated) apart(t *testing.T, as string, c ledger.Compartment, number, twin string) (n int) {
	t.Helper()
	same := func(by, a, b string) {
		t.Helper()
		a, b = indices.ReplaceAllString(masked(a, number), `"index":0`), indices.ReplaceAllString(masked(b, twin), `"index":0`)
		if a != b {
			t.Errorf("%s tells by %s what is said in %s: %s", as, by, c, differs(a, b))
		}
	}
	_, manifest := w.get(t, as, flight+"/manifest")
	a, b := passenger(manifest, number), passenger(manifest, twin)
	same("the manifest", a, b)
	_, list := w.get(t, as, "/api/v1/cases?limit=500&movement="+desktest.Flight)
	theirs, others := line(list, number), line(list, twin)
	same("the list of a movement", given.ReplaceAllString(theirs, "X"), given.ReplaceAllString(others, "X"))
	for _, answer := range []string{a, theirs} {
		if answer != "" {
			n++
		}
	}
	for command, args := range map[string]string{
		"boarding.board": `{"movement":"` + desktest.Flight + `"}`, "departure.record": `{"movement":"NONE-1"}`,
		"seat.give":     `{"movement":"` + desktest.Flight + `","line":"` + desktest.Line + `","reason":"medical"}`,
		"incident.open": `{"incident":"pressure","facts":"x"}`,
	} {
		body := func() string { return withID(`{"id":"ID","command":"` + command + `","args":` + args + `}`) }
		status, text := w.ask(t, as, http.MethodPost, "/api/v1/cases/"+number+"/commands", body())
		_, other := w.ask(t, as, http.MethodPost, "/api/v1/cases/"+twin+"/commands", body())
		same("trying "+command, text, other)
		if status == http.StatusOK {
			n++
			same("the receipt of "+command, w.receipt(t, as, text), w.receipt(t, as, other))
		}
	}
	return n
}

var given = regexp.MustCompile(`"given":"[^"]*"`)

// receipt is what an officer reads of the entry that a receipt names.
func (w *seated) receipt(t *testing.T, as, receipt string) string {
	t.Helper()
	var r desk.Receipt
	if err := json.Unmarshal([]byte(receipt), &r); err != nil {
		t.Fatal(err)
	}
	_, byIndex := w.get(t, as, "/api/v1/receipts/"+strconv.FormatInt(r.Index, 10))
	_, byName := w.get(t, as, "/api/v1/receipts/"+r.Entry.String())
	return instance.ReplaceAllString(byIndex+byName, "")
}

// passenger is somebody's line of a manifest, or "".
func passenger(manifest, number string) string {
	var m struct{ People []json.RawMessage }
	if json.Unmarshal([]byte(manifest), &m) != nil {
		return ""
	}
	for _, p := range m.People {
		if strings.Contains(string(p), number) {
			return string(p)
		}
	}
	return ""
}

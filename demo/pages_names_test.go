package demo_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"amana/demo"
	"amana/desk"
	"amana/front"
	"amana/intake"
	"amana/web"
)

var title = regexp.MustCompile(`(?s)<title>.*?</title>`)

// browse does what officers do in a browser, also wrongly. No page has a name in its
// title, none leads to an address with one, and none stays with whoever shares the computer.
func browse(t *testing.T, c demo.Config, d *desk.Desk, cases []string, name string) {
	t.Helper()
	server := httptest.NewServer(web.Handler(web.Config{Desk: d, Attempts: front.NewAttempts(d.Moment), Log: c.Desk.Log}))
	defer server.Close()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := server.Client()
	client.Jar, client.CheckRedirect = jar, func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	visit := func(path string, form url.Values) int {
		t.Helper()
		var got *http.Response
		var err error
		if form == nil {
			got, err = client.Get(server.URL + path)
		} else {
			got, err = client.PostForm(server.URL+path, form)
		}
		if err != nil {
			t.Fatal(err)
		}
		defer got.Body.Close()
		page, err := io.ReadAll(got.Body)
		if err != nil {
			t.Fatal(err)
		}
		search(t, "the header of "+path, strings.NewReader(fmt.Sprint(got.Header)))
		search(t, "the title of "+path, bytes.NewReader(title.Find(page)))
		if got.StatusCode == http.StatusOK && got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%.40s may be kept: %v", path, got.Header)
		}
		return got.StatusCode
	}
	u := user(t, "protection-lead.tripoli")
	visit("/sign-in", url.Values{"name": {name}, "password": {name}})
	if status := visit("/sign-in", url.Values{"name": {u.Name}, "password": {u.Password}}); status != http.StatusSeeOther {
		t.Fatalf("signing in: %d", status)
	}
	for _, path := range []string{"/", "/find", "/movements", "/real", "/log"} {
		status := visit(path, nil)
		for status == http.StatusServiceUnavailable { // it is still counting, and said so
			status = visit(path, nil)
		}
		if status != http.StatusOK {
			t.Errorf("%s: %d", path, status)
		}
	}
	visit("/find", url.Values{"text": {name}})
	visit("/find?text="+url.QueryEscape(name), nil) // as somebody might type it
	visit("/cases/"+url.PathEscape(name), nil)
	visit("/log/receipt", url.Values{"receipt": {name}})
	for _, number := range cases {
		at := "/cases/" + number
		if status := visit(at, nil); status != http.StatusOK {
			t.Errorf("%s: %d", at, status)
		}
		for _, path := range []string{at + "/timeline", at + "/acts", at + "/file", at + "/household", at + "/do/hold.place", at + "/with"} {
			visit(path, nil)
		}
		visit(at+"/do/hold.place", url.Values{"for": {name}, "reason": {name}, name: {name}})
		visit(at+"/do/hold.place/draft", url.Values{"reason": {name}})
	}
}

// take gives a list with somebody's name in every row, of which none can be read. The
// name is in the report, which is theirs alone, and in nothing else that is said.
func take(t *testing.T, d *desk.Desk, name string) {
	t.Helper()
	u := user(t, "caseworker.tripoli")
	token, err := d.SignIn(t.Context(), u.Name, u.Password)
	if err != nil {
		t.Fatal(err)
	}
	who, err := d.Who(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(t.TempDir(), "list.csv")
	rows := "ref,date,given,family,born,sex,nationality,destination\n"
	for i := range 20 {
		rows += fmt.Sprintf("%d,4/3/2026,%s,%s,31.2.1990,man,%s,Nigeria\n", i, name, name, name)
	}
	if err := os.WriteFile(list, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(t.TempDir(), "report.csv")
	s, err := intake.Import(t.Context(), d, list, intake.Options{Who: who, Office: "tripoli", Word: "Helping Hands", List: "list", Sheet: "persons", Language: "en", Report: report})
	if err != nil || s.Refused != 20 || s.Opened != 0 {
		t.Fatalf("%d rows refused, %d opened: %v", s.Refused, s.Opened, err)
	}
	mustHold(t, report, name)
	said, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	search(t, "what an import says", strings.NewReader(string(said)+s.Text("en")+s.Text("ar")))
}

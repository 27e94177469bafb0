package web_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"amana/desk/desktest"
	"amana/front"
	"amana/policy"
	"amana/replica"
	"amana/replica/witnesstest"
	"amana/seal"
	"amana/web"
)

// Where witnesses are asked, the log says what each has signed, a receipt that
// they vouch for its bracket, and a version that loosens that its days begin with
// them.
func TestWhatWitnessesSigned(t *testing.T) {
	c := desktest.Config(t, "SQLite")
	logKey, err := c.Keys.LogKey()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{cookies: map[string]*http.Cookie{}}
	lines := "log " + logKey.VerifierKey() + "\n"
	var witnesses []*witnesstest.Witness
	for _, name := range []string{"one.test/w", "two.test/w"} {
		one, err := witnesstest.New(name, logKey.VerifierKey())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(one.Close)
		one.Clock = func() time.Time { return w.Now() }
		witnesses = append(witnesses, one)
		lines += one.Line()
	}
	if c.Witnesses, err = seal.ParsePolicy([]byte(lines + "group any 1 one.test/w two.test/w\nquorum any\n")); err != nil {
		t.Fatal(err)
	}
	if w.World, err = desktest.Build(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	w.server = httptest.NewServer(web.Handler(web.Config{Desk: w.Desk, Attempts: front.NewAttempts(w.Desk.Moment), Log: slog.New(slog.DiscardHandler)}))
	t.Cleanup(w.server.Close)
	round := &replica.Witnesses{Desk: w.Desk, Log: slog.New(slog.DiscardHandler)}

	w.get(t, "hop", "/log").has(t, "Not enough witnesses have signed", "has signed nothing here yet")
	witnesses[1].Close()
	form := numbers(w.get(t, "hop", "/rulebook/change?part=numbers"))
	form.Set("id", newID(t))
	form.Set("number.gate-hours", "8")
	form.Set("do", "propose")
	proposed := w.post(t, "hop", "/rulebook/change", form)
	version, err := url.Parse(proposed.to)
	if err != nil || proposed.status != http.StatusSeeOther {
		t.Fatalf("%d %v", proposed.status, err)
	}
	for as, side := range map[string]string{"hop": "protection", "ethics": "outside"} {
		w.post(t, as, version.Path+"/sign", url.Values{"id": {newID(t)}, "side": {side}, "read": {"yes"}})
	}
	w.get(t, "hop", version.Path).has(t, "the notice begins when witnesses have signed", "nobody knows the day")

	w.Set(w.Now().Add(time.Minute))
	if err := round.Round(t.Context()); err != nil {
		t.Logf("a witness is silent: %v", err)
	}
	if err := w.Desk.NoteWitnessed(t.Context()); err != nil {
		t.Fatal(err)
	}
	day := w.Desk.Moment().Add(14 * 24 * time.Hour).In(w.Desk.Where()).Format("2 January 2006")
	w.get(t, "hop", version.Path).has(t, "in force from "+day, "fourteen days after witnesses were on record")
	w.get(t, "hop", "/log").has(t, "Enough witnesses had signed", "signed this checkpoint", "has signed nothing here yet")
	entry := w.Desk.Books()[0].Versions[1].Proposed.ID.String()
	a := w.post(t, "hop", "/log/receipt", url.Values{"receipt": {entry}})
	a.has(t, "In the log", "Witnesses outside signed a checkpoint that holds it", "Not after")
}

// What is exported is the text that was signed, to the letter.
func TestAnExportIsWhatWasSigned(t *testing.T) {
	w := newWorld(t)
	book, err := policy.LibyaVHR()
	if err != nil {
		t.Fatal(err)
	}
	want, err := json.MarshalIndent(book, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if got := w.get(t, "hop", "/rulebook/versions/1/text"); got.text != string(want)+"\n" {
		t.Error("what is exported is not what was signed")
	}
}

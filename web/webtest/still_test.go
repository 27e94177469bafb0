package webtest

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"amana/desk/desktest"
	"amana/domain/consent"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// still is a window in which no script runs, and a test that goes on as long as
// nothing went wrong there.
type still struct {
	*Tab
	t *testing.T
}

// runs runs one walk after another in the same window.
func (s still) runs(name string, walk func(still)) {
	s.t.Helper()
	if !s.t.Run(name, func(t *testing.T) { walk(still{s.Tab, t}) }) {
		s.t.FailNow()
	}
}

func (s still) must(err error) {
	s.t.Helper()
	if err != nil {
		path, text, _ := s.At()
		s.t.Fatalf("%v, at %s: %s", err, path, text)
	}
}

func (s still) as(officer string)       { s.t.Helper(); s.must(s.SignIn(s.t.Context(), officer)) }
func (s still) open(path string)        { s.t.Helper(); s.must(s.Open(s.t.Context(), path)) }
func (s still) fill(answers url.Values) { s.t.Helper(); s.must(s.Fill(s.t.Context(), answers)) }
func (s still) presses(selector string) {
	s.t.Helper()
	s.must(s.press(script("document.querySelector(%s)", selector)))
}

// sends answers what the page asks, sends that, and looks where it led.
func (s still) sends(answers url.Values, to string) {
	s.t.Helper()
	s.fill(answers)
	s.must(s.Send(s.t.Context()))
	s.at(to)
}

// gives does the same with the arguments of a command.
func (s still) gives(args any, to string) {
	s.t.Helper()
	answers, err := Answers(args, s.World.Desk.Where())
	s.must(err)
	s.sends(answers, to)
}

func (s still) at(to string) {
	s.t.Helper()
	if path, text, err := s.At(); err != nil || !strings.HasPrefix(path, to) {
		s.t.Fatalf("at %s (%v), and not %s: %s", path, err, to, text)
	}
}

func (s still) says(words string) {
	s.t.Helper()
	if path, text, err := s.At(); err != nil || !strings.Contains(text, words) {
		s.t.Fatalf("%s does not say %q (%v): %s", path, words, err, text)
	}
}

// holds says whether something is on the page.
func (s still) holds(selector string) bool {
	s.t.Helper()
	there, err := Value[bool](s.Tab, script("!!document.querySelector(%s)", selector))
	s.must(err)
	return there
}

// attaches puts a file into the field for it.
func (s still) attaches(selector, name string, content []byte) {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), name)
	s.must(os.WriteFile(path, content, 0o600))
	s.must(chromedp.Do(s.ctx, chromedp.SetUploadFiles(selector, []string{path})))
}

// Everything that is done in the pages beside the forms of cases is done once in a
// browser that runs no script: no act waits for one.
func TestEverythingOnceWithoutAScript(t *testing.T) {
	t.Parallel()
	w := empty(t)
	numbers, err := w.Ways(t.Context(), desktest.Traveller{Given: "Ladidi", Until: "option.tell"}, desktest.Traveller{Given: "Binta", Until: "seat.give"})
	if err != nil {
		t.Fatal(err)
	}
	w.At(40, 9*time.Hour)
	s := still{tab(t, w, Look{Language: "en", Width: 1100, NoScript: true}), t}
	s.runs("signing in and out", func(s still) {
		s.open("/sign-in")
		s.sends(url.Values{"name": {"cou"}, "password": {"another password"}}, "/sign-in")
		if !s.holds("[role=alert]") {
			s.says("a sentence about what was wrong")
		}
		s.sends(url.Values{"name": {"cou"}, "password": {desktest.Password}}, "/")
		s.presses("form.who button")
		s.at("/sign-in")
	})
	s.runs("a reader's language", func(s still) {
		s.presses(`form.languages [value="fr"]`)
		s.says("Mot de passe")
		s.presses(`form.languages [value="en"]`)
		s.says("Password")
	})
	s.runs("somebody is found", func(s still) {
		s.as("cou")
		s.open("/find")
		s.sends(url.Values{"text": {"leddidi"}}, "/find")
		s.presses(`a[href="/cases/` + numbers[0] + `"]`)
		s.at("/cases/" + numbers[0])
		s.open("/")
		s.sends(url.Values{"text": {strings.ToLower(numbers[1])}}, "/cases/"+numbers[1])
	})
	s.runs("a form is kept, taken up and thrown away", func(s still) {
		s.as("pia")
		form := "/cases/" + numbers[0] + "/do/hold.place"
		keep := func(reason string) {
			s.open(form)
			s.fill(url.Values{"for": {"law"}, "reason": {reason}})
			s.presses("button[name=later]")
			s.at(form)
			if !s.holds("a[href$='?begun']") {
				s.t.Fatal("what was kept is not offered")
			}
		}
		keep("a court asked for it")
		s.presses("a[href$='?begun']")
		if kept, err := Value[string](s.Tab, `document.querySelector("[name=reason]").value`); err != nil || kept != "a court asked for it" || !s.holds("[name=for][value=law]:checked") {
			s.t.Errorf("taken up as %q (%v)", kept, err)
		}
		s.presses("form:has([name=reason]) button.main")
		s.at("/cases/" + numbers[0] + "?done=")
		keep("no, it did not")
		s.presses("button[name=drop]")
		s.at(form)
		if s.holds("a[href$='?begun']") {
			s.t.Error("what was thrown away is still offered")
		}
	})
	s.runs("a mark with its picture", func(s still) {
		s.as("cou")
		with := "/cases/" + numbers[0] + "/with"
		s.open(with)
		s.sends(speaking("hau"), with+"/hello")
		s.open(with + "/mark")
		picture := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{7}, 900)...)
		s.fill(url.Values{"mark": {"thumb-image"}})
		s.attaches("input[name=markDigest]", "thumb.png", picture)
		s.must(s.Send(s.t.Context()))
		s.at(with + "/done-yes?done=")
		if kept, err := w.Desk.Attached(s.t.Context(), w.Who("cou"), numbers[0], sha256.Sum256(picture)); err != nil || !bytes.Equal(kept, picture) {
			s.t.Errorf("%d bytes of the picture are kept: %v", len(kept), err)
		}
	})
	s.runs("a movement", func(s still) {
		s.as("mov")
		const one = "/movements/TIP-LOS-0302"
		departs := w.Now().AddDate(0, 0, 20).Truncate(time.Hour)
		s.open("/open/movements/movement.plan")
		s.gives(movement.Plan{Reference: "TIP-LOS-0302", Kind: "charter", To: "NGA", Line: desktest.Line, Cost: 1000, Departs: departs, Arrives: departs.Add(5 * time.Hour)}, one+"?done=")
		s.presses(`a[href="` + one + `/do/movement.plan-no"]`)
		s.gives(movement.PlanNo{Shelter: true, Transport: true, Officer: true}, one+"?done=")
		s.open("/cases/" + numbers[1] + "/do/seat.give")
		s.gives(movement.GiveSeat{Movement: "TIP-LOS-0302", Line: desktest.Line, Reason: "waiting-longest"}, "/cases/"+numbers[1]+"?done=")
		s.open(one + "/seats")
		s.says(numbers[1])
		s.open(one)
		s.presses(`a[href="` + one + `/do/movement.lock"]`)
		s.gives(movement.Lock{}, one+"?done=")
		s.says("closed")
		s.presses(`a[href="` + one + `/do/movement.move"]`)
		s.gives(movement.Move{Departs: departs.AddDate(0, 0, 1), Arrives: departs.AddDate(0, 0, 1).Add(5 * time.Hour), Reason: "weather"}, one+"?done=")
		s.says("Was to leave")
		s.presses(`a[href="` + one + `/do/movement.cancel"]`)
		s.gives(movement.Cancel{Reason: "weather"}, one+"?done=")
		s.says("cancelled")
	})
	s.runs("a change of the rule book", func(s still) {
		s.as("hop")
		s.open("/rulebook/change")
		s.sends(url.Values{"part": {"numbers"}}, "/rulebook/change?part=numbers")
		s.must(func() error {
			_, err := Value[bool](s.Tab, `document.getElementById("number.gate-hours").value = "", true`)
			return err
		}())
		s.sends(url.Values{"number.gate-hours": {"8"}}, "/rulebook/change")
		s.says("8 hours")
		s.presses("button[name=do][value=propose]")
		s.at("/rulebook/versions/")
		version, _, err := s.At()
		s.must(err)
		version, _, _ = strings.Cut(version, "?")
		for officer, side := range map[string]string{"hop": "protection", "ethics": "outside"} {
			s.as(officer)
			s.open(version)
			s.fill(url.Values{"read": {"yes"}})
			s.presses("button[name=side][value=" + side + "]")
			s.at(version)
		}
		s.says("signed; in force from")
	})
	s.runs("a whole rule book", func(s still) {
		s.as("hop")
		reader, err := w.Reader(s.t.Context(), "hop", "en")
		s.must(err)
		text, err := reader.Get(s.t.Context(), "/rulebook/versions/1/text")
		s.must(err)
		var book safeguard.Book
		s.must(json.Unmarshal([]byte(text.Text), &book))
		book.Numbers["gate-hours"] = 5
		changed, err := json.Marshal(book)
		s.must(err)
		s.open("/rulebook/change")
		s.attaches("input[name=text]", "book.json", changed)
		s.presses(`form[action="/rulebook/upload"] button`)
		s.at("/rulebook/versions/")
		s.says("5 hours")
	})
	s.runs("a text", func(s still) {
		s.as("hop")
		s.open("/open/texts/text.approve")
		s.gives(consent.ApproveText{Reference: safeguard.ReturnDeclaration, Language: "eng", Version: 1, Body: "I want to return."}, "/texts/"+safeguard.ReturnDeclaration+"?done=")
	})
	s.runs("a receipt", func(s still) {
		events, err := w.Desk.Events(s.t.Context(), w.Who("hop"), numbers[0])
		s.must(err)
		s.open("/log/receipt")
		s.sends(url.Values{"receipt": {events[0].Entry.String()}}, "/log/receipt")
		s.says("✓ In the log")
		s.as("pia")
		s.open("/cases/" + numbers[0] + "/receipts/" + events[0].Entry.String())
		s.presses(`form[action="/slip"] button`)
		if !s.holds("svg") {
			s.t.Error("no receipt is drawn")
		}
		slip, err := chromedp.Call(s.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatJpeg})
		s.must(err)
		s.as("hop")
		s.open("/log/receipt")
		s.attaches("input[name=photo]", "photo.jpg", slip.Data)
		s.presses(`form[enctype="multipart/form-data"] button`)
		s.at("/log/receipt")
		s.says("✓ In the log")
	})
	s.runs("an account", func(s still) {
		s.as("admin")
		s.open("/users/new")
		s.sends(url.Values{
			"code": {"T-9"}, "office": {"tripoli"}, "roles": {"counsellor"}, "clears": {"no"}, "language": {"en"}, "login": {"ninth"}, "password": {desktest.Password},
		}, "/users/T-9?done")
		s.must(s.Click(`document.querySelector('form[action$="user.change"]').closest("details").querySelector("summary")`))
		s.sends(url.Values{"roles": {"caseworker"}}, "/users/T-9?done=")
		s.says("counsellor and caseworker")
		s.as("ninth")
		s.open("/account")
		const next = "quite another long sentence"
		s.sends(url.Values{"name": {"ninth"}, "old": {desktest.Password}, "new": {next}, "again": {next}}, "/account?changed")
	})
}

// At the gate somebody is found, confirmed and asked with nothing but forms.
func TestTheGateWithoutAScript(t *testing.T) {
	t.Parallel()
	w := empty(t)
	numbers, err := w.Ways(t.Context(), desktest.Traveller{Given: "Halima", Until: "gate.confirm-person"}, desktest.Traveller{Given: "Binta", Until: "gate.confirm-person"})
	if err != nil {
		t.Fatal(err)
	}
	w.At(51, 10*time.Hour)
	s := still{tab(t, w, Look{As: "gat", Language: "en", Width: 360, NoScript: true}), t}
	const gate = "/movements/" + desktest.Flight + "/gate"
	for i, answer := range []string{"yes", "no"} {
		s.open(gate)
		s.sends(url.Values{"q": {[]string{"haleema", "binta"}[i]}}, gate)
		s.presses("[data-number=" + numbers[i] + "]")
		s.at(gate + "/" + numbers[i])
		s.sends(url.Values{"how": {safeguard.MetBefore}}, gate+"/"+numbers[i])
		s.says("✓")
		how := speaking("hau")
		delete(how, "talk.mode")
		s.fill(how)
		s.presses("form.asking [name=answer][value=" + answer + "]")
		s.at(gate + "?next")
		c, err := w.Desk.Case(t.Context(), w.Who("pia"), numbers[i])
		s.must(err)
		if asked := c.File.Travel.Gate; len(asked) != 1 || asked[0].Answer != answer || !asked[0].Talk.Sound() {
			t.Errorf("recorded of a %s: %+v", answer, asked)
		}
	}
	s.open(gate)
	s.sends(url.Values{"q": {strings.ToLower(numbers[1])}}, gate+"/"+numbers[1])
}

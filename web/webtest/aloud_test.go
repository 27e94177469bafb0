package webtest

import (
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"amana/desk/desktest"
)

// voices stands in for those of the reader's computer, because a browser without a
// screen has none: it keeps what it was given to say, and says it at once.
const voices = `{
window.spoken = [];
class Utterance { constructor(text) { this.text = text; } }
const speech = { getVoices: () => [{ lang: "VOICE" }], cancel() {}, addEventListener() {},
	speak(u) { window.spoken.push(u.lang + "|" + u.text.trim()); setTimeout(() => u.onend(), 0); } };
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance });
Object.defineProperty(window, "speechSynthesis", { value: speech });
}`

// A thought is read aloud word for word, by a voice of the person's language; where
// the computer has none, nothing offers to read it by another.
func TestAThoughtIsReadAloud(t *testing.T) {
	t.Parallel()
	w, ctx := empty(t), t.Context()
	numbers, err := w.Ways(ctx, desktest.Traveller{Given: "Ladidi", Until: "option.tell"})
	if err != nil {
		t.Fatal(err)
	}
	const button = `document.querySelector("[data-aloud]")`
	for voice, reads := range map[string]bool{"ar-LY": true, "en-GB": false} {
		hand := tab(t, w, Look{As: "cou", Language: "en", Width: 1100})
		script := page.AddScriptToEvaluateOnNewDocumentParams{Source: strings.Replace(voices, "VOICE", voice, 1)}
		if _, err := chromedp.Call(hand.ctx, page.AddScriptToEvaluateOnNewDocument, script); err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{hand.Open(ctx, "/cases/"+numbers[0]+"/with"), hand.Fill(ctx, speaking("ara")), hand.Send(ctx)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		until(t, hand, button)
		if hidden, err := Value[bool](hand, button+".hidden"); err != nil || hidden == reads {
			t.Errorf("with a voice of %s the button is hidden: %v %v", voice, hidden, err)
		}
		if !reads {
			continue
		}
		name, _ := Value[string](hand, button+".textContent")
		if _, err := Value[bool](hand, button+".click(), true"); err != nil {
			t.Fatal(err)
		}
		until(t, hand, button+`.textContent === `+"`"+name+"`")
		want, err := Value[[]string](hand, `[...document.querySelectorAll("article [data-read]")].map(e => "ar-LY|" + e.textContent.trim())`)
		if err != nil || len(want) == 0 {
			t.Fatal("nothing is there to read", err)
		}
		if said, err := Value[[]string](hand, "window.spoken"); err != nil || !slices.Equal(said, want) {
			t.Errorf("read aloud: %q, and on the page: %q (%v)", said, want, err)
		}
	}
}

package replica_test

import (
	"encoding/json"
	"testing"

	"amana/domain/casefile"
	"amana/policy"
)

// The node records that witnesses signed for a proposal when they have, once, and
// not before.
func TestWhatAwaitsWitnessesIsNotedWhenTheySigned(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		book, err := policy.LibyaVHR()
		if err != nil {
			t.Fatal(err)
		}
		book.Version++
		text, err := json.Marshal(book)
		if err != nil {
			t.Fatal(err)
		}
		w.ask(t)
		if err := w.Other(t.Context(), "hop", casefile.Rules, book.ID, "rulebook.propose", map[string]any{"book": json.RawMessage(text)}); err != nil {
			t.Fatal(err)
		}
		noted := func(when string, want bool) {
			t.Helper()
			if err := w.Desk.NoteWitnessed(t.Context()); err != nil {
				t.Fatal(err)
			}
			v := w.Desk.Books()[0].Versions[1]
			if !v.Awaits || v.Witnessed.IsZero() == want {
				t.Errorf("%s: awaits %t, witnessed %v", when, v.Awaits, v.Witnessed)
			}
		}
		noted("before they signed", false)
		w.ask(t)
		noted("when they had", true)
		size := published(t, w.Desk).Size
		noted("again", true)
		w.ask(t)
		if grown := published(t, w.Desk).Size; grown > size+2 {
			t.Errorf("noted again and again: %d entries, then %d", size, grown)
		}
	})
}

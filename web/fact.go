package web

import (
	"crypto/sha256"
	"html/template"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"amana/desk/shape"
	"amana/domain/ledger"
)

// factOf is the digest of a word, or of the name of a picture, by which somebody
// is known at the gate: in small letters, without spaces around it, and each
// letter written in one way, whichever telephone it was typed on. Of what a keyboard
// adds to show letters apart, joined or in a direction, nothing is said aloud.
func factOf(text string) ledger.Hash {
	said := func(r rune) rune {
		if shape.Unseen(r) || unicode.In(r, unicode.Bidi_Control, unicode.Join_Control) {
			return -1
		}
		return r
	}
	words := strings.Fields(strings.Map(said, norm.NFC.String(text)))
	return sha256.Sum256([]byte(strings.ToLower(strings.Join(words, " "))))
}

// sights are the pictures that a person may choose from: what everybody has seen,
// and none of them a flag, a faith or a weapon. Their names never change, since a
// choice is kept as the digest of one.
var sights = []struct {
	name  string
	words string        // what it is, as a key
	paths template.HTML // of a drawing of 24 by 24
}{
	{"star", "page.sight.star", `<path d="m12 3 2.7 5.9 6.3.7-4.7 4.3 1.3 6.3L12 17l-5.6 3.2 1.3-6.3L3 9.6l6.3-.7z"/>`},
	{"leaf", "page.sight.leaf", `<path d="M5 19C5 9 12 5 20 4c0 8-4 15-12 15-1 0-2 0-3-.5zm0 0 8-8"/>`},
	{"sun", "page.sight.sun", `<circle cx="12" cy="12" r="4"/><path d="M12 2v3m0 14v3M2 12h3m14 0h3M5 5l2 2m10 10 2 2m0-14-2 2M7 17l-2 2"/>`},
	{"house", "page.sight.house", `<path d="m3 12 9-8 9 8M6 10v10h12V10m-8 10v-6h4v6"/>`},
	{"tree", "page.sight.tree", `<path d="M12 21v-7"/><circle cx="12" cy="9" r="6"/>`},
	{"fish", "page.sight.fish", `<path d="M3 12c4-6 10-6 14 0-4 6-10 6-14 0zm14 0 4-4v8zM7 11.5h.1"/>`},
	{"bird", "page.sight.bird", `<path d="M4 15c4 4 11 3 12-3 0-4 2-5 4-5-1-2-5-3-7 1-1 3-4 4-9 7zm7 3v3m3-3v3"/>`},
	{"key", "page.sight.key", `<circle cx="7" cy="12" r="4"/><path d="M11 12h10m-3 0v4m-4-4v3"/>`},
	{"cup", "page.sight.cup", `<path d="M5 6h11v7a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5zm11 2h2a2 2 0 0 1 0 5h-2M4 21h13"/>`},
	{"boat", "page.sight.boat", `<path d="M3 16h18l-3 4H6zm9-13v12m0-11 6 9h-6"/>`},
	{"drum", "page.sight.drum", `<ellipse cx="12" cy="7" rx="7" ry="3"/><path d="M5 7l2 11c2 2 8 2 10 0l2-11"/>`},
	{"umbrella", "page.sight.umbrella", `<path d="M3 12a9 9 0 0 1 18 0zm9 0v7a2 2 0 0 0 4 0"/>`},
}

// sight draws a picture; its name stands beside it.
func sight(name string) template.HTML {
	for _, s := range sights {
		if s.name == name {
			return `<svg viewBox="0 0 24 24" width="40" height="40" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true">` + s.paths + `</svg>`
		}
	}
	return ""
}

// pictures are those to choose from.
func (v *visit) pictures(said []string) (all []option) {
	for _, s := range sights {
		all = append(all, option{s.name, v.say.Text(s.words, nil), slices.Contains(said, s.name)})
	}
	return all
}

package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"

	"amana/domain/fault"
	"amana/front"
)

//go:embed asset/*
var files embed.FS

// shelf holds what pages load, under names that hold their digest: what a
// browser keeps is right for ever.
type shelf struct {
	names map[string]string // "style.css" → "style.1f2e….css"
	held  map[string]thing  // by the long name
}

type thing struct {
	kind         string
	text, packed []byte
}

func (s shelf) path(name string) string { return "/asset/" + s.names[name] }

var assets = sync.OnceValue(func() shelf {
	s := shelf{names: map[string]string{}, held: map[string]thing{}}
	entries, err := files.ReadDir("asset")
	if err != nil {
		panic(err) // embedded
	}
	for _, e := range entries {
		text, err := files.ReadFile("asset/" + e.Name())
		if err != nil {
			panic(err)
		}
		if e.Name() == "style.css" {
			text = append(text, conditions()...)
		}
		digest := sha256.Sum256(text)
		ext := path.Ext(e.Name())
		long := strings.TrimSuffix(e.Name(), ext) + "." + hex.EncodeToString(digest[:6]) + ext
		s.names[e.Name()] = long
		s.held[long] = thing{kind: mime.TypeByExtension(ext), text: text, packed: compressed(text)}
	}
	return s
})

// asset serves one of them.
func asset(w http.ResponseWriter, r *http.Request) {
	a := front.Of(w)
	t, there := assets().held[r.PathValue("name")]
	if !there {
		a.Fail(fault.New(fault.Missing, "fault.not-found"))
		return
	}
	h := a.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		a.Send(http.StatusOK, t.kind, t.packed)
		return
	}
	a.Send(http.StatusOK, t.kind, t.text)
}

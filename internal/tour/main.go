// Command tour takes a picture of each page, in Arabic, French and English, of a
// programme of invented people, and writes docs/tour.md with them. Run it from the
// root of the tree when pages have changed, and look at what it took.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"

	"amana/desk"
	"amana/desk/desktest"
	"amana/lang"
	"amana/policy"
	"amana/seal"
	"amana/store"
	"amana/web/webtest"
)

// How the pictures are taken: as wide as a laptop's window, and on a telephone
// for those whose page is used on one; no longer than shows what it is.
const (
	wide    = 1000
	quality = 35
	longest = 1200      // pixels of the page
	scale   = 0.65      // of which the picture has so many
	most    = 3_000_000 // bytes of all together: they lie in the tree
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, "docs"); err != nil {
		fmt.Fprintln(os.Stderr, "tour:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, docs string) error {
	w, done, err := programme(ctx)
	if err != nil {
		return err
	}
	defer done()
	browser, err := webtest.Open(ctx)
	if err != nil {
		return err
	}
	defer browser.Close()
	folder := filepath.Join(docs, "tour")
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		return err
	}
	var text strings.Builder
	text.WriteString(begin)
	total := 0
	for _, sight := range webtest.Sights {
		if sight.Shows == "" {
			continue
		}
		fmt.Fprintf(&text, "\n## `%s`\n\n%s\n\n| العربية | Français | English |\n|---|---|---|\n|", shown(sight.Path), sight.Shows)
		for _, language := range []string{"ar", "fr", "en"} {
			picture, err := take(ctx, browser, w, sight, language)
			if err != nil {
				return err
			}
			total += len(picture)
			name := slug(sight) + "." + language + ".webp"
			if err := os.WriteFile(filepath.Join(folder, name), picture, 0o644); err != nil {
				return err
			}
			fmt.Fprintf(&text, " ![%s, %s](tour/%s) |", shown(sight.Path), lang.New("en").Tongue(language), name)
		}
		text.WriteString("\n")
	}
	if total > most {
		return fmt.Errorf("the pictures take %d bytes, more than %d", total, most)
	}
	fmt.Printf("%d bytes of pictures\n", total)
	return os.WriteFile(filepath.Join(docs, "tour.md"), []byte(text.String()), 0o644)
}

const begin = `# The pages

Each page of the officers' web, in Arabic, French and English, as it looks in Debian's Chromium in a
programme of invented people. ` + "`go run ./internal/tour`" + ` takes the pictures; what holds for every page is
tested in ` + "`web/webtest`" + `. French and Arabic are drafts until people who know them approve them.
`

func take(ctx context.Context, b *webtest.Browser, w *webtest.World, s webtest.Sight, language string) ([]byte, error) {
	width := wide
	if s.Phone {
		width = 360
	}
	tab, err := b.Tab(ctx, w, webtest.Look{As: s.As, Language: language, Width: width})
	if err != nil {
		return nil, err
	}
	defer tab.Close()
	if _, err := tab.Go(w.Path(s.Path)); err != nil {
		return nil, err
	}
	return tab.Picture(width, longest, scale, quality)
}

// programme is one in a store that is removed at the end.
func programme(ctx context.Context) (w *webtest.World, done func(), err error) {
	folder, err := os.MkdirTemp("", "amana-tour-")
	if err != nil {
		return nil, nil, err
	}
	keys, err := seal.NewKeyFile("amana.test/tour", nil)
	if err != nil {
		return nil, nil, err
	}
	roles, err := policy.Roles()
	if err != nil {
		return nil, nil, err
	}
	db, err := store.OpenSQLite(ctx, store.File{Path: filepath.Join(folder, "amana.db"), Key: store.KeyOf(keys.Database)})
	if err != nil {
		return nil, nil, err
	}
	w, err = webtest.Build(ctx, desk.Config{Store: db, Keys: keys, Roles: roles, Hardness: desktest.Light})
	return w, func() { w.Close(); _ = db.Close(); _ = os.RemoveAll(folder) }, err
}

// shown is a path without what is special about the case.
func shown(path string) string {
	path, _, _ = strings.Cut(path, "?")
	return special.ReplaceAllString(path, "TI-26-0001-A")
}

var (
	special = regexp.MustCompile(`\{[a-z-]+\}`)
	odd     = regexp.MustCompile(`[^a-z0-9]+`)
)

// slug is the name of a picture's file.
func slug(s webtest.Sight) string {
	if name := strings.Trim(odd.ReplaceAllString(strings.ToLower(s.Path), "-"), "-"); name != "" {
		return name
	}
	return "start"
}

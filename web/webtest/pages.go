package webtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"amana/domain/ledger"
)

// Sight is a page as somebody sees it.
type Sight struct {
	Pattern string     // of its route
	As      string     // an officer's name; "" for nobody
	Path    string     // with {cleared} for the number of that case, {receipt} for one of who is blocked
	Sends   url.Values // it answers this form, which changes nothing whoever sends it; nil: it is only read
	Status  int        // 0: 200
	Shows   string     // what there is to see, for whoever is shown round; "": nothing else
	Phone   bool       // it is used on one
	Apart   bool       // it is none, but a file to keep or a way to another
}

// Sights are pages of every route that is read, and of every form that answers by a
// page, part by part: a test fails where one is in no line. Whoever adds a page adds who sees it, and if what it holds
// depends on the case, a line for each.
var Sights = slices.Concat(anySights, caseSights, overviewSights, movementSights, withSights, bookSights)

var special = regexp.MustCompile(`\{([a-z-]+)\}`)

// Path is that of a sight in a world.
func (w *World) Path(path string) string {
	path = strings.ReplaceAll(path, "{receipt}", w.Receipt)
	return special.ReplaceAllStringFunc(path, func(name string) string {
		number, there := w.Cases[name[1:len(name)-1]]
		if !there {
			panic(fmt.Sprintf("webtest: nobody is %s", name))
		}
		return number
	})
}

// Name is what a sight is called beside others.
func (s Sight) Name() string {
	if s.Sends == nil {
		return s.Path
	}
	said, _ := url.QueryUnescape(s.Sends.Encode())           // of what was encoded
	said = string([]rune(said)[:min(60, len([]rune(said)))]) // the rest does not tell it from others
	return strings.TrimSpace("POST " + s.Path + " " + said)
}

// Sent is the form of a sight in a world, under an id of its own.
func (w *World) Sent(s Sight) url.Values {
	var id ledger.Command
	_, _ = rand.Read(id[:]) // it does not fail
	text, _ := id.MarshalText()
	form := url.Values{"id": {string(text)}}
	for name, values := range s.Sends {
		for _, value := range values {
			form[name] = append(form[name], w.Path(value))
		}
	}
	return form
}

// See asks for a sight, or sends its form.
func (r *Reader) See(ctx context.Context, s Sight) (Page, error) {
	if s.Sends == nil {
		return r.Get(ctx, r.World.Path(s.Path))
	}
	return r.Post(ctx, r.World.Path(s.Path), r.World.Sent(s))
}

// See opens a sight, or sends its form from another page.
func (t *Tab) See(s Sight) (status int, err error) {
	path := t.World.Path(s.Path)
	if s.Sends == nil {
		return t.Go(path)
	}
	if _, err := t.Go("/sign-in"); err != nil {
		return 0, err
	}
	ctx, cancel := t.soon()
	defer cancel()
	send := script(`(f => {
		f.method = "post"; f.action = %s;
		for (const [name, values] of Object.entries(%s)) for (const value of values) f.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
		document.body.append(f); f.submit(); return true;
	})(document.createElement("form"))`, path, t.World.Sent(s))
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.Evaluate[bool](send))); err != nil {
		return 0, fmt.Errorf("%s: %w", path, err)
	}
	return Value[int](t, `performance.getEntriesByType("navigation")[0].responseStatus`)
}

package webtest

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"amana/desk/desktest"
)

//go:embed hand.js
var handScript string

// SignIn signs an officer in at the page for it, after whoever was there left.
func (t *Tab) SignIn(ctx context.Context, as string) error {
	if there, err := Value[bool](t, `!!document.querySelector('form.who button')`); err != nil {
		return err
	} else if there {
		if err := t.press(`document.querySelector('form.who button')`); err != nil {
			return err
		}
	}
	if err := t.Open(ctx, "/sign-in"); err != nil {
		return err
	}
	if err := t.Fill(ctx, url.Values{"name": {as}, "password": {desktest.Password}}); err != nil {
		return err
	}
	return t.Send(ctx)
}

// Open opens a page.
func (t *Tab) Open(_ context.Context, path string) error {
	status, err := t.Go(path)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("%s: %d", path, status)
	}
	return err
}

// At is where the window is.
func (t *Tab) At() (path, text string, err error) {
	got, err := Value[[]string](t, `[location.pathname + location.search, (document.querySelector("main") ?? document.body).innerText]`)
	if err != nil {
		return "", "", err
	}
	return got[0], strings.Join(strings.Fields(got[1]), " "), nil
}

// place is where a control is in the window, and what it is.
type place struct {
	Kind string  `json:"kind"` // "click", "type", "set"; else what is wrong
	X    float64 `json:"x"`
	Y    float64 `json:"y"`
}

// Fill answers what a form asks, in the order in which it does, by clicking and
// typing.
func (t *Tab) Fill(_ context.Context, answers url.Values) error {
	order, err := Value[[]string](t, handScript+script("form(%s)", answers))
	if err != nil {
		return err
	}
	if len(order) != len(answers) {
		path, _, _ := t.At()
		return fmt.Errorf("%s asks only %s of %v", path, order, answers)
	}
	for _, name := range order {
		values := answers[name]
		for i, value := range values {
			at, err := t.stepTo(script("control(%s,%s,%s)", name, value, i))
			if err != nil {
				return err
			}
			switch at.Kind {
			case "set": // where the browser would open a window of its own
			case "click", "type":
				if err := chromedp.Do(t.ctx, chromedp.MouseClickXY(at.X, at.Y)); err != nil {
					return err
				}
				if at.Kind == "click" {
					break
				}
				if i > 0 {
					value = "\n" + value
				}
				if _, err := chromedp.Call(t.ctx, input.InsertText, input.InsertTextParams{Text: value}); err != nil {
					return err
				}
			default:
				return fmt.Errorf("%s=%s: %s", name, value, at.Kind)
			}
		}
	}
	return nil
}

// stepTo finds a control, going on to the next step of the form as long as it is
// on none that is shown.
func (t *Tab) stepTo(find string) (at place, err error) {
	for {
		if at, err = Value[place](t, find); err != nil || at.Kind != "is not shown" {
			return at, err
		}
		next, err := Value[place](t, "next(filled)")
		if err != nil || next.Kind != "click" {
			return at, err
		}
		if err := chromedp.Do(t.ctx, chromedp.MouseClickXY(next.X, next.Y)); err != nil {
			return at, err
		}
	}
}

// Send presses the main button of the form that was filled in.
func (t *Tab) Send(context.Context) error {
	if _, err := t.stepTo("at(sends(filled))"); err != nil {
		return err
	}
	return t.press("sends(filled)")
}

// Click clicks what a script finds, and waits for nothing.
func (t *Tab) Click(find string) error {
	at, err := Value[place](t, handScript+"at("+find+")")
	if err == nil && at.Kind != "click" {
		err = fmt.Errorf("%s: %s", find, at.Kind)
	}
	if err != nil {
		return err
	}
	return chromedp.Do(t.ctx, chromedp.MouseClickXY(at.X, at.Y))
}

// press clicks what a script finds, and waits for the page to which that leads.
func (t *Tab) press(find string) error {
	at, err := Value[place](t, handScript+"at("+find+")")
	if err != nil {
		return err
	}
	if at.Kind != "click" {
		path, text, _ := t.At()
		return fmt.Errorf("%s: %s: %s: %s", path, find, at.Kind, text)
	}
	ctx, cancel := t.soon()
	defer cancel()
	_, err = chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.MouseClickXY(at.X, at.Y)))
	return err
}

// script is one with arguments as JavaScript has them.
func script(text string, args ...any) string {
	quoted := make([]any, len(args))
	for i, a := range args {
		text, err := json.Marshal(a)
		if err != nil {
			panic(err) // strings, numbers and lists of them
		}
		quoted[i] = string(text)
	}
	return fmt.Sprintf(text, quoted...)
}

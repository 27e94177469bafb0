package webtest

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Browser is one Chromium, without a window.
type Browser struct {
	ctx  context.Context
	stop func()
}

// Open starts Debian's Chromium; without it nothing about the pages is proved,
// so that is an error.
func Open(ctx context.Context) (*Browser, error) {
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath("chromium"), chromedp.DisableGPU)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // it refuses to sandbox root
	}
	allocated, stop := chromedp.NewExecAllocator(ctx, options...)
	b := &Browser{stop: stop}
	b.ctx, _ = chromedp.NewContext(allocated)
	if err := chromedp.Do(b.ctx); err != nil {
		stop()
		return nil, fmt.Errorf("starting chromium (make tools installs it): %w", err)
	}
	return b, nil
}

// Close ends it.
func (b *Browser) Close() {
	_ = chromedp.Cancel(b.ctx) // its profile is removed either way
	b.stop()
}

// Look is how somebody looks at the pages.
type Look struct {
	As       string // an officer's name; "" for nobody
	Language string
	Width    int // of the window in pixels
	Dark     bool
	NoScript bool
}

// Tab is a window of its own: it shares no cookie with another.
type Tab struct {
	World *World
	ctx   context.Context
	stop  func()

	mu       sync.Mutex
	troubles []string
}

// Tab opens a window and signs in.
func (b *Browser) Tab(ctx context.Context, w *World, look Look) (*Tab, error) {
	t := &Tab{World: w}
	t.ctx, t.stop = chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(t.hear))
	reader, err := w.Reader(ctx, look.As, look.Language)
	if err != nil {
		return nil, err
	}
	if err := chromedp.Do(t.ctx); err != nil {
		return nil, err
	}
	if _, err := chromedp.Call(t.ctx, network.Enable, network.EnableParams{}); err != nil {
		return nil, err
	}
	for _, c := range reader.Cookies() {
		if _, err := chromedp.Call(t.ctx, network.SetCookie, network.SetCookieParams{Name: c.Name, Value: c.Value, URL: w.URL}); err != nil {
			return nil, err
		}
	}
	if _, err := chromedp.Call(t.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: look.NoScript}); err != nil {
		return nil, err
	}
	// Every window has the focus, as if it were alone.
	if _, err := chromedp.Call(t.ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		return nil, err
	}
	if err := t.Dark(look.Dark); err != nil {
		return nil, err
	}
	return t, t.Width(look.Width)
}

// Close closes the window.
func (t *Tab) Close() { t.stop() }

// patience is how long anything may take in a browser that does nothing else.
const patience = 30 * time.Second

// soon ends what takes longer: a page that never loads is an error, not a wait.
func (t *Tab) soon() (context.Context, context.CancelFunc) {
	return context.WithTimeout(t.ctx, patience)
}

// hear collects what no page may do: complain, or ask anybody else for anything.
func (t *Tab) hear(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		t.trouble("the console says %s", e.Type)
	case *runtime.EventExceptionThrown:
		t.trouble("a script failed: %s", e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Source == log.EntrySourceSecurity {
			t.trouble("%s: %s", e.Entry.Source, e.Entry.Text)
		}
	case *network.EventRequestWillBeSent:
		own := strings.HasPrefix(e.Request.URL, "data:") // the browser's own picture beside a field for a day
		if !own && !strings.HasPrefix(e.Request.URL, t.World.URL+"/") {
			t.trouble("asked %s", e.Request.URL)
		}
	}
}

func (t *Tab) trouble(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.troubles = append(t.troubles, fmt.Sprintf(format, args...))
}

// Troubles are what was heard since it was asked last.
func (t *Tab) Troubles() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := t.troubles
	t.troubles = nil
	return all
}

// Go opens a page and waits until it is there with all it loads.
func (t *Tab) Go(path string) (status int, err error) {
	ctx, cancel := t.soon()
	defer cancel()
	res, err := chromedp.Run(ctx, chromedp.NavigateResponse(t.World.URL+path))
	if err != nil {
		return 0, fmt.Errorf("%s: %w", path, err)
	}
	return int(res.Status), nil
}

// Width sets the width of the window.
func (t *Tab) Width(pixels int) error {
	return chromedp.Do(t.ctx, chromedp.EmulateViewport(int64(pixels), 900))
}

// Dark says which colours the reader prefers.
func (t *Tab) Dark(dark bool) error { return t.prefers(dark, "no-preference", "none") }

// Strong says that the reader wants more contrast than usual.
func (t *Tab) Strong(dark bool) error { return t.prefers(dark, "more", "none") }

// Forced says that the reader's system puts its own few colours in the place of
// the page's.
func (t *Tab) Forced(dark bool) error { return t.prefers(dark, "more", "active") }

// Printed shows the page as it is printed, to the width of A4 within a printer's
// margins.
func (t *Tab) Printed(dark bool) error {
	if err := t.Width(718); err != nil {
		return err
	}
	return t.media("print", dark, "no-preference", "none")
}

func (t *Tab) prefers(dark bool, contrast, forced string) error {
	return t.media("screen", dark, contrast, forced)
}

func (t *Tab) media(media string, dark bool, contrast, forced string) error {
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	_, err := chromedp.Call(t.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media, Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		{Name: "prefers-contrast", Value: contrast}, {Name: "forced-colors", Value: forced},
	}})
	return err
}

// Press types keys, as "\t".
func (t *Tab) Press(keys string) error {
	ctx, cancel := t.soon()
	defer cancel()
	return chromedp.Do(ctx, chromedp.KeyEvent(keys))
}

// Picture is the page as WebP, as far as it is not longer than so many pixels.
func (t *Tab) Picture(width, longest int, scale float64, quality int) ([]byte, error) {
	height, err := Value[int](t, "Math.ceil(document.documentElement.getBoundingClientRect().height)")
	if err != nil {
		return nil, err
	}
	got, err := chromedp.Call(t.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatWebp, Quality: new(int64(quality)), CaptureBeyondViewport: new(true),
		Clip: &page.Viewport{Width: float64(width), Height: float64(min(height, longest)), Scale: scale},
	})
	return got.Data, err
}

// Value is what a script says in the page. It is the test's, not the page's: the
// policy of the page does not hold for it.
func Value[T any](t *Tab, script string) (T, error) {
	ctx, cancel := t.soon()
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
}

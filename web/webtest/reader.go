package webtest

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"amana/desk/desktest"
)

// Reader is somebody at a browser that runs no script: it follows redirects,
// keeps cookies, and reads what came.
type Reader struct {
	World *World
	As    string // an officer's name; "" for nobody
	http  *http.Client

	page    Page       // where they are
	form    *html.Node // that is filled in there
	answers url.Values
}

// Reader signs an officer in, who reads in a language; "" is nobody.
func (w *World) Reader(ctx context.Context, as, language string) (*Reader, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	r := &Reader{World: w, As: as, http: &http.Client{Jar: jar}}
	if _, err := r.Post(ctx, "/language", url.Values{"language": {language}}); err != nil || as == "" {
		return r, err
	}
	got, err := r.Post(ctx, "/sign-in", url.Values{"name": {as}, "password": {desktest.Password}})
	if err == nil && len(r.Cookies()) < 2 {
		err = fmt.Errorf("signing in as %s: %d", as, got.Status)
	}
	return r, err
}

// Cookies are those that the site set.
func (r *Reader) Cookies() []*http.Cookie {
	site, err := url.Parse(r.World.URL)
	if err != nil {
		panic(err) // its own
	}
	return r.http.Jar.Cookies(site)
}

// Page is an answer as it came.
type Page struct {
	Path   string // where it was, after redirects
	Status int
	Header http.Header
	Wire   int // bytes, compressed as they were sent
	Text   string
	Doc    *html.Node
}

// Get reads a page.
func (r *Reader) Get(ctx context.Context, path string) (Page, error) {
	return r.send(ctx, http.MethodGet, path, "", nil)
}

// Post sends a form, and reads where that leads.
func (r *Reader) Post(ctx context.Context, path string, form url.Values) (Page, error) {
	return r.send(ctx, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (r *Reader) send(ctx context.Context, method, path, kind string, body io.Reader) (Page, error) {
	request, err := http.NewRequestWithContext(ctx, method, r.World.URL+path, body)
	if err != nil {
		return Page{}, err
	}
	request.Header.Set("Accept-Encoding", "gzip") // as it is sent: what counts is what crosses the wire
	if kind != "" {
		request.Header.Set("Content-Type", kind)
	}
	res, err := r.http.Do(request)
	if err != nil {
		return Page{}, err
	}
	defer res.Body.Close()
	wire, err := io.ReadAll(res.Body)
	if err != nil {
		return Page{}, err
	}
	text := wire
	if res.Header.Get("Content-Encoding") == "gzip" {
		unpacked, err := gzip.NewReader(bytes.NewReader(wire))
		if err != nil {
			return Page{}, err
		}
		if text, err = io.ReadAll(unpacked); err != nil {
			return Page{}, err
		}
	}
	p := Page{Path: res.Request.URL.RequestURI(), Status: res.StatusCode, Header: res.Header, Wire: len(wire), Text: string(text)}
	p.Doc, err = html.Parse(bytes.NewReader(text))
	return p, err
}

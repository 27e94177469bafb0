package web

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/fault"
	"amana/front"
	"amana/lang"
)

// page is what a template is given, inside the frame that all pages share.
type page struct {
	Template string // its name, without .html
	Title    string // never a person's name: it stands in the browser's history
	Bare     bool   // without the way to other pages
	Failed   error  // what was refused; nil: nothing
	Data     any

	*frame
}

// frame is what surrounds every page.
type frame struct {
	say   *lang.Printer
	Here  string // the path of the page, to come back to
	Role  string // of whoever is signed in
	Code  string
	As    string // whoever the page is for: what is sent from it is theirs
	Links []link // the parts of the site that they may open
	Ends  string // when the session does, unless something is asked before
	Soon  bool   // whatever is asked
}

type link struct {
	Path, Name string
	Now        bool
}

// Lang is the language of the page, as HTML has it.
func (f *frame) Lang() string { return f.say.Language() }

// Dir is the direction in which it is written.
func (f *frame) Dir() string { return direction(f.say) }

func direction(say *lang.Printer) string {
	if say.RightToLeft() {
		return "rtl"
	}
	return "ltr"
}

// T is a sentence, with arguments in pairs of name and value.
func (f *frame) T(key string, pairs ...any) template.HTML {
	args := make([]fault.Arg, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		args = append(args, fault.A(fmt.Sprint(pairs[i]), pairs[i+1]))
	}
	return f.say.HTML(key, args)
}

// Asset is the path of a file that never changes under its name.
func (f *frame) Asset(name string) string { return assets().path(name) }

// Languages are those that one can read in.
func (f *frame) Languages() []tongue {
	all := make([]tongue, len(lang.Languages))
	for i, code := range lang.Languages {
		all[i] = tongue{code, lang.New(code).Tongue(code), code == f.say.Language()}
	}
	return all
}

type tongue struct {
	Code, Name string
	Now        bool
}

//go:embed template/*.html
var templates embed.FS

// parsed is each page's template inside the frame.
var parsed = sync.OnceValue(func() map[string]*template.Template {
	shared := template.New("").Funcs(template.FuncMap{
		"pair":    func(of field, it option) pair { return pair{of, it} },
		"receipt": func(of page, entry string) receiptLine { return receiptLine{of, entry} },
		"list":    func(all ...any) []any { return all },
		"sight":   sight,
	})
	shared = template.Must(shared.ParseFS(templates, "template/frame.html", "template/part-*.html"))
	all := map[string]*template.Template{}
	entries, err := templates.ReadDir("template")
	if err != nil {
		panic(err) // embedded
	}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".html")
		if name == "frame" || strings.HasPrefix(name, "part-") {
			continue
		}
		all[name] = template.Must(template.Must(shared.Clone()).ParseFS(templates, "template/"+e.Name()))
	}
	return all
})

// pair is a choice with the question that it answers.
type pair struct {
	Of field
	It option
}

// receiptLine is the name of an entry, on a page.
type receiptLine struct {
	page
	Entry string
}

// show sends a page. It is made whole before anything is sent: a page that
// breaks off would say less than there is.
func (v *visit) show(p page) error {
	p.frame = v.frame(p.Bare)
	var out bytes.Buffer
	if err := parsed()[p.Template].ExecuteTemplate(&out, "frame", p); err != nil {
		return fmt.Errorf("web: page %s: %w", p.Template, err)
	}
	status := http.StatusOK
	if p.Failed != nil {
		status = front.StatusOf(p.Failed)
	}
	h := v.answer.Header()
	h.Set("Content-Security-Policy", contentPolicy)
	h.Set("Content-Language", v.say.Language())
	v.send(status, "text/html; charset=utf-8", out.Bytes())
	return nil
}

// contentPolicy lets a page load what this site serves and nothing else, ever.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// send sends text compressed to whoever reads that. Sessions are bound to this
// site, so nobody else can have a page made that mixes their words with ours.
func (v *visit) send(status int, kind string, text []byte) {
	h := v.answer.Header()
	h.Add("Vary", "Accept-Encoding")
	if len(text) > 1024 && strings.Contains(v.Header.Get("Accept-Encoding"), "gzip") {
		text = compressed(text)
		h.Set("Content-Encoding", "gzip")
	}
	v.answer.Send(status, kind, text)
}

func compressed(text []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	_, _ = w.Write(text)
	_ = w.Close() // into memory: it cannot fail
	return out.Bytes()
}

func (v *visit) frame(bare bool) *frame {
	f := &frame{say: v.say, Here: v.URL.RequestURI()}
	if v.Method != http.MethodGet {
		f.Here = "/"
	}
	if v.who.ID.IsZero() {
		return f
	}
	if f.As = v.as(); bare {
		return f
	}
	f.Code, f.Role = f.As, v.roles(v.who.Roles)
	f.ends(v)
	for _, p := range places {
		if p.open(v) {
			f.Links = append(f.Links, link{p.path, v.say.Text(p.name, nil), v.URL.Path == p.path || p.path != "/" && strings.HasPrefix(v.URL.Path, p.path)})
		}
	}
	return f
}

// ends says until when the page can be worked on.
func (f *frame) ends(v *visit) {
	idle, last := v.desk.Moment().Add(desk.IdleLimit), v.desk.Ends(v.token)
	if f.Soon = last.Before(idle); f.Soon {
		idle = last
	}
	f.Ends = idle.In(v.desk.Where()).Format("15:04")
}

// problemData is what went wrong, and what to do next.
type problemData struct {
	Title, Detail string
	Ref           string
	Blocked       []finding
	SignIn        string
	Again         string // the page that was asked for, of somebody who is to wait
}

// problem answers a request that failed, as a page.
func (s *site) problem(a *front.Answer, err error) {
	v := &visit{Request: a.Request, site: s, answer: a, say: a.Say}
	if front.StatusOf(err) == http.StatusUnauthorized && a.Request.Method == http.MethodGet {
		query := url.Values{"back": {back(a.Request.URL.RequestURI())}}
		if c, err := a.Request.Cookie(sessionCookie); err == nil && c.Value != "" { // they had signed in
			query.Set("ended", "1")
		}
		_ = v.to("/sign-in?" + query.Encode())
		return
	}
	// Whoever is signed in goes on from a page that is not there; what broke is asked
	// for nothing more.
	bare := true
	if c, no := a.Request.Cookie(sessionCookie); no == nil && front.StatusOf(err) < http.StatusInternalServerError {
		v.token = c.Value
		bare = v.signedIn() != nil
	}
	data := problemData{Ref: a.Ref}
	data.Title, data.Detail = a.Say.Fault(err)
	data.Blocked = v.blockedBy(err, nil)
	switch front.StatusOf(err) {
	case http.StatusUnauthorized:
		data.SignIn = "/sign-in"
	case http.StatusServiceUnavailable:
		if a.Request.Method == http.MethodGet {
			data.Again = back(a.Request.URL.RequestURI())
		}
	}
	p := page{Template: "problem", Title: data.Title, Bare: bare, Failed: err, Data: data}
	if err := v.show(p); err != nil {
		a.Send(http.StatusInternalServerError, "text/plain; charset=utf-8", []byte(data.Detail))
	}
}

// mayEver says whether a reader may do something about something of the kind that they reach.
func (v *visit) mayEver(act string, s access.Subject) bool { return v.desk.May(v.who, act, s) == nil }

// mayFill says whether a reader may ever send in the form of a command, be it of
// a part of what the command can do.
func (v *visit) mayFill(command string) bool {
	return v.desk.MayPart(v.who, command, v.theirs()) == nil
}

// worded is each of some things in words.
func worded[T any](all []T, say func(T) string) []string {
	words := make([]string, len(all))
	for i, one := range all {
		words[i] = say(one)
	}
	return words
}

// codes are those of a field in words, as a list.
func (v *visit) codes(field string, all []string) string {
	return v.say.List(worded(all, func(code string) string { return v.say.Code(field, code) }))
}

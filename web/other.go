package web

import (
	"encoding/json"
	"net/url"
	"slices"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
)

// otherPages are the pages of one kind of thing that is not a case.
type otherPages struct {
	subject casefile.Subject
	path    string                                         // of all of them
	title   string                                         // of all of them, as a key
	opens   string                                         // the command that makes one
	own     bool                                           // one for each office: it is named by the reader's
	events  func(*visit, string) ([]desk.Event, error)     // of one, to choose from
	pages   func(v *visit, path string, all []link) []link // of one, beside the first
}

// otherKinds have such pages.
var otherKinds = []*otherPages{
	movementKind,
	{subject: casefile.Country, path: "/countries", title: "page.countries", opens: "country.issue"},
	{subject: casefile.Place, path: "/places", title: "page.places", opens: "place.review", events: (*visit).placeEvents},
	{subject: casefile.Line, path: "/lines", title: "page.lines", opens: "budget.open"},
	{subject: casefile.Outreach, path: "/information-sessions", title: "page.outreach", opens: "outreach.hold", own: true},
	{subject: casefile.Text, path: "/texts", title: "page.texts", opens: "text.approve"},
}

// kindOf is what a command is about; nil: a case.
func kindOf(command string) *otherPages {
	for _, k := range otherKinds {
		about, _ := casefile.About(k.subject)
		if _, there := about.Named(command); there {
			return k
		}
	}
	return nil
}

// otherRoutes are the forms of every command about such a thing.
func otherRoutes() (all []route) {
	for _, k := range otherKinds {
		form := func(v *visit) error { return v.otherForm(k, v.PathValue("reference")) }
		do := func(v *visit) error { return v.otherDo(k, v.PathValue("reference")) }
		all = append(all,
			route{pattern: "GET " + k.path + "/{reference}/do/{command}", do: form},
			route{pattern: "POST " + k.path + "/{reference}/do/{command}", do: do},
			route{pattern: "GET /open" + k.path + "/{command}", do: form},
			route{pattern: "POST /open" + k.path + "/{command}", do: do},
		)
	}
	return all
}

// otherHead is what stands above every page of such a thing.
type otherHead struct {
	All       link
	Path      string
	Reference string // "": it is not there yet
	About     []string
	Status    string
	Signs     []string
	Pages     []link
}

func (v *visit) otherHead(k *otherPages, ref string) otherHead {
	h := otherHead{All: link{Path: k.path, Name: v.say.Text(k.title, nil)}, Reference: ref}
	if ref == "" {
		return h
	}
	h.Path = k.path + "/" + url.PathEscape(ref)
	if k.pages != nil {
		h.Pages = k.pages(v, h.Path, []link{{Path: h.Path, Name: v.say.Text("voyage.one", nil)}})
	}
	for i := range h.Pages {
		h.Pages[i].Now = h.Pages[i].Path == v.URL.EscapedPath()
	}
	return h
}

// reached is what the reader reaches of such things, if they reach any.
func (v *visit) reached(k *otherPages) access.Subject { return desk.Theirs(v.who, k.subject) }

// otherActs are the commands about one of them that the reader may give.
func (v *visit) otherActs(k *otherPages, path string, not ...string) (acts []link) {
	about, _ := casefile.About(k.subject)
	for _, c := range about.Commands {
		if c.Name != k.opens && !slices.Contains(not, c.Name) && v.mayEver(c.Name, v.reached(k)) {
			acts = append(acts, link{Path: path + "/do/" + c.Name, Name: v.say.Command(c.Name)})
		}
	}
	return acts
}

// opening is the way to a form that makes one, for who may.
func (v *visit) opening(k *otherPages) (to []link) {
	if v.mayEver(k.opens, v.reached(k)) {
		to = append(to, link{Path: "/open" + k.path + "/" + k.opens, Name: v.say.Command(k.opens)})
	}
	return to
}

func (v *visit) otherForm(k *otherPages, ref string) error {
	f, err := v.beginOther(k, ref)
	if err != nil {
		return err
	}
	return v.showForm(f, url.Values{}, nil)
}

func (v *visit) otherDo(k *otherPages, ref string) error {
	f, err := v.beginOther(k, ref)
	if err != nil {
		return err
	}
	return v.give(f, func(r desk.Request) (string, error) {
		var named struct{ Reference string }
		if ref == "" && json.Unmarshal(r.Args, &named) == nil {
			f.ref = named.Reference
		}
		got, err := v.desk.DoOther(v.Context(), v.who, k.subject, f.ref, r)
		_, back := f.paths()
		return back + "?done=" + got.Entry.String(), err
	})
}

// beginOther asks first whether the reader may give the command at all.
func (v *visit) beginOther(k *otherPages, ref string) (*filling, error) {
	about, _ := casefile.About(k.subject)
	c, there := about.Named(v.PathValue("command"))
	if !there || ref == "" && !c.Opens {
		return nil, fault.New(fault.Missing, "fault.not-found")
	}
	if err := v.desk.May(v.who, c.Name, v.reached(k)); err != nil {
		return nil, err
	}
	f := &filling{command: commanded{c.Name, c.Zero}, asked: questions(c.Name, c.Zero), other: k, ref: ref}
	if ref == "" && k.own {
		f.names(v.who.Office)
	}
	if ref == "" {
		return f, nil
	}
	f.names(ref)
	var err error
	if k.events != nil {
		f.events, err = k.events(v, ref)
	} else {
		_, err = v.desk.Cited(v.Context(), v.who, k.subject, ref)
	}
	if fault.KindOf(err) == fault.Denied { // who may note something of it need not read it
		err = nil
	}
	return f, err
}

// names takes the question for the reference away: it is known.
func (f *filling) names(ref string) {
	if named := slices.IndexFunc(f.asked, func(q asked) bool { return q.Path == "reference" }); named >= 0 {
		f.asked = slices.Delete(f.asked, named, named+1)
		f.known = map[string]any{"reference": ref}
	}
}

// paths are where a form is sent, and where to go without sending it.
func (f *filling) paths() (action, back string) {
	if f.ref == "" {
		return "/open" + f.other.path + "/" + f.command.Name, f.other.path
	}
	back = f.other.path + "/" + url.PathEscape(f.ref)
	return back + "/do/" + f.command.Name, back
}

// doneTo is what the reader just did to something, of the events of it that they
// may read.
func (v *visit) doneTo(events []desk.Event) *happening {
	entry := v.URL.Query().Get("done")
	for i := range events {
		if events[i].Entry.String() == entry {
			h := v.happening(&events[i], v.headlines(events))
			return &h
		}
	}
	return nil
}

package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/front"
)

// formData is a form as it is shown: empty, or as it came in with what is wrong
// with it.
type formData struct {
	Head    caseHead  // of a case
	Other   otherHead // of anything else
	Action  string    // where it is sent
	Back    string    // where to go without sending it
	Begun   string    // when it was begun before; empty: it was not
	Keeps   bool      // it is kept when it is begun
	With    string    // where the two can read what the form is about
	Again   bool      // a picture or a sound is to be chosen again
	Title   string
	Why     string // what it is asked for, and what it leads to
	ID      string // of the command: sent twice, it is recorded once
	Steps   []formStep
	Wrong   []wrong
	Blocked []finding
	Happens field // when it happened; empty: now
}

// field is one question in words, with what was answered.
type field struct {
	asked
	Label, Help, Wrong string
	Needed             string // that an answer is needed, or may be left out
	Options            []option
	Slots              [][]option // of a list of which each is chosen from many
	Value              string
	Parts              []field
	Must               bool // the browser asks for it too
}

type option struct {
	Value, Label string
	Chosen       bool
}

// caseForm asks what a command is about.
func (v *visit) caseForm() error {
	f, err := v.begin()
	if err != nil {
		return err
	}
	form, err := v.sameTalk()
	if err != nil {
		return err
	}
	for _, name := range ofWhich[f.command.Name] {
		if v.URL.Query().Has(name) {
			form[name] = v.URL.Query()[name]
		}
	}
	return v.showForm(f, form, nil)
}

// filling is one form in one visit, about a case or about anything else.
type filling struct {
	command commanded
	asked   []asked
	events  []desk.Event // of what it is about, to choose from

	number string // of a case
	unread bool   // whoever fills it in may say something of the case, and read nothing in it
	file   desk.Case

	other *otherPages    // of anything else
	ref   string         // "": what it is about is made by it
	known map[string]any // what nobody is asked: the page says it
}

// commanded is a command, whatever it is about.
type commanded struct {
	Name string
	Zero any
}

func (v *visit) begin() (*filling, error) {
	number, err := v.number()
	if err != nil {
		return nil, err
	}
	k, known := casefile.Named(v.PathValue("command"))
	if !known || !formed(k.Name) {
		return nil, fault.New(fault.Missing, "fault.not-found")
	}
	f := &filling{command: commanded{k.Name, k.Zero}, asked: questions(k.Name, k.Zero), number: number}
	if f.file, err = v.caseOf(number); err != nil {
		return nil, err
	}
	if err := v.desk.MayPart(v.who, k.Name, v.theirs()); err != nil {
		return nil, err
	}
	if f.unread = f.file.File == nil; !f.unread {
		f.events, err = v.desk.Events(v.Context(), v.who, number)
		if k.Name == "consent.give" && !v.mayBeChild(f.file.File) {
			f.asked = without(f.asked, "guardian", "view")
		}
	}
	return f, err
}

// of is the case that a form is about; nil: it is about something else.
func (f *filling) of() *desk.Case {
	if f.other != nil {
		return nil
	}
	return &f.file
}

// caseDo gives the command with what was answered.
func (v *visit) caseDo() error {
	f, err := v.begin()
	if err != nil {
		return err
	}
	return v.give(f, func(r desk.Request) (string, error) {
		got, err := v.desk.Do(v.Context(), v.who, f.number, r)
		if err != nil {
			return "", err
		}
		number := cmp.Or(got.Case, f.number)
		if _, err := v.caseOf(number); fault.KindOf(err) == fault.Missing { // with that their call to the case ended
			return "/?done=" + url.QueryEscape(got.Entry.String()), nil
		}
		return "/cases/" + number + "?done=" + url.QueryEscape(got.Entry.String()), nil
	})
}

// give gives the command that was filled in and goes on to where that leads, or
// shows the form again. What was answered is kept until it is recorded.
func (v *visit) give(f *filling, do func(desk.Request) (next string, err error)) error {
	if err := v.sent(); err != nil {
		return err
	}
	if v.PostForm.Has("later") {
		if err := v.keepBegun(f); err != nil {
			return err
		}
		return v.to(v.URL.Path)
	}
	request, err := v.request(f)
	if err == nil {
		var next string
		if next, err = do(request); err == nil {
			if err := v.dropBegun(f); err != nil && fault.KindOf(err) != fault.Missing { // they may not see it any more
				return err
			}
			return v.to(next)
		}
	}
	if !mendable(err) {
		return err
	}
	if kept := v.keepBegun(f); kept != nil && fault.KindOf(kept) != fault.Invalid { // too much to keep is shown all the same
		return kept
	}
	return v.showForm(f, v.PostForm, err)
}

// sent reads the form that came in. It is of who is signed in, if it was shown to
// them: where another officer signed in since, in the same browser, nobody signs
// what they did not write. A no on the page of a case is taken from either.
func (v *visit) sent() error {
	if err := v.parsed(); err != nil {
		return err
	}
	if as := v.PostForm["as"]; len(as) > 0 && as[0] != v.as() {
		return fault.New(fault.Conflict, "fault.page-of-another")
	}
	return nil
}

// parsed reads a form, whoever it was shown to.
func (v *visit) parsed() error {
	err := v.ParseForm() // which the other would forget to have failed
	if err == nil {
		err = v.ParseMultipartForm(maxForm)
	}
	_, large := errors.AsType[*http.MaxBytesError](err)
	switch {
	case err == nil || errors.Is(err, http.ErrNotMultipart):
		return nil
	case large:
		return front.Refused(http.StatusRequestEntityTooLarge, fault.New(fault.Invalid, "fault.body-too-large", fault.A("max", maxForm)))
	}
	return fault.New(fault.Invalid, "fault.body-broken").Because(err)
}

// as is the code of whoever is signed in.
func (v *visit) as() string {
	account, _ := v.desk.Account(v.who)
	return account.Code
}

// request is the command that was filled in.
func (v *visit) request(f *filling) (r desk.Request, err error) {
	r = desk.Request{Command: f.command.Name}
	if r.ID, err = commandID(v.PostForm.Get("id")); err != nil {
		return r, err
	}
	if r.Happened, err = v.moment(v.PostForm.Get("happened")); err != nil {
		return r, fault.New(fault.Invalid, "fault.impossible-time").In("happened")
	}
	if err := unanswered(f.asked, v.PostForm); err != nil {
		return r, err
	}
	said, err := v.answers(f.asked, v.PostForm)
	if err != nil {
		return r, err
	}
	maps.Copy(said, f.known)
	if err := v.attached(&r, said); err != nil {
		return r, err
	}
	r.Args, err = json.Marshal(said)
	return r, err
}

// happens asks when it was, of what did not happen just now.
func (v *visit) happens(form url.Values, faults []wrong) field {
	w := field{
		asked: asked{Path: "happened", How: askTime}, Label: v.say.Text("page.happened", nil), Help: v.say.Text("page.happened-help", nil), Value: form.Get("happened"),
	}
	beside(&w, faults)
	return w
}

// reused says whether something else was recorded of the same form, as by who went
// back to it: sent once more, it is something new.
func reused(err error) bool { return fault.Is(err, "fault.command-reused") }

// showForm shows a form with what was answered and what is wrong with it. One that
// was begun before is offered, and filled in where that is asked for.
func (v *visit) showForm(f *filling, form url.Values, failed error) error {
	data := formData{Action: "/cases/new", Back: "/", Keeps: f.keeps(), Title: v.say.Command(f.command.Name), Why: v.say.Why(f.command.Name), Wrong: v.wrongs(failed)}
	switch {
	case f.other != nil:
		data.Other = v.otherHead(f.other, f.ref)
		data.Action, data.Back = f.paths()
	case f.number != "":
		data.Head = v.head(f.file)
		data.Action, data.Back = data.Head.Path+"/do/"+f.command.Name, data.Head.Path
	}
	if slices.Contains([]string{"consent.give", "option.tell"}, f.command.Name) {
		data.With = data.Head.Path + "/with"
	}
	if failed != nil {
		data.Blocked = v.blockedBy(failed, f.of())
	} else if begun, err := v.begun(f); err != nil {
		return err
	} else if begun != nil && v.URL.Query().Has("begun") {
		form = begun.Said
	} else if begun != nil {
		data.Begun = v.say.Time(begun.At)
	}
	if data.ID = form.Get("id"); data.ID == "" || reused(failed) {
		data.ID = newID()
	}
	data.Happens = v.happens(form, data.Wrong)
	fields := v.fields(f, f.asked, form, data.Wrong)
	data.Again = len(form) > 0 && slices.ContainsFunc(f.asked, func(q asked) bool { return q.How == askFile })
	data.Steps = steps(fields)
	return v.show(page{Template: "form", Title: data.Title, Failed: failed, Data: data})
}

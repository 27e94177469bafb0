package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"time"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/fault"
)

var draftRoutes = []route{
	{pattern: "POST /cases/{case}/do/{command}/draft", do: (*visit).caseDraft},
	{pattern: "POST /cases/new/draft", do: (*visit).newDraft},
}

// begunForm is a form as it was left.
type begunForm struct {
	At   time.Time  `json:"at"`
	Said url.Values `json:"said"`
}

// draftOf is where what was answered of a form is kept; nil: of what is about no
// case nothing is.
func (v *visit) draftOf(f *filling) (*desk.Draft, error) {
	if !f.keeps() {
		return nil, nil
	}
	return v.desk.Draft(v.Context(), v.who, f.number, f.command.Name)
}

// neverKept are forms of which nothing is to lie about half done: what only the
// person knows, and a no, which is recorded at once or was not said.
var neverKept = []string{"identity.choose", "gate.confirm-person", "gate.answer", "consent.withdraw"}

// keeps says whether a form is kept when it is begun: of what is about a case that
// its reader may open.
func (f *filling) keeps() bool {
	_, of := casefile.Named(f.command.Name)
	return of && !f.unread && !slices.Contains(neverKept, f.command.Name)
}

// begun is what was kept of a form; nil: nothing.
func (v *visit) begun(f *filling) (*begunForm, error) {
	d, err := v.draftOf(f)
	if d == nil || err != nil {
		return nil, err
	}
	text, err := d.Read(v.Context())
	if text == nil || err != nil {
		return nil, err
	}
	b := new(begunForm)
	if json.Unmarshal(text, b) != nil {
		return nil, nil
	}
	return b, nil
}

// keepBegun keeps what was answered so far. Pictures and sounds are not kept.
func (v *visit) keepBegun(f *filling) error {
	d, err := v.draftOf(f)
	if d == nil || err != nil {
		return err
	}
	said := url.Values{}
	for name, values := range v.PostForm {
		if name != "later" && name != "drop" && name != "as" {
			said[name] = values
		}
	}
	text, err := json.Marshal(begunForm{v.desk.Moment(), said})
	if err != nil {
		return err
	}
	return d.Keep(v.Context(), text, desk.DraftKept)
}

// dropBegun forgets it: it was recorded, or is not wanted.
func (v *visit) dropBegun(f *filling) error {
	d, err := v.draftOf(f)
	if d == nil || err != nil {
		return err
	}
	return d.Drop(v.Context())
}

// caseDraft keeps a form, as a script does while it is filled in, or throws away
// what was kept.
func (v *visit) caseDraft() error {
	number, err := v.number()
	if err != nil {
		return err
	}
	k, known := casefile.Named(v.PathValue("command"))
	if !known || !formed(k.Name) {
		return fault.New(fault.Missing, "fault.not-found")
	}
	return v.draft(&filling{command: commanded{k.Name, k.Zero}, number: number}, "/cases/"+number+"/do/"+k.Name)
}

func (v *visit) newDraft() error {
	return v.draft(&filling{command: opening()}, "/cases/new")
}

func (v *visit) draft(f *filling, form string) error {
	if err := v.desk.MayPart(v.who, f.command.Name, v.theirs()); err != nil {
		return err
	}
	if !f.keeps() {
		return fault.New(fault.Missing, "fault.not-found")
	}
	if err := v.sent(); err != nil {
		return err
	}
	if v.PostForm.Has("drop") {
		if err := v.dropBegun(f); err != nil {
			return err
		}
		return v.to(form)
	}
	if err := v.keepBegun(f); err != nil {
		return err
	}
	v.answer.SendNothing(http.StatusNoContent)
	return nil
}

package web

import (
	"net/url"
	"slices"
	"strings"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/fault"
	"amana/lang"
)

func (v *visit) newUser() error {
	if err := v.desk.May(v.who, "user.enrol", aboutUsers); err != nil {
		return err
	}
	return v.showNewUser(url.Values{}, nil)
}

// enrolled are the fields of a new account that its command has; name and
// password are of no command and stand in no log.
var enrolled = []string{"code", "office", "roles", "clears", "country", "language"}

func (v *visit) showNewUser(form url.Values, failed error) error {
	data := userData{Title: v.say.Text("users.new", nil), New: true, Wrong: v.wrongs(failed), ID: form.Get("id")}
	if data.ID == "" {
		data.ID = newID()
	}
	k := userCommand("user.enrol")
	asks := slices.DeleteFunc(questions(k.Name, k.Zero), func(q asked) bool { return !slices.Contains(enrolled, q.Path) })
	data.Field = v.named(v.fields(v.other(k), asks, form, data.Wrong), form)
	return v.show(page{Template: "user", Title: data.Title, Failed: failed, Data: data})
}

func (v *visit) enrol() error {
	if err := v.desk.May(v.who, "user.enrol", aboutUsers); err != nil {
		return err
	}
	if err := v.sent(); err != nil {
		return err
	}
	f := v.PostForm
	u := desk.NewUser{
		Code: strings.TrimSpace(f.Get("code")), Login: strings.TrimSpace(f.Get("login")), Password: f.Get("password"), Office: strings.TrimSpace(f.Get("office")),
		Clears: f.Get("clears") == "yes", Country: f.Get("country"), Language: f.Get("language"),
	}
	for _, r := range f["roles"] {
		u.Roles = append(u.Roles, access.Role(r))
	}
	id, err := commandID(f.Get("id"))
	if !slices.Contains(lang.Languages, u.Language) && err == nil {
		err = fault.New(fault.Invalid, "fault.missing-field").In("language")
	}
	if err == nil {
		err = v.attempts.Stretching(v.Context(), func() error {
			_, err := v.desk.Enrol(v.Context(), v.who, u, id)
			return err
		})
	}
	switch {
	case err == nil:
		return v.to("/users/" + url.PathEscape(u.Code) + "?done")
	case fault.KindOf(err) == fault.Internal:
		return err
	}
	return v.showNewUser(f, err)
}

package web

import (
	"net/http"

	"amana/desk"
	"amana/domain/fault"
	"amana/front"
)

var accountRoutes = []route{
	{pattern: "GET /account", do: (*visit).accountPage},
	{pattern: "POST /account/password", do: (*visit).changePassword},
}

// accountData is the reader's own account.
type accountData struct {
	Facts   []fact
	Limits  string
	Wrong   string
	Changed bool
}

func (v *visit) accountPage() error {
	return v.showAccount(accountData{Changed: v.URL.Query().Has("changed")}, nil)
}

func (v *visit) showAccount(data accountData, failed error) error {
	u, _ := v.desk.Account(v.who)
	add := func(key, value string) { data.Facts = append(data.Facts, fact{v.say.Text(key, nil), value}) }
	add("users.code", v.say.Isolate(u.Code))
	add("users.roles", v.roles(v.who.Roles))
	add("users.office", v.office(v.who.Office))
	data.Limits = v.say.Text("users.limits", []fault.Arg{
		fault.A("minutes", int(desk.IdleLimit.Minutes())), fault.A("hours", int(desk.AbsoluteLimit.Hours())), fault.A("at", v.desk.Ends(v.token)),
	})
	return v.show(page{Template: "account", Title: v.say.Text("users.mine", nil), Failed: failed, Data: data})
}

// changePassword takes the name and the old password again: the name is kept as
// a digest only, and whoever sits down at an open session has neither. The new
// one ends every session that the old one opened, this one too, so another is
// begun.
func (v *visit) changePassword() error {
	if err := v.parsed(); err != nil {
		return err
	}
	name, old, next := v.PostForm.Get("name"), v.PostForm.Get("old"), v.PostForm.Get("new")
	var err error
	if next != v.PostForm.Get("again") {
		err = fault.New(fault.Invalid, "fault.passwords-differ")
	}
	var token string
	if err == nil {
		token, err = v.attempts.SignIn(v.Context(), v.answer.Header(), v.RemoteAddr, func() (string, error) {
			return v.changed(name, old, next)
		})
	}
	switch {
	case err == nil:
		v.desk.SignOut(v.token)
		v.setCookie(sessionCookie, token, 0)
		return v.to("/account?changed")
	case fault.KindOf(err) == fault.Internal:
		return err
	}
	_, wrong := v.say.Fault(err)
	if front.StatusOf(err) == http.StatusUnauthorized { // of a page it would mean that nobody is signed in
		err = front.Refused(http.StatusUnprocessableEntity, fault.Of(err))
	}
	return v.showAccount(accountData{Wrong: wrong}, err)
}

// changed changes the password of who is signed in here, and of nobody else, and
// begins a session with it.
func (v *visit) changed(name, old, next string) (string, error) {
	token, err := v.desk.SignIn(v.Context(), name, old)
	if err != nil {
		return "", err
	}
	who, err := v.desk.Who(v.Context(), token)
	v.desk.SignOut(token)
	if err != nil || who.ID != v.who.ID {
		return "", fault.New(fault.Denied, "fault.sign-in").Because(err)
	}
	if err := v.desk.ChangePassword(v.Context(), name, old, next); err != nil {
		return "", err
	}
	return v.desk.SignIn(v.Context(), name, next)
}

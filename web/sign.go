package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"amana/domain/fault"
	"amana/front"
	"amana/lang"
)

var signRoutes = []route{
	{pattern: "GET /sign-in", open: true, do: (*visit).signInPage},
	{pattern: "POST /sign-in", open: true, do: (*visit).signIn},
	{pattern: "POST /sign-out", open: true, do: (*visit).signOut},
	{pattern: "POST /language", open: true, do: (*visit).chooseLanguage},
}

// signInData is the first page anybody sees.
type signInData struct {
	Wrong string // why it did not work
	Back  string // where they were going
	Ended bool   // a session was, and is no more
}

func (v *visit) signInPage() error {
	return v.show(page{Template: "sign-in", Title: v.say.Text("page.sign-in", nil), Bare: true, Data: signInData{Back: back(v.FormValue("back")), Ended: v.FormValue("ended") != ""}})
}

func (v *visit) signIn() error {
	if err := v.parsed(); err != nil {
		return err
	}
	name, password := v.PostForm.Get("name"), v.PostForm.Get("password")
	token, err := v.attempts.SignIn(v.Context(), v.answer.Header(), v.RemoteAddr, func() (string, error) {
		return v.desk.SignIn(v.Context(), name, password)
	})
	if status := front.StatusOf(err); err != nil && (status == http.StatusUnauthorized || status == http.StatusTooManyRequests) {
		_, wrong := v.say.Fault(err)
		return v.show(page{
			Template: "sign-in", Title: v.say.Text("page.sign-in", nil), Bare: true, Failed: err,
			Data: signInData{Wrong: wrong, Back: back(v.PostForm.Get("back"))},
		})
	}
	if err != nil {
		return err
	}
	v.desk.SignOut(v.token)              // whoever was signed in here cannot come back to it: nobody has their token now
	v.setCookie(sessionCookie, token, 0) // until the browser closes; the desk ends it sooner
	return v.to(back(v.PostForm.Get("back")))
}

// back is a path of this site and nothing else. It is written as a browser sends
// one: of other characters some are dropped by browsers, and "/\t/" is "//" then.
func back(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsFunc(path, func(r rune) bool { return r <= ' ' || r > '~' || r == '\\' }) {
		return "/"
	}
	return path
}

// signOut ends the session and leaves nothing of it on a computer that others
// use.
func (v *visit) signOut() error {
	v.desk.SignOut(v.token)
	v.setCookie(sessionCookie, "", -time.Second)
	v.answer.Header().Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
	return v.to("/sign-in")
}

func (v *visit) chooseLanguage() error {
	code := v.FormValue("language")
	if !slices.Contains(lang.Languages, code) {
		return fault.New(fault.Invalid, "fault.format-language").In("language")
	}
	v.setCookie(languageCookie, code, 365*24*time.Hour)
	return v.to(back(v.FormValue("back")))
}

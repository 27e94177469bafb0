package web

import (
	"cmp"
	"net/http"
	"time"

	"amana/desk"
	"amana/domain/fault"
	"amana/front"
	"amana/lang"
)

// visit is one request of somebody to one page.
type visit struct {
	*http.Request
	*site
	answer *front.Answer
	say    *lang.Printer
	who    desk.Actor // nobody on open routes
	token  string
}

// Names of cookies. The session's holds the token and nothing else; the
// language's is for who has not signed in yet, or reads in another.
const (
	sessionCookie  = "amana"
	languageCookie = "amana-language"
)

// maxForm is more than any form needs: of a mark's picture or sound the desk
// takes 700 KiB.
const maxForm = 1 << 20

func (s *site) handler(r route) http.HandlerFunc {
	return func(w http.ResponseWriter, request *http.Request) {
		v := s.visit(front.Of(w), request)
		if err := v.come(r); err != nil {
			v.answer.Fail(err)
		}
	}
}

// visit begins one. Whoever chose a language reads in it, whatever their browser
// says.
func (s *site) visit(a *front.Answer, r *http.Request) *visit {
	v := &visit{Request: r, site: s, answer: a}
	if c, err := r.Cookie(languageCookie); err == nil {
		a.Say = lang.For(c.Value, r.Header.Get("Accept-Language"))
	}
	v.speak(a.Say)
	if c, err := r.Cookie(sessionCookie); err == nil {
		v.token = c.Value
	}
	return v
}

func (v *visit) speak(say *lang.Printer) {
	v.say = say.In(v.desk.Where())
	v.answer.Say = v.say
}

func (v *visit) come(r route) error {
	if !r.open {
		if err := v.signedIn(); err != nil {
			return err
		}
	}
	v.Body = http.MaxBytesReader(v.answer.ResponseWriter, v.Body, cmp.Or(r.most, maxForm))
	return r.do(v)
}

// signedIn finds who comes.
func (v *visit) signedIn() (err error) {
	if v.who, err = v.desk.Who(v.Context(), v.token); err != nil {
		if fault.KindOf(err) == fault.Denied {
			return front.Refused(http.StatusUnauthorized, fault.New(fault.Denied, "fault.signed-out"))
		}
		return err
	}
	if _, err := v.Cookie(languageCookie); err != nil && v.who.Language != "" {
		v.speak(lang.For(v.who.Language, v.Header.Get("Accept-Language")))
	}
	return nil
}

// to sends the browser on after something was done, so that reading the page
// again does nothing twice.
func (v *visit) to(path string) error {
	v.answer.Header().Set("Location", path)
	v.answer.SendNothing(http.StatusSeeOther)
	return nil
}

func (v *visit) setCookie(name, value string, lasts time.Duration) {
	http.SetCookie(v.answer, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(lasts.Seconds()), HttpOnly: true, Secure: v.secure, SameSite: http.SameSiteStrictMode,
	})
}

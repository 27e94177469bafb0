package api

import (
	"net/http"
	"strings"

	"amana/desk"
	"amana/desk/shape"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// secret is a text that is taken as it was typed, whatever its characters, and
// never printed.
type secret struct{ text string }

func (s *secret) UnmarshalText(text []byte) error { s.text = string(text); return nil }

func (secret) String() string               { return "…" }
func (secret) MarshalText() ([]byte, error) { return []byte("…"), nil }

const longestSecret = 1024 // bytes

func (s secret) check(field string) error {
	if len(s.text) > longestSecret {
		return fault.New(fault.Invalid, "fault.too-long", fault.A("max", longestSecret)).In(field)
	}
	return nil
}

type signIn struct {
	Name     secret `json:"name" doc:"as it was given at enrolment; case does not matter"`
	Password secret `json:"password"`
}

type session struct {
	Token string `json:"token"`
}

func begin(x *exchange) (reply, error) {
	in, err := into(x, signIn{})
	if err != nil {
		return reply{}, err
	}
	if err := in.Name.check("name"); err != nil {
		return reply{}, err
	}
	if err := in.Password.check("password"); err != nil {
		return reply{}, err
	}
	token, err := x.server.attempts.SignIn(x.Context(), x.answer.Header(), x.RemoteAddr, func() (string, error) {
		return x.server.desk.SignIn(x.Context(), in.Name.text, in.Password.text)
	})
	return reply{body: session{token}}, err
}

func end(x *exchange) (reply, error) {
	x.server.desk.SignOut(x.token)
	return reply{status: http.StatusNoContent}, nil
}

type me struct {
	Code     string        `json:"code"`
	Roles    []access.Role `json:"roles"`
	Office   string        `json:"office"`
	Language string        `json:"language,omitempty"`
}

func whoAmI(x *exchange) (reply, error) {
	account, _ := x.server.desk.Account(x.who)
	return reply{body: me{account.Code, x.who.Roles, x.who.Office, x.who.Language}}, nil
}

type enrolment struct {
	ID       UUID          `json:"id" doc:"of the command user.enrol that this gives"`
	Name     secret        `json:"name" doc:"what they will type to sign in; kept as a digest only"`
	Password secret        `json:"password" doc:"at least ten characters"`
	Office   string        `json:"office" format:"reference" doc:"the office they work for, or programme"`
	Roles    []access.Role `json:"roles" doc:"the roles they play"`
	Clears   bool          `json:"clears,omitempty" doc:"in the clearing pool across offices"`
	Country  string        `json:"country,omitempty" format:"country" doc:"for a receiving mission: the country in which it receives"`
	Language string        `json:"language" format:"reads" doc:"the language in which they read, by the code that its file of texts has: en"`
}

type enrolled struct {
	Code string `json:"code"`
}

type admission struct {
	ID UUID `json:"id" doc:"of the command user.admit that this gives"`
}

// admit gives the keys of the caller's own session on.
func admit(x *exchange) (reply, error) {
	in, err := into(x, admission{})
	if err != nil {
		return reply{}, err
	}
	receipt, err := x.server.desk.Admit(x.Context(), x.who, x.PathValue("code"), ledger.Command(in.ID))
	return reply{body: receipt}, err
}

// enrol asks for the right before anything else: the answer would say whether
// a name is taken, and stretching a password is dear.
func enrol(x *exchange) (reply, error) {
	if err := x.server.desk.May(x.who, "user.enrol", access.Subject{Kind: string(casefile.User)}); err != nil {
		return reply{}, err
	}
	in, err := into(x, enrolment{})
	if err != nil {
		return reply{}, err
	}
	for field, s := range map[string]secret{"name": in.Name, "password": in.Password} {
		if err := s.check(field); err != nil {
			return reply{}, err
		}
	}
	code := x.PathValue("code")
	if err := checkCode(code); err != nil {
		return reply{}, err
	}
	if !x.server.desk.HasOffice(in.Office) {
		return reply{}, x.server.desk.NoSuchOffice().In("office")
	}
	if len(in.Roles) == 0 {
		return reply{}, fault.New(fault.Invalid, "fault.empty").In("roles")
	}
	account := desk.NewUser{Code: code, Login: strings.TrimSpace(in.Name.text), Password: in.Password.text, Office: in.Office, Roles: in.Roles, Clears: in.Clears, Country: in.Country, Language: in.Language}
	err = x.server.attempts.Stretching(x.Context(), func() (err error) {
		_, err = x.server.desk.Enrol(x.Context(), x.who, account, ledger.Command(in.ID))
		return err
	})
	return reply{status: http.StatusCreated, body: enrolled{code}}, err
}

// checkCode holds a code in a path to the rule that holds in a body.
func checkCode(code string) error {
	return shape.Check(struct {
		Code string `json:"code" format:"code"`
	}{code})
}

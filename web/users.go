package web

import (
	"net/url"
	"slices"
	"strings"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/staff"
)

var userRoutes = []route{
	{pattern: "GET /users", do: (*visit).users},
	{pattern: "GET /users/new", do: (*visit).newUser},
	{pattern: "POST /users/new", do: (*visit).enrol},
	{pattern: "GET /users/by-code", do: (*visit).userByCode},
	{pattern: "GET /users/{code}", do: (*visit).user},
	{pattern: "POST /users/{code}/do/{command}", do: (*visit).userDo},
}

// aboutUsers is what every act on an account is about.
var aboutUsers = access.Subject{Kind: string(casefile.User)}

// keepsUsers says whether somebody does anything to accounts. Who calls people to
// cases has the list too, and finds it in the form.
func keepsUsers(v *visit) bool {
	return slices.ContainsFunc([]string{"user.list", "training.record", "user.admit"}, func(act string) bool { return v.mayEver(act, aboutUsers) })
}

// usersData is every account, by code: never a name, never a key.
type usersData struct {
	CanEnrol bool
	ByCode   bool // who is not shown all of them names one
	Users    []userRow
	Gone     []userRow // whose rights have ended
}

type userRow struct {
	Path, Code, Roles, Office string
}

func (v *visit) users() error {
	accounts, err := v.desk.Accounts(v.who)
	if err != nil {
		return err
	}
	data := usersData{CanEnrol: v.mayEver("user.enrol", aboutUsers)}
	data.ByCode = keepsUsers(v) && !v.mayEver("user.list", aboutUsers)
	for _, a := range accounts {
		row := userRow{Code: a.Code, Roles: v.roles(a.Roles), Office: v.office(a.Office)}
		if keepsUsers(v) {
			row.Path = "/users/" + url.PathEscape(a.Code)
		}
		if a.Revoked {
			data.Gone = append(data.Gone, row)
		} else {
			data.Users = append(data.Users, row)
		}
	}
	return v.show(page{Template: "users", Title: v.say.Text("users.users", nil), Data: data})
}

func (v *visit) roles(all []access.Role) string {
	return v.say.List(worded(all, v.say.Role))
}

// office is where somebody works, in words.
func (v *visit) office(code string) string {
	if code == desk.Programme {
		return v.say.Text("users.programme", nil)
	}
	return v.say.Code("office", code)
}

// userData is one account, and what may be done with it.
type userData struct {
	Title string
	Facts []fact
	Acts  []userAct
	Wrong []wrong
	New   bool
	ID    string
	Done  bool
	Entry string  // of what was just done
	Field []field // of a new one

	LogRead bool
}

// userAct is one form on the page of an account.
type userAct struct {
	Command, Path, Title, Why, ID string
	Fields                        []field
	Open                          bool
}

// userActs are the acts that have a form there, in their order.
var userActs = []string{"user.change", "training.record", "user.admit", "user.revoke"}

// userByCode sends a reader on to the account that they name.
func (v *visit) userByCode() error {
	return v.to("/users/" + url.PathEscape(strings.TrimSpace(v.URL.Query().Get("code"))))
}

func (v *visit) user() error { return v.showUser("", nil) }

// showUser shows an account; tried is the act that was sent in and refused.
func (v *visit) showUser(tried string, failed error) error {
	u, err := v.account()
	if err != nil {
		return err
	}
	data := userData{Title: u.Code, Wrong: v.wrongs(failed), Done: v.URL.Query().Has("done"), LogRead: v.readsLog()}
	if entry, err := readEntry(v.URL.Query().Get("done")); err == nil {
		data.Entry = entry.String()
	}
	add := func(key, value string) {
		if value != "" {
			data.Facts = append(data.Facts, fact{v.say.Text(key, nil), value})
		}
	}
	if len(u.Roles) > 0 {
		add("users.roles", v.roles(u.Roles))
		add("users.office", v.office(u.Office))
	}
	if u.Country != "" {
		add("users.country", v.say.Country(u.Country))
	}
	if slices.Contains(u.Roles, access.ClearingOfficer) {
		add("users.clears", v.yes(u.Clears))
	}
	add("users.answers-for", v.say.List(u.AnswerFor))
	if n := len(u.Trained); n > 0 {
		add("users.trained-until", v.say.Day(u.Trained[n-1].Until))
	}
	if u.Revoked {
		add("users.standing", v.say.Text("users.revoked", nil))
	} else {
		for _, name := range userActs {
			if v.mayEver(name, aboutUsers) && (name != "user.admit" || !v.desk.Hub()) {
				data.Acts = append(data.Acts, v.userAct(u, name, tried, data.Wrong))
			}
		}
	}
	return v.show(page{Template: "user", Title: v.say.Text("users.account", nil), Failed: failed, Data: data})
}

// account is the one in the path, as far as the reader may know of it.
func (v *visit) account() (staff.State, error) {
	accounts, err := v.desk.Accounts(v.who)
	if err != nil {
		return staff.State{}, err
	}
	code := v.PathValue("code")
	i := slices.IndexFunc(accounts, func(a desk.Account) bool { return a.Code == code })
	if i < 0 {
		// Who trains or admits officers names them by code, and is told no more.
		if _, stands := v.desk.Holder(code); stands && keepsUsers(v) {
			return staff.State{Code: code}, nil
		}
		return staff.State{}, fault.New(fault.Missing, "fault.no-such-user")
	}
	a := accounts[i]
	all, err := v.desk.Users(v.Context(), v.who)
	if err != nil { // who calls people sees no more of them than the list says
		return staff.State{Code: a.Code, Roles: a.Roles, Office: a.Office, Revoked: a.Revoked}, nil
	}
	for _, u := range all {
		if u.Code == a.Code {
			return u, nil
		}
	}
	return staff.State{}, fault.New(fault.Missing, "fault.no-such-user")
}

func userCommand(name string) *casefile.OtherCommand {
	about, _ := casefile.About(casefile.User)
	k, _ := about.Named(name)
	return k
}

// userAct is the form of a command, with what holds now filled in: a change says
// everything anew, and what nobody meant to change must stay.
func (v *visit) userAct(u staff.State, name, tried string, refused []wrong) userAct {
	k := userCommand(name)
	act := userAct{Command: name, Path: "/users/" + url.PathEscape(u.Code) + "/do/" + name, Title: v.say.Command(name), Why: v.say.Why(name), ID: newID(), Open: name == tried}
	form := url.Values{}
	if name == "user.change" {
		form = url.Values{"office": {u.Office}, "roles": texts(u.Roles), "clears": {map[bool]string{true: "yes", false: "no"}[u.Clears]}, "country": {u.Country}, "answerFor": {strings.Join(u.AnswerFor, "\n")}}
	}
	var mend []wrong
	if name == tried {
		form, mend = v.PostForm, refused
		act.ID = form.Get("id")
	}
	if name != "user.admit" { // the desk makes its keys
		act.Fields = v.named(v.fields(v.other(k), questions(k.Name, k.Zero), form, mend), form)
	}
	return act
}

// named puts the words of roles and offices in place of what a form of any
// command would ask for them.
func (v *visit) named(fields []field, form url.Values) []field {
	for i := range fields {
		switch f := &fields[i]; f.Path {
		case "roles":
			for j := range f.Options {
				f.Options[j].Label = v.say.Role(access.Role(f.Options[j].Value))
			}
		case "office":
			f.How, f.Options = askList, nil
			for _, office := range v.desk.Offices() {
				f.Options = append(f.Options, option{office, v.office(office), form.Get("office") == office})
			}
		}
	}
	return fields
}

// other is a form of a command that is about no case.
func (v *visit) other(k *casefile.OtherCommand) *filling {
	return &filling{command: commanded{k.Name, k.Zero}}
}

func (v *visit) userDo() error {
	u, err := v.account()
	if err != nil {
		return err
	}
	name := v.PathValue("command")
	k := userCommand(name)
	if k == nil || !slices.Contains(userActs, name) {
		return fault.New(fault.Missing, "fault.not-found")
	}
	if err := v.desk.May(v.who, name, aboutUsers); err != nil {
		return err
	}
	if err := v.sent(); err != nil {
		return err
	}
	receipt, err := v.giveUser(u.Code, k)
	switch {
	case err == nil:
		return v.to("/users/" + url.PathEscape(u.Code) + "?done=" + receipt.Entry.String())
	case fault.KindOf(err) == fault.Internal:
		return err
	}
	return v.showUser(name, err)
}

func (v *visit) giveUser(code string, k *casefile.OtherCommand) (desk.Receipt, error) {
	id, err := commandID(v.PostForm.Get("id"))
	if err != nil {
		return desk.Receipt{}, err
	}
	if k.Name == "user.admit" {
		return v.desk.Admit(v.Context(), v.who, code, id)
	}
	said, err := v.answers(questions(k.Name, k.Zero), v.PostForm)
	if err != nil {
		return desk.Receipt{}, err
	}
	r, err := ordered(k.Name, v.PostForm.Get("id"), said)
	if err != nil {
		return desk.Receipt{}, err
	}
	return v.desk.DoOther(v.Context(), v.who, casefile.User, code, r)
}

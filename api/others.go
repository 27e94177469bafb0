package api

import (
	"time"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/rulebook"
)

// otherCommand gives a command about something that is not a case.
func otherCommand(subject casefile.Subject) func(*exchange) (reply, error) {
	return func(x *exchange) (reply, error) {
		r, err := x.command()
		if err != nil {
			return reply{}, err
		}
		receipt, err := x.server.desk.DoOther(x.Context(), x.who, subject, x.PathValue("reference"), r)
		return reply{body: receipt}, err
	}
}

func readMovement(x *exchange) (reply, error) {
	m, err := x.server.desk.Movement(x.Context(), x.who, x.PathValue("movement"))
	return reply{body: x.server.desk.Shown(x.who, desk.Theirs(x.who, casefile.Movement), m)}, err
}

type movementList struct {
	Movements []desk.ListedMovement `json:"movements"`
	Next      string                `json:"next,omitempty"` // the cursor of the next page, if there may be one
}

// pageParams are of every list that has no filters.
var pageParams = []param{
	{name: "limit", doc: "how many at most; 100, if absent", min: 1, max: 500},
	{name: "cursor", doc: "next, from the page before"},
}

func listMovements(x *exchange) (reply, error) {
	limit, after, err := x.paging()
	if err != nil {
		return reply{}, err
	}
	page, err := x.server.desk.Movements(x.Context(), x.who, limit, after)
	list := movementList{Movements: page.Movements}
	if page.More {
		list.Next = cursor(page.Next)
	}
	return reply{body: list}, err
}

type accountList struct {
	Users []desk.Account `json:"users"`
}

func listUsers(x *exchange) (reply, error) {
	users, err := x.server.desk.Accounts(x.who)
	return reply{body: accountList{users}}, err
}

func readManifest(x *exchange) (reply, error) {
	m, err := x.server.desk.Manifest(x.Context(), x.who, x.PathValue("movement"))
	return reply{body: m}, err
}

func readRedo(x *exchange) (reply, error) {
	departs, err := x.moment("departs")
	if err != nil {
		return reply{}, err
	}
	r, err := x.server.desk.Redo(x.Context(), x.who, x.PathValue("movement"), departs)
	return reply{body: r}, err
}

func readRoles(x *exchange) (reply, error) {
	d, about := x.server.desk, access.Subject{Kind: string(casefile.Roles)}
	if !d.Sees(x.who, about) {
		return reply{}, errNotFound
	}
	return reply{body: d.Shown(x.who, about, d.Roles())}, nil
}

type bookState struct {
	rulebook.State
	InForce int       `json:"inForce,omitempty"` // the version; absent: none
	Below   []string  `json:"below,omitempty"`   // where it is below floors that were raised since, which hold in its place
	At      time.Time `json:"at"`                // the moment at which that was asked
}

func readBook(x *exchange) (reply, error) {
	d := x.server.desk
	if !d.Sees(x.who, access.Subject{Kind: string(casefile.Rules)}) {
		return reply{}, errNotFound
	}
	for _, b := range d.Books() {
		if b.ID != x.PathValue("id") {
			continue
		}
		state := bookState{State: *b, At: d.Moment()}
		if book := b.InForce(state.At); book != nil {
			state.InForce, state.Below = book.Version, b.Below(state.At)
		}
		return reply{body: d.Shown(x.who, access.Subject{Kind: string(casefile.Rules)}, state)}, nil
	}
	return reply{}, errNotFound
}

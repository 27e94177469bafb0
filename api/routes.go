package api

import (
	"net/http"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/movement"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
)

// route is one thing that can be asked of the API. The mux and the OpenAPI
// document are made from it.
type route struct {
	method, path string
	name         string // the operation's id
	about        string // in one sentence
	open         bool   // without sign-in
	closed       func() bool
	query        []param
	takes        any // the zero value of the body, or a schema; nil: none
	gives        any // the same of what it answers; nil: nothing
	kind         string
	status       int // when all went well; 0: 200
	do           func(*exchange) (reply, error)
}

const (
	textKind  = "text/plain; charset=utf-8"
	bytesKind = "application/octet-stream"
)

func (s *server) routes() []route {
	all := []route{
		{method: http.MethodGet, path: "/healthz", name: "health", about: "Whether the program serves and its store answers.",
			open: true, gives: health{}, do: healthy},
		{method: http.MethodGet, path: "/api/v1/openapi.json", name: "openapi", about: "This document.",
			open: true, gives: schema{"type": "object"}, do: openAPI},
	}
	all = append(all, sessionRoutes()...)
	all = append(all, caseRoutes()...)
	all = append(all, otherRoutes()...)
	all = append(all, citedRoutes()...)
	return append(all, s.logRoutes()...)
}

func sessionRoutes() []route {
	return []route{
		{method: http.MethodPost, path: "/api/v1/session", name: "signIn", about: "Signs in and gives the token that all other requests bear.",
			open: true, takes: signIn{}, gives: session{}, do: begin},
		{method: http.MethodDelete, path: "/api/v1/session", name: "signOut", about: "Ends the session; its token is worth nothing afterwards.",
			status: http.StatusNoContent, do: end},
		{method: http.MethodGet, path: "/api/v1/me", name: "me", about: "Whose session this is.", gives: me{}, do: whoAmI},
		{method: http.MethodGet, path: "/api/v1/commands", name: "commands",
			about: "Every command with the JSON Schema of its arguments, and whether the caller may give it.", gives: commandList{}, do: listCommands},
	}
}

func caseRoutes() []route {
	when := param{name: "at", doc: "the moment judged; now, if absent", format: "date-time"}
	known := param{name: "known", doc: "which events count: now, a time, @ and a size of the log, or entries with commas between"}
	act := param{name: "for", doc: "the act that is asked about", codes: safeguard.Act("").Codes()}
	return []route{
		{method: http.MethodPost, path: "/api/v1/cases", name: "openCase", about: "Opens a case with the command case.open.",
			takes: commandsOf(casefile.Person, isOpen), gives: desk.Receipt{}, status: http.StatusCreated, do: openCase},
		{method: http.MethodGet, path: "/api/v1/cases", name: "cases", about: "The cases that the caller may see, a page at a time.",
			query: listParams, gives: caseList{}, do: listCases},
		{method: http.MethodGet, path: "/api/v1/incidents", name: "incidents",
			about: "What went wrong and somebody outside the office concerned must look at, a page at a time.",
			query: incidentParams, gives: incidentList{}, do: listIncidents},
		{method: http.MethodGet, path: "/api/v1/cases/{case}", name: "case", about: "One person's file, as far as the caller may see it.",
			gives: desk.Case{}, do: readCase},
		{method: http.MethodPost, path: "/api/v1/cases/{case}/commands", name: "caseCommand", about: "Gives a command about a case.",
			takes: commandsOf(casefile.Person, notOpen), gives: desk.Receipt{}, do: caseCommand},
		{method: http.MethodGet, path: "/api/v1/cases/{case}/events", name: "events", about: "The timeline of a case, oldest first.",
			query: eventParams, gives: timeline{}, do: readEvents},
		{method: http.MethodGet, path: "/api/v1/cases/{case}/attached/{sha256}", name: "attached",
			about: "The picture or sound of a mark, which an act of the case names by its SHA-256.", kind: bytesKind, do: readAttached},
		{method: http.MethodGet, path: "/api/v1/cases/{case}/findings", name: "findings",
			about: "What the rules say about a case, for an act, at a moment, with what was known.",
			query: []param{act, when, known}, gives: Told{}, do: readFindings},
	}
}

func otherRoutes() []route {
	departs := param{name: "departs", doc: "the departure that is asked about; without it, what the moves on record undid", format: "date-time"}
	all := []route{
		{method: http.MethodGet, path: "/api/v1/movements", name: "movements", about: "The movements that the caller may read, a page at a time.",
			query: pageParams, gives: movementList{}, do: listMovements},
		{method: http.MethodGet, path: "/api/v1/users", name: "users", about: "The accounts by their codes: for who makes them all, for who calls people to cases those who can be called.",
			gives: accountList{}, do: listUsers},
		{method: http.MethodGet, path: "/api/v1/movements/{movement}", name: "movement", about: "A flight or convoy.",
			gives: movement.State{}, do: readMovement},
		{method: http.MethodGet, path: "/api/v1/movements/{movement}/manifest", name: "manifest",
			about: "Who has a seat: cleared, or whom to ask; and the counts.", gives: desk.Manifest{}, do: readManifest},
		{method: http.MethodGet, path: "/api/v1/movements/{movement}/redo", name: "redo",
			about: "What must be done again, person by person, because the movement was moved or cancelled, or would have to be if it were moved.",
			query: []param{departs}, gives: desk.Redo{}, do: readRedo},
		{method: http.MethodGet, path: "/api/v1/rulebooks", name: "rulebooks", about: "The rule books and which version of each is in force.",
			gives: bookList{}, do: listBooks},
		{method: http.MethodGet, path: "/api/v1/rulebooks/{id}", name: "rulebook", about: "A rule book with its versions, the event that proposed each (proposed.entry) and its signatures.",
			gives: bookState{}, do: readBook},
		{method: http.MethodGet, path: "/api/v1/roles", name: "roles", about: "The table of roles with its versions, the event that proposed each (proposed.entry) and its signatures.",
			gives: rulebook.Roles{}, do: readRoles},
		{method: http.MethodPost, path: "/api/v1/users/{code}", name: "enrolUser",
			about: "Makes an account with a name to sign in by, a password, and a signing key that the password opens.",
			takes: enrolment{}, gives: enrolled{}, status: http.StatusCreated, do: enrol},
		{method: http.MethodPost, path: "/api/v1/users/{code}/keys", name: "admitUser",
			about: "On a field node: gives an account the keys that its roles open, as far as the caller holds them; a key that nobody holds is made.",
			takes: admission{}, gives: desk.Receipt{}, do: admit},
	}
	for _, o := range casefile.Others {
		all = append(all, route{
			method: http.MethodPost, path: commandPath(o.Subject), name: string(o.Subject) + "Command",
			about: "Gives a command about one of the " + plurals[o.Subject] + "; some commands begin it.",
			takes: commandsOf(o.Subject, anyName), gives: desk.Receipt{}, do: otherCommand(o.Subject),
		})
	}
	return all
}

// logRoutes are the log as a C2SP tlog-tiles log with its root at /api/v1/log.
// A hub's checkpoint and hashes are public; a field node's are for those who
// may read the log. Entries are for those who may export it.
func (s *server) logRoutes() []route {
	field := func() bool { return !s.desk.Node().Hub }
	return []route{
		{method: http.MethodGet, path: "/api/v1/receipts/{receipt}", name: "receipt",
			about: "Whether an entry, by its name or its index, is in the log; never what it is.",
			gives: logged{}, do: readReceipt},
		{method: http.MethodGet, path: "/api/v1/log/checkpoint", name: "checkpoint", about: "The log's published checkpoint, a signed note: one in five minutes.",
			open: true, closed: field, kind: textKind, do: readCheckpoint},
		{method: http.MethodGet, path: "/api/v1/log/log.vkey", name: "logKey", about: "The key with which checkpoints are verified.",
			open: true, closed: field, kind: textKind, do: readLogKey},
		{method: http.MethodGet, path: "/api/v1/log/tile/{level}/{path...}", name: "tile", about: "A tile of hashes.",
			open: true, closed: field, kind: bytesKind, do: readTile},
		{method: http.MethodGet, path: "/api/v1/log/tile/entries/{path...}", name: "entries", about: "A bundle of 256 entries.",
			kind: bytesKind, do: readBundle},
		{method: http.MethodGet, path: "/api/v1/log/amana/keys.jsonl", name: "keys",
			about: "The entries about keys and users with what they say, which whoever verifies entries needs.", kind: textKind, do: readKeys},
	}
}

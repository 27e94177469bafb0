package api

import "amana/domain/casefile"

// plurals is what paths call each kind of stream that is not a case.
var plurals = map[casefile.Subject]string{
	casefile.Movement: "movements",
	casefile.Country:  "countries",
	casefile.Place:    "places",
	casefile.Line:     "lines",
	casefile.Outreach: "information-sessions",
	casefile.User:     "users",
	casefile.Rules:    "rulebooks",
	casefile.Text:     "texts",
	casefile.Roles:    "roles",
}

// commandPath is where commands about a subject are posted.
func commandPath(s casefile.Subject) string {
	return "/api/v1/" + plurals[s] + "/{reference}/commands"
}

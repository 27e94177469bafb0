package api

// health is what a supervisor learns: nothing of what is kept.
type health struct {
	Status string `json:"status"`
}

// healthy answers when the program serves and its store can be read; a lost
// database is Busy.
func healthy(x *exchange) (reply, error) {
	return reply{body: health{"serving"}}, x.server.desk.Ready(x.Context())
}

func openAPI(x *exchange) (reply, error) {
	text, err := x.server.document()
	return reply{raw: text, kind: "application/json"}, err
}

package api

import (
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/lang"
	"amana/store"
)

// number is the case that the path names, as it is written.
func (x *exchange) number() (string, error) { return desk.CheckNumber(x.PathValue("case")) }

// hidden makes a case that the caller may not see look as one that is not
// there: not even the wording may tell them apart.
func hidden(err error) error {
	if f := fault.Of(err); f != nil && f.Kind == fault.Missing && f.Key == "fault.not-found" {
		return fault.New(fault.Missing, "fault.no-such-case")
	}
	return err
}

func openCase(x *exchange) (reply, error) {
	r, err := x.command()
	if err != nil {
		return reply{}, err
	}
	if r.Command != opensCase {
		return reply{}, fault.New(fault.Invalid, "fault.no-such-command").In("command")
	}
	receipt, err := x.server.desk.Do(x.Context(), x.who, "", r)
	status := http.StatusCreated
	if receipt.Repeated {
		status = http.StatusOK
	}
	return reply{status: status, body: receipt, location: "/api/v1/cases/" + receipt.Case}, err
}

func caseCommand(x *exchange) (reply, error) {
	number, err := x.number()
	if err != nil {
		return reply{}, err
	}
	r, err := x.command()
	if err != nil {
		return reply{}, err
	}
	receipt, err := x.server.desk.Do(x.Context(), x.who, number, r)
	return reply{body: receipt}, hidden(err)
}

func readCase(x *exchange) (reply, error) {
	number, err := x.number()
	if err != nil {
		return reply{}, err
	}
	c, err := x.server.desk.Case(x.Context(), x.who, number)
	return reply{body: c}, hidden(err)
}

func readAttached(x *exchange) (reply, error) {
	number, err := x.number()
	if err != nil {
		return reply{}, err
	}
	var hash ledger.Hash
	if hash.UnmarshalText([]byte(x.PathValue("sha256"))) != nil {
		return reply{}, errNotFound
	}
	content, err := x.server.desk.Attached(x.Context(), x.who, number, hash)
	return reply{raw: content, kind: bytesKind}, hidden(err)
}

type timeline struct {
	Case   string       `json:"case"`
	Events []desk.Event `json:"events"`
	Next   string       `json:"next,omitempty"` // the cursor of the next page, if there is one
}

var eventParams = []param{
	{name: "limit", doc: "how many at most; all, if absent", min: 1, max: 500},
	{name: "cursor", doc: "next, from the page before"},
}

func readEvents(x *exchange) (reply, error) {
	number, err := x.number()
	if err != nil {
		return reply{}, err
	}
	events, err := x.server.desk.Events(x.Context(), x.who, number)
	if err != nil {
		return reply{}, hidden(err)
	}
	limit, after, err := x.paging()
	if err != nil {
		return reply{}, err
	}
	from := int(min(max(after.Key, 0), int64(len(events))))
	told := timeline{Case: number, Events: events[from:]}
	if x.URL.Query().Get("limit") != "" && len(told.Events) > limit {
		told.Events, told.Next = told.Events[:limit], cursor(store.Cursor{Key: int64(from + limit)})
	}
	return reply{body: told}, nil
}

func readFindings(x *exchange) (reply, error) {
	number, err := x.number()
	if err != nil {
		return reply{}, err
	}
	at, err := x.moment("at")
	if err != nil {
		return reply{}, err
	}
	known, err := desk.ParseKnown(x.URL.Query().Get("known"))
	if err != nil {
		return reply{}, err
	}
	asked := desk.Asked{For: safeguard.Act(x.URL.Query().Get("for")), At: at, Known: known}
	answer, err := x.server.desk.Findings(x.Context(), x.who, number, asked)
	return reply{body: Tell(answer, x.answer.Say.In(x.server.desk.Where()))}, hidden(err)
}

// Told is what the rules say as it goes out, over HTTP and from the command
// line alike: each finding with its sentence in the reader's language.
type Told struct {
	desk.Answer
	Findings []Reason `json:"findings"`
}

// Tell puts what the rules say into a reader's language.
func Tell(a desk.Answer, say *lang.Printer) Told { return Told{a, reasons(a.Findings, say)} }

var listParams = []param{
	{name: "office", doc: "cases of this office"},
	{name: "status", doc: "cases that stand here", codes: standings()},
	{name: "movement", doc: "cases with a seat on this movement, or whose seat was lost when it was cancelled"},
	{name: "due", doc: "cases with a blocking finding that goes up by then, the most urgent first", format: "date-time"},
	{name: "held", doc: "whether the person is held", codes: []string{"true", "false"}},
	{name: "limit", doc: "how many at most; 100, if absent", min: 1, max: 500},
	{name: "cursor", doc: "next, from the page before"},
}

// standings are where a person can stand, endings included.
func standings() []string {
	var all []string
	for _, s := range casefile.Statuses {
		all = append(all, string(s))
	}
	ending, _ := reflect.TypeFor[casefile.End]().FieldByName("Outcome")
	for _, s := range strings.Split(ending.Tag.Get("codes"), ",") {
		if !slices.Contains(all, s) { // a file that is taken elsewhere stands so while open, and ends so
			all = append(all, s)
		}
	}
	return all
}

type caseList struct {
	Cases []desk.Listed `json:"cases"`
	Next  string        `json:"next,omitempty"` // the cursor of the next page, if there may be one
}

// heldPages bounds how much is read for one page of a list that is filtered by
// what only the opened rows say.
const heldPages = 20

func listCases(x *exchange) (reply, error) {
	q, err := x.listQuery()
	if err != nil {
		return reply{}, err
	}
	held := x.URL.Query().Get("held")
	wanted := q.Limit
	list := caseList{Cases: []desk.Listed{}}
	for range heldPages {
		page, err := x.server.desk.Cases(x.Context(), x.who, q)
		if err != nil {
			return reply{}, err
		}
		for _, c := range page.Cases {
			if held == "" || held == strconv.FormatBool(c.Held) {
				list.Cases = append(list.Cases, c)
			}
		}
		list.Next = ""
		if !page.More {
			break
		}
		list.Next = cursor(page.Next)
		if len(list.Cases) == wanted {
			break
		}
		q.After, q.Limit = page.Next, wanted-len(list.Cases)
	}
	return reply{body: list}, nil
}

func (x *exchange) listQuery() (desk.Query, error) {
	v := x.URL.Query()
	q := desk.Query{Office: v.Get("office"), Status: v.Get("status"), Movement: v.Get("movement")}
	var err error
	if q.Due, err = x.moment("due"); err != nil {
		return q, err
	}
	q.Limit, q.After, err = x.paging()
	return q, err
}

// paging is how much of a list is wanted, and from where on.
func (x *exchange) paging() (limit int, after store.Cursor, err error) {
	v := x.URL.Query()
	limit = 100
	if text := v.Get("limit"); text != "" {
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 || limit > 500 {
			return limit, after, fault.New(fault.Invalid, "fault.limit", fault.A("max", 500)).In("limit")
		}
	}
	after, err = readCursor(v.Get("cursor"))
	return limit, after, err
}

// cursor is opaque to clients, who may only hand it back.
func cursor(c store.Cursor) string {
	text := binary.AppendVarint(nil, c.Due)
	return base64.RawURLEncoding.EncodeToString(binary.AppendVarint(text, c.Key))
}

func readCursor(text string) (c store.Cursor, err error) {
	if text == "" {
		return c, nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	due, n := binary.Varint(raw)
	if err == nil && n > 0 {
		key, m := binary.Varint(raw[n:])
		if m > 0 && n+m == len(raw) {
			return store.Cursor{Due: due, Key: key}, nil
		}
	}
	return c, fault.New(fault.Invalid, "fault.cursor").In("cursor")
}

// opensCase is the one command that is about no case yet.
const opensCase = "case.open"

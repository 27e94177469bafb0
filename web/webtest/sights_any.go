package webtest

import (
	"net/url"
	"strings"
)

var anySights = []Sight{
	{Pattern: "GET /sign-in", As: "", Path: "/sign-in", Shows: "Where everybody begins. The session is this browser's alone and ends with it."},
	{Pattern: "GET /{$}", As: "cou", Path: "/", Shows: "Today: whose turn it is for what, the most urgent first, one click from the act."},
	{Pattern: "GET /{$}", As: "mov", Path: "/"},
	{Pattern: "GET /{$}", As: "lea", Path: "/"},
	{Pattern: "GET /{$}", As: "hop", Path: "/"},
	{Pattern: "GET /{$}", As: "doc", Path: "/"},
	{Pattern: "GET /find", As: "cou", Path: "/find", Shows: "Somebody is found by number or name, however it is spelt; what was typed stands in no address."},
	{Pattern: "/", As: "cou", Path: "/no-such-page", Status: 404, Shows: "What is not there, or not for this reader: the two look the same."},
	{Pattern: "POST /sign-in", As: "", Path: "/sign-in", Sends: url.Values{"name": {"nobody"}, "password": {"not a password"}}, Status: 401},
	{Pattern: "POST /language", As: "cou", Path: "/language", Sends: url.Values{"language": {"xx"}}, Status: 400},
	{Pattern: "POST /find", As: "cou", Path: "/find", Sends: url.Values{"text": {"Danjuma"}}},
	{Pattern: "POST /find", As: "mov", Path: "/find", Sends: url.Values{"text": {""}, "movement": {"TIP-LOS-0225"}}},
	{Pattern: "POST /find", As: "cou", Path: "/find", Sends: url.Values{"text": {"Wilhelmina"}}},
	{Pattern: "POST /find", As: "cou", Path: "/find", Sends: url.Values{"text": {long}}, Status: 400},
	{Pattern: "POST /number", As: "hotline", Path: "/number", Sends: url.Values{"number": {"T"}}, Status: 404},
}

// long is more than anybody looks for.
var long = strings.Repeat("a", 201)

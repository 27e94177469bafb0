package webtest

var anySights = []Sight{
	{Pattern: "GET /sign-in", As: "", Path: "/sign-in", Shows: "Where everybody begins. The session is this browser's alone and ends with it."},
	{Pattern: "GET /{$}", As: "cou", Path: "/", Shows: "Today: whose turn it is for what, the most urgent first, one click from the act."},
	{Pattern: "GET /{$}", As: "mov", Path: "/"},
	{Pattern: "GET /{$}", As: "lea", Path: "/"},
	{Pattern: "GET /{$}", As: "hop", Path: "/"},
	{Pattern: "GET /{$}", As: "doc", Path: "/"},
	{Pattern: "GET /find", As: "cou", Path: "/find", Shows: "Somebody is found by number or name, however it is spelt; what was typed stands in no address."},
	{Pattern: "/", As: "cou", Path: "/no-such-page", Status: 404, Shows: "What is not there, or not for this reader: the two look the same."},
}

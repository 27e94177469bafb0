package webtest

var anySights = []Sight{
	{Pattern: "GET /sign-in", As: "", Path: "/sign-in", Shows: "Where everybody begins. The session is this browser's alone and ends with it."},
	{Pattern: "GET /{$}", As: "cou", Path: "/", Shows: "What there is to do today."},
	{Pattern: "/", As: "cou", Path: "/no-such-page", Status: 404, Shows: "What is not there, or not for this reader: the two look the same."},
}

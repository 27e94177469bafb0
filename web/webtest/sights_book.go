package webtest

import (
	"net/url"

	"amana/domain/ledger"
)

var bookSights = []Sight{
	{Pattern: "GET /rulebook", As: "hop", Path: "/rulebook", Shows: "The rule book in force: each rule in words, with where it comes from."},
	{Pattern: "GET /rulebook", As: "cou", Path: "/rulebook"},
	{Pattern: "GET /rulebook/versions", As: "ethics", Path: "/rulebook/versions", Shows: "Its versions, who proposed and who signed each."},
	{Pattern: "GET /rulebook/versions/{proposal}", As: "ethics", Path: "/rulebook/versions/1", Shows: "One version."},
	{Pattern: "GET /rulebook/versions/{proposal}/text", As: "hop", Path: "/rulebook/versions/1/text", Apart: true},
	{Pattern: "GET /rulebook/compare", As: "ethics", Path: "/rulebook/compare?from=1&to=1", Shows: "Two versions side by side: what loosens, what tightens."},
	{Pattern: "GET /rulebook/change", As: "hop", Path: "/rulebook/change", Shows: "A change is proposed; two officers sign it, and it holds fourteen days later."},
	{Pattern: "GET /rulebook/change", As: "hop", Path: "/rulebook/change?part=numbers"},
	{Pattern: "GET /rulebook/change", As: "hop", Path: "/rulebook/change?part=reaffirmed"},
	{Pattern: "GET /roles", As: "hop", Path: "/roles", Shows: "Who may do what."},
	{Pattern: "GET /roles/versions", As: "ethics", Path: "/roles/versions", Shows: "The versions of that table."},
	{Pattern: "GET /roles/versions/{proposal}", As: "ethics", Path: "/roles/versions/1", Shows: "One version of it."},
	{Pattern: "GET /roles/versions/{proposal}/text", As: "ethics", Path: "/roles/versions/1/text", Apart: true},
	{Pattern: "GET /roles/compare", As: "ethics", Path: "/roles/compare?from=1&to=1", Shows: "Two of them side by side."},
	{Pattern: "GET /roles/change", As: "dpo", Path: "/roles/change", Shows: "A change of who may do what."},
	{Pattern: "GET /log", As: "hop", Path: "/log", Shows: "The log: how long it is, who has signed that, and how to verify it."},
	{Pattern: "GET /log/receipt", As: "hop", Path: "/log/receipt", Shows: "Whether a receipt is in the log, and never of what."},
	{Pattern: "GET /cases/{case}/receipts/{entry}", As: "pia", Path: "/cases/{blocked}/receipts/{receipt}", Shows: "A receipt to take along, for whoever wants one."},
	{Pattern: "GET /users", As: "admin", Path: "/users", Shows: "Accounts."},
	{Pattern: "GET /users/new", As: "admin", Path: "/users/new", Shows: "A new account."},
	{Pattern: "GET /users/by-code", As: "lea", Path: "/users/by-code?code=cou", Apart: true},
	{Pattern: "GET /users/{code}", As: "admin", Path: "/users/cou", Shows: "One account."},
	{Pattern: "GET /account", As: "cou", Path: "/account", Shows: "One's own account, and its sessions."},
	{Pattern: "POST /rulebook/versions/{proposal}/sign", As: "hop", Path: "/rulebook/versions/1/sign", Sends: url.Values{"side": {"protection"}}, Status: 400},
	{Pattern: "POST /rulebook/change", As: "hop", Path: "/rulebook/change", Sends: url.Values{"part": {"numbers"}, "number.gate-hours": {"x"}, "do": {"propose"}}, Status: 400},
	{Pattern: "POST /rulebook/change", As: "hop", Path: "/rulebook/change", Sends: looked},
	{Pattern: "POST /rulebook/upload", As: "hop", Path: "/rulebook/upload", Sends: url.Values{}, Status: 400},
	{Pattern: "POST /roles/versions/{proposal}/sign", As: "ethics", Path: "/roles/versions/1/sign", Sends: url.Values{"side": {"outside"}}, Status: 400},
	{Pattern: "POST /roles/change", As: "dpo", Path: "/roles/change", Sends: url.Values{"part": {"counsellor"}, "acts": {"gate.answer"}, "scope": {"office"}, "sees": {"person"}}},
	{Pattern: "POST /roles/change", As: "dpo", Path: "/roles/change", Sends: url.Values{"part": {"counsellor"}, "acts": {"no.such"}, "do": {"propose"}}, Status: 400},
	{Pattern: "POST /roles/upload", As: "dpo", Path: "/roles/upload", Sends: url.Values{}, Status: 400},
	{Pattern: "POST /log/receipt", As: "hop", Path: "/log/receipt", Sends: url.Values{"receipt": {"{receipt}"}}},
	{Pattern: "POST /log/receipt", As: "hop", Path: "/log/receipt", Sends: url.Values{"receipt": {nowhere}}},
	{Pattern: "POST /log/receipt", As: "hop", Path: "/log/receipt", Sends: url.Values{"receipt": {"misread"}}, Status: 400},
	{Pattern: "POST /slip", As: "pia", Path: "/slip", Sends: url.Values{"case": {"{blocked}"}, "receipt": {"{receipt}"}}},
	{Pattern: "POST /users/new", As: "admin", Path: "/users/new", Sends: url.Values{"code": {"cou"}}, Status: 400},
	{Pattern: "POST /users/{code}/do/{command}", As: "admin", Path: "/users/cou/do/user.change", Sends: url.Values{"office": {"nowhere"}}, Status: 400},
	{Pattern: "POST /account/password", As: "cou", Path: "/account/password", Sends: url.Values{"new": {"one"}, "again": {"another"}}, Status: 400},
}

// nowhere is a receipt of which no log knows.
var nowhere = ledger.Hash{1}.String()

// looked is a change of one rule that is looked at, before anybody proposes it.
var looked = url.Values{
	"part": {"reaffirmed"}, "do": {"look"}, "reaffirmed.due": {"clearance", "boarding"}, "reaffirmed.applies": {"adult", "child", "supported"},
	"reaffirmed.from": {"2026-01-01"}, "reaffirmed.owner": {"counsellor"}, "reaffirmed.source": {"one"},
	"reaffirmed.title.en": {"Asked again"}, "reaffirmed.met.en": {"Asked again, alone."}, "reaffirmed.title.fr": {"Redemandé"}, "reaffirmed.met.fr": {"Redemandé, seul."},
	"reaffirmed.title.ar": {"سؤال آخر"}, "reaffirmed.met.ar": {"سُئل وحده من جديد."},
}

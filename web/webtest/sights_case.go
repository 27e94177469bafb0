package webtest

import "net/url"

var caseSights = []Sight{
	{Pattern: "GET /cases/{case}", As: "pia", Path: "/cases/{blocked}", Shows: "A case: where the person stands and the safeguards panel. Each rule says in plain words whether it is met, why, at which act it is due and whose turn it is, with the button that begins what is missing."},
	{Pattern: "GET /cases/{case}", As: "pia", Path: "/cases/{cleared}?for=boarding"},
	{Pattern: "GET /cases/{case}", As: "lea", Path: "/cases/{sealed}?for=clearance"},
	{Pattern: "GET /cases/{case}", As: "mov", Path: "/cases/{held}?for=seat", Shows: "The same panel as a movement officer reads it: of what is not theirs only whom to ask."},
	{Pattern: "GET /cases/{case}", As: "hop", Path: "/cases/{uncleared}"},
	{Pattern: "GET /cases/{case}/meet/{safeguard}", As: "cou", Path: "/cases/{new}/meet/no-forced-return", Shows: "From the list of the day to the act in one step."},
	{Pattern: "GET /cases/{case}/timeline", As: "pia", Path: "/cases/{departed}/timeline", Shows: "What happened, each with the receipt by which it is found in the log."},
	{Pattern: "GET /cases/{case}/timeline", As: "doc", Path: "/cases/{sealed}/timeline"},
	{Pattern: "GET /cases/{case}/acts", As: "pia", Path: "/cases/{blocked}/acts", Shows: "All that this reader may record, what stops the journey first."},
	{Pattern: "GET /cases/{case}/do/{command}", As: "cou", Path: "/cases/{blocked}/do/consent.give", Shows: "A form: one question after the other, nothing chosen before, why it is asked one tap away."},
	{Pattern: "GET /cases/{case}/do/{command}", As: "cou", Path: "/cases/{new}/do/counselling.hold"},
	{Pattern: "GET /cases/{case}/do/{command}", As: "cou", Path: "/cases/{blocked}/do/consent.withdraw"},
	{Pattern: "GET /cases/{case}/do/{command}", As: "cas", Path: "/cases/{blocked}/do/case.correct"},
	{Pattern: "GET /cases/{case}/do/{command}", As: "lea", Path: "/cases/{held}/do/hold.lift"},
	{Pattern: "GET /cases/{case}/do/{command}", As: "doc", Path: "/cases/{sealed}/do/health.examine"},
	{Pattern: "GET /cases/{case}/do/{command}", As: "mov", Path: "/cases/{blocked}/do/seat.give"},
	{Pattern: "GET /cases/{case}", As: "cou", Path: "/cases/TI-000000", Status: 404},
	{Pattern: "POST /cases/{case}/do/{command}", As: "mov", Path: "/cases/{blocked}/do/seat.give", Sends: url.Values{"movement": {"TIP-LOS-0225"}, "line": {"L-1"}, "reason": {"waiting-longest"}}, Status: 409},
	{Pattern: "POST /cases/{case}/do/{command}", As: "mov", Path: "/cases/{held}/do/seat.give", Sends: url.Values{"movement": {"TIP-LOS-0225"}, "line": {"L-1"}, "reason": {"waiting-longest"}}, Status: 409},
	{Pattern: "POST /cases/{case}/do/{command}", As: "cou", Path: "/cases/{blocked}/do/counselling.hold", Sends: url.Values{}, Status: 400},
	{Pattern: "POST /cases/{case}/do/{command}", As: "doc", Path: "/cases/{sealed}/do/health.examine", Sends: url.Values{"happened": {"soon"}}, Status: 400},
}

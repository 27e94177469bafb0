package casefile

import (
	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

func named(kind string, args func(ledger.Hash) any) func(*world) any {
	return func(w *world) any { return args(w.last(kind)) }
}

var here = before("order.ask") // a case with a wish, and nothing else

var personScripts = []script{
	{"a case is opened with a wish", scene, opened(amina), "case.opened wish.stated", "belongs counselling.wishes destinations identity.born identity.destination identity.given identity.languages identity.nationalities identity.sex number office opened.by opened.earliest opened.entry opened.latest", Waiting, "seat own-wish: met"},
	{"who the person is, is corrected", here, does("cas", "case.correct", Correct{Changed: Changed(child(10, "with-parent"))}), "case.corrected", "belongs company destinations identity.alone identity.born", "", "seat best-interests: unmet assessment"},
	{"where in the country they will live is known", here, does("cas", "case.correct", Correct{Changed: Changed{Area: "NGA/BO"}}), "case.corrected", "destinations identity.area", "", ""},
	{"another country: where in it is not known", with(here, does("cas", "case.correct", Correct{Changed: Changed{Area: "NGA/BO"}})), does("cas", "case.correct", Correct{Changed: Changed{Destination: "GHA"}}), "case.corrected", "destinations identity.area identity.destination", "", ""},
	{"held, on the day of the wish", here, does("cas", "custody.record", RecordCustody{Date: "wish", Held: true, Place: "TAJ", Holds: "official"}), "custody.recorded", "custody", "", "clearance voluntary: unmet none"},
	{"held, when everything else is done", before("boarding.board"), does("cas", "custody.record", RecordCustody{Date: "eve", Held: true, Place: "TAJ"}), "custody.recorded", "custody", "", "boarding voluntary: unmet second-interview"},
	{"a household is joined", here, does("cas", "household.join", JoinHousehold{Household: "H-1", Relation: "spouse"}), "household.joined", "homes household households", "", "seat family-unity: unmet none"},
	{"a child is born on the way", here, does("cas", "birth.record", RecordBirth{Day: date("09-30"), Sex: "woman", Name: "Hope"}), "birth.recorded", "", "", ""},
	{"another file may be theirs", here, does("node", "duplicate.suspect", SuspectDuplicate{Other: "BE-26-0001-A"}), "duplicate.suspected", "duplicates", "", "seat no-unsettled-duplicate: unmet unsettled"},
	{"more may be than are named", here, does("node", "likely.count", CountLikely{More: 12}), "likely.counted", "", "", "seat no-unsettled-duplicate: unmet more"},
	{"all are named", with(here, does("node", "likely.count", CountLikely{More: 12})), does("node", "likely.count", CountLikely{}), "likely.counted", "", "", "seat no-unsettled-duplicate: met"},
	{"the other file is theirs", with(here, does("node", "duplicate.suspect", SuspectDuplicate{Other: "BE-26-0001-A"})),
		does("cas", "duplicate.settle", SettleDuplicate{Other: "BE-26-0001-A", Same: true, Reason: "same scar"}), "duplicate.settled", "duplicates", "", "seat no-unsettled-duplicate: met"},
	{"a link is taken back by one officer", with(here, linked...), does("pia", "case.unlink", Unlink{Other: "X", Reason: "not them"}), "case.unlinked", "duplicates", "", ""},
	{"and by another, who confirms it", with(with(here, linked...), does("pia", "case.unlink", Unlink{Other: "X"})), does("lea", "case.unlink", Unlink{Other: "X", Reason: "not them"}), "case.unlinked", "duplicates", "", "seat no-unsettled-duplicate: met"},
	{"an observer is called", here, calls("obs", access.Observer), "call.made", "calls", "", ""},
	{"an observer's duty ends", with(here, calls("obs", access.Observer)), does("pia", "call.end", named("call.made", func(h ledger.Hash) any { return EndCall{Call: h} })), "call.ended", "calls", "", ""},
}

var keepingScripts = []script{
	{"a hold stops the journey", before("boarding.board"), does("lea", "hold.place", PlaceHold{For: "law", Reason: "a witness"}), "hold.placed", "holds", OnHold, "boarding no-hold: unmet law"},
	{"a hold is lifted", with(here, does("lea", "hold.place", PlaceHold{For: "law"})),
		does("lea", "hold.lift", named("hold.placed", func(h ledger.Hash) any { return LiftHold{Hold: h} })), "hold.lifted", "holds", Waiting, "seat no-hold: met"},
	{"the person does not travel, and says no more", here, does("cas", "case.end", End{Outcome: "not-travelling"}), "case.ended consent.withdrawn", "consent.withdrawals ending", "not-travelling", ""},
	{"the person stays, with help", here, does("cas", "case.end", End{Outcome: "stayed-with-help"}), "case.ended consent.withdrawn", "consent.withdrawals ending", "stayed-with-help", ""},
	{"not eligible is proposed, and ends nothing", here, does("cas", "case.propose-end", notEligible), "case.end-proposed", "proposals", Waiting, ""},
	{"another officer confirms that they are not eligible", with(here, does("cas", "case.propose-end", notEligible)), does("pia", "case.end", End{Outcome: "not-eligible", Safeguard: "destination-open", Reason: "x"}), "case.ended case.closed", "closed ending ground", "not-eligible", ""},
	{"the person asks that somebody else look again", here, does("cou", "review.ask", AskReview{}), "review.asked", "review", Waiting, ""},
	{"somebody who did nothing in the case looked again", with(here, does("cou", "review.ask", AskReview{})), does("lea", "review.answer", AnswerReview{Stands: true, Reason: "x"}), "review.answered", "review", Waiting, ""},
	{"not eligible does not stand", with(refusedEnd, does("cou", "review.ask", AskReview{})), does("lea", "review.answer", AnswerReview{Reason: "x"}), "review.answered case.reopened", "closed ending ground proposals review", Waiting, ""},
	{"not eligible stands", with(refusedEnd, does("cou", "review.ask", AskReview{})), does("lea", "review.answer", AnswerReview{Stands: true, Reason: "x"}), "review.answered", "review", "not-eligible", ""},
	{"asylum elsewhere closes the file too", here, does("cas", "case.end", End{Outcome: "asylum"}), "case.ended case.closed asylum.requested", "assessment.asylum calls closed ending", "asylum", ""},
	{"a file in which nothing is left to do is closed", here, does("cas", "case.close", Close{}), "case.closed", "closed", StatusClosed, ""},
	{"the person comes back", with(here, does("cas", "case.end", End{Outcome: "lost-contact"})), does("cas", "case.reopen", Reopen{}), "case.reopened", "ending", Waiting, ""},
	{"a file is erased", here, does("dpo", "case.erase", Erase{Ground: "person-asked"}), "case.erased", "closed erased", StatusClosed, ""},
	{"something went wrong", here, does("cas", "incident.open", OpenIncident{Incident: "pressure"}), "incident.opened", "incidents", "", ""},
	{"somebody outside closes the incident", with(here, does("cas", "incident.open", OpenIncident{Incident: "pressure"})),
		does("ove", "incident.close", named("incident.opened", func(h ledger.Hash) any { return CloseIncident{Incident: h} })), "incident.closed", "incidents", "", ""},
	{"the officer who did an imported act gives their word", with(here, lists("pia", "screening.record", screened)),
		does("pia", "import.attest", named("screening.recorded", func(h ledger.Hash) any { return AttestImport{Entry: h} })), "import.attested", "vouched", "", "seat vulnerability-screened: unmet none"},
}

var notEligible = ProposeEnd{Safeguard: "destination-open", Reason: "the State does not confirm entry"}

var talkScripts = []script{
	{"a wish is said again", here, does("sam", "wish.state", wish), "wish.stated", "counselling.wishes", "", ""},
	{"asked about removal orders", here, does("cou", "order.ask", counselling.AskOrder{Exists: true, Checked: true}), "order.asked", "counselling.orders", "", "seat no-forced-return: unmet legal-information"},
	{"an authority forces the return", before("seat.give"), does("cou", "order.ask", counselling.AskOrder{Exists: true, Checked: true, LegalHelp: true, Forced: true}), "order.asked", "counselling.orders", "", "seat no-forced-return: unmet forced"},
	{"a session", here, does("cou", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 40}), "counselling.held", "counselling.sessions", "", "seat counselled: unmet sessions"},
	{"a session was defective", before("seat.give"), does("lea", "counselling.void", named("counselling.held", func(h ledger.Hash) any { return counselling.Void{Session: h} })), "counselling.voided", "counselling.sessions", "", "seat counselled: unmet sessions"},
	{"the person is told what it waits for", here, does("pia", "counselling.tell-block", counselling.TellBlock{Talk: alone, Words: "a colleague looks into one more thing"}), "counselling.block-told", "", "", "seat counselled: unmet sessions"},
	{"what has changed?", before("seat.give"), does("cou", "counselling.extend", counselling.Extend{Talk: alone, Changed: "nothing"}), "counselling.extended", "counselling.extended", "", "seat counselled: met"},
	{"told of international protection, and wants it", before("seat.give"), does("cou", "option.tell", counselling.Tell{Option: "international-protection", Explained: true, Available: "yes", Answer: "wants"}),
		"option.told asylum.requested", "assessment.asylum calls counselling.told", "", "clearance unhcr-counselled: unmet asylum"},
	{"told of it again, and wants it still", with(here, does("cou", "asylum.request", assessment.RequestAsylum{})), does("cou", "option.tell", counselling.Tell{Option: "international-protection", Explained: true, Available: "yes", Answer: "wants"}),
		"option.told asylum.requested", "assessment.asylum calls counselling.told", "", ""},
	{"an option is told", here, does("cou", "option.tell", counselling.Tell{Option: "stay", Explained: true, Available: "yes", Answer: "declines"}), "option.told", "counselling.told", "", "seat alternatives-offered: unmet missing"},
}

var screeningScripts = []script{
	{"vulnerability is screened by somebody untrained", here, does("cou", "screening.record", screened), "screening.recorded", "screening.screenings", "", "seat vulnerability-screened: unmet untrained"},
	{"vulnerability is screened", here, does("pia", "screening.record", screened), "screening.recorded", "screening.screenings", "", "seat vulnerability-screened: met"},
	{"act, means and purpose: a victim", before("boarding.board"), does("sam", "trafficking.screen", screening.ScreenTrafficking{Talk: alone, Act: "yes", Means: "yes", Purpose: "yes"}), "trafficking.screened", "screening.trafficking", "", "boarding trafficked-safe: unmet none"},
	{"a child: act and purpose", here, does("pia", "trafficking.screen", screening.ScreenTrafficking{Talk: alone, Act: "yes", Means: "no", Purpose: "yes", Child: true}), "trafficking.screened", "screening.trafficking", "", "clearance trafficked-safe: unmet none"},
	{"how a victim returns safely", with(here, does("pia", "trafficking.screen", screening.ScreenTrafficking{Talk: alone, Act: "yes", Means: "yes", Purpose: "yes"})),
		does("tra", "trafficking.assess", screening.AssessTrafficking{Services: "confirmed", Reflection: true, Reasons: "named shelter"}), "trafficking.assessed", "screening.retraffick", "", "clearance trafficked-safe: met"},
	{"examined", before("boarding.board"), does("doc", "health.examine", screening.Examine{Outcome: "unfit"}), "health.examined", "screening.health", "", "boarding fit-to-travel: unmet unfit"},
	{"checked before embarkation", before("boarding.board"), does("doc", "health.check", screening.Check{Outcome: "fit-with-conditions"}), "health.checked", "screening.health", "", "boarding fit-to-travel: unmet conditions"},
	{"a need is found", before("boarding.board"), does("pia", "need.find", screening.FindNeed{Need: "medical", Travels: true, Notify: "standard"}), "need.found", "screening.needs", "", "boarding reception-acknowledged: unmet notice"},
	{"a need is answered", with(here, does("pia", "need.find", screening.FindNeed{Need: "food"})),
		does("cas", "need.answer", named("need.found", func(h ledger.Hash) any { return screening.AnswerNeed{Need: h, Outcome: "served"} })), "need.answered", "screening.needs", "", "clearance needs-answered: met"},
}

var consentScripts = []script{
	{"consent is given", before("consent.give"), does("cou", "consent.give", declare), "consent.given", "consent.consents", Waiting, "seat consent: met"},
	{"consent is withdrawn by telephone", before("boarding.board"), does("hot", "consent.withdraw", consent.Withdraw{Channel: "phone"}), "consent.withdrawn", "consent.withdrawals", StatusWithdrawn, "boarding consent-stands: unmet withdrawn"},
	{"an anonymous message says that they withdraw", before("boarding.board"), does("hot", "consent.report", consent.Report{Channel: "sms"}), "consent.withdrawal-reported", "consent.reports", "", "boarding consent-stands: unmet reported"},
	{"asked alone, the person denies it", with(before("boarding.board"), does("hot", "consent.report", consent.Report{Channel: "sms"})), does("pia", "consent.settle-report", settle("denied")),
		"consent.report-settled incident.opened", "consent.reports incidents", "", "boarding consent-stands: met"},
	{"asked alone, the person confirms it", with(before("boarding.board"), does("hot", "consent.report", consent.Report{Channel: "sms"})), does("pia", "consent.settle-report", settle("confirmed")),
		"consent.report-settled", "consent.reports", StatusWithdrawn, "boarding consent-stands: unmet withdrawn"},
	{"the person cannot be asked", with(before("boarding.board"), does("hot", "consent.report", consent.Report{Channel: "sms"})), does("pia", "consent.settle-report", settle("cannot-ask")),
		"consent.report-settled", "consent.reports", StatusWithdrawn, "boarding consent-stands: unmet withdrawn"},
	{"a no at the aircraft door, the departure being entered already", after("departure.record"), does("gat", "consent.withdraw", consent.Withdraw{Channel: "gate", Stage: "aircraft-door"}),
		"consent.withdrawn", "consent.withdrawals", StatusDeparted, "boarding consent-stands: unmet withdrawn"},
	{"a report of a no, the departure being entered already", after("departure.record"), does("hot", "consent.report", consent.Report{Channel: "sms"}),
		"consent.withdrawal-reported", "consent.reports", StatusDeparted, "boarding consent-stands: unmet reported"},
	{"asked again, shortly before", before("consent.reaffirm"), dated("11-20 09:00", "cou", "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: safeguard.NotSure}), "consent.reaffirmed", "consent.reaffirmed", "", "boarding reaffirmed: unmet not-sure"},
	{"asked again, they say no", before("consent.reaffirm"), dated("11-20 09:00", "cou", "consent.reaffirm", consent.Reaffirm{Talk: alone, Answer: safeguard.No}), "consent.reaffirmed consent.withdrawn", "consent.reaffirmed consent.withdrawals", StatusWithdrawn, "boarding consent-stands: unmet withdrawn"},
	{"sharing with the embassy", here, does("cou", "sharing.consent", consent.Share{Recipient: "embassy", Purpose: "travel-document", Country: "NGA"}), "sharing.consented", "consent.sharing", "", "embassy sharing-consented: met"},
	{"sharing is taken back", before("embassy.contact"), does("cou", "sharing.withdraw", consent.WithdrawShare{Share: consent.Share{Recipient: "embassy", Purpose: "travel-document", Country: "NGA"}}), "sharing.withdrawn", "consent.sharing", "", "embassy sharing-consented: unmet none"},
	{"told where they can go if they say no", after("seat.give"), does("pia", "safe-no.tell", consent.TellSafeNo{Movement: flight, Private: true}), "safe-no.told", "consent.safeNo", "", "manifest-lock safe-no: met"},
}

func settle(outcome string) any {
	return named("consent.withdrawal-reported", func(h ledger.Hash) any { return consent.SettleReport{Report: h, Talk: alone, Outcome: outcome} })
}

var assessmentScripts = []script{
	{"the wish is voluntary", here, does("pia", "voluntary.assess", free), "voluntary.assessed", "assessment.voluntary", "", "clearance voluntary: met"},
	{"the second interview", with(here, does("pia", "voluntary.assess", free)), does("sam", "voluntary.repeat", assessment.Repeat{Assess: assessment.Assess{Talk: alone}}), "voluntary.repeated", "assessment.second", "", "clearance voluntary: unmet not-voluntary"},
	{"UNHCR is asked for who asks for asylum", with(here, does("cou", "asylum.request", assessment.RequestAsylum{})), does("pia", "unhcr.request", assessment.RequestUNHCR{}), "unhcr.requested", "assessment.requests calls", "", ""},
	{"UNHCR is asked for who cannot be asked", here, does("pia", "unhcr.request", assessment.RequestUNHCR{Vital: true}), "unhcr.requested", "assessment.requests calls", "", ""},
	{"release is requested for who withdrew", with(here, agrees("libyan-authority", "release"), does("hot", "consent.withdraw", consent.Withdraw{Channel: "phone"})),
		does("pia", "release.request", assessment.RequestRelease{Of: "release"}), "release.requested", "assessment.releases", "", ""},
	{"release is requested", with(here, agrees("libyan-authority", "release")), does("pia", "release.request", assessment.RequestRelease{Of: "release"}), "release.requested", "assessment.releases", "", ""},
	{"release is refused", with(here, agrees("libyan-authority", "release"), does("pia", "release.request", assessment.RequestRelease{Of: "release"})), does("pia", "release.answer", assessment.AnswerRelease{Answer: "refused"}), "release.answered", "assessment.releases", "", ""},
	{"the protection lead reviews", here, does("lea", "voluntary.review", assessment.Review{Accepts: true, Reasons: "seen"}), "voluntary.reviewed", "assessment.reviews", "", ""},
	{"capacity is doubted", before("boarding.board"), does("doc", "capacity.doubt", assessment.Doubt{Why: "confused today"}), "capacity.doubted", "assessment.doubts", "", "boarding capacity: unmet doubt"},
	{"capacity is found", with(here, does("doc", "capacity.doubt", assessment.Doubt{})), does("doc", "capacity.find", assessment.FindCapacity{Outcome: "able-with-support", Supported: true}), "capacity.found", "assessment.capacity", "", "clearance capacity: unmet doubt"},
	{"a child's interests are assessed", with(scene, opened(child(10, "with-parent"))), does("pia", "interests.assess", assessment.AssessInterests{Agrees: true}), "interests.assessed", "assessment.interests", "", "seat best-interests: met"},
	{"an infant and the mother belong together", with(scene, opened(child(1, "with-parent")), does("pia", "interests.assess", assessment.AssessInterests{Agrees: true})), does("pia", "family.check", assessment.CheckBond{Observed: []string{"turns-to-adult", "feeds-or-soothes"}, Outcome: "together"}), "family.checked", "assessment.bonds", "", "seat best-interests: met"},
	{"it is in doubt whether an infant and the adult belong together", with(scene, opened(child(1, "with-parent")), does("pia", "interests.assess", assessment.AssessInterests{Agrees: true})), does("pia", "family.check", assessment.CheckBond{Outcome: "in-doubt", Reasons: "does not know when the child was born"}), "family.checked", "assessment.bonds", "", "seat best-interests: unmet bond-doubt"},
	{"a panel names a guardian", with(scene, opened(child(10, "separated")), calls("bi1", access.PanelMember)), does("bi1", "interests.determine", assessment.DetermineInterests{Agency: "IOM", Undertaking: true, Guardian: true}), "interests.determined", "assessment.votes", "", ""},
	{"a panel determines", with(scene, opened(child(10, "separated")), does("pia", "interests.assess", assessment.AssessInterests{Agrees: true}), calls("bi1", access.PanelMember), calls("bi2", access.PanelMember), calls("bi3", access.PanelMember),
		does("bi1", "interests.determine", vote("IOM")), does("bi2", "interests.determine", vote("UNICEF"))), does("bi3", "interests.determine", vote("UNICEF")), "interests.determined", "assessment.votes", "", "seat best-interests: unmet tracing"},
	{"the family is traced", here, does("pia", "family.trace", assessment.Trace{Action: "referral-icrc", Result: "unsuccessful"}), "family.traced", "assessment.tracing", "", ""},
	{"tracing without a result is none yet", here, does("pia", "family.trace", assessment.Trace{Action: "referral-icrc", Result: "pending"}), "family.traced", "", "", ""},
	{"a caregiver is arranged", here, does("pia", "caregiver.arrange", assessment.ArrangeCaregiver{Who: "welfare-authority", Safe: true, Status: "unaccompanied"}), "caregiver.arranged", "assessment.caregiver", "", ""},
	{"an escort is arranged", with(here, agrees("escort", "travel")), anEscort, "escort.arranged", "assessment.escort", "", ""},
	{"an escort cannot come", with(here, agrees("escort", "travel"), anEscort), noEscort, "escort.cancelled", "assessment.escort", "", ""},
	{"asked about travelling together", with(scene, opened(child(10, "with-parent"))), does("pia", "family.ask", assessment.AskFamily{Alone: true, Wants: true, Other: "objects"}), "family.asked", "assessment.together", "", "seat family-unity: unmet panel"},
	{"in doubt about age, a child", before("boarding.board"), does("pia", "age.doubt", assessment.DoubtAge{Why: "papers differ"}), "age.doubted", "assessment.ageDoubts", "", "boarding best-interests: unmet assessment"},
	{"one officer finds an adult", with(here, does("pia", "age.doubt", assessment.DoubtAge{})), does("sam", "age.settle", assessment.SettleAge{How: "documents"}), "age.settled", "assessment.ageFound", "", "seat best-interests: unmet assessment"},
	{"a second officer finds an adult", with(here, does("pia", "age.doubt", assessment.DoubtAge{}), does("sam", "age.settle", assessment.SettleAge{How: "documents"})),
		does("cas", "age.settle", assessment.SettleAge{How: "school"}), "age.settled", "assessment.ageFound", "", "seat best-interests: not-applicable"},
	{"fears somebody at home", before("boarding.board"), does("cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome}), "fear.asked", "assessment.fears", "", "boarding unhcr-counselled: unmet none"},
	{"a real risk is found", before("boarding.board"), does("pia", "risk.assess", assessment.AssessRisk{Finding: "real", Sheet: "NGA-1"}), "risk.assessed", "assessment.risks", "", "boarding real-risk-absolute: unmet real"},
	{"asylum is requested", before("boarding.board"), does("cou", "asylum.request", assessment.RequestAsylum{}), "asylum.requested", "assessment.asylum calls", "", "boarding unhcr-counselled: unmet asylum"},
	{"the request is taken back before UNHCR", with(here, does("cou", "asylum.request", assessment.RequestAsylum{})),
		does("unh", "asylum.lift", named("asylum.requested", func(h ledger.Hash) any { return assessment.LiftAsylum{Request: h, Before: "unhcr", Private: true} })), "asylum.lifted", "assessment.asylum calls", "", "clearance unhcr-counselled: unmet none"},
	{"UNHCR is asked", with(here, agrees("unhcr", "protection")), does("pia", "unhcr.request", assessment.RequestUNHCR{}), "unhcr.requested", "assessment.requests calls", "", ""},
	{"UNHCR counsels", with(here, does("cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome})), does("unh", "unhcr.counsel", assessment.CounselUNHCR{Outcome: "counselled", By: "unhcr"}), "unhcr.counselled", "assessment.unhcr", "", "clearance unhcr-counselled: met"},
	{"the State confirms entry", here, does("cas", "entry.confirm", ConfirmEntry{assessment.ConfirmEntry{Country: "NGA", Confirmed: true, Through: "published"}}), "entry.confirmed", "assessment.entry", "", "seat destination-open: met"},
}

func vote(agency string) assessment.DetermineInterests {
	return assessment.DetermineInterests{Question: safeguard.AboutReturn, Agency: agency, Undertaking: true, Agrees: true, Reasons: "seen"}
}

var tomorrow = Identity{Given: "X", Born: day.Day{Year: 2027, Month: 1, Of: 1}}

package casefile

import (
	"encoding/json"
	"time"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/country"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/results"
	"amana/domain/rulebook"
	"amana/domain/screening"
	"amana/domain/staff"
)

var refusedEnd = with(here, does("cas", "case.propose-end", notEligible), does("pia", "case.end", End{Outcome: "not-eligible", Safeguard: "destination-open", Reason: "x"}))

var ended = with(before("seat.give"), does("cas", "case.end", End{Outcome: "asylum"}))

var caseRefusals = []refusal{
	{"a case is opened twice", here, opened(amina), "conflict fault.exists-already"},
	{"born tomorrow", scene, opened(tomorrow), "invalid fault.born-in-the-future born"},
	{"born in the year 1800", here, does("cas", "case.correct", Correct{Changed: Changed{Born: day.Day{Year: 1800, Month: 1, Of: 1}}}), "invalid fault.born-too-long-ago born"},
	{"a correction of nothing", here, does("cas", "case.correct", Correct{}), "invalid fault.nothing-corrected"},
	{"the latest day of birth alone", here, does("cas", "case.correct", Correct{Changed: Changed{BornTo: date("01-02")}}), "invalid fault.missing-field born"},
	{"a group that is not on record", here, does("pia", "case.correct", Correct{NotGroups: []string{"x"}}), "invalid fault.no-such-group notGroups"},
	{"born between two days in the wrong order", here, does("cas", "case.correct", Correct{Changed: Changed{Born: date("01-02"), BornTo: date("01-01")}}), "invalid fault.ends-before-it-starts bornTo"},
	{"not eligible without a rule and reasons", here, does("pia", "case.end", End{Outcome: "not-eligible"}), "invalid fault.not-eligible-needs-reasons safeguard"},
	{"not held on some date, of somebody held", with(here, does("cas", "custody.record", RecordCustody{Date: "wish", Held: true})), does("cas", "custody.record", RecordCustody{Date: "consent"}), "invalid fault.custody-when happened"},
	{"not eligible, and nobody proposed it", here, does("pia", "case.end", End{Outcome: "not-eligible", Safeguard: "destination-open", Reason: "x"}), "invalid fault.not-proposed safeguard"},
	{"not eligible by a list, whoever it says found it", with(here, does("cas", "case.propose-end", notEligible)), lists("pia", "case.end", End{Outcome: "not-eligible", Safeguard: "destination-open", Reason: "x"}), "denied fault.not-in-a-list"},
	{"not eligible on another rule than was proposed", with(here, does("cas", "case.propose-end", notEligible)), does("pia", "case.end", End{Outcome: "not-eligible", Safeguard: "funds-open", Reason: "x"}), "invalid fault.not-proposed safeguard"},
	{"not eligible by the officer who proposed it", with(here, does("pia", "case.propose-end", notEligible)), does("pia", "case.end", End{Outcome: "not-eligible", Safeguard: "destination-open", Reason: "x"}), "denied fault.another-officer"},
	{"not eligible is proposed on a rule that there is not", here, does("pia", "case.propose-end", ProposeEnd{Safeguard: "too-expensive", Reason: "x"}), "invalid fault.not-eligible-needs-reasons safeguard"},
	{"not eligible is proposed without a rule", here, does("pia", "case.propose-end", ProposeEnd{Reason: "x"}), "invalid fault.not-eligible-needs-reasons safeguard"},
	{"a file is erased by who took the case", here, does("cou", "case.erase", Erase{Ground: "person-asked"}), "denied fault.another-officer"},
	{"somebody with a seat vanishes from the manifest", before("clearance.give"), does("pia", "case.erase", Erase{Ground: "person-asked"}), "conflict fault.erased-with-seat"},
	{"an erased file is opened again", with(here, does("pia", "case.erase", Erase{Ground: "never-lawful"})), does("cas", "case.reopen", Reopen{}), "missing fault.no-such-case"},
	{"what never ended is reopened", here, does("cas", "case.reopen", Reopen{}), "invalid fault.not-ended"},
	{"a file is erased while an incident is open", with(here, does("cas", "incident.open", OpenIncident{Incident: "pressure"})), does("dpo", "case.erase", Erase{Ground: "person-asked"}), "conflict fault.erased-with-incident"},
	{"the file of somebody who left although they had said no is erased", with(after("departure.record"), does("hot", "consent.withdraw", consent.Withdraw{Channel: "phone"}).says("11-21 09:00")), does("dpo", "case.erase", Erase{Ground: "person-asked"}), "conflict fault.erased-with-incident"},
	{"the file of somebody who left without clearance is erased", with(here, does("mov", "departure.record", depart{})), does("dpo", "case.erase", Erase{Ground: "person-asked"}), "conflict fault.erased-with-incident"},
	{"a file is erased while another may be theirs", with(here, does("node", "duplicate.suspect", SuspectDuplicate{Other: "X"})), does("dpo", "case.erase", Erase{Ground: "person-asked"}), "conflict fault.erased-unsettled"},
	{"somebody on a manifest is erased", after("seat.give"), does("dpo", "case.erase", Erase{Ground: "person-asked"}), "conflict fault.erased-with-seat"},
	{"a file is erased by who opened it", here, does("cou", "case.erase", Erase{Ground: "person-asked"}), "denied fault.another-officer"},
	{"an erased file is reopened", with(here, does("dpo", "case.erase", Erase{Ground: "person-asked"})), does("cas", "case.reopen", Reopen{}), "missing fault.no-such-case"},
	{"nobody has the code of who is called", here, calls("", access.Observer), "invalid fault.nobody-to-call officer"},
	{"who calls, calls themself", here, does("obs", "call.make", Call{Officer: "obs", Duty: "observer"}), "denied fault.another-officer"},
	{"somebody is called twice for one duty", with(here, calls("obs", access.Observer)), calls("obs", access.Observer), "conflict fault.called-already officer"},
	{"a member of a panel says nothing", with(here, calls("bi1", access.PanelMember)), does("bi1", "interests.determine", assessment.DetermineInterests{Agency: "IOM"}), "invalid fault.missing-field question"},
	{"an adult's guardian", here, calls("gua", access.Guardian), "invalid fault.guardian-of-adult duty"},
	{"a call that is none ends", here, does("pia", "call.end", EndCall{}), "invalid fault.no-such-event call"},
	{"a call that ended ends again", with(here, agrees("unhcr", "protection"), does("pia", "unhcr.request", assessment.RequestUNHCR{}), does("pia", "call.end", named("unhcr.requested", func(h ledger.Hash) any { return EndCall{Call: h} }))),
		does("pia", "call.end", named("unhcr.requested", func(h ledger.Hash) any { return EndCall{Call: h} })), "invalid fault.no-such-event call"},
	{"a link that is none is taken back", here, does("pia", "case.unlink", Unlink{Other: "X"}), "invalid fault.no-such-duplicate other"},
	{"a link is taken back by who made it", with(here, does("node", "duplicate.suspect", SuspectDuplicate{Other: "X"}), does("cas", "duplicate.settle", SettleDuplicate{Other: "X", Same: true})), does("cas", "case.unlink", Unlink{Other: "X"}), "denied fault.another-officer"},
	{"a child born tomorrow", here, does("cas", "birth.record", RecordBirth{Day: date("12-01")}), "invalid fault.born-in-the-future day"},
	{"a review is asked for beside one that is open", with(here, does("cou", "review.ask", AskReview{})), does("cou", "review.ask", AskReview{}), "conflict fault.review-open"},
	{"a review is asked for after departure", with(before("arrival.record")), does("cou", "review.ask", AskReview{}), "invalid fault.already-departed"},
	{"a review that nobody asked for", here, does("lea", "review.answer", AnswerReview{}), "invalid fault.no-review"},
	{"a review by somebody who did something in the case", with(here, does("pia", "fear.ask", assessment.AskFear{Talk: alone, Answer: "none"}), does("cou", "review.ask", AskReview{})), does("pia", "review.answer", AnswerReview{}), "denied fault.another-officer"},
	{"a case is its own duplicate", here, does("cas", "duplicate.suspect", SuspectDuplicate{Other: "TI-26-0417-K"}), "invalid fault.same-case other"},
	{"a duplicate that nobody suspected", here, does("cas", "duplicate.settle", SettleDuplicate{Other: "X"}), "invalid fault.no-such-duplicate other"},
	{"a hold that was never placed", here, does("lea", "hold.lift", LiftHold{Hold: ledger.Hash{1}}), "invalid fault.no-such-event hold"},
	{"an incident that was never opened", here, does("ove", "incident.close", CloseIncident{Incident: ledger.Hash{1}}), "invalid fault.no-such-event incident"},
	{"an incident is closed by the office concerned", with(before("boarding.board"), does("gat", "departure.record", depart{movement.Depart{Movement: flight}})),
		does("mov", "incident.close", named("incident.opened", func(h ledger.Hash) any { return CloseIncident{Incident: h} })), "denied fault.another-office"},
	{"an incident is closed by who opened it", with(here, does("ove", "incident.open", OpenIncident{Incident: "other"})),
		does("ove", "incident.close", named("incident.opened", func(h ledger.Hash) any { return CloseIncident{Incident: h} })), "denied fault.another-officer"},
	{"a word for what another officer did", with(here, lists("sam", "wish.state", wish)), does("pia", "import.attest", named("wish.stated", func(h ledger.Hash) any { return AttestImport{Entry: h} })), "denied fault.import-by-another entry"},
	{"a word for what nobody known did", with(here, lists("", "wish.state", wish)), does("imp", "import.attest", named("wish.stated", func(h ledger.Hash) any { return AttestImport{Entry: h} })), "denied fault.import-by-nobody entry"},
	{"a word for what was not imported", here, does("pia", "import.attest", named("case.opened", func(h ledger.Hash) any { return AttestImport{Entry: h} })), "invalid fault.no-such-event entry"},

	{"a session that never was is voided", here, does("lea", "counselling.void", counselling.Void{Session: ledger.Hash{1}}), "invalid fault.no-such-event session"},
	{"nothing to extend", here, does("cou", "counselling.extend", counselling.Extend{Talk: alone}), "invalid fault.nothing-to-extend"},
	{"safe return of somebody never screened", here, does("tra", "trafficking.assess", screening.AssessTrafficking{}), "invalid fault.not-screened"},
	{"a need that was never found", here, does("cas", "need.answer", screening.AnswerNeed{Need: ledger.Hash{1}}), "invalid fault.no-such-event need"},
	{"not available, and nobody says where it was searched for", needy, does("cas", "need.answer", named("need.found", func(h ledger.Hash) any {
		return screening.AnswerNeed{Need: h, Outcome: "not-available", Told: true, Chose: true}
	})), "invalid fault.person-must-choose searched"},
	{"not available, and the person was not told", needy, does("cas", "need.answer", named("need.found", func(h ledger.Hash) any {
		return screening.AnswerNeed{Need: h, Outcome: "not-available", Searched: "both clinics", Chose: true}
	})), "invalid fault.person-must-choose told"},
	{"not available, and the person did not choose", needy, does("cas", "need.answer", named("need.found", func(h ledger.Hash) any {
		return screening.AnswerNeed{Need: h, Outcome: "not-available", Searched: "both clinics", Told: true}
	})), "invalid fault.person-must-choose chose"},

	{"a second interview without a first", here, does("sam", "voluntary.repeat", assessment.Repeat{}), "invalid fault.no-first-interview"},
	{"a second interview by the same officer", with(here, does("pia", "voluntary.assess", free)), does("pia", "voluntary.repeat", assessment.Repeat{}), "denied fault.another-officer"},
	{"a review by who interviewed", with(here, does("pia", "voluntary.assess", free)), does("pia", "voluntary.review", assessment.Review{}), "denied fault.another-officer"},
	{"release is requested without consent to name the person", here, does("pia", "release.request", assessment.RequestRelease{Of: "release"}), "blocked fault.not-agreed"},
	{"UNHCR is asked without consent", here, does("pia", "unhcr.request", assessment.RequestUNHCR{}), "blocked fault.not-agreed"},
	{"a child is named to an escort without consent", here, does("mov", "escort.arrange", assessment.ArrangeEscort{}), "blocked fault.not-agreed"},
	{"sharing with an embassy, and nobody says whose", here, does("cou", "sharing.consent", consent.Share{Recipient: "embassy", Purpose: "travel-document"}), "invalid fault.missing-field country"},
	{"an embassy is contacted of another country than was agreed", before("embassy.contact"), does("cas", "embassy.contact", movement.ContactEmbassy{Embassy: "GHA", For: "travel-document"}), "blocked fault.blocked"},
	{"an answer to what was not requested", here, does("pia", "release.answer", assessment.AnswerRelease{}), "invalid fault.nothing-requested"},
	{"capacity without a doubt", here, does("doc", "capacity.find", assessment.FindCapacity{}), "invalid fault.no-doubt"},
	{"a determination by somebody who is not called to the case", here, does("bi1", "interests.determine", vote("IOM")), "denied fault.not-called"},
	{"a determination by somebody called for another duty", with(here, calls("obs", access.Observer)), does("obs", "interests.determine", vote("IOM")), "denied fault.not-called"},
	{"a determination by somebody whose duty has ended", with(here, calls("bi1", access.PanelMember), does("pia", "call.end", named("call.made", func(h ledger.Hash) any { return EndCall{Call: h} }))), does("bi1", "interests.determine", vote("IOM")), "denied fault.not-called"},
	{"an infant belongs to an adult for no reason that anybody saw", here, does("pia", "family.check", assessment.CheckBond{Outcome: "together"}), "invalid fault.missing-field observed"},
	{"looking into an entry that can be read", here, does("pia", "entry.examine", ExamineEntry{}), "invalid fault.no-such-event entry"},
	{"saying what an entry was that can be read", here, does("lea", "entry.resolve", ResolveEntry{}), "invalid fault.no-such-event entry"},
	{"age without a doubt", here, does("pia", "age.settle", assessment.SettleAge{}), "invalid fault.no-doubt"},
	{"a fear that was never said is settled", here, does("sam", "fear.ask", assessment.AskFear{Talk: alone, Answer: "none", Settles: []ledger.Hash{{1}}}), "invalid fault.no-such-event settles"},
	{"a risk that was never found is ended", here, does("sam", "risk.assess", assessment.AssessRisk{Finding: "none", Ends: []ledger.Hash{{1}}}), "invalid fault.no-such-event ends"},
	{"a real risk is ended by who found it", with(here, does("pia", "risk.assess", assessment.AssessRisk{Finding: "real"})),
		does("pia", "risk.assess", named("risk.assessed", func(h ledger.Hash) any { return assessment.AssessRisk{Finding: "none", Ends: []ledger.Hash{h}} })), "denied fault.another-officer"},
	{"an asylum request is lifted before others", with(here, does("cou", "asylum.request", assessment.RequestAsylum{})),
		does("unh", "asylum.lift", named("asylum.requested", func(h ledger.Hash) any { return assessment.LiftAsylum{Request: h, Before: "unhcr"} })), "invalid fault.only-in-private private"},
	{"an asylum request that never was is lifted", here, does("unh", "asylum.lift", assessment.LiftAsylum{Private: true}), "invalid fault.no-such-event request"},

	{"a consent names a withdrawal that never was", before("consent.give"), does("cou", "consent.give", consent.Give{Names: []ledger.Hash{{1}}}), "invalid fault.no-such-event names"},
	{"a consent to a version that is not approved yet", before("consent.give"), does("cou", "consent.give", signed(3, "hau")), "invalid fault.no-such-text-version version"},
	{"a consent in a language without a text", before("consent.give"), does("cou", "consent.give", signed(1, "tir")), "invalid fault.no-text-in-language language"},
	{"a consent, sight-translated from a version that there is not", before("consent.give"), does("cou", "consent.give", atSight(3, "tir")), "invalid fault.no-such-text-version version"},
	{"a consent to no text of ours, by whoever is there", before("consent.give"), does("cou", "consent.give", signed(consent.NoText, "hau")), "invalid fault.no-such-text-version version"},
	{"a consent to a version that there is not, by a list", before("consent.give"), lists("cou", "consent.give", signed(3, "hau")), "invalid fault.no-such-text-in-list version"},
	{"a report that never came is settled", here, does("pia", "consent.settle-report", consent.SettleReport{Talk: alone}), "invalid fault.no-such-event report"},
	{"a report is denied where others hear", with(here, does("hot", "consent.report", consent.Report{})), does("pia", "consent.settle-report", named("consent.withdrawal-reported", func(h ledger.Hash) any {
		return consent.SettleReport{Report: h, Talk: overheard(), Outcome: "denied"}
	})), "invalid fault.only-in-private talk"},

	{"the embassy is contacted before the person was asked", here, does("cas", "embassy.contact", movement.ContactEmbassy{}), "blocked fault.blocked"},
	{"an authority is told the name without consent", here, does("cas", "authority.name", movement.NameToAuthority{}), "blocked fault.blocked"},
	{"taken out of detention before a private interview", scene[:0], does("mov", "transport.take", movement.TakeOut{}), "missing fault.no-such-case"},
	{"a document that ends before it begins", here, does("cas", "document.record", movement.RecordDocument{From: date("10-02"), To: date("10-01")}), "invalid fault.ends-before-it-starts to"},
	{"an exit that ends before it begins", here, does("cas", "exit.record", movement.RecordExit{Granted: true, From: date("10-02"), To: date("10-01")}), "invalid fault.ends-before-it-starts to"},
	{"a notice without consent to share", here, does("cas", "notice.send", Notify{}), "blocked fault.blocked"},
	{"a notice of nothing", before("seat.give"), does("cas", "notice.send", Notify{}), "invalid fault.nothing-said needs"},
	{"a notice that was never sent is acknowledged", here, does("rec", "notice.acknowledge", movement.AcknowledgeNotice{}), "invalid fault.no-such-event notice"},
	{"a spoken word without a name", notified, does("cas", "notice.hear", named("notice.sent", func(h ledger.Hash) any { return movement.HearNotice{Notice: h, Meets: "a social worker"} })), "invalid fault.missing-field spoke"},
	{"a spoken word that names nobody who meets the person", notified, does("cas", "notice.hear", named("notice.sent", func(h ledger.Hash) any { return movement.HearNotice{Notice: h, Spoke: "the duty officer"} })), "invalid fault.missing-field meets"},
	{"a spoken word about a notice never sent", here, does("cas", "notice.hear", movement.HearNotice{Spoke: "x", Meets: "x"}), "invalid fault.no-such-event notice"},
	{"another is accepted where others hear", notified, does("cas", "notice.accept-other", named("notice.sent", func(h ledger.Hash) any { return movement.AcceptOther{Notice: h, Meets: "an aunt", Talk: overheard()} })), "invalid fault.only-in-private talk"},
	{"another is accepted, and nobody says whom", notified, does("cas", "notice.accept-other", named("notice.sent", func(h ledger.Hash) any { return movement.AcceptOther{Notice: h, Talk: alone} })), "invalid fault.missing-field meets"},
	{"another is accepted for a notice never sent", here, does("cas", "notice.accept-other", movement.AcceptOther{Meets: "an aunt", Talk: alone}), "invalid fault.no-such-event notice"},

	{"facts are borne out that nobody stated", here, does("obs", "urgent.second", movement.SecondUrgent{Movement: flight}), "invalid fault.nothing-urgent movement"},
	{"the head of protection bears out their own word", with(here, does("hop", "urgent.declare", urgently)), does("hop", "urgent.second", movement.SecondUrgent{Movement: flight}), "denied fault.another-officer"},
	{"an urgent return is looked at that is another movement's", with(here, does("doc", "urgent.declare", urgently)), does("ove", "urgent.review", movement.ReviewUrgent{Movement: "other"}), "invalid fault.nothing-urgent movement"},
	{"who bore it out reviews it", with(here, does("hop", "urgent.declare", urgently), does("obs", "urgent.second", movement.SecondUrgent{Movement: flight})),
		does("obs", "urgent.review", movement.ReviewUrgent{Movement: flight}), "denied fault.another-officer"},
	{"an urgent return is reviewed by the office concerned", with(here, does("doc", "urgent.declare", urgently)), does("cas", "urgent.review", movement.ReviewUrgent{Movement: flight}), "denied fault.another-office"},

	{"a seat before consent", before("consent.give"), does("mov", "seat.give", seat), "blocked fault.blocked"},
	{"a seat on an ended case", ended, does("mov", "seat.give", seat), "conflict fault.case-ended"},
	{"a seat on a cancelled flight", with(before("seat.give"), notes(Movement, "mov", "movement.cancel", movement.Cancel{})), does("mov", "seat.give", seat), "invalid fault.movement-cancelled movement"},
	{"a seat on a manifest that is closed, without the carrier's consent", with(without(before("seat.give"), "carrier"), locks), does("mov", "seat.give", seat), "blocked fault.blocked"},
	{"a seat for somebody held on a manifest that is closed, untold of the plan", with(before("seat.give"), locks, does("pia", "custody.record", RecordCustody{Date: "now", Held: true, Place: "TAJ"})),
		does("mov", "seat.give", seat), "blocked fault.blocked"},
	{"boarded from a manifest that was never closed", without(before("boarding.board"), "movement.lock"), does("mov", "boarding.board", movement.Board{Movement: flight}), "blocked fault.blocked"},
	{"boarded without a plan for who says no", without(before("boarding.board"), "movement.plan-no"), does("mov", "boarding.board", movement.Board{Movement: flight}), "blocked fault.blocked"},
	{"a seat after departure", after("departure.record"), dated("11-21 12:10", "mov", "seat.give", seat), "invalid fault.already-departed"},
	{"another line pays for a seat that there is not", here, does("mov", "seat.move-line", movement.MoveLine{Line: "L-2"}), "invalid fault.no-seat"},
	{"another line pays for who has left", after("departure.record"), does("mov", "seat.move-line", movement.MoveLine{Line: "L-2"}), "invalid fault.already-departed"},
	{"another line pays that is suspended", with(after("seat.give"), notes(Line, "fin", "budget.suspend", results.Suspend{By: "court"})), does("mov", "seat.move-line", movement.MoveLine{Line: "L-2"}), "invalid fault.line-not-open line"},
	{"a line pays that there is not", without(here, "budget.open"), does("mov", "seat.move-line", movement.MoveLine{Line: "L-2"}), "missing fault.no-such-line line"},
	{"a seat that there is not is freed", here, does("mov", "seat.free", movement.FreeSeat{}), "invalid fault.no-seat"},
	{"a seat on another flight is freed", after("seat.give"), does("mov", "seat.free", movement.FreeSeat{Movement: "F-9", Reason: "ill"}), "invalid fault.no-seat movement"},
	{"left behind, who is aboard", after("boarding.board"), does("mov", "seat.free", movement.FreeSeat{Reason: "left-behind"}), "invalid fault.already-boarded reason"},
	{"not presented, and aboard, is freed", after("boarding.board"), does("mov", "seat.free", movement.FreeSeat{Reason: "not-presented"}), "invalid fault.already-boarded reason"},
	{"the seat of who has left is freed", after("departure.record"), does("mov", "seat.free", movement.FreeSeat{Reason: "movement-cancelled"}), "invalid fault.already-departed"},
	{"a seat on a flight that left yesterday", before("seat.give"), dated("11-22 12:00", "mov", "seat.give", seat), "invalid fault.left-already movement"},
	{"nobody is drawn without a seat", here, does("node", "clearance.draw", movement.Draw{}), "invalid fault.no-seat"},
	{"cleared by who was not drawn", before("clearance.give"), does("cou", "clearance.give", clearance), "denied fault.not-drawn"},
	{"cleared for another flight", before("clearance.give"), does("drawn", "clearance.give", movement.Clear{Movement: "other"}), "invalid fault.no-seat movement"},
	{"cleared with a hold", with(before("clearance.give"), does("lea", "hold.place", PlaceHold{For: "law"})), does("drawn", "clearance.give", clearance), "blocked fault.blocked"},
	{"a word is chosen where others hear", here, does("cou", "identity.choose", movement.ChooseIdentity{Talk: overheard(), How: "two-facts", Word: ledger.Hash{1}, Picture: ledger.Hash{2}}), "invalid fault.only-in-private talk"},
	{"two facts without a word", here, does("cou", "identity.choose", movement.ChooseIdentity{Talk: alone, How: "two-facts", Picture: ledger.Hash{2}}), "invalid fault.missing-field word"},
	{"two facts without a picture", here, does("cou", "identity.choose", movement.ChooseIdentity{Talk: alone, How: "two-facts", Word: ledger.Hash{1}}), "invalid fault.missing-field picture"},
	{"a photograph agreed to that there is not", here, does("cou", "identity.choose", movement.ChooseIdentity{Talk: alone, How: "photograph"}), "invalid fault.missing-field photograph"},
	{"known by two facts that were never chosen", without(before("gate.confirm-person"), "identity.choose"), does("gat", "gate.confirm-person", confirmed), "invalid fault.no-facts-chosen how"},
	{"known by two facts, and a photograph was agreed to", with(without(before("gate.confirm-person"), "identity.choose"), does("cou", "identity.choose", photograph)), does("gat", "gate.confirm-person", confirmed), "invalid fault.no-facts-chosen how"},
	{"known by two facts without a word", before("gate.confirm-person"), does("gat", "gate.confirm-person", facts(ledger.Hash{}, choice.Picture)), "invalid fault.missing-field word"},
	{"known by two facts without a picture", before("gate.confirm-person"), does("gat", "gate.confirm-person", facts(choice.Word, ledger.Hash{})), "invalid fault.missing-field picture"},
	{"a wrong word", before("gate.confirm-person"), does("gat", "gate.confirm-person", facts(ledger.Hash{9}, choice.Picture)), "invalid fault.not-what-they-chose"},
	{"a wrong picture", before("gate.confirm-person"), does("gat", "gate.confirm-person", facts(choice.Word, ledger.Hash{9})), "invalid fault.not-what-they-chose"},
	{"the word for the picture and the picture for the word", before("gate.confirm-person"), does("gat", "gate.confirm-person", facts(choice.Picture, choice.Word)), "invalid fault.not-what-they-chose"},
	{"a word that they gave up for another", with(before("gate.confirm-person"), does("cou", "identity.choose", otherFacts)), does("gat", "gate.confirm-person", confirmed), "invalid fault.not-what-they-chose"},
	{"confirmed for another flight", after("seat.give"), does("gat", "gate.confirm-person", movement.ConfirmPerson{Movement: "other"}), "invalid fault.no-seat movement"},
	{"asked for another flight", after("seat.give"), does("gat", "gate.answer", movement.AnswerGate{Movement: "other"}), "invalid fault.no-seat movement"},
	{"asked after departure", after("departure.record"), does("gat", "gate.answer", gate), "invalid fault.already-departed"},
	{"a list of vetoes typed away from the hub", here, doing{by: "mov", what: "vetoes.confirm", args: movement.ConfirmVetoes{Movement: flight, How: "telephone", Code: "4711"}, away: true}, "busy fault.only-at-the-hub"},
	{"boarded before the gate", before("gate.answer"), does("mov", "boarding.board", movement.Board{Movement: flight}), "blocked fault.blocked"},
	{"boarded on another flight", before("boarding.board"), does("mov", "boarding.board", movement.Board{Movement: "other"}), "invalid fault.no-seat movement"},
	{"not presented on another flight", before("boarding.board"), does("mov", "boarding.not-present", movement.NotPresent{Movement: "other"}), "invalid fault.no-seat movement"},
	{"not presented, who is aboard", after("boarding.board"), does("mov", "boarding.not-present", movement.NotPresent{Movement: flight}), "invalid fault.already-boarded"},
	{"not presented, who has left", after("departure.record"), does("mov", "boarding.not-present", movement.NotPresent{Movement: flight}), "invalid fault.already-departed"},
	{"departed on a flight that has not left", before("clearance.give"), does("mov", "departure.record", depart{movement.Depart{Movement: flight}}), "invalid fault.not-left-yet happened"},
	{"departed twice", after("departure.record"), does("mov", "departure.record", depart{}), "invalid fault.already-departed"},
	{"arrived without having departed", here, does("rec", "arrival.record", movement.Arrive{}), "invalid fault.not-departed"},
	{"evacuated to the country of one's nationality", here, does("pia", "transfer.make", transfer{movement.Transfer{To: "evacuation", Country: "NGA", Agreed: "agreed"}}), "invalid fault.not-home country"},
	{"evacuated to where one lived", with(here, does("cas", "case.correct", Correct{Changed: Changed{Residence: "SDN"}})), does("pia", "transfer.make", transfer{movement.Transfer{To: "evacuation", Country: "SDN", Agreed: "agreed"}}), "invalid fault.not-home country"},
	{"out of danger on a flight of return", here, does("pia", "transfer.make", transfer{movement.Transfer{To: "evacuation", Country: "RWA", Movement: flight}}), "invalid fault.not-life-saving movement"},
	{"out of danger on a movement that there is not", here, does("pia", "transfer.make", evacuated("RWA")), "missing fault.no-such-movement movement"},
	{"out of danger to another country than the movement's", rescued(here), does("pia", "transfer.make", evacuated("NER")), "invalid fault.another-country country"},
	{"a seat of return on a movement out of danger", rescued(before("seat.give")), does("mov", "seat.give", movement.GiveSeat{Movement: "ETM-1", Line: "L-1"}), "invalid fault.life-saving movement"},
	{"transferred to whom they fear", here, does("pia", "transfer.make", transfer{movement.Transfer{Feared: true}}), "invalid fault.not-to-whom-they-fear feared"},
}

func sheet(name string) doing {
	return notes(Country, "lea", "country.issue", country.Issue{Reference: "NGA", Sheet: name})
}

var cancelled = with(scene, notes(Movement, "mov", "movement.cancel", movement.Cancel{}))

var otherRefusals = []refusal{
	{"a sheet of another country", scene, notes(Country, "lea", "country.issue", country.Issue{Reference: "MLI"}), "invalid fault.another-subject reference"},
	{"a sheet of a name that was used", with(scene, sheet("NGA-2")), sheet("NGA-1"), "conflict fault.sheet-issued-already sheet"},
	{"a country without a sheet is suspended", nil, notes(Country, "lea", "country.suspend", country.Suspend{}), "missing fault.no-such-country"},
	{"a country without a sheet is resumed", nil, notes(Country, "lea", "country.resume", country.Resume{}), "missing fault.no-such-country"},
	{"an option in a country without a sheet", nil, notes(Country, "lea", "country.open-option", country.OpenOption{}), "missing fault.no-such-country"},

	{"a movement is planned twice", scene, scene[1], "conflict fault.exists-already"},
	{"a movement in the past", nil, notes(Movement, "mov", "movement.plan", movement.Plan{Departs: clock("09-01 12:00"), Arrives: clock("09-01 13:00")}), "invalid fault.not-in-the-past departs"},
	{"arrives before it departs", nil, notes(Movement, "mov", "movement.plan", movement.Plan{Departs: clock("11-01 12:00"), Arrives: clock("11-01 12:00")}), "invalid fault.ends-before-it-starts arrives"},
	{"no movement to plan for", nil, notes(Movement, "mov", "movement.plan-no", movement.PlanNo{}), "missing fault.no-such-movement"},
	{"an answer about no movement", nil, notes(Movement, "mov", "movement.record-answer", movement.RecordAnswer{}), "missing fault.no-such-movement"},
	{"a decision where the authority was not asked", scene, notes(Movement, "hop", "movement.decide-no", movement.DecideNo{Reasons: "x"}), "invalid fault.nothing-refused"},
	{"a decision where the authority accepted", with(scene, notes(Movement, "mov", "movement.record-answer", movement.RecordAnswer{Answer: "accepted"})), notes(Movement, "hop", "movement.decide-no", movement.DecideNo{Reasons: "x"}), "invalid fault.nothing-refused"},
	{"a decision about a cancelled movement", cancelled, notes(Movement, "hop", "movement.decide-no", movement.DecideNo{}), "invalid fault.movement-cancelled"},
	{"nobody has the code of an observer", scene, notes(Movement, "lea", "movement.call-observer", movement.CallObserver{}), "invalid fault.nobody-to-call officer"},
	{"an observer is called to no movement", nil, notes(Movement, "lea", "movement.call-observer", movement.CallObserver{Officer: "obs"}), "missing fault.no-such-movement"},
	{"an observer is called twice", with(scene, notes(Movement, "lea", "movement.call-observer", movement.CallObserver{Officer: "obs"})),
		notes(Movement, "lea", "movement.call-observer", movement.CallObserver{Officer: "obs"}), "conflict fault.called-already officer"},
	{"an observer's call that is none ends", scene, notes(Movement, "lea", "movement.end-call", movement.EndCall{}), "invalid fault.no-such-event call"},
	{"a sign about no movement", nil, notes(Movement, "cas", "movement.note-sign", movement.NoteSign{}), "missing fault.no-such-movement"},
	{"the files of those seated, away from the hub", scene, doing{by: "mov", what: "movement.examine", args: movement.Examine{}, about: Movement, away: true}, "busy fault.examined-at-the-hub"},
	{"an answer to a sign that nobody saw", scene, notes(Movement, "hop", "movement.answer-sign", movement.AnswerSign{Sign: "raided"}), "invalid fault.no-such-sign sign"},
	{"a cancelled movement is locked", cancelled, notes(Movement, "mov", "movement.lock", movement.Lock{}), "invalid fault.movement-cancelled"},
	{"moved to arrive before it departs", scene, notes(Movement, "mov", "movement.move", movement.Move{Departs: clock("11-22 12:00"), Arrives: clock("11-22 11:00")}), "invalid fault.ends-before-it-starts arrives"},
	{"moved to a day that is over", with(scene, moves("11-20 12:00", 0)), moves("11-20 12:00", -48*time.Hour), "invalid fault.not-in-the-past departs"},
	{"cancelled twice", cancelled, notes(Movement, "mov", "movement.cancel", movement.Cancel{}), "invalid fault.movement-cancelled"},
	{"counted without a movement", nil, notes(Movement, "mov", "movement.count", movement.Count{}), "missing fault.no-such-movement"},

	{"a review of another place", scene, notes(Place, "hop", "place.review", monitoring.ReviewPlace{Reference: "ZAW", Valid: date("12-31")}), "invalid fault.another-subject reference"},
	{"a review that is over", nil, notes(Place, "hop", "place.review", monitoring.ReviewPlace{Reference: "TAJ", Valid: date("09-01")}), "invalid fault.not-in-the-past valid"},
	{"a visit to no place", nil, notes(Place, "pia", "place.visit", monitoring.VisitPlace{}), "missing fault.no-such-place"},
	{"a visit on a day to come", scene, notes(Place, "pia", "place.visit", monitoring.VisitPlace{Day: date("12-30")}), "invalid fault.not-in-the-future day"},
	{"an incident at no place", nil, notes(Place, "hop", "place.open-incident", monitoring.OpenIncident{}), "missing fault.no-such-place"},
	{"an incident that never was is closed", scene, notes(Place, "hop", "place.close-incident", monitoring.CloseIncident{}), "invalid fault.no-such-event incident"},

	{"another currency", scene, notes(Line, "fin", "budget.open", results.Open{Reference: "L-1", Currency: "USD"}), "invalid fault.another-subject reference"},
	{"no line to charge", nil, notes(Line, "fin", "budget.charge", results.Charge{}), "missing fault.no-such-line"},
	{"no line to suspend", nil, notes(Line, "fin", "budget.suspend", results.Suspend{}), "missing fault.no-such-line"},
	{"no line to resume", nil, notes(Line, "fin", "budget.resume", results.Resume{}), "missing fault.no-such-line"},

	{"enrolled twice", enrolled, enrolled[0], "conflict fault.exists-already"},
	{"a counsellor who is UNHCR too", enrolled, notes(User, "adm", "user.change", staff.Change{Roles: []access.Role{access.Counsellor, access.UNHCROfficer}}), "invalid fault.roles-apart roles"},
	{"an administrator who reads files", nil, notes(User, "adm", "user.enrol", staff.Enrol{Code: "A", Roles: []access.Role{access.Administrator, access.Counsellor}}), "invalid fault.administrator-reads-nothing roles"},
	{"nobody to change", nil, notes(User, "adm", "user.change", staff.Change{}), "missing fault.no-such-user"},
	{"nobody to admit", nil, notes(User, "adm", "user.admit", staff.Admit{}), "missing fault.no-such-user"},
	{"nobody to train", nil, notes(User, "lea", "training.record", staff.Train{}), "missing fault.no-such-user"},
	{"somebody trained by their own word", enrolled, notes(User, "sev", "training.record", staff.Train{Day: date("09-01"), Until: date("12-31")}), "denied fault.another-officer"},
	{"trained on a day to come", enrolled, notes(User, "lea", "training.record", staff.Train{Day: date("12-01"), Until: date("12-31")}), "invalid fault.not-in-the-future day"},
	{"a training that was over before it was given", enrolled, notes(User, "lea", "training.record", staff.Train{Day: date("09-02"), Until: date("09-01")}), "invalid fault.ends-before-it-starts until"},
	{"nobody to revoke", nil, notes(User, "adm", "user.revoke", staff.Revoke{}), "missing fault.no-such-user"},

	{"a book that begins with version 2", nil, notes(Rules, "hop", "rulebook.propose", rulebook.Propose{Book: bookText(func(b map[string]any) { b["version"] = 2 })}), "conflict fault.version-order book"},
	{"a book that cannot be read", nil, notes(Rules, "hop", "rulebook.propose", rulebook.Propose{Book: json.RawMessage(`[]`)}), "invalid fault.book-unreadable book"},
	{"another book in its place", proposed, notes(Rules, "hop", "rulebook.propose", rulebook.Propose{Book: bookText(func(b map[string]any) { b["id"] = "other" })}), "invalid fault.another-subject book"},
	{"a text that was never proposed is signed", proposed, notes(Rules, "hop", "rulebook.sign", rulebook.Sign{Proposal: ledger.Hash{1}}), "missing fault.no-such-proposal proposal"},
	{"both sides by one officer", with(proposed, notes(Rules, "hop", "rulebook.sign", signs("protection"))), notes(Rules, "hop", "rulebook.sign", signs("outside")), "denied fault.another-officer"},
	{"one side twice", with(proposed, notes(Rules, "hop", "rulebook.sign", signs("protection"))), notes(Rules, "lea", "rulebook.sign", signs("protection")), "conflict fault.signed-already side"},
	{"a text that was never proposed is witnessed", proposed, notes(Rules, "node", "rulebook.witness", rulebook.Witness{Size: 40}), "missing fault.no-such-proposal proposal"},
	{"roles that were never proposed are witnessed", nil, notes(Roles, "node", "roles.witness", rulebook.WitnessRoles{}), "missing fault.no-such-proposal proposal"},
	{"roles that cannot be read", nil, notes(Roles, "hop", "roles.propose", rulebook.ProposeRoles{Table: json.RawMessage(`[]`)}), "invalid fault.roles-unreadable table"},
	{"roles that were never proposed are signed", nil, notes(Roles, "hop", "roles.sign", rulebook.SignRoles{Sign: rulebook.Sign{Proposal: ledger.Hash{1}}}), "missing fault.no-such-proposal proposal"},
	{"roles without a proposal are signed", nil, notes(Roles, "hop", "roles.sign", rulebook.SignRoles{}), "missing fault.no-such-proposal proposal"},
	{"an older text", []doing{notes(Text, "hop", "text.approve", text)}, notes(Text, "hop", "text.approve", text), "conflict fault.version-order version"},
	{"another text in its place", []doing{notes(Text, "hop", "text.approve", text)}, notes(Text, "hop", "text.approve", consent.ApproveText{Reference: "other", Version: 9}), "invalid fault.another-subject reference"},
}

package casefile

import (
	"slices"
	"testing"
	"time"

	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// says is what a rule answers at an act, at a clock, after what was done.
type says struct {
	does []doing
	at   string
	want string
}

func follow(t *testing.T, given []doing, act safeguard.Act, id safeguard.ID, story []says) *world {
	t.Helper()
	w := begin(t, given...)
	for _, s := range story {
		for _, d := range s.does {
			w.do(d)
		}
		if s.at != "" {
			w.now = clock(s.at)
		}
		if got := w.finds(act, id); got != s.want {
			t.Fatalf("on %s: %s is %q, want %q", w.now.Format("01-02 15:04"), id, got, s.want)
		}
	}
	return w
}

// Withdrawn: counselling, a day, a consent that names it, and a new clearance.
func TestAfterAWithdrawal(t *testing.T) {
	again := named("consent.withdrawn", func(h ledger.Hash) any { give := declare; give.Names = []ledger.Hash{h}; return give })
	w := follow(t, after("clearance.give"), safeguard.Boarding, "consent-stands", []says{
		{nil, "", "met"},
		{[]doing{dated("11-19 12:00", "hot", "consent.withdraw", consent.Withdraw{Channel: "phone"})}, "", "unmet withdrawn"},
		{[]doing{dated("11-19 13:00", "cou", "consent.give", declare)}, "", "unmet withdrawn"},
		{[]doing{dated("11-19 15:00", "sam", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 30})}, "", "unmet withdrawn"},
		{[]doing{dated("11-20 11:59", "cou", "consent.give", again)}, "", "unmet withdrawn"},
		{[]doing{dated("11-20 12:00", "cou", "consent.give", again)}, "", "met"},
	})
	if got := w.finds(safeguard.Boarding, "four-eyes"); got != "unmet silent" && got != "unmet not-cleared" {
		t.Errorf("cleared before the withdrawal, four-eyes is %q", got)
	}
	w.do(dated("11-20 12:10", "node", "clearance.draw", movement.Draw{}))
	if w.file.Travel.Drawn[0].Officer != w.file.Travel.Drawn[1].Officer {
		t.Error("who had answered was not drawn again: a withdrawal chooses who clears")
	}
}

// A consent that names a withdrawal ends it in no reading before the rule says so.
func TestAWithdrawalStandsUntilASoundConsentFollowsIt(t *testing.T) {
	unheard := declare
	unheard.Talk = overheard()
	unmarked := declare
	unmarked.Mark = "none"
	naming := func(give consent.Give) any {
		return named("consent.withdrawn", func(h ledger.Hash) any { give.Names = []ledger.Hash{h}; return give })
	}
	talk := dated("11-19 15:00", "sam", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 30})
	for what, c := range map[string]struct {
		given []doing
		want  bool
	}{
		"at once":                      {[]doing{talk, dated("11-19 16:00", "cou", "consent.give", naming(declare))}, true},
		"without new counselling":      {[]doing{dated("11-20 12:00", "cou", "consent.give", naming(declare))}, true},
		"where others hear":            {[]doing{talk, dated("11-20 12:00", "cou", "consent.give", naming(unheard))}, true},
		"without a mark":               {[]doing{talk, dated("11-20 12:00", "cou", "consent.give", naming(unmarked))}, true},
		"a day later, after a session": {[]doing{talk, dated("11-20 12:00", "cou", "consent.give", naming(declare))}, false},
	} {
		w := begin(t, with(after("clearance.give"), dated("11-19 12:00", "hot", "consent.withdraw", consent.Withdraw{Channel: "phone"}))...)
		for _, d := range c.given {
			w.do(d)
		}
		if got := w.file.Withdrawn(); got != c.want || (w.file.Status() == StatusWithdrawn) != c.want {
			t.Errorf("a consent %s: withdrawn %t, status %s", what, got, w.file.Status())
		}
	}
}

// A departure entered too early hides no word said before the arrival.
func TestANoAfterADepartureWasEntered(t *testing.T) {
	no := does("gat", "consent.withdraw", consent.Withdraw{Channel: "gate", Stage: "aircraft-door"})
	if w := begin(t, after("departure.record")...); w.file.Crossed() {
		t.Error("crossed before anybody said no")
	}
	for what, d := range map[string]doing{"no": no, "a report": does("hot", "consent.report", consent.Report{Channel: "sms"})} {
		w := begin(t, with(after("departure.record"), d)...)
		if !w.file.Crossed() {
			t.Errorf("%s is hidden by the departure", what)
		}
	}
	if w := begin(t, with(after("arrival.record"), no)...); w.file.Crossed() {
		t.Error("a word after the arrival makes the departure one that was stopped")
	}
}

// Held: a second interview by another officer a day later, one of the two
// outside, release requested and unanswered for seven days, a review.
func TestHeldAndNobodyAnswers(t *testing.T) {
	assess := func(where talk.Talk) assessment.Assess {
		a := free
		a.Talk = where
		return a
	}
	held := with(before("voluntary.assess"), does("cas", "custody.record", RecordCustody{Date: "wish", Held: true, Place: "TAJ"}))
	w := follow(t, held, safeguard.Clearance, "voluntary", []says{
		{[]doing{dated("10-20 09:00", "pia", "voluntary.assess", assess(inside()))}, "", "unmet second-interview"},
		{[]doing{dated("10-21 08:59", "sam", "voluntary.repeat", assessment.Repeat{Assess: assess(inside())})}, "", "unmet second-interview"},
		{[]doing{dated("10-21 09:00", "sam", "voluntary.repeat", assessment.Repeat{Assess: assess(inside())})}, "", "unmet inside"},
		{[]doing{dated("10-22 09:00", "sam", "voluntary.repeat", assessment.Repeat{Assess: assess(alone)})}, "", "unmet release"},
		{[]doing{agrees("libyan-authority", "release").on("10-22 09:50"), dated("10-22 10:00", "pia", "release.request", assessment.RequestRelease{Of: "release"})}, "", "unmet release-unanswered"},
		{[]doing{dated("10-23 10:00", "pia", "release.answer", assessment.AnswerRelease{Answer: "no-answer"})}, "", "unmet release-unanswered"},
		{nil, "10-30 10:00", "unmet release-unanswered"},
		{[]doing{dated("10-30 10:01", "pia", "release.answer", assessment.AnswerRelease{Answer: "no-answer"})}, "", "unmet review"},
		{[]doing{dated("10-31 10:00", "lea", "voluntary.review", assessment.Review{Accepts: true, Reasons: "she was not once unsure"})}, "", "met"},
	})
	// A grave incident opens in that place: what was said inside on the days that
	// it concerns no longer counts.
	w.do(notes(Place, "hop", "place.open-incident", monitoring.OpenIncident{Incident: "torture"}))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "met" {
		t.Errorf("after a grave incident that began later: %s", got)
	}
	w.do(notes(Place, "hop", "place.open-incident", monitoring.OpenIncident{Incident: "torture", From: date("10-19")}))
	if got := w.finds(safeguard.Clearance, "voluntary"); got != "unmet inside" {
		t.Errorf("after a grave incident that concerns those days: %s", got)
	}
}

// Released before the dates on record were entered: the newest date counts.
func TestHeldByTheNewestDate(t *testing.T) {
	w := begin(t, here...)
	w.do(dated("10-05 09:00", "cas", "custody.record", RecordCustody{Date: "now", Held: false}))
	k, _ := Named("custody.record")
	deed := w.deed(does("cas", "custody.record", nil))
	w.now = clock("10-06 09:00")
	deed.Moment, deed.Happened = w.now, clock("10-01 09:00")
	bodies, err := Act(w.file, w.around(nil), w.book, k, RecordCustody{Date: "first-contact", Held: true, Place: "TAJ"}, deed)
	if err != nil {
		t.Fatal(err)
	}
	e := w.event(doing{}, deed, 0, bodies[0])
	e.Happened = deed.Happened.UTC()
	w.file.Extend(&e)
	if held, place := w.file.Held(); held || place != "" {
		t.Errorf("held %v at %q; they were released since", held, place)
	}
}

// Whoever is on record as held is free only by a record that is certainly of
// later: history entered late, or a list taken over, frees nobody.
func TestHistoryFreesNobody(t *testing.T) {
	held := func(date string) doing {
		return dated("10-05 09:00", "cas", "custody.record", RecordCustody{Date: date, Held: true, Place: "TAJ"})
	}
	listed := func(date string) doing {
		d := held(date)
		d.imported = true
		return d
	}
	for name, c := range map[string]struct {
		held     doing
		free     string
		happened string // empty: nobody said when
		imported bool
		want     bool // still held
	}{
		"released":                        {held("wish"), "now", "", false, false},
		"not held when asked later":       {held("wish"), "consent", "10-07 08:00", false, false},
		"not held at a later first talk":  {held("first-contact"), "first-contact", "10-07 08:00", false, false},
		"on a date before the other's":    {held("consent"), "wish", "10-07 08:00", false, true},
		"on a date that nobody gave":      {held("wish"), "consent", "", false, true},
		"before they were taken":          {held("now"), "consent", "10-04 08:00", false, true},
		"released, says a list":           {held("now"), "now", "10-07 08:00", true, true},
		"held and released, says a list":  {listed("wish"), "consent", "10-07 08:00", true, false},
		"a list, and then an officer":     {listed("wish"), "now", "", false, false},
		"history, beside a list's word":   {listed("consent"), "wish", "10-07 08:00", false, true},
		"history, after somebody's words": {held("now"), "first-contact", "", false, true},
	} {
		w := begin(t, here...)
		w.do(c.held)
		w.now = clock("10-08 09:00")
		free := CustodyRecorded{RecordCustody{Date: c.free}}
		told := does("cas", "custody.record", nil)
		told.imported = c.imported
		e := w.event(told, w.deed(told), 0, free)
		if c.happened != "" {
			e.Happened = clock(c.happened).UTC()
		}
		w.file.Extend(&e)
		if got, _ := w.file.Held(); got != c.want {
			t.Errorf("%s: held %v, want %v", name, got, c.want)
		}
	}
}

// Imported: nothing counts before the word of who did it and a second meeting.
func TestImportedEvidence(t *testing.T) {
	screened := lists("pia", "screening.record", screened)
	word := does("pia", "import.attest", named("screening.recorded", func(h ledger.Hash) any { return AttestImport{Entry: h} }))
	meet := does("sam", "wish.state", wish)
	follow(t, with(here, screened), safeguard.Seat, "vulnerability-screened", []says{{nil, "", "unmet none"}, {[]doing{word}, "", "unmet none"}, {[]doing{meet}, "", "met"}})
	follow(t, with(here, screened), safeguard.Seat, "vulnerability-screened", []says{{[]doing{meet}, "", "unmet none"}, {[]doing{word}, "", "met"}})
	earlier := begin(t, with(here, screened, word)...)
	e := earlier.event(meet, earlier.deed(meet), 0, counselling.Stated{Wish: wish})
	e.Happened = earlier.events[len(earlier.events)-2].Recorded.Add(-time.Second)
	earlier.file.Extend(&e)
	if got := earlier.finds(safeguard.Seat, "vulnerability-screened"); got != "unmet none" {
		t.Errorf("entered after the import, of a meeting before it: %s", got)
	}
	void := begin(t, with(here, screened, word, does("sam", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 40}))...)
	met := void.finds(safeguard.Seat, "vulnerability-screened")
	void.do(does("lea", "counselling.void", named("counselling.held", func(h ledger.Hash) any { return counselling.Void{Session: h} })))
	if got := void.finds(safeguard.Seat, "vulnerability-screened"); met != "met" || got != "unmet none" {
		t.Errorf("met in a session: %s; that no longer counts: %s", met, got)
	}
}

// An act that was imported is the act of the officer who did it: they are asked
// for as another officer is, they do not judge the case, and nobody's word but
// theirs, given under their own name, is theirs.
func TestAnImportedActIsOfWhoDidIt(t *testing.T) {
	w := begin(t, with(here, lists("pia", "screening.record", screened), lists("", "wish.state", wish))...)
	s := w.file.Screening.Screenings[0]
	if s.By != who("pia") || w.file.Counselling.Wishes[len(w.file.Counselling.Wishes)-1].By != who("imp") {
		t.Errorf("done by %q, and by %q", s.By, w.file.Counselling.Wishes[0].By)
	}
	if !slices.Contains(w.file.Hands, who("pia")) || slices.Contains(w.file.Hands, who("imp")) {
		t.Errorf("had a hand in it: %q", w.file.Hands)
	}
	for name, d := range map[string]doing{
		"another officer's word": does("sam", "import.attest", nil),
		"a word on a word":       lists("pia", "import.attest", nil),
	} {
		e := w.event(d, w.deed(d), 0, ImportAttested{AttestImport{Entry: s.ID}})
		w.file.Extend(&e)
		if len(w.file.Vouched) > 0 {
			t.Errorf("%s stands for an act of theirs", name)
		}
	}
	forged := w.event(does("sam", "wish.state", nil), w.deed(does("sam", "wish.state", nil)), 0, counselling.Stated{Wish: wish})
	forged.DoneBy = who("pia")
	if got := forged.Ref(0).By; got != who("sam") {
		t.Errorf("what was not imported is done by %q, in whose name another did it", got)
	}
}

// An urgent return changes time and form: two talks in one day, by two
// officers, three hours apart. It is not an override of anything else.
func TestUrgentReturn(t *testing.T) {
	topics := []string{"rights", "options", "conditions", "withdrawal", "reintegration", "data", "remedy"}
	hold := func(at, by string) doing {
		return dated(at, by, "counselling.hold", counselling.Hold{Talk: alone, Minutes: 30, Topics: topics})
	}
	w := begin(t, here...)
	w.do(dated("11-10 08:00", "cou", "wish.state", wish))
	w.do(hold("11-10 09:00", "cou"))
	w.do(hold("11-10 12:00", "sam"))
	w.do(does("doc", "urgent.declare", urgently))
	around := w.around(seat)
	for _, f := range safeguard.Evaluate(w.file.Facts(around), w.book, w.now, safeguard.Seat) {
		switch f.Safeguard {
		case "counselled":
			if f.State != safeguard.Met {
				t.Errorf("two talks in one day: %s", short(f))
			}
		case "consent", "individual-risk", "destination-open", "vulnerability-screened":
			if !f.State.Blocks() {
				t.Errorf("an urgent return passed over %s", f.Safeguard)
			}
		}
	}
}

// A stop that cannot be read, placed or believed stops all the same, and says
// what is waited for.
func TestWhatCannotBeReadStops(t *testing.T) {
	for why, change := range map[string]func(*ledger.Event){
		"malformed": func(e *ledger.Event) { e.Body, e.Malformed = nil, true },
		"unread":    func(e *ledger.Event) { e.Body, e.Effect = nil, ledger.Stop },
		"disputed":  func(e *ledger.Event) { e.Body, e.Effect, e.Disputed = nil, ledger.Stop, true },
	} {
		w := begin(t, before("boarding.board")...)
		e := w.event(does("x", "x", nil), w.deed(does("x", "x", nil)), 0, HoldPlaced{})
		change(&e)
		w.file.Extend(&e)
		if got := w.finds(safeguard.Boarding, "consent-stands"); got != "unknown stray" {
			t.Errorf("%s: %s", why, got)
		}
		if len(w.file.Strays) != 1 || w.file.Strays[0].Why != why {
			t.Errorf("%s: %+v", why, w.file.Strays)
		}
	}
	// Disputed and no stop: kept, without effect.
	w := begin(t, before("consent.give")...)
	e := w.event(does("x", "x", nil), w.deed(does("x", "x", nil)), 0, consent.Given{Give: declare})
	e.Disputed = true
	w.file.Extend(&e)
	if len(w.file.Consent.Consents) != 0 {
		t.Error("a disputed consent counts")
	}
}

// An authority is told the name only for what the person consented to.
func TestAnActSharesForItsPurpose(t *testing.T) {
	w := begin(t, before("authority.name")...)
	release := does("cas", "authority.name", movement.NameToAuthority{For: "release"})
	if _, _, err := w.try(release); refused(err) != "blocked fault.blocked" {
		t.Fatalf("named for release with a consent for exit: %v", err)
	}
	w.do(does("cou", "sharing.consent", consent.Share{Recipient: "libyan-authority", Purpose: "release"}))
	w.do(release)
	w.do(does("cou", "sharing.withdraw", consent.WithdrawShare{Share: consent.Share{Recipient: "libyan-authority", Purpose: "exit-permission"}}))
	w.do(release)
	if _, _, err := w.try(does("cas", "authority.name", movement.NameToAuthority{For: "exit-permission"})); refused(err) != "blocked fault.blocked" {
		t.Errorf("named for exit with a consent for release: %v", err)
	}
}

// An entry that nobody can read stops the case until one officer looked into it
// and another said what it was; if it was a stop, it stays one.
func TestAnUnreadableEntry(t *testing.T) {
	for was, want := range map[string]string{
		"nothing-that-stops": "met", "withdrawal": "unmet withdrawn", "asylum-request": "met", "hold": "met",
	} {
		w := begin(t, before("boarding.board")...)
		e := w.event(does("x", "x", nil), w.deed(does("x", "x", nil)), 0, HoldPlaced{})
		e.Body, e.Effect, e.Malformed = nil, ledger.None, true
		w.file.Extend(&e)
		w.events = append(w.events, e)
		resolve := does("lea", "entry.resolve", ResolveEntry{Entry: e.ID, Was: was, Found: "asked there"})
		if _, _, err := w.try(resolve); refused(err) != "denied fault.another-officer" {
			t.Errorf("%s: resolved before anybody looked: %v", was, err)
		}
		w.do(does("lea", "entry.examine", ExamineEntry{Entry: e.ID, Found: "x"}))
		if _, _, err := w.try(resolve); refused(err) != "denied fault.another-officer" {
			t.Errorf("%s: looked at and resolved by one officer: %v", was, err)
		}
		w.do(does("pia", "entry.examine", ExamineEntry{Entry: e.ID, Found: "x"}))
		if got := w.finds(safeguard.Boarding, "consent-stands"); got != "unknown stray" {
			t.Errorf("%s: looked at only: %s", was, got)
		}
		w.do(resolve)
		if got := w.finds(safeguard.Boarding, "consent-stands"); got != want {
			t.Errorf("%s: %s, want %s", was, got, want)
		}
		blocks := len(w.blocking(safeguard.Boarding)) > 0
		if blocks != (was != "nothing-that-stops") {
			t.Errorf("%s: boarding is blocked: %v", was, w.blocking(safeguard.Boarding))
		}
		w.sameWhenFoldedAgain()
	}
}

// A command recorded twice is one fact. A stop is never taken for the repetition
// of something else, not even of itself, and what has no effect stands before
// nothing; whether all is folded at once or one event after the other.
func TestAStopBehindACommandID(t *testing.T) {
	said := func(change func(*ledger.Event)) func(*world) ledger.Event {
		return func(w *world) ledger.Event {
			e := w.event(does("x", "x", nil), w.deed(does("x", "x", nil)), 0, consent.Given{Give: declare})
			change(&e)
			return e
		}
	}
	disputed := said(func(e *ledger.Event) { e.Disputed = true })
	given := said(func(*ledger.Event) {})
	withdrawn := said(func(e *ledger.Event) { e.Body, e.Effect = consent.Withdrawn{}, ledger.Stop })
	for name, test := range map[string]struct {
		say                   []func(*world) ledger.Event
		consents, withdrawals int
	}{
		"a fact twice":                  {[]func(*world) ledger.Event{given, given}, 1, 0},
		"a disputed one, and the fact":  {[]func(*world) ledger.Event{disputed, given}, 1, 0},
		"a withdrawal behind a dispute": {[]func(*world) ledger.Event{disputed, withdrawn}, 0, 1},
		"a withdrawal behind a consent": {[]func(*world) ledger.Event{given, withdrawn}, 1, 1},
		"a withdrawal twice":            {[]func(*world) ledger.Event{withdrawn, withdrawn}, 0, 2},
		"a consent behind a withdrawal": {[]func(*world) ledger.Event{withdrawn, given}, 1, 1},
	} {
		w := begin(t, before("consent.give")...)
		for i, say := range test.say {
			e := say(w)
			e.ID, e.Command = ledger.Hash{0xee, byte(i)}, ledger.Command{0xee}
			w.file.Extend(&e)
			w.events = append(w.events, e)
		}
		if got := w.file.Consent; len(got.Consents) != test.consents || len(got.Withdrawals) != test.withdrawals {
			t.Errorf("%s: %d consents and %d withdrawals", name, len(got.Consents), len(got.Withdrawals))
		}
		w.sameWhenFoldedAgain()
	}
}

// What waits for its past and cannot be read here may be a withdrawal: it stops
// until one or the other has come.
func TestWhatWaitsUnreadStops(t *testing.T) {
	for _, test := range []struct {
		sealed ledger.Set
		want   string
	}{{ledger.SetOf(ledger.General), "unknown stray"}, {ledger.SetOf(ledger.Medical), "met"}} {
		w := begin(t, before("boarding.board")...)
		e := w.event(does("x", "x", nil), w.deed(does("x", "x", nil)), 0, HoldPlaced{})
		e.Parents, e.Body, e.Effect, e.Sealed = []ledger.Hash{{0xee}}, nil, ledger.None, test.sealed
		h := ledger.Arrange(append(w.events, e))
		w.file = Fold(&h)
		if got := w.finds(safeguard.Boarding, "consent-stands"); got != test.want {
			t.Errorf("%s sealed: %s, want %s", test.sealed, got, test.want)
		}
	}
}

// The review of an urgent return is due whether the person has left or not.
func TestTheReviewOfAnUrgentReturnIsDue(t *testing.T) {
	w := begin(t, with(before("boarding.board"), does("doc", "urgent.declare", urgently))...)
	declared := w.now
	w.do(dated("11-21 11:10", "mov", "boarding.board", movement.Board{Movement: flight}))
	w.do(dated("11-21 12:05", "mov", "departure.record", depart{movement.Depart{Movement: flight}}))
	if got, want := w.file.Due(w.around(nil), w.book, w.now), declared.Add(72*time.Hour); !got.Equal(want) {
		t.Errorf("due %v, want %v", got, want)
	}
	w.do(does("ove", "urgent.review", movement.ReviewUrgent{Movement: flight, Stands: true}))
	if got := w.file.Due(w.around(nil), w.book, w.now); !got.IsZero() {
		t.Errorf("reviewed, and still due %v", got)
	}
}

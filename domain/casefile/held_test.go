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
		"held and released, says a list":  {listed("wish"), "consent", "10-07 08:00", true, true},
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

// The review of an urgent return is due whether the person has left or not.
func TestTheReviewOfAnUrgentReturnIsDue(t *testing.T) {
	w := begin(t, with(before("boarding.board"), does("doc", "urgent.declare", urgently))...)
	declared := w.now
	w.do(dated("11-21 11:10", "mov", "boarding.board", movement.Board{Movement: flight}))
	w.do(dated("11-21 12:05", "mov", "departure.record", depart{movement.Depart{Movement: flight}}))
	due := func() time.Time {
		facts := w.file.Facts(w.around(nil))
		return w.file.Due(facts, w.book, w.now, safeguard.Turns(facts, w.book, w.now, safeguard.Evaluate(facts, w.book, w.now, safeguard.Clearance)))
	}
	if got, want := due(), declared.Add(72*time.Hour); !got.Equal(want) {
		t.Errorf("due %v, want %v", got, want)
	}
	w.do(does("ove", "urgent.review", movement.ReviewUrgent{Movement: flight, Stands: true}))
	if got := due(); !got.IsZero() {
		t.Errorf("reviewed, and still due %v", got)
	}
}

package safeguard

import "time"

// Knob names one number of a rule book. The number is data; what it means,
// its unit, which way is tighter and how loose it may become are code.
type Knob uint8

const (
	ApartHours Knob = iota
	CounsellingSessions
	CounsellingValidDays
	CounsellingMostDays
	SecondInterviewHours
	ReleaseUnansweredDays
	WithdrawalWaitHours
	ReaffirmHours
	SafeNoAskedHours
	GateHours
	GateDelayHours
	ScreeningValidDays
	PanelMembers
	PanelAgencies
	PanelDays
	AgeDays
	ExaminationDays
	ShortExaminationDays
	CheckHours
	RiskValidDays
	RiskReviewDays
	UNHCRRequests
	UNHCRSilentDays
	ReceptionHours
	ReceptionWaitHours
	ClearingHours
	FreshHours
	ViewAgeYears
	OnePlaceHours
	OnePlacePercent
	UpheavalDays
	HandOverHours
	UrgentReviewHours
	UrgentSharePercent
	UrgentDueDays
	DueDays
	knobs
)

// latestViewAge is the age, in years, from which every book has a child asked.
const latestViewAge = 7

// ViewAge is the age, in years, from which the book has a child asked; without a book,
// the latest that any may set.
func (b *Book) ViewAge() int {
	if b == nil {
		return latestViewAge
	}
	return b.values[ViewAgeYears]
}

type knob struct {
	name string
	more bool // more is tighter
	edge int  // the loosest value that any book may set
}

var knobTable = [knobs]knob{
	ApartHours:            {"apart-hours", true, 1},
	CounsellingSessions:   {"counselling-sessions", true, 2},
	CounsellingValidDays:  {"counselling-valid-days", false, 120},
	CounsellingMostDays:   {"counselling-most-days", false, 180},
	SecondInterviewHours:  {"second-interview-hours", true, 12},
	ReleaseUnansweredDays: {"release-unanswered-days", true, 1},
	WithdrawalWaitHours:   {"withdrawal-wait-hours", true, 12},
	ReaffirmHours:         {"reaffirm-hours", false, 96},
	SafeNoAskedHours:      {"safe-no-asked-hours", true, 12},
	GateHours:             {"gate-hours", false, 12},
	GateDelayHours:        {"gate-delay-hours", false, 12},
	ScreeningValidDays:    {"screening-valid-days", false, 90},
	PanelMembers:          {"panel-members", true, 3},
	PanelAgencies:         {"panel-agencies", true, 2},
	PanelDays:             {"panel-days", false, 30},
	AgeDays:               {"age-days", false, 21},
	ExaminationDays:       {"examination-days", false, 60},
	ShortExaminationDays:  {"short-examination-days", false, 60},
	CheckHours:            {"check-hours", false, 72},
	RiskValidDays:         {"risk-valid-days", false, 180},
	RiskReviewDays:        {"risk-review-days", false, 21},
	UNHCRRequests:         {"unhcr-requests", true, 2},
	UNHCRSilentDays:       {"unhcr-silent-days", true, 5},
	ReceptionWaitHours:    {"reception-wait-hours", true, 12},
	ReceptionHours:        {"reception-hours", true, 24},
	ClearingHours:         {"clearing-hours", false, 72},
	FreshHours:            {"fresh-hours", false, 12},
	ViewAgeYears:          {"view-age-years", false, latestViewAge},
	OnePlaceHours:         {"one-place-hours", true, 24},
	OnePlacePercent:       {"one-place-percent", false, 66},
	UpheavalDays:          {"upheaval-days", true, 7},
	HandOverHours:         {"hand-over-hours", false, 48},
	UrgentReviewHours:     {"urgent-review-hours", false, 72},
	UrgentSharePercent:    {"urgent-share-percent", false, 10},
	UrgentDueDays:         {"urgent-due-days", false, 7},
	DueDays:               {"due-days", false, 21},
}

// lists are those of a rule book, each with what no book may leave out.
var lists = []struct {
	name  string
	of    func(*Book) *[]string
	floor []string
}{
	{"options", func(b *Book) *[]string { return &b.Options }, []string{"international-protection", "stay"}},
	{"topics", func(b *Book) *[]string { return &b.Topics }, []string{"rights", "options", "conditions", "withdrawal"}},
	{"doubtful", func(b *Book) *[]string { return &b.Doubtful }, []string{"authority", "embassy", "employer", "relative", "creditor", "list"}},
	{"shortening", func(b *Book) *[]string { return &b.Shortening }, nil},
}

func (k Knob) String() string { return knobTable[k].name }

// looser says whether b is a looser setting than a.
func (k Knob) looser(a, b int) bool {
	if knobTable[k].more {
		return b < a
	}
	return b > a
}

// loosens says whether a change from a to b takes something away from somebody.
func (k Knob) loosens(a, b int) bool { return k.looser(a, b) || k.twoEdged() && a != b }

// twoEdged says whether a number that is tighter where it is asked first is looser
// elsewhere, so that any change of it loosens. Of whom one asks sooner other rules ask
// less. The later a gate opens, the later a meeting was before it; the earlier a mission
// must know, and the sooner a delay makes another day, the more needs were found too late
// for more than a spoken word.
func (k Knob) twoEdged() bool {
	return k == ViewAgeYears || k == GateHours || k == GateDelayHours || k == ReceptionHours
}

func (q *question) count(k Knob) int           { return q.book.values[k] }
func (b *Book) hours(k Knob) time.Duration     { return time.Duration(b.values[k]) * time.Hour }
func (q *question) hours(k Knob) time.Duration { return q.book.hours(k) }
func (q *question) days(k Knob) time.Duration {
	return time.Duration(q.book.values[k]) * 24 * time.Hour
}

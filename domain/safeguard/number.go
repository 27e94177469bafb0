package safeguard

import (
	"slices"
	"strings"
)

// Number is one number of rule books, as their readers are shown it.
type Number struct {
	Name string
	Edge int  // the loosest value that any book may set
	More bool // more is tighter
	Of   []ID // the rules that ask it; none: it is asked of a case whatever the rule, or of all departures together
}

// Unit is what the number counts: hours, days, years, percent, or nothing more
// than itself.
func (n Number) Unit() string {
	last := n.Name[strings.LastIndexByte(n.Name, '-')+1:]
	if slices.Contains([]string{"hours", "days", "years", "percent"}, last) {
		return last
	}
	return "count"
}

// askedBy says which rules ask which numbers.
var askedBy = map[Knob][]ID{
	ApartHours:            {"counselled", "own-wish"},
	CounsellingSessions:   {"counselled"},
	CounsellingValidDays:  {"counselled"},
	CounsellingMostDays:   {"counselled", "vulnerability-screened"},
	SecondInterviewHours:  {"voluntary"},
	ReleaseUnansweredDays: {"voluntary"},
	WithdrawalWaitHours:   {"consent-stands"},
	ReaffirmHours:         {"reaffirmed"},
	SafeNoAskedHours:      {"safe-no"},
	GateHours:             {"gate", "same-person"},
	GateDelayHours:        {"gate", "same-person"},
	ScreeningValidDays:    {"vulnerability-screened"},
	PanelMembers:          {"best-interests"},
	PanelAgencies:         {"best-interests"},
	PanelDays:             {"best-interests"},
	AgeDays:               {"best-interests"},
	ExaminationDays:       {"fit-to-travel"},
	ShortExaminationDays:  {"fit-to-travel"},
	CheckHours:            {"fit-to-travel"},
	RiskValidDays:         {"individual-risk"},
	RiskReviewDays:        {"real-risk-absolute"},
	UNHCRRequests:         {"unhcr-counselled"},
	UNHCRSilentDays:       {"unhcr-counselled"},
	ReceptionHours:        {"reception-acknowledged"},
	ReceptionWaitHours:    {"reception-acknowledged"},
	ClearingHours:         {"four-eyes"},
	FreshHours:            {"record-fresh"},
	OnePlaceHours:         {"not-collective"},
	OnePlacePercent:       {"not-collective"},
	UpheavalDays:          {"not-collective"},
	HandOverHours:         {"not-collective"},
}

// Numbers lists every number there is.
func Numbers() []Number {
	all := make([]Number, knobs)
	for k, t := range knobTable {
		all[k] = Number{Name: t.name, Edge: t.edge, More: t.more, Of: askedBy[Knob(k)]}
	}
	return all
}

// Floor is what no book may leave out of one of its lists.
type Floor struct {
	List   string
	Values []string
}

// ListFloors are those of every list.
func ListFloors() []Floor {
	all := make([]Floor, len(lists))
	for i, l := range lists {
		all[i] = Floor{l.name, l.floor}
	}
	return all
}

// List is one of a book's lists by its name.
func (b *Book) List(name string) []string {
	for _, l := range lists {
		if l.name == name {
			return *l.of(b)
		}
	}
	return nil
}

// SetList puts values in one of a book's lists.
func (b *Book) SetList(name string, values []string) {
	for _, l := range lists {
		if l.name == name {
			*l.of(b) = values
		}
	}
}

// FloorOf is at which acts, and for whom, no book may cease to require a rule;
// nothing: a book may leave it out.
func FloorOf(id ID) ([]Act, []Class) {
	if r := rules[id]; r != nil && r.floor != nil {
		return r.floor, protects(id)
	}
	return nil, nil
}

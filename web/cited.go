package web

import (
	"cmp"
	"maps"
	"slices"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/country"
	"amana/domain/fault"
	"amana/domain/monitoring"
	"amana/domain/results"
)

// citedData is one of them.
type citedData struct {
	Other otherHead
	Done  bool
	Facts []said
	Parts []citedPart
	Texts []approved
	Acts  []link
}

// approved is a text in one language, as it may be consented to.
type approved struct{ Title, Lang, Body string }

// citedPart is a list of what stands of it.
type citedPart struct {
	Title string
	Lines []said
}

func (v *visit) citedPage(k *otherPages) error {
	ref := v.PathValue("reference")
	state, err := v.desk.Cited(v.Context(), v.who, k.subject, ref)
	if err != nil {
		return err
	}
	data := citedData{Other: v.otherHead(k, ref), Done: v.URL.Query().Get("done") != ""}
	row := v.citedRow(k, state)
	data.Other.Status = row.State
	switch s := state.(type) {
	case *country.State:
		data.Other.About = []string{row.Name}
		data.Facts, data.Parts = v.countryFacts(s)
	case *monitoring.State:
		data.Parts = v.placeParts(s)
	case *results.Outreach:
		data.Other.About, data.Parts = []string{v.say.Text("around.no-names", nil)}, v.sessionParts(s)
	case *consent.Text:
		data.Other.About = []string{row.Name}
		if data.Texts, err = v.texts(ref); err != nil {
			return err
		}
	case *results.State:
		data.Facts = []said{{v.say.Text("around.balance", nil), v.say.Value("", v.money(s.Balance, s.Currency))}}
	}
	data.Acts = v.otherActs(k, data.Other.Path)
	if v.mayEver(k.opens, v.reached(k)) { // it is given again: a new sheet, a new review, more money
		data.Acts = append([]link{{Path: data.Other.Path + "/do/" + k.opens, Name: v.say.Command(k.opens)}}, data.Acts...)
	}
	return v.show(page{Template: "cited", Title: ref, Data: data})
}

func (v *visit) countryFacts(s *country.State) (facts []said, parts []citedPart) {
	facts = append(facts, v.fact("country.issue", "sheet", cmp.Or(s.Sheet, "—")), v.fact("country.issue", "atRisk", cmp.Or(v.say.List(worded(s.AtRisk, v.say.Country)), "—")))
	if len(s.Structural) > 0 {
		facts = append(facts, v.fact("country.issue", "structural", v.codes("structural", s.Structural)))
	}
	if len(s.Said) > 1 {
		facts = append(facts, said{v.say.Text("around.several-sheets", nil), v.say.Value("", len(s.Said))})
	}
	options := citedPart{Title: v.say.Text("around.options", nil)}
	for _, option := range slices.Sorted(maps.Keys(s.Options)) {
		options.Lines = append(options.Lines, said{v.say.Code("option", option), v.say.Value("", s.Options[option])})
	}
	sheets := citedPart{Title: v.say.Text("around.sheets", nil)}
	for _, sheet := range slices.SortedFunc(maps.Keys(s.Issued), func(a, b string) int { return s.Issued[b].Compare(s.Issued[a]) }) {
		sheets.Lines = append(sheets.Lines, said{v.say.Isolate(sheet), v.say.Value("", s.Issued[sheet])})
	}
	return facts, []citedPart{options, sheets}
}

func (v *visit) placeParts(s *monitoring.State) []citedPart {
	reviews := citedPart{Title: v.say.Text("around.reviews", nil)}
	for _, r := range slices.Backward(s.Reviews) {
		says := v.say.Text("around.counts", []fault.Arg{fault.A("until", r.Valid)})
		if r.Against {
			says = v.say.Text("around.counts-not", nil)
		}
		if r.Found != nil {
			says += " " + r.Found.Grounds
		}
		reviews.Lines = append(reviews.Lines, said{v.say.Time(r.Until), v.say.Value("", says)})
	}
	incidents := citedPart{Title: v.say.Text("around.incidents", nil)}
	for _, i := range slices.Backward(s.Incidents) {
		says := v.say.Text("around.incident-open", nil)
		if !i.Closed.IsZero() {
			says = v.say.Text("around.incident-closed", []fault.Arg{fault.A("at", i.Closed.Until)})
		}
		if i.What != "" {
			says = v.say.Code("incident", i.What) + " — " + says
		}
		incidents.Lines = append(incidents.Lines, said{v.say.Time(i.Until), v.say.Value("", says)})
	}
	visits := citedPart{Title: v.say.Text("around.visits", nil)}
	for _, w := range slices.Backward(s.Visits) {
		visits.Lines = append(visits.Lines, said{v.say.Day(w.Day), v.say.Value("", cmp.Or(v.codes("outside", w.Outside), "—"))})
	}
	return []citedPart{incidents, reviews, visits}
}

func (v *visit) sessionParts(s *results.Outreach) []citedPart {
	held := citedPart{Title: v.say.Text("page.outreach", nil)}
	for _, one := range slices.Backward(s.Sessions) {
		setting := v.say.Code("setting", one.Setting)
		if one.Place != "" {
			setting += " " + v.say.Isolate(one.Place)
		}
		says := v.say.Text("around.told", []fault.Arg{fault.A("setting", setting), fault.A("language", v.say.Tongue(one.Language)), fault.A("count", one.People), fault.A("topics", v.codes("topics", one.Topics))})
		if len(one.Present) > 0 {
			says += " " + v.say.Text("around.in-the-room", []fault.Arg{fault.A("present", v.codes("present", one.Present))})
		}
		held.Lines = append(held.Lines, said{v.say.Day(one.Day), v.say.Value("", says)})
	}
	return []citedPart{held}
}

// texts are the approved words of a text, by language.
func (v *visit) texts(ref string) (all []approved, err error) {
	words, err := v.desk.Wordings(v.Context(), v.who, ref)
	for _, w := range words {
		title := v.say.Text("around.text", []fault.Arg{fault.A("language", w.Language), fault.A("version", w.Version)})
		all = append(all, approved{title, tagOf(w.Language), w.Body})
	}
	return all, err
}

// placeEvents are the open incidents of a place, of which a form closes one.
func (v *visit) placeEvents(ref string) (all []desk.Event, err error) {
	state, err := v.desk.Cited(v.Context(), v.who, casefile.Place, ref)
	if err != nil {
		return nil, err
	}
	for _, i := range state.(*monitoring.State).Incidents {
		if i.Closed.IsZero() {
			all = append(all, desk.Event{Entry: i.ID, Kind: (monitoring.IncidentOpened{}).Kind(), Happened: i.Until})
		}
	}
	return all, nil
}

package web

import (
	"cmp"
	"crypto/rand"
	"net/url"
	"slices"
	"time"

	"amana/desk"
	"amana/desk/shape"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

var caseRoutes = []route{
	{pattern: "GET /cases/{case}", do: (*visit).casePage},
	{pattern: "GET /cases/{case}/meet/{safeguard}", do: (*visit).meet},
	{pattern: "GET /cases/{case}/timeline", do: (*visit).timeline},
	{pattern: "GET /cases/{case}/acts", do: (*visit).acts},
	{pattern: "GET /cases/{case}/do/{command}", do: (*visit).caseForm},
	{pattern: "POST /cases/{case}/do/{command}", do: (*visit).caseDo},
}

// caseData is where the person stands, and what the rules say.
type caseData struct {
	Head    caseHead
	Then    string    // that the rules ask nothing more, and as of when they are shown; empty: they do
	Acts    []link    // the acts at which rules are due, to look from one to the next
	Verdict string    // in a sentence
	Clear   bool      //
	Blocked []finding // what blocks, first
	Rest    []group   // the other rules, by state
	Book    string    // the rule book by which it was judged
	At      string
	Done    *happening // what the reader just did
}

// caseHead is what stands above every page of a case.
type caseHead struct {
	Path, Number, Name string
	About              []string // age and sex, nationality, destination, office …
	Status             string
	Signs              []link // that must not be missed: held, constrained, perhaps another file …
	No                 *no    // before departure, always; nil: they have left, or the reader may record none
	Pages              []link
}

// no is how a no is recorded, from any page of the case and in one step.
type no struct {
	ID       string
	Channels []option
	Heard    bool // the reader may record that somebody else says so
}

type group struct {
	State, Mark string
	Findings    []finding
}

func (v *visit) casePage() error {
	number, err := v.number()
	if err != nil {
		return err
	}
	c, err := v.caseOf(number)
	if err != nil {
		return err
	}
	asked, then, err := v.asked(c)
	if err != nil {
		return err
	}
	answer, err := v.desk.Findings(v.Context(), v.who, number, asked)
	switch {
	case fault.KindOf(err) == fault.Denied && c.File != nil:
		return v.to("/cases/" + number + "/timeline" + v.doneQuery()) // they read what happened, and not how it is judged
	case fault.KindOf(err) == fault.Denied:
		return v.to("/cases/" + number + "/acts" + v.doneQuery()) // they read nothing, and may be told a no all the same
	case err != nil:
		return err
	}
	data := caseData{Head: v.head(c), Then: then}
	if data.Done, err = v.done(number); err != nil {
		return err
	}
	if then != "" && asked.At.IsZero() {
		return v.show(page{Template: "case", Title: number, Data: data})
	}
	data.Clear, data.Book, data.At = answer.Clear, answer.Rulebook, v.say.Time(answer.At)
	for _, a := range safeguard.Acts {
		data.Acts = append(data.Acts, link{Path: data.Head.Path + "?for=" + string(a), Name: v.say.Act(a), Now: a == asked.For})
	}
	blocking := safeguard.Blocking(answer.Findings)
	data.Verdict = v.say.Verdict(blocking)
	data.Blocked = v.findings(blocking, &c)
	for _, state := range []safeguard.State{safeguard.Met, safeguard.NotYetDue, safeguard.NotApplicable} {
		of := slices.DeleteFunc(slices.Clone(answer.Findings), func(f safeguard.Finding) bool { return f.State != state })
		if len(of) > 0 {
			data.Rest = append(data.Rest, group{v.say.State(state), marks[state], v.findings(of, &c)})
		}
	}
	return v.show(page{Template: "case", Title: number, Data: data})
}

// caseOf is a case as far as the reader may open it: its number alone, for who may
// say something of it and read nothing in it.
func (v *visit) caseOf(number string) (desk.Case, error) {
	c, err := v.desk.Case(v.Context(), v.who, number)
	if fault.KindOf(err) == fault.Denied && v.sees() {
		return desk.Case{Case: number}, nil
	}
	return c, err
}

// doneQuery hands on what the reader just did.
func (v *visit) doneQuery() string {
	if entry := v.URL.Query().Get("done"); entry != "" {
		return "?done=" + url.QueryEscape(entry)
	}
	return ""
}

// sees says whether the reader may know that there are cases.
func (v *visit) sees() bool { return v.desk.Sees(v.who, v.theirs()) }

// opened is the case in the path, for a reader who may open it.
func (v *visit) opened() (desk.Case, error) {
	number, err := v.number()
	if err != nil {
		return desk.Case{}, err
	}
	return v.desk.Case(v.Context(), v.who, number)
}

// openedWhole is the case in the path with everything that happened in it.
func (v *visit) openedWhole() (desk.Case, []desk.Event, error) {
	c, err := v.opened()
	if err != nil {
		return c, nil, err
	}
	events, err := v.desk.Events(v.Context(), v.who, c.Case)
	return c, events, err
}

// number is the case in the path, as somebody may have typed it.
func (v *visit) number() (string, error) {
	number, err := desk.CheckNumber(v.PathValue("case"))
	if err != nil {
		return "", fault.New(fault.Missing, "fault.no-such-case")
	}
	return number, nil
}

// asked is what the page of a case asks the rules: whether the act may happen that
// was chosen, or the next that can do harm. Of whoever left with Amana it asks what
// could be asked when they boarded, or left without, and of whoever's journey ended
// otherwise nothing; then it says so.
func (v *visit) asked(c desk.Case) (desk.Asked, string, error) {
	chosen := safeguard.Act(v.URL.Query().Get("for"))
	if chosen != "" && !slices.Contains(safeguard.Acts[:], chosen) {
		return desk.Asked{}, "", fault.New(fault.Missing, "fault.not-found")
	}
	ask := desk.Asked{For: cmp.Or(chosen, safeguard.Clearance)}
	if c.File == nil {
		return ask, "", nil
	}
	then := func(at time.Time) desk.Asked {
		return desk.Asked{For: cmp.Or(chosen, safeguard.Boarding), At: at, Known: desk.Known{Until: at.Add(-time.Nanosecond)}}
	}
	switch t := &c.File.Travel; {
	case t.Departed == nil && c.File.Journeying():
		if t.Movement == "" {
			ask.For = cmp.Or(chosen, safeguard.Seat)
		} else if c.File.IsCleared() {
			ask.For = cmp.Or(chosen, safeguard.Boarding)
		}
		return ask, "", nil
	case t.Departed == nil || t.Before:
		return ask, v.say.Text("page.judged-no-more", nil), nil
	case t.Uncleared || t.Boarded == nil:
		return then(t.Departed.Until), v.say.Text("page.judged-leaving", nil), nil
	default:
		return then(t.Boarded.Until), v.say.Text("page.judged-boarding", nil), nil
	}
}

// head is the part that every page of a case begins with; of a file that cannot
// be read what can be done all the same.
func (v *visit) head(c desk.Case) caseHead {
	h := caseHead{Path: "/cases/" + c.Case, Number: c.Case}
	if c.File != nil {
		h.Name, h.Status = nameOf(c.File.Identity.Given, c.File.Identity.Family), v.say.Status(c.Status)
		h.About, h.Signs = v.about(c), v.bearing(c)
	}
	gone := c.File != nil && c.File.Travel.Departed != nil
	if !gone && v.mayEver("consent.withdraw", v.theirs()) {
		h.No = v.no()
	}
	page := func(path, name string, there bool) {
		if there {
			h.Pages = append(h.Pages, link{h.Path + path, v.say.Text(name, nil), v.URL.Path == h.Path+path})
		}
	}
	page("", "page.safeguards", v.mayEver("findings.read", v.theirs()))
	page("/file", "page.file", c.File != nil)
	page("/household", "page.household", c.File != nil)
	page("/timeline", "page.timeline", c.File != nil)
	page("/acts", "page.acts", true)
	page("/with", "with.name", c.File != nil && !gone && v.mayTalk())
	return h
}

// about is who the person is, in a line.
func (v *visit) about(c desk.Case) []string {
	id := c.File.Identity
	all := []string{v.age(id.Born, id.BornTo), v.sex(id.Sex, cmp.Or(id.BornTo, id.Born))}
	for _, n := range id.Nationalities {
		all = append(all, v.nationality(n))
	}
	all = append(all, v.say.Text("page.to-country", []fault.Arg{fault.A("destination", id.Destination)}), v.office(c.File.Office))
	return slices.DeleteFunc(all, func(text string) bool { return text == "" })
}

// bearing is what is to be borne in mind about the person.
func (v *visit) bearing(c desk.Case) (all []link) {
	sign := func(text string) { all = append(all, link{Name: text}) }
	if c.Status == casefile.StatusWithdrawn && v.mayEver("findings.read", v.theirs()) {
		if standing := c.File.Facts(safeguard.Surroundings{}).Withdrawn(); len(standing) > 0 {
			sign(v.say.Day(v.dayOf(standing[0].Since)))
		}
	}
	if held, _ := c.File.Held(); held {
		sign(v.say.Text("page.held", nil))
	}
	if c.Constrained {
		sign(v.say.Text("page.constrained", nil))
	}
	if !c.Turns.IsZero() {
		sign(v.say.Text("page.turns", []fault.Arg{fault.A("day", c.Turns)}))
	}
	if c.File.Unlooked() || c.File.Unnamed().Files > 0 {
		all = append(all, link{Name: v.say.Text("page.likely", nil), Path: "/cases/" + c.Case + "/file#duplicates"})
	}
	return all
}

func (v *visit) no() *no {
	n := &no{ID: newID(), Heard: v.mayFill("consent.report")}
	for _, code := range shape.Codes(consent.Withdraw{}, "channel") {
		n.Channels = append(n.Channels, option{Value: code, Label: v.say.Code("channel", code)})
	}
	return n
}

// newID names a command that a form will give.
func newID() string {
	var id ledger.Command
	rand.Read(id[:])
	text, _ := id.MarshalText() // of any sixteen bytes
	return string(text)
}

// commandID reads the name that a form was shown with.
func commandID(text string) (id ledger.Command, err error) {
	if id.UnmarshalText([]byte(text)) != nil {
		return id, fault.New(fault.Invalid, "fault.missing-field").In("id")
	}
	return id, nil
}

func nameOf(given, family string) string {
	if family == "" {
		return given
	}
	return given + " " + family
}

// age is how old somebody is today, or between which ages.
func (v *visit) age(from, to day.Day) string {
	if from.IsZero() {
		return ""
	}
	if to.IsZero() {
		to = from
	}
	today := v.dayOf(v.desk.Moment())
	most, least := years(from, today), years(to, today)
	if most == least {
		return v.say.Text("page.years", []fault.Arg{fault.A("count", most)})
	}
	return v.say.Text("page.years-between", []fault.Arg{fault.A("from", least), fault.A("count", most)})
}

// sex is what somebody is called who was born on a day, or later: a child is no man.
func (v *visit) sex(code string, born day.Day) string {
	if today := v.dayOf(v.desk.Moment()); !born.IsZero() && today.Before(born.AddYears(safeguard.Adulthood)) {
		switch code {
		case "man":
			return v.say.Text("page.boy", nil)
		case "woman":
			return v.say.Text("page.girl", nil)
		}
	}
	return v.say.Code("sex", code)
}

func years(born, on day.Day) int {
	n := on.Year - born.Year
	if on.Before(born.AddYears(n)) {
		n--
	}
	return n
}

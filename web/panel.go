package web

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/safeguard"
)

// finding is a rule's answer in words.
type finding struct {
	Case                         string // of a refusal that is about several
	Title, ID, Mark, State, Kind string
	Why                          string
	Due                          string // at which acts
	Turn, Up                     string // who sees to it, and to whom it went
	Steps                        []step
}

// step is what would help; with a path where the reader can begin it here.
type step struct {
	Words string
	Path  string
}

// marks go with the words: colour comes last.
var marks = map[safeguard.State]string{
	safeguard.Met: "✓", safeguard.Unmet: "✗", safeguard.Unknown: "?", safeguard.NotApplicable: "–", safeguard.NotYetDue: "·",
}

// findings says findings. c is the case that they are of, if it is known here.
func (v *visit) findings(found []safeguard.Finding, c *desk.Case) []finding {
	all := make([]finding, len(found))
	for i, f := range found {
		all[i] = v.finding(f, c)
	}
	return all
}

func (v *visit) finding(f safeguard.Finding, c *desk.Case) finding {
	out := finding{
		Title: v.ruleTitle(f.Safeguard), Due: v.dueAt(f.Safeguard), ID: string(f.Safeguard), Mark: marks[f.State], State: v.say.State(f.State),
		Kind: string(f.State), Why: v.say.Finding(f),
	}
	if f.Safeguard == "" { // outside the reader's compartments: only whom to ask
		out.Title, out.Why = out.Why, ""
	}
	journeying := c == nil || c.File == nil || c.File.Journeying()
	switch {
	case f.Owner == "" || !f.State.Blocks() || !journeying || f.Safeguard == "":
	case f.Due.IsZero():
		out.Turn = v.say.Text("check.no-turn", []fault.Arg{fault.A("role", f.Owner)})
	default:
		out.Turn = v.say.Text("check.turn", []fault.Arg{fault.A("role", f.Owner), fault.A("until", f.Due)})
	}
	if f.Up != "" {
		out.Up = v.say.Text("check.up", []fault.Arg{fault.A("role", f.Up)})
	}
	if !f.State.Blocks() || !journeying {
		return out
	}
	for _, s := range f.Next {
		out.Steps = append(out.Steps, step{v.say.Step(s), v.stepPath(s, c)})
	}
	return out
}

// clause is a rule as the book in force has it; nil: it has none.
func (v *visit) clause(id safeguard.ID) *safeguard.Clause {
	book := v.desk.Book()
	if book == nil {
		return nil
	}
	i := slices.IndexFunc(book.Clauses, func(c safeguard.Clause) bool { return c.ID == id })
	if i < 0 {
		return nil
	}
	return &book.Clauses[i]
}

// ruleTitle is a rule in words, in the reader's language.
func (v *visit) ruleTitle(id safeguard.ID) string {
	if id == safeguard.ASeat {
		return v.say.Text("today.a-seat", nil)
	}
	c := v.clause(id)
	if c == nil {
		return string(id)
	}
	text, _ := v.ruleText(c)
	return text.Title
}

// dueAt says at which acts a rule is due.
func (v *visit) dueAt(id safeguard.ID) string {
	c := v.clause(id)
	if c == nil {
		return ""
	}
	return v.say.Text("page.due-at", []fault.Arg{fault.A("acts", v.actList(c.Due))})
}

// meet leads to the form with which the reader can begin what would meet a rule,
// or would meet it anew where it lapses soon; where they can begin nothing, to the
// rule on the page of the case.
func (v *visit) meet() error {
	c, err := v.opened()
	if err != nil {
		return err
	}
	id := safeguard.ID(v.PathValue("safeguard"))
	page := "/cases/" + c.Case
	if c.File.Travel.ToClear() == v.who.ID { // it was drawn that they do
		return v.to(page + "/do/clearance.give")
	}
	if id == safeguard.ASeat {
		if v.mayFill("seat.give") {
			return v.to(page + "/do/seat.give")
		}
		return v.to(page + "?for=" + string(safeguard.Seat))
	}
	clause := v.clause(id)
	if clause == nil {
		return fault.New(fault.Missing, "fault.not-found")
	}
	var lapsed desk.Asked
	for _, act := range clause.Due {
		f, err := v.ruleOf(&c, id, desk.Asked{For: act})
		if err != nil {
			return err
		}
		if f.State.Blocks() {
			return v.to(cmp.Or(v.firstForm(f.Next, &c), page+"?for="+string(act)+"#rule-"+string(id)))
		}
		if f.State == safeguard.Met && !f.Until.IsZero() && f.Until.Before(v.desk.Moment().Add(desk.LapsesIn)) {
			lapsed = desk.Asked{For: act, At: f.Until.Add(time.Second)}
		}
	}
	page += "#rule-" + string(id)
	if lapsed.For == "" {
		return v.to(page)
	}
	f, err := v.ruleOf(&c, id, lapsed)
	if err != nil {
		return err
	}
	return v.to(cmp.Or(v.firstForm(f.Next, &c), page))
}

// ruleOf is what one rule says of a case, as far as the reader may know it.
func (v *visit) ruleOf(c *desk.Case, id safeguard.ID, q desk.Asked) (safeguard.Finding, error) {
	answer, err := v.desk.Findings(v.Context(), v.who, c.Case, q)
	if i := slices.IndexFunc(answer.Findings, func(f safeguard.Finding) bool { return f.Safeguard == id }); i >= 0 {
		return answer.Findings[i], err
	}
	return safeguard.Finding{}, err
}

// firstForm is where the first of some steps begins that the reader may take; "":
// they may take none.
func (v *visit) firstForm(steps []safeguard.Step, c *desk.Case) string {
	for _, s := range steps {
		if s.Elsewhere() { // what else there is to do, as to take a link back, is not the first thing to try
			return ""
		}
		if form := v.stepPath(s, c); form != "" {
			return form
		}
	}
	return ""
}

// stepPath is where a step begins, if whoever reads may take it.
func (v *visit) stepPath(s safeguard.Step, c *desk.Case) string {
	if c == nil || s.Do == "" || s.Elsewhere() {
		return ""
	}
	if k := kindOf(s.Do); k != nil {
		return v.otherStep(k, s, c)
	}
	if !formed(s.Do) || !v.mayFill(s.Do) {
		return ""
	}
	return linkAbout("/cases/"+c.Case+"/do/"+s.Do, s.Do, s.About)
}

// otherStep is where a step begins that is taken about something else than the case:
// what its journey is on, or what is yet to be opened.
func (v *visit) otherStep(k *otherPages, s safeguard.Step, c *desk.Case) string {
	if !v.mayEver(s.Do, v.reached(k)) {
		return ""
	}
	if s.Do == k.opens {
		return "/open" + k.path + "/" + s.Do
	}
	if of := journeyOn(k.subject, s, c); of != "" {
		return k.path + "/" + url.PathEscape(of) + "/do/" + s.Do
	}
	return ""
}

// journeyOn is the movement, the country or the budget line of the journey that a step is
// about, "" where there is none yet.
func journeyOn(subject casefile.Subject, s safeguard.Step, c *desk.Case) string {
	switch {
	case subject == casefile.Movement:
		return c.File.Travel.Movement
	case subject == casefile.Line:
		return c.File.Travel.Line
	case subject == casefile.Country && s.About == "here":
		return safeguard.Libya
	case subject == casefile.Country:
		return c.File.Identity.Destination
	}
	return ""
}

// ofWhich are, of a command that is about one of several things, the questions of
// its form that a link to it answers. What is said there answers none.
var ofWhich = map[string][]string{
	"asylum.lift": {"request"}, "call.end": {"call"}, "call.make": {"duty"}, "case.unlink": {"other"},
	"document.withdraw": {"document"}, "escort.cancel": {"escort"}, "departure.dispute": {"departure"}, "departure.retract": {"departure"}, "duplicate.settle": {"other"},
	"entry.examine": {"entry"}, "entry.resolve": {"entry"}, "gate.confirm-person": {"how"}, "hold.lift": {"hold"}, "import.attest": {"entry"},
	"incident.close": {"incident"}, "interests.determine": {"question"}, "need.answer": {"need"}, "notice.accept-other": {"notice"},
	"notice.acknowledge": {"notice"}, "notice.hear": {"notice"}, "option.tell": {"option"}, "sharing.consent": {"recipient", "purpose", "country"},
}

// linkAbout is the path of a form with which of several things it is about, if its
// command is about one; what has strokes answers as many questions.
func linkAbout(form, command, thing string) string {
	questions := ofWhich[command]
	if len(questions) == 0 || thing == "" {
		return form
	}
	values := url.Values{}
	for i, part := range strings.SplitN(thing, "/", len(questions)) {
		values.Set(questions[i], part)
	}
	return form + "?" + values.Encode()
}

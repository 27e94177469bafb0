package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"amana/desk"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/front"
)

var homeRoutes = []route{
	{pattern: "GET /{$}", do: (*visit).home},
	{pattern: "POST /number", do: (*visit).byNumber},
	{pattern: "GET /find", do: (*visit).findPage},
	{pattern: "POST /find", do: (*visit).find},
}

// homeData is what there is to do today, most urgent first.
type homeData struct {
	Done    string // the receipt of what was recorded last, where its case is closed to the reader now
	Empty   bool
	First   []dayList // what went up, and who said no
	Lists   []dayList
	Leaving []leaving
	Stopped []citedRow // budget lines that pay for nobody, for whom that is to mend
	Find    bool       // they may look for people
	Number  bool       // they may do something for whose number they are told, and look for nobody
	Wrong   string
}

// dayList is one list of people, and how many more there are.
type dayList struct {
	Title string
	About string
	Rows  []row
	More  string
	All   bool // there is a page with the others
}

// leaving is a movement that goes soon, and who is on it.
type leaving struct {
	link
	When string
	Rows []row
}

// row is one person in a list, and what is to be done about them.
type row struct {
	Path, Number, Name, About, Status string
	Signs                             []string
	Todo                              []todo
}

// todo is one thing to do or to know of, with its day, and where it begins.
type todo struct {
	Rules []link // or words that lead nowhere
	When  string
	Late  bool
}

// shown is how many of a list a page shows, and mostShown how many where all are
// asked for.
const (
	shown     = 12
	mostShown = 300
)

func (v *visit) home() error {
	lines, err := v.linesToMend()
	if err != nil {
		return err
	}
	if !v.mayEver("case.list", v.theirs()) {
		return v.showHome(homeData{Stopped: lines, Empty: len(lines) == 0}, nil)
	}
	most := 0
	if v.URL.Query().Has("all") {
		most = mostShown
	}
	today, err := v.desk.Today(v.Context(), v.who, most)
	if err != nil {
		return err
	}
	data := homeData{Find: true, Stopped: lines}
	data.list(v, &data.First, v.say.Text("today.escalated", counted(today.Escalated.Total)), v.say.Text("today.escalated-about", nil), today.Escalated, func(t desk.Turn) bool { return t.Yours && t.Up != "" })
	data.list(v, &data.First, v.say.Text("today.said", counted(today.Said.Total)), v.say.Text("today.said-about", nil), today.Said, func(desk.Turn) bool { return false })
	data.list(v, &data.Lists, v.say.Text("today.mine", counted(today.Mine.Total)), v.say.Text("today.mine-about", nil), today.Mine, func(t desk.Turn) bool { return t.Yours && t.State.Blocks() && !t.Due.IsZero() })
	data.list(v, &data.Lists, v.say.Text("today.lapsing", counted(today.Lapsing.Total)), v.say.Text("today.lapsing-about", nil), today.Lapsing, func(t desk.Turn) bool {
		return t.Yours && !t.State.Blocks() && !t.Until.IsZero() && t.Until.Before(v.desk.Moment().Add(desk.LapsesIn))
	})
	data.list(v, &data.Lists, v.say.Text("today.called", counted(today.Called.Total)), v.say.Text("today.called-about", nil), today.Called, func(t desk.Turn) bool { return t.Yours })
	for _, m := range today.Leaving {
		if len(m.People) == 0 && !v.mayFill("seat.give") {
			continue // it takes nobody whom the reader works with
		}
		l := leaving{link: link{Name: m.Movement}, When: v.say.Time(m.Departs)}
		if mayMovements(v) {
			l.Path = "/movements/" + m.Movement
		}
		for _, b := range m.People {
			l.Rows = append(l.Rows, v.boarder(b))
		}
		data.Leaving = append(data.Leaving, l)
	}
	data.Empty = len(data.First) == 0 && len(data.Lists) == 0 && len(data.Leaving) == 0 && len(lines) == 0
	return v.showHome(data, nil)
}

// linesToMend are the budget lines that pay for nobody, for whoever opens lines.
func (v *visit) linesToMend() ([]citedRow, error) {
	if !v.mayEver("budget.open", desk.Theirs(v.who, casefile.Line)) {
		return nil, nil
	}
	i := slices.IndexFunc(otherKinds, func(k *otherPages) bool { return k.subject == casefile.Line })
	rows, err := v.citedRows(otherKinds[i])
	return slices.DeleteFunc(rows, func(r citedRow) bool { return !r.Bad }), err
}

func (v *visit) showHome(data homeData, failed error) error {
	data.Number = !data.Find && v.mayEver("consent.withdraw", v.theirs())
	data.Done = v.recorded()
	return v.show(page{Template: "home", Title: v.say.Text("page.today", nil), Failed: failed, Data: data})
}

// byNumber leads whoever finds nobody, as at a hotline, to what they may do for
// somebody whose number they were told.
func (v *visit) byNumber() error {
	if err := v.sent(); err != nil {
		return err
	}
	number, err := desk.CheckNumber(v.PostForm.Get("number"))
	if err != nil {
		_, wrong := v.say.Fault(err)
		return v.showHome(homeData{Wrong: wrong}, err)
	}
	return v.to("/cases/" + number + "/acts")
}

func counted(n int) []fault.Arg { return []fault.Arg{fault.A("count", n)} }

// list is the beginning of a list of a day, if there is anybody in it.
func (d *homeData) list(v *visit, into *[]dayList, title, about string, of desk.Urgent, turns func(desk.Turn) bool) {
	if of.Total == 0 {
		return
	}
	l := dayList{Title: title, About: about}
	most := shown
	if v.URL.Query().Has("all") {
		most = len(of.People)
	}
	for _, p := range of.People[:min(len(of.People), most)] {
		l.Rows = append(l.Rows, v.row(p, turns))
	}
	if more := of.Total - len(l.Rows); more > 0 {
		l.More, l.All = v.say.Text("today.more", counted(more)), most == shown
	}
	*into = append(*into, l)
}

// row is a person with the turns that a list is about.
func (v *visit) row(p desk.Person, turns func(desk.Turn) bool) row {
	r := row{Path: "/cases/" + p.Case, Number: p.Case, Name: nameOf(p.Given, p.Family), Status: v.say.Status(p.Status)}
	about := []string{v.age(p.Born, p.Youngest), v.sex(p.Sex, cmp.Or(p.Youngest, p.Born))}
	for _, n := range p.Nationalities {
		about = append(about, v.nationality(n))
	}
	r.About = strings.Join(slices.DeleteFunc(about, func(s string) bool { return s == "" }), " · ")
	if p.Held {
		r.Signs = append(r.Signs, v.say.Text("page.held", nil))
	}
	if !p.Adult.IsZero() {
		r.Signs = append(r.Signs, v.say.Text("page.turns", []fault.Arg{fault.A("day", p.Adult)}))
	}
	if !p.Withdrawn.IsZero() {
		r.Todo = append(r.Todo, todo{Rules: plain(v.say.Text("today.withdrew", nil)), When: v.say.Time(p.Withdrawn)})
	}
	if !p.Reported.IsZero() {
		r.Todo = append(r.Todo, todo{Rules: plain(v.say.Text("today.reported", nil)), When: v.say.Time(p.Reported)})
	}
	for _, t := range p.Turns {
		if turns(t) {
			r.add(v.turn(p.Case, t))
		}
	}
	return r
}

// plain are words that lead nowhere.
func plain(words string) []link { return []link{{Name: words}} }

// add puts a rule beside those that have the same days.
func (r *row) add(t todo) {
	i := slices.IndexFunc(r.Todo, func(o todo) bool { return o.When == t.When && o.Late == t.Late })
	if i < 0 {
		r.Todo = append(r.Todo, t)
		return
	}
	r.Todo[i].Rules = append(r.Todo[i].Rules, t.Rules...)
}

// turn is one rule and its days.
func (v *visit) turn(number string, t desk.Turn) todo {
	rule := link{Name: v.ruleTitle(t.Safeguard)}
	if t.Yours {
		rule.Path = "/cases/" + number + "/meet/" + string(t.Safeguard)
	}
	d := todo{Rules: []link{rule}}
	switch {
	case !t.State.Blocks():
		d.When = v.say.Text("today.until", []fault.Arg{fault.A("until", t.Until)})
	case t.Due.IsZero():
		d.When = v.say.Text("today.since", []fault.Arg{fault.A("day", v.dayOf(t.Since))})
	case t.Due.Before(v.desk.Moment()):
		d.Late = true
		d.When = v.say.Text("today.since-late", []fault.Arg{fault.A("day", v.dayOf(t.Since)), fault.A("until", v.dayOf(t.Due))})
	default:
		d.When = v.say.Text("today.since-due", []fault.Arg{fault.A("day", v.dayOf(t.Since)), fault.A("until", v.dayOf(t.Due))})
	}
	return d
}

// dayOf is the day of a moment where the offices are.
func (v *visit) dayOf(t time.Time) day.Day { return day.Of(t.In(v.desk.Where())) }

// nationality is the name of a country, or stateless, unknown, disputed.
func (v *visit) nationality(code string) string {
	if len(code) != 3 {
		return v.say.Code("nationality", code)
	}
	return v.say.Country(code)
}

func (v *visit) boarder(b desk.Boarder) row {
	r := v.row(b.Person, func(desk.Turn) bool { return false })
	r.Todo = nil
	if b.Standby {
		r.Signs = append(r.Signs, v.say.Text("today.standby", nil))
	}
	said := b.Status == casefile.StatusCleared || b.Status == casefile.StatusBoarded
	if b.Cleared && !said {
		r.add(todo{Rules: plain(v.say.Text("status.cleared", nil))})
	}
	if !b.Cleared {
		for _, ask := range b.Before {
			r.add(todo{Rules: plain(v.say.Text("ask."+ask, nil))})
		}
	}
	return r
}

// findData is whom somebody looks for, and who was found. What is looked for never
// stands in a path: it is a name.
type findData struct {
	Text    string
	Filters []field
	Asked   bool
	Rows    []row
	More    bool
}

// findForm asks whom to look for.
func (v *visit) findForm(s desk.Search) findData {
	choice := func(path, label, value string, codes []string, name func(string) string) field {
		f := field{asked: asked{Path: path, How: askList}, Label: label, Value: value}
		for _, o := range v.sorted(codes, name) {
			o.Chosen = o.Value == value
			f.Options = append(f.Options, o)
		}
		return f
	}
	data := findData{Text: s.Text}
	data.Filters = append(data.Filters,
		choice("nationality", v.say.Text("find.nationality", nil), s.Nationality, nations(), v.nationality),
		choice("status", v.say.Text("find.status", nil), string(s.Status), texts(casefile.Statuses), func(code string) string { return v.say.Status(casefile.Status(code)) }),
	)
	if moves := v.references("movement", &filling{}); len(moves) > 0 {
		data.Filters = append(data.Filters, field{asked: asked{Path: "movement", How: askList}, Label: v.say.Text("find.movement", nil), Options: chosenOf(moves, s.Movement)})
	}
	if v.who.Office == desk.Programme {
		data.Filters = append(data.Filters, choice("office", v.say.Text("find.office", nil), s.Office, v.desk.Offices(), v.office))
	}
	return data
}

func (v *visit) findPage() error {
	if err := v.desk.May(v.who, "case.list", v.theirs()); err != nil {
		return err
	}
	return v.show(page{Template: "find", Title: v.say.Text("page.find", nil), Data: v.findForm(desk.Search{})})
}

// find answers by a page of its own, so that no name comes into an address.
func (v *visit) find() error {
	if err := v.parsed(); err != nil {
		return err
	}
	form := v.PostForm
	s := desk.Search{
		Text: strings.TrimSpace(form.Get("text")), Nationality: form.Get("nationality"), Office: form.Get("office"),
		Status: casefile.Status(form.Get("status")), Movement: form.Get("movement"), Limit: 50,
	}
	if s.Text == "" {
		s.Limit = 200 // as all who are on a movement
	}
	if len(s.Text) > 200 {
		return front.Refused(http.StatusBadRequest, fault.New(fault.Invalid, "fault.too-long", fault.A("max", 200)))
	}
	found, err := v.desk.Find(v.Context(), v.who, s)
	if err != nil {
		return err
	}
	if len(found.People) == 1 && found.People[0].Exact {
		return v.to("/cases/" + found.People[0].Case)
	}
	data := v.findForm(s)
	data.Asked, data.More = true, found.More
	for _, p := range found.People {
		data.Rows = append(data.Rows, v.row(p, func(t desk.Turn) bool { return t.Yours }))
	}
	return v.show(page{Template: "find", Title: v.say.Text("page.find", nil), Data: data})
}

package web

import (
	"html/template"
	"strconv"

	"amana/chart"
	"amana/desk"
	"amana/desk/board"
	"amana/domain/access"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/indicator"
	"amana/domain/safeguard"
)

var overviewRoutes = []route{
	{pattern: "GET /overview", do: (*visit).overview},
	{pattern: "GET /overview/waiting", do: (*visit).waiting},
	{pattern: "GET /overview/{group}/{key}", do: (*visit).figurePage},
}

// readsFigures says whether the overview is for somebody at all.
func readsFigures(v *visit) bool { return v.mayEver("figures.read", access.Subject{}) }

// overviewData is every figure, side by side.
type overviewData struct {
	figuresHead
	Groups []figureGroup
	Waits  waitTable
	Weeks  weekTable
	Before string
	Now    bool // the reader may read what people wait for who are still here
}

// figuresHead is what every published figure says of itself.
type figuresHead struct {
	AsOf      string
	Witnessed bool
	Path      string // of the same question, at any time
	Versions  []string
	Guarded   bool
}

type figureGroup struct {
	ID, Title, Means string
	Drawing          template.HTML
	Parts            string // what the tones of the drawing mean
	Figures          []figureRow
	Note             string
	Alarm            bool
	Structural       *structuralTable // beside who decided under constraint
}

// structuralTable is what constrains everybody in a country: whole countries, and nobody.
type structuralTable struct{ Rows []structuralRow }

type structuralRow struct{ Country, From, Kinds string }

type figureRow struct {
	Name, Path   string
	N, Of, Share string
	hidden       bool
	of, number   float64
}

type weekTable struct {
	Drawing template.HTML
	Rows    []weekRow
}

type weekRow struct {
	From   string
	Counts []weekCount
}

// weekCount leads to the cases that it counts, if it counts any that are shown.
type weekCount struct{ N, Path string }

func (v *visit) overview() error {
	figures, err := v.figures()
	if err != nil {
		return err
	}
	data := overviewData{figuresHead: v.figuresHead(figures, "/overview"), Waits: v.waits(figures), Weeks: v.weeks(figures), Now: v.desk.OpensWaits(v.who)}
	if figures.Before != 0 {
		data.Before = v.say.Text("overview.before", []fault.Arg{fault.A("n", v.counted(figures.Before))})
	}
	for _, g := range figures.Groups {
		data.Groups = append(data.Groups, v.figureGroup(figures, g))
	}
	return v.show(page{Template: "overview", Title: v.say.Text("overview.title", nil), Data: data})
}

// figures asks for what the address names: the checkpoint of a size, or the one
// that was published last.
func (v *visit) figures() (desk.Figures, error) {
	size, err := v.asOf()
	if err != nil {
		return desk.Figures{}, err
	}
	return v.desk.Figures(v.Context(), v.who, size)
}

func (v *visit) asOf() (int64, error) {
	text := v.URL.Query().Get("as-of")
	if text == "" {
		return 0, nil
	}
	size, err := strconv.ParseInt(text, 10, 64)
	if err != nil || size < 1 {
		return 0, fault.New(fault.Invalid, "fault.no-such-checkpoint", fault.A("size", text)).In("as-of")
	}
	return size, nil
}

func (v *visit) figuresHead(f desk.Figures, path string) figuresHead {
	return figuresHead{
		AsOf:      v.say.Text("overview.as-of", []fault.Arg{fault.A("at", f.At), fault.A("count", f.Size)}),
		Witnessed: f.Status == desk.Witnessed, Path: path + "?as-of=" + strconv.FormatInt(f.Size, 10), Versions: f.Versions, Guarded: !f.Opens,
	}
}

func (v *visit) figureGroup(f desk.Figures, g indicator.Group) figureGroup {
	group := figureGroup{ID: g.Key, Title: v.say.Text("figure."+g.Key, nil), Means: v.say.Text("figure."+g.Key+".means", nil)}
	for _, figure := range g.Figures {
		group.Figures = append(group.Figures, v.figureRow(f, figure))
	}
	if g.Key == indicator.Constraint {
		group.Structural = v.structural(f)
	}
	if g.Key == indicator.UrgentBy && f.Percent > 0 {
		group.Note, group.Alarm = v.say.Text("overview.urgent-under", []fault.Arg{fault.A("percent", f.Percent)}), f.Over
		if f.Over {
			group.Note = v.say.Text("overview.urgent-over", []fault.Arg{fault.A("percent", f.Percent)})
		}
	}
	frame := chart.Frame{ID: "chart-" + g.Key, Title: group.Title, Desc: group.Means, RTL: v.say.RightToLeft()}
	if g.Key == indicator.Custody {
		group.Parts = v.say.Text("figure.held.parts", nil)
		group.Drawing = chart.Shares(frame, shares(group.Figures))
		return group
	}
	most := 0.0
	if !g.Whole { // a share is drawn against all that it is of
		most = group.Figures[0].of
	}
	group.Drawing = chart.Bars(frame, bars(group.Figures), most)
	return group
}

func (v *visit) structural(f desk.Figures) *structuralTable {
	var t structuralTable
	for _, s := range f.Structural {
		r := structuralRow{v.say.Country(s.Country), v.say.Day(s.From), v.say.Text("overview.structural-ended", nil)}
		if len(s.Kinds) > 0 {
			r.Kinds = v.codes("structural", s.Kinds)
		}
		t.Rows = append(t.Rows, r)
	}
	return &t
}

func shares(rows []figureRow) []chart.Share {
	all := make([]chart.Share, len(rows))
	for i, r := range rows {
		all[i] = chart.Share{Label: r.Name, Value: r.Share, Parts: []float64{r.number, r.of - r.number}, Hidden: r.hidden}
	}
	return all
}

func bars(rows []figureRow) []chart.Bar {
	all := make([]chart.Bar, len(rows))
	for i, r := range rows {
		all[i] = chart.Bar{Label: r.Name, Value: r.N, N: r.number, Hidden: r.hidden}
	}
	return all
}

func (v *visit) figureRow(f desk.Figures, figure indicator.Figure) figureRow {
	r := figureRow{
		Name: v.figureName(figure), Path: "/overview/" + figure.Group + "/" + figure.Key + "?as-of=" + strconv.FormatInt(f.Size, 10),
		N: v.say.Number(int64(figure.N)), Of: v.say.Number(int64(figure.Of)), Share: "—",
		hidden: figure.Hidden, number: float64(figure.N), of: float64(figure.Of),
	}
	if indicator.Weekly(figure.Group) {
		if r.Of = ""; figure.Hidden {
			r.N = v.say.Text("overview.hidden", nil)
		}
		return r
	}
	switch {
	case figure.Hidden:
		r.N = v.say.Text("overview.hidden", nil)
		if figure.Of == 0 {
			r.Of = r.N
		}
	case figure.Of > 0:
		r.Share = v.share(figure.N, figure.Of)
	}
	return r
}

// share is in whole percent: one of a thousand is not none, and all but one not all.
func (v *visit) share(n, of int) string {
	switch {
	case n > 0 && n*100 < of:
		return v.say.Text("overview.under-one", nil)
	case n < of && n*100 > of*99:
		return v.say.Text("overview.over-99", nil)
	}
	return v.say.Text("overview.percent", []fault.Arg{fault.A("percent", percent(n, of))})
}

// percent is rounded to whole numbers, the half upwards.
func percent(n, of int) int { return (200*n + of) / (2 * of) }

// figureName is a figure's name: a word of its own, or that of the code that it
// counts.
func (v *visit) figureName(f indicator.Figure) string {
	switch f.Group {
	case indicator.Constraint:
		if f.Key != "any" {
			return v.say.Code("constraints", f.Key)
		}
	case indicator.Wishes, indicator.Noes, indicator.Leaves:
		if from, err := day.Parse(f.Key); err == nil {
			return v.say.Text("overview.week-of", []fault.Arg{fault.A("day", from)})
		}
	case indicator.Stages, indicator.Channels:
		return v.say.Code(f.Group, f.Key)
	}
	return v.say.Text("figure."+f.Group+"."+f.Key, nil)
}

// counted is a number that may be hidden.
func (v *visit) counted(n int) string {
	if n == indicator.TooFew {
		return v.say.Text("overview.hidden", nil)
	}
	return v.say.Number(int64(n))
}

// waits are how long the people who left had waited.
func (v *visit) waits(f desk.Figures) waitTable {
	all := make([]board.Wait, len(f.Waits))
	for i, w := range f.Waits {
		all[i] = board.Wait{Safeguard: safeguard.ID(w.Safeguard), People: w.N, Median: w.Median, Most: w.Most}
		if w.Hidden {
			all[i].People = indicator.TooFew
		}
	}
	return v.waitTable("chart-waits", v.say.Text("overview.waits", nil), all)
}

func (v *visit) weeks(f desk.Figures) weekTable {
	var t weekTable
	series := []chart.Series{{Label: v.say.Text("overview.wishes", nil)}, {Label: v.say.Text("overview.noes", nil)}, {Label: v.say.Text("overview.leaves", nil)}}
	most := 0
	for _, w := range f.Weeks {
		row := weekRow{From: v.say.Day(w.From)}
		for _, group := range []string{indicator.Wishes, indicator.Noes, indicator.Leaves} {
			r := v.figureRow(f, f.Named(group, w.From.String()))
			if r.number == 0 && !r.hidden {
				r.Path = ""
			}
			row.Counts = append(row.Counts, weekCount{r.N, r.Path})
		}
		t.Rows = append(t.Rows, row)
		for i, n := range []int{w.Wishes, w.Noes, w.Leaves} {
			series[i].Of = append(series[i].Of, float64(n))
			most = max(most, n)
		}
	}
	frame := chart.Frame{ID: "chart-weeks", Title: v.say.Text("overview.weeks", nil), Desc: v.say.Text("overview.weeks-means", nil), RTL: v.say.RightToLeft()}
	t.Drawing = chart.Lines(frame, series, t.Rows[0].From, t.Rows[len(t.Rows)-1].From, v.say.Number(int64(most)))
	return t
}

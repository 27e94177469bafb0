package web

import (
	"html/template"
	"slices"

	"amana/chart"
	"amana/desk/board"
	"amana/domain/fault"
	"amana/domain/indicator"
	"amana/domain/safeguard"
)

// waitingData is what people who are still here wait for.
type waitingData struct {
	At    string
	Waits waitTable
}

func (v *visit) waiting() error {
	waits, err := v.desk.Waits(v.Context(), v.who)
	if err != nil {
		return err
	}
	slices.SortStableFunc(waits, func(a, b board.Wait) int { return b.People - a.People })
	title := v.say.Text("overview.waiting", nil)
	data := waitingData{At: v.say.Text("overview.waiting-at", []fault.Arg{fault.A("at", v.desk.Moment())}), Waits: v.waitTable("chart-waiting", title, waits)}
	data.Waits.Up = true
	return v.show(page{Template: "waiting", Title: title, Data: data})
}

// waitTable is for how many days how many people wait, or waited, for each rule,
// drawn and in figures.
type waitTable struct {
	Drawing template.HTML
	Up      bool // it is said of how many it went up
	Rows    []waitRow
}

// waitRow is what is waited for, with a path to its definition, and by how many.
type waitRow struct{ Rule, Path, People, Up, Median, Most string }

func (v *visit) waitTable(id, title string, all []board.Wait) (t waitTable) {
	var drawn []chart.Bar
	for _, w := range all {
		r := waitRow{Rule: v.ruleTitle(w.Safeguard), People: v.counted(w.People), Up: v.say.Number(int64(w.Up)), Median: v.days(w.Median), Most: v.days(w.Most)}
		if w.Safeguard != safeguard.ASeat {
			r.Path = "/rulebook#" + string(w.Safeguard)
		}
		few := w.People == indicator.TooFew
		if few {
			r.Median, r.Most = "—", "—"
		}
		t.Rows = append(t.Rows, r)
		drawn = append(drawn, chart.Bar{Label: r.Rule, Value: r.Median, N: float64(w.Median), Hidden: few})
	}
	if len(drawn) > 0 {
		t.Drawing = chart.Bars(chart.Frame{ID: id, Title: title, Desc: v.say.Text("overview.median", nil), RTL: v.say.RightToLeft()}, drawn, 0)
	}
	return t
}

func (v *visit) days(n int) string {
	return v.say.Text("overview.days", []fault.Arg{fault.A("count", n)})
}

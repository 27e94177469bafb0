package web

import (
	"html/template"
	"slices"

	"amana/chart"
	"amana/desk/board"
	"amana/domain/fault"
)

// waitingData is what people who are still here wait for.
type waitingData struct {
	At      string
	Drawing template.HTML
	Rows    []waitingRow
}

type waitingRow struct{ Rule, People, Up, Median, Most string }

func (v *visit) waiting() error {
	waits, err := v.desk.Waits(v.Context(), v.who)
	if err != nil {
		return err
	}
	data := waitingData{At: v.say.Text("overview.waiting-at", []fault.Arg{fault.A("at", v.desk.Moment())})}
	slices.SortStableFunc(waits, func(a, b board.Wait) int { return b.People - a.People })
	var drawn []chart.Bar
	for _, w := range waits {
		r := waitingRow{
			Rule: v.ruleTitle(w.Safeguard), People: v.say.Number(int64(w.People)), Up: v.say.Number(int64(w.Up)),
			Median: v.days(w.Median), Most: v.days(w.Most),
		}
		data.Rows = append(data.Rows, r)
		drawn = append(drawn, chart.Bar{Label: r.Rule, Value: r.Median, N: float64(w.Median)})
	}
	title := v.say.Text("overview.waiting", nil)
	data.Drawing = v.medians("chart-waiting", title, drawn)
	return v.show(page{Template: "waiting", Title: title, Data: data})
}

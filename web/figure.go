package web

import (
	"strconv"

	"amana/domain/fault"
	"amana/domain/indicator"
)

// figureData is one figure with all that it rests on.
type figureData struct {
	figuresHead
	Group, Name, Means, GroupMeans string
	Row                            figureRow
	Under                          []underRow
	Cases                          []row
	CasesAre                       string
	Back                           string
}

type underRow struct{ Version, N string }

func (v *visit) figurePage() error {
	figures, err := v.figures()
	if err != nil {
		return err
	}
	figure := figures.Named(v.PathValue("group"), v.PathValue("key"))
	if figure.Key == "" {
		return fault.New(fault.Missing, "fault.not-found")
	}
	data := figureData{
		figuresHead: v.figuresHead(figures, "/overview/"+figure.Group+"/"+figure.Key), Row: v.figureRow(figures, figure),
		Group: v.say.Text("figure."+figure.Group, nil), GroupMeans: v.say.Text("figure."+figure.Group+".means", nil), Name: v.figureName(figure),
		Back: "/overview?as-of=" + strconv.FormatInt(figures.Size, 10) + "#" + figure.Group,
	}
	if figure.Group == indicator.Outcomes {
		data.Means = v.say.Text("figure.outcome."+figure.Key+".means", nil)
	}
	for _, u := range figure.Books {
		data.Under = append(data.Under, underRow{u.Book, v.counted(u.N)})
	}
	cases, err := v.desk.FigureCases(v.Context(), v.who, figures.Size, figure.Group, figure.Key)
	switch {
	case fault.KindOf(err) == fault.Missing:
		data.CasesAre = v.say.Text("overview.cases-none", nil)
	case err != nil:
		return err
	default:
		data.CasesAre = v.say.Text("overview.cases-some", []fault.Arg{fault.A("count", len(cases))})
	}
	for _, c := range cases {
		data.Cases = append(data.Cases, row{Path: "/cases/" + c.Case, Number: c.Case, Name: nameOf(c.Given, c.Family), Status: v.say.Status(c.Status), About: v.age(c.Born, c.Youngest)})
	}
	return v.show(page{Template: "figure", Title: data.Group + " · " + data.Name, Data: data})
}

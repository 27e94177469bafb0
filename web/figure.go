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
	UnderIs, UnderOf               string
	Cases                          []row
	Movements                      []movementLine // of a figure of movements, in place of cases
	CasesIs, CasesAre              string
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
	if figure.Group == indicator.DecidedNo {
		err = v.figureMovements(&data, figures.Size, figure)
	} else {
		err = v.figureCases(&data, figures.Size, figure)
	}
	if err != nil {
		return err
	}
	return v.show(page{Template: "figure", Title: data.Group + " · " + data.Name, Data: data})
}

func (v *visit) figureMovements(data *figureData, size int64, figure indicator.Figure) error {
	data.UnderIs, data.UnderOf, data.CasesIs = v.say.Text("overview.under-closed", nil), v.say.Text("page.movements", nil), v.say.Text("page.movements", nil)
	movements, err := v.desk.FigureMovements(v.Context(), v.who, size)
	if data.Movements = v.movementGroup(movements); len(movements) < figure.N {
		data.CasesAre = v.say.Text("overview.movements-shut", nil)
	}
	return err
}

func (v *visit) figureCases(data *figureData, size int64, figure indicator.Figure) error {
	data.UnderIs, data.UnderOf, data.CasesIs = v.say.Text("overview.under", nil), v.say.Text("overview.people", nil), v.say.Text("overview.cases", nil)
	cases, err := v.desk.FigureCases(v.Context(), v.who, size, figure.Group, figure.Key)
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
	return nil
}

package web

import (
	"amana/desk"
	"amana/domain/fault"
	"cmp"
)

// recipients are those for whom papers are made.
var recipients = [...]string{desk.PaperCarrier, desk.PaperEscort, desk.PaperMission}

type papersData struct {
	Other  otherHead
	Papers []paperLink
}

type paperLink struct {
	link
	About string // who is on it
	Not   string // why it cannot be made yet
}

func (v *visit) papers() error {
	ref := v.PathValue("reference")
	m, err := v.desk.Movement(v.Context(), v.who, ref)
	if err != nil {
		return err
	}
	data := papersData{Other: v.movementHead(m)}
	for _, r := range recipients {
		_, err := v.desk.Paper(v.Context(), v.who, ref, r)
		one := paperLink{link: link{Path: data.Other.Path + "/papers/" + r, Name: v.say.Code("recipient", r)}, About: v.paperAbout(r)}
		switch kind := fault.KindOf(err); {
		case err != nil && (kind == fault.Conflict || kind == fault.Invalid):
			_, one.Not = v.say.Fault(err)
		case err != nil:
			return err
		}
		data.Papers = append(data.Papers, one)
	}
	return v.show(page{Template: "papers", Title: ref, Data: data})
}

// paperAbout is who is on a paper, and on which ground.
func (v *visit) paperAbout(recipient string) string {
	switch recipient {
	case desk.PaperCarrier:
		return v.say.Text("paper.about-carrier", nil)
	case desk.PaperEscort:
		return v.say.Text("paper.about-escort", nil)
	}
	return v.say.Text("paper.about-mission", nil)
}

// paperData is one paper, as it is printed: only what its recipient may have.
type paperData struct {
	Back    link
	Title   string
	About   string
	Facts   []said
	Without string // on the screen, and not on paper
	Columns []string
	Rows    [][]string
	Made    string
}

func (v *visit) paper() error {
	ref := v.PathValue("reference")
	p, err := v.desk.Paper(v.Context(), v.who, ref, v.PathValue("recipient"))
	if err != nil {
		return err
	}
	head := v.otherHead(movementKind, ref)
	data := paperData{
		Back: link{Path: head.Path + "/papers", Name: v.say.Text("voyage.papers", nil)}, Title: v.say.Code("recipient", p.For), About: v.paperAbout(p.For),
		Facts: []said{
			v.fact("movement.plan", "to", p.To), v.fact("movement.plan", "departs", p.Departs), v.fact("movement.plan", "arrives", p.Arrives),
			{v.say.Text("voyage.people", nil), v.say.Value("", len(p.People))},
		},
		Made: v.say.Text("paper.made", []fault.Arg{fault.A("at", v.desk.Moment())}),
	}
	if p.Without > 0 {
		data.Without = v.say.Text("paper.without", []fault.Arg{fault.A("count", p.Without)})
	}
	data.Columns = []string{"№", v.say.Text("paper.name", nil), v.say.Text("paper.sex", nil), v.say.Text("paper.born", nil)}
	switch p.For {
	case desk.PaperCarrier:
		data.Columns = append(data.Columns, v.say.Text("paper.nationality", nil), v.say.Text("paper.document", nil))
	case desk.PaperEscort:
		data.Columns = append(data.Columns, v.say.Text("paper.languages", nil), v.say.Text("paper.escort", nil))
	default:
		data.Columns = append(data.Columns, v.say.Text("paper.nationality", nil), v.say.Text("paper.languages", nil), v.say.Text("paper.case", nil))
	}
	for i := range p.People {
		data.Rows = append(data.Rows, v.paperRow(p.For, i+1, &p.People[i]))
	}
	return v.show(page{Template: "paper", Title: ref, Data: data})
}

func (v *visit) paperRow(recipient string, n int, p *desk.Papered) []string {
	born := v.say.Day(p.Born)
	if !p.BornTo.IsZero() && p.BornTo != p.Born {
		born = v.age(p.Born, p.BornTo)
	}
	row := []string{v.say.Number(int64(n)), nameOf(p.Given, p.Family), v.sex(p.Sex, cmp.Or(p.BornTo, p.Born)), born}
	switch recipient {
	case desk.PaperCarrier:
		return append(row, v.nations(p.Nationalities), v.say.Code("document", p.Document))
	case desk.PaperEscort:
		return append(row, v.tongues(p.Languages), v.officer(p.Escort))
	}
	return append(row, v.nations(p.Nationalities), v.tongues(p.Languages), p.Case)
}

func (v *visit) nations(codes []string) string {
	return v.say.List(worded(codes, v.nationality))
}

func (v *visit) tongues(codes []string) string {
	return v.say.List(worded(codes, v.say.Tongue))
}

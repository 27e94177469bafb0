package chart

import (
	"fmt"
	"html/template"
	"strings"
)

// Series is one line over time. A number below zero is not known, or hidden:
// the line is broken there.
type Series struct {
	Label string
	Of    []float64
}

const (
	lineTop   = 16.0  // room for what the scale ends at
	lineHigh  = 110.0 // of the scale
	lineWords = 16.0  // from the scale's foot to the words below it
	legendRow = 18.0
)

// Lines draws series over the same points in time. Lines differ by class,
// "line-1" and on, of which the style sheet makes strokes that are told apart
// without colour. first and last name the ends of time, top the end of the scale.
func Lines(f Frame, series []Series, first, last, top string) template.HTML {
	d := f.begin()
	most, points := 0.0, 0
	for _, s := range series {
		points = max(points, len(s.Of))
		for _, n := range s.Of {
			most = max(most, n)
		}
	}
	foot := lineTop + lineHigh
	d.text("value", "start", 0, lineTop-5, top)
	fmt.Fprintf(d, `<path class="grid" d="M0 %sH%d M0 %sH%d"/>`, number(lineTop), width, number(foot), width)
	for i, s := range series {
		fmt.Fprintf(d, `<path class="line-%d" d="%s"/>`, i+1, d.path(s.Of, points, most))
	}
	d.text("label", "start", 0, foot+lineWords, first)
	d.text("label", "end", width, foot+lineWords, last)
	y := foot + lineWords
	for i, s := range series {
		y += legendRow
		fmt.Fprintf(d, `<path class="line-%d" d="M%s %sH%s"/>`, i+1, number(d.at(0)), number(y-4), number(d.at(28)))
		d.text("label", "start", 34, y, s.Label)
	}
	return d.done(int(y + 6))
}

func (d *drawing) path(of []float64, points int, most float64) string {
	var p strings.Builder
	pen := "M"
	for i, n := range of {
		if n < 0 {
			pen = "M"
			continue
		}
		x, y := 0.0, lineTop+lineHigh
		if points > 1 {
			x = float64(i) / float64(points-1) * width
		}
		if most > 0 {
			y -= n / most * lineHigh
		}
		fmt.Fprintf(&p, "%s%s %s", pen, number(d.at(x)), number(y))
		if pen == "M" && (i+1 == len(of) || of[i+1] < 0) {
			p.WriteString("h.01") // a point by itself
		}
		pen = "L"
	}
	return p.String()
}

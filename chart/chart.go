// Package chart draws figures as SVG on the server: bars, shares of a whole, and
// lines over time. A drawing is an image with a title and a description; the
// numbers stand beside it as a table, which whoever calls writes. It holds no
// colour and no style: classes name its parts, and the style sheet decides.
package chart

import (
	"fmt"
	"html"
	"html/template"
	"strings"
)

// Frame is what every drawing has.
type Frame struct {
	ID          string // unique on the page
	Title, Desc string
	RTL         bool // drawn from right to left
}

// width is of every drawing, in units: about the pixels of the narrowest
// telephone, so that text that is scaled is never smaller than it was set.
const width = 320

// drawing is an SVG on its way.
type drawing struct {
	Frame
	strings.Builder
}

func (f Frame) begin() *drawing { return &drawing{Frame: f} }

// done wraps what was drawn, now that its height is known.
func (d *drawing) done(height int) template.HTML {
	direction := ""
	if d.RTL {
		direction = ` direction="rtl"`
	}
	id := html.EscapeString(d.ID)
	return template.HTML(fmt.Sprintf(`<svg class="chart" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-title %s-desc"%s><title id="%s-title">%s</title><desc id="%s-desc">%s</desc>%s</svg>`,
		width, height, id, id, direction, id, html.EscapeString(d.Title), id, html.EscapeString(d.Desc), d.String()))
}

// at is a place so far from where reading begins.
func (d *drawing) at(x float64) float64 {
	if d.RTL {
		return width - x
	}
	return x
}

// rect is a box that begins so far from where reading begins.
func (d *drawing) rect(class string, x, y, wide, high float64) {
	if d.RTL {
		x = width - x - wide
	}
	fmt.Fprintf(d, `<rect class="%s" x="%s" y="%s" width="%s" height="%s"/>`, class, number(x), number(y), number(wide), number(high))
}

// text is anchored "start", "middle" or "end", as reading goes.
func (d *drawing) text(class, anchor string, x, y float64, words string) {
	fmt.Fprintf(d, `<text class="%s" text-anchor="%s" x="%s" y="%s">%s</text>`, class, anchor, number(d.at(x)), number(y), html.EscapeString(words))
}

// number is written as short as two digits behind the point allow.
func number(x float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", x), "0"), ".")
}

// Bar is one number with its name. Of a hidden one nothing is drawn.
type Bar struct {
	Label, Value string
	N            float64
	Hidden       bool
}

const (
	barText = 12.0 // from the top of a row to the line on which its name stands
	barTop  = 17.0
	barHigh = 8.0
	barRow  = 34.0
)

// Bars draws numbers side by side, all in one tone: none is better than another.
// The longest is as wide as the drawing, unless most is larger.
func Bars(f Frame, bars []Bar, most float64) template.HTML {
	d := f.begin()
	for _, b := range bars {
		most = max(most, b.N)
	}
	for i, b := range bars {
		y := float64(i) * barRow
		d.text("label", "start", 0, y+barText, b.Label)
		d.text("value", "end", width, y+barText, b.Value)
		if b.Hidden {
			d.rect("track few", 0, y+barTop, width, barHigh)
			continue
		}
		d.rect("track", 0, y+barTop, width, barHigh)
		if most > 0 && b.N > 0 {
			d.rect("bar", 0, y+barTop, max(b.N/most*width, 1), barHigh)
		}
	}
	return d.done(len(bars) * barRow)
}

// Share is a whole in parts, in the order of the legend.
type Share struct {
	Label, Value string
	Parts        []float64
	Hidden       bool
}

// Shares draws wholes of one length. Parts differ by class, "part-1" and on, of
// which the style sheet makes tones and outlines.
func Shares(f Frame, shares []Share) template.HTML {
	d := f.begin()
	for i, s := range shares {
		y := float64(i) * barRow
		d.text("label", "start", 0, y+barText, s.Label)
		d.text("value", "end", width, y+barText, s.Value)
		sum := 0.0
		for _, p := range s.Parts {
			sum += p
		}
		if s.Hidden || sum == 0 {
			d.rect("track few", 0, y+barTop, width, barHigh)
			continue
		}
		x := 0.0
		for n, p := range s.Parts {
			if wide := p / sum * width; wide > 0 {
				d.rect(fmt.Sprintf("part-%d", n+1), x, y+barTop, wide, barHigh)
				x += wide
			}
		}
	}
	return d.done(len(shares) * barRow)
}

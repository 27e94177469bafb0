package chart_test

import (
	"encoding/xml"
	"flag"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"amana/chart"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestDrawings(t *testing.T) {
	frame := func(rtl bool) chart.Frame {
		return chart.Frame{ID: "x", Title: `A title <with> "signs"`, Desc: "What it shows & where", RTL: rtl}
	}
	bars := []chart.Bar{{Label: "Returned", Value: "50", N: 50}, {Label: "Said <no>", Value: "25", N: 25}, {Label: "Few", Value: "fewer than 5", Hidden: true}, {Label: "None", Value: "0"}}
	shares := []chart.Share{{Label: "At the wish", Value: "25 %", Parts: []float64{1, 3}}, {Label: "Before leaving", Value: "—", Parts: []float64{0, 0}}, {Label: "Hidden", Value: "few", Parts: []float64{2, 3}, Hidden: true}}
	lines := []chart.Series{{Label: "Wishes", Of: []float64{0, 10, 5, 20}}, {Label: "Noes", Of: []float64{5, -1, 10, -1}}}
	for name, svg := range map[string]template.HTML{
		"bars":       chart.Bars(frame(false), bars, 0),
		"bars-rtl":   chart.Bars(frame(true), bars, 100),
		"bars-none":  chart.Bars(frame(false), nil, 0),
		"shares":     chart.Shares(frame(false), shares),
		"shares-rtl": chart.Shares(frame(true), shares),
		"lines":      chart.Lines(frame(false), lines, "1 March", "22 March", "20"),
		"lines-rtl":  chart.Lines(frame(true), lines, "1 March", "22 March", "20"),
		"lines-one":  chart.Lines(frame(false), []chart.Series{{Label: "One", Of: []float64{3}}}, "a", "b", "3"),
	} {
		t.Run(name, func(t *testing.T) {
			wellFormed(t, string(svg))
			golden := filepath.Join("testdata", name+".svg")
			if *update {
				if err := os.WriteFile(golden, []byte(svg+"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if string(svg)+"\n" != string(want) {
				t.Errorf("drawn is\n%s\nwant\n%s", svg, want)
			}
		})
	}
}

// Every drawing is an image with a name and a description, and holds no style: a
// page that allows none would drop it.
func wellFormed(t *testing.T, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	ids := map[string]bool{}
	var named []string
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("not well formed: %v", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range start.Attr {
			switch name := a.Name.Local; {
			case name == "style" || name == "fill" || name == "stroke" || strings.HasPrefix(name, "on"):
				t.Errorf("%s has %s=%q", start.Name.Local, name, a.Value)
			case name == "id":
				ids[a.Value] = true
			case name == "aria-labelledby":
				named = strings.Fields(a.Value)
			}
		}
	}
	if len(named) != 2 || !ids[named[0]] || !ids[named[1]] {
		t.Errorf("named by %q, and there are %v", named, ids)
	}
}

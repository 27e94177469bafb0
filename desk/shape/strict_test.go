package shape_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"amana/desk/shape"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/fault"
)

type page struct {
	Name  string    `json:"name"`
	Lines []line    `json:"lines,omitempty"`
	Days  []day.Day `json:"days,omitempty"`
	Codes []string  `json:"codes,omitempty" codes:"a,b"`
	Deep  [][]*line `json:"deep,omitempty"`
	One   *line     `json:"one,omitempty"`
	Any   *[]line   `json:"any,omitempty"`
	Count int       `json:"count,omitempty"`

	Raw json.RawMessage `json:"raw,omitempty"`
}

type line struct {
	Text string `json:"text"`
	More string `json:"more,omitempty"`
}

// What stands in a text ends nothing.
func TestATextMayHoldWhatJSONIsMadeOf(t *testing.T) {
	text := `{ "n\u0061me" : "a\\" , "lines":[{"text":"]}\"","more":"{, :"} ],"count": 3 ,"raw":[ {"b":"\\\""}, -1.5e3 ]}`
	got, err := shape.Decode(page{}, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	p := got.(page)
	if p.Name != `a\` || len(p.Lines) != 1 || p.Lines[0].Text != `]}"` || p.Lines[0].More != "{, :" || p.Count != 3 {
		t.Errorf("%+v", p)
	}
	for _, broken := range []string{`{`, `{"name"`, `{"name":"a}`, `{"name":}`, `{,"name":"a"}`, `{"name":"a",}`, `{"name":"a" "count":1}`, "", " ", "[", `"{`} {
		if _, err := shape.Decode(page{}, []byte(broken)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", broken, err)
		}
	}
}

// What encoding/json would take without a word is refused wherever it stands,
// and the fault says where.
func TestNothingIsTakenWithoutAWordAtAnyDepth(t *testing.T) {
	for text, want := range map[string][2]string{
		`{"name":"a","lines":[{"text":"b","text":"c"}]}`:                {"fault.twice", "lines[0].text"},
		`{"name":"a","lines":[{"text":"b"},null]}`:                      {"fault.null", "lines[1]"},
		`{"name":"a","lines":[{"text":null}]}`:                          {"fault.null", "lines[0].text"},
		`{"name":"a","lines":[{"Text":"b"}]}`:                           {"fault.missing-field", "lines[0].text"},
		`{"name":"a","lines":[{"text":"b","MORE":"c"}]}`:                {"fault.unknown-field", "lines[0].MORE"},
		`{"name":"a","lines":[{"text":"b","why":1}]}`:                   {"fault.unknown-field", "lines[0].why"},
		`{"name":"a","lines":{"text":"b"}}`:                             {"fault.wrong-type", "lines"},
		`{"name":"a","lines":["b"]}`:                                    {"fault.not-an-object", "lines[0]"},
		`{"name":"a","codes":["a",null]}`:                               {"fault.null", "codes[1]"},
		`{"name":"a","codes":["a",1]}`:                                  {"fault.wrong-type", "codes[1]"},
		`{"name":"a","codes":["a","c"]}`:                                {"fault.not-a-code", "codes[1]"},
		`{"name":"a","days":["2026-02-28","2026-02-30"]}`:               {"fault.impossible-day", "days[1]"},
		`{"name":"a","deep":[[{"text":"b"}],[{"text":"b","text":""}]]}`: {"fault.twice", "deep[1][0].text"},
		`{"name":"a","one":{"text":"b","text":"c"}}`:                    {"fault.twice", "one.text"},
		`{"name":"a","any":[{"text":"b","text":"c"}]}`:                  {"fault.twice", "any[0].text"},
		`{"name":"a","count":1.5}`:                                      {"fault.wrong-type", "count"},
		`{"name":"a","count":99999999999999999999}`:                     {"fault.wrong-type", "count"},
		`{"name":"a","name":"b"}`:                                       {"fault.twice", "name"},
		`{"name":"a\nb"}`:                                               {"fault.not-one-line", "name"},
		`{"name":"a\tb"}`:                                               {"fault.not-one-line", "name"},
		`{"name":"\ud800"}`:                                             {"fault.control-character", "name"},
		`{"name":"a","raw":{"b":[1,{"c":1,"c":2}]}}`:                    {"fault.twice", "raw.b[1].c"},
		`{"name":"a"} {}`:                                               {"fault.not-json", ""},
		`{"name":"a"}]`:                                                 {"fault.not-json", ""},
		`{"name":"a"`:                                                   {"fault.not-json", ""},
		`{"name":"a","codes":[` + strings.Repeat(`"a",`, 100) + `"a"]}`: {"fault.too-many", "codes"},
		`{"name":"a","` + strings.Repeat("x", 1000) + `":1}`:            {"fault.unknown-field", strings.Repeat("x", 40) + "…"},
	} {
		_, err := shape.Decode(page{}, []byte(text))
		f, ok := errors.AsType[*fault.Fault](err)
		if !ok || f.Kind != fault.Invalid || f.Key != want[0] || f.Field != want[1] {
			t.Errorf("%.80s: %v, want %s at %s", text, err, want[0], want[1])
		}
	}
	whole := `{"name":"a","lines":[{"text":"b"}],"days":["2026-02-28"],"codes":["a","b"],"deep":[[{"text":"b"}]],"one":{"text":"b"},"any":[{"text":"b"}],"count":3,"raw":{"b":[1,null,{"c":1}],"c":"d"}}`
	if _, err := shape.Decode(page{}, []byte(whole)); err != nil {
		t.Error(err)
	}
}

// FuzzDecode: whatever is given as the arguments of any command is refused as
// invalid, or means the same when it is written and read again.
func FuzzDecode(f *testing.F) {
	var zeros []any
	for _, k := range casefile.Commands {
		zeros = append(zeros, k.Zero)
	}
	for _, o := range casefile.Others {
		for _, k := range o.Commands {
			zeros = append(zeros, k.Zero)
		}
	}
	for i, zero := range zeros {
		text, err := json.Marshal(zero)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint16(i), text)
	}
	f.Add(uint16(0), []byte(`{"given":"Binta","born":"1996-04-02","sex":"woman","nationalities":["GMB",null],"languages":["hau"],"destination":"GMB","office":"tripoli","wish":{"talk":{"language":"hau","language":"fra"}}}`))
	f.Add(uint16(1), []byte(strings.Repeat(`{"talk":`, 500)))
	f.Fuzz(func(t *testing.T, which uint16, text []byte) {
		zero := zeros[int(which)%len(zeros)]
		v, err := shape.Decode(zero, text)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%T: %v is not invalid", zero, err)
			}
			return
		}
		written, err := json.Marshal(v)
		if err != nil {
			t.Fatalf("%T was read and cannot be written: %v", zero, err)
		}
		again, err := shape.Decode(zero, written)
		if err != nil || !reflect.DeepEqual(v, again) {
			twice, _ := json.Marshal(again)
			t.Fatalf("%T: %s is not %s: %v", zero, twice, written, err)
		}
	})
}

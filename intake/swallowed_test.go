package intake_test

import (
	"slices"
	"strings"
	"testing"

	"amana/domain/fault"
	"amana/intake"
)

// A quotation mark that somebody forgot to close, or that begins a remark, keeps
// no row after it from being read: there may be a no in it.
func TestAStrayMarkSwallowsNoRow(t *testing.T) {
	for name, c := range map[string]struct {
		list  string
		taken []string // whose no is on record
		why   string   // what comes back, of row 2; "": nothing
	}{
		"a remark that is not read": {
			"ref,person,what,date,channel,remarks\n" +
				"W1,P1,withdrawal,9/3/2026,phone,\"no\" was her word\nW2,P2,withdrawal,9/3/2026,phone,said so twice\nW3,P3,withdrawal,9/3/2026,phone,\n",
			[]string{"P1", "P2", "P3"}, "",
		},
		"not closed, in the last column": {
			"ref,person,what,date,channel\nW1,P1,withdrawal,9/3/2026,\"phone\nW2,P2,withdrawal,9/3/2026,phone\nW3,P3,withdrawal,9/3/2026,phone\n",
			[]string{"P1", "P2", "P3"}, "",
		},
		"not closed, and cells after it": {
			"ref,person,what,date,channel,out of hearing\nW1,P1,withdrawal,9/3/2026,\"phone, at night,yes\nW2,P2,withdrawal,9/3/2026,phone,\nW3,P3,withdrawal,9/3/2026,phone,\n",
			[]string{"P1", "P2", "P3"}, "A quotation mark here is not closed",
		},
		"not closed, in a day": {
			"ref,person,what,date,channel\nW1,P1,withdrawal,\"9/3/26/1,phone\nW2,P2,withdrawal,9/3/2026,phone\nW3,P3,withdrawal,9/3/2026,phone\n",
			[]string{"P1", "P2", "P3"}, `Date · “"9/3/26/1”`,
		},
		"whose no it is, is not clear": {
			"ref,person,what,date,channel\n\"W1, again,P1,withdrawal,9/3/2026,phone\nW2,P2,withdrawal,9/3/2026,phone\nW3,P3,withdrawal,9/3/2026,phone\n",
			[]string{"P2", "P3"}, "A quotation mark here is not closed",
		},
		"closed by the mark of another row": {
			"ref;person;what;date;channel\nW1;P1;withdrawal;9/3/2026;\"phone\nW2;P2;withdrawal;9/3/2026;phone\nW3;P3;withdrawal;9/3/2026;phone\"\n",
			[]string{"P1", "P2", "P3"}, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.take(t, workbook(t, caseload()), func(o *intake.Options) { o.List = "list" })
			before := w.refusals(t)
			s := w.take(t, textFile(t, "consents.csv", c.list))
			if s.Rows != 3 {
				t.Errorf("%d rows of 3: %+v", s.Rows, s)
			}
			after := w.refusals(t)
			for _, p := range []string{"P1", "P2", "P3"} {
				if taken := after[p] > before[p]; taken != slices.Contains(c.taken, p) {
					t.Errorf("the no of %s is on record: %t", p, taken)
				}
			}
			if c.why == "" {
				if s.Report != "" {
					t.Errorf("comes back: %v", readBack(t, s.Report))
				}
				return
			}
			report := readBack(t, s.Report)[""]
			why := report[1][len(report[1])-1]
			if !strings.Contains(why, "2") || !strings.Contains(why, c.why) {
				t.Errorf("comes back: %q", report)
			}
		})
	}
}

// refusals counts the noes of each person, by reference.
func (w *world) refusals(t *testing.T) map[string]int {
	t.Helper()
	all := map[string]int{}
	for ref, c := range w.cases(t) {
		all[ref] = len(c.File.Consent.Withdrawals)
	}
	return all
}

// A cell that goes over several lines is one cell, as its marks say; where one of
// the lines may be a row all the same, whoever takes the list over is told.
func TestALineThatMayBeARowIsSaid(t *testing.T) {
	w := newWorld(t)
	const list = "ref,date,given,born,sex,nationality,destination,remarks\n" +
		"1,4/3/2026,Nana,1990,woman,Mali,Mali,\"came alone,\nwith a friend, later\"\n" +
		"2,4/3/2026,Musa,1991,man,Mali,Mali,\"waited\n3,5 hours\"\n"
	s := w.take(t, textFile(t, "persons.csv", list))
	if s.Opened != 2 || s.Refused != 0 || !slices.Equal(s.Doubtful, []int{4}) {
		t.Errorf("%+v", s)
	}
	if text := s.Text("en"); !strings.Contains(text, "of which one may be a row of its own: 1 (4)") {
		t.Error(text)
	}
}

// What separates the columns is what separates their names, whatever else
// stands in the cells or above.
func TestTheSeparatorIsThatOfTheNames(t *testing.T) {
	const names, row = "ref,person,what,date,channel,remarks", "K7,P2,withdrawal,9/3/2026,phone,"
	semicolons := strings.NewReplacer(",", ";")
	for name, list := range map[string]string{
		"semicolons in a cell": names + "\n" + row + "rights; options; conditions; withdrawal; reintegration; data; remedy\n",
		"commas in a name":     semicolons.Replace(names) + ", notes, and so on, if any, or none, at all\n" + semicolons.Replace(row) + "a, b, c, d, e, f, g\n",
		"commas in a title":    "Tripoli, Misrata, Sabha, Benghazi, Zuwara, Tobruk, Kufra\n" + semicolons.Replace(names+"\n"+row) + "\n",
		"both between tabs":    strings.ReplaceAll(names+"\n"+row, ",", "\t") + "a, b; c, d; e, f; g, h; i, j\n",
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.take(t, workbook(t, caseload()))
			if s := w.take(t, textFile(t, "consents.csv", list)); s.Rows != 1 || s.Recorded != 1 {
				t.Errorf("%+v %v", s, reasons(t, s))
			}
		})
	}
	w := newWorld(t)
	_, err := intake.Import(t.Context(), w.desk, textFile(t, "list.csv", strings.Repeat("x", 2<<20)), w.options())
	if f := fault.Of(err); f == nil || f.Key != "fault.list-line-too-long" {
		t.Errorf("one line without an end: %v", err)
	}
}

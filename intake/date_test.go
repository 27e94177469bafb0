package intake

import (
	"testing"
	"time"

	"amana/domain/day"
	"amana/domain/fault"
)

var today = day.Day{Year: 2026, Month: time.March, Of: 20}

func TestDatesAsPeopleWriteThem(t *testing.T) {
	for _, c := range []struct{ written, from, to string }{
		{"2026-03-04", "2026-03-04", ""},
		{"2026/03/04", "2026-03-04", ""},
		{"2026.3.4", "2026-03-04", ""},
		{"4/3/2026", "2026-03-04", ""},
		{"04/03/2026", "2026-03-04", ""},
		{"4-3-2026", "2026-03-04", ""},
		{"4.3.26", "2026-03-04", ""},
		{"4.3.2026.", "2026-03-04", ""},
		{"4 3 2026", "2026-03-04", ""},
		{"31/12/99", "1999-12-31", ""},
		{"1/1/27", "1927-01-01", ""},
		{"04032026", "2026-03-04", ""},
		{"20260304", "2026-03-04", ""},
		{"29/2/2024", "2024-02-29", ""},
		{"4 March 2026", "2026-03-04", ""},
		{"4th of March 2026", "2026-03-04", ""},
		{"4 MAR 2026", "2026-03-04", ""},
		{"4-Mar-26", "2026-03-04", ""},
		{"March 4, 2026", "2026-03-04", ""},
		{"Mar 4 2026", "2026-03-04", ""},
		{"2026 March 4", "2026-03-04", ""},
		{"Wednesday 4 March 2026", "2026-03-04", ""},
		{"4 mars 2026", "2026-03-04", ""},
		{"1er août 2025", "2025-08-01", ""},
		{"1er aout 2025", "2025-08-01", ""},
		{"le 14 juillet 2025", "2025-07-14", ""},
		{"3 févr. 2026", "2026-02-03", ""},
		{"3 fevrier 2026", "2026-02-03", ""},
		{"15 DÉCEMBRE 2025", "2025-12-15", ""},
		{"mercredi 4 mars 2026", "2026-03-04", ""},
		{"4 مارس 2026", "2026-03-04", ""},
		{"٤ مارس ٢٠٢٦", "2026-03-04", ""},
		{"٤/٣/٢٠٢٦", "2026-03-04", ""},
		{"٢٠٢٦-٠٣-٠٤", "2026-03-04", ""},
		{"۴/۳/۲۰۲۶", "2026-03-04", ""},
		{"٤ يناير ٢٠٢٦", "2026-01-04", ""},
		{"4 جانفي 2026", "2026-01-04", ""},
		{"4 كانون الثاني 2026", "2026-01-04", ""},
		{"4 كانون الأول 2025", "2025-12-04", ""},
		{"4 تشرين الأول 2025", "2025-10-04", ""},
		{"4 أيار 2025", "2025-05-04", ""},
		{"4 أغسطس 2025", "2025-08-04", ""},
		{"4 اغسطس 2025", "2025-08-04", ""},
		{"4 أوت 2025", "2025-08-04", ""},
		{"4 جويلية 2025", "2025-07-04", ""},
		{"4 ابريل 2025", "2025-04-04", ""},
		{"يوم الأربعاء 4 مارس 2026 م", "2026-03-04", ""},
		{"৪/৩/২০২৬", "2026-03-04", ""},
		{"1996", "1996-01-01", "1996-12-31"},
		{"١٩٩٦", "1996-01-01", "1996-12-31"},
		{"3/1996", "1996-03-01", "1996-03-31"},
		{"03.1996", "1996-03-01", "1996-03-31"},
		{"1996-03", "1996-03-01", "1996-03-31"},
		{"March 1996", "1996-03-01", "1996-03-31"},
		{"février 1996", "1996-02-01", "1996-02-29"},
		{"مارس 1996", "1996-03-01", "1996-03-31"},
		{"عام 1996", "1996-01-01", "1996-12-31"},
		{"1990-1992", "1990-01-01", "1992-12-31"},
		{"1990 – 1992", "1990-01-01", "1992-12-31"},
		{"46085", "2026-03-04", ""},
	} {
		to := c.to
		if to == "" {
			to = c.from
		}
		got, err := readDate(Cell{Text: c.written}, today)
		if err != nil || got.From.String() != c.from || got.To.String() != to {
			t.Errorf("%q: %s to %s, %v; want %s to %s", c.written, got.From, got.To, err, c.from, to)
		}
	}
}

func TestDatesThatAreNone(t *testing.T) {
	for written, key := range map[string]string{
		"31.2.1990":          "fault.date-no-such-day",
		"2023-02-29":         "fault.date-no-such-day",
		"0/3/2026":           "fault.date-no-such-day",
		"32/1/2026":          "fault.date-no-such-day",
		"3/25/2026":          "fault.date-month-first",
		"2026-25-03":         "fault.date-month-first",
		"12 رمضان 1447":      "fault.date-other-calendar",
		"3 Ramadan 1447":     "fault.date-other-calendar",
		"25":                 "fault.date-is-an-age",
		"soon":               "fault.date-unreadable",
		"4 Smarch 2026":      "fault.date-unreadable",
		"1447/9/12":          "fault.date-unreadable",
		"4/3/2026/7":         "fault.date-unreadable",
		"2026-03-04 25:00":   "fault.date-unreadable",
		"3 March":            "fault.date-unreadable",
		"March April 2026":   "fault.date-unreadable",
		"99999999999999999":  "fault.date-unreadable",
		"1992-1990":          "fault.date-unreadable",
		"4.3.20261":          "fault.date-unreadable",
		"-1":                 "fault.date-is-an-age",
		"4 March 2026 10:99": "fault.date-unreadable",
	} {
		_, err := readDate(Cell{Text: written}, today)
		if f, ok := err.(*fault.Fault); !ok || f.Key != key {
			t.Errorf("%q: %v, want %s", written, err, key)
		}
	}
}

func TestNumbersThatSpreadsheetsKeepForDates(t *testing.T) {
	for _, c := range []struct {
		text     string
		from1904 bool
		want     string
		clock    time.Duration
	}{
		{"46085", false, "2026-03-04", -1},
		{"46085.4375", false, "2026-03-04", 10*time.Hour + 30*time.Minute},
		{"46085.999999", false, "2026-03-04", 24*time.Hour - time.Second},
		{"44623", true, "2026-03-04", -1},
		{"1", false, "", 0},
		{"61", false, "", 0},
		{"15000", false, "1941-01-24", -1},
		{"1996", false, "1996-01-01", -1},
		{"20260304", false, "2026-03-04", -1},
	} {
		got, err := readDate(Cell{Text: c.text, Number: true, From1904: c.from1904}, today)
		switch {
		case c.want == "" && err == nil:
			t.Errorf("%s is read as %s", c.text, got.From)
		case c.want != "" && (err != nil || got.From.String() != c.want || got.Clock != c.clock):
			t.Errorf("%s: %s %s %v, want %s %s", c.text, got.From, got.Clock, err, c.want, c.clock)
		}
	}
}

func TestTimesOfDay(t *testing.T) {
	for written, want := range map[string]time.Duration{
		"2026-03-04 10:30":     10*time.Hour + 30*time.Minute,
		"2026-03-04T10:30:00":  -2, // as a workbook's own form it is read elsewhere
		"4/3/2026, 10:30":      10*time.Hour + 30*time.Minute,
		"4/3/2026 10h30":       10*time.Hour + 30*time.Minute,
		"4/3/2026 3:05 pm":     15*time.Hour + 5*time.Minute,
		"4/3/2026 12:05 AM":    5 * time.Minute,
		"٤/٣/٢٠٢٦ ١٠:٣٠":       10*time.Hour + 30*time.Minute,
		"4/3/2026 10:30 م":     22*time.Hour + 30*time.Minute,
		"4 March 2026 0:00:07": 7 * time.Second,
		"4 March 2026":         -1,
	} {
		got, err := readDate(Cell{Text: written}, today)
		if want == -2 {
			continue
		}
		if err != nil || got.Clock != want || got.From.String() != "2026-03-04" {
			t.Errorf("%q: %s %v %v", written, got.From, got.Clock, err)
		}
	}
}

func FuzzReadDate(f *testing.F) {
	for _, s := range []string{"4/3/2026", "٤ مارس ٢٠٢٦", "1er août 2025", "46085.4375", "1990-1992", "4 كانون الثاني 2026", "3/1996", "4/3/26 3:05 pm", "\u202e4/3/2026", "", "e9", "-0"} {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, s string, number bool) {
		span, err := readDate(Cell{Text: s, Number: number}, today)
		if err != nil {
			if _, ok := err.(*fault.Fault); !ok {
				t.Errorf("%q: an error for nobody: %v", s, err)
			}
			return
		}
		if span.From.IsZero() || span.To.Before(span.From) || !plausible(span.From.Year) {
			t.Errorf("%q became %s to %s", s, span.From, span.To)
		}
		if again, err := readDate(Cell{Text: span.From.String()}, today); plausible(span.From.Year) && (err != nil || again.From != span.From) {
			t.Errorf("%q became %s, which is read as %s, %v", s, span.From, again.From, err)
		}
	})
}

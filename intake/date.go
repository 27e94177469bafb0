package intake

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"amana/desk/spelling"
	"amana/domain/day"
	"amana/domain/fault"
)

// Span is a date as it was written: one day, or a month or year of which the
// day is not known, and a time of day where there was one.
type Span struct {
	From, To day.Day
	Clock    time.Duration // since midnight; -1: none
}

// exact says whether the day is known.
func (s Span) exact() bool { return s.From == s.To }

var (
	errDate    = fault.New(fault.Invalid, "fault.date-unreadable")
	errNoDay   = fault.New(fault.Invalid, "fault.date-no-such-day")
	errMonth   = fault.New(fault.Invalid, "fault.date-month-first")
	errHijri   = fault.New(fault.Invalid, "fault.date-other-calendar")
	errExact   = fault.New(fault.Invalid, "fault.date-day-needed")
	errAge     = fault.New(fault.Invalid, "fault.date-is-an-age")
	clockShape = regexp.MustCompile(`(?i)(?:^|[\st,،])(\d{1,2})[:h](\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(am|pm|a\.m\.|p\.m\.|ص|م|z)?$`)
	isoShape   = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})$`)
	ordinals   = regexp.MustCompile(`(\d)(st|nd|rd|th|er|e|ème)\b`)
	rangeShape = regexp.MustCompile(`^(\d{4})\s*[-–/]\s*(\d{4})$`)
)

// anyCentury is now where nobody asks for the year itself.
var anyCentury = day.Day{Year: 2100}

// readDate reads a date. now decides only the century of a year of two digits.
func readDate(c Cell, now day.Day) (Span, error) {
	s := strings.ToLower(strings.TrimSpace(latinDigits(c.Text)))
	if c.Number {
		return serial(s, c.From1904)
	}
	span := Span{Clock: -1}
	if m := clockShape.FindStringSubmatchIndex(s); m != nil {
		clock, ok := readClock(clockShape.FindStringSubmatch(s))
		if !ok {
			return span, errDate
		}
		span.Clock, s = clock, strings.TrimSpace(s[:m[0]])
	}
	s = strings.Trim(s, " .,،")
	if m := rangeShape.FindStringSubmatch(s); m != nil {
		from, to := number(m[1]), number(m[2])
		if from > to || !plausible(from) || !plausible(to) {
			return span, errDate
		}
		return span.through(from, to), nil
	}
	if m := isoShape.FindStringSubmatch(s); m != nil {
		return span.on(number(m[1]), number(m[2]), number(m[3]))
	}
	if allDigits(s) {
		return digits(s, span)
	}
	return inWords(ordinals.ReplaceAllString(s, "$1"), span, now)
}

func readClock(m []string) (time.Duration, bool) {
	h, min, sec := number(m[1]), number(m[2]), number("0"+m[3])
	switch half := strings.ReplaceAll(m[4], ".", ""); {
	case half == "z":
		return 0, false // another zone than the offices': nobody writes that by hand
	case half != "" && (h < 1 || h > 12):
		return 0, false
	case (half == "pm" || half == "م") && h < 12:
		h += 12
	case (half == "am" || half == "ص") && h == 12:
		h = 0
	}
	return time.Duration(h)*time.Hour + time.Duration(min)*time.Minute + time.Duration(sec)*time.Second, h < 24 && min < 60 && sec < 60
}

// serial reads the number that a spreadsheet keeps for a date. A whole number
// that can be a year is one: as a date it would lie in 1905.
func serial(s string, from1904 bool) (Span, error) {
	f, err := strconv.ParseFloat(s, 64)
	whole := int(f)
	span := Span{Clock: -1}
	switch {
	case err != nil || f < 0 || f > 200_000:
		if n, wrong := strconv.Atoi(s); wrong == nil {
			return digits(strconv.Itoa(n), span)
		}
		return span, errDate
	case f == float64(whole) && plausible(whole):
		return span.through(whole, whole), nil
	case f == float64(whole) && whole <= 130:
		return span, errAge
	}
	epoch := day.Day{Year: 1899, Month: 12, Of: 30}
	if from1904 {
		epoch = day.Day{Year: 1904, Month: 1, Of: 1}
	} else if whole < 60 {
		epoch = epoch.Add(1) // the calendar of 1900 has a 29 February that never was
	}
	span.From = epoch.Add(whole)
	if span.To = span.From; !plausible(span.From.Year) {
		return span, errDate
	}
	if part := f - float64(whole); part > 0 {
		span.Clock = time.Duration(part*86400+0.5) * time.Second
		if span.Clock >= 24*time.Hour {
			span.Clock = 24*time.Hour - time.Second
		}
	}
	return span, nil
}

func plausible(year int) bool { return year >= 1900 && year <= 2100 }

// digits reads a date without separators: a year, a spreadsheet's number that
// was exported as it is, or year, month and day.
func digits(s string, span Span) (Span, error) {
	n := number(s)
	switch {
	case len(s) == 4 && plausible(n):
		return span.through(n, n), nil
	case len(s) == 5 && n > 10_000 && n < 80_000:
		got, err := serial(s, false)
		got.Clock = span.Clock
		return got, err
	case len(s) == 8 && plausible(n/10_000):
		return span.on(n/10_000, n/100%100, n%100)
	case len(s) == 8 && plausible(n%10_000):
		return span.on(n%10_000, n/10_000%100, n/1_000_000)
	case len(s) < 4:
		return span, errAge
	}
	return span, errDate
}

// inWords reads numbers and months between separators: the day first, unless
// the year is.
func inWords(s string, span Span, now day.Day) (Span, error) {
	var numbers []string
	month, at := 0, 0
	for _, w := range dateParts(s) {
		if allDigits(w) {
			numbers = append(numbers, w)
			continue
		}
		m, known := monthOf(w)
		switch {
		case !known && hijri[spelling.Fold(w)]:
			return span, errHijri
		case !known && filler[spelling.Fold(w)]:
			continue
		case !known || month > 0:
			return span, errDate
		}
		month, at = m, len(numbers)
	}
	switch {
	case month > 0 && len(numbers) == 2:
		d, y := numbers[0], numbers[1]
		if len(d) == 4 || at == 1 && len(y) < 4 && len(d) > 2 {
			d, y = y, d
		}
		return span.on(year(y, now), month, number(d))
	case month > 0 && len(numbers) == 1 && len(numbers[0]) == 4:
		return span.in(number(numbers[0]), month)
	case month == 0 && len(numbers) == 2 && len(numbers[0]) == 4:
		return span.in(number(numbers[0]), number(numbers[1]))
	case month == 0 && len(numbers) == 2 && len(numbers[1]) == 4:
		return span.in(number(numbers[1]), number(numbers[0]))
	case month == 0 && len(numbers) == 1:
		return digits(numbers[0], span)
	case month > 0 || len(numbers) != 3:
		return span, errDate
	case len(numbers[0]) == 4:
		return span.on(number(numbers[0]), number(numbers[1]), number(numbers[2]))
	}
	return span.on(year(numbers[2], now), number(numbers[1]), number(numbers[0]))
}

func dateParts(s string) []string {
	s = strings.ReplaceAll(s, "كانون ", "كانون")
	s = strings.ReplaceAll(s, "تشرين ", "تشرين")
	var parts []string
	start, kind := -1, 0
	flush := func(to int) {
		if start >= 0 {
			parts = append(parts, s[start:to])
		}
		start = -1
	}
	for i, r := range s {
		k := 0
		switch {
		case unicode.IsDigit(r):
			k = 1
		case unicode.IsLetter(r) || unicode.IsMark(r) || r == '\'':
			k = 2
		}
		if k != kind {
			flush(i)
			if k > 0 {
				start = i
			}
		}
		kind = k
	}
	flush(len(s))
	return parts
}

// year is a year of two digits in the hundred years that end with now's.
func year(s string, now day.Day) int {
	y := number(s)
	if len(s) > 2 {
		return y
	}
	y += now.Year / 100 * 100
	if y > now.Year {
		y -= 100
	}
	return y
}

// on is a span of one day.
func (s Span) on(y, m, d int) (Span, error) {
	switch {
	case !plausible(y):
		return s, errDate
	case m > 12 && m <= 31 && d >= 1 && d <= 12:
		return s, errMonth
	case m < 1 || m > 12 || d < 1:
		return s, errNoDay
	}
	made := day.Day{Year: y, Month: time.Month(m), Of: d}
	if made.Add(0) != made {
		return s, errNoDay
	}
	s.From, s.To = made, made
	return s, nil
}

// through is the span of whole years.
func (s Span) through(first, last int) Span {
	s.From, s.To = day.Day{Year: first, Month: 1, Of: 1}, day.Day{Year: last, Month: 12, Of: 31}
	return s
}

// in is the span of a month.
func (s Span) in(y, m int) (Span, error) {
	if !plausible(y) || m < 1 || m > 12 {
		return s, errDate
	}
	s.From = day.Day{Year: y, Month: time.Month(m), Of: 1}
	s.To = s.From.AddMonths(1).Add(-1)
	return s, nil
}

func allDigits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

// number is digits as a number; of too many, one that fits nothing.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}

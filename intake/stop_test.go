package intake_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/intake"
)

// said is a list of one person, who said what its rows of consents tell.
func said(rows ...[]any) sheets {
	return sheets{
		"persons": {
			{"ref", "date", "given", "born", "sex", "nationality", "destination"},
			{"1", "4/3/2026", "Amina", "1990", "woman", "Mali", "Mali"}, {"2", "4/3/2026", "Musa", "31.2.1971", "man", "Mali", "Mali"},
		},
		"consents": append([][]any{{"ref", "person", "what", "date", "channel", "talk.mode", "answer", "version"}}, rows...),
	}
}

// Nothing that is wrong with the rest of a row keeps a no from stopping the
// journey: and whoever gave the list is told what could not be read.
func TestANoIsTakenWhateverElseItsRowSays(t *testing.T) {
	for name, c := range map[string]struct {
		row           []any
		kind, channel string
	}{
		"no such channel":       {[]any{"K", "1", "withdrawal", "9/3/2026", "pigeon"}, "consent.withdrawn", "other"},
		"no channel":            {[]any{"K", "1", "withdrawal", "9/3/2026", ""}, "consent.withdrawn", "other"},
		"no such day":           {[]any{"K", "1", "withdrawal", "31/2/2026", "phone"}, "consent.withdrawn", "phone"},
		"no day":                {[]any{"K", "1", "retrait", "", "phone"}, "consent.withdrawn", "phone"},
		"a day to come":         {[]any{"K", "1", "withdrawal", "9/3/2027", "phone"}, "consent.withdrawn", "phone"},
		"a cell of another row": {[]any{"K", "1", "withdrawal", "9/3/2026", "phone", "", "", "1"}, "consent.withdrawn", "phone"},
		"reported":              {[]any{"K", "1", "consent.report", "9/3/2026", "pigeon"}, "consent.withdrawal-reported", "other"},
		"asked again":           {[]any{"K", "1", "asked again", "9/3/2026", "", "by smoke", "no"}, "consent.withdrawn", "other"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			path := workbook(t, said(c.row))
			s := w.take(t, path)
			if s.Refused != 1 || !slices.Equal(s.StopsTaken["consents"], []int{2}) || len(s.StopsRefused) != 0 {
				t.Errorf("%+v", s)
			}
			file := w.cases(t)["1"].File
			if got := w.told(t, c.kind); len(got) != 1 || file.Withdrawn() != (c.kind == "consent.withdrawn") {
				t.Errorf("%d events of the kind %s", len(got), c.kind)
			}
			if ch := channels(file); !slices.Equal(ch, []string{c.channel}) {
				t.Errorf("the channel is %q, want %q", ch, c.channel)
			}
			if why := reasons(t, s)["K"]; !strings.Contains(why, "2 · ") || !strings.Contains(why, "is stopped all the same") {
				t.Errorf("the report says %q", why)
			}
			if text := s.Text("en"); !strings.Contains(text, "(consents: 2)") || strings.Contains(text, "Among the refused") {
				t.Errorf("the summary says %q", text)
			}
			before := w.size(t)
			if s = w.take(t, path); w.size(t) != before || s.Unchanged != 2 || !slices.Equal(s.StopsTaken["consents"], []int{2}) {
				t.Errorf("the same again: %+v", s)
			}
			mended := said([]any{"K", "1", "withdrawal", "8/3/2026", "sms"})
			if s = w.take(t, workbook(t, mended)); s.Corrected != 1 || len(s.StopsTaken) != 0 || !slices.Contains(channels(w.cases(t)["1"].File), "sms") {
				t.Errorf("corrected: %+v", s)
			}
		})
	}
}

func channels(c *casefile.Case) (all []string) {
	for _, w := range c.Consent.Withdrawals {
		all = append(all, w.Channel)
	}
	for _, r := range c.Consent.Reports {
		all = append(all, r.Channel)
	}
	return all
}

// A no of whom there is a file waits for no other row of theirs, unless that row
// is of somebody else.
func TestANoOfAKnownPersonIsTakenWhateverTheirOwnRowSays(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(sheets)
		refused int
		taken   bool
	}{
		"as before":           {func(sheets) {}, 0, true},
		"first contact other": {func(s sheets) { s["persons"][1][1] = "5/3/2026" }, 2, true},
		"unreadable":          {func(s sheets) { s["persons"][1][1] = "31/2/2026" }, 1, true},
		"own row twice":       {func(s sheets) { s["persons"] = append(s["persons"], s["persons"][1]) }, 3, true},
		"an office of ours":   {func(s sheets) { s["persons"][1][7] = "misrata" }, 2, true},
		"an office of others": {func(s sheets) { s["persons"][1][7] = "misrata" }, 2, true},
		"somebody else":       {func(s sheets) { s["persons"][1][2], s["persons"][1][3] = "Musa", "1970" }, 3, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			as := func(o *intake.Options) {}
			if who := w.enrol(t, "CW-1", "tripoli", access.Caseworker); name == "an office of others" {
				as = func(o *intake.Options) { o.Who = who }
			}
			list := said()
			list["persons"] = [][]any{append(list["persons"][0], "office"), append(list["persons"][1], "tripoli")}
			w.take(t, workbook(t, list))
			list["consents"] = said([]any{"K", "1", "withdrawal", "9/3/2026", "phone"})["consents"]
			list["counselling"] = [][]any{{"ref", "person", "what", "date", "option", "explained", "available", "answer"}, {"C1", "1", "option.tell", "6/3/2026", "stay", "yes", "no", "declines"}}
			c.change(list)
			s := w.take(t, workbook(t, list), as)
			if taken := w.cases(t)["1"].File.Withdrawn(); taken != c.taken || (len(s.StopsRefused) == 0) != c.taken {
				t.Errorf("withdrawn: %t; refused %v: %v", taken, s.StopsRefused["consents"], reasons(t, s))
			}
			if s.Refused != c.refused || len(s.StopsTaken) != 0 {
				t.Errorf("refused %d, want %d: %v", s.Refused, c.refused, reasons(t, s))
			}
			before := w.size(t)
			if s = w.take(t, workbook(t, list), as); w.size(t) != before || s.Recorded != 0 {
				t.Errorf("given again: %+v", s)
			}
		})
	}
}

// What stops a journey is recorded on a clock that nobody believes, wherever it
// stands in the list, and the rest once the clock is right.
func TestOnAClockThatNobodyBelievesEachNoOfAListIsTaken(t *testing.T) {
	onEach(t, func(t *testing.T, newWorld maker) {
		w := newWorld(t)
		w.leap = 7 * 24 * time.Hour
		w.desk = w.openDesk(t)
		list := said()
		list["persons"] = append(list["persons"][:2], []any{"2", "4/3/2026", "Musa", "1971", "man", "Mali", "Mali"})
		w.take(t, workbook(t, list))
		list["persons"] = slices.Insert(list["persons"], 1, []any{"new", "4/3/2026", "Sira", "1980", "woman", "Mali", "Mali"})
		list["consents"] = said(
			[]any{"K0", "new", "withdrawal", "9/3/2026", "phone"}, []any{"K1", "1", "withdrawal", "9/3/2026", "phone"}, []any{"K2", "2", "asked again", "9/3/2026", "", "phone", "no"},
		)["consents"]
		list["counselling"] = [][]any{
			{"ref", "person", "what", "date", "option", "explained", "available", "answer"},
			{"C1", "1", "option.tell", "6/3/2026", "stay", "yes", "no", "declines"}, {"C2", "2", "option.tell", "6/3/2026", "stay", "yes", "no", "declines"},
		}
		path, right := workbook(t, list), w.clock
		w.clock = w.clock.AddDate(0, 1, 0)
		s, err := intake.Import(t.Context(), w.desk, path, w.options())
		if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Key != "fault.clock-ahead" || s.Recorded != 4 || s.Refused != 0 {
			t.Errorf("%v: %+v", err, s)
		}
		cases := w.cases(t)
		for _, ref := range []string{"1", "2", "new"} {
			if f := cases[ref].File; !f.Withdrawn() || len(f.Counselling.Told) != 0 {
				t.Errorf("of %s: withdrawn %t, told of %v", ref, f.Withdrawn(), f.Counselling.Told)
			}
		}
		w.clock = right
		if s = w.take(t, path); s.Opened != 0 || s.Recorded != 2 || s.Refused != 0 || !w.cases(t)["new"].File.Withdrawn() {
			t.Errorf("once the clock is right: %+v %v", s, reasons(t, s))
		}
	})
}

// Where a no cannot be taken, it is not one among many refused rows.
func TestARefusedNoIsToldApart(t *testing.T) {
	w := newWorld(t)
	list := said(
		[]any{"K1", "9", "withdrawal", "9/3/2026", "phone"},                // nobody has this reference
		[]any{"K2", "2", "withdrawal", "9/3/2026", "pigeon"},               // their own row is refused
		[]any{"K3", "", "consent.report", "9/3/2026", "phone"},             // of whom is not said
		[]any{"K4", "1", "withdrawal", "9/3/2026", "phone"},                // its reference stands twice: taken
		[]any{"K4", "9", "withdrawal", "9/3/2026", "sms"},                  // here it is of nobody
		[]any{"K5", "9", "asked again", "9/3/2026", "", "in person", "no"}, // nobody again
		[]any{"K6", "9", "asked again", "9/3/2026", "", "in person", "yes"},
		[]any{"K7", "1", "asked again", "9/3/2026", "", "by smoke", "yes"},
	)
	s := w.take(t, workbook(t, list))
	if s.Refused != 8 || !slices.Equal(s.StopsRefused["consents"], []int{2, 3, 4, 6, 7}) || !slices.Equal(s.StopsTaken["consents"], []int{5}) {
		t.Errorf("%+v", s)
	}
	for language, want := range map[string]string{"en": "Among the refused: 5 with a no, or something else that stops (consents: 2, 3, 4, 6, 7)", "fr": "Parmi les refusées : 5 avec un non", "ar": "بين المرفوضة"} {
		if text := s.Text(language); !slices.ContainsFunc(strings.Split(text, "\n"), func(line string) bool {
			return strings.HasPrefix(strings.NewReplacer("\u2068", "", "\u2069", "", "\u00a0", " ").Replace(line), want)
		}) {
			t.Errorf("%s: no line begins %q:\n%s", language, want, text)
		}
	}
	if why := reasons(t, s)["K2"]; strings.Contains(why, "is stopped all the same") {
		t.Errorf("K2 was not taken: %q", why)
	}
}

// All or nothing is nothing of a no either, and says so.
func TestANoOfWhichNothingWasRecordedIsNotCalledTaken(t *testing.T) {
	w := newWorld(t)
	path := workbook(t, said([]any{"K", "1", "withdrawal", "9/3/2026", "pigeon"}))
	s := w.take(t, path, func(o *intake.Options) { o.AllOrNothing = true })
	if s.Written || s.Refused != 2 || !slices.Equal(s.StopsRefused["consents"], []int{2}) || len(s.StopsTaken) != 0 || strings.Contains(reasons(t, s)["K"], "is stopped all the same") {
		t.Errorf("%+v %v", s, reasons(t, s))
	}
	if s = w.take(t, path, func(o *intake.Options) { o.DryRun = true }); s.Written || s.Refused != 1 || !slices.Equal(s.StopsTaken["consents"], []int{2}) {
		t.Errorf("what would be taken: %+v", s)
	}
}

// A no of unknown day does not hide that the person left.
func TestANoOfUnknownDayAndADeparture(t *testing.T) { onEach(t, aNoOfUnknownDayAndADeparture) }

func aNoOfUnknownDayAndADeparture(t *testing.T, newWorld maker) {
	w := newWorld(t)
	list := said([]any{"K", "1", "withdrawal", "", "phone"})
	list["movements"] = [][]any{{"ref", "person", "what", "date"}, {"M", "1", "departure", "10/3/2026"}}
	s := w.take(t, workbook(t, list))
	if c := w.cases(t)["1"]; s.Refused != 1 || c.Status != casefile.StatusBefore || len(c.File.Consent.Withdrawals) != 1 {
		t.Errorf("%+v; %s with %d withdrawals", s, c.Status, len(c.File.Consent.Withdrawals))
	}
}

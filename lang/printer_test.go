package lang

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/safeguard"
)

var departure = time.Date(2026, 11, 21, 12, 30, 0, 0, time.UTC) // 14:30 in Tripoli

func TestLanguages(t *testing.T) {
	for code, want := range map[string]string{
		"en": "en", "fr": "fr", "ar": "ar", "ar-LY": "ar", "fr-TN": "fr", "": "en", "de": "en", "hau": "en",
		"de, ar;q=0.8, en;q=0.5": "ar", "not a language": "en",
	} {
		p := New(code)
		if p.Language() != want || p.RightToLeft() != (want == "ar") {
			t.Errorf("New(%q) speaks %s", code, p.Language())
		}
	}
}

func TestNumbersDaysAndTimes(t *testing.T) {
	first := day.Day{Year: 2026, Month: 5, Of: 1}
	for _, c := range []struct{ code, number, day, time, first string }{
		{"en", "1,234,567", "21 November 2026", "21 November 2026, 14:30", "1 May 2026"},
		{"fr", "1\u00a0234\u00a0567", "21 novembre 2026", "21 novembre 2026 à 14:30", "1er mai 2026"},
		{"ar", "1.234.567", "21 نوفمبر 2026", "21 نوفمبر 2026، الساعة 14:30", "1 مايو 2026"},
	} {
		p := New(c.code)
		got := []string{p.Number(1234567), p.Day(day.Of(departure)), p.Time(departure), p.Day(first)}
		if d := cmp.Diff([]string{c.number, c.day, c.time, c.first}, got); d != "" {
			t.Errorf("%s: %s", c.code, d)
		}
	}
	if got := New("en").In(time.UTC).Time(departure); got != "21 November 2026, 12:30" {
		t.Errorf("in another zone: %s", got)
	}
}

func TestLists(t *testing.T) {
	for code, want := range map[string]string{"en": "a, b and c", "fr": "a, b et c", "ar": "\u2068a\u2069 و\u2068b\u2069 و\u2068c\u2069"} {
		if got := New(code).List([]string{"a", "b", "c"}); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
	if got := New("en").List(nil); got != "" {
		t.Errorf("nothing: %q", got)
	}
}

func TestPlurals(t *testing.T) {
	for _, c := range []struct {
		code  string
		count int
		want  string
	}{
		{"en", 1, "1 need has no answer yet."},
		{"en", 2, "2 needs have no answer yet."},
		{"fr", 1, "1 besoin est encore sans réponse."},
		{"ar", 1, "احتياج واحد بلا جواب بعد."},
		{"ar", 2, "احتياجان بلا جواب بعد."},
		{"ar", 3, "\u20683\u2069 احتياجات بلا جواب بعد."},
		{"ar", 11, "\u206811\u2069 احتياجًا بلا جواب بعد."},
		{"ar", 100, "\u2068100\u2069 احتياج بلا جواب بعد."},
	} {
		if got := New(c.code).Text("needs-answered.open", []fault.Arg{fault.A("count", c.count)}); got != c.want {
			t.Errorf("%s, %d: %q, want %q", c.code, c.count, got, c.want)
		}
	}
}

// Arguments that went through JSON are said as they were.
func TestArgumentsSurviveJSON(t *testing.T) {
	for key, args := range map[string][]fault.Arg{
		"travel-document.expired":      {fault.A("day", day.Of(departure))},
		"wait.time":                    {fault.A("until", departure)},
		"counselled.sessions":          {fault.A("want", 2), fault.A("have", 1)},
		"alternatives-offered.missing": {fault.A("options", []string{"stay", "community-placement"})},
		"fault.blocked":                {fault.A("act", safeguard.Lock)},
		"consent-stands.stray":         {fault.A("why", "disputed")},
	} {
		text, err := json.Marshal(args)
		if err != nil {
			t.Fatal(err)
		}
		var back []fault.Arg
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		for _, code := range Languages {
			p := New(code)
			want := p.Text(key, args)
			if got := p.Text(key, back); got != want {
				t.Errorf("%s %s: %q after JSON, %q before", code, key, got, want)
			}
			if strings.Contains(want, "{{") || strings.Contains(want, "<no value>") || strings.Contains(want, "2026-") {
				t.Errorf("%s %s: %q", code, key, want)
			}
		}
	}
}

func TestCodesInSentencesAreNamed(t *testing.T) {
	p := New("en")
	for want, got := range map[string]string{
		"These options were not explained and answered yet: stay and community placement.": p.Text("alternatives-offered.missing",
			[]fault.Arg{fault.A("options", []string{"stay", "community-placement"})}),
		"This is none of the answers that can be given: yes and no-answer.": p.Text("fault.not-a-code", []fault.Arg{fault.A("codes", []string{"yes", "no-answer"})}),
		"no real risk":                   p.Code("finding", "none"),
		"no fear":                        p.Code("answer", "none"),
		"a-code-of-tomorrow":             p.Code("finding", "a-code-of-tomorrow"),
		"protection officer":             p.Role(access.ProtectionOfficer),
		"closing the manifest":           p.Act(safeguard.Lock),
		"stayed with help":               p.Status("stayed-with-help"),
		"said no":                        p.Status(casefile.StatusWithdrawn),
		"Record that the person says no": p.Command("consent.withdraw"),
		"key.nobody-wrote":               p.Text("key.nobody-wrote", nil),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestFaultsNeverSayTheirCause(t *testing.T) {
	secret := errors.New("constraint failed: person.name = Aïcha")
	blocked := fault.New(fault.Denied, "fault.another-officer").Because(secret)
	for _, err := range []error{secret, blocked, fmt.Errorf("desk: %w", blocked), fmt.Errorf("store: %w", secret), errors.Join(secret, blocked)} {
		for _, code := range Languages {
			title, detail := New(code).Fault(err)
			if title == "" || detail == "" || strings.Contains(title+detail, "Aïcha") || strings.Contains(title+detail, "desk:") {
				t.Errorf("%s: %v says %q, %q", code, err, title, detail)
			}
		}
	}
	title, detail := New("en").Fault(secret)
	if title != "Something went wrong here" || !strings.HasPrefix(detail, "Nothing was recorded.") {
		t.Errorf("an error that is no fault says %q, %q", title, detail)
	}
	_, detail = New("en").Fault(errors.Join(
		fault.New(fault.Invalid, "fault.book-number-missing", fault.A("number", "gate-hours")),
		fault.New(fault.Invalid, "fault.book-source-missing", fault.A("safeguard", "gate"))))
	if strings.Count(detail, "\n") != 1 || !strings.Contains(detail, "gate-hours") {
		t.Errorf("two problems are said as %q", detail)
	}
}

func TestFindingsAndSteps(t *testing.T) {
	p := New("en")
	find := func(key string, args ...fault.Arg) safeguard.Finding {
		return safeguard.Finding{State: safeguard.Unmet, Reason: safeguard.Reason{Key: key, Args: args}, Ask: "health"}
	}
	met := find("safeguard.met")
	met.State, met.Until = safeguard.Met, departure
	for want, got := range map[string]string{
		"There is no travel document yet.":                                                  p.Finding(find("travel-document.none")),
		"The person has no seat on a movement yet, so there is no departure to count from.": p.Finding(find("gate.no-seat")),
		"An officer who may read the file vouches for this.":                                p.Finding(find("voluntary.attested")),
		"Met until 21 November 2026, 14:30.":                                                p.Finding(met),
		"not yet: ask health":                                                               p.Ask(met),
		"Wait until 21 November 2026, 14:30":                                                p.Step(safeguard.Step{Wait: "time", Until: departure}),
		"Hold an individual counselling session — counsellor":                               p.Step(safeguard.Step{Do: "counselling.hold", By: access.Counsellor}),
		"Another officer asks again at another meeting, beginning with the other options — counsellor": p.Step(
			safeguard.Step{Do: "wish.state", About: "another-officer", By: access.Counsellor}),
		"Hold an individual counselling session — in the linked file of the same person — counsellor": p.Step(
			safeguard.Step{Do: "counselling.hold", About: "linked-file", By: access.Counsellor}),
		"Explain this option and record the answer: community placement — counsellor": p.Step(
			safeguard.Step{Do: "option.tell", About: "community-placement", By: access.Counsellor}),
		"Ask whether the person agrees to exactly this: receiving mission — reception — counsellor": p.Step(
			safeguard.Step{Do: "sharing.consent", About: "receiving-mission/reception", By: access.Counsellor}),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestNamesOfOthersStayAsTheyAre(t *testing.T) {
	for _, folder := range []string{"hospital", "2026-03-01", "embassy/travel-document"} {
		for _, code := range Languages {
			if got := New(code).Text("fault.no-store-in-folder", []fault.Arg{fault.A("folder", folder)}); !strings.Contains(got, folder) {
				t.Errorf("%s: a folder called %s is %s", code, folder, got)
			}
		}
	}
}

func TestWhatIsTyped(t *testing.T) {
	for code, want := range map[string]string{
		"en": "sign in under this name (AMANA_AS)", "fr": "se connecter sous ce nom (AMANA_AS)", "ar": "تسجيل الدخول بهذا الاسم (\u2068AMANA_AS\u2069)",
	} {
		if got := New(code).Text("flag.as", nil); !strings.Contains(got, want) || strings.Contains(got, "`") {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
	args := []fault.Arg{fault.A("folder", "a`b`c")}
	if got, want := New("ar").Text("fault.no-store-in-folder", args), "\u2068a`b`c\u2069"; !strings.Contains(got, want) || !strings.Contains(got, "\u2068--data\u2069") {
		t.Errorf("%q, want %q in it", got, want)
	}
	if got := string(New("ar").HTML("fault.no-store-in-folder", args)); !strings.Contains(got, "<bdi>--data</bdi>") || !strings.Contains(got, "<bdi>a`b`c</bdi>") {
		t.Errorf("on a page: %s", got)
	}
}

func TestArabicIsolatesArguments(t *testing.T) {
	args := []fault.Arg{fault.A("about", "TI-26-0417-K")}
	p := New("ar")
	if got, want := p.Text("step.duplicate.settle", args), "النظر في الملف \u2068TI-26-0417-K\u2069: ربطه أو رفض ربطه مع ذكر السبب"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := string(p.HTML("step.duplicate.settle", args)); !strings.Contains(got, "<bdi>TI-26-0417-K</bdi>") || strings.ContainsAny(got, fsi+pdi) {
		t.Errorf("%q", got)
	}
}

// Whatever an argument holds, on a page it is text and nothing else; and in
// Arabic no argument touches the sentence around it.
func TestArgumentsStayText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		about := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("a<>&\u2067\u2068\u2069\u202e\ue0000\ue001")))).Draw(t, "about")
		code := rapid.SampledFrom(Languages[:]).Draw(t, "language")
		p := New(code)
		page := string(p.HTML("step.duplicate.settle", []fault.Arg{fault.A("about", about)}))
		page = strings.NewReplacer("<bdi>", "", "</bdi>", "").Replace(page)
		if strings.ContainsAny(page, "<>\"'\ue000\ue001") {
			t.Fatalf("%s: %q makes %q", code, about, page)
		}
		text := New("ar").Text("step.duplicate.settle", []fault.Arg{fault.A("about", about)})
		if strings.Count(text, fsi) != 1 || strings.Count(text, pdi) != 1 || strings.Contains(text, "\u202e") {
			t.Fatalf("%q breaks out of its isolate in %q", about, text)
		}
	})
}

func TestPrintersAreShared(t *testing.T) {
	needs := func(p *Printer, n int) string { return p.Text("needs-answered.open", []fault.Arg{fault.A("count", n)}) }
	var alone []string
	for n := range 50 {
		alone = append(alone, needs(New("ar"), n))
	}
	p := New("ar")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for n := range 50 {
				if got := needs(p, n); got != alone[n] {
					t.Errorf("%d needs, by a printer that others use: %q, want %q", n, got, alone[n])
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkFinding(b *testing.B) {
	p := New("ar")
	f := safeguard.Finding{State: safeguard.Unmet, Reason: safeguard.Reason{Key: "voluntary.review", Args: []fault.Arg{fault.A("constraints", []string{"held", "indebted"})}}}
	for b.Loop() {
		p.Finding(f)
	}
}

func TestMoney(t *testing.T) {
	for code, want := range map[string]string{"en": "-12,345.67", "fr": "-12\u00a0345,67", "ar": "\u200e-12.345,67"} {
		if got := New(code).Money(-1234567); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

// A language that speaks to a woman otherwise does, and one that does not says the same.
func TestWhatIsSaidToAWoman(t *testing.T) {
	for _, c := range []struct{ code, sex, key, want string }{
		{"ar", "woman", "with.may-no", "يمكنكِ أن تقولي لا"}, {"ar", "man", "with.may-no", "يمكنك أن تقول لا"}, {"ar", "other", "with.may-no", "يمكنك أن تقول لا"},
		{"ar", "woman", "with.go-on", "متابعة"}, {"en", "woman", "with.may-no", "You may say no"},
		{"fr", "woman", "with.write-unsure", "Je ne suis pas sûre. Écrivez-le."},
	} {
		if got := New(c.code).To(c.sex).Text(c.key, nil); got != c.want {
			t.Errorf("%s to a %s in %s: %q, want %q", c.key, c.sex, c.code, got, c.want)
		}
	}
	to := New("ar").To("woman").Text("with.after-no", []fault.Arg{fault.A("day", "7")})
	if !strings.Contains(to, "7") || !strings.HasPrefix(to, "قلتِ") {
		t.Errorf("%q", to)
	}
}

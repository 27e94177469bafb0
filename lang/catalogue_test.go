package lang

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/indicator"
	"amana/domain/ledger"
	"amana/domain/pattern"
	"amana/domain/safeguard"
)

// spoken are codes that reasons carry as arguments and no field lists, by the
// name of the argument.
var spoken = map[string][]string{
	"why":         {"waiting", "malformed", "disputed", "fear", "asylum", "linked", "at-risk"},      // stray, unhcr-counselled
	"constraints": {"held", "removal-order"},                                                        // voluntary
	"nationality": {"stateless", "unknown", "disputed"},                                             // destination-open
	"field":       {"born", "alone", "nationalities", "destination", "seat", "departs"},             // unsettled
	"class":       {"adult", "child", "infant", "supported"},                                        // rule books
	"recipient":   {"embassy", "libyan-authority", "receiving-mission", "carrier", "transit-state"}, // sharing-consented
}

// asked is everything that the program can ask for.
func asked(t *testing.T) (*source, wants) {
	t.Helper()
	s, w := readSource(t, ".."), wants{}
	s.sentences(w)
	s.templates(w)
	s.codes(w)
	s.rules(t, w)
	s.steps(w)
	s.help(t, w)
	named := func(space, name, where string) { w.add(space+"."+name, where, []string{}) }
	for k := fault.Internal; k <= fault.Busy; k++ {
		named("kind", k.String(), "domain/fault/fault.go")
	}
	for i := range 12 {
		named("month", fmt.Sprint(i+1), "lang/value.go")
	}
	for _, r := range access.Roles {
		named("role", string(r), "domain/access/role.go")
	}
	for _, a := range safeguard.Acts {
		named("act", string(a), "domain/safeguard/finding.go")
	}
	for _, st := range []safeguard.State{safeguard.Met, safeguard.Unmet, safeguard.Unknown, safeguard.NotApplicable, safeguard.NotYetDue} {
		named("state", string(st), "domain/safeguard/finding.go")
	}
	for _, n := range safeguard.Numbers() {
		named("knob", n.Name, "domain/safeguard/number.go")
	}
	for _, st := range casefile.Statuses {
		named("status", string(st), "domain/casefile/status.go")
	}
	for _, c := range ledger.Compartments {
		named("compartment", c.String(), "domain/ledger/compartment.go")
	}
	for _, c := range casefile.Commands {
		named("command", c.Name, "domain/casefile/command.go")
	}
	for _, o := range casefile.Others {
		for _, c := range o.Commands {
			named("command", c.Name, "domain/casefile/subject.go")
		}
	}
	for _, whom := range []string{"protection", "health", "papers"} {
		named("ask", whom, "domain/safeguard/rule.go")
		named("wait", whom, "desk/findings.go")
	}
	figures(named)
	patterns(w, named)
	fields(w)
	s.forms(w)
	lists(t, w)
	for field, codes := range spoken {
		for _, code := range codes {
			named("code", code, "lang/catalogue_test.go: spoken")
			s.pairs["code."+field+"."+code] = true
		}
	}
	return s, w
}

// figures are the names and definitions of what is published.
func figures(named func(space, name, where string)) {
	const where = "domain/indicator/figure.go"
	for _, weekly := range []string{indicator.Wishes, indicator.Noes, indicator.Leaves} {
		named("figure", weekly, "domain/indicator/count.go")
		named("figure", weekly+".means", "domain/indicator/count.go")
	}
	nobody, _ := indicator.Of(slices.All([]indicator.Person(nil)), day.Day{Year: 2026, Month: 1, Of: 1}, 0)
	for _, g := range append(nobody.Groups, indicator.OfMovements(nil)) {
		named("figure", g.Key, where)
		named("figure", g.Key+".means", where)
		for _, f := range g.Figures {
			switch g.Key {
			case indicator.Stages, indicator.Channels:
				named("code", f.Key, where)
			case indicator.Outcomes:
				named("figure", g.Key+"."+f.Key, where)
				named("figure", g.Key+"."+f.Key+".means", where)
			case indicator.Constraint:
				if f.Key != "any" {
					named("code", f.Key, where)
					break
				}
				fallthrough
			default:
				named("figure", g.Key+"."+f.Key, where)
			}
		}
	}
}

// patterns are what is said of patterns in the work.
func patterns(w wants, named func(space, name, where string)) {
	const where = "domain/pattern/pattern.go"
	for _, p := range pattern.Patterns {
		for _, part := range []string{"", ".means", ".do"} {
			named("real", p+part, where)
		}
		w.add("real."+p+".found", where, []string{"count", "limit"})
	}
	for _, of := range []pattern.Of{pattern.Officer, pattern.Interpreter, pattern.Office, pattern.Place, pattern.Movement} {
		named("real", "of."+string(of), where)
	}
	for _, l := range []pattern.Level{pattern.Look, pattern.Alarm} {
		named("real", "level."+string(l), where)
	}
	for _, l := range pattern.Limits() {
		named("limit", l.Name, where)
		named("limit", "source."+string(l.Source), where)
	}
}

// Whatever the program can say, it can say in every language; and nothing
// stands in a catalogue that it never says.
func TestEveryKeyHasWordsInEveryLanguage(t *testing.T) {
	s, w := asked(t)
	used := map[string]bool{}
	for key, want := range w {
		var lack []string
		for _, code := range Languages {
			found, ok := catalogues()[code].resolve(key)
			if !ok {
				lack = append(lack, code+".toml")
			}
			used[found] = true
		}
		if lack != nil {
			t.Errorf("%q, which %s asks for, is missing in %s", key, want.where, strings.Join(lack, ", "))
		}
	}
	for _, code := range Languages {
		for key := range catalogues()[code].messages {
			name := strings.HasPrefix(key, "country.") || strings.HasPrefix(key, "tongue.") || strings.HasPrefix(key, "office.") // of a code that comes with the data
			if !used[key] && !s.pairs[key] && !s.variant(key) && !name {
				t.Errorf("%s.toml has %q, which nothing asks for", code, key)
			}
		}
	}
}

// resolve finds the message for a key as a printer does: a finding's reason
// may be one that every safeguard has.
func (c *catalogue) resolve(key string) (string, bool) {
	if c.has(key) {
		return key, true
	}
	_, reason, _ := strings.Cut(key, ".")
	return "safeguard." + reason, c.has("safeguard." + reason)
}

var letter = regexp.MustCompile(`[a-z]`)

var argument = regexp.MustCompile(`{{\.(\w+)}}`)

func argumentsOf(text string) []string {
	var names []string
	for _, m := range argument.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	return names
}

// A sentence uses only arguments that are given to it, and the same in every
// language.
func TestArgumentsAgree(t *testing.T) {
	_, w := asked(t)
	for key, en := range catalogues()["en"].messages {
		want := argumentsOf(en.Other)
		for _, code := range Languages {
			m := catalogues()[code].messages[key]
			if m == nil {
				continue // said by the test above
			}
			if to := catalogues()[code].messages[key+".woman"]; to != nil && !slices.Equal(argumentsOf(to.Other), want) {
				t.Errorf("%s.toml: %q uses other arguments to a woman", code, key)
			}
			if got := argumentsOf(m.Other); !slices.Equal(got, want) {
				t.Errorf("%s.toml: %q uses %v, but %v in English", code, key, got, want)
			}
			if strings.Count(m.Other, "{{") != len(argument.FindAllString(m.Other, -1)) {
				t.Errorf("%s.toml: %q has braces that are no argument", code, key)
			}
			for _, form := range []string{m.Zero, m.One, m.Two, m.Few, m.Many} {
				for _, name := range argumentsOf(form) {
					if !slices.Contains(want, name) {
						t.Errorf("%s.toml: a plural of %q uses %s, which the others do not", code, key, name)
					}
				}
			}
		}
	}
	for key, asks := range w {
		found, _ := catalogues()["en"].resolve(key)
		m := catalogues()["en"].messages[found]
		if m == nil || asks.args == nil {
			continue
		}
		for _, name := range argumentsOf(m.Other) {
			if !slices.Contains(asks.args, name) {
				t.Errorf("%q uses %s, which %s does not give", found, name, asks.where)
			}
		}
	}
}

// Each language has the plural forms that it needs: six in Arabic.
func TestPluralsAreComplete(t *testing.T) {
	for _, code := range Languages {
		p := New(code)
		for key, m := range p.messages {
			if !plural(m) {
				continue
			}
			if code == "ar" && slices.Contains([]string{m.Zero, m.One, m.Two, m.Few, m.Many, m.Other}, "") {
				t.Errorf("ar.toml: %q lacks one of six forms", key)
			}
			for _, n := range []int{0, 1, 2, 3, 10, 11, 99, 100, 101, 102, 1_000_000} {
				ask := i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: map[string]string{}}
				if _, err := p.localizer.Localize(&ask); err != nil {
					t.Errorf("%s.toml: %q has no form for %d: %v", code, key, n, err)
				}
			}
		}
	}
}

// Two languages saying the same in the same words is a sentence forgotten.
func TestNothingIsLeftInEnglish(t *testing.T) {
	en := catalogues()["en"].messages
	for key, m := range catalogues()["ar"].messages {
		if en[key] == nil {
			continue // said by TestEveryKeyHasWordsInEveryLanguage
		}
		if m.Other == en[key].Other && !strings.HasPrefix(key, "help.") && // of which there is more to say in help_test.go
			letter.MatchString(m.Other) && !strings.Contains(m.Other, "{{") {
			t.Errorf("ar.toml: %q is English", key)
		}
		if strings.ContainsAny(m.Other, fsi+pdi) {
			t.Errorf("ar.toml: %q isolates by itself; the printer does", key)
		}
		if strings.HasSuffix(key, ".takes") {
			continue // it is typed as a whole
		}
		if _, typed, prose := apart(m.Other); outside.MatchString(prose) || strings.Contains(prose, "\u200e") || strings.Contains(prose, "`") {
			t.Errorf("ar.toml: what is typed in %q stands in no backquotes (these do: %q)", key, typed)
		}
	}
	for key, m := range catalogues()["fr"].messages {
		if strings.HasPrefix(key, "fault.") && en[key] != nil && m.Other == en[key].Other {
			t.Errorf("fr.toml: %q is English", key)
		}
	}
}

package casefile

import (
	"testing"

	"amana/domain/consent"
	"amana/domain/safeguard"
)

// signed is a declaration to a version of the text in a language.
func signed(version int, language string) consent.Give {
	give := declare
	give.Version, give.Language = version, language
	return give
}

func atSight(version int, language string) consent.Give {
	give := signed(version, language)
	give.Talk.Language, give.Sight = language, true
	return give
}

// What was signed is recorded as it was: to an older version, to words that were
// none of ours, to a text that was translated aloud. Whether the person may travel
// on it is for the rule to say.
func TestADeclarationIsRecordedAsItWas(t *testing.T) {
	objects := signed(7, "tir")
	objects.View = safeguard.Objects
	for name, c := range map[string]struct {
		given doing
		want  string
	}{
		"to the newest version":               {does("cou", "consent.give", signed(2, "hau")), "met"},
		"to one that is outdated":             {does("cou", "consent.give", signed(1, "hau")), "unmet text"},
		"sight-translated from an older one":  {does("cou", "consent.give", atSight(1, "tir")), "unmet text"},
		"to none of ours, as a list tells":    {lists("cou", "consent.give", signed(consent.NoText, "hau")), "unmet none"},
		"a child's no, whatever was laid out": {does("cou", "consent.give", objects), "unmet text"},
	} {
		w := begin(t, before("consent.give")...)
		w.do(c.given)
		if n := len(w.file.Consent.Consents); n != 1 {
			t.Errorf("%s: %d declarations on record", name, n)
		}
		if got := w.finds(safeguard.Clearance, "consent"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

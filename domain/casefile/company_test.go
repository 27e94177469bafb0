package casefile

import (
	"testing"

	"amana/domain/assessment"
	"amana/domain/safeguard"
)

// Whoever said that a child is alone does not make them one with a parent by
// correcting the file; another officer, who knew of it, can.
func TestTheFilesWordThatAChildIsAlone(t *testing.T) {
	for _, c := range []struct {
		name string
		by   []string // who corrects: with a parent
		want string
	}{
		{"nobody corrects it", nil, "unmet panel"},
		{"who said it corrects it", []string{"cou"}, "unmet panel"},
		{"another officer corrects it", []string{"cas"}, "met"},
	} {
		w := begin(t, with(scene, opened(child(10, "separated")))...)
		w.do(does("pia", "interests.assess", assessment.AssessInterests{Agrees: true}))
		for _, by := range c.by {
			w.do(does(by, "case.correct", Correct{Changed: Changed(child(10, "with-parent"))}))
		}
		if got := w.finds(safeguard.Seat, "best-interests"); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

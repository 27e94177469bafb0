package movement

import (
	"regexp"
	"testing"
	"time"

	"amana/domain/fault"
	"amana/domain/ledger"
)

var listAt = time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)

func TestTheCodeOfAList(t *testing.T) {
	list := []string{"TI-26-0417-K", "MI-26-0001-A"}
	code := VetoCode("F-1", listAt, list)
	if !regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$`).MatchString(code) {
		t.Errorf("%s is not to be said on a telephone", code)
	}
	if got := VetoCode("F-1", listAt.In(time.FixedZone("", 7200)), []string{" mi-26-0001-a", "TI-26-0417-K", "TI-26-0417-K"}); got != code {
		t.Errorf("the same list in another order, written otherwise: %s, want %s", got, code)
	}
	for name, other := range map[string]string{
		"another movement": VetoCode("F-2", listAt, list), "another moment": VetoCode("F-1", listAt.Add(VetoStep), list),
		"a shorter list": VetoCode("F-1", listAt, list[:1]), "a longer list": VetoCode("F-1", listAt, append(list, "BE-26-0002-C")), "no list": VetoCode("F-1", listAt, nil),
	} {
		if other == code {
			t.Errorf("%s has the same code", name)
		}
	}
}

// Both sides enter the code: where it is not that of what they have, it is refused.
func TestBothSidesEnterTheCode(t *testing.T) {
	on, grown := []string{"TI-26-0417-K"}, []string{"MI-26-0001-A", "TI-26-0417-K"}
	code := VetoCode("F-1", listAt, on)
	for name, c := range map[string]struct {
		entered ConfirmVetoes
		known   []string
		hub     bool
		refused string
	}{
		"heard":                              {ConfirmVetoes{At: listAt, Cases: on, Code: code}, nil, false, ""},
		"heard, written without care":        {ConfirmVetoes{At: listAt, Cases: []string{"ti-26-0417-k "}, Code: code[:4] + code[5:]}, nil, false, ""},
		"read":                               {ConfirmVetoes{At: listAt, Code: code}, on, true, ""},
		"heard, and one was not written":     {ConfirmVetoes{At: listAt, Code: code}, nil, false, "fault.code-of-another-list"},
		"heard, with a code of an hour ago":  {ConfirmVetoes{At: listAt, Cases: on, Code: VetoCode("F-1", listAt.Add(-time.Hour), on)}, nil, false, "fault.code-of-another-list"},
		"heard, with another movement's":     {ConfirmVetoes{At: listAt, Cases: on, Code: VetoCode("F-2", listAt, on)}, nil, false, "fault.code-of-another-list"},
		"read, and it has grown meanwhile":   {ConfirmVetoes{At: listAt, Code: code}, grown, true, "fault.code-of-another-list"},
		"read, and what is typed counts not": {ConfirmVetoes{At: listAt, Cases: on, Code: code}, grown, true, "fault.code-of-another-list"},
		"made up":                            {ConfirmVetoes{At: listAt, Cases: on, Code: "4711-K"}, nil, false, "fault.code-of-another-list"},
		"no code":                            {ConfirmVetoes{At: listAt, Cases: on}, nil, false, "fault.code-of-another-list"},
	} {
		refused := ""
		bodies, err := c.entered.Of(c.known, nil).Decide(State{Reference: "F-1"}, ledger.Deed{Moment: listAt.Add(3 * time.Minute), Hub: c.hub})
		if err != nil {
			refused = err.(*fault.Fault).Key
		} else if e := bodies[0].(VetoesConfirmed); e.Code != code || e.Hub != c.hub || !e.At.Equal(listAt) {
			t.Errorf("%s: %+v", name, e)
		}
		if refused != c.refused {
			t.Errorf("%s: %q, want %q", name, refused, c.refused)
		}
	}
}

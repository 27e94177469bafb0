package webtest

import (
	"fmt"
	"regexp"
)

// Sight is a page as somebody sees it.
type Sight struct {
	Pattern string // of its route
	As      string // an officer's name; "" for nobody
	Path    string // with {cleared} for the number of that case
	Status  int    // 0: 200
}

// Sights are pages of every route that is read: a test fails where one is in no
// line. Whoever adds a page adds who sees it, and if what it holds depends on the
// case, a line for each.
var Sights = []Sight{
	{"GET /sign-in", "", "/sign-in", 0},
	{"GET /{$}", "cou", "/", 0},
	{"GET /cases/{case}", "pia", "/cases/{blocked}", 0},
	{"GET /cases/{case}", "pia", "/cases/{cleared}?for=boarding", 0},
	{"GET /cases/{case}", "lea", "/cases/{sealed}?for=clearance", 0},
	{"GET /cases/{case}", "mov", "/cases/{held}?for=seat", 0},
	{"GET /cases/{case}", "hop", "/cases/{uncleared}", 0},
	{"GET /cases/{case}/timeline", "pia", "/cases/{departed}/timeline", 0},
	{"GET /cases/{case}/timeline", "doc", "/cases/{sealed}/timeline", 0},
	{"GET /cases/{case}/acts", "pia", "/cases/{blocked}/acts", 0},
	{"GET /cases/{case}/do/{command}", "cou", "/cases/{blocked}/do/consent.give", 0},
	{"GET /cases/{case}/do/{command}", "cou", "/cases/{new}/do/counselling.hold", 0},
	{"GET /cases/{case}/do/{command}", "cou", "/cases/{blocked}/do/consent.withdraw", 0},
	{"GET /cases/{case}/do/{command}", "cas", "/cases/{blocked}/do/case.correct", 0},
	{"GET /cases/{case}/do/{command}", "lea", "/cases/{held}/do/hold.lift", 0},
	{"GET /cases/{case}/do/{command}", "doc", "/cases/{sealed}/do/health.examine", 0},
	{"GET /cases/{case}/do/{command}", "mov", "/cases/{blocked}/do/seat.give", 0},
	{"/", "cou", "/no-such-page", 404},
	{"GET /cases/{case}", "cou", "/cases/TI-000000", 404},
}

var special = regexp.MustCompile(`\{([a-z-]+)\}`)

// Path is that of a sight in a world.
func (w *World) Path(path string) string {
	return special.ReplaceAllStringFunc(path, func(name string) string {
		number, there := w.Cases[name[1:len(name)-1]]
		if !there {
			panic(fmt.Sprintf("webtest: nobody is %s", name))
		}
		return number
	})
}

package webtest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Sight is a page as somebody sees it.
type Sight struct {
	Pattern string // of its route
	As      string // an officer's name; "" for nobody
	Path    string // with {cleared} for the number of that case, {receipt} for one of who is blocked
	Status  int    // 0: 200
	Shows   string // what there is to see, for whoever is shown round; "": nothing else
	Phone   bool   // it is used on one
	Apart   bool   // it is none, but a file to keep or a way to another
}

// Sights are pages of every route that is read, part by part: a test fails where
// one is in no line. Whoever adds a page adds who sees it, and if what it holds
// depends on the case, a line for each.
var Sights = slices.Concat(anySights, caseSights, overviewSights, movementSights, withSights, bookSights)

var special = regexp.MustCompile(`\{([a-z-]+)\}`)

// Path is that of a sight in a world.
func (w *World) Path(path string) string {
	path = strings.ReplaceAll(path, "{receipt}", w.Receipt)
	return special.ReplaceAllStringFunc(path, func(name string) string {
		number, there := w.Cases[name[1:len(name)-1]]
		if !there {
			panic(fmt.Sprintf("webtest: nobody is %s", name))
		}
		return number
	})
}

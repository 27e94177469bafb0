package web

import (
	"fmt"
	"html/template"
	"strings"

	"rsc.io/qr"
)

// square is a text as a QR code, drawn here: whoever scans it gets the text and
// nothing else, no address and no name. words say what it is to who cannot see it.
func square(text, words string) (template.HTML, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("web: drawing a code: %w", err)
	}
	const quiet = 4 // modules around it, without which it is not found
	var path strings.Builder
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	side := code.Size + 2*quiet
	return template.HTML(fmt.Sprintf(
		`<svg class="square" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="240" height="240" role="img" aria-label="%s" shape-rendering="crispEdges"><rect width="%d" height="%d" fill="#fff"/><path d="%s" fill="#000"/></svg>`,
		side, side, template.HTMLEscapeString(words), side, side, path.String())), nil
}

package webtest

import (
	"iter"
	"strings"

	"golang.org/x/net/html"
)

// elements are those of a page with one of the names; all, where none is named.
func elements(root *html.Node, names ...string) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			wanted := len(names) == 0
			for _, name := range names {
				wanted = wanted || n.Data == name
			}
			if wanted && !yield(n) {
				return
			}
		}
	}
}

// attribute is the value of one, "" where there is none.
func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// has says whether there is an attribute, whatever its value.
func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// is says whether an element is of a class.
func is(n *html.Node, class string) bool {
	for _, c := range strings.Fields(attribute(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

// words are what an element says, in one line.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// addresses are all that a page leads to, loads or sends.
func addresses(root *html.Node) []string {
	var all []string
	for n := range elements(root) {
		for _, a := range n.Attr {
			switch a.Key {
			case "href", "src", "action", "formaction", "srcset", "poster", "data", "cite", "ping", "content", "xlink:href":
				if a.Key != "content" || strings.EqualFold(attribute(n, "http-equiv"), "refresh") {
					all = append(all, a.Val)
				}
			}
		}
	}
	return all
}

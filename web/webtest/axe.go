package webtest

import (
	"fmt"
	"os"
	"strings"
)

// Axe is the rules of accessibility that a browser can look for by itself, as
// tools/axe brings them.
type Axe string

// ReadAxe reads them from the tree that holds tools.
func ReadAxe(root string) (Axe, error) {
	text, err := os.ReadFile(root + "/tools/axe/node_modules/axe-core/axe.min.js")
	if err != nil {
		return "", fmt.Errorf("axe-core is missing (make tools installs it): %w", err)
	}
	return Axe(text), nil
}

// violation is one rule that a page breaks.
type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// tags are those of WCAG 2.2 at level AA, and what axe itself thinks good.
const tags = `["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]`

// Violations are the rules that the page in a tab breaks as it is shown.
func (t *Tab) Violations(a Axe) ([]string, error) { return t.axe(a, `{type:"tag",values:`+tags+`}`) }

// Faint is what the page in a tab writes with less contrast than WCAG asks for at
// level AAA, which is asked for only when the reader wants more than usual.
func (t *Tab) Faint(a Axe) ([]string, error) {
	return t.axe(a, `{type:"rule",values:["color-contrast-enhanced"]}`)
}

func (t *Tab) axe(a Axe, only string) ([]string, error) {
	run := `axe.run(document,{runOnly:` + only + `,resultTypes:["violations"]})
		.then(r=>r.violations.map(v=>({id:v.id,help:v.help,nodes:v.nodes.map(n=>({html:n.html,failureSummary:n.failureSummary}))})))`
	if there, err := Value[bool](t, "!!window.axe"); err != nil {
		return nil, err
	} else if !there {
		if _, err := Value[bool](t, string(a)+"\n;true"); err != nil {
			return nil, err
		}
	}
	found, err := Value[[]violation](t, run)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, v := range found {
		for _, n := range v.Nodes {
			all = append(all, fmt.Sprintf("%s: %s: %s: %s", v.ID, v.Help, n.HTML, strings.Join(strings.Fields(n.Summary), " ")))
		}
	}
	return all, nil
}

// Everything shows what a page shows only when it is asked: what is folded, the
// other steps of a form, and questions that follow from another answer.
func (t *Tab) Everything() error {
	_, err := Value[bool](t, `document.querySelectorAll("details").forEach(d => { d.open = true; d.removeAttribute("name"); });
		document.querySelectorAll(".stepped").forEach(f => f.classList.remove("stepped"));
		document.querySelectorAll("[data-when]").forEach(e => e.removeAttribute("data-when")); true`)
	return err
}

package safeguard

import (
	"slices"
	"strconv"
)

// Way is which way a change goes: what loosens anything takes force with notice.
type Way string

const (
	Loosens  Way = "loosens"
	Tightens Way = "tightens"
	Both     Way = "both"    // in one part looser, in another tighter
	Neither  Way = "neither" // in other words, for another owner, on another source
)

// Difference is one thing in which two books are not the same.
type Difference struct {
	Where string   // the number, the list, or the rule
	Part  string   // of a rule: due, applies, from, until, logic, owner, source, text.en …; "": all of it
	Was   []string // nothing: it was not there
	Is    []string // nothing: it is there no more
	Way   Way
}

// Differences lists in what next is not the same as b: numbers and lists first,
// then the rules in the order of the book. Where one of them loosens, Loosens
// lists it too.
func (b *Book) Differences(next *Book) []Difference {
	var all []Difference
	for k, t := range knobTable {
		was, is := b.values[k], next.values[k]
		if was != is {
			all = append(all, Difference{Where: t.name, Was: []string{strconv.Itoa(was)}, Is: []string{strconv.Itoa(is)}, Way: way(Knob(k).loosens(was, is), Knob(k).loosens(is, was))})
		}
	}
	for _, l := range lists {
		was, is := *l.of(b), *l.of(next)
		if loose, tight := lacks(was, is), lacks(is, was); loose || tight {
			all = append(all, Difference{Where: l.name, Was: was, Is: is, Way: way(loose, tight)})
		}
	}
	for i := range next.Clauses {
		if c := &next.Clauses[i]; b.clause(c.ID) == nil {
			all = append(all, Difference{Where: string(c.ID), Is: []string{string(c.ID)}, Way: Tightens})
		} else {
			all = append(all, b.clause(c.ID).differences(c)...)
		}
	}
	for i := range b.Clauses {
		if c := &b.Clauses[i]; next.clause(c.ID) == nil {
			all = append(all, Difference{Where: string(c.ID), Was: []string{string(c.ID)}, Way: Loosens})
		}
	}
	return all
}

func way(loose, tight bool) Way {
	switch {
	case loose && tight:
		return Both
	case loose:
		return Loosens
	case tight:
		return Tightens
	}
	return Neither
}

// differences are those of one rule between two books.
func (c *Clause) differences(next *Clause) []Difference {
	var all []Difference
	differ := func(part string, was, is []string, loose, tight bool) {
		if !slices.Equal(was, is) {
			all = append(all, Difference{string(c.ID), part, was, is, way(loose, tight)})
		}
	}
	if loose, tight := lacks(c.Due, next.Due), lacks(next.Due, c.Due); loose || tight {
		differ("due", words(c.Due), words(next.Due), loose, tight)
	}
	if loose, tight := lacks(c.Applies, next.Applies), lacks(next.Applies, c.Applies); loose || tight {
		differ("applies", words(c.Applies), words(next.Applies), loose, tight)
	}
	differ("from", words([]string{c.From.String()}), words([]string{next.From.String()}), next.From.After(c.From), c.From.After(next.From))
	differ("until", ended(c), ended(next), ends(c.Until, next.Until), ends(next.Until, c.Until))
	differ("logic", []string{strconv.Itoa(c.rule.logic)}, []string{strconv.Itoa(next.rule.logic)}, c.meansElse(next), false)
	differ("owner", words([]string{string(c.Owner)}), words([]string{string(next.Owner)}), false, false)
	differ("source", c.Source, next.Source, false, false)
	for _, language := range languages(c, next) {
		differ("text."+language, c.said(language), next.said(language), false, false)
	}
	return all
}

// said is a rule in the words of a language; nothing: there are none.
func (c *Clause) said(language string) []string {
	t, there := c.Text[language]
	if !there {
		return nil
	}
	all := []string{t.Title, t.Met}
	if t.Draft {
		all = append(all, "draft")
	}
	return all
}

func ended(c *Clause) []string {
	if c.Until.IsZero() {
		return nil
	}
	return []string{c.Until.String()}
}

func words[T ~string](list []T) []string {
	all := make([]string, len(list))
	for i, x := range list {
		all[i] = string(x)
	}
	return all
}

func languages(clauses ...*Clause) []string {
	var all []string
	for _, c := range clauses {
		for code := range c.Text {
			all = append(all, code)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

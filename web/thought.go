package web

import (
	"slices"

	"amana/lang"
)

// thought is one page of the talk with the person: a heading, and a few
// sentences that can be said aloud.
type thought struct {
	name, title, say string
	option           string // other than return, which it explains and of which it asks
	saidBack         bool   // the person says it in their own words
	text             bool   // the declaration is read
	mark             bool   // and marked
}

// thoughts are those of the whole talk in their order. Together they are what a
// counselling session covers and what a consent rests on; that one may say no,
// and what else there is, come before what return gives.
var thoughts = []thought{
	{name: "hello", title: "with.hello", say: "with.hello-say"},
	{name: "yours", title: "with.yours", say: "with.yours-say"},
	{name: "may-no", title: "with.may-no", say: "with.may-no-say"},
	{name: "rights", title: "with.rights", say: "with.rights-say"},
	{name: "afraid", title: "with.afraid", say: "with.afraid-say"},
	{name: "protection", title: "with.protection", say: "with.protection-say", option: "international-protection"},
	{name: "stay", title: "with.stay", say: "with.stay-say", option: "stay"},
	{name: "released", title: "with.released", say: "with.released-say", option: "alternative-to-detention"},
	{name: "community", title: "with.community", say: "with.community-say", option: "community-placement"},
	{name: "resettled", title: "with.resettled", say: "with.resettled-say", option: "resettlement-or-evacuation"},
	{name: "conditions", title: "with.conditions", say: "with.conditions-say"},
	{name: "reintegration", title: "with.reintegration", say: "with.reintegration-say"},
	{name: "data", title: "with.data", say: "with.data-say"},
	{name: "remedy", title: "with.remedy", say: "with.remedy-say"},
	{name: "afterwards", title: "with.afterwards", say: "with.afterwards-say"},
	{name: "said-back", title: "with.said-back", say: "with.said-back-say", saidBack: true},
	{name: "declaration", title: "with.declaration", text: true},
	{name: "mark", title: "with.mark", say: "with.mark-say", mark: true},
}

// Where the talk can go from any of them.
var (
	saidNo = thought{name: "said-no", title: "with.said-no", say: "with.said-no-say"}
	unsure = thought{name: "unsure", title: "with.unsure", say: "with.unsure-say"}
	paper  = thought{name: "paper", title: "with.paper-title", text: true}
)

// ends are where it ends, and what was recorded by then.
var ends = []thought{
	{name: "wanted", title: "with.wanted", say: "with.wanted-say"},
	{name: "done-yes", title: "with.done-yes", say: "with.done-yes-say"},
	{name: "done-no", title: "with.done-no", say: "with.done-no-say"},
	{name: "done-unsure", title: "with.done-unsure", say: "with.done-unsure-say"},
	{name: "done-end", title: "with.done-end", say: "with.done-end-say"},
}

func isEnd(name string) bool {
	return slices.ContainsFunc(ends, func(t thought) bool { return t.name == name })
}

func thoughtAt(name string) int {
	return slices.IndexFunc(thoughts, func(t thought) bool { return t.name == name })
}

// wordsIn is the printer that speaks to somebody in a language; nil: there are no
// words in it.
func (v *visit) wordsIn(spoken, sex string) *lang.Printer {
	if code := lang.Speaks(spoken); code != "" {
		return lang.New(code).In(v.desk.Where()).To(sex)
	}
	return nil
}

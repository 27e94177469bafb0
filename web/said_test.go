package web

import (
	"net/url"
	"testing"
)

// What nobody sees in a text that was pasted nobody can take out: what our own
// pages put around a number in Arabic, what a keyboard puts between directions.
// An override of the direction stays, and is refused.
func TestWhatNobodySeesIsTakenOutOfWhatIsPasted(t *testing.T) {
	v := new(visit)
	for typed, want := range map[string]string{
		"\u2068MJI-LOS-26-015\u2069": "MJI-LOS-26-015", "no\u200b, never": "no, never", "\u061cلا": "لا", "a\u202eb": "a\u202eb", "می\u200cخواهم": "می\u200cخواهم",
	} {
		for _, how := range []ask{askText, askWords} {
			if got, err := v.answered(asked{Path: "reason", How: how}, url.Values{"reason": {typed}}); got != want || err != nil {
				t.Errorf("%s %+q is %+q: %v", how, typed, got, err)
			}
		}
		got, err := v.answered(asked{Path: "present", How: askNames}, url.Values{"present": {typed + "\n\u200b\n"}})
		if names, _ := got.([]string); len(names) != 1 || names[0] != want || err != nil {
			t.Errorf("of names %+q is %+q: %v", typed, got, err)
		}
	}
}

// A word is the same on every telephone: also with what a keyboard puts around it
// or between its letters to show them, which whoever says the word does not say.
func TestAWordIsTheSameOnEveryTelephone(t *testing.T) {
	for _, same := range [][]string{
		{"زهرة", "زهرة\u200f", "\u200eزهرة ", "\u061cزهرة", "زه\u200dرة"}, {"Émile", "e\u0301mile", "ÉMILE "}, {"می\u200cروم", "میروم"}, {"two words", "two  words", "Two\u00a0words"},
	} {
		for _, typed := range same {
			if factOf(typed) != factOf(same[0]) {
				t.Errorf("%+q is another word than %+q", typed, same[0])
			}
		}
	}
	if factOf("زهرة") == factOf("زهره") || factOf("two words") == factOf("twowords") {
		t.Error("words that differ are alike")
	}
}

package shape_test

import (
	"testing"

	"amana/desk/shape"
)

func TestWhatASpreadsheetWouldRun(t *testing.T) {
	for text, runs := range map[string]bool{
		"=1+1": true, "+1": true, "@SUM(A1)": true, "-cmd": true, "\t=1": true, " \n@a": true, "＝1": true, "－a": true, "-2+3+cmd|' /C calc'!A0": true,
		"- cmd|' /C calc'!A0": true, "-1*2": true,
		"-": false, "-5": false, "-5 kg/day": false, "- asked twice (alone)": false, "a=b": false, "1+1": false, "home": false,
	} {
		if err := shape.CheckRunes(text, "a"); (err != nil) != runs {
			t.Errorf("%q: %v", text, err)
		}
	}
}

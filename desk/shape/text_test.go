package shape_test

import (
	"testing"

	"amana/desk/shape"
)

func TestWhatASpreadsheetWouldRun(t *testing.T) {
	for text, runs := range map[string]bool{
		"=1+1": true, "+1": true, "@SUM(A1)": true, "-cmd": true, "\t=1": true, " \n@a": true, "＝1": true, "－a": true, "-2+3+cmd|' /C calc'!A0": true,
		"- cmd|' /C calc'!A0": true, "-1*2": true, "'=1+1": true, " '@a": true, "'Ali": false,
		"-": false, "-5": false, "-5 kg/day": false, "- asked twice (alone)": false, "a=b": false, "1+1": false, "home": false,
	} {
		if err := shape.CheckRunes(text, "a"); (err != nil) != runs {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestACountryIsOneThatThereIs(t *testing.T) {
	for code, there := range map[string]bool{"NGA": true, "SSD": true, "PSE": true, "XXX": false, "XYZ": false, "QMM": false, "ZZZ": false, "nga": false, "NG": false} {
		of := struct {
			Country     string `json:"country" format:"country"`
			Nationality string `json:"nationality" format:"nationality"`
		}{code, code}
		if err := shape.Check(of); (err == nil) != there {
			t.Errorf("%s: %v", code, err)
		}
		of.Country, of.Nationality = "NGA", "stateless"
		if err := shape.Check(of); err != nil {
			t.Errorf("stateless: %v", err)
		}
	}
}

func TestWhatNobodySeesIsRefused(t *testing.T) {
	for text, refused := range map[string]bool{
		"Ami\u200bna": true, "\ufeffAmina": true, "Ami\u2060na": true, "Ami\u00adna": true, "Amina\ufe0f": true, "Amina\U000e0041": true, "\u3164": true, "Ami\u2028na": true, "Ami\u2029na": true, "Ami\ufdd0na": true, "Ami\u034fna": true,
		"علی\u200cرضا": false, "ක්\u200dෂ": false, "\u200fأمينة": false, "Amina": false,
	} {
		if err := shape.CheckRunes(text, "a"); (err != nil) != refused {
			t.Errorf("%+q: %v", text, err)
		}
	}
}

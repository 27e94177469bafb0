package shape_test

import (
	"errors"
	"testing"
	"time"

	"amana/desk/shape"
	"amana/domain/day"
	"amana/domain/fault"
	"amana/domain/ledger"
)

type dated struct {
	Born  day.Day     `json:"born,omitzero"`
	At    time.Time   `json:"at,omitzero"`
	Entry ledger.Hash `json:"entry,omitzero"`
}

func TestAnImpossibleDaySaysWhatIsWrongAndWhere(t *testing.T) {
	for text, want := range map[string][2]string{
		`{"born":"2026-02-30"}`:              {"fault.impossible-day", "born"},
		`{"born":20260228}`:                  {"fault.wrong-type", "born"},
		`{"at":"2026-13-01T00:00:00Z"}`:      {"fault.impossible-time", "at"},
		`{"at":{}}`:                          {"fault.wrong-type", "at"},
		`{"entry":"not an entry"}`:           {"fault.format-id", "entry"},
		`{"at":"0001-01-01T00:00:00Z"}`:      {"fault.impossible-time", "at"},
		`{"at":"0001-01-01T00:00:00+14:00"}`: {"fault.impossible-time", "at"},
	} {
		_, err := shape.Decode(dated{}, []byte(text))
		f, ok := errors.AsType[*fault.Fault](err)
		if !ok || f.Kind != fault.Invalid || f.Key != want[0] || f.Field != want[1] {
			t.Errorf("%s: %v, want %s at %s", text, err, want[0], want[1])
		}
	}
	if _, err := shape.Decode(dated{}, []byte(`{"born":"2024-02-29","at":"2026-03-02T09:00:00+02:00"}`)); err != nil {
		t.Error(err)
	}
}

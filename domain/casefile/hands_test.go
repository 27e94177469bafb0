package casefile

import (
	"reflect"
	"slices"
	"testing"

	"amana/domain/ledger"
	"amana/domain/talk"
)

// Whoever did anything in the case cannot judge it: everybody on the way but
// who was drawn, and the program that drew.
func TestWhoHadAHandInTheCase(t *testing.T) {
	w := begin(t)
	var want []ledger.Actor
	for _, d := range way() {
		w.do(d)
		if by := who(d.by); d.about == "" && d.what != "clearance.draw" && d.what != "clearance.give" && !slices.Contains(want, by) {
			want = append(want, by)
		}
	}
	if !slices.Equal(w.file.Hands, want) {
		t.Errorf("had a hand in it: %q, want %q", w.file.Hands, want)
	}
}

// Only what belongs to the judgement itself is no hand in the case, and what
// was imported: whoever takes over a list did none of it.
func TestWhatIsNoHandInTheCase(t *testing.T) {
	var judging []string
	for _, b := range Kinds() {
		if judges(b) {
			judging = append(judging, b.Kind())
		}
	}
	if want := []string{"safeguard.attested", "clearance.drawn", "clearance.given"}; !slices.Equal(judging, want) {
		t.Errorf("%q is no hand in a case, want %q", judging, want)
	}
	w := begin(t, before("order.ask")...)
	d := does("imp", "order.ask", way()[len(scene)+1].args)
	d.imported = true
	w.do(d)
	if slices.Contains(w.file.Hands, who("imp")) {
		t.Error("whoever imported a list had a hand in the case")
	}
}

// Of every talk with the person it is known whether it was by telephone, where
// nobody sees the other's face.
func TestWhoWasOnlyHeardIsKnown(t *testing.T) {
	for _, b := range Kinds() {
		if _, meets := meets(b); !meets {
			continue
		}
		said := reflect.New(reflect.TypeOf(b)).Elem()
		said.Set(reflect.ValueOf(b))
		spoken := said.FieldByName("Talk")
		if !spoken.IsValid() {
			continue
		}
		spoken.FieldByName("Mode").Set(reflect.ValueOf(talk.Phone))
		var c Case
		at := ledger.Ref{ID: ledger.Hash{1}}
		if c.applyHand(&ledger.Event{Body: said.Interface().(ledger.Body)}, at); !slices.Equal(c.Heard, []ledger.Hash{at.ID}) || len(c.Contacts) != 1 {
			t.Errorf("%s by telephone: met %v, of these heard %v", b.Kind(), c.Contacts, c.Heard)
		}
	}
}

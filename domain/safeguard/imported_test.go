package safeguard

import (
	"reflect"
	"slices"
	"testing"

	"amana/domain/ledger"
)

// importAll makes of everything that was recorded with the person what a
// partner's list says, done by an officer who is here.
func (w *world) importAll() {
	w.Imported = map[ledger.Hash]ledger.Actor{}
	for _, part := range []any{&w.Will, &w.Protection, &w.Refoulement, &w.Preparation, &w.Journey} {
		refs(reflect.ValueOf(part).Elem(), func(r *ledger.Ref) {
			if !r.IsZero() {
				*r = imported(*r)
				w.Imported[r.ID] = who("pia")
			}
		})
	}
}

// refs calls do on every reference to an event below a value.
func refs(v reflect.Value, do func(*ledger.Ref)) {
	if r, is := v.Addr().Interface().(*ledger.Ref); is {
		do(r)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				refs(v.Field(i), do)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			refs(v.Index(i), do)
		}
	}
}

// Whatever a list says shows as imported, on whose word, at the rule that it
// would have met, and the officer who did it can attest it.
func TestWhatWasImportedShowsOnWhoseWord(t *testing.T) {
	b, shown := testBook(t), 0
	for _, kind := range []func(*world){func(*world) {}, (*world).child, (*world).held} {
		for _, act := range Acts {
			w := ready()
			kind(w)
			before := Evaluate(w.Facts, b, now, act)
			w.importAll()
			for i, f := range Evaluate(w.Facts, b, now, act) {
				if before[i].State != Met || !f.State.Blocks() {
					continue
				}
				shown++
				if !slices.Equal(f.WordOf, []string{"sheet of 2025"}) {
					t.Errorf("%s at %s (%s): on the word of %q", f.Safeguard, act, f.Reason.Key, f.WordOf)
				}
				i := slices.IndexFunc(f.Next, func(s Step) bool { return s.Do == "import.attest" })
				if i < 0 || !slices.ContainsFunc(f.Events, func(h ledger.Hash) bool { return h.String() == f.Next[i].About }) {
					t.Errorf("%s at %s (%s): who did it cannot attest it: %v", f.Safeguard, act, f.Reason.Key, f.Next)
				}
			}
		}
	}
	if shown < 60 {
		t.Errorf("only %d findings rested on what was imported", shown)
	}
}

// What a rule needs no more does not show.
func TestWhatWasImportedAndRecordedSinceDoesNotShow(t *testing.T) {
	w := ready()
	w.importAll()
	for i := range ready().Will.Wishes {
		w.Will.Wishes = append(w.Will.Wishes, ready().Will.Wishes[i])
	}
	for _, f := range Evaluate(w.Facts, testBook(t), now, Seat) {
		if f.Safeguard == "own-wish" && (f.State != Met || len(f.WordOf) > 0) {
			t.Errorf("own-wish is %s, on the word of %q", f.State, f.WordOf)
		}
	}
}

package consent

import (
	"testing"

	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/talk"
)

// Who makes a cross made it before somebody; a list on paper may not say before whom.
func TestWhoSawACrossMade(t *testing.T) {
	here := talk.Talk{Mode: talk.InPerson}
	for _, c := range []struct {
		give     Give
		imported string
		want     fault.Kind
	}{
		{Give{Talk: here, Mark: "cross-with-witness"}, "", fault.Invalid},
		{Give{Talk: here, Mark: "cross-with-witness", Witnessed: "colleague"}, "", 0},
		{Give{Mark: "cross-with-witness"}, "a list", 0},
		{Give{Talk: here, Mark: "signature"}, "", 0},
		{Give{Talk: talk.Talk{Mode: talk.Phone}, Mark: "signature"}, "", fault.Invalid},
		{Give{Talk: talk.Talk{Mode: talk.Phone}, Mark: "voice"}, "", 0},
	} {
		_, err := c.give.Decide(State{}, ledger.Deed{Imported: c.imported})
		if (err != nil) != (c.want != 0) || err != nil && fault.KindOf(err) != c.want {
			t.Errorf("%+v imported %q: %v", c.give, c.imported, err)
		}
	}
}

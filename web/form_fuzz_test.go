package web

import (
	"encoding/json"
	"net/url"
	"testing"

	"amana/desk/desktest"
	"amana/desk/shape"
	"amana/domain/casefile"
)

// Whatever a browser sends as a form of whatever command, what is made of it is
// arguments that the command takes, or is refused.
func FuzzForm(f *testing.F) {
	w, err := desktest.Build(f.Context(), desktest.Config(f, "SQLite"))
	if err != nil {
		f.Fatal(err)
	}
	v := &visit{site: &site{desk: w.Desk}}
	for i, form := range []string{
		"", "talk.mode=in-person&talk.control=free", "minutes=999999999999999999999", "minutes=-0&topics=rights&topics=&topics=%ff%fe",
		"destination=%d9%a0&born=2026-02-30", "happened=10000-01-01T00:00&from=31.2.1990", "talk=yes&talk=no&talk.interpreter=yes&talk.interpreter.name=%e2%80%ae",
		"for=%00&reason=%3dcmd()", "a%zz=b&;", "names=zz&ends=" + "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
	} {
		f.Add(uint16(i*7), form)
	}
	f.Fuzz(func(t *testing.T, which uint16, form string) {
		k := &casefile.Commands[int(which)%len(casefile.Commands)]
		sent, err := url.ParseQuery(form)
		if err != nil {
			return
		}
		asked := questions(k.Name, k.Zero)
		_ = unanswered(asked, sent)
		said, err := v.answers(asked, sent)
		if err != nil {
			return
		}
		args, err := json.Marshal(said)
		if err != nil {
			t.Fatalf("%s: what was said cannot be given: %v", k.Name, err)
		}
		if got, err := shape.Decode(k.Zero, args); err == nil && got == nil {
			t.Fatalf("%s: %s is nothing", k.Name, args)
		}
	})
}

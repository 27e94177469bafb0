package casefile

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"amana/domain/ledger"
)

// Whoever writes a verifier by the specification knows every kind of entry that it
// must read, and what is in it.
func TestTheSpecificationNamesWhatIsInEntriesOfKeys(t *testing.T) {
	text, err := os.ReadFile("../../docs/log-format.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range Others {
		if o.Class != ledger.ClassKey {
			continue
		}
		for _, k := range o.Kinds {
			if !strings.Contains(string(text), "`"+k.Kind()+"`") {
				t.Errorf("%s is of class key and not in docs/log-format.md", k.Kind())
			}
			for _, member := range reflect.VisibleFields(reflect.TypeOf(k)) {
				name, _, _ := strings.Cut(member.Tag.Get("json"), ",")
				if name != "" && name != "-" && !strings.Contains(string(text), "`"+name+"`") && !strings.Contains(string(text), "`body."+name+"`") {
					t.Errorf("%s has a member %s that docs/log-format.md does not name", k.Kind(), name)
				}
			}
		}
	}
}

package safeguard

import (
	"reflect"
	"testing"

	"amana/domain/ledger"
	"amana/domain/talk"
)

// Whatever facts hold a talk, the rules about talks look at it: whoever adds one
// adds it to the conversations.
func TestEveryTalkIsAConversation(t *testing.T) {
	found := 0
	for part := range reflect.TypeFor[Facts]().Fields() {
		if part.Type.Kind() != reflect.Struct {
			continue
		}
		for f := range part.Type.Fields() {
			if f.Type.Kind() != reflect.Slice || f.Type.Elem().Kind() != reflect.Struct {
				continue
			}
			if held, has := f.Type.Elem().FieldByName("Talk"); !has || held.Type != reflect.TypeFor[talk.Talk]() {
				continue
			}
			found++
			w := &world{Facts: &Facts{Past: &ledger.Ancestry{N: 1000}}}
			one := reflect.New(f.Type.Elem()).Elem()
			one.FieldByName("Ref").Set(reflect.ValueOf(w.by("cou", days(1))))
			one.FieldByName("Talk").Set(reflect.ValueOf(unfit))
			reflect.ValueOf(w.Facts).Elem().FieldByName(part.Name).FieldByName(f.Name).Set(reflect.Append(reflect.Zero(f.Type), one))
			q := question{Facts: w.Facts}
			if all := q.conversations(); len(all) != 1 || all[0].Interpreter != unfit.Interpreter {
				t.Errorf("%s.%s holds a talk, and the conversations are %v", part.Name, f.Name, all)
			}
		}
	}
	if found == 0 {
		t.Error("no facts hold a talk")
	}
}

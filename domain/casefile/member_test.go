package casefile

import (
	"encoding"
	"reflect"
	"strings"
	"testing"
	"unicode"
)

// A state is read back from its cache and shown to clients: each member has a
// name of its own, which no member of a struct that it embeds has too, or the
// embedded one would be lost.
func TestMembersOfAStateHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[reflect.Type]bool{}
	states := []any{Case{}}
	for _, o := range Others {
		states = append(states, o.New())
	}
	for _, s := range states {
		members(t, seen, reflect.TypeOf(s))
	}
	if len(seen) < 60 {
		t.Errorf("only %d structs were looked at", len(seen))
	}
}

// members looks at a struct and at all that it holds, and gives its names.
func members(t *testing.T, seen map[reflect.Type]bool, s reflect.Type) []string {
	t.Helper()
	for s.Kind() == reflect.Pointer || s.Kind() == reflect.Slice || s.Kind() == reflect.Array || s.Kind() == reflect.Map {
		s = s.Elem()
	}
	if s.Kind() != reflect.Struct || s.Implements(reflect.TypeFor[encoding.TextMarshaler]()) || !strings.HasPrefix(s.PkgPath(), "amana/") {
		return nil
	}
	first := !seen[s]
	seen[s] = true
	var names []string
	for i := range s.NumField() {
		f := s.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			names = append(names, members(t, seen, f.Type)...)
		case !f.IsExported() || name == "-":
		default:
			if first && (name == "" || unicode.IsUpper(rune(name[0]))) {
				t.Errorf("%s.%s is called %q", s, f.Name, name)
			}
			if first {
				members(t, seen, f.Type)
			}
			names = append(names, name)
		}
	}
	for i, n := range names {
		for _, other := range names[:i] {
			if first && n == other {
				t.Errorf("%s has two members called %q", s, n)
			}
		}
	}
	return names
}

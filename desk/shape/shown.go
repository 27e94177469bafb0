package shape

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"sync"

	"amana/domain/ledger"
)

var actorType = reflect.TypeFor[ledger.Actor]()

// Shown is v as its JSON has it, with show's word in the place of every actor:
// what names an actor in the log is never shown to anybody.
func Shown(v any, show func(ledger.Actor) any) any {
	if v == nil {
		return nil
	}
	return shown(reflect.ValueOf(v), show)
}

func shown(v reflect.Value, show func(ledger.Actor) any) any {
	t := v.Type()
	if t == actorType {
		return show(v.Interface().(ledger.Actor))
	}
	if !holdsActors(t) {
		return v.Interface()
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return shown(v.Elem(), show)
	case reflect.Map:
		if v.IsNil() {
			return nil
		}
		out := make(map[string]any, v.Len())
		for _, k := range v.MapKeys() {
			out[textOf(k)] = shown(v.MapIndex(k), show)
		}
		return out
	case reflect.Slice, reflect.Array:
		if t.Kind() == reflect.Slice && v.IsNil() {
			return nil
		}
		out := make([]any, v.Len())
		for i := range out {
			out[i] = shown(v.Index(i), show)
		}
		return out
	}
	out := map[string]any{}
	gather(v, out, show)
	return out
}

// gather puts the members of a struct into out: its own before those of what
// it embeds, as encoding/json has them.
func gather(v reflect.Value, out map[string]any, show func(ledger.Actor) any) {
	var embedded []reflect.Value
	t := v.Type()
	for i := range t.NumField() {
		f, value := t.Field(i), v.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" && deref(f.Type).Kind() == reflect.Struct {
			if value.Kind() == reflect.Pointer {
				if value.IsNil() {
					continue
				}
				value = value.Elem()
			}
			embedded = append(embedded, value)
			continue
		}
		if name == "-" || !f.IsExported() {
			continue
		}
		if name == "" {
			name = f.Name
		}
		if _, nearer := out[name]; !nearer && !omitted(value, options) {
			out[name] = shown(value, show)
		}
	}
	for _, e := range embedded {
		gather(e, out, show)
	}
}

func omitted(v reflect.Value, options string) bool {
	if strings.Contains(options, "omitzero") {
		if z, ok := v.Interface().(interface{ IsZero() bool }); ok {
			return z.IsZero()
		}
		return v.IsZero()
	}
	if !strings.Contains(options, "omitempty") {
		return false
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.String, reflect.Array:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

func textOf(k reflect.Value) string {
	if m, ok := k.Interface().(encoding.TextMarshaler); ok {
		if text, err := m.MarshalText(); err == nil {
			return string(text)
		}
	}
	return k.String()
}

// holding remembers which types hold actors.
var holding sync.Map // reflect.Type → bool

func holdsActors(t reflect.Type) bool {
	if known, there := holding.Load(t); there {
		return known.(bool)
	}
	holds := searched(t, map[reflect.Type]bool{})
	holding.Store(t, holds)
	return holds
}

func searched(t reflect.Type, seen map[reflect.Type]bool) bool {
	switch {
	case t == actorType, t.Kind() == reflect.Interface:
		return true
	case seen[t], t.Implements(reflect.TypeFor[json.Marshaler]()), t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return searched(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if searched(t.Field(i).Type, seen) {
				return true
			}
		}
	}
	return false
}

// Named is the text of arguments of zero's type, with the actor whom find
// knows in the place of a code: whoever gives a command knows codes only.
func Named(zero any, text []byte, find func(code string) (ledger.Actor, bool)) []byte {
	t := reflect.TypeOf(zero)
	if !holdsActors(t) {
		return text
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(text, &object) != nil {
		return text
	}
	replaced := false
	for _, m := range Members(t) {
		value, there := object[m.Name]
		if !there {
			continue
		}
		var named any
		var code string
		var codes []string
		switch {
		case m.Type == actorType && json.Unmarshal(value, &code) == nil:
			named = actorOr(code, find)
		case m.Type == reflect.SliceOf(actorType) && json.Unmarshal(value, &codes) == nil:
			all := make([]string, len(codes))
			for i, code := range codes {
				all[i] = actorOr(code, find)
			}
			named = all
		default:
			continue
		}
		if raw, err := json.Marshal(named); err == nil && string(raw) != string(value) {
			object[m.Name], replaced = raw, true
		}
	}
	if !replaced {
		return text
	}
	out, err := json.Marshal(object)
	if err != nil {
		return text
	}
	return out
}

func actorOr(code string, find func(string) (ledger.Actor, bool)) string {
	if a, known := find(code); known {
		return a.String()
	}
	return code
}

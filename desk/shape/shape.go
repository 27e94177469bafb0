// Package shape reads the arguments of commands. The struct of a command and
// its tags are the one description: what JSON must look like, what a fault
// says, and the JSON Schema that is published.
//
// Tags: `codes:"a,b"` allowed values (of a string or of each element); a type
// with Codes() []string has its own; `max` runes of a text (200 when absent),
// or the largest number; `min` the smallest; `format` one of language, country,
// nationality, currency, reference, code, key; `doc` what it means. A member
// without omitempty or omitzero is required.
package shape

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"amana/domain/fault"
)

// Decode reads strict JSON into a new value of zero's type: no unknown or
// repeated members, no missing ones, nothing after the end, every rule of the
// tags kept. Every fault is Invalid and names the member.
func Decode(zero any, text []byte) (any, error) {
	if !utf8.Valid(text) {
		return nil, fault.New(fault.Invalid, "fault.not-utf8")
	}
	if len(text) == 0 {
		text = []byte("{}")
	}
	t := reflect.TypeOf(zero)
	if err := members(t, text, ""); err != nil {
		return nil, err
	}
	v := reflect.New(t)
	if err := json.Unmarshal(text, v.Interface()); err != nil {
		return nil, fault.New(fault.Invalid, "fault.not-json").Because(err)
	}
	return v.Elem().Interface(), Check(v.Elem().Interface())
}

// Member is one member of an object as its tags describe it.
type Member struct {
	Name     string
	Type     reflect.Type
	Index    []int
	Required bool
	Tag      reflect.StructTag
}

// known holds the members of the types that were asked for: there are few, and
// every command asks for several.
var known sync.Map // reflect.Type → []Member

// Members lists the members of a struct as encoding/json has them. The list is
// shared and never changed.
func Members(t reflect.Type) []Member {
	if all, ok := known.Load(t); ok {
		return all.([]Member)
	}
	var all []Member
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous || !f.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		optional := strings.Contains(options, "omit")
		all = append(all, Member{name, f.Type, f.Index, !optional, f.Tag})
	}
	known.Store(t, all)
	return all
}

func deref(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// plain says whether a type is a struct described by its members, and not one
// that reads itself from text.
func plain(t reflect.Type) bool {
	t = deref(t)
	return t.Kind() == reflect.Struct && !readsText(t)
}

type textUnmarshaler interface{ UnmarshalText([]byte) error }

func readsText(t reflect.Type) bool {
	return t == reflect.TypeFor[time.Time]() || reflect.PointerTo(t).Implements(reflect.TypeFor[textUnmarshaler]())
}

// Check holds a value against the tags of its type.
func Check(v any) error { return check(reflect.ValueOf(v), "", "") }

func check(v reflect.Value, tag reflect.StructTag, path string) error {
	t := v.Type()
	switch {
	case t.Kind() == reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return check(v.Elem(), tag, path)
	case plain(t):
		for _, m := range Members(t) {
			if err := check(v.FieldByIndex(m.Index), m.Tag, join(path, m.Name)); err != nil {
				return err
			}
		}
	case t.Kind() == reflect.Slice && t != reflect.TypeFor[json.RawMessage]():
		if v.Len() > maxElements {
			return fault.New(fault.Invalid, "fault.too-many", fault.A("max", maxElements)).In(path)
		}
		for i := range v.Len() {
			if err := check(v.Index(i), tag, path+"["+strconv.Itoa(i)+"]"); err != nil {
				return err
			}
		}
	case t.Kind() == reflect.String:
		return checkText(v.String(), codesOf(t, tag), tag, path)
	case v.CanInt():
		return checkNumber(v.Int(), tag, path)
	case t == reflect.TypeFor[time.Time]():
		return checkTime(v.Interface().(time.Time), path)
	}
	return nil
}

// maxElements bounds every list; no real one comes near it.
const maxElements = 100

func checkNumber(n int64, tag reflect.StructTag, path string) error {
	if s, ok := tag.Lookup("min"); ok {
		if least, _ := strconv.ParseInt(s, 10, 64); n < least && !(n == 0 && omits(tag)) {
			return fault.New(fault.Invalid, "fault.too-small", fault.A("min", least)).In(path)
		}
	}
	if s, ok := tag.Lookup("max"); ok {
		if most, _ := strconv.ParseInt(s, 10, 64); n > most {
			return fault.New(fault.Invalid, "fault.too-large", fault.A("max", most)).In(path)
		}
	}
	return nil
}

func omits(tag reflect.StructTag) bool { return strings.Contains(tag.Get("json"), ",omit") }

func checkTime(t time.Time, path string) error {
	if t.IsZero() {
		return nil
	}
	if t.Year() < 1900 || t.Year() > 2200 {
		return fault.New(fault.Invalid, "fault.impossible-time").In(path)
	}
	return nil
}

// Codes are the values that a member of a command can have, by its name in JSON;
// nil: it has no list of them.
func Codes(zero any, member string) []string {
	t := reflect.TypeOf(zero)
	for i := range t.NumField() {
		if f := t.Field(i); strings.Split(f.Tag.Get("json"), ",")[0] == member {
			return codesOf(f.Type, f.Tag)
		}
	}
	return nil
}

// Codes are the values that a member can have; nil: it has no list of them.
func (m Member) Codes() []string {
	t := m.Type
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return codesOf(t, m.Tag)
}

// Coded is a type whose values are a fixed list.
type Coded interface{ Codes() []string }

func codesOf(t reflect.Type, tag reflect.StructTag) []string {
	if c, ok := reflect.Zero(t).Interface().(Coded); ok {
		return c.Codes()
	}
	if s := tag.Get("codes"); s != "" {
		return strings.Split(s, ",")
	}
	return nil
}

package seal

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"amana/domain/ledger"
)

// kind is what the codec knows of one kind of event.
type kind struct {
	body    reflect.Type // a struct
	pointer bool         // bodies of this kind are pointers to it
	members map[string]member
}

// member is one top-level member of a body's JSON.
type member struct {
	name        string // in the JSON
	compartment ledger.Compartment
}

// envelope are the names of what every event discloses beside its body, and
// of what is added to it.
var envelope = [...]string{"event", "effect", "actor", "command", "part", "happened", "imported", "doneBy", "officer", "statistic"}

// wireName is the name under which the member of a body is disclosed: its
// own, unless that stands in the payload already, which RFC 9901 forbids.
func wireName(member string) string {
	switch member {
	case "v", "node", "stream", "parents", "recorded", "hub", "kind":
		return "body." + member
	}
	return member
}

func newKind(b ledger.Body) *kind {
	k := &kind{body: reflect.TypeOf(b), members: map[string]member{}}
	if k.body.Kind() == reflect.Pointer {
		k.body, k.pointer = k.body.Elem(), true
	}
	if k.body.Kind() != reflect.Struct || marshals(k.body) {
		panic(fmt.Sprintf("seal: %s must be a struct with the JSON that its fields say", k.body))
	}
	k.add(k.body, ledger.General)
	return k
}

func marshals(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[json.Marshaler]()) || p.Implements(reflect.TypeFor[encoding.TextMarshaler]())
}

// add takes up the fields of t as encoding/json would name them.
func (k *kind) add(t reflect.Type, inherited ledger.Compartment) {
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Tag.Get("json") == "-" {
			continue
		}
		c := k.compartment(f, inherited)
		ft := f.Type
		if ft.Kind() == reflect.Pointer {
			ft = ft.Elem()
		}
		if f.Anonymous && name == "" && ft.Kind() == reflect.Struct {
			k.add(ft, c)
			continue
		}
		if !f.IsExported() {
			continue
		}
		if name == "" {
			name = f.Name
		}
		k.addMember(name, c)
		k.refuseTags(f.Type, map[reflect.Type]bool{})
	}
}

func (k *kind) compartment(f reflect.StructField, inherited ledger.Compartment) ledger.Compartment {
	tag, tagged := f.Tag.Lookup("seal")
	if !tagged {
		return inherited
	}
	c, ok := ledger.ParseCompartment(tag)
	if !ok {
		panic(fmt.Sprintf("seal: %s.%s: no compartment is called %q", k.body, f.Name, tag))
	}
	return c
}

func (k *kind) addMember(name string, c ledger.Compartment) {
	for _, taken := range envelope {
		if strings.EqualFold(name, taken) {
			panic(fmt.Sprintf("seal: %s: %q is what every event discloses", k.body, name))
		}
	}
	wire := wireName(name)
	if !nameOK([]byte(wire)) || strings.HasPrefix(name, "body.") {
		panic(fmt.Sprintf("seal: %s: a member cannot be called %q", k.body, name))
	}
	for _, m := range k.members {
		// encoding/json reads names without regard to case.
		if strings.EqualFold(m.name, name) {
			panic(fmt.Sprintf("seal: %s: two members are called %q", k.body, name))
		}
	}
	k.members[wire] = member{name, c}
}

// refuseTags panics if a seal tag stands below the top level, where it would
// promise a secrecy that it cannot keep: a member is disclosed as a whole.
func (k *kind) refuseTags(t reflect.Type, seen map[reflect.Type]bool) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		k.refuseTags(t.Elem(), seen)
	case reflect.Struct:
		if seen[t] {
			return
		}
		seen[t] = true
		for f := range t.Fields() {
			if tag, tagged := f.Tag.Lookup("seal"); tagged {
				panic(fmt.Sprintf("seal: %s: the tag %q inside %s has no effect; move the field up", k.body, tag, t))
			}
			k.refuseTags(f.Type, seen)
		}
	}
}

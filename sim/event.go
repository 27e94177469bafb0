package sim

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"amana/domain/ledger"
)

// name gives an event its hash: that of a text that says everything in it.
func name(e *ledger.Event) ledger.Hash {
	text, err := json.Marshal(e.Body)
	if err != nil {
		panic(fmt.Sprintf("sim: an event that cannot be written: %v", err))
	}
	parts := []string{e.Stream.String(), e.Node, e.Recorded.String(), e.Happened.String(), e.Actor.String(), e.Command.String(), fmt.Sprint(e.Part), e.Imported, e.DoneBy.String(), fmt.Sprint(e.Malformed), string(text)}
	for _, p := range e.Parents {
		parts = append(parts, p.String())
	}
	if e.Body != nil {
		parts = append(parts, e.Body.Kind())
	}
	return ledger.Hash(digest(parts...))
}

// stored is a body as it comes back from the store: a value that
// was written and read.
func stored(b ledger.Body) ledger.Body {
	text, err := json.Marshal(b)
	if err != nil {
		panic(fmt.Sprintf("sim: %s cannot be written: %v", b.Kind(), err))
	}
	return readBody(reflect.TypeOf(b), text)
}

func readBody(t reflect.Type, text []byte) ledger.Body {
	p := reflect.New(t)
	if err := json.Unmarshal(text, p.Interface()); err != nil {
		panic(fmt.Sprintf("sim: %s cannot be read back: %v", t, err))
	}
	return p.Elem().Interface().(ledger.Body)
}

// Seal is an event as somebody reads it who has only these keys. Without the
// general one nothing is left but its place.
func Seal(e ledger.Event, keys ledger.Set) ledger.Event {
	if e.Body == nil || keys == ledger.Everything {
		return e
	}
	text, err := json.Marshal(e.Body)
	if err != nil {
		panic(fmt.Sprintf("sim: %s cannot be written: %v", e.Body.Kind(), err))
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		panic(fmt.Sprintf("sim: %s is no object: %v", e.Body.Kind(), err))
	}
	where := map[string]ledger.Compartment{}
	compartments(reflect.TypeOf(e.Body), ledger.General, where)
	for m := range members {
		if c := where[m]; !keys.Has(c) {
			e.Sealed |= ledger.SetOf(c)
			delete(members, m)
		}
	}
	if !keys.Has(ledger.General) {
		return ledger.Event{
			ID: e.ID, Stream: e.Stream, Class: e.Class, Parents: e.Parents, Node: e.Node, Recorded: e.Recorded,
			Effect: ledger.None, Sealed: e.Sealed | ledger.SetOf(ledger.General),
		}
	}
	if text, err = json.Marshal(members); err != nil {
		panic(fmt.Sprintf("sim: %s cannot be written: %v", e.Body.Kind(), err))
	}
	e.Body = readBody(reflect.TypeOf(e.Body), text)
	return e
}

// place is where a member of a body is disclosed.
func place(b ledger.Body, member string) ledger.Compartment {
	where := map[string]ledger.Compartment{}
	compartments(reflect.TypeOf(b), ledger.General, where)
	return where[member]
}

// SealAll is many events as somebody reads them who has only these keys.
func SealAll(events []ledger.Event, keys ledger.Set) []ledger.Event {
	read := make([]ledger.Event, len(events))
	for i, e := range events {
		read[i] = Seal(e, keys)
	}
	return read
}

// compartments lists where each member of a body is disclosed.
func compartments(t reflect.Type, inherited ledger.Compartment, where map[string]ledger.Compartment) {
	for f := range t.Fields() {
		c := inherited
		if tag, tagged := f.Tag.Lookup("seal"); tagged {
			c, _ = ledger.ParseCompartment(tag)
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			compartments(f.Type, c, where)
			continue
		}
		if name == "" {
			name = f.Name
		}
		where[name] = c
	}
}

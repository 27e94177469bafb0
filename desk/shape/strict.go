package shape

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"unicode/utf8"

	"amana/domain/fault"
)

// members checks an object, at any depth, for what encoding/json would take
// without a word: a member twice, one in another spelling, a null, something
// behind the end. What it finds names the member where it stands.
func members(t reflect.Type, text []byte, path string) error {
	object, err := readObject(text, path)
	if err != nil {
		return err
	}
	for _, m := range Members(t) {
		raw, there := object[m.Name]
		delete(object, m.Name)
		if !there && m.Required {
			return fault.New(fault.Invalid, "fault.missing-field").In(join(path, m.Name))
		}
		if there {
			if err := value(m.Type, raw, join(path, m.Name)); err != nil {
				return err
			}
		}
	}
	for name := range object {
		return fault.New(fault.Invalid, "fault.unknown-field").In(join(path, Short(name)))
	}
	return nil
}

// value checks one value, and what is in it, against its type.
func value(t reflect.Type, raw json.RawMessage, path string) error {
	t = deref(t)
	switch {
	case string(raw) == "null":
		return fault.New(fault.Invalid, "fault.null").In(path)
	case t == reflect.TypeFor[json.RawMessage]():
		return once(json.NewDecoder(bytes.NewReader(raw)), path)
	case plain(t):
		return members(t, raw, path)
	case readsText(t):
		return leaf(t, raw, path)
	case t.Kind() == reflect.Slice:
		return elements(t.Elem(), raw, path)
	}
	if json.Unmarshal(raw, reflect.New(t).Interface()) != nil {
		return fault.New(fault.Invalid, "fault.wrong-type").In(path)
	}
	return nil
}

func elements(t reflect.Type, raw json.RawMessage, path string) error {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return fault.New(fault.Invalid, "fault.wrong-type").In(path)
	}
	if len(list) > maxElements {
		return fault.New(fault.Invalid, "fault.too-many", fault.A("max", maxElements)).In(path)
	}
	for i, element := range list {
		if err := value(t, element, path+"["+strconv.Itoa(i)+"]"); err != nil {
			return err
		}
	}
	return nil
}

// readObject reads the members of an object that is all there is of text.
func readObject(text []byte, path string) (map[string]json.RawMessage, error) {
	text = bytes.Trim(text, " \t\r\n")
	if !json.Valid(text) {
		return nil, notJSON(nil)
	}
	if text[0] != '{' {
		return nil, fault.New(fault.Invalid, "fault.not-an-object").In(path)
	}
	object := map[string]json.RawMessage{}
	for rest := text[1:]; ; { // of what is valid, nothing more needs to be asked
		rest = bytes.TrimLeft(rest, ", \t\r\n")
		if rest[0] == '}' {
			return object, nil
		}
		n := valueEnd(rest)
		var name string
		if err := json.Unmarshal(rest[:n], &name); err != nil {
			return nil, notJSON(err)
		}
		rest = bytes.TrimLeft(rest[n:], ": \t\r\n")
		if _, twice := object[name]; twice {
			return nil, fault.New(fault.Invalid, "fault.twice").In(join(path, Short(name)))
		}
		n = valueEnd(rest)
		object[name], rest = rest[:n], rest[n:]
	}
}

// valueEnd is where the value ends with which valid JSON begins.
func valueEnd(text []byte) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			for i++; text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
			continue
		case '}', ']':
			if depth == 0 {
				return i // behind a number or a word
			}
			depth--
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
			continue
		default:
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(text)
}

// once checks that no object of a value has a member twice, of JSON that others
// will read: what they see must not depend on which of the two they take.
func once(d *json.Decoder, path string) error {
	tok, err := d.Token()
	if err != nil {
		return notJSON(err)
	}
	switch tok {
	case json.Delim('['):
		for i := 0; d.More(); i++ {
			if err := once(d, path+"["+strconv.Itoa(i)+"]"); err != nil {
				return err
			}
		}
	case json.Delim('{'):
		seen := map[string]bool{}
		for d.More() {
			tok, err := d.Token()
			if err != nil {
				return notJSON(err)
			}
			name, _ := tok.(string)
			at := join(path, Short(name))
			if seen[name] {
				return fault.New(fault.Invalid, "fault.twice").In(at)
			}
			seen[name] = true
			if err := once(d, at); err != nil {
				return err
			}
		}
	default:
		return nil
	}
	_, err = d.Token() // the end of it
	if err != nil {
		return notJSON(err)
	}
	return nil
}

func notJSON(err error) error { return fault.New(fault.Invalid, "fault.not-json").Because(err) }

// Short is what is repeated of a name that somebody made up.
func Short(name string) string {
	if utf8.RuneCountInString(name) > 40 {
		return string([]rune(name)[:40]) + "…"
	}
	return name
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

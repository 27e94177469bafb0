package shape

import (
	"encoding/json"
	"reflect"
	"strconv"
	"time"
)

// Schema is the JSON Schema (2020-12) of a value of zero's type.
func Schema(zero any) map[string]any { return object(reflect.TypeOf(zero)) }

func object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, m := range Members(t) {
		properties[m.Name] = described(m)
		if m.Required {
			required = append(required, m.Name)
		}
	}
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

func described(m Member) map[string]any {
	s := schemaOf(m.Type, m.Tag)
	if doc := m.Tag.Get("doc"); doc != "" {
		s["description"] = doc
	}
	if seal := m.Tag.Get("seal"); seal != "" {
		s["x-compartment"] = seal
	}
	return s
}

func schemaOf(t reflect.Type, tag reflect.StructTag) map[string]any {
	t = deref(t)
	switch {
	case t == reflect.TypeFor[json.RawMessage]():
		return map[string]any{}
	case t == reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case t.Kind() == reflect.Struct && readsText(t):
		return map[string]any{"type": "string", "format": "date"}
	case t == actorType:
		return map[string]any{"type": "string", "pattern": formats["code"].String()}
	case readsText(t) && t.Kind() == reflect.Array:
		return map[string]any{"type": "string", "pattern": "^[A-Za-z0-9_-]{" + strconv.Itoa((t.Len()*8+5)/6) + "}$"}
	case t.Kind() == reflect.Struct:
		return object(t)
	case t.Kind() == reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem(), tag), "maxItems": maxElements}
	case t.Kind() == reflect.Bool:
		return map[string]any{"type": "boolean"}
	case t.Kind() == reflect.String:
		return text(t, tag)
	}
	return number(tag)
}

func text(t reflect.Type, tag reflect.StructTag) map[string]any {
	if codes := codesOf(t, tag); codes != nil {
		return map[string]any{"type": "string", "enum": codes}
	}
	s := map[string]any{"type": "string"}
	if f := tag.Get("format"); f != "" {
		s["pattern"] = formats[f].String()
		return s
	}
	s["maxLength"] = maxText
	if m, err := strconv.Atoi(tag.Get("max")); err == nil {
		s["maxLength"] = m
	}
	return s
}

func number(tag reflect.StructTag) map[string]any {
	s := map[string]any{"type": "integer"}
	for name, key := range map[string]string{"min": "minimum", "max": "maximum"} {
		if n, err := strconv.ParseInt(tag.Get(name), 10, 64); err == nil {
			s[key] = n
		}
	}
	return s
}

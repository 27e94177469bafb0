package api

import (
	"encoding"
	"encoding/json"
	"path"
	"reflect"
	"strings"
	"time"

	"amana/desk"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// schema is a JSON Schema (2020-12).
type schema = map[string]any

// special are types whose JSON says more than their Go type.
var special = map[reflect.Type]schema{
	reflect.TypeFor[time.Time]():          {"type": "string", "format": "date-time"},
	reflect.TypeFor[day.Day]():            {"type": "string", "pattern": `^(\d{4}-\d{2}-\d{2})?$`},
	reflect.TypeFor[json.RawMessage]():    {},
	reflect.TypeFor[UUID]():               {"type": "string", "format": "uuid"},
	reflect.TypeFor[secret]():             {"type": "string", "format": "password", "maxLength": longestSecret},
	reflect.TypeFor[ledger.Compartment](): {"type": "string", "enum": compartmentNames()},
	reflect.TypeFor[safeguard.State]():    {"type": "string", "enum": []any{safeguard.Met, safeguard.Unmet, safeguard.Unknown, safeguard.NotApplicable, safeguard.NotYetDue}},
	reflect.TypeFor[safeguard.Basis]():    {"type": "string", "enum": []any{safeguard.OnFacts, safeguard.OnAttestation}},
	reflect.TypeFor[safeguard.Act]():      {"type": "string", "enum": safeguard.Act("").Codes()},
	reflect.TypeFor[map[string]any]():     {"type": "object"},
}

func compartmentNames() []string {
	names := make([]string, len(ledger.Compartments))
	for i, c := range ledger.Compartments {
		names[i] = c.String()
	}
	return names
}

// schemas gathers the schemas of named types, which refer to each other.
type schemas map[string]schema

// of is the schema of what encoding/json makes of a type.
func (s schemas) of(t reflect.Type) schema {
	if known, ok := special[t]; ok {
		return known
	}
	switch {
	case t.Kind() == reflect.Pointer:
		return s.of(t.Elem())
	case t == reflect.TypeFor[ledger.Actor]():
		return s.of(reflect.TypeFor[desk.Officer]()) // in answers: who it is, never the actor
	case t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		if t.Kind() == reflect.Array {
			return schema{"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}
		}
		return schema{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Struct:
		return s.ref(t)
	case reflect.Slice:
		return schema{"type": []string{"array", "null"}, "items": s.of(t.Elem())}
	case reflect.Array:
		return schema{"type": "array", "items": s.of(t.Elem()), "minItems": t.Len(), "maxItems": t.Len()}
	case reflect.Map:
		return schema{"type": []string{"object", "null"}, "additionalProperties": s.of(t.Elem())}
	case reflect.String:
		return schema{"type": "string"}
	case reflect.Bool:
		return schema{"type": "boolean"}
	case reflect.Float32, reflect.Float64:
		return schema{"type": "number"}
	case reflect.Interface:
		return schema{}
	}
	return schema{"type": "integer"}
}

func reference(name string) schema { return schema{"$ref": "#/components/schemas/" + name} }

// ref is a reference to a struct's schema, which is made when it is first
// needed: types may contain themselves.
func (s schemas) ref(t reflect.Type) schema {
	if t.Name() == "" {
		return s.object(t)
	}
	name := path.Base(t.PkgPath()) + "." + plain(t.Name())
	if _, there := s[name]; !there {
		s[name] = nil
		s[name] = s.object(t)
	}
	return reference(name)
}

func (s schemas) object(t reflect.Type) schema {
	properties, required := schema{}, []string{}
	s.fields(t, func(name string, f reflect.StructField, optional bool) {
		if _, nearer := properties[name]; nearer {
			return
		}
		properties[name] = documented(s.of(f.Type), f.Tag)
		if !optional {
			required = append(required, name)
		}
	})
	return schema{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

// documented adds what the tags of a request say. A reference is wrapped, so
// that what it names stays as it is.
func documented(s schema, tag reflect.StructTag) schema {
	doc, codes := tag.Get("doc"), tag.Get("codes")
	if doc == "" && codes == "" {
		return s
	}
	out := schema{}
	for k, v := range s {
		out[k] = v
	}
	if doc != "" {
		out["description"] = doc
	}
	if codes != "" && s["type"] == "string" {
		out["enum"] = strings.Split(codes, ",")
	}
	return out
}

// fields yields the members of a struct as encoding/json has them: its own
// before those of what it embeds.
func (s schemas) fields(t reflect.Type, yield func(name string, f reflect.StructField, optional bool)) {
	var embedded []reflect.Type
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		inner := f.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		switch {
		case name == "-":
		case f.Anonymous && name == "" && inner.Kind() == reflect.Struct:
			embedded = append(embedded, inner)
		case !f.IsExported():
		default:
			if name == "" {
				name = f.Name
			}
			yield(name, f, strings.Contains(options, "omit"))
		}
	}
	for _, inner := range embedded {
		s.fields(inner, yield)
	}
}

// plain is a type's name without the paths of what it is made of: "Said[Identity]"
// reads "SaidIdentity".
func plain(name string) string {
	outer, inner, generic := strings.Cut(strings.TrimSuffix(name, "]"), "[")
	if !generic {
		return name
	}
	return outer + inner[strings.LastIndexAny(inner, "./")+1:]
}

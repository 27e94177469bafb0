package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"amana/desk/shape"
	"amana/domain/casefile"
)

// commands stands in a route for the bodies that it takes: the commands about
// one subject.
type commands struct {
	subject casefile.Subject
	takes   func(name string) bool
}

func commandsOf(subject casefile.Subject, takes func(name string) bool) commands {
	return commands{subject, takes}
}

func isOpen(name string) bool  { return name == opensCase }
func notOpen(name string) bool { return name != opensCase }
func anyName(string) bool      { return true }

// document is the OpenAPI document of a table of routes, as JSON.
func document(table []route) ([]byte, error) {
	s := schemas{}
	problem := s.of(reflect.TypeFor[Problem]())
	paths := map[string]schema{}
	for i := range table {
		r := &table[i]
		at := documentPath(r.path)
		if paths[at] == nil {
			paths[at] = schema{}
		}
		paths[at][strings.ToLower(r.method)] = s.operation(r)
	}
	return json.Marshal(schema{
		"openapi": "3.1.0",
		"info": schema{
			"title": "Amana", "version": "1",
			"description": "Cases of people who ask for help to go home, and whether each return is free. Every refusal is a problem document (RFC 9457) in the caller's language.",
			"license":     schema{"name": "Apache-2.0", "identifier": "Apache-2.0"},
		},
		"servers":  []any{schema{"url": "/"}},
		"security": []any{schema{"bearer": []string{}}},
		"paths":    paths,
		"components": schema{
			"schemas":         s,
			"securitySchemes": schema{"bearer": schema{"type": "http", "scheme": "bearer"}},
			"responses": schema{"problem": schema{
				"description": "What went wrong, and what to do.",
				"content":     schema{"application/problem+json": schema{"schema": problem}},
			}},
		},
	})
}

var wildcard = regexp.MustCompile(`\{(\w+)(?:\.\.\.)?\}`)

func documentPath(pattern string) string { return wildcard.ReplaceAllString(pattern, "{$1}") }

func (s schemas) operation(r *route) schema {
	op := schema{"operationId": r.name, "summary": r.about, "responses": s.responses(r)}
	var params []any
	for _, m := range wildcard.FindAllStringSubmatch(r.path, -1) {
		params = append(params, schema{"name": m[1], "in": "path", "required": true, "schema": schema{"type": "string"}})
	}
	for _, p := range r.query {
		params = append(params, schema{"name": p.name, "in": "query", "description": p.doc, "schema": p.schema()})
	}
	if params != nil {
		op["parameters"] = params
	}
	if r.takes != nil {
		op["requestBody"] = schema{"required": true, "content": schema{"application/json": schema{"schema": s.body(r.takes)}}}
	}
	if r.open {
		op["security"] = []any{}
	}
	return op
}

func (p param) schema() schema {
	s := schema{"type": "string"}
	switch {
	case p.max > 0:
		s = schema{"type": "integer", "minimum": p.min, "maximum": p.max}
	case p.codes != nil:
		s["enum"] = p.codes
	case p.format != "":
		s["format"] = p.format
	}
	return s
}

func (s schemas) responses(r *route) schema {
	status := r.status
	if status == 0 {
		status = http.StatusOK
	}
	well := schema{"description": "Done."}
	kind, content := "application/json", schema{"type": "string"}
	switch {
	case r.kind != "":
		kind, _, _ = strings.Cut(r.kind, ";")
	case r.gives != nil:
		content = s.body(r.gives)
	}
	if r.kind != "" || r.gives != nil {
		well["content"] = schema{kind: schema{"schema": content}}
	}
	all := schema{strconv.Itoa(status): well, "default": schema{"$ref": "#/components/responses/problem"}}
	if status == http.StatusCreated {
		all["200"] = all["201"] // the same command again
	}
	return all
}

func (s schemas) body(v any) schema {
	switch v := v.(type) {
	case schema:
		return v
	case commands:
		return s.choice(v)
	case pageOf:
		return s.page(v)
	}
	return s.of(reflect.TypeOf(v))
}

// choice is any one of the commands, each with its own arguments.
func (s schemas) choice(c commands) schema {
	var each []any
	mapping := schema{}
	add := func(name string, zero any) {
		if !c.takes(name) {
			return
		}
		key := "command." + name
		s[key] = commandSchema(name, shape.Schema(zero))
		each = append(each, reference(key))
		mapping[name] = "#/components/schemas/" + key
	}
	if about, ok := casefile.About(c.subject); ok {
		for _, k := range about.Commands {
			add(k.Name, k.Zero)
		}
	} else {
		for _, k := range casefile.Commands {
			add(k.Name, k.Zero)
		}
	}
	if len(each) == 1 {
		return each[0].(schema)
	}
	return schema{"oneOf": each, "discriminator": schema{"propertyName": "command", "mapping": mapping}}
}

func commandSchema(name string, args schema) schema {
	envelope := schemas{}.object(reflect.TypeFor[given]())
	properties := envelope["properties"].(schema)
	properties["command"] = schema{"type": "string", "const": name}
	properties["args"] = args
	if required, ok := args["required"].([]string); ok && len(required) > 0 {
		envelope["required"] = append(envelope["required"].([]string), "args")
	}
	return envelope
}

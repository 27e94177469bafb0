package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
)

// The examples of docs/api.md are sent in their order; each answer has the
// members that the document shows.
func TestTheExamplesOfTheDocumentationWork(t *testing.T) {
	w := newWorld(t, "sqlite")
	text, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	vars := map[string]string{"AMANA": w.server.URL}
	examples := 0
	blocks := strings.Split(string(text), "```")
	for i := 1; i < len(blocks); i += 2 {
		command, ok := strings.CutPrefix(blocks[i], "sh\n")
		if !ok {
			continue
		}
		answer, ok := strings.CutPrefix(blocks[i+2], "json\n")
		if !ok {
			t.Fatalf("no answer follows %s", command)
		}
		var want, got any
		if err := json.Unmarshal([]byte(answer), &want); err != nil {
			t.Fatalf("%v: %s", err, answer)
		}
		body := curl(t, w.server.Client(), words(os.Expand(strings.ReplaceAll(command, "\\\n", " "), func(name string) string { return vars[name] })))
		if err := json.Unmarshal(body, &got); err != nil {
			t.Fatalf("%s: %s", command, body)
		}
		if wrong := alike(want, got, ""); wrong != "" {
			t.Errorf("%s%s\n%s", command, wrong, body)
		}
		keep(vars, got)
		examples++
	}
	if examples < 7 {
		t.Errorf("only %d examples", examples)
	}
}

func keep(vars map[string]string, got any) {
	members, _ := got.(map[string]any)
	if token, ok := members["token"].(string); ok {
		vars["TOKEN"] = token
	}
	if number, ok := members["case"].(string); ok {
		vars["CASE"] = number
	}
}

// words splits a command as a shell would: spaces, single and double quotes.
func words(command string) []string {
	var all []string
	var word strings.Builder
	var quote rune
	begun := false
	for _, r := range command {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '\'' || r == '"'):
			quote, begun = r, true
		case quote == 0 && (r == ' ' || r == '\n'):
			if begun {
				all = append(all, word.String())
				word.Reset()
				begun = false
			}
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	return all
}

// curl does what the few options of curl that the examples use say.
func curl(t *testing.T, client *http.Client, args []string) []byte {
	t.Helper()
	if len(args) == 0 || args[0] != "curl" {
		t.Fatalf("no curl: %q", args)
	}
	method, address, body := http.MethodGet, "", ""
	headers := http.Header{}
	for i := 1; i < len(args); i++ {
		switch args[i] {
		case "-X":
			i++
			method = args[i]
		case "-H":
			i++
			name, value, _ := strings.Cut(args[i], ": ")
			headers.Set(name, value)
		case "-d":
			i++
			body = args[i]
		default:
			address = args[i]
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = headers
	res, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// alike says where got has other members, or members of other kinds, than want.
func alike(want, got any, at string) string {
	switch want := want.(type) {
	case map[string]any:
		got, ok := got.(map[string]any)
		if !ok {
			return at + " is no object"
		}
		for name := range got {
			if _, there := want[name]; !there {
				return at + "." + name + " is not in the document"
			}
		}
		for name, v := range want {
			if got[name] == nil {
				return at + "." + name + " is only in the document"
			}
			if wrong := alike(v, got[name], at+"."+name); wrong != "" {
				return wrong
			}
		}
		return ""
	case []any:
		got, ok := got.([]any)
		if !ok {
			return at + " is no list"
		}
		if slices.Contains(want, any(others)) {
			return ""
		}
		if len(got) != len(want) {
			return fmt.Sprintf("%s has %d elements", at, len(got))
		}
		for i := range want {
			if wrong := alike(want[i], got[i], at); wrong != "" {
				return wrong
			}
		}
		return ""
	}
	if fmt.Sprintf("%T", want) != fmt.Sprintf("%T", got) {
		return fmt.Sprintf("%s is a %T", at, got)
	}
	return ""
}

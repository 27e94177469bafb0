package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"amana/domain/access"
)

// The document offers for an account every role but the program's own, and who
// asks for that one is told which there are, in a sentence.
func TestNobodyIsMadeTheProgram(t *testing.T) {
	w := newWorld(t, "sqlite")
	_, text := w.ask(t, "", http.MethodGet, "/api/v1/openapi.json", "")
	var document struct {
		Components struct {
			Schemas map[string]struct {
				Properties struct {
					Args struct {
						Properties struct {
							Roles struct {
								Items struct{ Enum []string }
							}
						}
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &document); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"command.user.enrol", "command.user.change"} {
		offered := document.Components.Schemas[command].Properties.Args.Properties.Roles.Items.Enum
		if len(offered) != len(access.Roles)-1 || slices.Contains(offered, string(access.Node)) {
			t.Errorf("%s offers %v", command, offered)
		}
	}
	body := withID(`{"id":"ID","name":"somebody","password":"a long enough password","office":"tripoli","roles":["node"],"language":"en"}`)
	status, text := w.ask(t, "AD-1", http.MethodPost, "/api/v1/users/CO-77", body)
	if status != http.StatusBadRequest || !strings.Contains(text, "fault.not-a-code") || !strings.Contains(text, "roles[0]") || !strings.Contains(text, "counsellor") {
		t.Errorf("the program's role is answered %d %s", status, text)
	}
}

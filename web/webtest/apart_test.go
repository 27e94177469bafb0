package webtest

import (
	"os/exec"
	"strings"
	"testing"
)

// What drives a browser is for tests and pictures: none of it is in the program.
func TestTheProgramHoldsNoBrowser(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "amana/cmd/amana").Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "amana/web\n") {
		t.Fatalf("the program has no pages: %s", out)
	}
	for _, apart := range []string{"chromedp", "cdproto", "amana/web/webtest", "amana/desk/desktest"} {
		if strings.Contains(string(out), apart) {
			t.Errorf("the program holds %s", apart)
		}
	}
}

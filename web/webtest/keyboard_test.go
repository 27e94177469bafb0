package webtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"amana/desk/desktest"
	"amana/domain/casefile"
)

// reach presses the tab key until what a script finds has the focus.
func reach(t *testing.T, tab *Tab, find string) {
	t.Helper()
	for range 400 {
		if there, err := Value[bool](tab, fmt.Sprintf("(%s) === document.activeElement", find)); err != nil {
			t.Fatal(err)
		} else if there {
			return
		}
		if err := tab.Press("\t"); err != nil {
			t.Fatal(err)
		}
	}
	path, text, _ := tab.At()
	t.Fatalf("%s is not reached on %s: %s", find, path, text)
}

// until waits for a page on which a script says yes.
func until(t *testing.T, tab *Tab, script string) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; {
		if there, err := Value[bool](tab, "document.readyState === 'complete' && !!("+script+")"); err == nil && there {
			return
		} else if time.Now().After(deadline) {
			path, text, _ := tab.At()
			t.Fatalf("%s: never %s (%v): %s", path, script, err, text)
		}
	}
}

func press(t *testing.T, tab *Tab, keys string) {
	t.Helper()
	if err := tab.Press(keys); err != nil {
		t.Fatal(err)
	}
}

// From signing in to a no that is recorded, without a mouse.
func TestANoByKeyboardAlone(t *testing.T) {
	t.Parallel()
	w := empty(t)
	number := opens(t, w.World, "Ladidi")
	hand := tab(t, w, Look{Language: "ar", Width: 1100})
	if err := hand.Open(t.Context(), "/sign-in"); err != nil {
		t.Fatal(err)
	}
	reach(t, hand, `document.querySelector("[name=name]")`)
	press(t, hand, "cou")
	reach(t, hand, `document.querySelector("[name=password]")`)
	press(t, hand, desktest.Password+"\r")
	link := script(`document.querySelector(%s)`, `main a[href="/cases/`+number+`"]`)
	until(t, hand, link)
	reach(t, hand, link)
	press(t, hand, "\r")
	until(t, hand, `document.querySelector("details.no")`)
	reach(t, hand, `document.querySelector("details.no summary")`)
	press(t, hand, " ")
	reach(t, hand, `document.querySelector("details.no [name=channel]")`)
	press(t, hand, " ")
	reach(t, hand, `document.querySelector("details.no button")`)
	press(t, hand, "\r")
	until(t, hand, `location.search.includes("done")`)
	stands(t, w, number, casefile.StatusWithdrawn)
	if path, _, err := hand.At(); err != nil || !strings.HasPrefix(path, "/cases/"+number) {
		t.Errorf("at %s (%v)", path, err)
	}
}

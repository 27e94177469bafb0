package intake_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"amana/desk"
	"amana/domain/access"
	"amana/intake"
)

// alone is a list of one person, of an office.
func alone(office string) sheets {
	return sheets{"persons": {
		{"ref", "date", "given", "family", "born", "sex", "nationality", "destination", "office"},
		{"M1", "4/3/2026", "Selam", "Tesfay", "2001-03-04", "woman", "ERI", "ERI", office},
	}}
}

// Who takes a list over hears of likely files of one person what those files tell
// them that they may read: a name in a list is no way to learn who has a file.
func TestWhoIsAlikeIsToldToWhoMayReadIt(t *testing.T) {
	w := newWorld(t)
	money := w.enrol(t, "PM-1", "programme", access.Programme)
	here, there := w.enrol(t, "CW-1", "tripoli", access.Caseworker), w.enrol(t, "CW-2", "misrata", access.Caseworker)
	known := func() (all []string) {
		for _, c := range w.cases(t) {
			all = append(all, c.Case)
		}
		return all
	}
	w.take(t, workbook(t, alone("misrata")), func(o *intake.Options) { o.Who = there })
	first := known()[0]
	for i, c := range []struct {
		name          string
		who           desk.Actor
		office        string
		named, unread int
	}{
		{"neither", money, "tripoli", 0, 0},
		{"those of one office", here, "tripoli", 1, 1},
		{"those of another", there, "misrata", 1, 1},
		{"all", w.desk.Self(), "tripoli", 4, 0},
	} {
		s := w.take(t, workbook(t, alone(c.office)), func(o *intake.Options) { o.Who, o.List = c.who, fmt.Sprint("other ", i) })
		if s.Opened != 1 || len(s.Suspected) != c.named || s.Unread != c.unread {
			t.Errorf("who may read %s: %+v", c.name, s)
		}
		for _, p := range s.Suspected {
			for _, number := range []string{p.Case, p.Other} {
				if may, err := w.desk.MayRead(t.Context(), c.who, number); !may || err != nil {
					t.Errorf("who may read %s: told of %s: %v", c.name, number, err)
				}
			}
		}
		if text := s.Text("en"); strings.Contains(text, first) && c.office == "tripoli" && c.unread > 0 || strings.Contains(text, "which you may not read") != (c.unread > 0) {
			t.Errorf("who may read %s: %s", c.name, text)
		}
	}
}

// Nor is how many they are, where they are many.
func TestHowManyAreAlikeIsToldToWhoMayReadThem(t *testing.T) {
	w := newWorld(t)
	money := w.enrol(t, "PM-1", "programme", access.Programme)
	const n = 2 * desk.AtOnce
	w.take(t, workbook(t, sameName("Ali", n)))
	as := func(list string) func(*intake.Options) {
		return func(o *intake.Options) { o.Who, o.List = money, list }
	}
	if s := w.take(t, workbook(t, sameName("Ali", 1)), as("one")); s.Opened != 1 || len(s.Crowds)+len(s.Suspected)+s.Unread != 0 {
		t.Errorf("by one name: %+v", s)
	}
	s := w.take(t, workbook(t, sameName("Ali", n)), as("many"))
	if files := func(c intake.Crowd) bool { return c.Files == n && len(c.Rows) == n }; s.Opened != n || len(s.Crowds) != 1 || !slices.ContainsFunc(s.Crowds, files) {
		t.Errorf("by as many of their own: %+v", s.Crowds)
	}
}

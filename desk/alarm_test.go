package desk_test

import (
	"fmt"
	"slices"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/movement"
)

// Urgent returns raise an alarm above five in a hundred of those who left in a
// quarter, for whoever reads incidents; at five they raise none.
func TestUrgentReturnsRaiseAnAlarm(t *testing.T) {
	w, _ := programme(t)
	var people []desktest.Traveller
	for i := range 20 {
		people = append(people, desktest.Traveller{Given: fmt.Sprint("Person", i), Until: "boarding.board"})
	}
	numbers := travel(t, w, people...)
	do := func(by, number, command string, args any) {
		t.Helper()
		if _, err := w.Do(t.Context(), by, number, command, args); err != nil {
			t.Fatal(err)
		}
	}
	alarms := func(want ...desk.Alarm) {
		t.Helper()
		for _, role := range []access.Role{access.Overseer, access.HeadOfProtection} {
			who := desk.Actor{Actor: access.Actor{Roles: []access.Role{role}, Office: desk.Programme}}
			page, err := w.Desk.Incidents(t.Context(), who, desk.IncidentQuery{})
			if err != nil || !slices.Equal(page.Alarms, want) {
				t.Errorf("%s is shown %+v %v, want %+v", role, page.Alarms, err, want)
			}
		}
	}
	leave := func(numbers ...string) {
		t.Helper()
		for _, number := range numbers {
			do("mov", number, "boarding.board", movement.Board{Movement: desktest.Flight})
			do("mov", number, "departure.record", movement.Depart{Movement: desktest.Flight})
		}
	}
	do("doc", numbers[0], "urgent.declare", movement.DeclareUrgent{Movement: desktest.Flight, Facts: "an operation that cannot wait"})
	alarms() // nobody left yet
	leave(numbers[:19]...)
	alarms(desk.Alarm{Kind: "urgent-share", Quarter: "2026-Q1", Urgent: 1, Departed: 19, Percent: 5})
	leave(numbers[19])
	alarms() // one of twenty
}

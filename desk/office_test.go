package desk_test

import (
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/fault"
)

// An administrator adds an office: cases are opened there, also by another
// process of the node, and the log says whose doing it was.
func TestAnOfficeIsAdded(t *testing.T) {
	for _, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			w, second := twins(t, engine)
			for by, want := range map[string]fault.Kind{"cou": fault.Missing, "hop": fault.Denied} {
				if err := w.Desk.AddOffice(t.Context(), w.Who(by), "kufra"); fault.KindOf(err) != want {
					t.Errorf("by %s: %v, want %s", by, err, want)
				}
			}
			admin := w.Who("admin")
			for office, want := range map[string]string{"tripoli": "fault.exists-already", "programme": "fault.exists-already", "two words": "fault.format-reference", "": "fault.format-reference"} {
				err := w.Desk.AddOffice(t.Context(), admin, office)
				if !fault.Is(err, want) {
					t.Errorf("%q: %v, want %s", office, err, want)
				}
			}
			if err := w.Desk.AddOffice(t.Context(), admin, "kufra"); err != nil {
				t.Fatal(err)
			}
			// The second has not heard of it, and adds another.
			if err := second.AddOffice(t.Context(), admin, "sabha"); err != nil {
				t.Fatal(err)
			}
			if err := second.AddOffice(t.Context(), admin, "kufra"); fault.KindOf(err) != fault.Conflict {
				t.Errorf("a second time: %v", err)
			}
			for _, office := range []string{"tripoli", "misrata", "kufra", "sabha"} {
				if !second.HasOffice(office) {
					t.Errorf("there is no office in %s", office)
				}
			}
			if err := w.Desk.Reload(t.Context()); err != nil {
				t.Fatal(err)
			}
			who, err := w.Desk.Enrol(t.Context(), admin, desk.NewUser{
				Code: "SB-1", Login: "sb-1", Password: desktest.Password, Office: "sabha", Roles: []access.Role{access.Counsellor}, Language: "en",
			}, newID())
			if err != nil {
				t.Fatal(err)
			}
			args := openArgs()
			args["office"] = "sabha"
			opened, err := w.DoAs(t.Context(), who, "", "case.open", args)
			if err != nil {
				t.Fatal(err)
			}
			if c, err := w.Desk.Case(t.Context(), who, opened.Case); err != nil || c.File.Office != "sabha" {
				t.Errorf("%+v %v", c, err)
			}
			dir, size := desktest.Published(t, w)
			if _, said := desktest.Rechecked(t, dir, size); said != "" {
				t.Error(said)
			}
		})
	}
}

package desk_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// begins opens a case for each name, at the desk of a world, and gives the numbers.
func begins(t *testing.T, w *desktest.World, people ...map[string]any) []string {
	t.Helper()
	var numbers []string
	for _, args := range people {
		r, err := w.Do(t.Context(), "cou", "", "case.open", args)
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, r.Case)
	}
	return numbers
}

func called(given, family string, more ...string) map[string]any {
	args := openArgs()
	args["given"], args["family"] = given, family
	for i := 0; i+1 < len(more); i += 2 {
		args[more[i]] = more[i+1]
	}
	if nation, other := args["nationality"]; other {
		args["nationalities"] = []any{nation}
		delete(args, "nationality")
	}
	return args
}

func search(t *testing.T, d *desk.Desk, who desk.Actor, s desk.Search) []string {
	t.Helper()
	found, err := d.Find(t.Context(), who, s)
	if err != nil {
		t.Fatal(err)
	}
	numbers := []string{}
	for _, p := range found.People {
		numbers = append(numbers, p.Case)
	}
	return numbers
}

// Whatever the spelling, the order, the script, or as much of it as was heard.
func TestFindForgives(t *testing.T) {
	for _, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			w, _ := twins(t, engine)
			n := begins(t, w,
				called("Mohamed Lamine", "Diallo", "nationality", "GIN", "destination", "GIN"), called("محمد", "عثمان"), called("Ousmane", "Keïta"), called("عبد الله", "يوسف"),
				called("Abdul Rahman", "Danjuma"), called("Fatima", "Sow"), called("Mahmoud", "Sow"),
			)
			mohamed, arabic, ousmane, abdallah, rahman, fatima, mahmoud := n[0], n[1], n[2], n[3], n[4], n[5], n[6]
			for _, c := range []struct {
				text string
				want []string // in order
			}{
				{"Muhammad Lamin Jallow", []string{mohamed}},
				{"diallo MOHAMMED", []string{mohamed}},
				{"محمد", []string{arabic, mahmoud, mohamed}}, // as it is written, then whoever is heard alike
				{"Mohammed", []string{mohamed, arabic, mahmoud}},
				{"Mohammed Usman", []string{arabic}},
				{"usman", []string{ousmane, arabic}},
				{"Keita Usman", []string{ousmane}},
				{"Abdallah Youssef", []string{abdallah}},
				{"Yusuf Abdullah", []string{abdallah}},
				{"عبد الرحمن", []string{rahman}},
				{"Abderrahmane", []string{rahman}},
				{"rahman", []string{rahman}},
				{"Fatma", []string{fatima}},
				{"fat", []string{fatima}},
				{"Fatouma Sow", []string{fatima}},
				{"Mohamed Salif Diallo", []string{mohamed}},
				{"Mohamed Keita", nil},
				{"Sow", []string{mahmoud, fatima}},
				{"Zeynep", nil},
				{"  ", []string{mahmoud, fatima, rahman, abdallah, ousmane, arabic, mohamed}},
				{"?!", nil},
			} {
				got := search(t, w.Desk, w.Who("cou"), desk.Search{Text: c.text})
				if c.want == nil {
					c.want = []string{}
				}
				if d := cmp.Diff(c.want, got); d != "" {
					t.Errorf("%q: (-want +got)\n%s", c.text, d)
				}
			}
		})
	}
}

// A number that is typed whole wins, with its hyphens or without; and what else
// is asked for narrows.
func TestFindByWhatElseIsKnown(t *testing.T) {
	w, _ := twins(t, "SQLite")
	n := travel(t, w, desktest.Traveller{Given: "Halima", Until: "clearance.draw"}, desktest.Traveller{Given: "Zainab", Until: "seat.give"})
	n = append(n, begins(t, w, called("Mamadou", "Bah", "nationality", "GIN", "destination", "GIN"))...)
	if _, err := w.Do(t.Context(), "cou", n[1], "consent.withdraw", consent.Withdraw{Channel: "phone"}); err != nil {
		t.Fatal(err)
	}
	plain := n[2][:2] + n[2][3:5] + n[2][6:10] + n[2][11:]
	for _, c := range []struct {
		search desk.Search
		want   []string
	}{
		{desk.Search{Text: n[2]}, []string{n[2]}},
		{desk.Search{Text: plain}, []string{n[2]}},
		{desk.Search{Text: n[2][6:10]}, []string{n[2]}},
		{desk.Search{Text: "TI-26-9999-X"}, []string{}},
		{desk.Search{Nationality: "GIN"}, []string{n[2]}},
		{desk.Search{Nationality: "ERI"}, []string{}},
		{desk.Search{Status: casefile.StatusWithdrawn}, []string{n[1]}},
		{desk.Search{Status: "no such status"}, []string{}},
		{desk.Search{Movement: desktest.Flight}, []string{n[0]}},
		{desk.Search{Movement: "NONE"}, []string{}},
		{desk.Search{Office: "misrata"}, []string{}},
		{desk.Search{Office: "tripoli", Text: "halima"}, []string{n[0]}},
		{desk.Search{Nationality: "GIN", Text: "halima"}, []string{}},
		{desk.Search{}, []string{n[2], n[1], n[0]}},
	} {
		if d := cmp.Diff(c.want, search(t, w.Desk, w.Who("cou"), c.search)); d != "" {
			t.Errorf("%+v: (-want +got)\n%s", c.search, d)
		}
	}
	found, err := w.Desk.Find(t.Context(), w.Who("cou"), desk.Search{Text: plain})
	if err != nil || !found.People[0].Exact {
		t.Errorf("%+v %v", found, err)
	}
	found, err = w.Desk.Find(t.Context(), w.Who("cou"), desk.Search{Limit: 2})
	if err != nil || !found.More || len(found.People) != 2 {
		t.Errorf("%d people, more %v: %v", len(found.People), found.More, err)
	}
}

// Of each role: who finds somebody of Tripoli, once nobody is called and once
// everybody who can be. Who finds nobody is told exactly what they are told of a
// name that nobody has.
func TestWhoFindsWhom(t *testing.T) {
	w, _ := twins(t, "SQLite")
	number := travels(t, w, "Halima", "seat.give")
	calledHere := begins(t, w, called("Khadija", "Traore"))[0]
	everywhere := []access.Role{access.CounterTraffickingLead, access.HeadOfProtection, access.HeadOfMission, access.MovementOfficer, access.Node}
	office := []access.Role{access.Counsellor, access.Caseworker, access.ProtectionOfficer, access.ProtectionLead, access.Health}
	byCall := []access.Role{access.UNHCROfficer, access.PanelMember, access.Guardian, access.Observer, access.ClearingOfficer, access.ReceivingMission}
	child := called("Awa", "Ceesay", "born", "2015-02-03", "mother", "")
	delete(child, "mother")
	childNumber := begins(t, w, child)[0]
	officers := map[access.Role]desk.Actor{}
	for i, role := range access.Roles {
		for _, o := range []string{"tripoli", "misrata"} {
			a := desk.Actor{Actor: access.Actor{ID: ledger.Actor{0xee, byte(i)}, Roles: []access.Role{role}, Office: o, Country: "GMB"}}
			for _, s := range []desk.Search{{Text: "Halima"}, {Text: number}, {Text: "TI"}, {Nationality: "NGA"}, {Status: casefile.Waiting, Text: "Danjuma"}, {}} {
				found, err := w.Desk.Find(t.Context(), a, s)
				nobody, errNobody := w.Desk.Find(t.Context(), a, desk.Search{Text: "Xqzzyw"})
				switch want := slices.Contains(everywhere, role) || slices.Contains(office, role) && o == "tripoli"; {
				case want && s.Text != "TI" && (err != nil || !slices.ContainsFunc(found.People, func(p desk.Person) bool { return p.Case == number })):
					t.Errorf("%s of %s does not find her by %+v: %v", role, o, s, err)
				case !want && (cmp.Diff(nobody, found) != "" || fault.KindOf(err) != fault.KindOf(errNobody)):
					t.Errorf("%s of %s is told by %+v: %+v (%v)", role, o, s, found, err)
				case !want && !slices.Contains(byCall, role) && !slices.Contains(office, role) && err == nil:
					t.Errorf("%s may look for people", role)
				}
			}
		}
	}
	enrol := func(code string, role access.Role, country string) desk.Actor {
		a, err := w.Desk.Enrol(t.Context(), w.Who("admin"), desk.NewUser{Code: code, Login: code, Password: desktest.Password, Office: desk.Programme, Roles: []access.Role{role}, Language: "en", Country: country}, newID())
		if err != nil {
			t.Fatal(err)
		}
		officers[role] = a
		return a
	}
	for code, role := range map[string]access.Role{"PM-1": access.PanelMember, "GU-1": access.Guardian, "OB-1": access.Observer, "UN-1": access.UNHCROfficer} {
		enrol(code, role, "")
	}
	for _, c := range []struct{ number, code, duty string }{{calledHere, "PM-1", "panel-member"}, {childNumber, "GU-1", "guardian"}, {calledHere, "OB-1", "observer"}} {
		if _, err := w.Do(t.Context(), "pia", c.number, "call.make", casefile.Call{Officer: c.code, Duty: c.duty}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Do(t.Context(), "pia", calledHere, "unhcr.request", map[string]any{"to": "unhcr"}); err != nil {
		if _, err = w.Do(t.Context(), "pia", calledHere, "asylum.request", map[string]any{}); err != nil {
			t.Fatal(err)
		}
	}
	for role, want := range map[access.Role]string{access.PanelMember: calledHere, access.Observer: calledHere, access.UNHCROfficer: calledHere, access.Guardian: childNumber} {
		if got := search(t, w.Desk, officers[role], desk.Search{}); !slices.Equal(got, []string{want}) {
			t.Errorf("%s, who is called, finds %q", role, got)
		}
		if got := todayOf(t, w.Desk, officers[role]).Called; !slices.Equal(numbers(got.People), []string{want}) || got.Total != 1 {
			t.Errorf("the day of %s, who is called, holds %+v", role, got)
		}
		if got := search(t, w.Desk, officers[role], desk.Search{Text: "Halima"}); len(got) > 0 {
			t.Errorf("%s finds whom they are not called to", role)
		}
	}
	if got := search(t, w.Desk, officers[access.Observer], desk.Search{Text: "khadidja"}); !slices.Equal(got, []string{calledHere}) {
		t.Errorf("by another spelling: %q", got)
	}
}

// What an officer's keys opened is not in the memory of a laptop when they leave.
func TestASignOutEmptiesTheBoard(t *testing.T) {
	f, number := begun(t)
	who := f.signIn("CO-1")
	if got := search(t, f.desk, who, desk.Search{Text: "binta"}); !slices.Equal(got, []string{number}) {
		t.Fatalf("%q", got)
	}
	if f.desk.OnBoard() != 1 {
		t.Fatal("nothing is on the board")
	}
	f.signOut("CO-1")
	if n := f.desk.OnBoard(); n != 0 {
		t.Errorf("%d cases are on the board after the sign-out", n)
	}
	health := f.signIn("DO-1")
	if got := search(t, f.desk, health, desk.Search{Text: "sow"}); !slices.Equal(got, []string{number}) {
		t.Errorf("who signs in next finds %q", got)
	}
}

// What another process of the node writes is found by the next question.
func TestFindSeesWhatAnotherProcessWrites(t *testing.T) {
	for _, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			w, second := twins(t, engine)
			number := begins(t, w, called("Binta", "Sow"))[0]
			cou := w.Who("cou")
			if got := search(t, second, cou, desk.Search{Text: "binta"}); !slices.Equal(got, []string{number}) {
				t.Fatalf("a case that was opened: %q", got)
			}
			if _, err := w.Do(t.Context(), "cou", number, "case.correct", map[string]any{"given": "Mariama"}); err != nil {
				t.Fatal(err)
			}
			if got := search(t, second, cou, desk.Search{Text: "binta"}); len(got) != 0 {
				t.Errorf("a name that was corrected: %q", got)
			}
			if got := search(t, second, cou, desk.Search{Text: "maryam"}); !slices.Equal(got, []string{number}) {
				t.Errorf("the name that it was corrected to: %q", got)
			}
			if err := w.Desk.DestroyBehind(t.Context(), number); err != nil {
				t.Fatal(err)
			}
			if got := search(t, second, cou, desk.Search{Text: "maryam"}); len(got) != 0 {
				t.Errorf("a case that was erased: %q", got)
			}
		})
	}
}

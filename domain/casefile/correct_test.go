package casefile

import (
	"slices"
	"testing"

	"amana/domain/country"
	"amana/domain/ledger"
	"amana/domain/safeguard"
)

// atRisk is a file of somebody who belongs to what the country sheet lists.
func atRisk(change func(*Identity)) []doing {
	i := amina
	change(&i)
	return []doing{notes(Country, "lea", "country.issue", country.Issue{Reference: "NGA", Sheet: "NGA-9", AtRisk: []string{"lgbti", "ERI", "SDN"}}), opened(i)}
}

func changes(by string, c Correct) doing { return does(by, "case.correct", c) }

// Nothing that puts somebody at risk goes by one officer's word, nor by a word
// that does not speak of it.
func TestWhatPutsSomebodyAtRiskStays(t *testing.T) {
	grouped := func(i *Identity) { i.Groups = []string{"lgbti"} }
	national := func(i *Identity) { i.Nationalities = []string{"ERI"} }
	resident := func(i *Identity) { i.Residence = "SDN" }
	name := Correct{Changed: Changed{Given: "Aminah"}}
	other := Correct{Changed: Changed{Groups: []string{"x"}}}
	notThat := Correct{NotGroups: []string{"lgbti"}}
	nigerian := Correct{Changed: Changed{Nationalities: []string{"NGA"}}}
	lives := Correct{Changed: Changed{Residence: "NGA"}}
	listed := func(by string, c Correct) doing {
		return doing{by: by, what: "case.correct", args: c, imported: true}
	}
	for _, c := range []struct {
		name   string
		opened func(*Identity)
		then   []doing
		want   string
	}{
		{"a letter of the name is mended", grouped, []doing{changes("cou", name)}, "unmet none"},
		{"a list changes a row whose groups are empty", grouped, []doing{listed("cas", Correct{Changed: func() Changed { c := Changed(amina); c.Family = "B"; return c }()})}, "unmet none"},
		{"another group is added", grouped, []doing{changes("cou", other)}, "unmet none"},
		{"one officer takes the group back", grouped, []doing{changes("pia", notThat)}, "unmet none"},
		{"the same officer takes it back twice", grouped, []doing{changes("pia", notThat), changes("pia", notThat)}, "unmet none"},
		{"two officers take it back", grouped, []doing{changes("pia", notThat), changes("lea", notThat)}, "not-applicable"},
		{"it is said again", grouped, []doing{changes("pia", notThat), changes("lea", notThat), changes("cou", Correct{Changed: Changed{Groups: []string{"lgbti"}}})}, "unmet none"},
		{"one officer gives another nationality", national, []doing{changes("pia", nigerian)}, "unmet none"},
		{"two do, none from protection", national, []doing{changes("cas", nigerian), changes("cou", nigerian)}, "unmet none"},
		{"two do, one from protection", national, []doing{changes("cas", nigerian), changes("pia", nigerian)}, "not-applicable"},
		{"one officer and a list do", national, []doing{changes("pia", nigerian), listed("cas", nigerian)}, "unmet none"},
		{"one officer gives another residence", resident, []doing{changes("pia", lives)}, "unmet none"},
		{"two give another residence", resident, []doing{changes("pia", lives), changes("lea", lives)}, "not-applicable"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := begin(t, with(atRisk(c.opened), c.then...)...)
			if got := w.finds(safeguard.Embassy, "unhcr-counselled"); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// A correction says what it gives and settles nothing else.
func TestACorrectionSaysOnlyWhatItGives(t *testing.T) {
	w := begin(t, here...)
	w.beside(does("cas", "case.correct", elsewhere(func(i *Identity) { i.Destination = "NER" })), does("sam", "case.correct", Correct{Changed: Changed(amina)}))
	w.settles(changes("pia", Correct{Changed: Changed{Given: "Aminah"}}))
	if got := fields(w.file); got != "destination" {
		t.Errorf("a name was mended, and unsettled is %q", got)
	}
	w.settles(changes("pia", Correct{Changed: Changed{Destination: "NGA"}}))
	if got := fields(w.file); got != "" {
		t.Errorf("settled, and still %q", got)
	}
	i := w.file.Identity
	if want := amina; i.Given != "Aminah" || i.Born != want.Born || i.Sex != want.Sex || !slices.Equal(i.Nationalities, want.Nationalities) || i.Destination != "NGA" {
		t.Errorf("%+v", i)
	}
}

// Two corrections of different fields beside each other both hold.
func TestTwoCorrectionsOfDifferentFields(t *testing.T) {
	w := begin(t, here...)
	w.beside(changes("cas", Correct{Changed: Changed{Given: "Aminah"}}), changes("sam", Correct{Changed: Changed{Family: "Bello"}}))
	if i := w.file.Identity; i.Given != "Aminah" || i.Family != "Bello" || fields(w.file) != "" {
		t.Errorf("%+v, unsettled %q", i, fields(w.file))
	}
}

// To take a group back is for those who can read it.
func TestWhoTakesAGroupBack(t *testing.T) {
	k, _ := Named("case.correct")
	for want, c := range map[string]Correct{"case.correct": {Changed: Changed{Given: "A", Groups: []string{"x"}}}, "risk.assess": {NotGroups: []string{"x"}}} {
		if got := (&Case{}).Right(k, c); got != want {
			t.Errorf("%+v needs %s, want %s", c, got, want)
		}
	}
}

// A closed compartment takes nothing away: the groups stay with whoever reads them.
func TestAGroupThatCannotBeReadStays(t *testing.T) {
	w := begin(t, with(atRisk(func(i *Identity) { i.Groups = []string{"lgbti"} }), changes("cou", Correct{Changed: Changed{Given: "Aminah"}}))...)
	last := w.events[len(w.events)-1]
	if last.Sealed != 0 || last.Body.(Corrected).Groups != nil {
		t.Errorf("a correction of a name speaks of groups: %+v", last.Body)
	}
	h := ledger.Arrange(w.events)
	if got := Fold(&h).Identity.Groups; !slices.Equal(got, []string{"lgbti"}) {
		t.Errorf("groups %v", got)
	}
}

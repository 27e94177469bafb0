package intake_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/intake"
)

// reasons are those of a report, by the row's reference.
func reasons(t *testing.T, s intake.Summary) map[string]string {
	t.Helper()
	all := map[string]string{}
	if s.Report == "" {
		return all
	}
	for _, rows := range readBack(t, s.Report) {
		for _, row := range rows[1:] {
			all[row[0]] = row[len(row)-1]
		}
	}
	return all
}

func TestFaultyLists(t *testing.T) {
	header := []any{"ref", "date", "given", "family", "born", "sex", "nationality", "destination", "office"}
	person := func(ref string, change ...any) []any {
		row := []any{ref, "4/3/2026", "Given" + ref, "Family" + ref, "1990", "man", "Mali", "Mali", "tripoli"}
		for i := 0; i+1 < len(change); i += 2 {
			row[change[i].(int)] = change[i+1]
		}
		return row
	}
	acts := []any{"ref", "person", "what", "date", "talk.mode", "minutes", "topics"}
	move := []any{"ref", "person", "what", "date"}
	for name, c := range map[string]struct {
		list sheets
		want map[string]string // reference → part of the reason
	}{
		"born tomorrow":   {sheets{"persons": {header, person("1", 4, "5/3/2026")}}, map[string]string{"1": "lies in the future"}},
		"opened tomorrow": {sheets{"persons": {header, person("1", 1, "21/3/2026")}}, map[string]string{"1": "Date"}},
		"a reference twice, and who hangs on it": {
			sheets{"persons": {header, person("1"), person("1", 2, "Other"), person("2")}, "counselling": {acts, {"c", "1", "counselling.hold", "5/3/2026", "phone", 30}}},
			map[string]string{"1": "same reference", "c": "own row was not taken"},
		},
		"an unknown person": {
			sheets{"persons": {header, person("1")}, "counselling": {acts, {"c", "9", "counselling.hold", "5/3/2026", "phone", 30}}},
			map[string]string{"c": "No person has this reference"},
		},
		"an unknown office": {sheets{"persons": {header, person("1", 8, "atlantis"), person("2")}}, map[string]string{"1": "Office"}},
		"no reference":      {sheets{"persons": {header, person("")}}, map[string]string{"": "Reference"}},
		"no date":           {sheets{"persons": {header, person("1", 1, "")}}, map[string]string{"1": "Date"}},
		"departed too early": {
			sheets{
				"persons": {header, person("1")}, "movements": {move, {"m", "1", "departure.record", "6/3/2026"}},
				"consents": {{"ref", "person", "what", "date", "talk.mode"}, {"k", "1", "consent.give", "7/3/2026", "phone"}},
			}, map[string]string{"m": "One of the dates is wrong"},
		},
		"a consent to a text that there is not": {
			sheets{
				"persons": {header, person("1")},
				"consents": {{"ref", "person", "what", "date", "talk.mode", "language", "version"}, {"k", "1", "consent.give", "7/3/2026", "phone", "hau", 7},
					{"l", "1", "consent.give", "7/3/2026", "phone", "tir", 1}, {"m", "1", "consent.give", "7/3/2026", "phone", "hau", ""}},
			}, map[string]string{"k": "Version of the text: There is no such version", "l": "Version of the text: There is no such version"},
		},
		"departed twice": {
			sheets{"persons": {header, person("1")}, "movements": {move, {"m", "1", "departure.record", "6/3/2026"}, {"n", "1", "departure.record", "7/3/2026"}}},
			map[string]string{"n": "already departed"},
		},
		"arrived without departing": {
			sheets{"persons": {header, person("1")}, "movements": {move, {"m", "1", "arrival.record", "6/3/2026"}}}, map[string]string{"m": ""},
		},
		"a cell that the row has no place for": {
			sheets{"persons": {header, person("1")}, "counselling": {append(slices.Clone(acts), "option"), {"c", "1", "counselling.hold", "5/3/2026", "phone", 30, "", "stay"}}},
			map[string]string{"c": "has no place for this"},
		},
		"a formula, an override, a control character, a long text": {
			sheets{"persons": {header, person("1", 2, "+49 30"), person("2", 2, "a\u202eb"), person("3", 2, strings.Repeat("x", 101)), person("4", 2, "@me"), person("5", 3, "x\u0007y é")}},
			map[string]string{"1": "Given names", "2": "Given names", "3": "Given names", "4": "Given names", "5": "Family name"},
		},
		"a need that nobody found": {
			sheets{"persons": {header, person("1")}, "screenings": {{"ref", "person", "what", "date", "answers", "outcome"}, {"n", "1", "need.answer", "5/3/2026", "x", "served"}}},
			map[string]string{"n": "found a need"},
		},
		"not eligible is for another officer": {
			sheets{"persons": {header, person("1")}, "movements": {{"ref", "person", "what", "date", "outcome", "rule", "why"}, {"m", "1", "case.end", "5/3/2026", "not-eligible", "own-wish", "because"}}},
			map[string]string{"m": "two officers find"},
		},
		"something that no import may do": {
			sheets{"persons": {header, person("1")}, "movements": {move, {"m", "1", "boarding.board", "6/3/2026"}}}, map[string]string{"m": "What"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			s := w.take(t, workbook(t, c.list), func(o *intake.Options) { o.Office = "" })
			got := reasons(t, s)
			if len(got) != len(c.want) {
				t.Errorf("refused %v, want %v", got, c.want)
			}
			for ref, part := range c.want {
				if reason, refused := got[ref]; !refused || !strings.Contains(reason, part) {
					t.Errorf("row %q: %q, want %q", ref, reason, part)
				}
			}
		})
	}
}

func TestAReferenceThatIsSomebodyElsesIsRefused(t *testing.T) {
	w := newWorld(t)
	list := func(given, born, sex, office string) sheets {
		return sheets{"persons": {{"ref", "date", "given", "born", "sex", "nationality", "destination", "office"}, {"1", "4/3/2026", given, born, sex, "Mali", "Mali", office}}}
	}
	w.take(t, workbook(t, list("Amina", "1990", "woman", "tripoli")))
	s := w.take(t, workbook(t, list("Musa", "1971", "man", "tripoli")))
	if got := reasons(t, s); s.Corrected != 0 || !strings.Contains(got["1"], "somebody else") {
		t.Errorf("another person's row became a correction: %+v %v", s, got)
	}
	if s := w.take(t, workbook(t, list("Amina", "1991", "woman", " Tripoli "))); s.Refused != 0 {
		t.Errorf("an office called by its name: %v", reasons(t, s))
	}
	if s = w.take(t, workbook(t, list("Amina", "1991", "woman", "misrata"))); !strings.Contains(reasons(t, s)["1"], "another office") {
		t.Errorf("%+v", s)
	}
	if s = w.take(t, workbook(t, list("Musa", "1971", "man", "tripoli")), func(o *intake.Options) { o.List = "another list" }); s.Opened != 1 {
		t.Errorf("another list with its own references: %+v", s)
	}
}

func TestLikelyFilesOfOnePersonAreNotedOnBoth(t *testing.T) {
	w := newWorld(t)
	header := []any{"ref", "date", "given", "family", "born", "sex", "nationality", "destination"}
	w.take(t, workbook(t, sheets{"persons": {header, {"1", "4/3/2026", "Mohamed", "al-Amin", "3/5/1990", "man", "Sudan", "Sudan"}}}))
	again := workbook(t, sheets{"persons": {
		header,
		{"2", "5/3/2026", "MOHAMED AMIN", "", "1990", "man", "Sudan", "Sudan"},
		{"3", "5/3/2026", "محمّد", "الامين", "1990", "man", "Sudan", "Sudan"},
		{"4", "5/3/2026", "Mohamed", "Amin", "1991", "man", "Sudan", "Sudan"},
		{"5", "5/3/2026", "Zaynab", "Diallo", "1990", "woman", "Mali", "Mali"},
		{"6", "5/3/2026", "Zainabu", "Jallow", "1990", "woman", "Mali", "Mali"},
		{"7", "5/3/2026", "Zainabu", "Jallow", "1990", "woman", "Gambia", "Mali"},
	}})
	s := w.take(t, again)
	cases := w.cases(t)
	for ref, likely := range map[string][]string{"1": {"2", "3"}, "2": {"1", "3"}, "3": {"1", "2"}, "4": {}, "5": {"6"}, "6": {"5"}, "7": {}} {
		want, got := map[string]bool{}, map[string]bool{}
		for _, other := range likely {
			want[cases[other].Case] = true
		}
		for _, d := range cases[ref].File.Duplicates {
			got[d.Other] = true
		}
		if !maps.Equal(want, got) {
			t.Errorf("on %s %v are noted, want %v", ref, got, want)
		}
	}
	if len(s.Suspected) != 4 {
		t.Errorf("the importer hears of %v", s.Suspected)
	}
	size := w.size(t)
	if s = w.take(t, again); len(s.Suspected) != 0 || w.size(t) != size {
		t.Errorf("noted again: %+v", s)
	}
}

func TestOnlyAnImportNamesAReferenceAndAnOldDeparture(t *testing.T) {
	w := newWorld(t)
	w.take(t, workbook(t, caseload()))
	c := w.cases(t)["P2"]
	r := request(t, "departure.record", map[string]any{})
	if _, err := w.desk.Do(t.Context(), w.officer, c.Case, r); err != nil {
		t.Fatal(err)
	}
	if got := w.cases(t)["P2"]; got.Status != casefile.StatusUncleared || len(got.File.Incidents) != 1 {
		t.Errorf("a departure that is recorded now: %s, %d incidents", got.Status, len(got.File.Incidents))
	}
	open := map[string]any{
		"given": "X", "born": "1990-01-01", "sex": "man", "nationalities": []string{"MLI"}, "languages": []string{"bam"}, "destination": "MLI",
		"office": "tripoli", "reference": "list/P1",
	}
	if _, err := w.desk.Do(t.Context(), w.counsellor, "", request(t, "case.open", open)); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a reference that did not come with an import: %v", err)
	}
}

func TestADepartureSinceTheListWasTakenIsUncleared(t *testing.T) {
	w := newWorld(t)
	list := caseload()
	w.take(t, workbook(t, list))
	w.clock = w.clock.AddDate(0, 0, 5)
	list["movements"] = append(list["movements"], []any{"M2", "P3", "departure", "24/3/2026"})
	if s := w.take(t, workbook(t, list)); s.Refused != 0 {
		t.Fatal(reasons(t, s))
	}
	if c := w.cases(t)["P3"]; c.Status != casefile.StatusUncleared || len(c.File.Incidents) != 1 {
		t.Errorf("who left after the list was first taken is %s, with %d incidents", c.Status, len(c.File.Incidents))
	}
}

// Nobody waits for a long list to be read only to hear that they may not take it over.
func TestWhoMayNotImportIsToldAtOnce(t *testing.T) {
	w := newWorld(t)
	o := w.options()
	o.Who = w.counsellor
	if _, err := intake.Import(t.Context(), w.desk, "no-such-list.xlsx", o); fault.KindOf(err) != fault.Denied {
		t.Errorf("%v, want denied", err)
	}
}

// A list without a column that its rows need comes back with that column, so
// that it can be filled in where the reason stands.
func TestAColumnThatIsMissingComesBackToBeFilledIn(t *testing.T) {
	w := newWorld(t)
	people := [][]any{{"ref", "date", "given", "born", "sex", "destination", "office"}, {"P1", "4/3/2026", "Amina", "1998", "f", "Mali", "tripoli"}}
	s := w.take(t, workbook(t, sheets{"persons": people, "documents": {
		{"ref", "person", "what", "date", "document", "number", "from", "to"},
		{"D1", "P1", "travel document", "6/3/2026", "passport", "A1", "1/1/2025", "1/1/2030"},
	}}))
	back := readBack(t, s.Report)["documents"]
	if len(back) != 2 || s.Refused != 1 {
		t.Fatalf("%+v %v", s, back)
	}
	i := slices.Index(back[0], "How it was obtained")
	if i != len(back[0])-2 || back[0][i+1] != "Reason" {
		t.Fatalf("columns %v", back[0])
	}
	if got := back[1][i+1]; got != "2 · How it was obtained: Something that is needed was left out. [their own / embassy / other]" {
		t.Errorf("the reason is %q", got)
	}
	back[1][i] = "embassy"
	again := sheets{"documents": nil}
	for _, row := range back {
		var cells []any
		for _, c := range row {
			cells = append(cells, c)
		}
		again["documents"] = append(again["documents"], cells)
	}
	if s := w.take(t, workbook(t, again)); s.Refused != 0 || s.Recorded != 1 {
		t.Errorf("corrected: %+v %v", s, reasons(t, s))
	}
}

// Reasons are in the reader's words: no code, and no field twice.
func TestReasonsAreInWords(t *testing.T) {
	w := newWorld(t)
	o := w.options()
	o.Language = "fr"
	path := workbook(t, sheets{"persons": {
		{"ref", "date", "given", "born", "sex", "nationality", "languages", "destination", "office"},
		{"P1", "4/3/2026", "Amina", "1998", "x", "Nigria", "klingon", "Mali", "tripoli"},
		{"P2", "4/3/2026", "Amina", "1998", "f", "Mali", "hausa", "Mali", "nowhere"},
	}})
	s, err := intake.Import(t.Context(), w.desk, path, o)
	if err != nil {
		t.Fatal(err)
	}
	got := reasons(t, s)
	want := map[string]string{
		"P1": "2 · Sexe · “x”: Ce n'est aucune des réponses possibles\u00a0: femme, homme et autre.\n" +
			"2 · Nationalité · “Nigria”: Aucun pays ne s'appelle ainsi. Écrivez son nom en français, en anglais ou en arabe, ou ses trois lettres, comme NGA ; ou apatride, inconnue, contestée.\n" +
			"2 · Langues · “klingon”: Aucune langue ne s'appelle ainsi. Écrivez son nom en français, en anglais ou en arabe, ou ses trois lettres, comme hau.",
		"P2": "3 · Bureau: Ce bureau n’existe pas ici. C’est l’un de\u00a0: tripoli et misrata.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

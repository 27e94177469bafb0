package intake

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
)

// examples shows one row of each kind that a sheet can hold; none is read.
func (t *template) examples(name string, table *Table) (err error) {
	word := vocabularyOf().Example["word"][place(t.language)]
	whats := table.Whats
	if table.Name == Persons {
		whats = []string{"case.open"}
	}
	for i, what := range whats {
		row := make([]string, len(table.Columns))
		for j, c := range table.Columns {
			row[j] = t.sample(table, c, what, word, i+1)
		}
		at := strconv.Itoa(i + 2)
		err = errors.Join(err, t.SetSheetRow(name, "A"+at, &row), t.SetCellStyle(name, "A"+at, letter(len(row))+at, t.example))
	}
	return err
}

// samples are what examples show where the kind of a column does not say, by
// column, or by command and column where the rows of a sheet differ. They tell of
// an invented person whom a real list could tell of.
var samples = map[string]said{
	"given": {"Amina", "Aminata", "أمينة"}, "family": {"Diallo", "Diallo", "ديالو"}, "office": {"tripoli", "tripoli", "tripoli"},
	"nationalities": niger, "languages": hausa, "destination": niger, "country": niger, "born": alike("1998"),
	"talk.language": hausa, "language": hausa, "version": alike("1"), "minutes": alike("45"),
	"question": {"Who will meet me?", "Qui va m'accueillir ?", "من سيستقبلني؟"},
	"number":   alike("A1234567"), "document.record from": alike("15/09/2024"), "document.record to": alike("14/09/2029"),
	"exit.record from": alike("11/03/2026"), "exit.record to": alike("10/04/2026"),
	"movement": alike("TIP-NIM-07"), "countrySheet": alike("LBY-2026-1"), "risk.assess countrySheet": alike("NER-2026-2"),
	"transfer.make movement": {}, "transfer.make country": {"Libya", "Libye", "ليبيا"},
}

var (
	niger = said{"Niger", "Niger", "النيجر"}
	hausa = said{"Hausa", "haoussa", "الهوسا"}
)

func alike(s string) said { return said{s, s, s} }

// affirmed are the columns in which examples say yes.
var affirmed = []string{
	"talk.understood", "talk.outOfHearing", "talk.outOfSight", "ownWords", "optionsFirst", "explained", "checked", "legalHelp", "household", "told", "chose",
	"meetsThem", "nights", "oneNumber", "contacts", "reflection", "informed", "uncoerced", "alternatives", "agrees", "askedAlone", "wants", "granted", "confirmed", "arranged",
}

// picked are the codes of examples that are not the first of their list.
var picked = map[string]string{"option.tell answer": "declines", "consent.report channel": "relative"}

// days are when the acts of each sheet happened, one after the other.
var days = map[string]string{
	Persons: "04/03/2026", "counselling": "05/03/2026", "screenings": "06/03/2026", "assessments": "08/03/2026", consents: "09/03/2026",
	"documents": "11/03/2026", "health": "15/03/2026", movements: "16/03/2026",
}

func (t *template) sample(table *Table, c *Column, what, word string, n int) string {
	switch c.Code {
	case colRef:
		return word + "-" + strconv.Itoa(n)
	case colPerson:
		return word + "-1"
	case colWhat:
		return c.Word(what, t.language)
	case colHappened:
		return days[table.Name]
	case colOfficer:
		return "CO-1"
	}
	s, shown := samples[what+" "+c.Code]
	if !shown {
		s, shown = samples[c.Code]
	}
	m := c.members[what]
	switch {
	case m == nil || !m.required && !shown:
		return ""
	case shown:
		return s[place(t.language)]
	}
	switch c.Kind {
	case Code:
		return c.Word(cmp.Or(picked[what+" "+c.Code], m.codes[0]), t.language)
	case YesNo:
		if slices.Contains(affirmed, c.Code) {
			return yesWords[place(t.language)]
		}
		return noWords[place(t.language)]
	case RowRef:
		return word + "-4"
	}
	return "…"
}

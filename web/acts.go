package web

import (
	"slices"
	"strings"

	"amana/domain/casefile"
	"amana/domain/ledger"
)

// actsData is everything that the reader may do on a case, by the part of the
// work.
type actsData struct {
	Head  caseHead
	Entry string // of what was just recorded, for who reads nothing in the file
	Parts []actPart
}

type actPart struct {
	Title string
	Acts  []link
}

// actParts order the rooms of commands as the journey does; what stops it first.
var actParts = []struct {
	key   string
	rooms []string
}{
	{"page.part-no", []string{"consent.withdraw", "consent.report", "asylum.request", "hold.place", "incident.open"}},
	{"page.part-will", []string{"wish", "order", "counselling", "option", "consent", "voluntary", "release", "capacity", "safe-no", "review"}},
	{"page.part-protection", []string{"fear", "screening", "trafficking", "interests", "family", "caregiver", "escort", "age", "risk", "asylum", "unhcr", "hold", "place"}},
	{"page.part-help", []string{"need", "health", "reintegration", "notice"}},
	{"page.part-travel", []string{"document", "exit", "entry.confirm", "embassy", "authority", "transport", "sharing", "seat", "clearance", "identity", "gate", "urgent", "boarding", "departure", "arrival", "transfer"}},
	{"page.part-file", []string{"case", "custody", "household", "birth", "duplicate", "call", "incident", "import", "entry"}},
}

// recorded is the receipt of what the reader just recorded, if it is in the log.
func (v *visit) recorded() string {
	var entry ledger.Hash
	if entry.UnmarshalText([]byte(v.URL.Query().Get("done"))) != nil {
		return ""
	}
	if _, err := v.desk.Locate(v.Context(), entry); err != nil {
		return ""
	}
	return entry.String()
}

func (v *visit) acts() error {
	number, err := v.number()
	if err != nil {
		return err
	}
	c, err := v.caseOf(number)
	if err != nil {
		return err
	}
	data := actsData{Head: v.head(c)}
	if c.File == nil {
		data.Entry = v.recorded()
	}
	for i, part := range actParts {
		p := actPart{Title: v.say.Text(part.key, nil)}
		for _, k := range casefile.Commands {
			if partOf(k.Name) == i && formed(k.Name) && v.mayFill(k.Name) {
				p.Acts = append(p.Acts, link{Path: data.Head.Path + "/do/" + k.Name, Name: v.say.Command(k.Name)})
			}
		}
		if len(p.Acts) > 0 {
			data.Parts = append(data.Parts, p)
		}
	}
	return v.show(page{Template: "acts", Title: number, Data: data})
}

// partOf is the part of the work to which a command belongs: where it is named
// itself, else where its room is; -1: nowhere.
func partOf(command string) int {
	room, _, _ := strings.Cut(command, ".")
	found := -1
	for i, part := range actParts {
		if slices.Contains(part.rooms, command) {
			return i
		}
		if slices.Contains(part.rooms, room) {
			found = i
		}
	}
	return found
}

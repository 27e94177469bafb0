package web

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/country"
	"amana/domain/monitoring"
	"amana/domain/results"
	"amana/domain/safeguard"
	"amana/lang"
	"amana/store"
)

func chosenOf(all []option, value string) []option {
	out := slices.Clone(all)
	for i := range out {
		out[i].Chosen = value != "" && out[i].Value == value
	}
	return out
}

// events are those of the case that a question may choose from, newest first.
func (v *visit) events(f *filling, path string, said []string) []option {
	kinds := picked[f.command.Name+"/"+path]
	var all []option
	for _, e := range slices.Backward(f.events) {
		name := e.Entry.String()
		switch {
		case kinds != nil && !slices.Contains(kinds, e.Kind),
			f.command.Name == "import.attest" && e.Imported == "",
			strings.HasPrefix(f.command.Name, "entry.") && e.Kind != "":
			continue
		}
		all = append(all, option{name, v.headline(&e), slices.Contains(said, name)})
	}
	return all
}

// known are the values that a text can have, where the program knows them all;
// nil: anything can be written.
func (v *visit) known(q asked, f *filling) []option {
	switch q.Format {
	case "country":
		return v.sorted(lang.Countries(), v.say.Country)
	case "nationality":
		return v.sorted(nations(), v.nationality)
	case "reads":
		return v.sorted(lang.Languages, v.say.Tongue)
	case "language":
		return v.sorted(lang.Tongues(), v.say.Tongue)
	case "code":
		return v.callable(f)
	case "reference":
		return v.references(q.Path[strings.LastIndexByte(q.Path, '.')+1:], f)
	}
	return nil
}

// nations are what somebody's nationality can be.
func nations() []string {
	return append(slices.Clone(lang.Countries()), "stateless", "unknown", "disputed")
}

func (v *visit) sorted(codes []string, name func(string) string) []option {
	all := make([]option, len(codes))
	for i, code := range codes {
		all[i] = option{Value: code, Label: name(code)}
	}
	order := collate.New(language.Make(v.say.Language()))
	slices.SortFunc(all, func(a, b option) int { return order.CompareString(a.Label, b.Label) })
	return all
}

// callable are the codes of those who can be called to a movement, as far as the
// reader may know them; nil: a code is typed.
func (v *visit) callable(f *filling) (all []option) {
	if f.command.Name != "movement.call-observer" {
		return nil
	}
	accounts, err := v.desk.Accounts(v.who)
	for _, a := range accounts {
		if err == nil && !a.Revoked && slices.Contains(a.Roles, access.Observer) {
			all = append(all, option{Value: a.Code, Label: v.say.Isolate(a.Code)})
		}
	}
	return all
}

// readAtOnce is how many movements, places … are asked for at a time.
const readAtOnce = 500

// references are what commands cite by a reference, as far as the reader may see
// it. Where there is nothing to offer it can still be written.
func (v *visit) references(name string, f *filling) (all []option) {
	add := func(ref string) { all = append(all, option{Value: ref, Label: v.say.Isolate(ref)}) }
	cited := func(kind casefile.Subject, each func(casefile.Folded)) {
		var after store.Cursor
		for more := true; more; {
			page, err := v.desk.AllCited(v.Context(), v.who, kind, readAtOnce, after)
			if err != nil {
				return
			}
			for _, s := range page.States {
				each(s)
			}
			after, more = page.Next, page.More
		}
	}
	switch name {
	case "office":
		for _, office := range v.desk.Offices() {
			if office != desk.Programme { // which has no cases
				all = append(all, option{Value: office, Label: v.office(office)})
			}
		}
	case "to":
		cited(casefile.Country, func(s casefile.Folded) {
			ref := s.(*country.State).Reference
			all = append(all, option{Value: ref, Label: v.say.Country(ref)})
		})
	case "movement":
		return v.offered(f)
	case "place":
		cited(casefile.Place, func(s casefile.Folded) { add(s.(*monitoring.State).Reference) })
	case "line":
		cited(casefile.Line, func(s casefile.Folded) { add(s.(*results.State).Reference) })
	case "sheet":
		if f.other != nil { // a new one
			return nil
		}
		cited(casefile.Country, func(s casefile.Folded) {
			if c := s.(*country.State); f.file.File != nil && c.Reference == f.file.File.Identity.Destination || c.Reference == safeguard.Libya {
				add(c.Sheet)
			}
		})
	case "safeguard":
		if book := v.desk.Book(); book != nil {
			for i := range book.Clauses {
				id := book.Clauses[i].ID
				all = append(all, option{Value: string(id), Label: v.ruleTitle(id)})
			}
		}
	}
	return all
}

// offered are the movements that a question may choose from: the one on which the
// person has a seat; for a seat those that will leave for where they go; otherwise
// all, the next to leave first.
func (v *visit) offered(f *filling) (options []option) {
	c, forSeat := f.file.File, f.command.Name == "seat.give"
	if c != nil && !forSeat && c.Travel.Movement != "" {
		return []option{{Value: c.Travel.Movement, Label: v.say.Isolate(c.Travel.Movement)}}
	}
	all, err := v.allMovements()
	if err != nil {
		return nil
	}
	now := v.desk.Moment()
	left := func(m desk.ListedMovement) bool { return !m.Departs.After(now) }
	if forSeat {
		all = slices.DeleteFunc(all, func(m desk.ListedMovement) bool {
			return m.Cancelled || left(m) || c != nil && m.To != c.Identity.Destination
		})
	}
	slices.SortFunc(all, func(a, b desk.ListedMovement) int {
		if left(a) || left(b) {
			return latest(a, b)
		}
		return soonest(a, b)
	})
	for _, m := range all {
		label := v.say.Isolate(m.Movement) + " — " + v.say.Country(m.To) + " — " + v.say.Isolate(v.say.Time(m.Departs))
		options = append(options, option{Value: m.Movement, Label: label})
	}
	return options
}

package desk

import (
	"cmp"
	"context"
	"slices"

	"amana/domain/casefile"
	"amana/store"
)

// Household is a group of people who travel, or may travel, together, as a reader
// of one of their files may know it.
type Household struct {
	Code     string
	Relation string // of the person whose file is read
	Others   []Kin
}

// Kin is another of them: who they are and nothing of what they answered. Where
// somebody stands on their way is an answer too.
type Kin struct {
	Case, Given, Family, Relation string
}

// Households lists those of which the person is said to be, with the others whose
// files the reader may see. Who reads one file learns of no other by it.
func (d *Desk) Households(ctx context.Context, who Actor, number string) ([]Household, error) {
	_, f, err := d.shownTo(ctx, who, number)
	if err != nil {
		return nil, err
	}
	var all []Household
	for _, home := range f.Person.Said.Household {
		code := home.Value.Household
		if slices.ContainsFunc(all, func(h Household) bool { return h.Code == code }) {
			continue
		}
		others, err := d.others(ctx, who, number, code)
		if err != nil {
			return nil, err
		}
		all = append(all, Household{code, home.Value.Relation, others})
	}
	return all, nil
}

func (d *Desk) others(ctx context.Context, who Actor, number, code string) ([]Kin, error) {
	digest, err := d.household(code)
	if err != nil {
		return nil, err
	}
	var all []Kin
	for page := (store.Page{Limit: 500}); ; {
		rows, err := d.db.Rows(ctx, store.Filter{Subject: string(casefile.Person), Callers: [][]byte{digest}}, page)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			page.After = row.Cursor
			v, err := d.look(ctx, row.Stream)
			if err != nil {
				return nil, err
			}
			f := v.file
			if f.Shut || f.Person.Erased || f.Person.Number == number || d.roles.May(who.Actor, "case.read", d.subjectIn(v)) != nil {
				continue
			}
			if f, err = d.limited(ctx, who, f); err != nil {
				return nil, err
			}
			if kin, is := kinOf(f.Person, code); is {
				all = append(all, kin)
			}
		}
		if len(rows) < page.Limit {
			slices.SortFunc(all, func(a, b Kin) int { return cmp.Compare(a.Case, b.Case) })
			return all, nil
		}
	}
}

// kinOf is somebody as one of a household, if their own file says that they are.
func kinOf(c *casefile.Case, code string) (Kin, bool) {
	for _, home := range c.Said.Household {
		if home.Value.Household == code {
			return Kin{c.Number, c.Identity.Given, c.Identity.Family, home.Value.Relation}, c.Number != ""
		}
	}
	return Kin{}, false
}

package indicator

import "slices"

// Fewest is the smallest number of people that is shown to whoever may not open
// their cases (this project's default): among fewer, who knows one of them may
// tell who it is.
const Fewest = 5

// Guarded is c for a reader who opens the cases of some figures, or of none: what
// counts too few other people is hidden, and so is what would tell by subtraction.
// Who left without clearance or in haste is no such figure: each is an incident
// or was reviewed from outside, and is published whatever the number; and so are
// movements, which are not people.
func (c Count) Guarded(opens func(Figure) bool) Count {
	c.Groups, c.Waits, c.Weeks = slices.Clone(c.Groups), slices.Clone(c.Waits), slices.Clone(c.Weeks)
	for i := range c.Groups {
		g := &c.Groups[i]
		if slices.Contains([]string{UnclearedBy, UrgentBy, DecidedNo}, g.Key) || !slices.ContainsFunc(g.Figures, func(f Figure) bool { return !opens(f) }) {
			continue
		}
		g.Figures = slices.Clone(g.Figures)
		for j := range g.Figures {
			g.Figures[j].guard(g.Whole)
		}
		if g.Whole {
			g.cover()
		}
	}
	if opens(Figure{}) {
		return c
	}
	for i := range c.Waits {
		if w := &c.Waits[i]; w.N < Fewest {
			*w = Wait{Safeguard: w.Safeguard, Hidden: true}
		}
	}
	for i := range c.Weeks {
		w := &c.Weeks[i]
		w.Wishes, w.Noes, w.Leaves = floor(w.Wishes), floor(w.Noes), floor(w.Leaves)
	}
	if few(c.Before) {
		c.Before = TooFew
	}
	return c
}

// TooFew stands for a number that is hidden.
const TooFew = -1

func few(n int) bool { return n > 0 && n < Fewest }

func floor(n int) int {
	if few(n) {
		return TooFew
	}
	return n
}

// guard hides a figure of few, and, where nothing beside it does so, one that
// lacks few of all.
func (f *Figure) guard(whole bool) {
	if few(f.N) || few(f.Of) || !whole && few(f.Of-f.N) {
		f.hide()
		return
	}
	// How many left under which version adds up to the figure itself.
	if slices.ContainsFunc(f.Books, func(u Under) bool { return few(u.N) }) {
		books := make([]Under, len(f.Books))
		for i, u := range f.Books {
			books[i] = Under{u.Book, TooFew}
		}
		f.Books = books
	}
}

func (f *Figure) hide() {
	f.Hidden, f.N, f.under = true, 0, f.N
	if few(f.Of) {
		f.Of = 0
	}
	for i := range f.Books {
		f.Books = slices.Clone(f.Books)
		f.Books[i].N = TooFew
	}
}

// cover hides the next smallest too, as long as the whole less what is shown
// would tell what is hidden: of a single figure, or of several that together are
// so few that each must be.
func (g *Group) cover() {
	for {
		hidden, together, least := 0, 0, -1
		for i, f := range g.Figures {
			switch {
			case f.Hidden:
				hidden++
				together += f.under
			case f.N > 0 && (least < 0 || f.N < g.Figures[least].N):
				least = i
			}
		}
		if hidden == 0 || least < 0 || hidden > 1 && together >= 2*Fewest {
			return
		}
		g.Figures[least].hide()
	}
}

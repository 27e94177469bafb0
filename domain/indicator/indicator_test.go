package indicator_test

import (
	"slices"
	"testing"
	"time"

	"amana/domain/day"
	"amana/domain/indicator"
	"amana/domain/ledger"
)

var (
	march = day.Day{Year: 2026, Month: time.March, Of: 2} // a Monday
	today = march.Add(20)
)

// on is a milestone so many days after the second of March.
func on(days int, milestone string) indicator.Milestone {
	return indicator.Milestone{Statistic: &indicator.Statistic{Milestone: milestone, Book: "libya-vhr/1"}, Day: march.Add(days)}
}

func left(days int, s indicator.Statistic) indicator.Milestone {
	if s.Milestone == "" {
		s.Milestone = indicator.Departed
	}
	s.Book = "libya-vhr/2"
	return indicator.Milestone{Statistic: &s, Day: march.Add(days)}
}

func custody(date string, held bool) indicator.Milestone {
	return indicator.Milestone{Statistic: &indicator.Statistic{Milestone: indicator.CustodyOn(date), Held: held}, Day: march}
}

func no(days int, stage, channel string) indicator.Milestone {
	return indicator.Milestone{Statistic: &indicator.Statistic{Milestone: indicator.Withdrawn, Stage: stage, Channel: channel}, Day: march.Add(days)}
}

func TestWhereSomebodyStands(t *testing.T) {
	wish := on(0, indicator.Wish)
	for name, c := range map[string]struct {
		told []indicator.Milestone
		want string
	}{
		"a wish waits":                          {[]indicator.Milestone{wish}, indicator.Waiting},
		"a clearance still waits":               {[]indicator.Milestone{wish, on(1, indicator.Consent), on(2, "cleared"), on(3, "boarded")}, indicator.Waiting},
		"a no":                                  {[]indicator.Milestone{wish, no(1, "seat", "phone")}, indicator.SaidNo},
		"a consent that does not know of it":    {[]indicator.Milestone{wish, no(1, "seat", "phone"), on(2, indicator.Consent)}, indicator.SaidNo},
		"a consent that names it":               {[]indicator.Milestone{wish, no(1, "seat", "phone"), on(2, indicator.ConsentAgain)}, indicator.Waiting},
		"no again":                              {[]indicator.Milestone{wish, no(1, "seat", ""), on(2, indicator.ConsentAgain), no(3, "gate", "gate")}, indicator.SaidNo},
		"an ending after a no":                  {[]indicator.Milestone{wish, no(1, "seat", "phone"), on(2, "stayed-with-help")}, indicator.StayedWithHelp},
		"resettled is shown as evacuated":       {[]indicator.Milestone{wish, on(2, "resettled")}, indicator.Evacuated},
		"disappeared is lost":                   {[]indicator.Milestone{wish, on(2, "disappeared")}, indicator.Lost},
		"escaped ended otherwise":               {[]indicator.Milestone{wish, on(2, "escaped")}, indicator.EndedOtherwise},
		"an ended file that was opened again":   {[]indicator.Milestone{wish, on(2, "released"), on(3, indicator.Reopened)}, indicator.Waiting},
		"and ended anew":                        {[]indicator.Milestone{wish, on(2, "released"), on(3, indicator.Reopened), on(4, "asylum")}, indicator.Asylum},
		"a departure stands after an ending":    {[]indicator.Milestone{wish, left(2, indicator.Statistic{}), on(9, "lost-contact")}, indicator.Returned},
		"a departure stands after a no":         {[]indicator.Milestone{wish, no(1, "gate", "gate"), left(2, indicator.Statistic{Milestone: indicator.Uncleared})}, indicator.Returned},
		"who left before Amana is never ours":   {[]indicator.Milestone{on(0, indicator.BeforeAmana)}, indicator.ReturnedUnserved},
		"an arrival changes nothing of waiting": {[]indicator.Milestone{wish, on(3, "arrived")}, indicator.Waiting},
	} {
		if got := indicator.Read(c.told); got.Outcome != c.want {
			t.Errorf("%s: %s, want %s", name, got.Outcome, c.want)
		}
	}
}

func count(people ...[]indicator.Milestone) indicator.Count {
	read := make([]indicator.Person, len(people))
	for i, p := range people {
		read[i] = indicator.Read(p)
	}
	c, _ := indicator.Of(slices.All(read), today, 0)
	return c
}

func TestFigures(t *testing.T) {
	wish := on(0, indicator.Wish)
	c := count(
		[]indicator.Milestone{wish, custody("wish", true), custody("eve", false), left(10, indicator.Statistic{Constraints: []string{"held", "indebted"}, Urgent: true, Waited: map[string]int{"consent": 4}})},
		[]indicator.Milestone{wish, custody("wish", false), left(11, indicator.Statistic{Milestone: indicator.Uncleared, Constraints: []string{"held"}})},
		[]indicator.Milestone{wish, left(-1, indicator.Statistic{Waited: map[string]int{"consent": 6}})},
		[]indicator.Milestone{on(-90, indicator.Wish), custody("wish", true)},
		[]indicator.Milestone{wish, no(1, "seat", "hotline"), no(2, "gate", "gate"), on(3, "asylum")},
		[]indicator.Milestone{on(-400, indicator.Wish), left(-200, indicator.Statistic{Urgent: true})},
		[]indicator.Milestone{on(0, indicator.BeforeAmana)},
	)
	if c.People != 6 || c.Before != 1 {
		t.Errorf("%d people and %d before", c.People, c.Before)
	}
	for _, want := range []struct {
		group, key string
		n, of      int
	}{
		{indicator.Outcomes, indicator.Returned, 4, 6},
		{indicator.Outcomes, indicator.Asylum, 1, 6},
		{indicator.Outcomes, indicator.Waiting, 1, 6},
		{indicator.Outcomes, indicator.SaidNo, 0, 6},
		{indicator.Custody, "wish", 1, 2}, // who is still there, and of whom it is not recorded, is in neither
		{indicator.Custody, "eve", 0, 1},
		{indicator.Custody, "consent", 0, 0},
		{indicator.Constraint, "any", 2, 4},
		{indicator.Constraint, "held", 2, 4},
		{indicator.Constraint, "indebted", 1, 4},
		{indicator.Stages, "seat", 1, 2},
		{indicator.Stages, "gate", 1, 2},
		{indicator.Channels, "hotline", 1, 2},
		{indicator.UnclearedBy, "uncleared", 1, 4},
		{indicator.UrgentBy, "urgent", 1, 3}, // of the quarter
		{indicator.WaitingFor, "90-to-179", 1, 1},
		{indicator.WaitingFor, "under-30", 0, 1},
	} {
		if f := c.Named(want.group, want.key); f.N != want.n || f.Of != want.of {
			t.Errorf("%s %s: %d of %d, want %d of %d", want.group, want.key, f.N, f.Of, want.n, want.of)
		}
	}
	if got := c.Named(indicator.Constraint, "held").Books; len(got) != 1 || got[0] != (indicator.Under{Book: "libya-vhr/2", N: 2}) {
		t.Errorf("under %+v", got)
	}
	if len(c.Waits) != 1 || c.Waits[0] != (indicator.Wait{Safeguard: "consent", N: 2, Median: 4, Most: 6}) {
		t.Errorf("waits %+v", c.Waits)
	}
	last := c.Weeks[len(c.Weeks)-3:] // of the second of March and after
	if last[0].From != march || last[0].Wishes != 4 || last[0].Noes != 2 || last[0].Leaves != 0 || last[1].Leaves != 2 || last[2].From != march.Add(14) {
		t.Errorf("weeks %+v", last)
	}
	if f := c.Named(indicator.Wishes, march.String()); f.N != 4 || f.Of != 0 || c.Named(indicator.Wishes, "2020-01-06").Key != "" {
		t.Errorf("wishes of that week: %+v", f)
	}
}

// The first people of a figure are kept, in the order in which they came.
func TestPeopleOfAFigure(t *testing.T) {
	var read []indicator.Person
	for range 4 {
		read = append(read, indicator.Read([]indicator.Milestone{on(0, indicator.Wish)}), indicator.Read([]indicator.Milestone{on(0, indicator.Wish), on(1, "released")}))
	}
	_, kept := indicator.Of(slices.All(read), today, 3)
	if got := kept[indicator.Name{Group: indicator.Outcomes, Key: indicator.Released}]; !slices.Equal(got, []int{1, 3, 5}) {
		t.Errorf("released: %v", got)
	}
	if got := kept[indicator.Name{Group: indicator.Outcomes, Key: indicator.Died}]; got != nil {
		t.Errorf("died: %v", got)
	}
	no := no(1, "gate", "gate")
	_, kept = indicator.Of(slices.All([]indicator.Person{indicator.Read([]indicator.Milestone{on(0, indicator.Wish), no, no})}), today, 3)
	if got := kept[indicator.Name{Group: indicator.Noes, Key: march.String()}]; !slices.Equal(got, []int{0}) {
		t.Errorf("two noes of one person in a week: %v", got)
	}
}

// Outcomes add up: everybody who asked stands somewhere, once.
func TestOutcomesAreAWhole(t *testing.T) {
	var people [][]indicator.Milestone
	for _, ending := range []string{"stayed-with-help", "asylum", "evacuated", "resettled", "released", "lost-contact", "disappeared", "deported", "died",
		"not-travelling", "not-eligible", "transferred", "escaped", "left-by-own-means"} {
		people = append(people, []indicator.Milestone{on(0, indicator.Wish), on(1, ending)})
	}
	people = append(people, []indicator.Milestone{on(0, indicator.Wish)}, []indicator.Milestone{on(0, indicator.Wish), left(1, indicator.Statistic{})})
	c, sum := count(people...), 0
	for _, f := range c.Groups[0].Figures {
		sum += f.N
	}
	if sum != len(people) || c.People != sum {
		t.Errorf("outcomes add up to %d of %d", sum, len(people))
	}
}

// many are so many people who stand alike.
func many(n int, told ...indicator.Milestone) (all [][]indicator.Milestone) {
	for range n {
		all = append(all, append([]indicator.Milestone{on(0, indicator.Wish)}, told...))
	}
	return all
}

func TestFewAreNotShown(t *testing.T) {
	nobody := func(indicator.Figure) bool { return false }
	outcomes := func(opens func(indicator.Figure) bool, people ...[]indicator.Milestone) map[string]indicator.Figure {
		all := map[string]indicator.Figure{}
		for _, f := range count(people...).Guarded(opens).Groups[0].Figures {
			all[f.Key] = f
		}
		return all
	}
	released, asylum, died := on(1, "released"), on(1, "asylum"), on(1, "died")

	got := outcomes(nobody, slices.Concat(many(50), many(20, released), many(3, asylum))...)
	if f := got[indicator.Asylum]; !f.Hidden || f.N != 0 || f.Of != 73 {
		t.Errorf("three are shown: %+v", f)
	}
	if !got[indicator.Released].Hidden || got[indicator.Waiting].Hidden {
		t.Errorf("what is left would tell the three: %+v", got)
	}
	if got[indicator.Died].Hidden {
		t.Errorf("nobody is hidden: %+v", got[indicator.Died])
	}
	got = outcomes(nobody, slices.Concat(many(50), many(20, released), many(1, asylum), many(1, died))...)
	if !got[indicator.Released].Hidden {
		t.Error("two hidden figures that together are two are each one")
	}
	got = outcomes(nobody, slices.Concat(many(50), many(20, released), many(5, asylum))...)
	for key, f := range got {
		if f.Hidden {
			t.Errorf("%s is hidden", key)
		}
	}
	opens := func(f indicator.Figure) bool { return f.Tells == 0 }
	if got = outcomes(opens, many(3, asylum)...); !got[indicator.Asylum].Hidden {
		t.Error("who opens no asylum sees that three sought it")
	}
	all := func(f indicator.Figure) bool {
		return f.Tells == 0 || f.Tells&ledger.SetOf(ledger.Protection) != 0
	}
	if got = outcomes(all, many(3, asylum)...); got[indicator.Asylum].N != 3 {
		t.Errorf("who may open them sees %+v", got[indicator.Asylum])
	}
}

func TestWhatIsGuardedBesideOutcomes(t *testing.T) {
	gone := left(1, indicator.Statistic{Milestone: indicator.Uncleared, Constraints: []string{"held"}, Urgent: true, Waited: map[string]int{"consent": 4}})
	c := count(slices.Concat(many(2, gone), many(8, left(1, indicator.Statistic{})))...)
	g := c.Guarded(func(indicator.Figure) bool { return false })
	if f := g.Named(indicator.Constraint, "held"); !f.Hidden {
		t.Errorf("constraints %+v", f)
	}
	if f := g.Named(indicator.UnclearedBy, "uncleared"); f.Hidden || f.N != 2 {
		t.Errorf("who left without clearance is published however few: %+v", f)
	}
	if f := g.Named(indicator.UrgentBy, "urgent"); f.Hidden || f.N != 2 {
		t.Errorf("and who left in haste: %+v", f)
	}
	if len(g.Waits) != 1 || !g.Waits[0].Hidden || g.Waits[0].Median != 0 {
		t.Errorf("waits %+v", g.Waits)
	}
	if c.Named(indicator.Constraint, "held").Hidden || c.Waits[0].Hidden {
		t.Error("guarding changed what was counted")
	}
	none := count(many(2)...).Guarded(func(indicator.Figure) bool { return false })
	week := none.Weeks[len(none.Weeks)-3]
	if week.Wishes != indicator.TooFew || week.Noes != 0 {
		t.Errorf("a week of two: %+v", week)
	}
}

// Of movements those count whose manifest was closed, and all of them are shown, however
// few there are.
func TestMovementsThatWentAheadAreShownHoweverFew(t *testing.T) {
	decided := indicator.Movement{Closed: true, Decided: true, Book: "libya-vhr/2"}
	c := indicator.Count{Groups: []indicator.Group{indicator.OfMovements([]indicator.Movement{decided, {Closed: true, Book: "libya-vhr/1"}, {Decided: true, Book: "libya-vhr/1"}, {}})}}
	c = c.Guarded(func(indicator.Figure) bool { return false })
	if f := c.Named(indicator.DecidedNo, "decided"); f.Hidden || f.N != 1 || f.Of != 2 || !slices.Equal(f.Books, []indicator.Under{{Book: "libya-vhr/2", N: 1}}) {
		t.Errorf("%+v", f)
	}
}

// What constrains everybody is told when it changes: a country of which it never was said
// is not there, and one of which it no longer is has a day on which it ended.
func TestWhatConstrainsEverybodyIsToldWhenItChanges(t *testing.T) {
	law, both := []string{"no-asylum-law"}, []string{"detention-without-recourse", "no-asylum-law"}
	got := indicator.Constraining([]indicator.Structural{
		{"NGA", march, nil}, {"LBY", march, law}, {"TUN", march, law}, {"LBY", march.Add(1), law}, {"LBY", march.Add(2), both}, {"NGA", march.Add(2), nil}, {"LBY", march.Add(3), nil},
	})
	want := []indicator.Structural{{"LBY", march.Add(3), nil}, {"LBY", march.Add(2), both}, {"LBY", march, law}, {"TUN", march, law}}
	if !slices.EqualFunc(got, want, func(a, b indicator.Structural) bool {
		return a.Country == b.Country && a.From == b.From && slices.Equal(a.Kinds, b.Kinds)
	}) {
		t.Errorf("%+v", got)
	}
}

// BenchmarkCount counts a hundred thousand people, as a page waits for once.
func BenchmarkCount(b *testing.B) {
	told := [][]indicator.Milestone{
		{on(0, indicator.Wish), custody("wish", true), on(5, indicator.Consent), custody("eve", false), left(10, indicator.Statistic{Constraints: []string{"held"}, Waited: map[string]int{"consent": 4, "voluntary": 9}})},
		{on(0, indicator.Wish), no(1, "seat", "hotline")},
		{on(-90, indicator.Wish), custody("wish", true)},
	}
	people := func(yield func(int, indicator.Person) bool) {
		for i := range 100_000 {
			if !yield(i, indicator.Read(told[i%len(told)])) {
				return
			}
		}
	}
	for b.Loop() {
		indicator.Of(people, today, 50)
	}
}

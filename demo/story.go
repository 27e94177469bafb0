package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"amana/desk"
	"amana/desk/dossier"
	"amana/desk/likeness"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/policy"
)

// The programme of the documents: about EUR 1,000,000 for the return of 820
// people, of whom 76.5 % had been detained, and 7 % victims of trafficking.
const (
	normal       = 1150
	departures   = 820
	shareHeld    = 0.765
	shareTraffic = 0.07
)

// story is what will happen, before any of it is given at the desk. The same
// seed and moment make the same story.
type story struct {
	seed       uint64
	size       int    // people
	mark       string // with which every word of a name begins
	events     int    // at least so many of each case; 0: as they come
	begin, now time.Time
	zone       *time.Location
	book       safeguard.Book
	atRisk     []string
	newSheet   time.Time
	rng        *rand.Rand

	flights  []*flight
	people   []*person
	around   []act // about what is not a case
	homes    map[*person]string
	commands int

	officers map[string]desk.Actor
	incident ledger.Hash            // the newest at the place that has them
	proposal ledger.Hash            // the newest of a rule book
	observed map[string]ledger.Hash // the call of the observer to each movement that has one
	looks    []looking
}

// newStory decides who there is and what comes of each.
func newStory(c Config) (*story, error) {
	book, err := policy.LibyaVHR()
	if err != nil {
		return nil, err
	}
	lists, err := policy.Codes()
	if err != nil {
		return nil, err
	}
	now := c.Now.UTC().Truncate(time.Hour)
	s := &story{
		seed: c.Seed, size: c.People, mark: c.Mark, events: c.EventsPerCase, now: now, begin: now.AddDate(0, 0, -length), zone: dossier.Zone(),
		book: book, atRisk: lists["at-risk"].Values, rng: rand.New(rand.NewPCG(c.Seed, 0)),
	}
	if err := s.cast(); err != nil {
		return nil, err
	}
	for _, p := range s.people {
		p.given, p.family = s.marked(p.given), s.marked(p.family)
	}
	return s, nil
}

// marked is a name as it is written in this story.
func (s *story) marked(name string) string {
	words := strings.Fields(name)
	for i := range words {
		words[i] = s.mark + words[i]
	}
	return strings.Join(words, " ")
}

// cast makes everybody: first those with a story of their own, then the many
// who departed, then those who wait.
func (s *story) cast() error {
	scale := float64(s.size) / normal
	leaving := round(departures * scale)
	s.planFlights(leaving)
	s.newSheet = s.sheetDay()
	for _, p := range parts {
		for i := range s.many(p, scale) {
			s.play(p, i)
		}
	}
	for _, f := range s.flights {
		for f.slots > 0 {
			u := s.unit(f, f.slots, s.rng)
			for _, p := range u {
				p.leaves, p.tell = true, journey
			}
			f.slots -= len(u)
		}
	}
	if over := len(s.people) - s.size; over > 0 {
		return fmt.Errorf("demo: %d more people than were asked for", over)
	}
	for i := 0; len(s.people) < s.size; i++ {
		f := s.futureFlight("", [...]int{0, 1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 2}[i%12])
		for _, p := range s.unit(f, s.size-len(s.people), s.rng) {
			p.tell = journey
		}
	}
	s.apart()
	s.share(leaving)
	s.surround()
	slices.SortStableFunc(s.around, func(a, b act) int { return a.at.Compare(b.at) })
	return nil
}

// apart sees to it that nobody is likely somebody else but those whose story it is.
func (s *story) apart() {
	known := map[likeness.Likeness]*person{}
	rng := rand.New(rand.NewPCG(s.seed, 1<<32)) // what else happens is not drawn otherwise
	for _, p := range s.people {
		for {
			i := p.identity()
			l := likeness.Of(i.Given, i.Family, i.Born, i.Sex, i.Nationalities)
			if other := known[l]; other == nil || other == p.twin || other.twin == p {
				known[l] = p
				break
			}
			if p.given, _ = pick(rng, p.nation.names).called(rng, p.sex); rng.IntN(20) == 0 {
				p.born = p.born.Add(-366) // a year with all names has others before it
			}
		}
	}
}

// many is how many have a part. One flight is cancelled, however many people
// there are: those who waited for it have room on the flights that follow.
func (s *story) many(p part, scale float64) int {
	if p.n == 1 {
		return 1
	}
	n := max(1, round(float64(p.n)*scale))
	if p.when == cancelled {
		n = min(n, s.cancelledFlight().nation.cap)
	}
	return n
}

// share makes as many of those who departed held, and trafficked, as the
// documents say, and gives the others like chances.
func (s *story) share(leaving int) {
	held, trafficked := round(shareHeld*float64(leaving)), round(shareTraffic*float64(leaving))
	var free []*person
	for _, p := range s.people {
		switch {
		case p.leaves && p.part != "":
			held -= count(p.held.wish)
			trafficked -= count(p.trafficked)
		case p.leaves:
			free = append(free, p)
		case p.part == "":
			s.detain(p, s.rng.IntN(100) < 70)
			p.trafficked = p.household == "" && s.rng.IntN(100) < 6
		}
	}
	s.rng.Shuffle(len(free), func(i, j int) { free[i], free[j] = free[j], free[i] })
	homes := map[string]*person{} // a family is held together, or not at all
	for _, p := range free {
		first, known := homes[p.household]
		switch {
		case p.household != "" && known && held > 0:
			p.held, p.place = first.held, first.place
		default:
			s.detain(p, held > 0)
			homes[p.household] = p
		}
		held -= count(p.held.wish)
	}
	for _, p := range free { // a family that was not held left some to be found
		if held > 0 && !p.held.wish && p.household == "" {
			s.detain(p, true)
			held--
		}
	}
	s.rng.Shuffle(len(free), func(i, j int) { free[i], free[j] = free[j], free[i] })
	for _, p := range free {
		if trafficked > 0 && p.household == "" {
			p.trafficked = true
			trafficked--
		}
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// detain says whether the person was held when they asked, and until when.
func (s *story) detain(p *person, held bool) {
	p.held = custody{first: held || s.rng.IntN(100) < 8}
	if p.held.first || held {
		p.place = pick(s.rng, p.office.places)
	}
	if !held {
		return
	}
	if p.office.short == "TRI" && p.household == "" && !p.minor(p.first) && s.rng.IntN(100) < 4 {
		p.place = placeWanted
	}
	p.held.wish = true
	p.held.consent = s.rng.IntN(100) < 61
	p.held.eve = p.held.consent && s.rng.IntN(100) < 92
}

package demo

import "math/rand/v2"

// nation is where somebody comes from and, in this story, wants to return to.
type nation struct {
	code      string // ISO 3166-1 alpha-3
	share     int    // of the departures; 0: nobody of them left
	names     []*naming
	languages []string // ISO 639-3, the likeliest first
	airport   string   // where flights go
	through   []string // on their way
	hours     int      // in the air
	cap       int      // people on one flight: a charter, or seats on a commercial one
}

// nations are chosen and weighed after what IOM publishes of the programme
// (the first four of most years are Nigeria, Mali, Niger and Bangladesh or the
// Gambia); the weights themselves are invented.
var nations = []*nation{
	{"NGA", 27, []*naming{&southern, &southern, &hausa}, []string{"eng", "hau", "eng"}, "LOS", nil, 5, 90},
	{"BGD", 14, []*naming{&bengali}, []string{"ben"}, "DAC", nil, 11, 80},
	{"MLI", 13, []*naming{&mande}, []string{"bam", "fra"}, "BKO", nil, 5, 80},
	{"NER", 12, []*naming{&zarma, &hausa}, []string{"hau", "dje", "fra"}, "NIM", nil, 4, 80},
	{"GMB", 9, []*naming{&mande}, []string{"mnk", "eng"}, "BJL", nil, 6, 70},
	{"GIN", 7, []*naming{&mande}, []string{"fra", "fuf"}, "CKY", nil, 6, 60},
	{"EGY", 5, []*naming{&egyptian}, []string{"ara"}, "CAI", nil, 3, 14},
	{"GHA", 4, []*naming{&akan}, []string{"eng", "aka"}, "ACC", nil, 5, 12},
	{"TCD", 4, []*naming{&chadian}, []string{"ara", "fra"}, "NDJ", nil, 4, 12},
	{"PAK", 3, []*naming{&punjabi}, []string{"urd"}, "ISB", []string{"TUR"}, 8, 12},
	{"ETH", 2, []*naming{&habesha}, []string{"amh"}, "ADD", nil, 6, 8},
	{"SDN", 0, []*naming{&sudanese}, []string{"ara"}, "PZU", nil, 4, 8},
	{"ERI", 0, []*naming{&habesha}, []string{"tir"}, "ASM", nil, 6, 8},
	{"SOM", 0, []*naming{&somali}, []string{"som"}, "MGQ", nil, 7, 8},
	{"SYR", 0, []*naming{&syrian}, []string{"ara"}, "DAM", nil, 3, 8},
	{"CMR", 0, []*naming{&akan}, []string{"fra"}, "DLA", nil, 5, 8}, // there is no sheet of this country
}

func nationOf(code string) *nation {
	for _, n := range nations {
		if n.code == code {
			return n
		}
	}
	panic("demo: no nation " + code)
}

// spoken are the languages that officers speak themselves; for any other there
// is an interpreter.
var spoken = []string{"eng", "fra", "ara"}

// office is one of the five.
type office struct {
	name, short string
	places      []string // where people are held
	counsellors int
	protection  int
}

var offices = []*office{
	{"tripoli", "TRI", []string{"DC-TRI-1", "DC-TRI-2"}, 3, 2},
	{"misrata", "MIS", []string{"DC-MIS-1"}, 2, 1},
	{"benghazi", "BEN", []string{"DC-BEN-1"}, 2, 1},
	{"sabha", "SAB", []string{"DC-SAB-1"}, 2, 1},
	{"zwara", "ZWA", []string{"DC-ZWA-1"}, 2, 1},
}

func officeNames() []string {
	var names []string
	for _, o := range offices {
		names = append(names, o.name)
	}
	return names
}

// officeAt is an office that sends people to an airport.
func officeAt(r *rand.Rand, airport string) *office {
	switch airport {
	case "MRA":
		return offices[1]
	case "BEN":
		return offices[2]
	case "SEB":
		return offices[3]
	}
	if r.IntN(100) < 22 {
		return offices[4]
	}
	return offices[0]
}

// anyAirport is where a flight leaves from.
func anyAirport(i int) string {
	return [...]string{"MJI", "MRA", "MJI", "BEN", "MJI", "SEB", "MRA", "BEN", "MJI"}[i%9]
}

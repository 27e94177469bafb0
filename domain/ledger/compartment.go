package ledger

import "strings"

// Compartment is a part of a person's file with keys of its own. What one may
// not open is there all the same, and says so: it is sealed, not absent.
type Compartment uint8

const (
	General    Compartment = iota // where the person stands and what stops the journey
	Medical                       // health staff only
	Protection                    // risk, trafficking, children, coercion
	Asylum                        // fear, persecution, UNHCR
	Statistic                     // milestone counts under the programme's key; outlives erasure
	compartments
)

// Compartments lists them all, in the order of their keys.
var Compartments = [...]Compartment{General, Medical, Protection, Asylum, Statistic}

var compartmentNames = [...]string{"general", "medical", "protection", "asylum", "statistic"}

func (c Compartment) String() string { return compartmentNames[c] }

// ParseCompartment reads a compartment's name.
func ParseCompartment(name string) (Compartment, bool) {
	for i, n := range compartmentNames {
		if n == name {
			return Compartment(i), true
		}
	}
	return 0, false
}

func (c Compartment) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

func (c *Compartment) UnmarshalText(t []byte) error {
	got, ok := ParseCompartment(string(t))
	if !ok {
		return errID
	}
	*c = got
	return nil
}

// Set is a set of compartments.
type Set uint8

// SetOf makes a set.
func SetOf(cs ...Compartment) Set {
	var s Set
	for _, c := range cs {
		s |= 1 << c
	}
	return s
}

// Everything holds every compartment of a person's file.
const Everything Set = 1<<compartments - 1

// Has says whether c is in s.
func (s Set) Has(c Compartment) bool { return s&(1<<c) != 0 }

// Covers says whether every compartment of t is in s.
func (s Set) Covers(t Set) bool { return t&^s == 0 }

func (s Set) String() string {
	var names []string
	for _, c := range Compartments {
		if s.Has(c) {
			names = append(names, c.String())
		}
	}
	return strings.Join(names, ",")
}

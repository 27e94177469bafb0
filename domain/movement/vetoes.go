package movement

import (
	"crypto/sha256"
	"crypto/subtle"
	"slices"
	"strings"
	"time"

	"amana/domain/fault"
	"amana/domain/ledger"
)

// VetoStep is what the moment of a list of vetoes is rounded down to, so that it
// can be said on a telephone.
const VetoStep = 10 * time.Minute

// VetoCode is what the list of those who do not board a movement yields at a
// moment: eight characters, said in two groups, that are others for another
// movement, another moment or another list.
func VetoCode(movement string, at time.Time, cases []string) string {
	parts := append([]string{"amana-vetoes/v1", movement, at.UTC().Format(time.RFC3339)}, listed(cases)...)
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	var code [8]byte
	for i := range code {
		code[i] = sayable[sum[i]%32]
	}
	return string(code[:4]) + "-" + string(code[4:])
}

// sayable are letters and digits of which none is heard or read as another.
const sayable = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// heard is a code as it was written down by whoever heard it.
func heard(code string) string {
	code = strings.NewReplacer("-", "", ".", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(code))
	if len(code) == 8 {
		code = code[:4] + "-" + code[4:]
	}
	return code
}

// listed are numbers of cases as a list has them: in order, and each once.
func listed(cases []string) []string {
	all := make([]string, 0, len(cases))
	for _, c := range cases {
		all = append(all, strings.ToUpper(strings.TrimSpace(c)))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// ConfirmVetoes records that the hub's list of those who do not board the
// movement was read over the telephone. Both sides enter its code: at the hub
// whoever read it, of the list that the hub has; elsewhere whoever heard it,
// with the list as they heard it.
type ConfirmVetoes struct {
	With  string    `json:"with" format:"reference" doc:"the code of the officer on the other side"`
	At    time.Time `json:"at" doc:"the moment of the list, as it was read: a full ten minutes"`
	Cases []string  `json:"cases,omitempty" format:"reference" doc:"the numbers of all who are on it, as you heard them; not at the hub, which knows them"`
	Code  string    `json:"code" format:"code" doc:"the code that the list yields"`

	known []string      // at the hub: who is on it
	seats []ledger.Hash // of those on it, the events that first gave each a seat, as far as they are known here
}

// Of is a confirmation of a list: at the hub of the cases known there, elsewhere
// of those entered. It names people by the events that first gave them a seat.
func (c ConfirmVetoes) Of(known []string, seats []ledger.Hash) ConfirmVetoes {
	c.known, c.seats = known, slices.SortedFunc(slices.Values(seats), func(a, b ledger.Hash) int { return slices.Compare(a[:], b[:]) })
	return c
}

// VetoesConfirmed is the event. It names nobody.
type VetoesConfirmed struct {
	With  string        `json:"with"`
	At    time.Time     `json:"at"`
	Code  string        `json:"code"`
	Hub   bool          `json:"hub,omitempty"` // it was read, and not heard
	Seats []ledger.Hash `json:"seats,omitempty"`
}

func (VetoesConfirmed) Kind() string { return "movement.vetoes-confirmed" }

func (c ConfirmVetoes) Decide(s State, d ledger.Deed) ([]ledger.Body, error) {
	at, list := c.At.UTC(), c.Cases
	if d.Hub {
		list = c.known
	}
	switch code := VetoCode(s.Reference, at, list); {
	case !at.Equal(at.Truncate(VetoStep)):
		return nil, fault.New(fault.Invalid, "fault.not-a-step", fault.A("minutes", int(VetoStep/time.Minute))).In("at")
	case at.After(d.Moment):
		return nil, fault.New(fault.Invalid, "fault.not-in-the-future").In("at")
	case subtle.ConstantTimeCompare([]byte(code), []byte(heard(c.Code))) != 1:
		return nil, fault.New(fault.Invalid, "fault.code-of-another-list").In("code")
	}
	return s.one(VetoesConfirmed{With: c.With, At: at, Code: heard(c.Code), Hub: d.Hub, Seats: c.seats})
}

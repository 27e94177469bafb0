package seal

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"

	"amana/domain/ledger"
)

// Codec turns events into disclosures and back. It knows every kind of event
// of the program and is safe for concurrent use.
type Codec struct {
	kinds map[string]*kind
}

// NewCodec makes a codec for kinds, each given as the zero value of its type.
// It panics on what would be a mistake in the program: two types of one wire
// name, a compartment that does not exist, a seal tag that cannot be kept, or
// a member called like something that every event discloses.
func NewCodec(kinds []ledger.Body) *Codec {
	c := &Codec{kinds: make(map[string]*kind, len(kinds))}
	for _, b := range kinds {
		if c.kinds[b.Kind()] != nil {
			panic(fmt.Sprintf("seal: two events are called %q", b.Kind()))
		}
		c.kinds[b.Kind()] = newKind(b)
	}
	return c
}

// ErrKind says that an event is of no kind the codec knows.
var ErrKind = errors.New("seal: unknown kind of event")

// Disclose lists what e says: what every event says in the general
// compartment, then one disclosure for each member of its body. random gives
// the salts; nil means the system's source.
func (c *Codec) Disclose(e *ledger.Event, random io.Reader) ([]Disclosure, error) {
	if e.Body == nil {
		return nil, ErrKind
	}
	k := c.kinds[e.Body.Kind()]
	if k == nil || !k.holds(e.Body) {
		return nil, fmt.Errorf("%w: %s as %T", ErrKind, e.Body.Kind(), e.Body)
	}
	ds, err := general(e)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(e.Body)
	if err != nil {
		return nil, fmt.Errorf("seal: %s: %w", e.Body.Kind(), err)
	}
	ok := eachMember(body, func(name, value []byte) {
		wire := wireName(string(name))
		ds = append(ds, Disclosure{Compartment: k.members[wire].compartment, Name: wire, Value: value})
	})
	if !ok {
		return nil, fmt.Errorf("seal: %s: body is no plain JSON object", e.Body.Kind())
	}
	return ds, Salt(ds, random)
}

// Compartment is where a kind of event discloses a member of its body; what is
// not known is as closed as can be.
func (c *Codec) Compartment(kind, member string) ledger.Compartment {
	if k, ok := c.kinds[kind]; ok {
		if m, ok := k.members[wireName(member)]; ok {
			return m.compartment
		}
	}
	return ledger.Asylum
}

// Compartments are those in which a kind of event may disclose something.
func (c *Codec) Compartments(kind string) ledger.Set {
	var set ledger.Set
	if k, ok := c.kinds[kind]; ok {
		for _, m := range k.members {
			set |= ledger.SetOf(m.compartment)
		}
	}
	return set
}

// Members is how many members of a kind of event are disclosed in one of some
// compartments.
func (c *Codec) Members(kind string, in ledger.Set) int {
	n := 0
	if k, ok := c.kinds[kind]; ok {
		for _, m := range k.members {
			if in.Has(m.compartment) {
				n++
			}
		}
	}
	return n
}

// Salt gives each disclosure a new salt.
func Salt(ds []Disclosure, random io.Reader) error {
	if random == nil {
		random = rand.Reader
	}
	salts := make([]byte, 16*len(ds))
	if _, err := io.ReadFull(random, salts); err != nil {
		return fmt.Errorf("seal: salts: %w", err)
	}
	for i := range ds {
		copy(ds[i].Salt[:], salts[16*i:])
	}
	return nil
}

func (k *kind) holds(b ledger.Body) bool {
	t := reflect.TypeOf(b)
	if k.pointer {
		return t.Kind() == reflect.Pointer && t.Elem() == k.body
	}
	return t == k.body
}

func general(e *ledger.Event) ([]Disclosure, error) {
	effect := e.Effect
	if effect == "" {
		effect = ledger.EffectOf(e.Body)
	}
	if !effectOK(effect) || e.Happened.IsZero() || e.Part < 0 {
		return nil, fmt.Errorf("seal: %s: effect, time or part is impossible", e.Body.Kind())
	}
	ds := make([]Disclosure, 0, 16)
	add := func(name string, value []byte) {
		ds = append(ds, Disclosure{Compartment: ledger.General, Name: name, Value: value})
	}
	add("event", strconv.AppendQuote(nil, e.Body.Kind()))
	add("effect", strconv.AppendQuote(nil, string(effect)))
	add("actor", appendQuoted(nil, 0, e.Actor[:]))
	add("command", appendQuoted(nil, 0, e.Command[:]))
	if e.Part > 0 {
		add("part", strconv.AppendInt(nil, int64(e.Part), 10))
	}
	add("happened", strconv.AppendInt(nil, e.Happened.Unix(), 10))
	if e.Imported != "" {
		imported, err := json.Marshal(e.Imported)
		if err != nil {
			return nil, fmt.Errorf("seal: imported: %w", err)
		}
		add("imported", imported)
		if !e.DoneBy.IsZero() {
			add("doneBy", appendQuoted(nil, 0, e.DoneBy[:]))
		}
	}
	return ds, nil
}

func effectOK(e ledger.Effect) bool {
	switch e {
	case ledger.None, ledger.Stop, ledger.Lift, ledger.Attest:
		return true
	}
	return false
}

// eachMember takes a compact JSON object apart into its members.
func eachMember(object []byte, yield func(name, value []byte)) bool {
	if len(object) < 2 || object[0] != '{' || object[len(object)-1] != '}' {
		return false
	}
	rest := object[1 : len(object)-1]
	for len(rest) > 0 {
		s := scanner{rest: rest}
		s.expect(`"`)
		name := s.until('"')
		s.expect(`:`)
		n := valueLen(s.rest)
		if s.failed || n == 0 || !nameOK([]byte(wireName(string(name)))) {
			return false
		}
		yield(name, s.rest[:n:n])
		if rest = s.rest[n:]; len(rest) > 0 {
			rest = rest[1:] // the comma that ended the value
		}
	}
	return true
}

// valueLen is the length of the JSON value that b begins with, up to the
// comma that follows it or the end.
func valueLen(b []byte) int {
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ',':
			if depth == 0 {
				return i
			}
		}
	}
	return len(b)
}

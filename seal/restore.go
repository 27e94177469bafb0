package seal

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"sync"
	"time"

	"amana/domain/ledger"
)

// Opened holds the plaintext of an entry's blobs by compartment; nil where
// nothing was recorded or nothing could be opened.
type Opened [len(ledger.Compartments)][]byte

// told is one disclosure found in a blob, before its value is understood.
type told struct{ name, value []byte }

const maxTold = 64

// Restore builds the event of entry p, whose leaf hash is leaf, from what was
// opened. closed says in which compartments something is recorded that cannot
// be read here; if general is among them the body stays nil.
//
// It never fails: what is not an event this program can read comes out
// Malformed, with as much of it as could be read. That is so for a kind the
// program does not know, a body that does not decode, a disclosure that the
// entry does not commit to or that comes twice, and a missing general part.
// Members that the kind does not have are passed over.
func (c *Codec) Restore(p *Parsed, leaf ledger.Hash, opened *Opened, closed ledger.Set) ledger.Event {
	e := ledger.Event{
		ID: leaf, Stream: p.Stream, Class: p.Class, Parents: p.Parents,
		Node: p.Node, Recorded: p.Time(), Hub: p.Hub,
		Effect: ledger.None, Sealed: closed,
	}
	if closed.Has(ledger.General) {
		return e
	}
	var space [maxTold]told
	found, ok := p.read(space[:0], opened)
	k, headed := c.head(&e, found)
	if ok && headed && k != nil {
		e.Body = k.restore(found)
	}
	e.Malformed = e.Body == nil
	return e
}

// read lists the disclosures in all blobs. It says false if one is not what
// the entry commits to.
func (p *Parsed) read(found []told, opened *Opened) ([]told, bool) {
	ok := true
	for _, blob := range opened {
		for len(blob) > 0 {
			line := blob
			if i := bytes.IndexByte(blob, '\n'); i >= 0 {
				line, blob = blob[:i], blob[i+1:]
			} else {
				blob = nil
			}
			_, name, value, good := scanArray(line)
			if !good || len(found) == maxTold || named(found, name) || !p.lists(arrayDigest(line)) {
				ok = false
				continue
			}
			found = append(found, told{name, value})
		}
	}
	return found, ok
}

func named(found []told, name []byte) bool {
	for i := range found {
		if bytes.Equal(found[i].name, name) {
			return true
		}
	}
	return false
}

// head fills in what every event discloses and finds the kind, nil if it is
// unknown. It says false if a necessary part is missing or wrong.
func (c *Codec) head(e *ledger.Event, found []told) (k *kind, ok bool) {
	const necessary = 5
	have := 0
	ok = true
	for i := range found {
		v := found[i].value
		switch string(found[i].name) {
		case "event":
			k = c.kinds[string(plain(v))]
			have++
		case "effect":
			effect := effectOf(plain(v))
			if effect == "" {
				ok = false
				continue
			}
			e.Effect = effect
			have++
		case "actor":
			ok = decode64(e.Actor[:], plain(v)) && ok
			have++
		case "command":
			ok = decode64(e.Command[:], plain(v)) && ok
			have++
		case "happened":
			unix, err := strconv.ParseInt(string(v), 10, 64)
			e.Happened = time.Unix(unix, 0).UTC()
			ok = err == nil && ok
			have++
		case "part":
			part, err := strconv.ParseUint(string(v), 10, 31)
			e.Part = int(part)
			ok = err == nil && ok
		case "imported":
			ok = json.Unmarshal(v, &e.Imported) == nil && ok
		case "doneBy":
			ok = decode64(e.DoneBy[:], plain(v)) && ok
		}
	}
	return k, ok && have == necessary
}

// plain is the text inside a JSON string that needs no escapes, else nil.
func plain(v []byte) []byte {
	if len(v) < 2 || v[0] != '"' || bytes.IndexByte(v, '\\') >= 0 {
		return nil
	}
	return v[1 : len(v)-1]
}

func effectOf(b []byte) ledger.Effect {
	for _, e := range [...]ledger.Effect{ledger.None, ledger.Stop, ledger.Lift, ledger.Attest} {
		if string(b) == string(e) {
			return e
		}
	}
	return ""
}

var objects = sync.Pool{New: func() any { return new([]byte) }}

// restore puts the members of a body into one JSON object and decodes it. It
// returns nil if that fails.
func (k *kind) restore(found []told) ledger.Body {
	space := objects.Get().(*[]byte)
	defer objects.Put(space)
	b := append((*space)[:0], '{')
	for i := range found {
		m, known := k.members[string(found[i].name)]
		if !known {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = append(b, m.name...)
		b = append(b, `":`...)
		b = append(b, found[i].value...)
	}
	b = append(b, '}')
	*space = b
	v := reflect.New(k.body)
	if json.Unmarshal(b, v.Interface()) != nil {
		return nil
	}
	if !k.pointer {
		v = v.Elem()
	}
	return v.Interface().(ledger.Body)
}

package desk

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"slices"
	"strconv"
	"time"

	"amana/desk/dossier"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/seal"
	"amana/store"

	"github.com/fxamacker/cbor/v2"
)

// Listed is one line of a list of cases, as far as the reader may know.
type Listed struct {
	Case          string          `json:"case"`
	Office        string          `json:"office"`
	Status        casefile.Status `json:"status"`
	Movement      string          `json:"movement,omitempty"`
	Given         string          `json:"given"`
	Family        string          `json:"family,omitempty"`
	Sex           string          `json:"sex"`
	Born          day.Day         `json:"born"`
	Youngest      day.Day         `json:"youngest,omitzero"` // the latest day on which they may have been born, if it is another
	Turns         day.Day         `json:"turns,omitzero"`    // when a child's rules end, from ninety days before
	Nationalities []string        `json:"nationalities"`
	Destination   string          `json:"destination"`
	Held          bool            `json:"held"`
	Reference     string          `json:"reference,omitempty"` // in the list from which the case was taken over
	Due           time.Time       `json:"due,omitzero"`        // when the next blocking finding goes up
	Shut          bool            `json:"shut,omitempty"`      // nothing of it can be read here: nobody is signed in whose role opens it
}

// caseRow is what lists show of a case as it stands at a moment.
func (d *Desk) caseRow(f *file, v *view, at time.Time) (*store.Row, error) {
	c := f.Person
	v = &view{View: dossier.View{File: &f.File, Around: v.Around, Book: v.Book}, file: f, seen: v.seen, also: v.also}
	line, o := lineOf(c), d.outlook(v, at)
	line.Due = o.due
	row := &store.Row{Subject: f.Subject, Office: f.Office, Status: string(line.Status), NextDue: line.Due}
	if name, ok := d.names.get(string(casefile.Movement) + "/" + cmp.Or(line.Movement, c.Travel.Lost, c.Travel.Freed)); ok {
		row.Movement = name
	}
	digest, err := d.lookup(casefile.Person, c.Number)
	if err != nil {
		return nil, err
	}
	row.NumberKey = digest
	if row.Bucket, err = d.bucket(likenessOf(&c.Identity)); err != nil {
		return nil, err
	}
	if row.Callers, err = d.callers(c, at); err != nil {
		return nil, err
	}
	shown := boardOf(v, &o, at)
	row.Blobs, err = d.rowBlobs(f, line, &shown)
	return row, err
}

func lineOf(c *casefile.Case) Listed {
	held, _ := c.Held()
	line := Listed{
		Case: c.Number, Office: c.Office, Status: c.StatusTo(ledger.SetOf(ledger.General)), Movement: c.Travel.Movement, Given: c.Identity.Given,
		Family: c.Identity.Family, Sex: c.Identity.Sex, Born: c.Identity.Born, Nationalities: c.Identity.Nationalities,
		Destination: c.Identity.Destination, Held: held, Reference: c.Reference,
	}
	if to := c.Youngest(); to != line.Born {
		line.Youngest = to
	}
	return line
}

// asOf is a line as it is read now: of a child who soon is one no longer, when.
func (d *Desk) asOf(line Listed) Listed {
	born := line.Born
	if !line.Youngest.IsZero() {
		born = line.Youngest
	}
	line.Turns = casefile.Turns(born, d.Moment(), d.zone)
	return line
}

// lookup is the keyed digest under which a reference is found without being
// stored.
func (d *Desk) lookup(subject casefile.Subject, ref string) ([]byte, error) {
	digest, err := d.ring.Digest(seal.KEKID{Office: Programme, Compartment: ledger.General, Epoch: 1}, string(subject), ref)
	return digest[:], err
}

// referredTo is the stream of what a reference names, if it does not exist
// yet: two commands that begin the same thing at once begin the same stream,
// and one of them is refused. Who lacks the keys cannot tell it from chance.
func (d *Desk) referredTo(subject casefile.Subject, ref string) (ledger.Stream, error) {
	digest, err := d.ring.Digest(seal.KEKID{Office: Programme, Compartment: ledger.General, Epoch: 1}, "stream/"+string(subject), ref)
	return ledger.Stream(digest[:len(ledger.Stream{})]), err
}

// otherRow is the row of a stream that is not a case: found by its reference.
func (d *Desk) otherRow(f *file, ref string) (*store.Row, error) {
	digest, err := d.lookup(casefile.Subject(f.Subject), ref)
	return &store.Row{Subject: f.Subject, Office: f.Office, NumberKey: digest}, err
}

// stateVersion is of the code that folds and of the form it is kept in: state
// of another is folded again.
var stateVersion = "cbor/" + strconv.Itoa(casefile.Logic)

// states writes a folded case as CBOR (RFC 8949), by the names that its JSON
// has: it is read faster.
var states = func() (modes struct {
	enc cbor.EncMode
	dec cbor.DecMode
}) {
	var err error
	if modes.enc, err = (cbor.EncOptions{Time: cbor.TimeRFC3339NanoUTC}).EncMode(); err != nil {
		panic(err)
	}
	if modes.dec, err = (cbor.DecOptions{}).DecMode(); err != nil {
		panic(err)
	}
	return modes
}()

// state is the folded case as a cache, sealed so that only who can open every
// compartment in it can open it; nil if there is nothing that all of them would read.
func (d *Desk) state(f *file) (*store.State, error) {
	if f.deks.partial || f.Shut {
		return nil, nil
	}
	text, err := states.enc.Marshal(f.Person)
	if err != nil {
		return nil, err
	}
	key, opened, err := stateKey(f.deks)
	if err != nil {
		return nil, err
	}
	sealed, err := seal.SealState(&key, stateAAD(f.Name, f.Heads), text)
	return &store.State{Opened: opened, Heads: dossier.Digest(f.Heads), Version: stateVersion, Sealed: sealed}, err
}

func (d *Desk) openState(keys deks, name ledger.Stream, heads []ledger.Hash, s store.State) (*casefile.Case, error) {
	key, opened, err := stateKey(keys)
	if err != nil {
		return nil, err
	}
	if opened != s.Opened || s.Version != stateVersion || s.Heads != dossier.Digest(heads) {
		return nil, store.ErrMissing
	}
	text, err := seal.OpenState(&key, stateAAD(name, heads), s.Sealed)
	if err != nil {
		return nil, err
	}
	c := new(casefile.Case)
	if err := states.dec.Unmarshal(text, c); err != nil {
		return nil, fmt.Errorf("reading a folded case: %w", err)
	}
	return c, nil
}

func stateKey(open deks) (seal.StateKey, ledger.Set, error) {
	keys := map[ledger.Compartment]seal.DEK{}
	var opened ledger.Set
	for _, c := range ledger.Compartments {
		if k := open.newest(c); k != nil && c != ledger.Statistic {
			keys[c] = k.DEK
			opened |= ledger.SetOf(c)
		}
	}
	key, err := seal.NewStateKey(keys)
	return key, opened, err
}

func stateAAD(name ledger.Stream, heads []ledger.Hash) []byte {
	digest := dossier.Digest(heads)
	return fmt.Appendf(nil, "amana-state/v1\n%s\n%x", name, digest)
}

// subjectOf is what a stream is to those who ask for it now.
func (d *Desk) subjectOf(f *file) access.Subject {
	s := access.Subject{Kind: f.Subject, Office: f.Office}
	if s.Office == Programme {
		s.Office = ""
	}
	if f.Person != nil {
		s.Calls, s.Notice = f.Person.Callings(d.Moment()), f.Person.Noticed()
	} else if m, ok := f.Other.(*movement.State); ok {
		s.Calls = m.Callings()
	}
	return s
}

// subjectIn is what a case is to those who ask for it now, by what surrounds it too.
func (d *Desk) subjectIn(v *view) access.Subject {
	s := d.subjectOf(v.file)
	if v.file.Person != nil {
		s.Notice = noticed(v)
	}
	return s
}

// noticed is the country whose mission may still know of a person: none, while what
// recalls a notice stands in another file of theirs.
func noticed(v *view) string {
	stopped := func(l safeguard.Linked) bool { return slices.ContainsFunc(l.Stops, safeguard.Recalls) }
	if v.file.Person.Travel.Departed == nil && slices.ContainsFunc(v.Around.Linked, stopped) {
		return ""
	}
	return v.file.Person.Noticed()
}

func newStream() ledger.Stream {
	var s ledger.Stream
	rand.Read(s[:])
	return s
}

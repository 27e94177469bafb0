package desk

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"time"

	"amana/desk/board"
	"amana/desk/dossier"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/seal"
	"amana/store"
)

// Opens is what this process can open of an office now.
func (d *Desk) Opens(office string) ledger.Set { return d.ring.Compartments(office) }

// SetStopwatch has time that the clock does not tell counted by another.
func (d *Desk) SetStopwatch(watch func() time.Time) { d.trust.watch = watch }

// Reload reads the register again at once.
func (d *Desk) Reload(ctx context.Context) error { return d.register.load(ctx, d) }

// CountAgain counts the figures now, and waits for it.
func (d *Desk) CountAgain(ctx context.Context) error {
	return d.counts.aside.over(d.counts.begin(ctx, d, 0))
}

// LookAgain looks for patterns now, and waits for it.
func (d *Desk) LookAgain(ctx context.Context) error {
	return d.patterns.aside.over(d.patterns.begin(ctx, d))
}

func (a *aside) over(done <-chan struct{}) error {
	<-done
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.err
}

// Stretched is what a password gives that opens a user's key.
func Stretched(password string, salt []byte, params string) []byte {
	_, opens, err := stretch(password, salt, params)
	if err != nil {
		panic(err)
	}
	return opens
}

// OpenUser opens a user's seed.
func OpenUser(opens []byte, id ledger.Actor, sealed []byte) ([]byte, error) {
	return openKey(opens, id, sealed)
}

// UserKeyPurpose is for what an officer's key pair follows from their seed.
const UserKeyPurpose = userKeyPurpose

// Login is the digest under which a name's credential is kept.
func (d *Desk) Login(name string) []byte { return d.login(name) }

// BeginRotation is a rotation that is cut off before it wraps anything again.
func (d *Desk) BeginRotation(ctx context.Context, who Actor, office string, c ledger.Compartment) error {
	keks, err := d.db.KEKs(ctx)
	if err != nil {
		return err
	}
	_, err = d.renew(ctx, who, slices.DeleteFunc(keks, func(k store.KEK) bool { return k.Office != office || k.Compartment != c }))
	return err
}

// DestroyBehind destroys the keys of a case as another process of this node
// would: nothing that this one remembers says so, but the file is read again.
func (d *Desk) DestroyBehind(ctx context.Context, number string) error {
	name, err := d.named(ctx, casefile.Person, number)
	if err != nil {
		return err
	}
	d.files.drop(name)
	return d.db.Erase(ctx, name)
}

// Attested says whether what was attested last of a rule is of what is around
// the case now.
func (d *Desk) Attested(ctx context.Context, number string, rule safeguard.ID) (bool, error) {
	name, err := d.named(ctx, casefile.Person, number)
	if err != nil {
		return false, err
	}
	v, err := d.look(ctx, name)
	if err != nil {
		return false, err
	}
	a, there := v.file.Person.Attested[rule]
	return there && a.Read == v.Around.Read, nil
}

// Heard are the events that first gave a seat to people whose numbers another
// node hears.
func (d *Desk) Heard(ctx context.Context, movement string, numbers []string) ([]ledger.Hash, error) {
	return d.heard(ctx, movement, numbers)
}

// Folded is a case as a cached state holds it, before it is sealed.
func (d *Desk) Folded(ctx context.Context, number string) ([]byte, error) {
	name, err := d.named(ctx, casefile.Person, number)
	if err != nil {
		return nil, err
	}
	f, err := d.current(ctx, name)
	if err != nil {
		return nil, err
	}
	return WriteFolded(f.Person)
}

// Forget has a case read again from the store.
func (d *Desk) Forget(ctx context.Context, number string) error {
	name, err := d.named(ctx, casefile.Person, number)
	if err == nil {
		d.files.drop(name)
	}
	return err
}

// WriteFolded writes a case as a cached state holds it.
func WriteFolded(c *casefile.Case) ([]byte, error) { return states.enc.Marshal(c) }

// OpenFolded opens a cached state that says text, and that this program sealed.
func OpenFolded(text []byte) (*casefile.Case, error) {
	var keys deks
	keys.add(ledger.General, dek{epoch: 1})
	key, opened, err := stateKey(keys)
	if err != nil {
		return nil, err
	}
	sealed, err := seal.SealState(&key, stateAAD(ledger.Stream{}, nil), text)
	if err != nil {
		return nil, err
	}
	return new(Desk).openState(keys, ledger.Stream{}, nil, store.State{Opened: opened, Heads: dossier.Digest(nil), Version: stateVersion, Sealed: sealed})
}

// OnBoard is how many cases are in memory to be found, without bringing it up to date.
func (d *Desk) OnBoard() int {
	if b := d.kept.now.Load(); b != nil {
		return b.Len()
	}
	return 0
}

// Boarded is everything that is on the board, by number.
func (d *Desk) Boarded(ctx context.Context) (map[string]board.Case, error) {
	b, err := d.board(ctx)
	if err != nil {
		return nil, err
	}
	all := map[string]board.Case{}
	for c := range b.All {
		slices.SortFunc(c.Rests, func(a, b ledger.Stream) int { return slices.Compare(a[:], b[:]) }) // each board numbers them anew
		all[c.Number] = c
	}
	return all, nil
}

// ForgetBoard makes the next question make it anew.
func (d *Desk) ForgetBoard() { d.kept.forget() }

// OtherThanNow are the cases of which the board says other than what the rules say
// now.
func (d *Desk) OtherThanNow(ctx context.Context) ([]string, error) {
	b, err := d.board(ctx)
	if err != nil {
		return nil, err
	}
	var wrong []string
	for c := range b.All {
		v, err := d.look(ctx, c.Stream)
		if err != nil {
			return nil, err
		}
		if now := d.onBoard(v, d.Moment()); !board.Same(&c, &now) {
			wrong = append(wrong, c.Number)
		}
	}
	return wrong, nil
}

// AskedOtherwise are the cases of which the board tells some reader to ask others
// than the rules say, whatever compartments the reader opens.
func (d *Desk) AskedOtherwise(ctx context.Context) (wrong []string, err error) {
	b, err := d.board(ctx)
	if err != nil {
		return nil, err
	}
	for c := range b.All {
		v, err := d.look(ctx, c.Stream)
		if err != nil {
			return nil, err
		}
		var behind []safeguard.Behind
		if v.file.Person.Journeying() {
			behind = safeguard.AllBehind(v.file.Person.Facts(v.Around), v.Book, d.Moment())
		}
		for more := range ledger.Everything {
			opens := more | ledger.SetOf(ledger.General)
			if !slices.Equal(asksBehind(behind, opens), c.Asks(opens)) {
				wrong = append(wrong, c.Number+" "+opens.String())
			}
		}
	}
	return wrong, nil
}

// CountOn is how a manifest counts one person on the day of the departure.
func CountOn(c *casefile.Case, p Passenger, on day.Day) (n Counts) {
	f := dossier.File{Person: c}
	n.add(&view{View: dossier.View{File: &f}, file: &file{File: f}}, p, on)
	return n
}

// RowAgain reads a part of a row, and writes and reads again what could be read.
func RowAgain(text []byte, turns bool) error {
	var line, again sealedLine
	var part, same sealedTurns
	into, twice := any(&line), any(&again)
	if turns {
		into, twice = &part, &same
	}
	if states.dec.Unmarshal(text, into) != nil {
		return nil
	}
	written, err := states.enc.Marshal(into)
	if err != nil {
		return err
	}
	if err := states.dec.Unmarshal(written, twice); err != nil {
		return err
	}
	if !reflect.DeepEqual(into, twice) {
		return fmt.Errorf("%+v is read again as %+v", into, twice)
	}
	return nil
}

// LastPass gives what makes the rows of some cases again as the last pass of a
// rebuild does, whatever became of them since the first.
func (d *Desk) LastPass(ctx context.Context, numbers ...string) (func() error, error) {
	r := rebuilding{desk: d}
	for _, number := range numbers {
		name, err := d.named(ctx, casefile.Person, number)
		if err != nil {
			return nil, err
		}
		r.linked = append(r.linked, name)
	}
	return func() error { return r.again(ctx) }, nil
}

// RowWaits has the row of a case wait to be made again.
func (d *Desk) RowWaits(ctx context.Context, number string) error {
	name, err := d.named(ctx, casefile.Person, number)
	if err != nil {
		return err
	}
	b, err := d.board(ctx)
	if err == nil {
		b.wait(name)
	}
	return err
}

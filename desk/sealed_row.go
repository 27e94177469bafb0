package desk

import (
	"errors"
	"slices"
	"time"

	"amana/desk/board"
	"amana/desk/dossier"
	"amana/domain/access"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/seal"
	"amana/store"
)

// sealedLine is what is sealed of a row to whoever opens the general compartment:
// the line that lists show, and what the board knows beyond it.
type sealedLine struct {
	Listed
	Of        [32]byte        `json:"of"`   // the heads it was made from
	With      ledger.Set      `json:"with"` // the compartments that were open
	Next      int64           `json:"next,omitempty"`
	Rests     []ledger.Stream `json:"rests,omitempty"`  // the other streams that were read to judge it
	Joined    bool            `json:"joined,omitempty"` // some of these are files of people
	Standby   bool            `json:"standby,omitempty"`
	Cleared   bool            `json:"cleared,omitempty"`
	Leaving   bool            `json:"leaving,omitempty"`
	Erased    bool            `json:"erased,omitempty"`
	Withdrawn int64           `json:"withdrawn,omitempty"`
	Reported  int64           `json:"reported,omitempty"`
	Lists     []string        `json:"lists,omitempty"`
	Calls     []access.Call   `json:"calls,omitempty"`
	Notice    string          `json:"notice,omitempty"`
	Open      []sealedTurn    `json:"open,omitempty"`
	Beyond    beyonds         `json:"beyond,omitempty"` // of this, and of each compartment in which nothing was ever said
}

// beyonds are whom those are told to ask who open a compartment and the general
// one.
type beyonds map[ledger.Compartment][]string

// sealedTurns is what is sealed of a row to another compartment.
type sealedTurns struct {
	Of     [32]byte     `json:"of"`
	Open   []sealedTurn `json:"open,omitempty"`
	Beyond []string     `json:"beyond,omitempty"` // whom those are told to ask who open this and the general one
}

// sealedTurn is a turn, whose compartment may be another than that to which it is
// sealed: of one in which nothing was ever said there is no key, and nothing to
// hide.
type sealedTurn struct {
	_           struct{} `cbor:",toarray"`
	Safeguard   safeguard.ID
	State       safeguard.State
	Compartment ledger.Compartment
	Owner       access.Role
	Since, Due  int64
	Days        int
	Until       int64
}

func sealedOf(t *board.Turn) sealedTurn {
	return sealedTurn{
		Safeguard: t.Safeguard, State: t.State, Compartment: t.Compartment, Owner: t.Owner,
		Since: unix(t.Since), Due: unix(t.Due), Days: int(t.Every / (24 * time.Hour)), Until: unix(t.Until),
	}
}

func (t *sealedTurn) turn() board.Turn {
	return board.Turn{
		Safeguard: t.Safeguard, State: t.State, Compartment: t.Compartment, Owner: t.Owner,
		Since: since1970(t.Since), Due: since1970(t.Due), Every: time.Duration(t.Days) * 24 * time.Hour, Until: since1970(t.Until),
	}
}

func unix(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
}

func since1970(s int64) time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.Unix(s, 0).UTC()
}

// strictest are the compartments in the order in which what would be sealed to
// one of which there is no key is sealed to another.
var strictest = map[ledger.Compartment][]ledger.Compartment{
	ledger.General: {ledger.General}, ledger.Medical: {ledger.Medical, ledger.General},
	ledger.Protection: {ledger.Protection, ledger.General}, ledger.Asylum: {ledger.Asylum, ledger.Protection, ledger.General},
}

// keyTo is the compartment to which a turn is sealed: its own, if the file has a
// key to it.
func (k *deks) keyTo(c ledger.Compartment) (ledger.Compartment, bool) {
	for _, to := range strictest[c] {
		if k.last[to] > 0 {
			return to, k.newest(to) != nil // shut: whoever opens it has seen to it
		}
	}
	return 0, false
}

// rowBlobs are what is sealed of a row, a blob for each compartment that can be
// sealed to here.
func (d *Desk) rowBlobs(f *file, line Listed, b *board.Case) ([]store.RowBlob, error) {
	of := dossier.Digest(f.Heads)
	turns := map[ledger.Compartment][]sealedTurn{}
	for i := range b.Turns {
		if to, open := f.deks.keyTo(b.Turns[i].Compartment); open {
			turns[to] = append(turns[to], sealedOf(&b.Turns[i]))
		}
	}
	var blobs []store.RowBlob
	for _, c := range ledger.Compartments {
		k := f.deks.newest(c)
		if k == nil || c == ledger.Statistic {
			continue
		}
		var body any = sealedTurns{of, turns[c], b.Beyond[c]}
		if c == ledger.General {
			unsaid := beyonds{}
			for of, asks := range b.Beyond {
				if of == ledger.General || f.deks.last[of] == 0 {
					unsaid[of] = asks
				}
			}
			body = sealedLine{
				Listed: line, Of: of, With: b.With, Next: unix(b.Next), Rests: b.Rests, Joined: b.Joined, Standby: b.Standby, Cleared: b.Cleared, Leaving: b.Leaving, Erased: f.Person.Erased,
				Withdrawn: unix(b.Withdrawn), Reported: unix(b.Reported), Lists: b.Lists, Calls: b.Calls, Notice: b.Notice,
				Open: turns[c], Beyond: unsaid,
			}
		}
		text, err := states.enc.Marshal(body)
		if err != nil {
			return nil, err
		}
		sealed, err := d.sealRow(k, c, f.Name, text)
		if err != nil {
			return nil, err
		}
		blobs = append(blobs, store.RowBlob{Compartment: c, Sealed: sealed})
	}
	return blobs, nil
}

// sealRow seals a part of a row with a key of its own, derived from the person's.
func (d *Desk) sealRow(k *dek, c ledger.Compartment, name ledger.Stream, text []byte) ([]byte, error) {
	key, err := seal.NewStateKey(map[ledger.Compartment]seal.DEK{c: k.DEK})
	if err != nil {
		return nil, err
	}
	return seal.SealState(&key, rowAAD(name), text)
}

// openRow opens a part of a row into a value, with whichever of a stream's keys it
// was sealed with. False: none of those that are open.
func openRow(keys *deks, c ledger.Compartment, name ledger.Stream, sealed []byte, into any) (bool, error) {
	for _, k := range slices.Backward(keys.open[c]) {
		key, err := seal.NewStateKey(map[ledger.Compartment]seal.DEK{c: k.DEK})
		if err != nil {
			return false, err
		}
		text, err := seal.OpenState(&key, rowAAD(name), sealed)
		if errors.Is(err, seal.ErrOpen) {
			continue // it was sealed with an older key
		}
		if err != nil {
			return false, err
		}
		return true, states.dec.Unmarshal(text, into)
	}
	return false, nil
}

func rowAAD(name ledger.Stream) []byte { return []byte("amana-row/v2\n" + name.String()) }

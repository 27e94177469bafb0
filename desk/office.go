package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/key"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// offices are those for which this node keeps cases, and the newest letterbox
// of each of their compartments.
type offices struct {
	mu    sync.RWMutex
	names []string
	boxes map[boxName]letterbox
}

type boxName struct {
	office      string
	compartment ledger.Compartment
}

type letterbox struct {
	id     seal.KEKID
	public seal.RolePublic
}

func (o *offices) load(ctx context.Context, d *Desk) error {
	names, err := d.db.Meta(ctx, metaOffices)
	if err != nil {
		return err
	}
	all, err := d.db.Letterboxes(ctx)
	if err != nil {
		return err
	}
	boxes := map[boxName]letterbox{}
	for _, l := range all { // oldest first
		boxes[boxName{l.Office, l.Compartment}] = letterbox{seal.KEKID{Office: l.Office, Compartment: l.Compartment, Epoch: l.Epoch}, l.Public}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.names, o.boxes = strings.Fields(names), boxes
	return nil
}

// put adds a letterbox that was just made.
func (o *offices) put(id seal.KEKID, public seal.RolePublic) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.boxes == nil {
		o.boxes = map[boxName]letterbox{}
	}
	o.boxes[boxName{id.Office, id.Compartment}] = letterbox{id, public}
}

// box is the newest letterbox of an office and compartment, if its keys were
// made. Its id names the key that new keys are wrapped with.
func (o *offices) box(office string, c ledger.Compartment) (letterbox, bool) {
	o.mu.RLock()
	defer o.mu.RUnlock()
	l, ok := o.boxes[boxName{office, c}]
	return l, ok
}

func (o *offices) all() []string {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.names
}

// Offices are those for which somebody can have an account here: each that has
// cases, and the programme's own.
func (d *Desk) Offices() []string {
	names := slices.DeleteFunc(slices.Clone(d.offices.all()), func(office string) bool { return office == Programme })
	return append([]string{Programme}, names...)
}

// NoSuchOffice is what somebody is told who names none of the offices of this node.
func (d *Desk) NoSuchOffice() *fault.Fault { return noSuchOffice(d.Offices()) }

func noSuchOffice(there []string) *fault.Fault {
	return fault.New(fault.Invalid, "fault.no-such-office", fault.A("codes", there))
}

// AddOffice has this node keep the cases of another office. On a hub its keys
// are made with it; on a field node when the first officer who may open them is
// admitted.
func (d *Desk) AddOffice(ctx context.Context, who Actor, office string) error {
	if err := d.roles.May(who.Actor, "user.enrol", access.Subject{Kind: string(casefile.User)}); err != nil {
		return err
	}
	if !referenceOK(office) {
		return fault.New(fault.Invalid, "fault.format-reference").In("office")
	}
	for range attempts {
		if err := d.addOffice(ctx, who, office); !errors.Is(err, store.ErrMoved) {
			return err
		}
	}
	return fault.New(fault.Conflict, "fault.moved")
}

func (d *Desk) addOffice(ctx context.Context, who Actor, office string) error {
	// Two who add one at once would each write a list without the other's.
	own := ledger.Stream(d.node.Actor)
	heads, err := d.db.Heads(ctx, own)
	if err != nil {
		return err
	}
	if err := d.offices.load(ctx, d); err != nil {
		return err
	}
	if d.HasOffice(office) {
		return fault.New(fault.Conflict, "fault.exists-already").In("office")
	}
	made, err := d.officeKeys([]string{office})
	if err != nil {
		return err
	}
	with := made.write()
	with.Reads = []store.Seen{{Stream: own, Heads: heads[own]}}
	with.Meta = map[string]string{metaOffices: strings.Join(append(slices.Clone(d.offices.all()), office), " ")}
	if err := d.ownBy(ctx, who, key.OfficeKeyed{Office: office}, with); err != nil {
		for _, b := range made.boxes { // another process may have made them
			d.ring.Drop(seal.KEKID{Office: b.Office, Compartment: b.Compartment, Epoch: b.Epoch})
		}
		return err
	}
	return d.offices.load(ctx, d)
}

// HasOffice says whether this node keeps cases of an office.
func (d *Desk) HasOffice(office string) bool {
	return office == Programme || slices.Contains(d.offices.all(), office)
}

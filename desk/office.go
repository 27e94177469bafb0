package desk

import (
	"context"
	"slices"
	"strings"
	"sync"

	"amana/domain/ledger"
	"amana/seal"
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

// HasOffice says whether this node keeps cases of an office.
func (d *Desk) HasOffice(office string) bool {
	return office == Programme || slices.Contains(d.offices.all(), office)
}

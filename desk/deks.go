package desk

import (
	"errors"
	"fmt"
	"slices"

	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// deks are a stream's keys as far as they are open here. A copy can be added
// to without changing what it was copied from.
type deks struct {
	open    [len(ledger.Compartments)][]dek // oldest first
	last    [len(ledger.Compartments)]int   // the epoch of the newest there is; 0: none
	partial bool                            // of some compartment only a part is open
}

type dek struct {
	seal.DEK
	epoch int
	made  int // the epoch of the office's key under which it was made
}

// of is the key of an epoch, or nil.
func (k *deks) of(c ledger.Compartment, epoch int) *dek {
	for i := range k.open[c] {
		if d := &k.open[c][i]; d.epoch == epoch {
			return d
		}
	}
	return nil
}

// newest is the newest key that is open, or nil.
func (k *deks) newest(c ledger.Compartment) *dek {
	if n := len(k.open[c]); n > 0 {
		return &k.open[c][n-1]
	}
	return nil
}

func (k *deks) add(c ledger.Compartment, d dek) {
	k.open[c] = append(slices.Clip(k.open[c]), d)
}

// shut says that there is something in a compartment, and no key to it here.
func (k *deks) shut(c ledger.Compartment) bool { return k.last[c] > 0 && len(k.open[c]) == 0 }

// opens are the compartments of a person's file to which there is an open key.
func (k *deks) opens() (set ledger.Set) {
	for _, c := range ledger.Compartments {
		if c != ledger.Statistic && len(k.open[c]) > 0 {
			set |= ledger.SetOf(c)
		}
	}
	return set
}

// openDEKs opens a stream's keys, of the compartments in reads, as far as the
// keys of the offices are open here.
func (d *Desk) openDEKs(name ledger.Stream, wrapped []store.DEK, reads ledger.Set) (keys deks, err error) {
	for i := range wrapped {
		w := &wrapped[i]
		keys.last[w.Compartment] = max(keys.last[w.Compartment], w.Epoch)
		if !reads.Has(w.Compartment) || !d.ring.Has(kekOf(w)) {
			continue
		}
		opened, err := d.openDEK(name, w)
		if errors.Is(err, seal.ErrOpen) {
			d.log.Error("a wrapped key of a file does not open: the file reads as shut; restore the key from a backup", "office", w.Office)
			continue // one damaged wrap must not close the lists, nor keep a no from being taken
		}
		if err != nil {
			return keys, fmt.Errorf("opening a file's key: %w", err)
		}
		keys.open[w.Compartment] = append(keys.open[w.Compartment], dek{opened, w.Epoch, w.Made})
	}
	for c := range keys.open {
		slices.SortFunc(keys.open[c], func(a, b dek) int { return a.epoch - b.epoch })
	}
	for i := range wrapped {
		c := wrapped[i].Compartment
		keys.partial = keys.partial || len(keys.open[c]) > 0 && keys.of(c, wrapped[i].Epoch) == nil
	}
	return keys, nil
}

// openDEK opens one wrap: of the office's key, or out of its letterbox.
func (d *Desk) openDEK(name ledger.Stream, w *store.DEK) (seal.DEK, error) {
	if w.KEM == 0 {
		return d.ring.OpenDEK(kekOf(w), name, w.Epoch, w.Wrapped)
	}
	return d.ring.Collect(kekOf(w), name, w.Epoch, w.Wrapped)
}

// kekOf names the office's key that a person's key is wrapped with.
func kekOf(w *store.DEK) seal.KEKID {
	return seal.KEKID{Office: w.Office, Compartment: w.Compartment, Epoch: w.KEK}
}

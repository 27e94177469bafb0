package desk

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"

	"amana/desk/dossier"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/seal"
	"amana/store"
)

// What else a receipt may say, beyond Recorded.
const (
	Anchored  = "anchored"  // a checkpoint of the hub holds it
	Witnessed = "witnessed" // and a quorum of witnesses signed that checkpoint
)

// Signed is a checkpoint of this log with the signatures it has.
type Signed struct {
	seal.Checkpoint
	Note []byte
}

// Checkpoint signs what the log holds now. It refuses if the log no longer
// holds what an earlier checkpoint said: two different ones of one size must
// never be signed.
func (d *Desk) Checkpoint(ctx context.Context) (Signed, error) {
	size, err := d.db.Size(ctx)
	if err != nil {
		return Signed{}, err
	}
	logKey, err := d.keys.LogKey()
	if err != nil {
		return Signed{}, err
	}
	last, err := d.lastCheckpoint(ctx, size, logKey.VerifierKey())
	if err != nil || last.Size == size && last.Note != nil {
		return last, err
	}
	if last.Note != nil {
		if err := d.Holds(ctx, last.Checkpoint); err != nil {
			return Signed{}, err
		}
	}
	root, err := d.rootAt(ctx, size)
	if err != nil {
		return Signed{}, err
	}
	c := Signed{Checkpoint: seal.Checkpoint{Origin: d.node.Origin, Size: size, Root: root}}
	if c.Note, err = seal.SignCheckpoint(c.Checkpoint, logKey); err != nil {
		return Signed{}, err
	}
	return c, d.db.SaveCheckpoint(ctx, store.Checkpoint{Size: size, Note: c.Note})
}

// lastCheckpoint is the newest of at most size entries, with a nil Note if
// there is none.
func (d *Desk) lastCheckpoint(ctx context.Context, size int64, vkey string) (Signed, error) {
	kept, err := d.db.Checkpoint(ctx, size)
	if errors.Is(err, store.ErrMissing) {
		return Signed{}, nil
	}
	if err != nil {
		return Signed{}, err
	}
	c, err := seal.OpenCheckpoint(kept.Note, vkey)
	if err != nil {
		return Signed{}, fmt.Errorf("the checkpoint of %d entries: %w", kept.Size, err)
	}
	return Signed{c, kept.Note}, nil
}

func (d *Desk) rootAt(ctx context.Context, size int64) (ledger.Hash, error) {
	h := d.hashes(ctx, size)
	return h.Root()
}

func (d *Desk) hashes(ctx context.Context, size int64) seal.Hashes {
	return seal.Hashes{
		Size:   size,
		Leaves: func(from, to int64) ([]ledger.Hash, error) { return d.db.Leaves(ctx, from, to) },
		Tiles:  func(from, to int64) ([]ledger.Hash, error) { return d.db.TileRoots(ctx, from, to) },
	}
}

// LogKey is the key by which anybody checks what this node signs of its log.
func (d *Desk) LogKey() (string, error) {
	k, err := d.keys.LogKey()
	if err != nil {
		return "", err
	}
	return k.VerifierKey(), nil
}

// Tile is a tile of hashes of the log as it was at a size (C2SP tlog-tiles): that
// many of them, from the n-th tile of a level.
func (d *Desk) Tile(ctx context.Context, size int64, level int, n int64, width int) ([]byte, error) {
	h := d.hashes(ctx, size)
	return h.Tile(level, n, width)
}

// Bundle is the n-th bundle of entries (C2SP tlog-tiles) as they were signed, without
// what they disclose, and how many it holds: at most width.
func (d *Desk) Bundle(ctx context.Context, n int64, width int) (bundle []byte, held int, err error) {
	from := n << seal.TileHeight
	err = d.db.Entries(ctx, from, from+int64(width), func(e store.Stored) error {
		bundle = append(binary.BigEndian.AppendUint16(bundle, uint16(len(e.Bytes))), e.Bytes...)
		held++
		return nil
	})
	return bundle, held, err
}

// Ready fails if the store does not answer.
func (d *Desk) Ready(ctx context.Context) error {
	_, err := d.db.Head(ctx)
	return err
}

// Holds fails with a Conflict if the log does not hold, at its beginning,
// what the checkpoint c of it says: entries were lost or changed.
func (d *Desk) Holds(ctx context.Context, c seal.Checkpoint) error {
	size, err := d.db.Size(ctx)
	if err != nil {
		return err
	}
	if c.Origin != d.node.Origin {
		return fault.New(fault.Conflict, "fault.other-log")
	}
	if c.Size > size {
		return fault.New(fault.Conflict, "fault.log-shrank", fault.A("size", size), fault.A("was", c.Size))
	}
	root, err := d.rootAt(ctx, c.Size)
	if err == nil && root != c.Root {
		err = fault.New(fault.Conflict, "fault.log-changed", fault.A("size", c.Size))
	}
	return err
}

// Export writes the log into dir as files that anybody can verify: what it holds
// now, or where witnesses are required, what a quorum of them cosigned. done, if
// not nil, hears how many entries are written. What entries say is not in it,
// save for those about keys and users.
func (d *Desk) Export(ctx context.Context, dir string, done func(entries int64)) (Signed, error) {
	c, err := d.quorate(ctx)
	if err == nil && c.Note == nil {
		c, err = d.publish(ctx, d.Moment()) // so that nobody who has the files meets a shorter log
	}
	if err != nil {
		return Signed{}, err
	}
	logKey, err := d.keys.LogKey()
	if err != nil {
		return Signed{}, err
	}
	told, err := d.keyEntries(ctx)
	if err != nil {
		return Signed{}, err
	}
	err = seal.Export(dir, seal.Publication{
		Checkpoint: c.Note, VerifierKey: logKey.VerifierKey(), Entries: d.entries(ctx, c.Size), Done: done,
		Disclosed: func(index int64, _ ledger.Hash) ([]seal.Disclosure, error) {
			one, ok := told[index]
			if !ok {
				return nil, errors.New("it is of no stream that is known")
			}
			return one.disclosures, nil
		},
	})
	if errors.Is(err, seal.ErrOtherLog) {
		err = fault.New(fault.Conflict, "fault.folder-of-other-log").Because(err)
	}
	return c, err
}

var errStopped = errors.New("desk: no more is wanted")

func (d *Desk) entries(ctx context.Context, size int64) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		err := d.db.Entries(ctx, 0, size, func(s store.Stored) error {
			if !yield(s.Bytes, nil) {
				return errStopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(nil, err)
		}
	}
}

// Keys are the entries of class key with all they say, as they are published
// with the log: a line for each, in order. Users are among them.
func (d *Desk) Keys(ctx context.Context, who Actor) ([]byte, error) {
	if err := d.roles.May(who.Actor, "export", access.Subject{}); err != nil {
		return nil, err
	}
	told, err := d.keyEntries(ctx)
	if err != nil {
		return nil, err
	}
	var lines []byte
	for _, index := range slices.Sorted(maps.Keys(told)) {
		line, err := seal.KeyLine(index, told[index].entry, told[index].disclosures)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line...)
	}
	return lines, nil
}

// keyEntry is an entry of class key with what it says.
type keyEntry struct {
	entry       []byte
	disclosures []seal.Disclosure
}

// keyEntries opens every entry of class key. There are few.
func (d *Desk) keyEntries(ctx context.Context) (map[int64]keyEntry, error) {
	told := map[int64]keyEntry{}
	for _, subject := range keySubjects() {
		err := d.db.Streams(ctx, store.Scan{Subject: subject}, func(c store.Content) error {
			f, err := d.fold(&c)
			if err != nil {
				return err
			}
			for i := range c.Entries {
				ds, _, err := disclosures(&c.Entries[i], f, ledger.SetOf(ledger.General))
				if err != nil {
					return err
				}
				told[c.Entries[i].Index] = keyEntry{c.Entries[i].Bytes, ds}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return told, nil
}

// keySubjects are what streams of class key are about.
func keySubjects() []string {
	subjects := []string{dossier.Keys}
	for _, o := range casefile.Others {
		if o.Class == ledger.ClassKey {
			subjects = append(subjects, string(o.Subject))
		}
	}
	return subjects
}

// disclosures opens what an entry says in the compartments of reads, and names
// those in which it says more.
func disclosures(s *store.Stored, f *file, reads ledger.Set) (told []seal.Disclosure, withheld ledger.Set, err error) {
	for _, b := range s.Blobs {
		k := f.deks.of(b.Compartment, b.Epoch)
		if k == nil || !reads.Has(b.Compartment) {
			withheld |= ledger.SetOf(b.Compartment)
			continue
		}
		text, err := seal.OpenBlob(&k.DEK, b.Compartment, s.Leaf, b.Sealed)
		if err != nil {
			return nil, 0, fmt.Errorf("opening an entry: %w", err)
		}
		more, err := seal.Unpack(text, b.Compartment)
		if err != nil {
			return nil, 0, fmt.Errorf("reading an entry: %w", err)
		}
		told = append(told, more...)
	}
	return told, withheld, nil
}

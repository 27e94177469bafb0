package audit

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"amana/desk/disclosed"
	"amana/desk/dossier"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/seal"
)

// open reads what there is, and where in the log it must be.
func (a *auditor) open() error {
	text, err := a.src.Read(a.ctx, disclosed.Contents)
	if errors.Is(err, fs.ErrNotExist) {
		_ = a.problem(-1, "verify.not-disclosed")
		return errStopped
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &a.inventory); err != nil || a.inventory.Version != disclosed.Version || a.inventory.Size > a.size {
		_ = a.problem(-1, "verify.disclosure-inventory")
		return errStopped
	}
	zone, err := time.LoadLocation(a.inventory.Zone)
	if err != nil {
		zone = dossier.Zone()
	}
	a.zone = zone
	for _, i := range a.inventory.Streams {
		a.places[i.Stream] = map[int64]ledger.Hash{}
	}
	if err := a.walk(); err != nil {
		return err
	}
	return a.keys()
}

// walk notes where the entries of disclosed streams are in the log.
func (a *auditor) walk() error {
	for n := int64(0); n<<seal.TileHeight < a.inventory.Size; n++ {
		if err := a.ctx.Err(); err != nil {
			return err
		}
		bundle, err := a.bundle(n)
		if err != nil {
			return err
		}
		for index := n << seal.TileHeight; len(bundle) >= 2 && index < a.inventory.Size; index++ {
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			if len(bundle) < end {
				break // the verification before has said so
			}
			leaf := seal.LeafHash(bundle[2:end])
			a.leaves[leaf] = ledger.Stream{}
			p, err := seal.Parse(bundle[2:end])
			switch _, seen := a.hidden[p.Stream]; {
			case err != nil:
			case a.places[p.Stream] != nil:
				a.places[p.Stream][index], a.leaves[leaf] = leaf, p.Stream
			case !seen && p.Class != ledger.ClassKey:
				a.hidden[p.Stream] = hidden{index, p.Class}
			}
			bundle = bundle[end:]
		}
	}
	return nil
}

func (a *auditor) bundle(n int64) ([]byte, error) {
	width := int(min(a.size-n<<seal.TileHeight, seal.TileWidth))
	b, err := a.src.Read(a.ctx, bundlePath(n, width))
	if errors.Is(err, fs.ErrNotExist) && width < seal.TileWidth {
		b, err = a.src.Read(a.ctx, bundlePath(n, seal.TileWidth))
	}
	return b, err
}

func bundlePath(n int64, width int) string {
	t := tlog.Tile{H: seal.TileHeight, L: 0, N: n, W: width}
	return "tile/entries/" + strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/0/", seal.TileHeight))
}

// event restores one entry from what is disclosed of it.
func (a *auditor) event(l *disclosed.Line) (ledger.Event, seal.Parsed, []seal.Disclosure, error) {
	p, told, err := seal.ParsePresentation(l.SDJWT)
	if err != nil {
		return ledger.Event{}, p, nil, err
	}
	var closed ledger.Set
	for _, c := range l.Withheld {
		if c != ledger.Statistic { // says nothing about the journey
			closed |= ledger.SetOf(c)
		}
	}
	// What a disclosure says does not depend on the compartment it is kept in.
	opened := seal.Opened{ledger.General: seal.Pack(inGeneral(told), ledger.General)}
	return a.codec.Restore(&p, p.Leaf(), &opened, closed), p, told, nil
}

func inGeneral(told []seal.Disclosure) []seal.Disclosure {
	all := slices.Clone(told)
	for i := range all {
		all[i].Compartment = ledger.General
	}
	return all
}

// load reads one disclosed stream and compares it with the log. lines are its
// entries, for acts.
func (a *auditor) load(i disclosed.Item) (f *dossier.File, lines []line, err error) {
	f = &dossier.File{Stream: of(i.Stream, i.Subject)}
	a.index = map[ledger.Hash]int64{}
	text, err := a.src.Read(a.ctx, disclosed.Folder+"/"+disclosed.File(i.Stream))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	there := a.places[i.Stream]
	var events []ledger.Event
	for text := range bytes.Lines(text) {
		var l disclosed.Line
		if json.Unmarshal(text, &l) != nil {
			if err := a.problem(-1, "verify.disclosure"); err != nil {
				return nil, nil, err
			}
			continue
		}
		e, p, _, err := a.event(&l)
		if p.Class == ledger.ClassSystem && (len(l.Withheld) > 0 || e.Malformed) {
			_ = a.problem(l.Index, "verify.rules-withheld")
			return nil, nil, errStopped
		}
		if leaf, listed := there[l.Index]; err != nil || !listed || leaf != e.ID {
			if err := a.problem(l.Index, "verify.disclosure"); err != nil {
				return nil, nil, err
			}
			continue
		}
		if _, twice := a.index[e.ID]; twice {
			continue
		}
		a.index[e.ID] = l.Index
		events = append(events, e)
		lines = append(lines, line{f, l})
	}
	if len(a.index) < len(there) {
		for index, leaf := range there {
			if _, told := a.index[leaf]; !told {
				if err := a.problem(index, "verify.disclosure-missing"); err != nil {
					return nil, nil, err
				}
			}
		}
	}
	h := ledger.Arrange(events)
	*f = dossier.Fold(f.Stream, append(h.Events, h.Waiting...), nil)
	return f, lines, nil
}

// of is a stream by its name and what it is about.
func of(name ledger.Stream, subject casefile.Subject) dossier.Stream {
	return dossier.Stream{Name: name, Subject: string(subject)}
}

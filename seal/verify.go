package seal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"amana/domain/fault"
	"amana/domain/ledger"
)

// Report is what a verification found. Its JSON is a contract.
type Report struct {
	OK       bool      `json:"ok"`
	Origin   string    `json:"origin"`
	Size     int64     `json:"size"`
	Root     string    `json:"root"`
	Status   string    `json:"status"`
	Problems []Problem `json:"problems"`

	// Unchecked names what was withheld and so could not be checked; nothing
	// when the whole log was read.
	Unchecked []string `json:"unchecked,omitempty"`
}

// What a verified log's checkpoint rests on, the weakest first.
const (
	StatusUnverified   = "unverified"    // nothing could be verified
	StatusSelfDeclared = "self-declared" // on the key that lay beside the log
	StatusSigned       = "signed"        // on a log key of the reader's policy
	StatusWitnessed    = "witnessed"     // on that and a quorum of witnesses
)

// HashesOnly stands after the status of a log of which only the public part was
// verified: its checkpoint and its hashes, and not what hashes to them.
const HashesOnly = "-hashes-only"

// Problem is one thing wrong with a log. Key is a message key, "verify.…".
type Problem struct {
	Index int64       `json:"index"` // of the entry, or -1
	Path  string      `json:"path,omitempty"`
	Key   string      `json:"key"`
	Args  []fault.Arg `json:"args,omitempty"`
}

// Options of a verification.
type Options struct {
	Policy *Policy // nil: take the log's word for its key
	Since  []byte  // a checkpoint of the log that was kept, which it must still hold; nil: none
	// Done, if not nil, hears how many of how many entries are verified.
	Done func(entries, of int64)
}

// maxProblems ends a verification: a log with so many needs no further look.
const maxProblems = 100

// Verify reads a whole published log and checks everything that can be
// checked without keys of compartments: the checkpoint, every tile, every
// entry, every signature, the enrolment of every key, and that every parent
// that is in this log comes before its child and belongs to the same stream.
// Where entries are withheld it checks the checkpoint and every tile, and the
// report says what was not checked. It returns an error only if the log could
// not be read.
func Verify(ctx context.Context, src Source, o Options) (Report, error) {
	v := &verification{src: src, done: o.Done, since: o.Since}
	v.report = Report{Status: StatusUnverified, Problems: []Problem{}}
	err := v.run(ctx, o.Policy)
	if errors.Is(err, errStop) {
		err = nil
	}
	v.report.OK = err == nil && len(v.report.Problems) == 0
	return v.report, err
}

// verification is one run of Verify. Only its own goroutine touches report.
type verification struct {
	src    Source
	done   func(entries, of int64)
	since  []byte
	report Report
	head   Witnessed
	kept   Checkpoint // what since says; of size 0 if there is nothing to compare
	keys   *enrolment
}

// errStop ends a run of which the report says everything.
var errStop = errors.New("seal: verification stops")

func (v *verification) run(ctx context.Context, p *Policy) error {
	if err := v.checkpoint(ctx, p); err != nil {
		return err
	}
	if err := v.earlier(); err != nil {
		return err
	}
	err := v.enrolments(ctx)
	if errors.Is(err, ErrWithheld) {
		v.report.Status += HashesOnly
		v.report.Unchecked = []string{"entries", "signatures", "keys"}
		return v.walk(ctx, v.hashes)
	}
	if err != nil {
		return err
	}
	return v.walk(ctx, v.bundle)
}

func (v *verification) problem(p Problem) error {
	v.report.Problems = append(v.report.Problems, p)
	if len(v.report.Problems) < maxProblems {
		return nil
	}
	v.report.Problems = append(v.report.Problems, Problem{Index: -1, Key: "verify.too-many"})
	return errStop
}

// fatal reports a problem after which nothing more can be learned.
func (v *verification) fatal(path, key string) error {
	v.report.Problems = append(v.report.Problems, Problem{Index: -1, Path: path, Key: key})
	return errStop
}

func (v *verification) checkpoint(ctx context.Context, p *Policy) error {
	signed, err := v.src.Read(ctx, checkpointPath)
	if errors.Is(err, fs.ErrNotExist) {
		return v.fatal(checkpointPath, "verify.checkpoint-missing")
	}
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	status := StatusSigned
	if p == nil {
		p = &Policy{}
	}
	declared := ""
	if len(p.logs) == 0 {
		status = StatusSelfDeclared
		text, err := v.src.Read(ctx, vkeyPath)
		if errors.Is(err, fs.ErrNotExist) {
			return v.fatal(vkeyPath, "verify.log-key-missing")
		}
		if err != nil {
			return fmt.Errorf("verify: %w", err)
		}
		declared = strings.TrimSuffix(string(text), "\n")
	}
	if v.head, err = p.Check(signed, declared); err != nil {
		return v.fatal(checkpointPath, "verify.checkpoint-signature")
	}
	c := v.head.Checkpoint
	v.report.Origin, v.report.Size, v.report.Root, v.report.Status = c.Origin, c.Size, c.RootText(), status
	if v.head.Required && v.head.Quorum && status == StatusSigned {
		v.report.Status = StatusWitnessed
	}
	if !v.head.Quorum {
		return v.problem(Problem{Index: -1, Path: checkpointPath, Key: "verify.quorum"})
	}
	return nil
}

// batch is what was found in one entry bundle.
type batch struct {
	entries  []verified
	whole    bool // every entry could be hashed
	problems []Problem
	err      error
}

type verified struct {
	leaf    ledger.Hash
	stream  ledger.Stream // zero when it is no entry
	parents []ledger.Hash
}

// ahead is how many bundles are fetched and verified at the same time.
const ahead = 16

// walk reads all bundles side by side and puts the results together in the
// order of the log.
func (v *verification) walk(ctx context.Context, read func(ctx context.Context, n int64, width int) batch) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	size := v.head.Checkpoint.Size
	queue := make(chan chan batch, ahead)
	go func() {
		defer close(queue)
		for n := int64(0); n<<TileHeight < size; n++ {
			result := make(chan batch, 1)
			select {
			case queue <- result:
			case <-ctx.Done():
				return
			}
			width := int(min(size-n<<TileHeight, TileWidth))
			go func() { result <- read(ctx, n, width) }()
		}
	}()
	t := tally{v: v, streams: make(map[ledger.Hash]ledger.Stream), awaited: map[ledger.Hash]bool{}, whole: true}
	for result := range queue {
		if err := t.add(<-result); err != nil {
			return err
		}
		if v.done != nil {
			v.done(t.count, size)
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return t.finish(ctx)
}

// tally gathers what concerns more than one bundle.
type tally struct {
	v       *verification
	count   int64
	tree    Frontier
	tiles   []ledger.Hash                 // roots of full tiles
	streams map[ledger.Hash]ledger.Stream // of every entry so far
	awaited map[ledger.Hash]bool          // parents that were not in the log before their child
	whole   bool                          // every entry so far could be hashed
}

func (t *tally) add(b batch) error {
	if b.err != nil {
		return fmt.Errorf("verify: %w", b.err)
	}
	for _, p := range b.problems {
		if err := t.v.problem(p); err != nil {
			return err
		}
	}
	t.whole = t.whole && b.whole
	for i := range b.entries {
		if tile, full := t.tree.Append(b.entries[i].leaf); full {
			t.tiles = append(t.tiles, tile)
		}
		if err := t.place(&b.entries[i]); err != nil {
			return err
		}
		t.count++
		if err := t.compare(); err != nil {
			return err
		}
	}
	return nil
}

// place checks an entry against those before it. A parent that is nowhere in
// the log is the work of another node.
func (t *tally) place(e *verified) error {
	wrong := func(key string) error {
		return t.v.problem(Problem{Index: t.count, Key: key})
	}
	if _, twice := t.streams[e.leaf]; twice {
		return wrong("verify.entry-repeated")
	}
	t.streams[e.leaf] = e.stream
	if t.awaited[e.leaf] {
		if err := wrong("verify.parent-later"); err != nil {
			return err
		}
	}
	for _, p := range e.parents {
		stream, here := t.streams[p]
		if !here {
			t.awaited[p] = true
		} else if stream != e.stream && !stream.IsZero() {
			if err := wrong("verify.parent-stream"); err != nil {
				return err
			}
		}
	}
	return nil
}

// finish compares the root, and the tiles above the lowest level.
func (t *tally) finish(ctx context.Context) error {
	if !t.whole {
		return nil // said already; no root can be computed
	}
	if t.tree.Root() != t.v.head.Checkpoint.Root {
		return t.v.problem(Problem{Index: -1, Path: checkpointPath, Key: "verify.root"})
	}
	return eachUpperTile(t.tiles, func(level int, n int64, tile []byte) error {
		width := len(tile) / len(ledger.Hash{})
		got, err := t.v.read(ctx, tilePath(level, n, width), tilePath(level, n, TileWidth))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("verify: %w", err)
		}
		return t.v.compare(tilePath(level, n, width), got, tile)
	})
}

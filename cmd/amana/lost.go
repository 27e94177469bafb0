package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"amana/domain/fault"
	"amana/domain/key"
	"amana/domain/ledger"
	"amana/seal"
)

// What is left of a lost node, beside its backup: the folder that it had, and
// the log that it published.

// signed is how many entries the lost node is known to have signed, by the old
// folder. It refuses one that is not of the node whose log the backup is of: what was
// erased there says nothing of what was erased here.
func (r *restore) signed(origin string) (int64, error) {
	if r.old == "" {
		return 0, nil
	}
	other := fault.New(fault.Invalid, "fault.old-folder", fault.A("file", seenFile)).In("--old")
	note, err := os.ReadFile(filepath.Join(r.old, seenFile))
	if err != nil {
		return 0, other.Because(err)
	}
	text, _, _ := strings.Cut(string(note), "\n\n")
	c, err := seal.ParseCheckpoint(text + "\n")
	if err != nil || c.Origin != origin {
		return 0, other.Because(err)
	}
	return c.Size, nil
}

// erasures lists the streams whose keys were destroyed, by what lies in the old
// folder and what the old log says, and the newest time that was recorded there.
func (r *restore) erasures(ctx context.Context, of keysApart) (streams []ledger.Stream, newest time.Time, err error) {
	for _, folder := range []string{r.old, filepath.Dir(r.keyPath())} {
		if folder == "" {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, erasedFile))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, newest, err
		}
		erased, err := parseErased(string(text))
		if err != nil {
			return nil, newest, err
		}
		streams = append(streams, erased...)
	}
	if r.published == "" {
		return streams, newest, nil
	}
	more, newest, err := publishedErasures(ctx, r.published, of)
	return append(streams, more...), newest, err
}

// parseErased reads the streams that a node noted as erased, one a line: all of
// them, for a line that were passed over would bring somebody's keys back.
func parseErased(text string) (streams []ledger.Stream, err error) {
	for line := range strings.Lines(text) {
		var s ledger.Stream
		if err := s.UnmarshalText([]byte(strings.TrimSuffix(line, "\n"))); err != nil {
			return nil, fault.New(fault.Invalid, "fault.erased-list").Because(err)
		}
		streams = append(streams, s)
	}
	return streams, nil
}

// formatErased is what parseErased reads.
func formatErased(streams []ledger.Stream) string {
	var b strings.Builder
	for _, s := range streams {
		b.WriteString(s.String() + "\n")
	}
	return b.String()
}

// publishedErasures verifies a published log and reads what it says of keys
// that were destroyed, and when it last said anything of keys. It refuses the log of
// another node, and one that is older than the backup: neither knows what was erased since.
func publishedErasures(ctx context.Context, where string, of keysApart) (streams []ledger.Stream, newest time.Time, err error) {
	src, err := seal.OpenSource(where)
	if err != nil {
		return nil, newest, fault.New(fault.Invalid, "fault.log-address").Because(err)
	}
	report, err := seal.Verify(ctx, src, seal.Options{})
	if err != nil {
		return nil, newest, err
	}
	if !report.OK {
		return nil, newest, fault.New(fault.Conflict, "fault.log-refused")
	}
	if report.Origin != of.Origin {
		return nil, newest, fault.New(fault.Invalid, "fault.published-other", fault.A("origin", report.Origin), fault.A("was", of.Origin)).In("--erased")
	}
	if report.Size < of.Size {
		return nil, newest, fault.New(fault.Invalid, "fault.published-older").In("--erased")
	}
	text, err := src.Read(ctx, "amana/keys.jsonl")
	if err != nil {
		return nil, newest, err
	}
	return readErasures(text)
}

// readErasures reads a list of published entries about keys.
func readErasures(text []byte) (streams []ledger.Stream, newest time.Time, err error) {
	codec := seal.NewCodec([]ledger.Body{key.Destroyed{}})
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, len(text)+1)
	for lines.Scan() {
		var line struct {
			SDJWT string `json:"sdjwt"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return nil, newest, err
		}
		p, told, err := seal.ParsePresentation(line.SDJWT)
		if err != nil {
			return nil, newest, err
		}
		if p.Time().After(newest) {
			newest = p.Time()
		}
		e := codec.Restore(&p, p.Leaf(), &seal.Opened{ledger.General: seal.Pack(told, ledger.General)}, 0)
		if b, ok := e.Body.(key.Destroyed); ok {
			streams = append(streams, b.Stream)
		}
	}
	return streams, newest, lines.Err()
}

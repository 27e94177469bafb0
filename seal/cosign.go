package seal

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Witness is a witness of a policy that can be asked to cosign.
type Witness struct {
	Key string // the name of its key and the key's hash, as in a note: name+hash
	URL string // the submission prefix (C2SP tlog-witness)
	key *witness
}

// Witnesses are those of a policy that say where they can be asked, and whose
// keys count.
func (p *Policy) Witnesses() []Witness {
	var all []Witness
	for _, w := range p.witnesses {
		if w.url != "" && w.key != nil {
			all = append(all, Witness{Key: fmt.Sprintf("%s+%08x", w.name, w.hash), URL: w.url, key: w})
		}
	}
	return all
}

// Requires says whether the policy asks for witnesses at all.
func (p *Policy) Requires() bool { return p != nil && p.quorum != nil }

// Least is how few witnesses can be a quorum.
func (p *Policy) Least() int { return p.quorum.least() }

func (g *group) least() int {
	if g.member != nil {
		return 1
	}
	each := make([]int, len(g.of))
	for i, m := range g.of {
		each[i] = m.least()
	}
	slices.Sort(each)
	n := 0
	for _, few := range each[:g.need] {
		n += few
	}
	return n
}

// Knows says whether the policy can be about the log of a key: it lists that
// key, or no log.
func (p *Policy) Knows(logKey string) bool {
	for _, l := range p.logs {
		if l.text == logKey {
			return true
		}
	}
	return len(p.logs) == 0
}

// ErrCosignature says that a witness answered something that is not its
// signature of the checkpoint it was asked to sign.
var ErrCosignature = errors.New("seal: not the witness's cosignature")

// Cosignature finds, in what a witness answered, its line under a signed
// checkpoint, and when it signed. Lines of keys that are not its own are passed
// over.
func (w Witness) Cosignature(signed, answer []byte) (line string, at time.Time, err error) {
	end := bytes.Index(signed, []byte("\n\n"))
	if end < 0 {
		return "", at, ErrCheckpoint
	}
	own := &witness{name: w.key.name, hash: w.key.hash, key: w.key.key}
	n, err := note.Open(append(bytes.Clone(signed[:end+2]), answer...), note.VerifierList(own))
	if err != nil {
		return "", at, fmt.Errorf("%w: %w", ErrCosignature, err)
	}
	for l := range strings.Lines(string(answer)) {
		if strings.HasPrefix(l, "— "+w.key.name+" "+n.Sigs[0].Base64) {
			return l, own.signed, nil
		}
	}
	return "", at, ErrCosignature
}

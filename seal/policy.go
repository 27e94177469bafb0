package seal

import (
	"crypto/ed25519"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"amana/domain/fault"
)

// Policy says whose signatures make a checkpoint valid: any listed log, and
// enough of the listed witnesses. It is read from a C2SP tlog-policy file.
type Policy struct {
	logs      []logVerifier
	witnesses []*witness
	quorum    *group // nil when no witness is required
}

// logVerifier verifies a log's checkpoints and remembers how its key is written.
type logVerifier struct {
	note.Verifier
	text string
}

func parseLog(vkey string) (logVerifier, error) {
	v, err := note.NewVerifier(vkey)
	return logVerifier{v, vkey}, err
}

// witness verifies Ed25519 cosignatures (C2SP tlog-cosignature). A witness
// with a key of another type is known but never counts.
type witness struct {
	name   string
	hash   uint32
	key    ed25519.PublicKey
	url    string    // where it takes checkpoints, or ""
	signed time.Time // when it cosigned the checkpoint being checked
}

// group is witnessed when at least need of its members are.
type group struct {
	member *witness // for a single witness
	need   int
	of     []*group
}

const (
	typeWitness = 0x04
	typeMLDSA   = 0x06
)

// ParsePolicy reads a policy file. A fault names the line that is wrong.
func ParsePolicy(text []byte) (*Policy, error) {
	for _, c := range text {
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			return nil, fault.New(fault.Invalid, "fault.policy-characters")
		}
	}
	r := policyReader{names: map[string]*group{}, keys: map[string]bool{}}
	for i, line := range strings.Split(string(text), "\n") {
		items := strings.FieldsFunc(line, func(c rune) bool { return c == ' ' || c == '\t' })
		if len(items) == 0 || items[0][0] == '#' {
			continue
		}
		if err := r.line(items); err != nil {
			return nil, fault.New(fault.Invalid, "fault.policy-line", fault.A("line", i+1)).Because(err)
		}
	}
	if !r.closed {
		return nil, fault.New(fault.Invalid, "fault.policy-quorum-missing")
	}
	return &r.policy, nil
}

type policyReader struct {
	policy Policy
	names  map[string]*group
	keys   map[string]bool // "log" or "witness" and the public key
	closed bool            // there was a quorum line
}

func (r *policyReader) line(items []string) error {
	switch verb, n := items[0], len(items); {
	case verb == "log" && (n == 2 || n == 3):
		return r.log(items[1])
	case verb == "witness" && (n == 3 || n == 4):
		return r.witness(items[1], items[2], items[3:])
	case verb == "group" && n >= 4:
		return r.group(items[1], items[2], items[3:])
	case verb == "quorum" && n == 2:
		return r.quorum(items[1])
	default:
		return fmt.Errorf("%q with %d items", verb, n)
	}
}

func (r *policyReader) log(vkey string) error {
	v, err := parseLog(vkey)
	if err != nil {
		return err
	}
	if err := r.newKey("log", vkey); err != nil {
		return err
	}
	r.policy.logs = append(r.policy.logs, v)
	return nil
}

// newKey refuses a key that is there already, whatever name it has.
func (r *policyReader) newKey(use, vkey string) error {
	id := use + vkey[strings.LastIndexByte(vkey, '+'):]
	if r.keys[id] {
		return fmt.Errorf("the key of a %s stands twice", use)
	}
	r.keys[id] = true
	return nil
}

func (r *policyReader) witness(name, vkey string, url []string) error {
	w, err := parseWitness(vkey)
	if err != nil {
		return err
	}
	w.url = strings.Join(url, "")
	if err := r.newKey("witness", vkey); err != nil {
		return err
	}
	r.policy.witnesses = append(r.policy.witnesses, w)
	return r.define(name, &group{member: w})
}

func (r *policyReader) define(name string, g *group) error {
	if name == "none" || r.names[name] != nil {
		return fmt.Errorf("the name %q is taken", name)
	}
	r.names[name] = g
	return nil
}

func (r *policyReader) group(name, need string, members []string) error {
	g := &group{}
	for i, m := range members {
		if r.names[m] == nil || slices.Contains(members[:i], m) {
			return fmt.Errorf("member %q is unknown or stands twice", m)
		}
		g.of = append(g.of, r.names[m])
	}
	switch need {
	case "any":
		g.need = 1
	case "all":
		g.need = len(members)
	default:
		n, err := strconv.Atoi(need)
		if err != nil || n < 1 || n > len(members) || strconv.Itoa(n) != need {
			return fmt.Errorf("%q of %d members", need, len(members))
		}
		g.need = n
	}
	return r.define(name, g)
}

func (r *policyReader) quorum(name string) error {
	if r.closed {
		return fmt.Errorf("a second quorum")
	}
	r.closed = true
	if name == "none" {
		return nil
	}
	if r.policy.quorum = r.names[name]; r.policy.quorum == nil {
		return fmt.Errorf("quorum %q is unknown", name)
	}
	return nil
}

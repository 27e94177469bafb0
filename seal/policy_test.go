package seal_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"amana/domain/fault"
	"amana/seal"
)

// witnessKey is a witness's key as policies write it.
func witnessKey(name string, kind byte) string {
	k := append([]byte{kind}, privateKey(name).Public().(ed25519.PublicKey)...)
	sum := sha256.Sum256(append([]byte(name+"\n"), k...))
	return fmt.Sprintf("%s+%x+%s", name, sum[:4], base64.StdEncoding.EncodeToString(k))
}

// cosign adds a witness's line to a signed checkpoint.
func cosign(signed []byte, name string, at uint64) []byte {
	text := string(signed[:strings.Index(string(signed), "\n\n")+1])
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, text)
	id := witnessKey(name, 4)[len(name)+1 : len(name)+9]
	var hash uint32
	fmt.Sscanf(id, "%08x", &hash)
	sig := binary.BigEndian.AppendUint32(nil, hash)
	sig = binary.BigEndian.AppendUint64(sig, at)
	sig = append(sig, ed25519.Sign(privateKey(name), []byte(message))...)
	return fmt.Appendf(signed, "— %s %s\n", name, base64.StdEncoding.EncodeToString(sig))
}

// policy writes a policy in which X needs two of three and Y any of one.
func policyText(log string) string {
	w := func(name string) string { return "witness " + name + " " + witnessKey(name, 4) + "\n" }
	return "# two of X and one of Y\n\nlog " + log + " https://hub.example/\n" +
		w("x1") + w("x2") + "\t" + w("x3") + w("y1") +
		"group X 2 x1 x2 x3\ngroup Y any y1\ngroup both all X  Y\nquorum both\n"
}

func TestAQuorumOfWitnessesIsRequired(t *testing.T) {
	j := newJournal(t).fill(3)
	policy, err := seal.ParsePolicy([]byte(policyText(j.log.VerifierKey())))
	if err != nil {
		t.Fatal(err)
	}
	alone, err := seal.SignCheckpoint(j.checkpoint(), j.log)
	if err != nil {
		t.Fatal(err)
	}
	for names, enough := range map[string]bool{
		"": false, "x1": false, "x1 x2": false, "x1 y1": false, "x1 x3 y1": true, "x1 x2 x3 y1": true, "z x1 x2": false,
	} {
		signed := append([]byte(nil), alone...)
		for i, name := range strings.Fields(names) {
			signed = cosign(signed, name, uint64(1000+i))
		}
		dir := j.published()
		if err := os.WriteFile(filepath.Join(dir, "checkpoint"), signed, 0o600); err != nil {
			t.Fatal(err)
		}
		r := verify(t, dir, seal.Options{Policy: policy})
		status, problems := seal.StatusSigned, "quorum"
		if enough {
			status, problems = seal.StatusWitnessed, ""
		}
		if r.OK != enough || r.Status != status || said(r) != problems {
			t.Errorf("%q: %+v", names, r)
		}
		if w, err := policy.Check(signed, ""); err != nil || enough && w.Newest.Unix() != int64(999+len(strings.Fields(names))) {
			t.Errorf("%q: %v, newest %v", names, err, w.Newest)
		}
	}
	forged := cosign(alone, "x1", 5)
	forged[len(forged)-9] ^= 1
	if _, err := policy.Check(forged, ""); err == nil {
		t.Error("a forged cosignature was passed over")
	}
}

// One witness with a wrong clock moves neither end, unless it is the quorum.
func TestTheTimeOfACheckpointIsWhatAQuorumSays(t *testing.T) {
	j := newJournal(t).fill(3)
	policy, err := seal.ParsePolicy([]byte(policyText(j.log.VerifierKey())))
	if err != nil {
		t.Fatal(err)
	}
	alone, err := seal.SignCheckpoint(j.checkpoint(), j.log)
	if err != nil {
		t.Fatal(err)
	}
	if !policy.Requires() || policy.Least() != 3 {
		t.Errorf("requires %v, at least %d", policy.Requires(), policy.Least())
	}
	type times = map[string]uint64
	for name, c := range map[string]struct {
		signed    times
		since, by int64
	}{
		"agreed":         {times{"x1": 100, "x2": 100, "y1": 100}, 100, 100},
		"one after":      {times{"x1": 100, "x2": 101, "y1": 102}, 100, 102},
		"one far ahead":  {times{"x1": 100, "x2": 9999, "x3": 101, "y1": 105}, 101, 105},
		"one far behind": {times{"x1": 100, "x2": 1, "x3": 101, "y1": 99}, 99, 100},
		"too few":        {times{"x1": 100, "x2": 100, "x3": 100}, 0, 0},
	} {
		signed := alone
		for who, at := range c.signed {
			signed = cosign(bytes.Clone(signed), who, at)
		}
		w, err := policy.Check(signed, "")
		if err != nil {
			t.Fatal(err)
		}
		unix := func(t time.Time) int64 {
			if t.IsZero() {
				return 0
			}
			return t.Unix()
		}
		if unix(w.Since) != c.since || unix(w.By) != c.by {
			t.Errorf("%s: since %d by %d, want %d and %d", name, unix(w.Since), unix(w.By), c.since, c.by)
		}
	}
}

func TestAPolicyDecidesWhichLogIsMeant(t *testing.T) {
	j := newJournal(t).fill(3)
	dir := j.published()
	other, err := seal.NewLogKey(origin, privateKey("another"))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"log " + j.log.VerifierKey() + "\nquorum none": seal.StatusSigned,
		"log " + other.VerifierKey() + "\nquorum none": seal.StatusUnverified,
		"quorum none": seal.StatusSelfDeclared,
	} {
		policy, err := seal.ParsePolicy([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if r := verify(t, dir, seal.Options{Policy: policy}); r.Status != want || r.OK != (want != seal.StatusUnverified) {
			t.Errorf("%q: %+v", text, r)
		}
	}
}

func TestAPolicyIsReadStrictly(t *testing.T) {
	log := newJournal(t).log.VerifierKey()
	w, v := "witness w "+witnessKey("w", 4)+"\n", "witness v "+witnessKey("v", 4)+"\n"
	for name, text := range map[string]string{
		"no quorum":            "log " + log + "\n",
		"two quorums":          "quorum none\nquorum none\n",
		"an unknown quorum":    w + "quorum x\n",
		"a quorum too early":   "quorum w\n" + w,
		"an unknown word":      "logs " + log + "\nquorum none\n",
		"a log twice":          "log " + log + "\nlog " + log + "\nquorum none\n",
		"a witness twice":      w + strings.Replace(w, "witness w", "witness x", 1) + "quorum none\n",
		"a name twice":         w + strings.Replace(v, "witness v", "witness w", 1) + "quorum none\n",
		"a witness as a log":   "log " + witnessKey("w", 4) + "\nquorum none\n",
		"a log as a witness":   "witness w " + log + "\nquorum none\n",
		"a witness named none": strings.Replace(w, "witness w", "witness none", 1) + "quorum none\n",
		"a wrong key hash":     strings.Replace(w, "w+", "ww+", 1) + "quorum none\n",
		"too many needed":      w + "group g 2 w\nquorum g\n",
		"none needed":          w + "group g 0 w\nquorum g\n",
		"a leading zero":       w + v + "group g 01 w v\nquorum g\n",
		"a member twice":       w + "group g any w w\nquorum g\n",
		"an empty group":       "group g any\nquorum g\n",
		"a control character":  "quorum none\r\n",
	} {
		if _, err := seal.ParsePolicy([]byte(text)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package replica_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/replica"
	"amana/replica/witnesstest"
	"amana/seal"
)

func TestWhenAQuorumSignedTheLogIsWitnessed(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		before, err := w.Desk.Checkpoint(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if r := w.receipt(t, 3); r.Status != desk.Anchored || !r.NotAfter.IsZero() || !r.NotBefore.IsZero() {
			t.Errorf("before anybody signed: %+v", r)
		}
		signed := w.Now().Truncate(time.Second)
		w.ask(t)
		if r := w.receipt(t, 3); r.Status != desk.Witnessed || !r.NotAfter.Equal(signed) || !r.NotBefore.IsZero() {
			t.Errorf("after: %+v, signed at %v", r, signed)
		}
		c := published(t, w.Desk)
		if n := strings.Count(string(c.Note), "\n— "); c.Size != before.Size || n != 4 {
			t.Errorf("%d signatures on a checkpoint of %d, want 4 on %d", n, c.Size, before.Size)
		}
		dir := filepath.Join(t.TempDir(), "log")
		if _, err := w.Desk.Export(t.Context(), dir, nil); err != nil {
			t.Fatal(err)
		}
		if r := verified(t, dir, w.policy); !r.OK || r.Status != seal.StatusWitnessed {
			t.Errorf("%+v", r)
		}
	})
}

// What is recorded after a witnessed checkpoint names it and so is not before
// it; until the next is witnessed nobody says that it is not after.
func TestWitnessedCheckpointsAreTheBracketOfAnEvent(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		first := w.Now().Truncate(time.Second)
		w.ask(t)
		old := published(t, w.Desk)
		lengthen(t, w.World)
		r := w.receipt(t, old.Size)
		if r.Status == desk.Witnessed || !r.NotBefore.Equal(first) || !r.NotAfter.IsZero() {
			t.Errorf("open: %+v, want not before %v", r, first)
		}
		if c := published(t, w.Desk); c.Size != old.Size {
			t.Errorf("a checkpoint of %d is published before it is witnessed", c.Size)
		}
		w.Set(w.Now().Add(time.Hour))
		w.ask(t)
		if r = w.receipt(t, old.Size); r.Status != desk.Witnessed || !r.NotBefore.Equal(first) || !r.NotAfter.Equal(w.Now().Truncate(time.Second)) {
			t.Errorf("closed: %+v", r)
		}
		asked := w.asked()
		if w.ask(t); w.asked() != asked {
			t.Error("witnesses were asked for what they have signed")
		}
		dir := filepath.Join(t.TempDir(), "log")
		if _, err := w.Desk.Export(t.Context(), dir, nil); err != nil {
			t.Fatal(err)
		}
		if r := verified(t, dir, w.policy); !r.OK || r.Status != seal.StatusWitnessed || r.Size <= old.Size {
			t.Errorf("%+v", r)
		}
	})
}

// The answer was lost: the witness says how far it is, and is proved to that
// the log has only grown.
func TestAWitnessThatIsFurtherThanWeKnowIsCaughtUpWith(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		for _, one := range w.witnesses {
			one.Lie = func(witnesstest.Answer) witnesstest.Answer { return witnesstest.Answer{Status: http.StatusBadGateway} }
		}
		if err := w.round.Round(t.Context()); err == nil || w.receipt(t, 0).Status == desk.Witnessed {
			t.Fatalf("nobody answered: %v", err)
		}
		for _, one := range w.witnesses {
			one.Lie = nil
		}
		for range 2 { // at the same size, and at a greater one
			if w.ask(t); w.receipt(t, 0).Status != desk.Witnessed {
				t.Errorf("%+v", w.receipt(t, 0))
			}
			lengthen(t, w.World)
		}
	})
}

// All witnesses lie in one way, then in another: nothing changes.
func TestAWitnessThatLiesChangesNothing(t *testing.T) {
	type answer = witnesstest.Answer
	w := newWorld(t, "SQLite")
	stranger, err := witnesstest.New("four.test/w", w.logKey)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stranger.Close)
	cosign := func(text string, at time.Duration) answer {
		return answer{Status: http.StatusOK, Body: w.witnesses[0].Cosign(text, w.Now().Add(at))}
	}
	conflict := func(size string) answer {
		return answer{Status: http.StatusConflict, Kind: "text/x.tlog.size", Body: size + "\n"}
	}
	for name, c := range map[string]struct {
		lie  func(a answer) answer
		want error
	}{
		"a wrong signature": {func(a answer) answer {
			a = cosign(a.Text, 0)
			i := len(a.Body) - 10
			a.Body = a.Body[:i] + flipped(a.Body[i]) + a.Body[i+1:]
			return a
		}, seal.ErrCosignature},
		"another witness's":  {func(a answer) answer { a.Body = stranger.Cosign(a.Text, w.Now()); return a }, seal.ErrCosignature},
		"of another text":    {func(a answer) answer { return cosign("amana.test/tripoli\n3\nAAAA\n", 0) }, seal.ErrCosignature},
		"from the future":    {func(a answer) answer { return cosign(a.Text, 40*24*time.Hour) }, seal.ErrCosignature},
		"from the past":      {func(a answer) answer { return cosign(a.Text, -40*24*time.Hour) }, seal.ErrCosignature},
		"nothing":            {func(answer) answer { return answer{Status: http.StatusOK} }, seal.ErrCosignature},
		"no signature":       {func(answer) answer { return answer{Status: http.StatusOK, Body: "signed\n"} }, seal.ErrCosignature},
		"too much":           {func(a answer) answer { a.Body += strings.Repeat("x", 100<<10); return a }, nil},
		"a conflict":         {func(answer) answer { return answer{Status: http.StatusConflict} }, replica.ErrRewritten},
		"more than there is": {func(answer) answer { return conflict("99999999") }, replica.ErrRewritten},
		"the same again":     {func(answer) answer { return conflict("0") }, replica.ErrRewritten},
		"no number":          {func(answer) answer { return conflict("many") }, nil},
		"a wrong proof":      {func(answer) answer { return answer{Status: http.StatusUnprocessableEntity} }, replica.ErrRewritten},
		"an unknown log":     {func(answer) answer { return answer{Status: http.StatusNotFound} }, replica.ErrUnknownLog},
		"an unknown key":     {func(answer) answer { return answer{Status: http.StatusForbidden} }, replica.ErrKey},
		"another place":      {func(answer) answer { return answer{Status: http.StatusTemporaryRedirect, Body: w.witnesses[1].URL()} }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			before, moment := published(t, w.Desk), w.Desk.Moment()
			for _, one := range w.witnesses {
				one.Lie = c.lie
				one.Forget()
			}
			err := w.round.Round(t.Context())
			if err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("%v", err)
			}
			after := published(t, w.Desk)
			if string(after.Note) != string(before.Note) || !w.Desk.Moment().Equal(moment) || w.receipt(t, 0).Status == desk.Witnessed {
				t.Errorf("moment %v, then %v; checkpoint\n%s", moment, w.Desk.Moment(), after.Note)
			}
		})
	}
}

func flipped(b byte) string {
	if b == 'A' {
		return "B"
	}
	return "A"
}

func TestAWitnessThatForgotIsNotBelievedAgain(t *testing.T) {
	w := newWorld(t, "SQLite")
	w.ask(t)
	old := published(t, w.Desk)
	lengthen(t, w.World)
	for _, one := range w.witnesses {
		one.Lie = func(witnesstest.Answer) witnesstest.Answer {
			return witnesstest.Answer{Status: http.StatusConflict, Kind: "text/x.tlog.size", Body: "0\n"}
		}
	}
	if err := w.round.Round(t.Context()); !errors.Is(err, replica.ErrForgot) || published(t, w.Desk).Size != old.Size {
		t.Errorf("%v", err)
	}
}

// The moment follows the clocks on which a quorum agrees, forwards only.
func TestTheMomentFollowsAQuorumOfWitnesses(t *testing.T) {
	onEach(t, func(t *testing.T, w *world) {
		now := w.Now().Truncate(time.Second)
		w.witnesses[0].Clock = func() time.Time { return now.Add(20 * time.Hour) } // alone
		w.witnesses[1].Clock = func() time.Time { return now.Add(2 * time.Hour) }
		w.witnesses[2].Clock = func() time.Time { return now.Add(-time.Hour) }
		if w.ask(t); !w.Desk.Moment().Equal(now.Add(2 * time.Hour)) {
			t.Errorf("moment %v, want %v", w.Desk.Moment(), now.Add(2*time.Hour))
		}
		lengthen(t, w.World)
		for _, one := range w.witnesses {
			one.Clock = func() time.Time { return now }
		}
		if w.ask(t); w.Desk.Moment().Before(now.Add(2 * time.Hour)) {
			t.Errorf("moment went back to %v", w.Desk.Moment())
		}
	})
}

// Writes never wait for witnesses.
func TestAWitnessThatIsSilentKeepsNobodyWaiting(t *testing.T) {
	w := newWorld(t, "SQLite")
	asked, answer := make(chan struct{}), make(chan struct{})
	w.witnesses[0].Lie = func(a witnesstest.Answer) witnesstest.Answer {
		close(asked)
		<-answer
		return a
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- w.round.Round(ctx) }()
	<-asked
	lengthen(t, w.World)
	for begun := time.Now(); w.receipt(t, 0).Status != desk.Witnessed; time.Sleep(time.Millisecond) {
		if time.Since(begun) > time.Minute {
			t.Fatal("the two others are not heard")
		}
	}
	cancel()
	close(answer)
	if err := <-ended; err == nil {
		t.Error("an unanswered witness is passed over")
	}
}

// An insider with every key writes another history and signs it. The witnesses
// do not sign it, and whoever asks for them refuses it, whatever stands on it.
func TestARewrittenLogIsRefusedByWitnessesAndReaders(t *testing.T) {
	for _, name := range desktest.Engines {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, name)
			lengthen(t, w.World)
			w.ask(t)
			honest := published(t, w.Desk)
			for _, longer := range []bool{false, true} {
				t.Run(fmt.Sprint("longer ", longer), func(t *testing.T) { rewrite(t, w, name, honest, longer) })
			}
		})
	}
}

func rewrite(t *testing.T, w *world, engine string, honest desk.Signed, longer bool) {
	forged := w.found(t, engine)
	for range 3 {
		if longer {
			lengthen(t, forged)
		}
	}
	c, err := forged.Desk.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if longer != (c.Size > honest.Size) {
		t.Fatalf("the rewritten log has %d entries, the first %d", c.Size, honest.Size)
	}
	insider := &replica.Witnesses{Desk: forged.Desk}
	if err := insider.Round(t.Context()); !errors.Is(err, replica.ErrRewritten) {
		t.Errorf("the witnesses: %v", err)
	}
	for _, one := range w.witnesses {
		if one.Size() != honest.Size {
			t.Errorf("%s signed %d", one.Name, one.Size())
		}
	}
	dir := filepath.Join(t.TempDir(), "log")
	if _, err := forged.Desk.Export(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	alone, err := seal.ParsePolicy([]byte("log " + w.logKey + "\nquorum none\n"))
	if err != nil {
		t.Fatal(err)
	}
	if r := verified(t, dir, alone); !r.OK {
		t.Errorf("by itself it is in order, which is why there are witnesses: %+v", r)
	}
	if r := verified(t, dir, w.policy); r.OK || r.Status == seal.StatusWitnessed || r.Problems[0].Key != "verify.quorum" {
		t.Errorf("with a policy: %+v", r)
	}
	pasted := string(c.Note) + strings.SplitAfterN(string(honest.Note), "\n\n", 2)[1]
	replace(t, filepath.Join(dir, "checkpoint"), pasted)
	if r := verified(t, dir, w.policy); r.OK || r.Problems[0].Key != "verify.checkpoint-signature" {
		t.Errorf("with signatures of the first: %+v", r)
	}
}

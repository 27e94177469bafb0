package replica_test

import (
	"context"
	"log/slog"
	"os"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/policy"
	"amana/replica"
	"amana/replica/witnesstest"
	"amana/seal"
	"amana/store/postgrestest"
)

func TestMain(m *testing.M) { os.Exit(postgrestest.Main(m)) }

// world is a programme whose log has three witnesses, of which two must sign.
type world struct {
	*desktest.World
	keys      *seal.KeyFile
	logKey    string
	witnesses []*witnesstest.Witness
	policy    *seal.Policy
	round     *replica.Witnesses
}

func onEach(t *testing.T, test func(*testing.T, *world)) {
	for _, name := range desktest.Engines {
		t.Run(name, func(t *testing.T) { test(t, newWorld(t, name)) })
	}
}

func newWorld(t *testing.T, engine string) *world {
	t.Helper()
	keys, err := seal.NewKeyFile("amana.test/tripoli", nil)
	if err != nil {
		t.Fatal(err)
	}
	logKey, err := keys.LogKey()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{keys: keys, logKey: logKey.VerifierKey()}
	lines := "log " + w.logKey + "\n"
	for _, name := range []string{"one.test/w", "two.test/w", "three.test/w"} {
		one, err := witnesstest.New(name, w.logKey)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(one.Close)
		one.Clock = func() time.Time { return w.Now() }
		w.witnesses = append(w.witnesses, one)
		lines += one.Line()
	}
	lines += "group two 2 one.test/w two.test/w three.test/w\nquorum two\n"
	if w.policy, err = seal.ParsePolicy([]byte(lines)); err != nil {
		t.Fatal(err)
	}
	w.World = w.found(t, engine)
	w.round = &replica.Witnesses{Desk: w.Desk, Log: slog.New(slog.DiscardHandler)}
	return w
}

// found begins a log under the keys of w in a store of its own.
func (w *world) found(t *testing.T, engine string) *desktest.World {
	t.Helper()
	roles, err := policy.Roles()
	if err != nil {
		t.Fatal(err)
	}
	made, err := desktest.Build(t.Context(), desk.Config{Store: desktest.Store(t, engine, w.keys), Keys: w.keys, Roles: roles, Witnesses: w.policy, Hardness: desktest.Light})
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Scene(t.Context()); err != nil {
		t.Fatal(err)
	}
	return made
}

// lengthen records something.
func lengthen(t *testing.T, w *desktest.World) {
	t.Helper()
	if _, err := w.Way(t.Context(), "Zainab", "order.ask"); err != nil {
		t.Fatal(err)
	}
}

func (w *world) ask(t *testing.T) {
	t.Helper()
	if err := w.round.Round(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (w *world) asked() (n int) {
	for _, one := range w.witnesses {
		n += one.Asked()
	}
	return n
}

func (w *world) receipt(t *testing.T, index int64) desk.Vouched {
	t.Helper()
	r, err := w.Desk.Receipt(context.Background(), w.Who("admin"), index)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func published(t *testing.T, d *desk.Desk) desk.Signed {
	t.Helper()
	c, err := d.Published(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func verified(t *testing.T, dir string, p *seal.Policy) seal.Report {
	t.Helper()
	src, err := seal.OpenSource(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := seal.Verify(t.Context(), src, seal.Options{Policy: p})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func replace(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

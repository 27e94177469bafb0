package desk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/policy"
	"amana/seal"
	"amana/store"
	"amana/store/postgrestest"
)

// racerOf tells the test binary that it is one of two racing processes, and
// what about: the store, the key file, the time, and what it does.
const racerOf = "AMANA_TEST_RACER"

func TestMain(m *testing.M) {
	if text := os.Getenv(racerOf); text != "" {
		if err := race(text); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(postgrestest.Main(m))
}

// Each store holds so many people at the door, each in a case that is raced
// for once. A soak races in copies of it.
const (
	atTheDoor  = 40
	soakDoor   = 500
	soakStores = 20
)

// Two processes, each with its own desk on one store: in one the person says no
// on the telephone, in the other they are asked at the gate, say yes and board.
// Nobody is boarded behind their withdrawal.
func TestTwoProcessesRaceAWithdrawalAgainstABoarding(t *testing.T) {
	if testing.Short() {
		t.Skip("whom the race detector watches are two processes: it would see nothing between them")
	}
	people, stores := atTheDoor, 1
	if os.Getenv("AMANA_SOAK") != "" {
		people, stores = soakDoor, soakStores
	}
	for _, engine := range []string{"SQLite", "PostgreSQL"} {
		t.Run(engine, func(t *testing.T) {
			keys, err := seal.NewKeyFile("amana.test/tripoli", nil)
			if err != nil {
				t.Fatal(err)
			}
			folder := t.TempDir()
			if err := keys.Create(filepath.Join(folder, "amana.key")); err != nil {
				t.Fatal(err)
			}
			full := filepath.Join(folder, "full.db")
			if engine == "PostgreSQL" {
				full = postgrestest.URL(t)
			}
			door, numbers := openDoor(t, keys, full, people)
			total := tally{}
			var ahead time.Duration // of the withdrawal: found by trying, kept where either may win
			for range stores {
				c := contest{t: t, keys: keys, folder: folder, address: copied(t, keys, full), door: door, numbers: numbers}
				total.add(c.run(&ahead))
				c.check()
			}
			fmt.Printf("%s: %d races: %d boarded before the withdrawal, %d withdrew first\n", t.Name(), total.boarded+total.withdrew, total.boarded, total.withdrew)
			if total.boarded == 0 || total.withdrew == 0 {
				t.Errorf("%+v: one side always won, which is no race", total)
			}
		})
	}
}

// openDoor makes a store of people who are at the door, and says when that is.
func openDoor(t *testing.T, keys *seal.KeyFile, address string, people int) (time.Time, []string) {
	t.Helper()
	c, err := configOf(t.Context(), address, keys)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Store.Close()
	w, err := desktest.Build(t.Context(), c)
	if err == nil {
		err = w.Scene(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	all := make([]desktest.Traveller, people)
	for i := range all {
		all[i] = desktest.Traveller{Given: "Zainab", Until: "gate.answer"}
	}
	numbers := travel(t, w, all...)
	return w.Now().Add(time.Minute), numbers
}

func configOf(ctx context.Context, address string, keys *seal.KeyFile) (c desk.Config, err error) {
	c.Keys = keys
	if c.Roles, err = policy.Roles(); err != nil {
		return c, err
	}
	if strings.HasPrefix(address, "postgres:") {
		c.Store, err = store.OpenPostgres(ctx, address)
		return c, err
	}
	c.Store, err = store.OpenSQLite(ctx, store.File{Path: address, Key: store.KeyOf(keys.Database)})
	return c, err
}

// copied is the address of another store that holds the same.
func copied(t *testing.T, keys *seal.KeyFile, full string) string {
	t.Helper()
	if strings.HasPrefix(full, "postgres:") {
		return postgrestest.Copy(t, full)
	}
	c, err := configOf(t.Context(), full, keys)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Store.Close()
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := c.Store.Backup(t.Context(), path, nil); err != nil {
		t.Fatal(err)
	}
	return path
}

// tally is how races ended.
type tally struct{ boarded, withdrew int }

func (a *tally) add(b tally) { a.boarded, a.withdrew = a.boarded+b.boarded, a.withdrew+b.withdrew }

// contest is a series of races in one store.
type contest struct {
	t               *testing.T
	keys            *seal.KeyFile
	folder, address string
	door            time.Time
	numbers         []string

	acked []finish
}

// run races once about each case. Who starts later is moved towards whoever
// lost, so that most races are near ones.
func (c *contest) run(ahead *time.Duration) (n tally) {
	c.t.Helper()
	caller, gate := c.start("withdraw"), c.start("board")
	for _, number := range c.numbers {
		caller.go_(number, max(-*ahead, 0))
		gate.go_(number, max(*ahead, 0))
		for _, r := range []*racer{caller, gate} {
			c.acked = append(c.acked, r.finish()...)
		}
		step := rand.N(400 * time.Microsecond)
		if gate.last.Command == "boarding.board" && gate.last.Fault == "" {
			n.boarded++
			*ahead += step
		} else {
			n.withdrew++
			*ahead -= step
		}
	}
	caller.end()
	gate.end()
	return n
}

// check reads the store again, as a third process.
func (c *contest) check() {
	t := c.t
	t.Helper()
	config, err := configOf(t.Context(), c.address, c.keys)
	if err != nil {
		t.Fatal(err)
	}
	defer config.Store.Close()
	config.Clock = func() time.Time { return c.door.Add(time.Hour) }
	d, err := desk.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	size, err := config.Store.Size(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	leaves, err := config.Store.Leaves(t.Context(), 0, size)
	if err != nil {
		t.Fatal(err)
	}
	index := map[ledger.Hash]int64{}
	for i, leaf := range leaves {
		index[leaf] = int64(i)
	}
	acknowledged := map[string]int{}
	for _, f := range c.acked {
		if i, there := index[f.Entry]; f.Fault == "" {
			if acknowledged[f.Number+f.Command]++; !there || i != f.Index {
				t.Errorf("%s of %s was acknowledged at %d and is not there", f.Command, f.Number, f.Index)
			}
		} else if f.Command == "consent.withdraw" || !strings.HasPrefix(f.Fault, fault.Blocked.String()) {
			t.Errorf("%s of %s: %s", f.Command, f.Number, f.Fault)
		}
	}
	err = d.Refold(t.Context(), func(k *casefile.Case) error {
		number := k.Number
		events, err := d.Events(t.Context(), d.Self(), number)
		if err != nil {
			return err
		}
		at := map[string]int64{}
		for _, e := range events {
			at[e.Kind] = index[e.Entry]
		}
		withdrawn, no := at["consent.withdrawn"]
		boarded, gone := at["boarding.boarded"]
		if !no || acknowledged[number+"consent.withdraw"] != 1 {
			t.Errorf("%s: the withdrawal was recorded %v, acknowledged %d times", number, no, acknowledged[number+"consent.withdraw"])
		}
		if gone && withdrawn < boarded {
			t.Errorf("%s was boarded at %d, behind the withdrawal at %d", number, boarded, withdrawn)
		}
		if gone != (acknowledged[number+"boarding.board"] == 1) || gone != (k.Travel.Boarded != nil) {
			t.Errorf("%s: boarded %v in the log, %v in the fold, acknowledged %d times", number, gone, k.Travel.Boarded != nil, acknowledged[number+"boarding.board"])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	cacheStates(t, d)
	if r, err := d.Compare(t.Context(), 1, nil); err != nil || r.Wrong != 0 || r.Checked != int64(len(c.numbers)) {
		t.Errorf("cached states against a fold of the log: %+v %v", r, err)
	}
}

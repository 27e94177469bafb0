package desk_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
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
	atTheDoor  = 100
	soakDoor   = 500
	soakStores = 20
)

// Two processes, each with its own desk on one store: in one the person says no
// on the telephone, in the other they are asked at the gate, say yes and board.
// Nobody is boarded behind their withdrawal.
func TestTwoProcessesRaceAWithdrawalAgainstABoarding(t *testing.T) {
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
	return w.Clock.Add(time.Minute), numbers
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
	key, err := store.ParseKey([]byte(keys.DatabaseHex()))
	if err == nil {
		c.Store, err = store.OpenSQLite(ctx, store.File{Path: address, Key: key})
	}
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
	if err := c.Store.Backup(t.Context(), path); err != nil {
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
	if r, err := d.Compare(t.Context(), 1, nil); err != nil || r.Wrong != 0 || r.Checked != int64(len(c.numbers)) {
		t.Errorf("cached states against a fold of the log: %+v %v", r, err)
	}
}

// finish is what became of one command.
type finish struct {
	Number, Command string
	Entry           ledger.Hash
	Index           int64
	Fault           string
}

// racer is one of the two processes.
type racer struct {
	t       *testing.T
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Scanner
	last    finish
}

func (c *contest) start(does string) *racer {
	c.t.Helper()
	r := &racer{t: c.t, process: exec.Command(os.Args[0])}
	r.process.Env = append(os.Environ(), racerOf+"="+strings.Join([]string{c.address, filepath.Join(c.folder, "amana.key"), c.door.Format(time.RFC3339), does}, "\n"))
	r.process.Stderr = os.Stderr
	var err error
	if r.in, err = r.process.StdinPipe(); err != nil {
		c.t.Fatal(err)
	}
	out, err := r.process.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	r.out = bufio.NewScanner(out)
	if err := r.process.Start(); err != nil {
		c.t.Fatal(err)
	}
	if !r.out.Scan() || r.out.Text() != "ready" {
		c.t.Fatalf("the process that is to %s says %q", does, r.out.Text())
	}
	return r
}

// go_ has the process act about a case after a while.
func (r *racer) go_(number string, after time.Duration) {
	r.t.Helper()
	if _, err := fmt.Fprintln(r.in, number, int64(after)); err != nil {
		r.t.Fatal(err)
	}
}

// finish waits until it has, and says what became of it.
func (r *racer) finish() (all []finish) {
	r.t.Helper()
	if !r.out.Scan() {
		r.t.Fatal("a process ended in the middle of a race")
	}
	if err := json.Unmarshal(r.out.Bytes(), &all); err != nil || len(all) == 0 {
		r.t.Fatalf("%s: %v", r.out.Bytes(), err)
	}
	r.last = all[len(all)-1]
	return all
}

func (r *racer) end() {
	r.t.Helper()
	if err := errors.Join(r.in.Close(), r.process.Wait()); err != nil {
		r.t.Error(err)
	}
}

// race is the whole life of one of the two processes.
func race(text string) error {
	ctx, what := context.Background(), strings.Split(text, "\n")
	keys, err := seal.LoadKeyFile(what[1])
	if err != nil {
		return err
	}
	c, err := configOf(ctx, what[0], keys)
	if err != nil {
		return err
	}
	defer c.Store.Close()
	door, err := time.Parse(time.RFC3339, what[2])
	if err != nil {
		return err
	}
	begun := time.Now()
	c.Clock = func() time.Time { return door.Add(time.Since(begun)) }
	d, err := desk.Open(ctx, c)
	if err != nil {
		return err
	}
	defer d.Close()
	moves, err := movesOf(ctx, d, what[3])
	if err != nil {
		return err
	}
	fmt.Println("ready")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		var number string
		var after time.Duration
		if _, err := fmt.Sscan(lines.Text(), &number, &after); err != nil {
			return err
		}
		for start := time.Now(); time.Since(start) < after; { // sleeping is too coarse
		}
		if err := json.NewEncoder(os.Stdout).Encode(act(ctx, d, number, moves)); err != nil {
			return err
		}
	}
	return nil
}

// move is one command that a racer gives.
type move struct {
	who           desk.Actor
	command, args string
}

func movesOf(ctx context.Context, d *desk.Desk, does string) ([]move, error) {
	moves := []move{{command: "consent.withdraw", args: `{"channel":"phone"}`}}
	officers := []string{"cou"}
	if does == "board" {
		talk, err := json.Marshal(talkArgs())
		if err != nil {
			return nil, err
		}
		officers = []string{"gat", "mov"}
		moves = []move{
			{command: "gate.answer", args: `{"movement":"` + desktest.Flight + `","answer":"yes","talk":` + string(talk) + `}`},
			{command: "boarding.board", args: `{"movement":"` + desktest.Flight + `"}`},
		}
	}
	for i, name := range officers {
		token, err := d.SignIn(ctx, name, desktest.Password)
		if err != nil {
			return nil, err
		}
		if moves[i].who, err = d.Who(ctx, token); err != nil {
			return nil, err
		}
	}
	return moves, nil
}

// act gives the moves about a case, up to one that is refused.
func act(ctx context.Context, d *desk.Desk, number string, moves []move) (all []finish) {
	for _, m := range moves {
		receipt, err := d.Do(ctx, m.who, number, desk.Request{ID: newID(), Command: m.command, Args: json.RawMessage(m.args)})
		f := finish{Number: number, Command: m.command, Entry: receipt.Entry, Index: receipt.Index}
		if err != nil {
			f.Fault = fault.KindOf(err).String() + ": " + err.Error()
		}
		all = append(all, f)
		if err != nil {
			break
		}
	}
	return all
}

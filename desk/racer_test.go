package desk_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/seal"
)

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

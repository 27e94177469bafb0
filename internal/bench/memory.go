package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"amana/desk/desktest"
)

// mostMemory is what serve may take of it: 300 MB.
const mostMemory = 300_000_000

// onlyMemory is the population for the memory alone.
func (b *bench) onlyMemory(ctx context.Context) error { return b.populated(ctx, b.memory) }

// memory watches a real server on the population for some minutes, while a few
// officers list and read and now and then record something.
func (b *bench) memory(ctx context.Context, n *node) error {
	if _, err := os.Stat("/proc/self/status"); err != nil {
		b.table.line("memory of serve", "not measured: this system has no /proc", "≤ 300 MB", unproven)
		return nil
	}
	if err := n.close(); err != nil {
		return err
	}
	n.store = nil // closed: serve has it now
	program := filepath.Join(b.folder, "amana")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, "amana/cmd/amana").CombinedOutput(); err != nil {
		return fmt.Errorf("building the program: %w: %s", err, out)
	}
	address, err := freeAddress()
	if err != nil {
		return err
	}
	serve := exec.Command(program, "serve", "--data", n.folder, "--listen", address)
	serve.Stderr = os.Stderr
	if err := serve.Start(); err != nil {
		return err
	}
	used, err := b.watch(ctx, "http://"+address, serve.Process.Pid)
	err = errors.Join(err, serve.Process.Signal(syscall.SIGTERM))
	if ended := serve.Wait(); err == nil {
		err = ended
	}
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	verdict := judged(used.last <= mostMemory)
	if verdict == holds && (b.cases < fullSize || b.minutes < 10) {
		verdict = unproven
	}
	b.table.line("memory of serve", fmt.Sprintf("%d MB after %g minutes at %d cases (%d MB at most; %d requests)",
		used.last/1_000_000, b.minutes, b.cases, used.most/1_000_000, used.requests), "≤ 300 MB", verdict)
	return nil
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// usage is what a process took of memory.
type usage struct {
	last, most int64
	requests   int
}

func (b *bench) watch(ctx context.Context, base string, pid int) (u usage, err error) {
	c := &client{http: &http.Client{Timeout: time.Minute}, base: base, name: "memory", apart: map[string]bool{}}
	for _, number := range append(slices.Collect(maps.Values(b.around.Cases)), b.around.Crowd...) {
		c.apart[number] = true // not everything can be done to everybody there
	}
	if err := c.signIn(ctx); err != nil {
		return u, err
	}
	end := time.Now().Add(time.Duration(b.minutes * float64(time.Minute)))
	noted := time.Now()
	for time.Now().Before(end) && ctx.Err() == nil {
		if err := c.some(ctx, u.requests); err != nil {
			return u, err
		}
		u.requests++
		if u.last, err = resident(pid); err != nil {
			return u, err
		}
		u.most = max(u.most, u.last)
		if time.Since(noted) > time.Minute {
			b.note("memory: %d MB, %s to go", u.last/1_000_000, time.Until(end).Round(time.Second))
			noted = time.Now()
		}
		time.Sleep(20 * time.Millisecond)
	}
	return u, ctx.Err()
}

// signIn waits until the server answers.
func (c *client) signIn(ctx context.Context) (err error) {
	var session struct{ Token string }
	for range 600 {
		if err = c.post(ctx, "/api/v1/session", map[string]string{"name": "cou", "password": desktest.Password}, &session); err == nil {
			c.token = session.Token
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

// some is the i-th request of a light and mixed day: pages of lists, and of the
// cases on them the file, the findings, the events, and every fifth time an act.
func (c *client) some(ctx context.Context, i int) error {
	if len(c.cases) == 0 {
		var page struct {
			Cases []struct{ Case string }
			Next  string
		}
		if err := c.get(ctx, "/api/v1/cases?limit=100&cursor="+c.page, &page); err != nil {
			return err
		}
		c.page = page.Next
		for _, l := range page.Cases {
			if !c.apart[l.Case] {
				c.cases = append(c.cases, l.Case)
			}
		}
		return nil
	}
	path := "/api/v1/cases/" + c.cases[0]
	switch i % 5 {
	case 0:
		return c.get(ctx, path, nil)
	case 1:
		return c.get(ctx, path+"/findings", nil)
	case 2:
		return c.get(ctx, path+"/events", nil)
	case 3:
		_, err := c.command(ctx, path+"/commands", (&person{}).more(c.given%3))
		return err
	}
	c.cases = c.cases[1:]
	return nil
}

func (c *client) get(ctx context.Context, path string, into any) error {
	return c.send(ctx, http.MethodGet, path, nil, into)
}

// resident is how much memory of a process is in the machine's.
func resident(pid int) (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kb * 1024, err
		}
	}
	return 0, errors.New("no VmRSS")
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"

	"amana/demo"
	"amana/domain/access"
	"amana/domain/fault"
)

func runDemo(ctx context.Context, p *program, args []string) error {
	f := p.flags("demo")
	fresh := f.Bool("fresh", false, "flag.demo.fresh")
	people := f.Int("people", 0, "flag.demo.people")
	events := f.Int("events-per-case", 0, "flag.demo.events-per-case")
	if _, err := p.parse(args, 0, 0); err != nil {
		return err
	}
	if *people != 0 && *people < demo.Least {
		return fault.New(fault.Invalid, "fault.too-small", fault.A("min", demo.Least)).In("--people")
	}
	if err := p.free(); err != nil {
		return err
	}
	// A folder and a key file of its own, whatever the environment names.
	p.leap = 0 // it may be looked at again after a month
	p.data, p.keyFile, p.keyCommand = filepath.Join(p.data, "amana-demo"), "", ""
	p.origin = "amana/demo"
	built, err := p.demoBuilt(ctx, *fresh, demo.Config{People: *people, EventsPerCase: *events})
	if err != nil {
		return err
	}
	n, err := p.openNode(ctx)
	if err != nil {
		return err
	}
	defer n.close()
	return p.serve(ctx, n, func(url string) { p.welcome(url, built) })
}

// free says at once when the address is taken: building takes a while.
func (p *program) free() error {
	if err := p.door.opens(p.listen); err != nil {
		return err
	}
	if err := p.door.shows(); err != nil {
		return err
	}
	l, err := net.Listen("tcp", p.listen)
	if err != nil {
		return noListening(err)
	}
	return l.Close()
}

// demoBuilt finds the demonstration as it was built, and otherwise builds it. What
// was interrupted starts over.
func (p *program) demoBuilt(ctx context.Context, fresh bool, c demo.Config) (demo.Result, error) {
	free, err := p.serving()
	if err != nil {
		return demo.Result{}, err
	}
	defer func() { free() }()
	n, err := p.openStore(ctx, true)
	if err != nil {
		return demo.Result{}, err
	}
	r, complete, err := demo.Complete(ctx, n.store)
	if complete && !fresh || err != nil {
		n.store.Close()
		if err == nil && (c.People != 0 && c.People != r.People || c.EventsPerCase != 0) {
			p.note("cli.demo-other-size")
		}
		return r, notDemo(err)
	}
	free()
	if free, err = p.alone(); err != nil { // others may be looking at it, or building it
		n.store.Close()
		free = func() {}
		return r, err
	}
	size, err := n.store.Size(ctx)
	if err == nil && size > 0 {
		n.store.Close()
		if err = p.clearDemo(ctx); err == nil {
			n, err = p.openStore(ctx, true)
		}
	}
	if err != nil {
		return r, err
	}
	defer n.store.Close()
	c.Desk = n.conf
	tell := p.progress("progress.story")
	c.Progress = func(done float64) { tell(int64(100*done), 100) }
	return demo.Build(ctx, c)
}

func notDemo(err error) error {
	if errors.Is(err, demo.ErrNotDemo) {
		return fault.New(fault.Conflict, "fault.store-not-demo").Because(err)
	}
	return err
}

// clearDemo takes away a demonstration: the store, the key that opens it, and
// what was noted of it.
func (p *program) clearDemo(ctx context.Context) error {
	if p.database != "" {
		if err := demo.Clear(ctx, p.database); err != nil {
			return err
		}
	}
	for _, path := range []string{p.file(), p.file() + "-wal", p.file() + "-shm", p.keyPath(), p.beside(seenFile), p.beside(erasedFile)} {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// eachOffice are the roles of which a sign-in is shown for each office: whoever
// works at one does not see the cases of another.
var eachOffice = []access.Role{access.Counsellor, access.ProtectionOfficer}

// welcome says where it is, who can sign in, and what to look at.
func (p *program) welcome(url string, r demo.Result) {
	users := demo.Users()
	if p.json {
		line, err := json.Marshal(struct {
			URL      string      `json:"url"`
			People   int         `json:"people"`
			Departed int         `json:"departed"`
			Users    []demo.User `json:"users"`
		}{url, r.People, r.Departed, users})
		if err == nil {
			fmt.Fprintln(p.stdout, string(line))
		}
		return
	}
	l, say := p.look(), p.speak()
	p.tell("cli.demo-serving", fault.A("url", url))
	p.tell("cli.demo-people", fault.A("people", r.People), fault.A("departed", r.Departed))
	fmt.Fprintln(p.stdout)
	for _, k := range r.Look {
		fmt.Fprint(p.stdout, l.wrap(fmt.Sprintf("  %-14s %-9s ", k.Case, k.Office), say.Text(k.What, nil)))
	}
	fmt.Fprintln(p.stdout)
	p.tell("cli.demo-users")
	fmt.Fprintln(p.stdout)
	var seen []demo.User
	for _, u := range users {
		if slices.ContainsFunc(seen, func(s demo.User) bool {
			return s.Role == u.Role && (s.Office == u.Office || !slices.Contains(eachOffice, u.Role))
		}) {
			continue
		}
		seen = append(seen, u)
		fmt.Fprintf(p.stdout, "  %-27s %-24s %s\n", u.Name, u.Password, l.line(say.Role(u.Role)))
	}
	fmt.Fprintf(p.stdout, "\n%s", l.wrap("", say.Text("cli.demo-offices", []fault.Arg{fault.A("users", len(users)), fault.A("command", fmt.Sprintf("%s demo --json --data %s", p.name, filepath.Dir(p.data)))})))
	if len(r.Look) > 0 {
		fmt.Fprintln(p.stdout)
		p.tell("cli.demo-next", fault.A("command", fmt.Sprintf("%s check %s --data %s", p.name, r.Look[0].Case, p.data)))
	}
	p.tell("cli.demo-end")
}

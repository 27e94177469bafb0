package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"math"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"amana/api"
	"amana/desk"
	"amana/domain/fault"
	"amana/front"
	"amana/replica"
	"amana/web"
	"amana/work"
)

func runServe(ctx context.Context, p *program, args []string) error {
	f := p.flags("serve")
	name := f.String("node", "node", "flag.serve.node")
	f.StringVar(&p.origin, "origin", "", "flag.serve.origin")
	short := f.String("short", "AM", "flag.serve.short")
	offices := f.String("offices", "tripoli,misrata,benghazi,sabha,zwara", "flag.serve.offices")
	field := f.Bool("field", false, "flag.serve.field")
	p.policyFlag(f)
	door := p.doorFlags(f)
	if _, err := p.parse(args, 0, 0); err != nil {
		return err
	}
	if err := door(); err != nil {
		return err
	}
	if err := p.free(); err != nil {
		return err
	}
	p.origin = cmp.Or(p.origin, "amana/"+*name)
	founding := desk.Founding{Node: *name, Short: *short, Hub: !*field, Offices: splitList(*offices)}
	if err := founding.Check(); err != nil {
		return err
	}
	n, err := p.openStore(ctx, true)
	if err != nil {
		return err
	}
	defer n.close()
	if err := p.openOrFound(ctx, n, founding); err != nil {
		return err
	}
	if demo, err := n.store.Meta(ctx, desk.MetaDemo); err != nil || demo == "yes" {
		if err == nil {
			err = fault.New(fault.Conflict, "fault.store-is-demo")
		}
		return err
	}
	if err := p.warnAlone(ctx, n); err != nil {
		return err
	}
	n.warnAhead()
	return p.serve(ctx, n, func(url string) {
		say := p.tell
		if p.json {
			say = p.note
			_ = p.print(served{url}) // nobody may be listening
		} else {
			p.tell("cli.serving", fault.A("url", url))
		}
		if all, err := n.desk.Users(ctx, n.desk.Self()); err == nil && len(all) == 0 {
			say("cli.first-account", fault.A("command", p.name+" user add NAME --role administrator"+p.sameFolder()))
		}
	})
}

// sameFolder is what another subcommand is given to find the same store, where the
// folder was named to this one and not in the environment.
func (p *program) sameFolder() (as string) {
	p.takes.Visit(func(f *flag.Flag) {
		if f.Name == "data" {
			as = " --data " + p.data
		}
	})
	return as
}

// served is what programs are told once it serves.
type served struct {
	URL string `json:"url"`
}

// warnAlone says in the log when what a hub acknowledges is on one disk only.
// That it is not is the operator's duty: no program can make a second server.
func (p *program) warnAlone(ctx context.Context, n *node) error {
	if p.database == "" {
		return nil
	}
	awaits, err := n.store.AwaitsStandby(ctx)
	if err == nil && !awaits {
		n.conf.Log.Warn("PostgreSQL waits for no standby (synchronous_standby_names is empty): what is acknowledged is on one disk only")
	}
	return err
}

func (p *program) openOrFound(ctx context.Context, n *node, f desk.Founding) (err error) {
	if n.desk, err = desk.Open(ctx, n.conf); err == nil {
		if err = p.guard(ctx, n); err != nil {
			n.desk.Close()
			n.desk = nil
		}
		return err
	}
	if !errors.Is(err, desk.ErrNotFounded) {
		return err
	}
	if err := desk.Found(ctx, n.conf, f); err != nil && fault.KindOf(err) != fault.Conflict {
		return err
	} // in conflict: another process of this node was quicker
	n.desk, err = desk.Open(ctx, n.conf)
	return err
}

// noListening says why nothing can be served at an address.
func noListening(err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fault.New(fault.Busy, "fault.address-in-use").Because(err)
	}
	return fault.New(fault.Invalid, "fault.listen-address").In("--listen").Because(err)
}

// softly is how much memory serve takes before it collects more often than Go
// would by itself: it shares a laptop with a browser and a spreadsheet.
const softly = 200 << 20

// serve serves until the context ends, then lets what is under way finish.
func (p *program) serve(ctx context.Context, n *node, ready func(url string)) error {
	free, err := p.serving()
	if err != nil {
		return err
	}
	defer free()
	if before := debug.SetMemoryLimit(-1); before == math.MaxInt64 { // else GOMEMLIMIT was set
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(softly))
	}
	listener, err := net.Listen("tcp", p.listen)
	if err != nil {
		return noListening(err)
	}
	server := &http.Server{
		Handler: p.door.guard(p.handler(n)), ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
	}
	working, stop := context.WithCancel(ctx)
	defer stop()
	worker := &work.Worker{Desk: n.desk, Store: n.store, Name: "serve-" + rand.Text(), Log: p.logger()}
	worker.Witnesses = &replica.Witnesses{Desk: n.desk, Log: p.logger()}
	finished := make(chan struct{})
	go func() { worker.Run(working); close(finished) }()
	var beside sync.WaitGroup // nothing of it may still use the store when serve returns
	beside.Go(func() { n.remembers(working) })
	shut := make(chan struct{})
	go func() {
		defer close(shut)
		<-ctx.Done()
		quiet, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		_ = server.Shutdown(quiet)
	}()
	if p.door.cert == "" {
		ready("http://" + listener.Addr().String())
		err = server.Serve(listener)
	} else {
		ready("https://" + listener.Addr().String())
		err = server.ServeTLS(listener, p.door.cert, p.door.key)
	}
	if errors.Is(err, http.ErrServerClosed) { // Serve returns when Shutdown begins
		<-shut
		err = nil
	}
	stop()
	<-finished
	beside.Wait()
	return err
}

// handler answers programs and people: one bound on sign-ins for both.
func (p *program) handler(n *node) http.Handler {
	attempts := front.NewAttempts(n.desk.Moment)
	programs := api.Handler(n.desk, attempts, p.logger())
	people := web.Handler(web.Config{Desk: n.desk, Attempts: attempts, Log: p.logger(), Secure: p.door.secure()})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if api.Owns(r.URL.Path) {
			programs.ServeHTTP(w, r)
		} else {
			people.ServeHTTP(w, r)
		}
	})
}

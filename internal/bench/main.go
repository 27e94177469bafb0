// Command bench measures what the README promises about speed, and prints one
// line a figure: its name, what was measured, the floor, and whether it holds.
// Progress goes to standard error.
//
// Ratios are to a baseline in the same run that writes the same rows and bytes
// with prepared statements and no Amana code, or that does the bare
// cryptography over the same bytes. What depends on the size of the caseload is
// measured at that size, or said to be unproven; nothing is extrapolated.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"amana/web/webtest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// fullSize is the caseload of which the floors speak.
const fullSize = 100_000

// bench is one run.
type bench struct {
	cases   int
	minutes float64
	folder  string         // for everything that is made; removed at the end
	around  *webtest.World // of the population: its programme, with somebody wherever a person can stand
	table   table
	notes   io.Writer
}

// part is one thing to set up and measure.
type part struct {
	name    string
	measure func(*bench, context.Context) error
}

var parts = []part{
	{"act", (*bench).acts},
	{"import", (*bench).imports},
	{"rules", (*bench).rules},
	{"verify", (*bench).verify},
	{"api", (*bench).clients},
	{"population", (*bench).population}, // last: it takes longest
}

// apart are parts of population that can be asked for by themselves.
var apart = []part{{"pages", (*bench).onlyPages}, {"memory", (*bench).onlyMemory}}

func run(ctx context.Context, args []string, env func(string) string, out, notes io.Writer) (err error) {
	b := bench{table: table{out}, notes: notes}
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.IntVar(&b.cases, "cases", whole(env("AMANA_BENCH_CASES"), fullSize), "size of the caseload, or AMANA_BENCH_CASES")
	f.Float64Var(&b.minutes, "minutes", float64(whole(env("AMANA_BENCH_MINUTES"), 10)), "how long to watch the memory of serve, or AMANA_BENCH_MINUTES")
	only := f.String("only", "", "measure only these, with commas between: act, import, rules, verify, api, population (or of it only pages, memory)")
	profile := f.String("cpuprofile", "", "write a CPU profile here")
	if err := f.Parse(args); err != nil {
		return err
	}
	wanted, err := chosen(*only)
	if err != nil {
		return err
	}
	if b.cases < 100 {
		return errors.New("a caseload has at least 100 cases")
	}
	if *profile != "" {
		file, err := os.Create(*profile)
		if err != nil {
			return err
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	if b.folder, err = os.MkdirTemp("", "amana-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.folder)) }()
	b.note("%s/%s, %d cores, load before: %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), load())
	for _, p := range wanted {
		start := time.Now()
		if err := p.measure(&b, ctx); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		b.note("%s: done in %s, load %s", p.name, time.Since(start).Round(time.Second), load())
	}
	return nil
}

// chosen are the parts that are asked for, in the order in which they are measured.
func chosen(only string) ([]part, error) {
	if only == "" {
		return parts, nil
	}
	names := strings.Split(only, ",")
	all := slices.Concat(parts, apart)
	for _, name := range names {
		if !slices.ContainsFunc(all, func(p part) bool { return p.name == name }) {
			return nil, fmt.Errorf("there is no part %q to measure", name)
		}
	}
	return slices.DeleteFunc(all, func(p part) bool { return !slices.Contains(names, p.name) }), nil
}

func (b *bench) note(format string, args ...any) { fmt.Fprintf(b.notes, format+"\n", args...) }

// room is a new folder for one part.
func (b *bench) room(name string) (string, error) {
	path := filepath.Join(b.folder, name)
	return path, os.Mkdir(path, 0o700)
}

// load is what else the machine does, where it says.
func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(text))[:3], " ")
}

func whole(text string, otherwise int) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return otherwise
}

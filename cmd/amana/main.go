// Command amana is Amana: one program for a laptop in a field office and for
// the hub of an organisation.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // the offices' zone must be known on every machine

	"amana/domain/fault"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // who asks a second time does not wait
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(exitCode(err))
}

// subcommand is one thing that the program does. What its help says is in lang.
type subcommand struct {
	name string
	run  func(ctx context.Context, p *program, args []string) error
}

func subcommands() []subcommand {
	return []subcommand{
		{"demo", runDemo},
		{"serve", runServe},
		{"import", runImport},
		{"check", runCheck},
		{"manifest", runManifest},
		{"verify", runVerify},
		{"export", runExport},
		{"rebuild", runRebuild},
		{"backup", runBackup},
		{"restore", runRestore},
		{"withdraw", runWithdraw},
		{"office", runOffice},
		{"user", runUser},
		{"key", runKey},
		{"clock", runClock},
		{"rulebook", runRulebook},
		{"version", runVersion},
	}
}

// program is what every subcommand gets: its surroundings and its settings.
type program struct {
	env            func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
	lines          *bufio.Reader // of stdin, once something was read from it
	takes          *flag.FlagSet // of the subcommand
	door           door
	spoken         spoken
	name           string        // by which it was started, for what it tells the user to type
	leap           time.Duration // of the clock; 0 where time is told, as in a demonstration
	settings
}

// errUsage was answered already, with help.
var errUsage = errors.New("usage")

func run(ctx context.Context, args []string, env func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	p := &program{env: env, stdin: stdin, stdout: stdout, stderr: stderr, spoken: spoken{after: patience}, leap: leap, name: started(os.Args[0])}
	if len(args) == 2 && args[0] == "help" {
		args = []string{args[1], "-h"}
	}
	if len(args) == 0 || slices.Contains([]string{"help", "-h", "--help"}, args[0]) {
		p.help(stdout)
		return nil
	}
	all := subcommands()
	i := slices.IndexFunc(all, func(s subcommand) bool { return s.name == args[0] })
	if i < 0 {
		p.complain("amana", p.speak().Text("cli.no-such-subcommand", []fault.Arg{fault.A("subcommand", args[0])}))
		fmt.Fprintln(stderr)
		p.help(stderr)
		return errUsage
	}
	err := all[i].run(ctx, p, args[1:])
	if err != nil && !errors.Is(err, errUsage) && !errors.Is(err, errSaid) {
		p.say(err)
	}
	return err
}

// started is what to type to start the program again as it was: "amana" where
// that is found, the path otherwise, and go run where it was built by that.
func started(path string) string {
	name := strings.TrimSuffix(filepath.Base(path), ".exe")
	found, err := exec.LookPath(name)
	switch {
	case strings.Contains(path, "go-build"):
		return "go run ./cmd/amana"
	case err == nil && found == path:
		return name
	}
	return path
}

// errSaid was told to the user in its own way.
var errSaid = errors.New("said")

// say tells the user what went wrong and what to do next.
func (p *program) say(err error) {
	say := p.speak()
	if errors.Is(err, context.Canceled) {
		p.complain("amana", say.Text("cli.stopped", nil))
		return
	}
	title, detail := say.Fault(p.inFlag(err))
	if as := p.takes.Lookup("as"); as != nil && as.Value.String() == "" && (fault.Is(err, "fault.keys-shut") || fault.Is(err, "fault.not-allowed")) {
		detail += "\n" + say.Text("cli.name-yourself", nil)
	}
	if fault.KindOf(err) == fault.Internal {
		if file, ok := errors.AsType[*fs.PathError](err); ok {
			detail = say.Text("fault.file", []fault.Arg{fault.A("path", file.Path), fault.A("why", p.why(file.Err))})
		} else {
			detail += "\n  " + err.Error()
		}
	}
	p.complain("amana", title)
	for line := range strings.SplitSeq(detail, "\n") {
		fmt.Fprintln(p.stderr, p.look().line(line))
	}
}

// inFlag names the flag that fills the member at fault, where there is one. Of several
// faults each keeps its own name.
func (p *program) inFlag(err error) error {
	f, one := err.(*fault.Fault)
	if !one || p.takes == nil {
		return err
	}
	name := strings.TrimPrefix(f.Field, "args.")
	if name == "why" {
		name = "reason"
	}
	if name == "" || p.takes.Lookup(name) == nil {
		return err
	}
	g := *f
	g.Field = "--" + name
	return &g
}

// whys are the reasons that a system gives for not doing something with a file.
var whys = []struct {
	err error
	key string
}{
	{fs.ErrNotExist, "cli.why-missing"}, {fs.ErrPermission, "cli.why-not-allowed"}, {syscall.ENOTDIR, "cli.why-not-a-folder"},
	{syscall.EISDIR, "cli.why-is-a-folder"}, {syscall.EROFS, "cli.why-read-only"}, {syscall.ENOSPC, "cli.why-full"},
}

// why is such a reason in the reader's language, or as the system has it.
func (p *program) why(err error) string {
	for _, w := range whys {
		if errors.Is(err, w.err) {
			return p.speak().Text(w.key, nil)
		}
	}
	return err.Error()
}

// complain says on the error output what is wrong with what was typed.
func (p *program) complain(typed, wrong string) {
	fmt.Fprintf(p.stderr, "%s: %s\n", typed, p.look().line(wrong))
}

func exitCode(err error) int {
	if f, ok := errors.AsType[*exit](err); ok {
		return f.code
	}
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errSaid):
		return 0
	case errors.Is(err, errUsage):
		return fault.Invalid.ExitCode()
	}
	return fault.KindOf(err).ExitCode()
}

// exit ends the program with a code after everything was said.
type exit struct{ code int }

func (e *exit) Error() string { return fmt.Sprintf("exit %d", e.code) }
func (e *exit) Unwrap() error { return errSaid }

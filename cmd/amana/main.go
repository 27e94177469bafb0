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
	"os/signal"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // the offices' zone must be known on every machine

	"amana/domain/fault"
	"amana/lang"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(exitCode(err))
}

// subcommand is one thing that the program does.
type subcommand struct {
	name, args, summary string
	run                 func(ctx context.Context, p *program, args []string) error
	teaches             string // an example, and what a user must know
}

func subcommands() []subcommand {
	return []subcommand{
		{"demo", "[--fresh] [--people N] [--events-per-case M]", "build an invented programme of 1,150 people and serve it", runDemo, helpDemo},
		{"serve", "[--policy FILE]", "serve the API (and makes a new store where there is none)", runServe, helpServe},
		{"import", "FILE.xlsx|.csv | --template FILE.xlsx", "take over a caseload", runImport, helpImport},
		{"check", "CASE [--for ACT]", "say which safeguards a case meets, and what to do next", runCheck, helpCheck},
		{"manifest", "MOVEMENT", "say who on a movement is cleared, and whom to ask", runManifest, helpManifest},
		{"verify", "DIR|URL [--policy FILE] [--safeguards]", "verify an exported log, trusting nobody", runVerify, helpVerify},
		{"export", "DIR [--policy FILE] [--disclosures --as NAME]", "write the log as files that anybody can verify", runExport, helpExport},
		{"rebuild", "[--check] [--as NAME]", "make everything that is derived from the log again", runRebuild, helpRebuild},
		{"backup", "FILE --recipient AGE-KEY", "copy the encrypted store, and its keys apart", runBackup, helpBackup},
		{"restore", "FILE --identity AGE-FILE", "put a copy back as a new log", runRestore, helpRestore},
		{"withdraw", "CASE [--channel CHANNEL] [--report]", "take a no, whoever is signed in or nobody", runWithdraw, helpWithdraw},
		{"user", "add NAME | admit CODE | list | revoke CODE | password NAME", "manage accounts", runUser, helpUser},
		{"key", "rotate OFFICE | share NAME NAME…", "make new keys of an office; let two officers open the key file", runKey, helpKey},
		{"rulebook", "show | propose [FILE] | sign VERSION", "show or change the rules", runRulebook, helpRulebook},
		{"version", "", "say which program this is", runVersion, helpVersion},
	}
}

// program is what every subcommand gets: its surroundings and its settings.
type program struct {
	env            func(string) string
	stdin          io.Reader
	stdout, stderr io.Writer
	lines          *bufio.Reader // of stdin, once something was read from it
	settings
}

// errUsage was answered already, with help.
var errUsage = errors.New("usage")

func run(ctx context.Context, args []string, env func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	p := &program{env: env, stdin: stdin, stdout: stdout, stderr: stderr}
	if len(args) == 2 && args[0] == "help" {
		args = []string{args[1], "-h"}
	}
	if len(args) == 0 || slices.Contains([]string{"help", "-h", "--help"}, args[0]) {
		help(stdout)
		return nil
	}
	all := subcommands()
	i := slices.IndexFunc(all, func(s subcommand) bool { return s.name == args[0] })
	if i < 0 {
		fmt.Fprintf(stderr, "amana: there is no %q. What there is:\n\n", args[0])
		help(stderr)
		return errUsage
	}
	err := all[i].run(ctx, p, args[1:])
	if err != nil && !errors.Is(err, errUsage) && !errors.Is(err, errSaid) {
		p.say(err)
	}
	return err
}

func help(w io.Writer) {
	fmt.Fprintln(w, "Amana keeps the cases of people who ask for help to go home, and shows whether each return was free.")
	fmt.Fprintln(w, "\n  amana demo                see a whole programme of invented people")
	fmt.Fprintln(w, "  amana SUBCOMMAND -h       what a subcommand takes")
	fmt.Fprintln(w)
	for _, s := range subcommands() {
		fmt.Fprintf(w, "  %-10s %s\n", s.name, s.summary)
	}
	fmt.Fprintln(w, "\nEvery subcommand takes --data DIR, --database URL, --listen ADDR, --json,")
	fmt.Fprintln(w, "or AMANA_DATA, AMANA_DATABASE, AMANA_LISTEN, AMANA_KEY_FILE, AMANA_KEY_COMMAND in the environment.")
	fmt.Fprintln(w, "serve and export also take --policy FILE or AMANA_POLICY: who must witness the log.")
	fmt.Fprintln(w, "\nIt answers in English, French or Arabic, as AMANA_LANGUAGE or LANG says.")
	fmt.Fprintln(w, "\nExit codes: 0 done; 1 failed; 2 wrong use or input; 3 no such thing; 4 not allowed;")
	fmt.Fprintln(w, "5 in conflict; 6 blocked by safeguards; 7 try again later.")
}

// flags makes the flags of a subcommand with those that all have.
func (p *program) flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	p.settings.flags(f, p.env)
	return f
}

// teach says all that a subcommand takes.
func (p *program) teach(f *flag.FlagSet) {
	s := called(f.Name())
	fmt.Fprintf(p.stdout, "amana %s %s\n\n%s.\n\n%s\n\n", s.name, s.args, strings.ToUpper(s.summary[:1])+s.summary[1:], strings.Trim(s.teaches, "\n"))
	f.SetOutput(p.stdout)
	f.PrintDefaults()
}

// misused says what is wrong with how a subcommand was called, and where to
// read what it takes.
func (p *program) misused(f *flag.FlagSet, wrong string) error {
	s := called(f.Name())
	if wrong == "" {
		wrong = "amana " + s.name + " " + s.args
	}
	fmt.Fprintln(p.stderr, wrong)
	fmt.Fprintln(p.stderr, lang.New(p.language()).Text("cli.usage", []fault.Arg{fault.A("subcommand", s.name)}))
	return errUsage
}

func called(name string) subcommand {
	all := subcommands()
	return all[slices.IndexFunc(all, func(s subcommand) bool { return s.name == name })]
}

// parse reads flags wherever they stand, and returns the other arguments, of
// which there must be between least and most.
func (p *program) parse(f *flag.FlagSet, args []string, least, most int) ([]string, error) {
	var rest []string
	for {
		if err := f.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				p.teach(f)
				return nil, errSaid
			}
			return nil, p.misused(f, "amana "+f.Name()+": "+err.Error())
		}
		if f.NArg() == 0 {
			break
		}
		rest = append(rest, f.Arg(0))
		args = f.Args()[1:]
	}
	if len(rest) < least || len(rest) > most {
		return nil, p.misused(f, "")
	}
	return rest, nil
}

// errSaid was told to the user in its own way.
var errSaid = errors.New("said")

// say tells the user what went wrong and what to do next.
func (p *program) say(err error) {
	say := lang.New(p.language())
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(p.stderr, "amana: "+say.Text("cli.stopped", nil))
		return
	}
	title, detail := say.Fault(err)
	if fault.KindOf(err) == fault.Internal {
		if file, ok := errors.AsType[*fs.PathError](err); ok {
			detail = say.Text("fault.file", []fault.Arg{fault.A("path", file.Path), fault.A("why", file.Err.Error())})
		} else {
			detail += "\n  " + err.Error()
		}
	}
	fmt.Fprintf(p.stderr, "amana: %s\n%s\n", title, detail)
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
		return 2
	}
	switch fault.KindOf(err) {
	case fault.Invalid:
		return 2
	case fault.Missing:
		return 3
	case fault.Denied:
		return 4
	case fault.Conflict:
		return 5
	case fault.Blocked:
		return 6
	case fault.Busy:
		return 7
	}
	return 1
}

// exit ends the program with a code after everything was said.
type exit struct{ code int }

func (e *exit) Error() string { return fmt.Sprintf("exit %d", e.code) }
func (e *exit) Unwrap() error { return errSaid }

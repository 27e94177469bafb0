package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"slices"
	"strings"

	"amana/audit"
	"amana/domain/fault"
	"amana/seal"
)

// verdict is what a verification found. Its JSON is a contract.
type verdict struct {
	seal.Report
	Safeguards *audit.Report `json:"safeguards,omitempty"`
}

// runVerify needs no store and no key: whoever verifies trusts neither.
func runVerify(ctx context.Context, p *program, args []string) error {
	f := p.flags("verify")
	policyFile := f.String("policy", "", "flag.verify.policy")
	sinceFile := f.String("since", "", "flag.verify.since")
	// Never from AMANA_AS: a password is sent only to who was named for it.
	name := f.String("as", "", "flag.verify.as")
	safeguards := f.Bool("safeguards", false, "flag.verify.safeguards")
	rest, err := p.parse(args, 1, 1)
	if err != nil {
		return err
	}
	o := seal.Options{Done: p.progress("progress.entries-verified")}
	if *policyFile != "" {
		if o.Policy, err = readPolicy(*policyFile); err != nil {
			return err
		}
	}
	if *sinceFile != "" {
		if o.Since, err = readGiven(*sinceFile); err != nil {
			return err
		}
	}
	src, finish, err := p.openLog(ctx, rest[0], *name)
	if err != nil {
		return err
	}
	defer finish()
	var v verdict
	if v.Report, err = seal.Verify(ctx, src, o); err != nil {
		if _, ok := errors.AsType[*url.Error](err); ok && ctx.Err() == nil {
			err = fault.New(fault.Busy, "fault.log-unreachable").Because(err)
		}
		return withheld(err)
	}
	if *safeguards && v.OK {
		if err := p.recheck(ctx, src, &v); err != nil {
			return err
		}
	}
	if p.json {
		err = p.print(v)
	} else {
		p.writeVerdict(v)
	}
	if err == nil && !v.OK {
		return &exit{1}
	}
	return err
}

func (p *program) recheck(ctx context.Context, src seal.Source, v *verdict) error {
	tell := p.progress("progress.cases-asked")
	found, problems, err := audit.Recheck(ctx, src, v.Size, func(cases int) { tell(int64(cases), 0) })
	if err != nil {
		return err
	}
	v.Safeguards = &found
	v.Problems = append(v.Problems, problems...)
	v.OK = len(v.Problems) == 0
	for what, left := range map[string]int64{"files": int64(found.Unseen), "boardings": int64(found.Boardings - found.Rechecked), "later": found.Later} {
		if left > 0 {
			v.Unchecked = append(v.Unchecked, what)
		}
	}
	slices.Sort(v.Unchecked)
	return nil
}

// unasked says that nothing is wrong with the log, and nothing was there by which its
// safeguards can be asked about.
func (v *verdict) unasked() bool {
	return len(v.Problems) == 1 && v.Problems[0].Key == "verify.not-disclosed"
}

func readPolicy(path string) (*seal.Policy, error) {
	text, err := readGiven(path)
	if err != nil {
		return nil, err
	}
	return seal.ParsePolicy(text)
}

// readGiven reads a file that the user named.
func readGiven(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.New(fault.Missing, "fault.no-such-file").Because(err)
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fault.New(fault.Invalid, "fault.not-a-file")
	}
	return os.ReadFile(path)
}

// restsOn says in words what a verified checkpoint rests on.
var restsOn = map[string]string{
	seal.StatusUnverified:   "verify.status.unverified",
	seal.StatusSelfDeclared: "verify.status.self-declared",
	seal.StatusSigned:       "verify.status.signed",
	seal.StatusWitnessed:    "verify.status.witnessed",
}

func (p *program) writeVerdict(v verdict) {
	l, say := p.look(), p.speak()
	public := strings.HasSuffix(v.Status, seal.HashesOnly)
	switch {
	case v.OK && public:
		fmt.Fprintln(p.stdout, l.paint(yellow, "✓ "+l.line(say.Text("verdict.ok-public", nil))))
	case v.OK && v.Safeguards != nil && !v.Safeguards.Whole():
		fmt.Fprintln(p.stdout, l.paint(yellow, "✓ "+l.line(say.Text("verdict.ok-part", nil))))
	case v.OK:
		fmt.Fprintln(p.stdout, l.paint(green, "✓ "+l.line(say.Text("verdict.ok", nil))))
	case v.unasked():
		fmt.Fprintln(p.stdout, l.paint(red, "✗ "+l.line(say.Text("verdict.unasked", nil))))
	default:
		fmt.Fprintln(p.stdout, l.paint(red, "✗ "+l.line(say.Text("verdict.refused", []fault.Arg{fault.A("count", len(v.Problems))}))))
	}
	if v.Origin != "" {
		fmt.Fprintf(p.stdout, "  %s\n", l.line(say.Text("cli.exported", []fault.Arg{fault.A("origin", v.Origin), fault.A("size", v.Size), fault.A("root", v.Root)})))
	}
	if v.OK { // what was refused rests on nothing
		fmt.Fprint(p.stdout, l.wrap("  ", say.Text(restsOn[strings.TrimSuffix(v.Status, seal.HashesOnly)], nil)))
	}
	if public {
		fmt.Fprint(p.stdout, l.paint(yellow, l.wrap("  ! ", say.Text("verdict.hashes-only", nil))))
	}
	for _, problem := range v.Problems {
		where := problem.Path
		if problem.Index >= 0 {
			where = fmt.Sprintf("%d %s", problem.Index, where)
		}
		fmt.Fprint(p.stdout, l.wrap("  ✗ ", say.Text(problem.Key, problem.Args)))
		if where != "" {
			fmt.Fprintf(p.stdout, "      %s\n", where)
		}
	}
	if a := v.Safeguards; a != nil && !v.unasked() {
		fmt.Fprint(p.stdout, l.wrap("  ", say.Text("verdict.safeguards", []fault.Arg{
			fault.A("cases", a.Cases), fault.A("boardings", a.Boardings), fault.A("rechecked", a.Rechecked), fault.A("cleared", a.Cleared),
			fault.A("uncleared", a.Uncleared), fault.A("before", a.Before), fault.A("endorsements", a.Endorsements),
		})))
		if !a.Whole() {
			fmt.Fprint(p.stdout, l.paint(yellow, l.wrap("  ! ", say.Text("verdict.unseen", []fault.Arg{
				fault.A("sealed", a.Sealed), fault.A("unseen", a.Unseen), fault.A("later", a.Later),
			}))))
		}
		if a.Erased > 0 {
			fmt.Fprint(p.stdout, l.wrap("  ", say.Text("verdict.erased", []fault.Arg{
				fault.A("erased", a.Erased), fault.A("gone", a.Gone), fault.A("withheld", a.Withheld),
			})))
		}
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"amana/domain/fault"
	"amana/intake"
	"amana/lang"
)

func runImport(ctx context.Context, p *program, args []string) error {
	f := p.flags("import")
	name, o := p.as(f), intake.Options{Language: lang.New(p.language()).Language(), Workers: runtime.GOMAXPROCS(0)}
	template := f.String("template", "", "write an empty list to this `file` to be filled in, and take nothing over")
	f.StringVar(&o.Language, "language", o.Language, "`language` of the template and of the reasons: en, fr, ar")
	f.StringVar(&o.Office, "office", "", "office of the persons whose row names none")
	f.StringVar(&o.Word, "word", "", "on whose `word` it is taken over: \"name of the organisation\"")
	f.StringVar(&o.List, "list", "list", "`name` of the list: two lists in which one reference means two people need two names")
	f.StringVar(&o.Sheet, "sheet", "", "which `sheet` a file with only one is: persons, counselling …; otherwise the file's name says it")
	f.StringVar(&o.Report, "report", "", "write the refused rows to this `file`; otherwise beside the list, as NAME.rejected")
	f.BoolVar(&o.AllOrNothing, "all-or-nothing", false, "take nothing if one row is refused")
	f.BoolVar(&o.DryRun, "dry-run", false, "take nothing; only say what would be refused")
	rest, err := p.parse(f, args, 0, 1)
	switch {
	case err != nil:
		return err
	case !slices.Contains(lang.Languages[:], o.Language):
		return fault.New(fault.Invalid, "fault.not-a-code", fault.A("codes", lang.Languages[:])).In("--language")
	case *template != "" && len(rest) == 0:
		return p.writeTemplate(*template, o.Language)
	case *template != "" || len(rest) == 0:
		return p.misused(f, "")
	}
	n, who, err := p.openAs(ctx, *name)
	if err != nil {
		return err
	}
	defer n.close()
	o.Who = who
	defer debug.SetGCPercent(debug.SetGCPercent(300)) // a list is short-lived: memory for time
	o.Progress = p.importing()
	s, err := intake.Import(ctx, n.desk, rest[0], o)
	if err != nil {
		return err
	}
	return p.imported(s, o.Language)
}

// writeTemplate writes the empty list, never over a file that is there.
func (p *program) writeTemplate(path, language string) error {
	if strings.HasSuffix(path, ".csv") {
		return fault.New(fault.Invalid, "fault.template-is-a-workbook")
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fault.New(fault.Conflict, "fault.file-exists").Because(err)
	}
	if err != nil {
		return err
	}
	if err := errors.Join(intake.Template(file, language), file.Close()); err != nil {
		return err
	}
	say := lang.New(p.language())
	fmt.Fprintln(p.stderr, say.Text("cli.template-next", []fault.Arg{fault.A("file", path), fault.A("command", "amana import "+path+" --dry-run")}))
	return nil
}

// importing tells on the way how far an import is.
func (p *program) importing() func(intake.Progress) {
	tell := map[intake.Stage]func(n, of int64){
		intake.Reading: p.progress("progress.rows-read"), intake.Trying: p.progress("progress.persons-tried"), intake.Recording: p.progress("progress.persons-recorded"),
	}
	return func(g intake.Progress) {
		if t := tell[g.Stage]; t != nil {
			t(int64(g.Done), int64(g.Of))
		}
	}
}

// imported says in numbers what an import did, and who may see the report.
func (p *program) imported(s intake.Summary, language string) error {
	if p.json {
		if err := p.print(s); err != nil {
			return err
		}
	} else {
		fmt.Fprint(p.stdout, s.Text(language))
	}
	if s.Encoding != "" {
		fmt.Fprintln(p.stderr, s.EncodingNote(language))
	}
	if s.Report != "" {
		fmt.Fprintln(p.stderr, s.ReportNote(language))
	}
	if s.Refused > 0 {
		return &exit{2}
	}
	return nil
}

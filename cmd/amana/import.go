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
	template := f.String("template", "", "flag.import.template")
	f.StringVar(&o.Language, "language", o.Language, "flag.import.language")
	f.StringVar(&o.Office, "office", "", "flag.import.office")
	f.StringVar(&o.Word, "word", "", "flag.import.word")
	f.StringVar(&o.List, "list", "list", "flag.import.list")
	f.StringVar(&o.Sheet, "sheet", "", "flag.import.sheet")
	f.StringVar(&o.Report, "report", "", "flag.import.report")
	f.BoolVar(&o.AllOrNothing, "all-or-nothing", false, "flag.import.all-or-nothing")
	f.BoolVar(&o.DryRun, "dry-run", false, "flag.import.dry-run")
	rest, err := p.parse(args, 0, 1)
	switch {
	case err != nil:
		return err
	case !slices.Contains(lang.Languages, o.Language):
		return fault.New(fault.Invalid, "fault.not-a-code", fault.A("codes", lang.Languages)).In("--language")
	case *template != "" && len(rest) == 0:
		return p.writeTemplate(*template, o.Language)
	case *template != "" || len(rest) == 0:
		return p.misused(nil)
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
	return p.imported(s, o.Language, err)
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
	p.note("cli.template-next", fault.A("file", path), fault.A("command", p.name+" import "+path+" --word ORGANISATION --dry-run"))
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

// imported says in numbers what an import did, also one that failed on the way,
// and who may see the report.
func (p *program) imported(s intake.Summary, language string, failed error) error {
	if failed != nil && s.Rows == 0 {
		return failed // before anything was begun
	}
	if p.json {
		if err := p.print(s); err != nil {
			return err
		}
	} else {
		for line := range strings.SplitSeq(strings.TrimSuffix(s.Text(language), "\n"), "\n") {
			fmt.Fprintln(p.stdout, p.look().line(line))
		}
	}
	if s.Encoding != "" {
		fmt.Fprintln(p.stderr, p.look().line(s.EncodingNote(language)))
	}
	if s.Report != "" {
		fmt.Fprintln(p.stderr, p.look().line(s.ReportNote(language)))
	}
	if failed == nil && (s.Refused > 0 || len(s.StopsTaken) > 0) {
		return &exit{2}
	}
	return failed
}

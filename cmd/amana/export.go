package main

import (
	"context"
	"os"
	"path/filepath"

	"amana/domain/fault"
)

func runExport(ctx context.Context, p *program, args []string) error {
	f := p.flags("export")
	disclose := f.Bool("disclosures", false, "flag.export.disclosures")
	name := p.as(f)
	p.policyFlag(f)
	rest, err := p.parse(args, 1, 1)
	if err != nil {
		return err
	}
	n, err := p.openNode(ctx)
	if err != nil {
		return err
	}
	defer n.close()
	dir := rest[0]
	if p.keepsIn(dir) {
		return fault.New(fault.Invalid, "fault.export-beside-keys")
	}
	who := n.desk.Self()
	if *disclose || *name != "" {
		if who, err = p.officer(ctx, n, *name); err != nil {
			return err
		}
	}
	size, err := n.store.Size(ctx)
	if err != nil {
		return err
	}
	tell := p.progress("progress.entries-written")
	signed, err := n.desk.Export(ctx, dir, func(entries int64) { tell(entries, size) })
	if err != nil {
		return err
	}
	if *disclose {
		if err := n.desk.Disclose(ctx, who, dir, signed, p.progress("progress.files-disclosed")); err != nil {
			return err
		}
	}
	if p.json {
		return p.print(map[string]any{"folder": dir, "origin": signed.Origin, "size": signed.Size, "root": signed.RootText(), "disclosures": *disclose})
	}
	p.tell("cli.exported", fault.A("origin", signed.Origin), fault.A("size", signed.Size), fault.A("root", signed.RootText()))
	p.tell("cli.exported-next", fault.A("command", p.name+" verify "+dir))
	return nil
}

// keepsIn says whether the keys or the store lie in a folder, which is not to
// be given away.
func (p *program) keepsIn(dir string) bool {
	there, err := os.Stat(dir)
	if err != nil {
		return false
	}
	for _, file := range []string{p.keyPath(), p.file()} {
		if folder, err := os.Stat(filepath.Dir(file)); err == nil && os.SameFile(there, folder) {
			return true
		}
	}
	return false
}

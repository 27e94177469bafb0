package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"amana/domain/fault"
	"amana/policy"
)

// logFormat is the version of docs/log-format.md that this program speaks.
const logFormat = 1

// build is which program this is.
type build struct {
	Version   string `json:"version"`
	Revision  string `json:"revision,omitempty"`
	Go        string `json:"go"`
	LogFormat int    `json:"logFormat"`
	Rulebook  string `json:"rulebook"` // the proposal that ships with it
}

func runVersion(_ context.Context, p *program, args []string) error {
	p.flags("version")
	if _, err := p.parse(args, 0, 0); err != nil {
		return err
	}
	book, err := policy.LibyaVHR()
	if err != nil {
		return err
	}
	b := build{Version: "(devel)", Go: runtime.Version(), LogFormat: logFormat, Rulebook: book.Name()}
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Version != "" {
			b.Version = info.Main.Version
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				b.Revision = s.Value
			}
		}
	}
	if p.json {
		return p.print(b)
	}
	fmt.Fprintf(p.stdout, "%s\n%s\n", strings.TrimSpace("amana "+b.Version+" "+b.Revision), b.Go)
	p.tell("cli.version", fault.A("format", b.LogFormat), fault.A("book", b.Rulebook))
	return nil
}

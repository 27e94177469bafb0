package main

import (
	"flag"
	"fmt"
	"io"
	"strings"

	"amana/domain/fault"
	"amana/lang"
)

// helpPage lays out for a terminal what lang has of the help. In its texts lines
// that begin with two spaces are examples.
type helpPage struct {
	look
	say *lang.Printer
	w   io.Writer
}

// help says what the program is for and what it can do.
func (p *program) help(w io.Writer) {
	g := helpPage{p.look(), p.speak(), w}
	g.text("help.program")
	fmt.Fprintln(w)
	g.text("help.begin")
	g.heading("help.list")
	for _, s := range subcommands() {
		g.row(fmt.Sprintf("  %-9s ", s.name), g.say.Text("help."+s.name+".summary", nil))
	}
	g.heading("help.common")
	p.common().VisitAll(g.flag)
	fmt.Fprintln(w)
	g.text("help.settings")
	fmt.Fprintln(w)
	g.text("help.codes")
}

// teach says what a subcommand is for, and all that it takes.
func (p *program) teach() {
	g, name, common := helpPage{p.look(), p.speak(), p.stdout}, p.takes.Name(), p.common()
	fmt.Fprintf(g.w, "%s\n\n", synopsis(g.say, name))
	g.text("help." + name + ".summary")
	fmt.Fprintln(g.w)
	g.text("help." + name + ".text")
	own := 0
	p.takes.VisitAll(func(f *flag.Flag) {
		if common.Lookup(f.Name) != nil {
			return
		}
		if own++; own == 1 {
			g.heading("help.flags")
		}
		g.flag(f)
	})
	g.heading("help.common")
	common.VisitAll(g.flag)
	fmt.Fprintln(g.w)
	g.text("help.codes")
}

// common are the flags of every subcommand.
func (p *program) common() *flag.FlagSet {
	f := flag.NewFlagSet("", flag.ContinueOnError)
	(&settings{}).flags(f, p.env)
	return f
}

// synopsis is how a subcommand is called.
func synopsis(say *lang.Printer, name string) string {
	return "amana " + name + " " + say.Text("help."+name+".takes", nil)
}

func (g helpPage) heading(key string) {
	fmt.Fprintf(g.w, "\n%s\n", g.line(g.say.Text(key, nil)))
}

// text is prose in paragraphs, with examples between them.
func (g helpPage) text(key string) {
	var prose []string
	end := func() {
		if len(prose) > 0 {
			g.row("", strings.Join(prose, " "))
		}
		prose = nil
	}
	for line := range strings.SplitSeq(strings.Trim(g.say.Text(key, nil), "\n"), "\n") {
		switch {
		case strings.HasPrefix(line, "  "):
			end()
			g.example(line)
		case line == "":
			end()
			fmt.Fprintln(g.w)
		default:
			prose = append(prose, line)
		}
	}
	end()
}

// example is what can be typed as it stands, with a remark that a shell skips.
func (g helpPage) example(line string) {
	command, remark, remarked := strings.Cut(line, "# ")
	if remarked {
		command += "# " + g.line(remark)
	}
	fmt.Fprintln(g.w, command)
}

// row is prose beside or under what it is about.
func (g helpPage) row(start, prose string) {
	fmt.Fprint(g.w, g.wrap(start, prose))
}

// column is where what is said of flags begins.
const column = 24

func (g helpPage) flag(f *flag.Flag) {
	start, prose := "  --"+f.Name, g.say.Text(f.Usage, nil)
	if !isSwitch(f) {
		value, rest, _ := strings.Cut(prose, "\n")
		start, prose = start+" "+value, rest
	}
	if f.DefValue != "" && f.DefValue != "0" && !isSwitch(f) {
		prose += " " + g.say.Text("help.otherwise", []fault.Arg{fault.A("codes", f.DefValue)})
	}
	if free := column - seen(start); free < 2 {
		fmt.Fprintln(g.w, start)
		start = strings.Repeat(" ", column)
	} else {
		start += strings.Repeat(" ", free)
	}
	g.row(start, prose)
}

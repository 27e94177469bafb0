package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"amana/domain/fault"
	"amana/domain/ledger"
)

// flags makes the flags of a subcommand with those that all have. The usage of
// a flag is the key of what the help says of it.
func (p *program) flags(name string) *flag.FlagSet {
	p.takes = flag.NewFlagSet(name, flag.ContinueOnError)
	p.takes.SetOutput(io.Discard)
	p.settings.flags(p.takes, p.env)
	return p.takes
}

// parse reads flags wherever they stand, and returns the other arguments, of
// which there must be between least and most.
func (p *program) parse(args []string, least, most int) ([]string, error) {
	rest, err := arguments(p.takes, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		p.teach()
		return nil, errSaid
	case err != nil:
		return nil, p.misused(err)
	case len(rest) < least || len(rest) > most:
		return nil, p.misused(nil)
	}
	return rest, nil
}

// arguments sets the flags that are among the arguments and returns the rest.
// After "--" nothing is a flag. It stands in for flag.Parse, which says what is
// wrong in English only.
func arguments(f *flag.FlagSet, args []string) (rest []string, err error) {
	for len(args) > 0 {
		word := args[0]
		args = args[1:]
		if word == "--" {
			return append(rest, args...), nil
		}
		if word == "-" || !strings.HasPrefix(word, "-") || isHash(word) {
			rest = append(rest, word)
			continue
		}
		name, value, given := strings.Cut(strings.TrimPrefix(word[1:], "-"), "=")
		if name == "h" || name == "help" {
			return nil, flag.ErrHelp
		}
		known := f.Lookup(name)
		switch {
		case known == nil:
			return nil, fault.New(fault.Invalid, "fault.no-such-flag").In("--" + name)
		case given:
		case isSwitch(known):
			value = "true"
		case len(args) == 0:
			return nil, fault.New(fault.Invalid, "fault.flag-without-value").In("--" + name)
		default:
			value, args = args[0], args[1:]
		}
		if err := set(f, known, value); err != nil {
			return nil, err
		}
	}
	return rest, nil
}

// isHash says whether a word is the name of an entry: one in 64 begins with a dash.
func isHash(word string) bool {
	var h ledger.Hash
	return h.UnmarshalText([]byte(word)) == nil
}

// set gives a flag its value: a switch is true or false, and what else can be
// refused is a number.
func set(f *flag.FlagSet, known *flag.Flag, value string) error {
	err := f.Set(known.Name, value)
	switch {
	case err == nil:
		return nil
	case isSwitch(known):
		return fault.New(fault.Invalid, "fault.not-a-code", fault.A("codes", []string{"true", "false"})).In("--" + known.Name).Because(err)
	}
	return fault.New(fault.Invalid, "fault.not-a-number").In("--" + known.Name).Because(err)
}

// isSwitch says whether a flag takes no value.
func isSwitch(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

// misused says what is wrong with how the subcommand was called, or how it is
// to be called, and where to read more.
func (p *program) misused(wrong error) error {
	say, name := p.speak(), p.takes.Name()
	if wrong == nil {
		fmt.Fprintln(p.stderr, synopsis(say, name))
	} else {
		_, detail := say.Fault(wrong)
		p.complain("amana "+name, detail)
	}
	p.note("cli.usage", fault.A("command", "amana "+name+" -h"))
	return errUsage
}

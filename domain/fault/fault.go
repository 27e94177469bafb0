// Package fault holds the errors of Amana that are meant for a person: each
// has a kind, which decides status and exit code (one table says both), and a message key with
// arguments, which the reader's language turns into a sentence. What only an
// engineer may see is wrapped inside and goes to the log.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what went wrong in the one way that a caller can act upon.
type Kind uint8

const (
	Internal Kind = iota // anything that is not a Fault
	Invalid              // the request is malformed or impossible; Field says where
	Missing              // there is no such thing, or the reader may not see it
	Denied               // the reader may see it but not do this
	Conflict             // something moved, or an id was used for something else
	Blocked              // safeguards are not met; Findings says which
	Busy                 // try again later
)

// kinds says of each kind its name, the HTTP status that answers with it, and
// the code with which a command ends.
var kinds = [...]struct {
	name         string
	status, exit int
}{
	Internal: {"internal", 500, 1},
	Invalid:  {"invalid", 400, 2},
	Missing:  {"missing", 404, 3},
	Denied:   {"denied", 403, 4},
	Conflict: {"conflict", 409, 5},
	Blocked:  {"blocked", 409, 6},
	Busy:     {"busy", 503, 7},
}

func (k Kind) String() string { return kinds[k].name }

// Status is the HTTP status of a kind.
func (k Kind) Status() int { return kinds[k].status }

// ExitCode is that of a command that failed for a kind.
func (k Kind) ExitCode() int { return kinds[k].exit }

// Fault is an error for the person who caused it or can mend it. It never
// holds a person's data: arguments are codes, counts, days and field names.
type Fault struct {
	Kind     Kind
	Key      string // message key, "fault.…" in the catalogue
	Args     []Arg
	Field    string // the JSON name of the field at fault, if one is
	Findings any    // for Blocked: the findings that block
	cause    error
}

// TooEarly is the refusal of what is dated before what it answers, which happened
// then.
func TooEarly(then time.Time) *Fault {
	return New(Invalid, "fault.dated-before", A("at", then)).In("happened")
}

// Of is the fault that an error is, or nil.
func Of(err error) *Fault {
	f, _ := errors.AsType[*Fault](err)
	return f
}

// Is says whether an error is the fault of that key.
func Is(err error, key string) bool {
	f := Of(err)
	return f != nil && f.Key == key
}

// Arg is one named argument of a message.
type Arg struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// A makes an argument.
func A(name string, value any) Arg { return Arg{name, value} }

// New makes a fault of kind k whose sentence is found under key.
func New(k Kind, key string, args ...Arg) *Fault {
	return &Fault{Kind: k, Key: key, Args: args}
}

// In returns a copy of f that names the field at fault.
func (f *Fault) In(field string) *Fault {
	g := *f
	if g.Field != "" {
		field += "." + g.Field
	}
	g.Field = field
	return &g
}

// Because returns a copy of f that wraps err, which is for the log only.
func (f *Fault) Because(err error) *Fault {
	g := *f
	g.cause = err
	return &g
}

func (f *Fault) Error() string {
	s := f.Kind.String() + ": " + f.Key
	if f.Field != "" {
		s += " at " + f.Field
	}
	for _, a := range f.Args {
		s += fmt.Sprintf(" %s=%v", a.Name, a.Value)
	}
	if f.cause != nil {
		s += ": " + f.cause.Error()
	}
	return s
}

func (f *Fault) Unwrap() error { return f.cause }

// KindOf is the kind of the first Fault in err's chain, else Internal.
func KindOf(err error) Kind {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f.Kind
	}
	return Internal
}

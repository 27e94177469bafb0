// Package policy holds the proposals that ship with Amana: a rule book, a
// table of roles, and lists of codes with their sources. They are embedded;
// nothing is read from disk at run time. A proposal has force only once it was
// signed into a log by two officers.
package policy

import (
	_ "embed"
	"errors"
	"fmt"

	"github.com/BurntSushi/toml"

	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/safeguard"
)

//go:embed rulebook/libya-vhr.toml
var libyaVHR string

//go:embed roles.toml
var roles string

//go:embed codes.toml
var codes string

// LibyaVHR is the proposed rule book for voluntary humanitarian return from
// Libya, compiled.
func LibyaVHR() (safeguard.Book, error) {
	var book safeguard.Book
	if err := read("rulebook/libya-vhr.toml", libyaVHR, &book); err != nil {
		return book, err
	}
	if err := errors.Join(book.Compile(), book.Complete()); err != nil {
		return book, fmt.Errorf("policy: rulebook/libya-vhr.toml: %w", err)
	}
	return book, nil
}

// Roles is the proposed table of who may do what, checked against every
// command there is.
func Roles() (access.Table, error) {
	var table access.Table
	if err := read("roles.toml", roles, &table); err != nil {
		return table, err
	}
	if err := casefile.CheckTable(&table); err != nil {
		return table, fmt.Errorf("policy: roles.toml: %w", err)
	}
	return table, nil
}

// List is one list of codes that people edit: what it is for, since when it
// holds, and how well it is known.
type List struct {
	ID         string     `toml:"id"`
	From       day.Day    `toml:"from"`
	Provenance Provenance `toml:"provenance"`
	Source     string     `toml:"source"`
	Note       string     `toml:"note"`
	Values     []string   `toml:"values"`
}

// Provenance says how well something is known.
type Provenance string

const (
	Documented Provenance = "documented" // in a document that the programme rests on
	Found      Provenance = "found"      // in a public source, which is named
	Unverified Provenance = "unverified" // common knowledge in the field that nobody confirmed here
	Chosen     Provenance = "chosen"     // by this project, for want of a source
)

// Codes is the proposed lists, by id.
func Codes() (map[string]List, error) {
	var file struct {
		Lists []List `toml:"list"`
	}
	if err := read("codes.toml", codes, &file); err != nil {
		return nil, err
	}
	lists := make(map[string]List, len(file.Lists))
	for _, l := range file.Lists {
		lists[l.ID] = l
	}
	return lists, nil
}

// read decodes text; a key that means nothing is an error.
func read(name, text string, into any) error {
	meta, err := toml.Decode(text, into)
	if err != nil {
		return fmt.Errorf("policy: %s: %w", name, err)
	}
	if extra := meta.Undecoded(); len(extra) > 0 {
		return fmt.Errorf("policy: %s: no such key as %s", name, extra[0])
	}
	return nil
}

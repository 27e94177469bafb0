package web

import (
	"slices"
	"strings"

	"amana/desk"
	"amana/domain/fault"
	"amana/domain/safeguard"
)

// wrong is one thing to mend, at a field or at none.
type wrong struct {
	Path  string
	Asked string // what the page calls the field; empty: there is none
	Words string
}

// at says whether a fault at a path is at a question: "topics[0]" is at "topics".
func (w wrong) at(path string) bool {
	return w.Path == path || strings.HasPrefix(w.Path, path+"[")
}

// wrongs are the faults of what came in, each at its field. Where a page asks for
// it in words of its own, beside calls it so.
func (v *visit) wrongs(err error) []wrong {
	var all []wrong
	for _, f := range faultsOf(err) {
		w := wrong{Words: v.say.Text(f.Key, f.Args)}
		member, args := strings.CutPrefix(f.Field, "args.")
		w.Path = member
		if name, known := v.say.Field("", member); args && known {
			w.Asked = name
		}
		all = append(all, w)
	}
	return all
}

// beside puts what is wrong at a question beside it, and calls it as it is asked.
func beside(w *field, faults []wrong) {
	for i := range slices.Backward(faults) { // of several the first
		if f := &faults[i]; f.at(w.Path) {
			w.Wrong, f.Asked = f.Words, w.Label
		}
	}
}

func faultsOf(err error) []*fault.Fault {
	switch e := err.(type) {
	case nil:
		return nil
	case interface{ Unwrap() []error }:
		var all []*fault.Fault
		for _, inner := range e.Unwrap() {
			all = append(all, faultsOf(inner)...)
		}
		return all
	}
	if f := fault.Of(err); f != nil {
		return []*fault.Fault{f}
	}
	return nil
}

// mendable says whether a refusal is shown at the form that it is of. What broke,
// and what the reader may not do or know of, has a page of its own.
func mendable(err error) bool {
	kind := fault.KindOf(err)
	return kind != fault.Internal && kind != fault.Missing && kind != fault.Denied
}

// blockedBy are the findings of a refusal, as far as the reader may see them.
func (v *visit) blockedBy(err error, c *desk.Case) []finding {
	f := fault.Of(err)
	if f == nil {
		return nil
	}
	switch found := f.Findings.(type) {
	case []safeguard.Finding:
		return v.findings(found, c)
	case []desk.Unready:
		all := make([]finding, len(found))
		for i := range found {
			all[i] = v.finding(found[i].Finding, c)
			all[i].Case = found[i].Case
		}
		return all
	}
	return nil
}

package web

import (
	"crypto/sha256"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/country"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/results"
	"amana/domain/safeguard"
	"amana/lang"
	"amana/store"
)

// fields are questions in words, with what was answered.
func (v *visit) fields(f *filling, all []asked, form url.Values, faults []wrong) []field {
	out := make([]field, len(all))
	for i, q := range all {
		out[i] = v.field(f, q, form, faults)
	}
	return out
}

func (v *visit) field(f *filling, q asked, form url.Values, faults []wrong) field {
	w := field{asked: q, Value: form.Get(q.Path)}
	w.Label, w.Help = v.say.Question(f.command.Name, q.Path)
	if i := slices.IndexFunc(faults, func(w wrong) bool { return w.at(q.Path) }); i >= 0 && q.How != askGroup {
		w.Wrong = faults[i].Words
	}
	w.Needed = v.needed(&q)
	said := form[q.Path]
	switch q.How {
	case askGroup:
		w.Parts = v.fields(f, q.Parts, form, faults)
		w.Options = v.yesNo(said)
	case askYes:
		w.Options = v.yesNo(said)
		w.Options = append(w.Options, v.left(&q)...)
	case askOne, askList, askMany:
		name := q.Path[strings.LastIndexByte(q.Path, '.')+1:]
		for _, code := range q.Codes {
			w.Options = append(w.Options, option{code, v.say.Code(f.command.Name+"."+name, code), slices.Contains(said, code)})
		}
		if q.How == askOne {
			w.Options = append(w.Options, v.left(&q)...)
		}
	case askSight:
		w.Options = v.pictures(said)
	case askFact:
		w.Value = "" // what was typed is shown to nobody again
	case askEvent, askEvents:
		w.Options = v.events(f, q.Path, said)
	case askNames:
		if known := v.known(q, f); known != nil {
			for i := range slots {
				one := ""
				if i < len(said) {
					one = said[i]
				}
				w.Slots = append(w.Slots, chosenOf(known, one))
			}
		} else {
			w.Value = strings.Join(said, "\n")
		}
	case askText:
		if known := v.known(q, f); known != nil {
			w.How, w.Options = askList, chosenOf(known, w.Value)
		}
	}
	return w
}

// needed says in words whether a question must be answered. One of which some may
// be chosen, or none, is answered by choosing none.
func (v *visit) needed(q *asked) string {
	switch {
	case q.How == askGroup && !q.Offered, q.How == askMany, q.How == askEvents:
		return ""
	case q.Required, q.Offered:
		return v.say.Text("page.needed", nil)
	}
	return v.say.Text("page.not-needed", nil)
}

// left is how an answer that is not needed is taken back: a choice cannot be
// undone otherwise.
func (v *visit) left(q *asked) []option {
	if q.Required || q.Offered {
		return nil
	}
	return []option{{Value: "", Label: v.say.Text("page.left-open", nil)}}
}

// at says whether a fault at a path is at a question: "topics[0]" is at "topics".
func (w wrong) at(path string) bool {
	return w.Path == path || strings.HasPrefix(w.Path, path+"[")
}

// slots is how many of a list are chosen on one page: nationalities, languages.
const slots = 3

func (v *visit) yesNo(said []string) []option {
	return []option{
		{"yes", v.yes(true), slices.Contains(said, "yes")},
		{"no", v.yes(false), slices.Contains(said, "no")},
	}
}

func chosenOf(all []option, value string) []option {
	out := slices.Clone(all)
	for i := range out {
		out[i].Chosen = value != "" && out[i].Value == value
	}
	return out
}

// events are those of the case that a question may choose from, newest first.
func (v *visit) events(f *filling, path string, said []string) []option {
	kinds := picked[f.command.Name+"/"+path]
	var all []option
	for _, e := range slices.Backward(f.events) {
		name := e.Entry.String()
		switch {
		case kinds != nil && !slices.Contains(kinds, e.Kind),
			f.command.Name == "import.attest" && e.Imported == "",
			strings.HasPrefix(f.command.Name, "entry.") && e.Kind != "":
			continue
		}
		title := v.say.Text("page.unreadable", nil)
		if e.Kind != "" {
			title = v.say.Event(e.Kind)
		}
		all = append(all, option{name, title + " — " + v.say.Isolate(v.say.Time(e.Happened)), slices.Contains(said, name)})
	}
	return all
}

// known are the values that a text can have, where the program knows them all;
// nil: anything can be written.
func (v *visit) known(q asked, f *filling) []option {
	switch q.Format {
	case "country":
		return v.sorted(lang.Countries(), v.say.Country)
	case "nationality":
		return v.sorted(nations(), v.nationality)
	case "language":
		return v.sorted(lang.Tongues(), v.say.Tongue)
	case "code":
		return v.callable(f)
	case "reference":
		return v.references(q.Path[strings.LastIndexByte(q.Path, '.')+1:], f)
	}
	return nil
}

// nations are what somebody's nationality can be.
func nations() []string {
	return append(slices.Clone(lang.Countries()), "stateless", "unknown", "disputed")
}

func (v *visit) sorted(codes []string, name func(string) string) []option {
	all := make([]option, len(codes))
	for i, code := range codes {
		all[i] = option{Value: code, Label: name(code)}
	}
	order := collate.New(language.Make(v.say.Language()))
	slices.SortFunc(all, func(a, b option) int { return order.CompareString(a.Label, b.Label) })
	return all
}

// callable are the codes of those who can be called to a movement, as far as the
// reader may know them; nil: a code is typed.
func (v *visit) callable(f *filling) (all []option) {
	if f.command.Name != "movement.call-observer" {
		return nil
	}
	accounts, err := v.desk.Accounts(v.who)
	for _, a := range accounts {
		if err == nil && !a.Revoked && slices.Contains(a.Roles, access.Observer) {
			all = append(all, option{Value: a.Code, Label: v.say.Isolate(a.Code)})
		}
	}
	return all
}

// mostReferences is how many movements, places … are offered.
const mostReferences = 200

// references are what commands cite by a reference, as far as the reader may see
// it. Where there is nothing to offer it can still be written.
func (v *visit) references(name string, f *filling) (all []option) {
	add := func(ref string) { all = append(all, option{Value: ref, Label: v.say.Isolate(ref)}) }
	cited := func(kind casefile.Subject, each func(casefile.Folded)) {
		page, err := v.desk.AllCited(v.Context(), v.who, kind, mostReferences, store.Cursor{})
		for _, s := range page.States {
			if err == nil {
				each(s)
			}
		}
	}
	switch name {
	case "office":
		for _, office := range v.desk.Offices() {
			if office != desk.Programme { // which has no cases
				all = append(all, option{Value: office, Label: v.office(office)})
			}
		}
	case "to":
		cited(casefile.Country, func(s casefile.Folded) {
			ref := s.(*country.State).Reference
			all = append(all, option{Value: ref, Label: v.say.Country(ref)})
		})
	case "movement":
		list, err := v.desk.Movements(v.Context(), v.who, mostReferences, store.Cursor{})
		for _, m := range list.Movements {
			if err == nil {
				add(m.Movement)
			}
		}
	case "place":
		cited(casefile.Place, func(s casefile.Folded) { add(s.(*monitoring.State).Reference) })
	case "line":
		cited(casefile.Line, func(s casefile.Folded) { add(s.(*results.State).Reference) })
	case "sheet":
		if f.other != nil { // a new one
			return nil
		}
		cited(casefile.Country, func(s casefile.Folded) {
			if c := s.(*country.State); f.file.File != nil && c.Reference == f.file.File.Identity.Destination || c.Reference == safeguard.Libya {
				add(c.Sheet)
			}
		})
	case "safeguard":
		if book := v.desk.Book(); book != nil {
			for i := range book.Clauses {
				id := book.Clauses[i].ID
				all = append(all, option{Value: string(id), Label: v.ruleTitle(id)})
			}
		}
	}
	return all
}

// wrongs are the faults of what came in, each at its field.
func (v *visit) wrongs(err error) []wrong {
	var all []wrong
	for _, f := range faultsOf(err) {
		_, words := v.say.Fault(f)
		all = append(all, wrong{strings.TrimPrefix(f.Field, "args."), words})
	}
	return all
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
	if f := asFault(err); f != nil {
		return []*fault.Fault{f}
	}
	return nil
}

func asFault(err error) *fault.Fault {
	f, _ := errors.AsType[*fault.Fault](err)
	return f
}

// blockedBy are the findings of a refusal, as far as the reader may see them.
func (v *visit) blockedBy(f *fault.Fault, c *desk.Case) []finding {
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

// attached reads the picture or sound of a mark, and names it by its digest. Of a
// photograph there is the digest and nothing else.
func (v *visit) attached(r *desk.Request, said map[string]any) error {
	for _, name := range []string{"markDigest", "photograph"} {
		content, err := v.file(name)
		if err != nil {
			return err
		}
		if len(content) == 0 {
			continue
		}
		said[name] = ledger.Hash(sha256.Sum256(content))
		if name == "markDigest" {
			r.Attached = content
		}
	}
	return nil
}

// file is a file that came in with a form; empty: none did.
func (v *visit) file(name string) ([]byte, error) {
	file, _, err := v.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "fault.body-broken").Because(err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, desk.MaxAttached+1))
	if err != nil {
		return nil, fault.New(fault.Invalid, "fault.body-broken").Because(err)
	}
	return content, nil
}

// theirs is what the reader reaches of cases, if they reach any.
func (v *visit) theirs() access.Subject { return desk.Theirs(v.who, casefile.Person) }

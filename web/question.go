package web

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"amana/desk/shape"
	"amana/domain/casefile"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/results"
)

// ask is how a question is put.
type ask string

const (
	askYes    ask = "yes"    // yes or no; neither is chosen before
	askOne    ask = "one"    // one of a few
	askList   ask = "list"   // one of many
	askMany   ask = "many"   // any of some
	askText   ask = "text"   // a line
	askWords  ask = "words"  // several lines
	askNumber ask = "number" //
	askMoney  ask = "money"  // in the units of a currency; a command has its hundredths
	askDay    ask = "day"    //
	askTime   ask = "time"   // day and time, by the clock of the offices
	askNames  ask = "names"  // a list, one a line
	askEvent  ask = "event"  // one of what happened in the case
	askEvents ask = "events" // some of it
	askGroup  ask = "group"  // several questions that belong together
	askFile   ask = "file"   // a picture or a sound
	askFact   ask = "fact"   // a word of which only the digest goes on
	askSight  ask = "sight"  // one of the pictures, of which only the digest goes on
)

// asked is one question as a command's struct and its tags describe it, the same
// for everybody: in which words, and what was answered, is a form's.
type asked struct {
	Path     string // "talk.language"
	How      ask
	Required bool
	Codes    []string
	Max      int
	Format   string // of a text: country, language …
	Offered  bool   // of a group: it is asked first whether there is one
	When     *when
	Parts    []asked
}

// when is the answer to another question without which this one is not asked.
type when struct {
	Path   string
	Values []string
}

// Name is how a style sheet and a form name the condition.
func (w *when) Name() string { return w.Path + "=" + strings.Join(w.Values, "|") }

// only is asked when another question of the same command was answered so. What
// was not asked is no answer, whatever a form sends.
var only = map[string]when{
	"consent.give/witnessed":      {"mark", []string{"cross-with-witness"}},
	"consent.give/markDigest":     {"mark", []string{"signature", "cross-with-witness", "thumb-image", "voice"}},
	"custody.record/place":        {"held", []string{"yes"}},
	"custody.record/holds":        {"held", []string{"yes"}},
	"outreach.hold/place":         {"setting", []string{results.Detention}},
	"entry.confirm/through":       {"confirmed", []string{"yes"}},
	"exit.record/from":            {"granted", []string{"yes"}},
	"exit.record/to":              {"granted", []string{"yes"}},
	"need.answer/searched":        {"outcome", []string{"not-available"}},
	"case.end/safeguard":          {"outcome", []string{"not-eligible"}},
	"identity.choose/photograph":  {"how", []string{"photograph"}},
	"gate.answer/unsaid":          {"answer", []string{"not-sure", "no"}},
	"gate.confirm-person/word":    {"how", []string{"two-facts"}},
	"gate.confirm-person/picture": {"how", []string{"two-facts"}},
	"identity.choose/word":        {"how", []string{"two-facts"}},
	"identity.choose/picture":     {"how", []string{"two-facts"}},
}

// askedTwice are members that another question of the same form asks already.
var askedTwice = []string{"counselling.hold/talk.minutes"}

// sums are the numbers that are an amount of money.
var sums = []string{"budget.charge/amount", "budget.open/amount", "movement.plan/cost"}

// picked are the kinds of events that a question may choose from.
var picked = map[string][]string{
	"call.end/call":                 {"call.made"},
	"hold.lift/hold":                {"hold.placed"},
	"incident.close/incident":       {"incident.opened"},
	"counselling.void/session":      {"counselling.held"},
	"need.answer/need":              {"need.found"},
	"notice.send/needs":             {"need.found"},
	"notice.acknowledge/notice":     {"notice.sent"},
	"notice.hear/notice":            {"notice.sent"},
	"notice.accept-other/notice":    {"notice.sent"},
	"document.withdraw/document":    {"document.recorded"},
	"escort.cancel/escort":          {"escort.arranged"},
	"departure.dispute/departure":   {"departure.departed", "departure.uncleared"},
	"departure.retract/departure":   {"departure.departed", "departure.uncleared"},
	"notice.accept-other/needs":     {"need.found"},
	"fear.ask/settles":              {"fear.asked"},
	"risk.assess/ends":              {"risk.assessed"},
	"asylum.lift/request":           {"asylum.requested"},
	"consent.give/names":            {"consent.withdrawn", "consent.report-settled"},
	"consent.settle-report/report":  {"consent.withdrawal-reported"},
	"movement.end-call/call":        {"movement.observer-called"},
	"place.close-incident/incident": {"place.incident-opened"},
	"import.attest/entry":           nil, // any that was imported
	"entry.examine/entry":           nil,
	"entry.resolve/entry":           nil,
}

// questions are those of a command, in the order of its struct.
func questions(command string, zero any) []asked {
	return parts(command, "", reflect.TypeOf(zero), nil)
}

func parts(command, prefix string, t reflect.Type, within *when) []asked {
	var all []asked
	for _, m := range shape.Members(t) {
		if q, is := question(command, prefix+m.Name, m); is && !slices.Contains(askedTwice, command+"/"+q.Path) {
			if q.When == nil {
				q.When = within
			}
			all = append(all, q)
		}
	}
	return all
}

var (
	timeType  = reflect.TypeFor[time.Time]()
	dayType   = reflect.TypeFor[day.Day]()
	hashType  = reflect.TypeFor[ledger.Hash]()
	actorType = reflect.TypeFor[ledger.Actor]()
)

// few is how many codes are shown as buttons; more are a list.
const few = 9

func question(command, path string, m shape.Member) (asked, bool) {
	q := asked{Path: path, Required: m.Required, Codes: m.Codes(), Format: m.Tag.Get("format")}
	q.Max, _ = strconv.Atoi(m.Tag.Get("max"))
	if w, there := only[command+"/"+path]; there {
		q.When = &w
	}
	t := m.Type
	if t.Kind() == reflect.Pointer {
		q.Offered, t = true, t.Elem()
	}
	list := t.Kind() == reflect.Slice
	if list {
		t = t.Elem()
	}
	switch {
	case t == timeType:
		q.How = askTime
	case t == dayType:
		q.How = askDay
	case t == hashType && path == "markDigest", t == hashType && path == "photograph":
		q.How = askFile
	case t == hashType && path == "word":
		q.How = askFact
	case t == hashType && path == "picture":
		q.How = askSight
	case t == hashType && list:
		q.How = askEvents
	case t == hashType && chosen(command, path):
		q.How = askEvent
	case t == actorType, t == hashType:
		q.How = askText
	case t.Kind() == reflect.Struct && !list:
		q.How = askGroup
		within := q.When
		if q.Offered {
			within = &when{path, []string{"yes"}}
		}
		q.Parts = parts(command, path+".", t, within)
	case t.Kind() == reflect.Bool:
		q.How = askYes
	case t.Kind() == reflect.String && list && q.Codes != nil:
		q.How = askMany
	case t.Kind() == reflect.String && list:
		q.How = askNames
	case t.Kind() == reflect.String && len(q.Codes) > few:
		q.How = askList
	case t.Kind() == reflect.String && q.Codes != nil:
		q.How = askOne
	case t.Kind() == reflect.String && shape.Paragraphs(q.Max):
		q.How = askWords
	case t.Kind() == reflect.String:
		q.How = askText
	case slices.Contains(sums, command+"/"+path):
		q.How = askMoney
	case !list && t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64:
		q.How = askNumber
	default:
		return q, false // a text that only programs write: a rule book, a table
	}
	return q, true
}

func chosen(command, path string) bool { _, is := picked[command+"/"+path]; return is }

// formed says whether a command about a case has a form on the pages of that case: not
// those that the program gives by itself, nor the one that opens it.
func formed(command string) bool {
	return !slices.Contains([]string{"likely.count", "safeguard.attest", "case.open"}, command)
}

// everyCommand is each that can have a form, whatever it is about.
func everyCommand() []commanded {
	var all []commanded
	for _, k := range casefile.Commands {
		all = append(all, commanded{k.Name, k.Zero})
	}
	for _, o := range casefile.Others {
		for _, k := range o.Commands {
			all = append(all, commanded{k.Name, k.Zero})
		}
	}
	return all
}

// conditions is the part of the style sheet by which a question appears once
// another was answered so. A browser that cannot do that shows them all.
func conditions() []byte {
	names := map[string]*when{}
	var walk func([]asked)
	walk = func(all []asked) {
		for i := range all {
			if w := all[i].When; w != nil {
				names[w.Name()] = w
			}
			walk(all[i].Parts)
		}
	}
	for _, k := range everyCommand() {
		walk(questions(k.Name, k.Zero))
	}
	var b strings.Builder
	b.WriteString("@supports selector(:has(*)){[data-when]{display:none}\n")
	for _, name := range slices.Sorted(maps.Keys(names)) {
		w := names[name]
		for i, value := range w.Values {
			if i > 0 {
				b.WriteByte(',')
			}
			at := `[name="` + w.Path + `"]`
			b.WriteString(`form:has(` + at + `[value="` + value + `"]:checked,` + at + ` [value="` + value + `"]:checked) [data-when="` + name + `"]`)
		}
		b.WriteString("{display:block}\n")
	}
	b.WriteString("}\n")
	return []byte(b.String())
}

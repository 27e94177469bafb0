package seal_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"amana/domain/ledger"
	"amana/seal"
)

var asJSON = cmp.Options{cmp.AllowUnexported(told{}), cmpopts.EquateEmpty()}

// through is what JSON makes of a body: invalid UTF-8 does not survive it.
func through(t *rapid.T, b told) (out told) {
	text, err := json.Marshal(b)
	if err == nil {
		err = json.Unmarshal(text, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAnEventComesBackAsFarAsKeysGo(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		body := anyTold(rt)
		want := event(body)
		want.Part = rapid.IntRange(0, 3).Draw(rt, "part")
		want.Imported = rapid.SampledFrom([]string{"", "IOM \"Tripoli\""}).Draw(rt, "imported")
		if want.Imported != "" {
			want.DoneBy = rapid.SampledFrom([]ledger.Actor{{}, sample[ledger.Actor]("who did it")}).Draw(rt, "done by")
		}
		d := draft(t, want)
		entry, p := sign(t, d)
		want.ID, want.Effect, want.Parents = entry.Leaf, ledger.None, p.Parents

		// With all keys: everything.
		opened, closed := open(d.Disclosures, ledger.Everything)
		full := want
		full.Body = through(rt, body)
		if diff := cmp.Diff(full, codec.Restore(&p, entry.Leaf, &opened, closed), asJSON); diff != "" {
			rt.Fatal("all keys:", diff)
		}

		// With the general key: what is general, and which others hold something.
		opened, closed = open(d.Disclosures, ledger.SetOf(ledger.General))
		general := full
		b := full.Body.(told)
		b.Needs, b.Fears, b.Danger = "", nil, 0
		general.Body, general.Sealed = b, closed
		if body.Needs != "" != closed.Has(ledger.Medical) || (body.Fears != nil) != closed.Has(ledger.Asylum) {
			rt.Fatalf("sealed: %s", closed)
		}
		if diff := cmp.Diff(general, codec.Restore(&p, entry.Leaf, &opened, closed), asJSON); diff != "" {
			rt.Fatal("general only:", diff)
		}

		// With no key: that it is there.
		opened, closed = open(d.Disclosures, 0)
		none := ledger.Event{ID: entry.Leaf, Stream: want.Stream, Class: want.Class, Parents: p.Parents,
			Node: want.Node, Recorded: want.Recorded, Effect: ledger.None, Sealed: closed}
		if diff := cmp.Diff(none, codec.Restore(&p, entry.Leaf, &opened, closed)); diff != "" {
			rt.Fatal("no keys:", diff)
		}
	})
}

func TestASealedStopIsAStopInGeneral(t *testing.T) {
	d := draft(t, event(stopped{Why: "threatened"}))
	entry, p := sign(t, d)
	opened, closed := open(d.Disclosures, ledger.SetOf(ledger.General))
	e := codec.Restore(&p, entry.Leaf, &opened, closed)
	if !e.Stops() || e.Malformed || e.Body != (stopped{}) || !e.Sealed.Has(ledger.Protection) {
		t.Errorf("%+v", e)
	}
	if bytes.Contains(opened[ledger.General], []byte("threatened")) {
		t.Error("the reason is in the general compartment")
	}
}

func TestAnEffectThatWasSetStays(t *testing.T) {
	e := event(told{})
	e.Effect = ledger.Attest
	d := draft(t, e)
	entry, p := sign(t, d)
	opened, closed := open(d.Disclosures, ledger.Everything)
	if got := codec.Restore(&p, entry.Leaf, &opened, closed); got.Effect != ledger.Attest {
		t.Errorf("effect %q", got.Effect)
	}
}

// What is validly signed and still no event stops its case, and never panics.
func TestWhatCannotBeReadIsMalformed(t *testing.T) {
	change := func(name, value string) func([]seal.Disclosure) []seal.Disclosure {
		return func(ds []seal.Disclosure) []seal.Disclosure {
			for i := range ds {
				if ds[i].Name == name {
					ds[i].Value = []byte(value)
				}
			}
			return ds
		}
	}
	remove := func(name string) func([]seal.Disclosure) []seal.Disclosure {
		return func(ds []seal.Disclosure) (left []seal.Disclosure) {
			for _, d := range ds {
				if d.Name != name {
					left = append(left, d)
				}
			}
			return left
		}
	}
	for name, f := range map[string]func([]seal.Disclosure) []seal.Disclosure{
		"unknown kind":       change("event", `"test.unheard"`),
		"kind no text":       change("event", `7`),
		"no kind":            remove("event"),
		"unknown effect":     change("effect", `"halt"`),
		"no effect":          remove("effect"),
		"no actor":           remove("actor"),
		"a short actor":      change("actor", `"AAAA"`),
		"no command":         remove("command"),
		"no time":            remove("happened"),
		"time as text":       change("happened", `"now"`),
		"a negative part":    change("part", `-1`),
		"words of the wrong": change("words", `{"a":1}`),
		"nothing at all":     func([]seal.Disclosure) []seal.Disclosure { return nil },
	} {
		e := event(told{Words: "home"})
		e.Part = 1
		d := draft(t, e)
		d.Disclosures = f(d.Disclosures)
		entry, p := sign(t, d)
		opened, closed := open(d.Disclosures, ledger.Everything)
		got := codec.Restore(&p, entry.Leaf, &opened, closed)
		if !got.Malformed || got.Body != nil || !got.Stops() {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestABlobCannotSayWhatWasNotSigned(t *testing.T) {
	d := draft(t, event(told{Words: "home"}))
	entry, p := sign(t, d)
	opened, _ := open(d.Disclosures, ledger.Everything)
	general := opened[ledger.General]
	other := draft(t, event(told{Words: "stay", common: common{Place: "x"}})).Disclosures
	for name, blob := range map[string][]byte{
		"another value":     bytes.Replace(general, []byte("home"), []byte("stay"), 1),
		"a further line":    append(append(bytes.Clone(general), '\n'), seal.Pack(other, ledger.General)...),
		"a line twice":      append(append(bytes.Clone(general), '\n'), general...),
		"an empty line":     append(bytes.Clone(general), "\n\n"...),
		"no disclosure":     []byte("x"),
		"smuggled members":  bytes.Replace(general, []byte(`"home"`), []byte(`"home","heard":true`), 1),
		"a closing bracket": bytes.Replace(general, []byte(`"home"`), []byte(`"home"}`), 1),
	} {
		opened[ledger.General] = blob
		if got := codec.Restore(&p, entry.Leaf, &opened, 0); !got.Malformed || got.Body != nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestMembersOfLaterProgramsArePassedOver(t *testing.T) {
	d := draft(t, event(told{Words: "home"}))
	d.Disclosures = append(d.Disclosures,
		seal.Disclosure{Name: "later", Value: []byte(`"x"`)},
		seal.Disclosure{Name: "WORDS", Value: []byte(`"not the same name"`)},
		seal.Disclosure{Name: "statistic", Compartment: ledger.Statistic, Value: []byte(`{"day":"2026-11-21"}`)})
	entry, p := sign(t, d)
	opened, closed := open(d.Disclosures, ledger.Everything)
	e := codec.Restore(&p, entry.Leaf, &opened, closed)
	if e.Malformed || e.Body.(told).Words != "home" {
		t.Errorf("%+v", e)
	}
}

type pointed struct {
	N int `json:"n"`
}

func (*pointed) Kind() string { return "test.pointed" }

func TestABodyComesBackAsItsKindWasGiven(t *testing.T) {
	c := seal.NewCodec([]ledger.Body{&pointed{}})
	e := event(&pointed{N: 3})
	ds, err := c.Disclose(&e, nil)
	if err != nil {
		t.Fatal(err)
	}
	entry, p := sign(t, seal.Draft{Node: "n", Class: ledger.ClassCase, Recorded: recorded, Disclosures: ds})
	opened, _ := open(ds, ledger.Everything)
	got, ok := c.Restore(&p, entry.Leaf, &opened, 0).Body.(*pointed)
	if !ok || got.N != 3 {
		t.Errorf("%#v", got)
	}
	if _, err := c.Disclose(&ledger.Event{Body: told{}}, nil); err == nil {
		t.Error("an unknown kind was disclosed")
	}
}

type (
	unknownCompartment struct {
		A string `seal:"secret"`
	}
	reservedName struct {
		A string `json:"actor"`
	}
	hiddenTag struct {
		A []struct {
			B string `seal:"medical"`
		}
	}
	ownJSON  struct{}
	twoNames struct {
		A string `json:"a"`
		B string `json:"A"`
	}
)

func (unknownCompartment) Kind() string      { return "test.a" }
func (reservedName) Kind() string            { return "test.b" }
func (hiddenTag) Kind() string               { return "test.c" }
func (ownJSON) Kind() string                 { return "test.d" }
func (twoNames) Kind() string                { return "test.e" }
func (ownJSON) MarshalJSON() ([]byte, error) { return []byte("{}"), nil }
func mistake(kinds ...ledger.Body) (said string) {
	defer func() { said, _ = recover().(string) }()
	seal.NewCodec(kinds)
	return ""
}

func TestMistakesInKindsAreFoundAtTheStart(t *testing.T) {
	for want, kinds := range map[string][]ledger.Body{
		"two events":     {told{}, told{}},
		"no compartment": {unknownCompartment{}},
		"discloses":      {reservedName{}},
		"has no effect":  {hiddenTag{}},
		"must be":        {ownJSON{}},
		"two members":    {twoNames{}},
	} {
		if said := mistake(kinds...); !strings.Contains(said, want) {
			t.Errorf("want a panic about %q, got %q", want, said)
		}
	}
}

package seal_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"amana/domain/ledger"
	"amana/seal"
)

func TestWhatIsSignedIsRead(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		parents := rapid.SliceOfNDistinct(rapid.Byte(), 0, 5, rapid.ID).Draw(rt, "parents")
		d := seal.Draft{
			Node:     rapid.StringMatching(`[a-z0-9.-]{1,20}`).Draw(rt, "node"),
			Stream:   sample[ledger.Stream](rapid.String().Draw(rt, "stream")),
			Class:    rapid.SampledFrom([]ledger.Class{"case", "office", "key", "system"}).Draw(rt, "class"),
			Recorded: time.Unix(rapid.Int64Range(1, 1<<40-1).Draw(rt, "recorded"), 0).UTC(),
		}
		if rapid.Bool().Draw(rt, "hub") {
			d.Hub = seal.Checkpoint{Size: rapid.Int64Range(0, 1<<50).Draw(rt, "size")}.Name()
		}
		for _, p := range parents {
			d.Parents = append(d.Parents, seal.LeafHash([]byte{p}))
		}
		n := rapid.IntRange(0, 64).Draw(rt, "disclosures")
		for i := range n {
			d.Disclosures = append(d.Disclosures, seal.Disclosure{Name: strings.Repeat("n", i+1)[:i%40+1] + string(rune('a'+i/40)), Value: []byte("1")})
		}
		if err := seal.Salt(d.Disclosures, nil); err != nil {
			rt.Fatal(err)
		}
		entry, err := signer.Sign(d, nil)
		if err != nil {
			rt.Fatal(err)
		}
		p, err := seal.Parse(entry.Bytes)
		if err != nil {
			rt.Fatal(err)
		}
		if !p.Verify(signer.Public()) || p.KID != signer.ID() || p.Leaf() != entry.Leaf {
			rt.Fatal("key, signature or leaf hash is not the signer's")
		}
		got := seal.Draft{Node: p.Node, Stream: p.Stream, Class: p.Class, Hub: p.Hub, Recorded: p.Time(), Parents: p.Parents}
		want := d
		want.Disclosures = nil
		slices.SortFunc(want.Parents, func(a, b ledger.Hash) int { return bytes.Compare(a[:], b[:]) })
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatal(diff)
		}
		for i := range d.Disclosures {
			if !p.Discloses(&d.Disclosures[i]) {
				rt.Fatalf("disclosure %d of %d is not committed to", i, n)
			}
		}
		if size := len(p.Digests); size < n || !slices.Contains([]int{8, 16, 32, 64}, size) || size > 8 && size/2 >= n {
			rt.Fatalf("%d disclosures among %d digests", n, size)
		}
	})
}

// Every bit of an entry is either part of its one spelling or covered by its
// signature: no changed byte is both read and verified.
func TestNoByteOfAnEntryCanChange(t *testing.T) {
	entry, _ := sign(t, draft(t, event(told{Words: "home"})))
	for i := range entry.Bytes {
		for _, flip := range []byte{1, 2, 4, 8, 16, 32, 64, 128} {
			changed := bytes.Clone(entry.Bytes)
			changed[i] ^= flip
			p, err := seal.Parse(changed)
			if err == nil && p.Verify(signer.Public()) {
				t.Fatalf("byte %d changed by %#x still verifies", i, flip)
			}
		}
	}
}

// resigned is entry with its payload or header changed and signed again, so
// that only the shape is at fault.
func resigned(t *testing.T, entry []byte, change func(header, payload string) (string, string)) []byte {
	t.Helper()
	parts := strings.Split(string(entry), ".")
	header, err1 := base64.RawURLEncoding.DecodeString(parts[0])
	payload, err2 := base64.RawURLEncoding.DecodeString(parts[1])
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	h, p := change(string(header), string(payload))
	signed := base64.RawURLEncoding.EncodeToString([]byte(h)) + "." + base64.RawURLEncoding.EncodeToString([]byte(p))
	return []byte(signed + "." + parts[2])
}

func TestOnlyOneSpellingIsRead(t *testing.T) {
	d := draft(t, event(told{Words: "home"}))
	d.Hub = seal.Checkpoint{Size: 12}.Name()
	entry, p := sign(t, d)
	if same := resigned(t, entry.Bytes, func(h, p string) (string, string) { return h, p }); !bytes.Equal(same, entry.Bytes) {
		t.Fatal("the test does not rebuild the entry")
	}
	one, two := p.Parents[0].String(), p.Parents[1].String()
	first, second := p.Digests[0].String(), p.Digests[1].String()
	for name, r := range map[string][2]string{
		"another version":       {`"v":1`, `"v":2`},
		"white space":           {`"v":1,`, `"v":1, `},
		"members out of order":  {`"kind":"case","_sd_alg":"sha-256"`, `"_sd_alg":"sha-256","kind":"case"`},
		"a member twice":        {`"kind":"case",`, `"kind":"case","kind":"case",`},
		"an unknown member":     {`"kind":"case",`, `"kind":"case","iss":"x",`},
		"a missing member":      {`"_sd_alg":"sha-256",`, ``},
		"unknown class":         {`"kind":"case"`, `"kind":"Case"`},
		"another hash":          {`"sha-256"`, `"sha-512"`},
		"a name with an escape": {`"node":"tripoli"`, `"node":"tripol\u0069"`},
		"no name":               {`"node":"tripoli"`, `"node":""`},
		"a fraction":            {`"recorded":1`, `"recorded":1.`},
		"a leading zero":        {`"recorded":1`, `"recorded":01`},
		"a negative time":       {`"recorded":1`, `"recorded":-1`},
		"time as text":          {`"recorded":1`, `"recorded":"1"`},
		"an empty hub":          {p.Hub, ``},
		"a hub without root":    {p.Hub, `12:`},
		"parents unsorted":      {one + `","` + two, two + `","` + one},
		"a parent twice":        {one + `","` + two, one + `","` + one},
		"a short parent":        {one, one[:42]},
		"digests unsorted":      {first + `","` + second, second + `","` + first},
		"a digest twice":        {first + `","` + second, first + `","` + first},
		"a digest less":         {`"` + first + `",`, ``},
		"text after the end":    {`]}`, `]}{}`},
		"null parents":          {`"parents":["` + one + `","` + two + `"]`, `"parents":null`},
		"another algorithm":     {`"EdDSA"`, `"none"`},
		"another type":          {`amana-event+sd-jwt`, `sd+jwt`},
		"a longer header":       {`"typ":"amana-event+sd-jwt"`, `"typ":"amana-event+sd-jwt","x":1`},
	} {
		bad := resigned(t, entry.Bytes, func(h, p string) (string, string) {
			return strings.Replace(h, r[0], r[1], 1), strings.Replace(p, r[0], r[1], 1)
		})
		if bytes.Equal(bad, entry.Bytes) {
			t.Errorf("%s: the test changes nothing", name)
		}
		if _, err := seal.Parse(bad); !errors.Is(err, seal.ErrEntry) {
			t.Errorf("%s: was read as an entry", name)
		}
	}
	for name, bad := range map[string][]byte{
		"nothing":            nil,
		"a trailing tilde":   append(bytes.Clone(entry.Bytes), '~'),
		"a trailing newline": append(bytes.Clone(entry.Bytes), '\n'),
		"a newline inside":   append(append(bytes.Clone(entry.Bytes[:200]), '\n'), entry.Bytes[200:]...),
		"a fourth part":      append(bytes.Clone(entry.Bytes), ".AA"...),
		"only full stops":    []byte(".."),
		"too many bytes":     bytes.Repeat([]byte("A"), seal.MaxEntry+1),
	} {
		if _, err := seal.Parse(bad); !errors.Is(err, seal.ErrEntry) {
			t.Errorf("%s: was read as an entry", name)
		}
	}
}

func TestWhatCannotBeSigned(t *testing.T) {
	good := draft(t, event(told{}))
	for name, change := range map[string]func(*seal.Draft){
		"no node":              func(d *seal.Draft) { d.Node = "" },
		"a quote in the node":  func(d *seal.Draft) { d.Node = `a"b` },
		"no class":             func(d *seal.Draft) { d.Class = "" },
		"a malformed hub":      func(d *seal.Draft) { d.Hub = "12" },
		"no time":              func(d *seal.Draft) { d.Recorded = time.Time{} },
		"a parent twice":       func(d *seal.Draft) { d.Parents = []ledger.Hash{{1}, {1}} },
		"too many disclosures": func(d *seal.Draft) { d.Disclosures = make([]seal.Disclosure, 65) },
		"a name twice": func(d *seal.Draft) {
			d.Disclosures = append(d.Disclosures, d.Disclosures[0])
		},
		"a reserved name": func(d *seal.Draft) {
			d.Disclosures = append(d.Disclosures, seal.Disclosure{Name: "_sd", Value: []byte("1")})
		},
		"a name of the payload": func(d *seal.Draft) {
			d.Disclosures = append(d.Disclosures, seal.Disclosure{Name: "kind", Value: []byte("1")})
		},
		"no JSON": func(d *seal.Draft) {
			d.Disclosures = append(d.Disclosures, seal.Disclosure{Name: "x", Value: []byte("tru")})
		},
		"two values": func(d *seal.Draft) {
			d.Disclosures = append(d.Disclosures, seal.Disclosure{Name: "x", Value: []byte(`1,"y":2`)})
		},
		"broken UTF-8": func(d *seal.Draft) {
			d.Disclosures = append(d.Disclosures, seal.Disclosure{Name: "x", Value: []byte("\"\xff\"")})
		},
		"a line break": func(d *seal.Draft) {
			d.Disclosures = append(d.Disclosures, seal.Disclosure{Name: "x", Value: []byte("[1,\n2]")})
		},
	} {
		d := good
		d.Disclosures = slices.Clone(good.Disclosures)
		change(&d)
		if e, err := signer.Sign(d, nil); err == nil {
			t.Errorf("%s: was signed: %s", name, e.Bytes)
		}
	}
}

func TestDisclosuresAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := event(anyTold(t))
		ds, err := codec.Disclose(&e, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range ds {
			got, err := seal.ParseDisclosure(ds[i].Text())
			if err != nil {
				t.Fatal(err)
			}
			got.Compartment = ds[i].Compartment
			if diff := cmp.Diff(ds[i], got); diff != "" {
				t.Fatal(diff)
			}
		}
		for _, c := range ledger.Compartments {
			unpacked, err := seal.Unpack(seal.Pack(ds, c), c)
			if err != nil || !bytes.Equal(seal.Pack(unpacked, c), seal.Pack(ds, c)) {
				t.Fatalf("%s: what was packed does not come out: %v", c, err)
			}
		}
	})
}

package seal_test

import (
	"bytes"
	"testing"

	"amana/domain/ledger"
	"amana/seal"
)

// What is read as an entry has the one spelling that signing it would give,
// and no input makes reading panic.
func FuzzParse(f *testing.F) {
	entry, _ := sign(f, draft(f, event(told{Words: "home", Needs: "insulin"})))
	f.Add(entry.Bytes)
	f.Add(entry.Bytes[:len(entry.Bytes)-1])
	f.Add([]byte("e30.e30.AA"))
	f.Add([]byte(".."))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := seal.Parse(data)
		if err != nil {
			return
		}
		again, err := signer.Sign(seal.Draft{Node: p.Node, Stream: p.Stream, Class: p.Class, Parents: p.Parents,
			Recorded: p.Time(), Hub: p.Hub}, bytes.NewReader(bytes.Join(digests(p), nil)))
		if err != nil {
			t.Fatalf("was read but cannot be signed: %v\n%s", err, data)
		}
		if len(p.Digests) != 8 || p.KID != signer.ID() {
			return // the signer pads to 8, and puts in its own key
		}
		unsigned := func(b []byte) []byte { return b[:bytes.LastIndexByte(b, '.')] }
		if !bytes.Equal(unsigned(again.Bytes), unsigned(data)) {
			t.Fatalf("two spellings of one event:\n%s\n%s", data, again.Bytes)
		}
	})
}

func digests(p seal.Parsed) (out [][]byte) {
	for _, d := range p.Digests {
		out = append(out, d[:])
	}
	return out
}

func FuzzParseDisclosure(f *testing.F) {
	e := event(told{Words: "home", Detail: map[string]string{"a": "b"}})
	ds, err := codec.Disclose(&e, random("salts"))
	if err != nil {
		f.Fatal(err)
	}
	for i := range ds {
		f.Add(ds[i].Text())
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := seal.ParseDisclosure(text)
		if err == nil && d.Text() != text {
			t.Fatalf("two spellings of one disclosure: %q %q", text, d.Text())
		}
	})
}

// Whatever lies in a blob, restoring gives an event and never panics.
func FuzzRestore(f *testing.F) {
	d := draft(f, event(told{Words: "home", Asked: []string{"a"}}))
	entry, p := sign(f, d)
	general := seal.Pack(d.Disclosures, ledger.General)
	f.Add(general)
	f.Add(bytes.ReplaceAll(general, []byte("home"), []byte("away")))
	f.Add([]byte(`["AAAAAAAAAAAAAAAAAAAAAA","event","test.told"]`))
	f.Add([]byte("[\n]"))
	f.Fuzz(func(t *testing.T, blob []byte) {
		opened := seal.Opened{ledger.General: blob}
		e := codec.Restore(&p, entry.Leaf, &opened, 0)
		if e.Body == nil != e.Malformed || !e.Malformed && !bytes.Equal(blob, general) && len(blob) < len(general) {
			t.Fatalf("%+v", e)
		}
		ds, err := seal.Unpack(blob, ledger.General)
		if err == nil && len(ds) > 0 {
			if _, err := seal.Unpack(seal.Pack(ds, ledger.General), ledger.General); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func FuzzParseCheckpoint(f *testing.F) {
	f.Add(seal.Checkpoint{Origin: "a", Size: 3}.Text())
	f.Add("a\n01\nAAAA\n")
	f.Add("a\n1\n" + seal.Checkpoint{}.RootText() + "\nextra\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := seal.ParseCheckpoint(text)
		if err == nil && c.Text() != text {
			t.Fatalf("two spellings of one checkpoint: %q %q", text, c.Text())
		}
	})
}

func FuzzParsePolicy(f *testing.F) {
	j := newJournal(f)
	f.Add([]byte(policyText(j.log.VerifierKey())))
	f.Add([]byte("quorum none"))
	f.Add([]byte("group g all g\nquorum g"))
	signed, err := seal.SignCheckpoint(j.checkpoint(), j.log)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := seal.ParsePolicy(text)
		if err != nil {
			return
		}
		if w, err := p.Check(signed, ""); err == nil && w.LogKey != j.log.VerifierKey() {
			t.Fatalf("%q accepts a checkpoint of a log it does not list", text)
		}
	})
}

func FuzzParseKeyFile(f *testing.F) {
	k, err := seal.NewKeyFile("hub.example/log", random("key file"))
	if err != nil {
		f.Fatal(err)
	}
	text, err := k.Format()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(bytes.Replace(text, []byte("entry"), []byte("Entry"), 1))
	f.Add([]byte("amana-key-file/v1\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		k, err := seal.ParseKeyFile(text)
		if err != nil {
			return
		}
		again, err := k.Format()
		if err != nil || !bytes.Equal(again, text) {
			t.Fatalf("two spellings of one key file: %v", err)
		}
	})
}

// A shared key file says everything once, ends with what it seals, and opens
// for nobody whom it does not name.
func FuzzParseSharedKeyFile(f *testing.F) {
	keys, err := seal.NewKeyFile("amana.test/shared", nil)
	if err != nil {
		f.Fatal(err)
	}
	shared, err := keys.Share([]seal.Passphrase{{Officer: "omar", Text: "one long passphrase"}, {Officer: "lea", Text: "another long one"}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(shared)
	f.Add(shared[:len(shared)-1])
	f.Add(append(bytes.Clone(shared), shared...))
	f.Add(bytes.Replace(shared, []byte("lea"), []byte("omar"), 1))
	f.Add(bytes.ReplaceAll(shared, []byte("\n"), []byte("\r\n")))
	f.Fuzz(func(t *testing.T, text []byte) {
		k, err := seal.ParseSharedKeyFile(text)
		if err != nil {
			return
		}
		if !seal.IsShared(text) || bytes.ContainsAny(text, "\r") || bytes.Count(text, []byte("\nsealed: ")) != 1 {
			t.Fatalf("two spellings of one file:\n%s", text)
		}
		seen := map[string]bool{}
		for _, name := range k.Officers {
			if seen[name] {
				t.Fatalf("%q is there twice", name)
			}
			seen[name] = true
		}
		if _, err := k.Open(seal.Passphrase{Officer: "no one "}, seal.Passphrase{Officer: "nobody "}); err == nil {
			t.Fatal("it opens for anybody")
		}
	})
}

package seal_test

import (
	"slices"
	"testing"

	"amana/domain/key"
	"amana/domain/ledger"
	"amana/seal"
)

var officerKey = privateKey("officer")

// endorsed is an event of three compartments that an officer signed.
func endorsed(t *testing.T) seal.Draft {
	t.Helper()
	return endorse(t, event(told{Words: "home", Needs: "insulin", Danger: 2}))
}

func endorse(t *testing.T, e ledger.Event) seal.Draft {
	t.Helper()
	d := draft(t, e)
	act := seal.Act{Command: e.Command, Stream: e.Stream, Parents: e.Parents}
	sig, err := seal.Endorse(officerKey, e.Actor, act, seal.Digests(d.Disclosures), random("officer's salt"))
	if err != nil {
		t.Fatal(err)
	}
	d.Disclosures = append(d.Disclosures, sig)
	return d
}

func TestAnOfficerSignsWhatIsRecorded(t *testing.T) {
	d := endorsed(t)
	_, p := sign(t, d)
	for _, keys := range []ledger.Set{ledger.Everything, ledger.SetOf(ledger.General)} {
		var seen []seal.Disclosure
		for _, x := range d.Disclosures {
			if keys.Has(x.Compartment) {
				seen = append(seen, x)
			}
		}
		e, err := seal.VerifyEndorsement(seal.PublicOf(officerKey), &p, seen)
		if err != nil || e.By != sample[ledger.Actor]("officer") {
			t.Errorf("with %s: %v %v", keys, e.By, err)
		}
	}
}

func TestAnOfficersSignatureIsAboutNothingElse(t *testing.T) {
	good := endorsed(t)
	for name, change := range map[string]func(*seal.Draft){
		"another stream":  func(d *seal.Draft) { d.Stream[0]++ },
		"other parents":   func(d *seal.Draft) { d.Parents = d.Parents[:1] },
		"a value changed": func(d *seal.Draft) { d.Disclosures[7].Value = []byte(`"stay"`) },
		"something added": func(d *seal.Draft) {
			d.Disclosures = append(d.Disclosures, seal.Disclosure{Name: "more", Value: []byte("1")})
		},
		"something dropped": func(d *seal.Draft) { d.Disclosures = d.Disclosures[1:] },
		"another command":   func(d *seal.Draft) { d.Disclosures[3].Value = []byte(`"AAAAAAAAAAAAAAAAAAAAAA"`) },
		"no signature":      func(d *seal.Draft) { d.Disclosures = d.Disclosures[:len(d.Disclosures)-1] },
	} {
		d := good
		d.Disclosures = slices.Clone(good.Disclosures)
		change(&d)
		_, p := sign(t, d)
		if _, err := seal.VerifyEndorsement(seal.PublicOf(officerKey), &p, d.Disclosures); err == nil {
			t.Errorf("%s: the signature still holds", name)
		}
	}
	_, p := sign(t, good)
	if _, err := seal.VerifyEndorsement(key.Public(signer.Public()), &p, good.Disclosures); err == nil {
		t.Error("the signature holds under another key")
	}
	unsigned := seal.Disclosure{Name: "slipped", Value: []byte("1")}
	if _, err := seal.VerifyEndorsement(seal.PublicOf(officerKey), &p, append(slices.Clone(good.Disclosures), unsigned)); err == nil {
		t.Error("a disclosure that is not recorded is taken as signed")
	}
}

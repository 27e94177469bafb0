package key_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"amana/domain/key"
)

func TestEnrolledSurvivesJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want key.Enrolled
		for i := range want.Public {
			want.Public[i] = rapid.Byte().Draw(t, "public")
		}
		want.KID = key.IDOf(want.Public)
		want.Voucher[rapid.IntRange(0, 63).Draw(t, "at")] = 7
		want.Node = rapid.StringMatching(`[a-z]{1,9}`).Draw(t, "node")
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), `"identity":`) || strings.Contains(string(text), `"log":`) {
			t.Fatalf("only the first entry of a log names identity and log: %s", text)
		}
		var got key.Enrolled
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestKeysAreReadStrictly(t *testing.T) {
	good := key.Public{1, 2, 3}.String()
	for name, text := range map[string]string{
		"short":         good[:42],
		"long":          good + "A",
		"padded":        good + "=",
		"line breaks":   good[:42] + "\n",
		"standard":      "+" + good[1:],
		"trailing bits": good[:42] + "B",
	} {
		var p key.Public
		if err := p.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%s: %q was read as a key", name, text)
		}
	}
	var p key.Public
	if err := p.UnmarshalText([]byte(good)); err != nil || p != (key.Public{1, 2, 3}) {
		t.Errorf("%q was not read as a key: %v", good, err)
	}
}

func TestVoucherNamesTheKeyTwice(t *testing.T) {
	p := key.Public{9}
	want := "amana-entry-key/v1\n" + key.IDOf(p).String() + "\n" + p.String() + "\n"
	if got := key.VoucherText(p); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWireNames(t *testing.T) {
	if got := (key.Enrolled{}).Kind(); got != "key.enrolled" {
		t.Error(got)
	}
	if got := (key.Revoked{}).Kind(); got != "key.revoked" {
		t.Error(got)
	}
}

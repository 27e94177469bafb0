package desk_test

import (
	"strings"
	"testing"

	"amana/desk"
)

// A number is taken however it was typed or pasted: with the digits of an Arabic
// keyboard, with any hyphen, with the characters that nobody sees and a page in
// Arabic puts around it. A no is said by it.
func TestANumberIsTakenAsItIsTyped(t *testing.T) {
	number := ""
	for _, check := range "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		if n, err := desk.CheckNumber("TI-26-0417-" + string(check)); err == nil {
			number = n
		}
	}
	if !strings.HasPrefix(number, "TI-26-0417-") {
		t.Fatalf("no check character: %q", number)
	}
	arabic := strings.NewReplacer("0", "٠", "1", "١", "2", "٢", "4", "٤", "6", "٦", "7", "٧")
	for _, typed := range []string{
		number, strings.ToLower(number), strings.ReplaceAll(number, "-", " "), strings.ReplaceAll(number, "-", " - "), strings.ReplaceAll(number, "-", ""),
		strings.ReplaceAll(number, "-", "–"), strings.ReplaceAll(number, "-", "\u2011"), arabic.Replace(number[:10]) + number[10:],
		"\u2068" + number + "\u2069", "\u200f" + number + "\u200e", "\u00a0" + number + "\ufeff", strings.ReplaceAll(number, "-", "\u200b-"),
	} {
		if got, err := desk.CheckNumber(typed); got != number || err != nil {
			t.Errorf("%+q is %q: %v", typed, got, err)
		}
	}
	for _, typed := range []string{
		"", "-", "TI", number[:11], number + "0", "X" + number, strings.Replace(number, "4", "5", 1), strings.Replace(number, "17", "71", 1),
		strings.ReplaceAll(number, "-", "/"), number + "'", "é" + number, "TI-26-" + number[len(number)-1:],
	} {
		if got, err := desk.CheckNumber(typed); err == nil {
			t.Errorf("%+q is %q", typed, got)
		}
	}
}

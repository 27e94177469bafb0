package web

import "testing"

func TestAmountsAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"350": "35000", "350.5": "35050", "350,50": "35050", "0.07": "7", "0": "0", "-12": "-1200", "−12,3": "-1230",
		"1 200": "120000", "1\u00a0200,50": "120050", "1,200.50": "120050", "1.200,50": "120050", "12,345,678": "1234567800", "12.345": "1234500",
		"٣٥٠٫٥": "35050", "١٬٢٠٠": "120000", "1’200": "120000", "007": "700",
	} {
		if got, ok := centsOf(text); !ok || got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"", "many", "1.2.3", "12,34,567", "350.505050", "1e3", "3 5 EUR", "--1", ".5", "1234567890123", "1,2345"} {
		if got, ok := centsOf(text); ok {
			t.Errorf("%q is taken for %q", text, got)
		}
	}
}

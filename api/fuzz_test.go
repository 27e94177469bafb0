package api

import (
	"net/http"
	"net/url"
	"testing"

	"amana/desk"
	"amana/domain/fault"
	"amana/store"
)

// FuzzQuery: whatever stands behind the question mark of a list is read, or
// refused as invalid.
func FuzzQuery(f *testing.F) {
	for _, s := range []string{
		"", "office=tripoli&limit=10", "limit=0", "limit=9999999999999999999", "cursor=AAAA", "cursor=" + cursor(store.Cursor{Due: 7, Key: 9}), "due=2026-03-02T09:00:00+02:00",
		"due=%2B", "held=maybe", "office=%ff", "a=1&a=2", "%zz", "movement=\u202e", ";", "limit=10;office=x",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, query string) {
		x := &exchange{Request: &http.Request{URL: &url.URL{RawQuery: query}}}
		err := x.checkQuery(listParams)
		var q desk.Query
		if err == nil {
			q, err = x.listQuery()
		}
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%q: %v is not invalid", query, err)
			}
			return
		}
		if q.Limit < 1 || q.Limit > 500 {
			t.Fatalf("%q asks for %d", query, q.Limit)
		}
		if again, err := readCursor(cursor(q.After)); err != nil || again != q.After {
			t.Fatalf("%q: a cursor does not come back: %+v %+v", query, q.After, again)
		}
	})
}

// FuzzPath: what a path names is a case number, a tile or a state of knowledge
// in one spelling, or refused.
func FuzzPath(f *testing.F) {
	for _, s := range []string{"", "TI-26-0417-K", "ti 26 0417 k", "x001/x234/067", "067.p/12", "now", "@12", "@-1", "2026-03-02T09:00:00Z", "../../etc", "AAAA,AAAA", "\u0660-\u0661-0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, err := desk.CheckNumber(s); err == nil {
			if again, err := desk.CheckNumber(n); err != nil || again != n {
				t.Fatalf("%q is %q is %q: %v", s, n, again, err)
			}
		}
		if k, err := desk.ParseKnown(s); err == nil {
			if again, err := desk.ParseKnown(k.String()); err != nil || again.String() != k.String() {
				t.Fatalf("%q is %q: %v", s, k, err)
			}
		}
		if n, width, ok := parseTile(s); ok && (n < 0 || width < 1 || width > 256) {
			t.Fatalf("%q is tile %d of %d", s, n, width)
		}
		var u UUID
		if u.UnmarshalText([]byte(s)) == nil {
			var v UUID
			if err := v.UnmarshalText([]byte(u.String())); err != nil || v != u {
				t.Fatalf("%q is %s", s, u)
			}
		}
	})
}

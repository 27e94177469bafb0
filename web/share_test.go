package web

import (
	"testing"

	"amana/lang"
)

func TestShares(t *testing.T) {
	v := &visit{say: lang.New("en")}
	for _, c := range []struct {
		n, of int
		want  string
	}{
		{0, 214, "0\u00a0%"}, {1, 214, "under 1\u00a0%"}, {2, 200, "1\u00a0%"}, {1, 3, "33\u00a0%"}, {1, 8, "13\u00a0%"}, {999, 1000, "over 99\u00a0%"}, {99, 100, "99\u00a0%"}, {5, 5, "100\u00a0%"},
	} {
		if got := v.share(c.n, c.of); got != c.want {
			t.Errorf("%d of %d is %q, want %q", c.n, c.of, got, c.want)
		}
	}
}

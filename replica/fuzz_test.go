package replica

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// Whatever a witness answers, it is a signature to be looked at, a size in its one
// spelling, or a refusal: never two of these.
func FuzzSaid(f *testing.F) {
	const size = "text/x.tlog.size"
	for _, answer := range []string{"7\n", "0", "-1\n", "+7", "007", "9223372036854775808\n", "7\n\n", " 7", "", "\xff"} {
		f.Add(http.StatusConflict, size, answer)
		f.Add(http.StatusOK, "text/plain", answer)
	}
	f.Add(http.StatusConflict, size+"; a=b", "7\n")
	f.Add(http.StatusConflict, "text/plain", "7\n")
	f.Add(http.StatusTeapot, size, "7\n")
	f.Fuzz(func(t *testing.T, status int, kind, answer string) {
		note, has, err := said(&http.Response{StatusCode: status, Header: http.Header{"Content-Type": {kind}}}, []byte(answer))
		switch {
		case err != nil:
			if note != nil || has != 0 {
				t.Fatalf("%d %q is refused and read: %q %d", status, answer, note, has)
			}
		case has < 0:
			if status != http.StatusOK || string(note) != answer {
				t.Fatalf("%d %q is a signature: %q", status, answer, note)
			}
		default:
			if status != http.StatusConflict || note != nil || strconv.FormatInt(has, 10) != strings.TrimSuffix(answer, "\n") {
				t.Fatalf("%d %q is the size %d", status, answer, has)
			}
		}
	})
}

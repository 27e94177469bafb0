package sim

import (
	"flag"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// soaking says that everything is asked for longer (make soak).
var soaking = os.Getenv("AMANA_SOAK") != ""

// share is how long one property may take of a soak, which ends within an hour
// on a slow machine too.
const share = 45 * time.Second

// forEach checks a property over n generated histories, in a soak over eighty times
// as many as long as there is time, and prints over how many it was checked.
func forEach(t *testing.T, n int, property func(*rapid.T)) {
	t.Helper()
	if soaking {
		n *= 80
	}
	for name, value := range map[string]string{"rapid.checks": fmt.Sprint(n), "rapid.nofailfile": "true", "rapid.shrinktime": "20s"} {
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	var histories atomic.Int64
	begun := time.Now()
	rapid.Check(t, func(t *rapid.T) {
		if soaking && time.Since(begun) > share {
			return
		}
		histories.Add(1)
		property(t)
	})
	fmt.Printf("%s: %d histories\n", t.Name(), histories.Load())
}

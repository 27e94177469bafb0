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

// soak is how much longer everything takes when asked for (make soak).
func soak() int {
	if os.Getenv("AMANA_SOAK") != "" {
		return 20
	}
	return 1
}

// share is how long one property may take of a soak, which ends within an hour
// on a slow machine too.
const share = 2 * time.Minute

// forEach checks a property over n generated histories, twenty times as many in a
// soak as long as there is time, and prints over how many it was checked.
func forEach(t *testing.T, n int, property func(*rapid.T)) {
	t.Helper()
	for name, value := range map[string]string{"rapid.checks": fmt.Sprint(n * soak()), "rapid.nofailfile": "true", "rapid.shrinktime": "20s"} {
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	var histories atomic.Int64
	begun := time.Now()
	rapid.Check(t, func(t *rapid.T) {
		if soak() > 1 && time.Since(begun) > share {
			return
		}
		histories.Add(1)
		property(t)
	})
	fmt.Printf("%s: %d histories\n", t.Name(), histories.Load())
}

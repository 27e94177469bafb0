package webtest

import (
	"context"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"amana/domain/casefile"
	"amana/store/postgrestest"
)

func TestMain(m *testing.M) {
	code := postgrestest.Main(m)
	if b := opened.Load(); b != nil {
		b.Close()
	}
	os.Exit(code)
}

// chromium is one for all tests, from the first that needs it.
var (
	chromium = sync.OnceValues(func() (*Browser, error) {
		b, err := Open(context.Background())
		opened.Store(b)
		return b, err
	})
	opened atomic.Pointer[Browser]
)

// tab is a window for one test.
func tab(t *testing.T, w *World, look Look) *Tab {
	t.Helper()
	b, err := chromium()
	if err != nil {
		t.Fatal(err)
	}
	one, err := b.Tab(t.Context(), w, look)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(one.Close)
	return one
}

// What holds for every page is only as good as the people that the pages are
// about: somebody stands wherever a person can stand. Only a list that is taken
// over tells of who left before.
func TestSomebodyStandsEverywhere(t *testing.T) {
	w := Serve(t)
	there := map[casefile.Status]bool{casefile.StatusBefore: true}
	for special, number := range w.Cases {
		c, err := w.Desk.Case(t.Context(), w.Desk.Self(), number)
		if err != nil {
			t.Fatalf("%s: %v", special, err)
		}
		there[c.Status] = true
	}
	for _, s := range casefile.Statuses {
		if !there[s] {
			t.Errorf("nobody is %s", s)
		}
	}
}

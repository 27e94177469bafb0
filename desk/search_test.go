package desk_test

import (
	"testing"
	"time"

	"amana/desk"
	"amana/work"
)

// Where half of those who share a name are of an office of which nobody is signed
// in, nobody has looked at them: the file waits for them until somebody can.
func TestASearchThatCannotOpenAllFilesLetsNoneGo(t *testing.T) {
	f, _ := begun(t)
	f.signIn("CO-2")
	near := f.signIn("CO-1")
	worker := work.Worker{Desk: f.desk, Store: f.store, Name: "test"}
	const crowd = desk.AtOnce + 3
	batch := f.desk.Batch(100)
	var numbers []string
	for i := range crowd {
		args := named("Aissatou")
		delete(args, "wish")
		if args["office"] = "misrata"; i == 0 {
			args["office"] = "tripoli"
		}
		q := f.request("case.open", args)
		q.Imported = "a list"
		r, err := batch.Do(t.Context(), f.desk.Self(), "", q)
		if err != nil {
			t.Fatal(err)
		}
		numbers = append(numbers, r.Case)
	}
	land := func(err error) {
		t.Helper()
		if err == nil {
			err = batch.Flush(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	land(nil)
	_, err := batch.Crowd(t.Context(), numbers)
	land(err)
	want := func(when string, named, counted int) {
		t.Helper()
		for range 3 { // a job that had to wait, and one that follows from it
			f.clock = f.clock.Add(time.Minute)
			if _, err := worker.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		c, err := f.desk.Case(t.Context(), near, numbers[0])
		if err != nil {
			t.Fatal(err)
		}
		if a, b := len(c.File.Duplicates), c.File.Unnamed().Files; a != named || b != counted {
			t.Errorf("%s %d are named and %d counted, want %d and %d", when, a, b, named, counted)
		}
	}
	want("after the list", 0, crowd-1)
	f.signOut("CO-2")
	f.do(t, near, numbers[0], "household.join", map[string]any{"household": "H-9", "relation": "head"})
	want("while their office is shut", 0, crowd-1)
	f.signIn("CO-2")
	want("once it is open", desk.AtOnce, crowd-1-desk.AtOnce)
}

// A file of an office of which nobody is signed in is looked at once somebody is,
// whoever began the other: an officer, or a list.
func TestASearchGoesOnWhenAnOfficeOpens(t *testing.T) {
	for _, imported := range []string{"", "a list"} {
		f, _ := begun(t)
		far := f.signIn("CO-2")
		args := named("Aissatou")
		args["office"] = "misrata"
		r, err := f.desk.Do(t.Context(), far, "", f.request("case.open", args))
		if err != nil {
			t.Fatal(err)
		}
		worker := work.Worker{Desk: f.desk, Store: f.store, Name: "test"}
		works := func() {
			t.Helper()
			for range 5 {
				f.clock = f.clock.Add(time.Minute)
				if _, err := worker.Once(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		works()
		f.signOut("CO-2")
		near := f.signIn("CO-1")
		if args = named("Aissatou"); imported != "" {
			delete(args, "wish")
		}
		q := f.request("case.open", args)
		who := near
		if q.Imported = imported; imported != "" {
			who = f.desk.Self()
		}
		second, err := f.desk.Do(t.Context(), who, "", q)
		if err != nil {
			t.Fatal(err)
		}
		works()
		if c, err := f.desk.Case(t.Context(), near, second.Case); err != nil || len(c.File.Duplicates) != 0 {
			t.Fatalf("a file is named that nobody can open: %+v %v", c.File.Duplicates, err)
		}
		far = f.signIn("CO-2")
		works()
		for number, who := range map[string]desk.Actor{r.Case: far, second.Case: near} {
			if c, err := f.desk.Case(t.Context(), who, number); err != nil || len(c.File.Duplicates) != 1 {
				t.Errorf("imported from %q, %s names %+v %v", imported, number, c.File.Duplicates, err)
			}
		}
	}
}

package desk_test

import (
	"context"
	"sync"
	"testing"

	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/staff"
)

// between is a context in which something else is done once the store is first
// asked under it: what holds its answer asks the context for a value.
type between struct {
	context.Context
	once sync.Once
	do   func()
}

func (b *between) Value(of any) any {
	b.once.Do(b.do)
	return b.Context.Value(of)
}

// Whose account ends after it was asked whether they may act, and before the case
// was read, records nothing: a log with an act of theirs after that is one that
// nobody accepts.
func TestAnAccountThatEndsWhileItActs(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	if err := w.desk.Forget(t.Context(), number); err != nil {
		t.Fatal(err)
	}
	ended := false
	ctx := &between{Context: t.Context(), do: func() {
		if _, err := w.desk.DoOther(t.Context(), w.admin, casefile.User, "CO-1", w.request("user.revoke", staff.Revoke{Reason: "left"})); err != nil {
			t.Error(err)
		}
		ended = true
	}}
	_, err := w.desk.Do(ctx, w.counsellor, number, w.request("option.tell", tellArgs()))
	if !ended || fault.KindOf(err) != fault.Denied {
		t.Errorf("an act of an account that has ended: %v, want denied", err)
	}
}

package desk_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/safeguard"
	"amana/store"
)

func talkArgs() map[string]any {
	return map[string]any{"language": "hau", "understood": true, "mode": "in-person", "outOfHearing": true, "outOfSight": true, "control": "free", "witness": "none"}
}

func wishArgs() map[string]any {
	return map[string]any{"talk": talkArgs(), "ownWords": true, "words": "I want to go home", "heard": "friend", "suggestedBy": "nobody", "optionsFirst": true}
}

func openArgs() map[string]any {
	return map[string]any{
		"given": "Binta", "family": "Sow", "born": "1996-04-02", "sex": "woman", "nationalities": []string{"GMB"},
		"languages": []string{"hau"}, "destination": "GMB", "office": "tripoli", "wish": wishArgs(),
	}
}

// named is somebody by whose name nobody would think that they are another.
func named(given string) map[string]any {
	args := openArgs()
	args["given"] = given
	return args
}

func TestAWishAConsentAWithdrawalAndABlockedBoarding(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	if _, err := desk.CheckNumber(number); err != nil {
		t.Errorf("number %q: %v", number, err)
	}
	w.do(t, w.counsellor, number, "consent.give", map[string]any{"talk": talkArgs(), "text": "return-declaration", "version": 1, "language": "eng", "mark": "signature"})
	w.do(t, w.counsellor, number, "consent.withdraw", map[string]any{"channel": "phone"})

	_, err := w.try(w.movement, number, "boarding.board", map[string]any{"movement": "MJI-BJL-26-001"})
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Kind != fault.Blocked {
		t.Fatalf("boarding after a withdrawal: %v, want blocked", err)
	}
	found := f.Findings.([]safeguard.Finding)
	if len(found) == 0 {
		t.Fatal("a blocked act names no finding")
	}
	for _, x := range found {
		toAsk := []safeguard.Step{{Wait: x.Ask, By: x.Owner}}
		if x.Compartment != ledger.General && (len(x.Events) > 0 || !slices.Equal(x.Next, toAsk) || x.Reason.Key != "ask."+x.Ask) {
			t.Errorf("%s tells a movement officer more than whom to ask: %+v", x.Safeguard, x)
		}
	}
	if !slices.ContainsFunc(found, func(x safeguard.Finding) bool { return x.SaysNo() && len(x.Events) == 0 && x.Until.IsZero() }) {
		t.Errorf("a movement officer is not told of the no: %+v", found)
	}

	answer, err := w.desk.Findings(t.Context(), w.protection, number, desk.Asked{For: safeguard.Clearance})
	if err != nil {
		t.Fatal(err)
	}
	if answer.Clear {
		t.Error("clear after a withdrawal")
	}
	i := indexOf(answer.Findings, "consent-stands")
	if got := answer.Findings[i]; got.State != safeguard.Unmet || got.Reason.Key != "consent-stands.withdrawn" {
		t.Errorf("consent-stands = %s %s, want unmet consent-stands.withdrawn", got.State, got.Reason.Key)
	}
}

func indexOf(all []safeguard.Finding, id safeguard.ID) int {
	for i, f := range all {
		if f.Safeguard == id {
			return i
		}
	}
	return -1
}

func TestTheSameCommandTwiceIsOneEvent(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	r := w.request("consent.withdraw", map[string]any{"channel": "sms"})
	first, err := w.desk.Do(t.Context(), w.counsellor, number, r)
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.desk.Do(t.Context(), w.counsellor, number, r)
	if err != nil {
		t.Fatal(err)
	}
	if again.Entry != first.Entry || !again.Repeated {
		t.Errorf("second receipt %+v, want the first %+v repeated", again, first)
	}
	r.Args = json.RawMessage(`{"channel":"phone"}`)
	if _, err := w.desk.Do(t.Context(), w.counsellor, number, r); fault.KindOf(err) != fault.Conflict {
		t.Errorf("the same id for another command: %v, want a conflict", err)
	}
}

// Whoever has the store and knows the case cannot try what was said in it: what
// is kept of a command, so that it is known again, is no bare hash.
func TestWhatACommandSaidCannotBeTried(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	r := w.request("consent.withdraw", map[string]any{"channel": "sms"})
	if _, err := w.desk.Do(t.Context(), w.counsellor, number, r); err != nil {
		t.Fatal(err)
	}
	guess := sha256.Sum256([]byte(strings.Join([]string{number, r.Command, string(r.Args), r.Happened.UTC().Format(time.RFC3339)}, "\x00")))
	closed := sha256.Sum256([]byte(strings.Join([]string{number, r.Command, string(r.Args), r.Happened.UTC().Format(time.RFC3339), ""}, "\x00")))
	for _, body := range [][32]byte{guess, closed} {
		if _, err := w.store.Receipt(t.Context(), store.Command{ID: r.ID, Actor: w.counsellor.ID, BodyHash: body}); err == nil {
			t.Error("a guess is borne out")
		}
	}
}

func TestACaseOfAnotherOfficeIsMissing(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	elsewhere := w.enrol(t, "CO-9", "misrata", access.Counsellor)
	if _, err := w.try(elsewhere, number, "consent.withdraw", map[string]any{"channel": "phone"}); fault.KindOf(err) != fault.Missing {
		t.Errorf("withdrawing in another office's case: %v, want missing", err)
	}
	page, err := w.desk.Cases(t.Context(), elsewhere, desk.Query{Limit: 10})
	if err != nil || len(page.Cases) != 0 {
		t.Errorf("list of another office: %v %v, want empty", page.Cases, err)
	}
}

func TestAnAdministratorReadsNoCase(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	if _, err := w.desk.Case(t.Context(), w.admin, number); fault.KindOf(err) != fault.Missing {
		t.Errorf("an administrator reads a case: %v, want missing", err)
	}
}

func TestSignIn(t *testing.T) {
	w := newWorld(t)
	token, err := w.desk.SignIn(t.Context(), "co-1", password)
	if err != nil {
		t.Fatal(err)
	}
	who, err := w.desk.Who(t.Context(), token)
	if err != nil || who.ID != w.counsellor.ID {
		t.Fatalf("who = %v %v, want the counsellor", who.ID, err)
	}
	w.desk.SignOut(token)
	if _, err := w.desk.Who(t.Context(), token); fault.KindOf(err) != fault.Denied {
		t.Errorf("after signing out: %v, want denied", err)
	}
	for range 5 {
		if _, err := w.desk.SignIn(t.Context(), "co-1", "not the password"); fault.KindOf(err) != fault.Denied {
			t.Fatalf("a wrong password: %v, want denied", err)
		}
	}
	if _, err := w.desk.SignIn(t.Context(), "co-1", password); fault.KindOf(err) != fault.Denied {
		t.Error("the right password after five wrong ones opened a locked account")
	}
	w.clock = w.clock.Add(16 * time.Minute)
	if _, err := w.desk.SignIn(t.Context(), "co-1", password); err != nil {
		t.Errorf("after the lock-out: %v", err)
	}
}

// A password is changed by another process of the node, as the command does it:
// whoever holds a token of before is signed out, and nobody else.
func TestAChangedPasswordEndsTheSessionsOfBefore(t *testing.T) {
	w := newWorld(t)
	signIn := func(name, password string) string {
		t.Helper()
		token, err := w.desk.SignIn(t.Context(), name, password)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	stolen, other := signIn("CO-1", password), signIn("PO-1", password)
	beside, err := desk.Open(t.Context(), w.config(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := beside.ChangePassword(t.Context(), "co-1", password, "another long password"); err != nil {
		t.Fatal(err)
	}
	fresh := signIn("CO-1", "another long password")
	if err := w.desk.EndIdle(t.Context()); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		token string
		ended bool
	}{"of the old password": {stolen, true}, "of the new one": {fresh, false}, "of somebody else": {other, false}} {
		if _, err := w.desk.Who(t.Context(), c.token); (fault.KindOf(err) == fault.Denied) != c.ended {
			t.Errorf("the session %s: %v", name, err)
		}
	}
}

func TestTheFileReadAgainFromTheStoreIsTheSame(t *testing.T) {
	w := newWorld(t)
	number := w.open(t, openArgs())
	w.do(t, w.counsellor, number, "consent.withdraw", map[string]any{"channel": "phone"})
	before := w.caseJSON(t, number)
	w.reopen(t)
	if after := w.caseJSON(t, number); after != before {
		t.Errorf("read again:\n%s\nwas:\n%s", after, before)
	}
}

func (w *world) caseJSON(t *testing.T, number string) string {
	t.Helper()
	c, err := w.desk.Case(context.WithoutCancel(t.Context()), w.protection, number)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

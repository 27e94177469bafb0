package desk_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"

	"amana/desk"
	"amana/desk/desktest"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/fault"
	"amana/domain/movement"
)

// A no cannot be refused because others write to the same case and movement
// without a pause: they are refused, and may try again.
func TestANoIsTakenWhileOthersWrite(t *testing.T) {
	for _, engine := range desktest.Engines {
		t.Run(engine, func(t *testing.T) {
			w, err := desktest.Build(t.Context(), desktest.Config(t, engine))
			if err == nil {
				err = w.Scene(t.Context())
			}
			if err != nil {
				t.Fatal(err)
			}
			number := travels(t, w, "Zainab", "clearance.draw")
			ctx, stop := context.WithCancel(t.Context())
			var others sync.WaitGroup
			for range 3 {
				others.Go(func() {
					for ctx.Err() == nil {
						_, _ = w.Desk.Do(ctx, w.Who("cou"), number, asking(t, "sharing.consent", consent.Share{Recipient: "unhcr", Purpose: "protection"}))
						_, _ = w.Desk.DoOther(ctx, w.Who("mov"), casefile.Movement, desktest.Flight, asking(t, "movement.count", movement.Count{Where: movement.Aircraft}))
					}
				})
			}
			for i := range 30 {
				r := asking(t, "consent.withdraw", consent.Withdraw{Channel: "phone"})
				if i%2 == 0 {
					r = asking(t, "consent.report", consent.Report{Channel: "hotline"})
				}
				if _, err := w.Desk.Do(t.Context(), w.Who("cas"), number, r); err != nil {
					f := fault.Of(err)
					t.Errorf("refused at %d: %v", i, f)
				}
			}
			stop()
			others.Wait()
			c, err := w.Desk.Case(t.Context(), w.Desk.Self(), number)
			if err != nil || len(c.File.Consent.Withdrawals) != 15 || len(c.File.Consent.Reports) != 15 {
				t.Errorf("%d withdrawals and %d reports are on record, %v", len(c.File.Consent.Withdrawals), len(c.File.Consent.Reports), err)
			}
		})
	}
}

func asking(t *testing.T, command string, args any) desk.Request {
	t.Helper()
	text, err := json.Marshal(args)
	if err != nil {
		t.Error(err)
	}
	return desk.Request{ID: newID(), Command: command, Args: text}
}

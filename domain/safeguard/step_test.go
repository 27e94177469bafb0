package safeguard

import (
	"slices"
	"strings"
	"testing"
	"time"

	"amana/domain/access"
)

// steps is what a finding asks for, in words: "wait 11-21 14:00", "gate.answer".
func steps(f Finding) string {
	var all []string
	for _, s := range f.Next {
		text := s.Do
		if text == "" {
			text = "wait for " + s.Wait
		}
		if s.About != "" && len(s.About) < 30 {
			text += " " + s.About
		}
		if !s.Until.IsZero() {
			text += " until " + s.Until.In(tripoli).Format("01-02 15:04")
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

// What a blocking finding asks for is what helps now: a wait while there is
// something to wait for, the act itself from that moment on.
func TestSteps(t *testing.T) {
	book := testBook(t)
	for _, c := range []struct {
		name   string
		rule   ID
		act    Act
		change func(*world)
		want   string
	}{
		{"the gate is not open yet", "gate", Boarding, func(w *world) { w.Journey.Gate = nil; w.flies(hours(8)) }, "wait for time until 11-21 12:00"},
		{"the gate opens", "gate", Boarding, func(w *world) { w.Journey.Gate = nil; w.flies(hours(6)) }, "gate.answer"},
		{"too early to ask again", "reaffirmed", Boarding, func(w *world) { w.Will.Reaffirmed = nil; w.flies(days(4)) }, "wait for time until 11-22 10:00"},
		{"time to ask again", "reaffirmed", Boarding, func(w *world) { w.Will.Reaffirmed = nil; w.flies(days(3)) }, "consent.reaffirm"},
		{"known by a photograph that they agreed to", "same-person", Boarding, func(w *world) {
			w.Journey.Chosen[0].How = "photograph"
		}, "gate.confirm-person photograph, gate.confirm-person met-before"},
		{"known by what they chose, or if they forgot it by who met them", "same-person", Boarding, func(w *world) { w.Journey.Same = nil }, "gate.confirm-person two-facts, gate.confirm-person met-before"},
		{"what they chose in time they gave up for another, late", "same-person", Boarding, func(w *world) {
			w.Journey.Same, w.Journey.Chosen[0].Replaced = nil, true
		}, "gate.confirm-person met-before"},
		{"nothing was chosen, and it is late", "same-person", Boarding, func(w *world) { w.Journey.Same, w.Journey.Chosen = nil, nil }, "gate.confirm-person met-before"},
		{"too early for the check", "fit-to-travel", Boarding, func(w *world) { w.Protection.Health = w.Protection.Health[:1]; w.flies(days(4)) }, "wait for time until 11-22 10:00"},
		{"nobody is called to the panel", "best-interests", Seat, func(w *world) { w.lone(); w.convened(0); w.Protection.Panel = nil }, "call.make panel-member"},
		{"three are called", "best-interests", Seat, func(w *world) { w.lone(); w.convened(days(2)) }, "interests.determine return"},
		{"two spoke, the third does not come", "best-interests", Seat, func(w *world) {
			w.lone()
			w.convened(days(11))
			w.votes("bi1", AboutReturn, "UNICEF", days(9), true)
			w.votes("bi2", AboutReturn, "UNHCR", days(9), true)
		}, "interests.determine return, call.make panel-member"},
		{"two spoke, the third does not come, and a fourth was called", "best-interests", Seat, func(w *world) {
			w.lone()
			w.convened(days(11))
			w.votes("bi1", AboutReturn, "UNICEF", days(9), true)
			w.votes("bi2", AboutReturn, "UNHCR", days(9), true)
			w.Protection.Panel = append(w.Protection.Panel, Member{Ref: w.by("pia", days(1)), Officer: who("bi4")})
			w.Around.Officers[who("bi4")] = Officer{Roles: []access.Role{access.PanelMember}}
		}, "interests.determine return"},
		{"two spoke, the third has no account any more", "best-interests", Seat, func(w *world) {
			w.lone()
			w.convened(days(2))
			w.votes("bi1", AboutReturn, "UNICEF", days(1), true)
			w.votes("bi2", AboutReturn, "UNHCR", days(1), true)
			delete(w.Around.Officers, who("bi3"))
		}, "call.make panel-member"},
		{"nor another role's", "best-interests", Seat, func(w *world) {
			w.lone()
			w.convened(days(2))
			w.votes("bi1", AboutReturn, "UNICEF", days(1), true)
			w.votes("bi2", AboutReturn, "UNHCR", days(1), true)
			w.Around.Officers[who("bi3")] = Officer{Roles: []access.Role{access.Counsellor}}
		}, "call.make panel-member"},
		{"UNHCR cannot, and nobody is called who can", "unhcr-counselled", Clearance, func(w *world) { w.refused() }, "call.make observer, unhcr.counsel independent"},
		{"UNHCR cannot, and somebody is called", "unhcr-counselled", Clearance, func(w *world) {
			w.refused()
			w.Refoulement.Observers = []Member{{Ref: w.by("pia", days(1)), Officer: who("obs")}}
		}, "unhcr.counsel independent"},
		{"whose duty has ended", "unhcr-counselled", Clearance, func(w *world) {
			w.refused()
			w.Refoulement.Observers = []Member{{Ref: w.by("pia", days(1)), Officer: who("obs"), Ended: w.by("pia", 0)}}
		}, "call.make observer, unhcr.counsel independent"},
		{"one session today", "counselled", Seat, func(w *world) { w.Will.Sessions = nil; w.counsels("cou", hours(2)) }, "wait for time until 11-22 00:00"},
		{"one session today, which does not count", "counselled", Seat, func(w *world) {
			w.Will.Sessions = nil
			w.counsels("cou", hours(2))
			w.Will.Sessions[0].Talk = overheard()
		}, "counselling.hold"},
		{"one session yesterday", "counselled", Seat, func(w *world) { w.Will.Sessions = nil; w.counsels("cou", days(1)) }, "counselling.hold"},
		{"lapses before departure: a talk still helps", "counselled", Clearance, func(w *world) {
			w.Will.Sessions[0].Since = now.Add(-days(89))
			w.flies(days(3))
		}, "counselling.hold, counselling.extend"},
		{"lapsed: a talk no longer helps", "counselled", Clearance, func(w *world) { w.Will.Sessions[0].Since = now.Add(-days(91)) }, "counselling.hold"},
		{"lapses at 180 days: a talk no longer helps", "counselled", Clearance, func(w *world) {
			w.Will.Sessions[0].Since = now.Add(-days(179))
			w.Will.Extended = []Extended{{Ref: w.by("cou", days(95)), Talk: alone}, {Ref: w.by("cou", days(20)), Talk: alone}}
			w.flies(days(3))
		}, "counselling.hold"},
		{"release was requested yesterday", "voluntary", Clearance, func(w *world) {
			w.held()
			w.Will.Releases = []Release{{Ref: w.by("pia", days(1))}}
		}, "wait for authority until 11-27 10:00"},
		{"release was requested seven days ago", "voluntary", Clearance, func(w *world) {
			w.held()
			w.Will.Releases = []Release{{Ref: w.by("pia", days(7))}}
		}, "release.answer no-answer"},
		{"held where nothing counts, never assessed", "voluntary", Clearance, func(w *world) {
			w.dark("ZAW", Place{})
			w.Will.Voluntary, w.Will.Releases = nil, nil
		}, "voluntary.assess outside-control"},
		{"the second interview can be tomorrow", "voluntary", Clearance, func(w *world) {
			w.held()
			w.Will.Voluntary[0].Ref, w.Will.Second = w.by("pia", hours(4)), nil
		}, "wait for time until 11-22 06:00"},
		{"withdrawn this morning, counselled", "consent-stands", Clearance, func(w *world) {
			w.withdraw(hours(4))
			w.counsels("cou", hours(2))
		}, "wait for time until 11-22 06:00"},
		{"withdrawn this morning", "consent-stands", Clearance, func(w *world) { w.withdraw(hours(4)) }, "counselling.hold"},
		{"suggested by a relative an hour ago", "own-wish", Seat, func(w *world) {
			w.Will.Wishes = nil
			w.again("cou", hours(1), false)
			w.Will.Wishes[0].SuggestedBy = "relative"
		}, "wait for time until 11-21 12:00"},
		{"suggested by a relative yesterday", "own-wish", Seat, func(w *world) { w.Will.Wishes[0].SuggestedBy = "relative" }, "wish.state another-officer"},
		{"an imported consent of an officer who is here", "consent", Seat, func(w *world) { w.listed("pia") }, "consent.give, import.attest"},
		{"an imported consent of an officer who left", "consent", Seat, func(w *world) { w.listed("gone") }, "consent.give"},
		{"an imported consent of nobody known", "consent", Seat, func(w *world) { w.listed("") }, "consent.give"},
		{"an imported consent, attested and not met again", "consent", Seat, func(w *world) {
			w.listed("pia")
			w.Vouched[w.Will.Consents[0].ID], w.Contacts = w.by("pia", 0), nil
		}, "consent.give"},
		{"the embassy, without consent to share", "sharing-consented", Embassy, func(w *world) { w.Preparation.Sharing = nil }, "sharing.consent embassy/travel-document/NGA"},
		{"a linked file was withdrawn", "consent-stands", Boarding, func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"withdrawal"}}} }, "counselling.hold linked-file, case.unlink"},
		{"a linked file is on hold", "no-hold", Boarding, func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"hold"}}} }, "hold.lift linked-file, case.unlink"},
		{"a linked file holds a real risk", "real-risk-absolute", Boarding, func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"real-risk"}}} }, "risk.assess linked-file, case.unlink"},
		{"a linked file holds a request for asylum", "unhcr-counselled", Clearance, func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"asylum"}}} }, "asylum.lift linked-file, case.unlink"},
		{"a linked file holds a fear", "fear-asked", Embassy, func(w *world) { w.Around.Linked = []Linked{{Stops: []string{"fear"}}} }, "fear.ask linked-file, case.unlink"},
		{"of somebody's file nothing could be read", "not-collective", Boarding, func(w *world) { w.Around.Movement.Examined.Unread = 1 }, "movement.examine, wait for unread"},
		{"returns are suspended: other help", "destination-open", Seat, func(w *world) { w.Around.Country.Suspended = true }, "wait for country, case.end"},
	} {
		w := ready()
		c.change(w)
		got := ask(t, book, w.Facts, now, c.act, c.rule)
		if !got.State.Blocks() || steps(got) != c.want {
			t.Errorf("%s: %s asks for %q, want %q", c.name, answer(got), steps(got), c.want)
		}
	}
}

// flies moves the flight to some time from now, planned so from the start.
func (w *world) flies(in time.Duration) {
	w.Around.Movement.Departs, w.Around.Movement.Arrives = now.Add(in), now.Add(in+hours(5))
}

// A finding that reveals nothing carries the same words whatever the rule.
func TestPlainReasons(t *testing.T) {
	book := testBook(t)
	plain := []string{"safeguard.met", "safeguard.not-applicable", "safeguard.not-yet-due"}
	for _, f := range Evaluate(ready().Facts, book, now, Seat) {
		if !slices.Contains(plain, f.Reason.Key) {
			t.Errorf("%s: %s", f.Safeguard, f.Reason.Key)
		}
	}
}

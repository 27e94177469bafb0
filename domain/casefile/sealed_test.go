package casefile

import (
	"reflect"
	"strings"
	"testing"

	"amana/domain/access"
	"amana/domain/assessment"
	"amana/domain/consent"
	"amana/domain/counselling"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
	"amana/domain/talk"
)

// redacted is an event as a process with some compartments reads it: what is
// sealed to others is absent, and the event says that it is there.
func redacted(e ledger.Event, open ledger.Set) ledger.Event {
	if !open.Has(ledger.General) {
		e.Body, e.Sealed = nil, ledger.SetOf(ledger.General)
		return e
	}
	body := reflect.New(reflect.TypeOf(e.Body)).Elem()
	body.Set(reflect.ValueOf(e.Body))
	e.Sealed |= redact(body, open)
	e.Body = body.Interface().(ledger.Body)
	return e
}

func redact(v reflect.Value, open ledger.Set) (sealed ledger.Set) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if comp, ok := ledger.ParseCompartment(f.Tag.Get("seal")); ok && !open.Has(comp) {
			v.Field(i).SetZero()
			sealed |= ledger.SetOf(comp)
		} else if f.Anonymous {
			sealed |= redact(v.Field(i), open)
		}
	}
	return sealed
}

// readBy is the case as a process with those compartments folds it.
func (w *world) readBy(open ledger.Set) *Case {
	var events []ledger.Event
	for _, e := range w.events {
		events = append(events, redacted(e, open))
	}
	h := ledger.History{Events: events, Past: ledger.Ancestry{N: len(events)}}
	return Fold(&h)
}

func (w *world) findings(c *Case, act safeguard.Act) map[safeguard.ID]safeguard.Finding {
	all := map[safeguard.ID]safeguard.Finding{}
	for _, f := range safeguard.Evaluate(c.Facts(w.around(nil)), w.book, w.now, act) {
		all[f.Safeguard] = f
	}
	return all
}

var keys = map[string]ledger.Set{
	"general only": ledger.SetOf(ledger.General),
	"health":       ledger.SetOf(ledger.General, ledger.Medical),
	"protection":   ledger.SetOf(ledger.General, ledger.Protection),
	"none":         0,
}

// Opening fewer compartments only turns answers into "unknown", at every stage
// of every way and at every act; it never makes one met that is not.
func TestFewerKeysKnowLess(t *testing.T) {
	for name, way := range goldens() {
		w := begin(t)
		for _, d := range way {
			w.do(d)
			for who, open := range keys {
				c := w.readBy(open)
				for _, act := range safeguard.Acts {
					full := w.findings(w.file, act)
					for id, f := range w.findings(c, act) {
						if f.State != full[id].State && f.State != safeguard.Unknown && open.Has(ledger.General) {
							t.Fatalf("%s after %s: with %s, %s at %s is %s; it is %s", name, d.what, who, id, act, short(f), short(full[id]))
						}
						if !open.Has(ledger.General) && len(w.events) > 0 && f.State == safeguard.Met {
							t.Fatalf("%s after %s: with no key, %s at %s is met", name, d.what, id, act)
						}
					}
				}
			}
		}
	}
}

// What blocks is attested with its day: with none while the file is closed, and
// with one again when it is opened.
func TestADayIsAttestedAgain(t *testing.T) {
	w := begin(t, here...)
	for _, c := range []struct {
		do  doing
		due bool
	}{
		{does("sam", "counselling.hold", counselling.Hold{Talk: alone, Minutes: 40}), true},
		{does("cas", "case.end", End{Outcome: "lost-contact"}), false},
		{does("cas", "case.reopen", Reopen{}), true},
	} {
		w.do(c.do)
		says := Attestation(w.file, w.around(nil), w.book, w.now, ledger.Everything, false)
		if says == nil {
			t.Fatalf("after %s nothing is attested", c.do.what)
		}
		d := does("pia", "safeguard.attest", nil)
		w.record(d, w.deed(d), *says)
		if got := !w.file.Attested["voluntary"].Due.IsZero(); got != c.due {
			t.Errorf("after %s: attested with a day: %v", c.do.what, got)
		}
	}
}

// An officer who holds the keys attests; those with the general compartment
// only rest on it at every act, until something comes that they cannot read.
func TestAttestation(t *testing.T) {
	w := begin(t, before("boarding.board")...)
	general := ledger.SetOf(ledger.General)
	attest := func() {
		t.Helper()
		says := Attestation(w.file, w.around(nil), w.book, w.now, ledger.Everything, false)
		if says == nil {
			t.Fatal("nothing to attest")
		}
		d := does("pia", "safeguard.attest", nil)
		w.record(d, w.deed(d), *says)
	}
	unknowns := func() (all []string) {
		t.Helper()
		c := w.readBy(general)
		for _, act := range safeguard.Acts {
			full := w.findings(w.file, act)
			for id, f := range w.findings(c, act) {
				if f.State != full[id].State {
					all = append(all, string(act)+" "+string(id)+" "+short(f))
				}
			}
		}
		return all
	}
	if len(unknowns()) == 0 {
		t.Fatal("everything is known without a key")
	}
	attest()
	if got := unknowns(); len(got) > 0 {
		t.Errorf("after the attestation: %s", strings.Join(got, ", "))
	}
	if says := Attestation(w.file, w.around(nil), w.book, w.now, ledger.Everything, false); says != nil {
		t.Error("the same is attested again")
	}
	w.do(does("cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome}))
	if got := w.findings(w.readBy(general), safeguard.Boarding)["unhcr-counselled"]; short(got) != "unknown sealed" {
		t.Errorf("a fear that cannot be read here: %s", short(got))
	}
	attest()
	if got := w.findings(w.readBy(general), safeguard.Boarding)["unhcr-counselled"]; got.State != safeguard.Unmet {
		t.Errorf("attested as unmet, read as %s", short(got))
	}
}

// What somebody answered about international protection only those read who hold
// the keys of asylum. That they were told of it, and that nobody is flown who
// wants it, is known without.
func TestAnAnswerAboutProtectionIsSealed(t *testing.T) {
	tell := counselling.Tell{Option: "international-protection", Explained: true, Available: "yes", Answer: "wants"}
	w := begin(t, with(before("boarding.board"), does("cou", "option.tell", tell))...)
	for _, keys := range []ledger.Set{ledger.SetOf(ledger.General), ledger.SetOf(ledger.General, ledger.Protection), ledger.Everything} {
		c := w.readBy(keys)
		last := c.Counselling.Told[len(c.Counselling.Told)-1]
		if reads := last.Answer == "wants"; reads != keys.Has(ledger.Asylum) || last.Option != tell.Option {
			t.Errorf("with the keys of %s they read of %s: %q", keys, last.Option, last.Answer)
		}
		found := w.findings(c, safeguard.Boarding)
		if f := found["alternatives-offered"]; short(f) != "met" {
			t.Errorf("with the keys of %s alternatives-offered is %s", keys, short(f))
		}
		if f := found["unhcr-counselled"]; !f.State.Blocks() {
			t.Errorf("with the keys of %s unhcr-counselled is %s", keys, short(f))
		}
	}
	if got := w.readBy(0).Counselling.Told; len(got) > 0 {
		t.Errorf("without any key they read of options %v", got)
	}
}

// What stops a journey is never only in a closed compartment: the stops of a
// linked file are known without its keys.
func TestStopsAreKnownWithoutKeys(t *testing.T) {
	for what, d := range map[string]doing{
		"fear":      does("cou", "fear.ask", assessment.AskFear{Talk: alone, Answer: safeguard.FearHome}),
		"real-risk": does("pia", "risk.assess", assessment.AssessRisk{Finding: "real", Sheet: "NGA-1"}),
	} {
		w := begin(t, with(before("boarding.board"), d)...)
		got := w.readBy(ledger.SetOf(ledger.General)).Stops(w.around(nil), w.book, w.now)
		if len(got.Stops) != 1 || got.Stops[0] != what {
			t.Errorf("%s: without keys %v stands", what, got.Stops)
		}
	}
	w := begin(t, with(before("boarding.board"), does("pia", "age.doubt", assessment.DoubtAge{}),
		does("sam", "age.settle", assessment.SettleAge{Child: true}), does("cas", "age.settle", assessment.SettleAge{Child: true}))...)
	if !w.readBy(ledger.SetOf(ledger.General)).Stops(w.around(nil), w.book, w.now).Child {
		t.Error("two officers found a child; without keys it is an adult")
	}
}

// An effect that follows from a sealed member is withheld from who may not read
// that member: it would tell what it says.
func TestAnEffectTellsNothingSealed(t *testing.T) {
	for _, kind := range Kinds() {
		effects := map[ledger.Effect]bool{ledger.EffectOf(kind): true}
		for _, value := range []string{"none", "home", "real", "no", "yes", "unfit", "objects", "able", assessment.InDoubt, safeguard.WithParent} {
			body := reflect.New(reflect.TypeOf(kind)).Elem()
			body.Set(reflect.ValueOf(kind))
			if fill(body, value) {
				effects[ledger.EffectOf(body.Interface().(ledger.Body))] = true
			}
		}
		if varies := len(effects) > 1; varies != EffectIsSealed(kind) {
			t.Errorf("%s: its effect follows from what is sealed: %t, and it is said to: %t", kind.Kind(), varies, !varies)
		}
	}
}

// fill puts something into every member that is sealed, and says whether there is one.
func fill(v reflect.Value, text string) (sealed bool) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		switch _, tagged := f.Tag.Lookup("seal"); {
		case tagged && f.Type.Kind() == reflect.String:
			v.Field(i).SetString(text)
			sealed = true
		case tagged && f.Type.Kind() == reflect.Bool:
			v.Field(i).SetBool(text != "no")
			sealed = true
		case f.Anonymous && f.Type.Kind() == reflect.Struct:
			sealed = fill(v.Field(i), text) || sealed
		}
	}
	return sealed
}

// What was attested is of the person, the place and the seat of then: once
// somebody without the keys corrects, seats or moves them otherwise, those with
// fewer keys know no longer what those with all of them know to be unmet.
func TestAnAttestationIsOfItsGround(t *testing.T) {
	elsewhere := seat
	elsewhere.Movement = "MJI-LOS-26-042"
	for name, c := range map[string]struct {
		way  []doing
		then doing
		by   safeguard.ID // the rule that blocks now
	}{
		"another nationality":        {before("boarding.board"), does("imp", "case.correct", Correct{Changed: Changed{Nationalities: []string{"ERI"}}}), "unhcr-counselled"},
		"a child after all":          {before("boarding.board"), does("imp", "case.correct", Correct{Changed: Changed{Born: date("11-01").AddYears(-15), Alone: "unaccompanied"}}), "best-interests"},
		"held":                       {before("boarding.board"), does("imp", "custody.record", RecordCustody{Date: "eve", Held: true, Place: "TAJ"}), "voluntary"},
		"alone after all":            {with(before("case.open"), childWay(child(10, "with-parent"))...), does("imp", "case.correct", Correct{Changed: Changed{Alone: "unaccompanied"}}), "best-interests"},
		"the escort is of no flight": {escorted(), does("mov", "seat.give", elsewhere), "best-interests"},
	} {
		t.Run(name, func(t *testing.T) {
			w := begin(t, c.way...)
			d := does("pia", "safeguard.attest", nil)
			w.record(d, w.deed(d), *Attestation(w.file, w.around(nil), w.book, w.now, ledger.Everything, true))
			if c.then.what == "seat.give" {
				delete(w.others, Movement) // the seat is on another
				w.do(notes(Movement, "mov", "movement.plan", movement.Plan{Reference: elsewhere.Movement, Kind: "charter", To: "NGA", Line: "L-1", Cost: 1000, Departs: clock("11-21 12:00"), Arrives: clock("11-21 17:00")}))
				w.record(c.then, w.deed(c.then), movement.SeatGiven{GiveSeat: elsewhere})
			} else {
				w.do(c.then)
			}
			full := w.findings(w.file, safeguard.Boarding)
			if f := full[c.by]; !f.State.Blocks() || f.Basis != safeguard.OnFacts {
				t.Fatalf("with all keys %s is %s", c.by, short(f))
			}
			for who, open := range keys {
				for id, f := range w.findings(w.readBy(open), safeguard.Boarding) {
					if full[id].State.Blocks() && !f.State.Blocks() {
						t.Errorf("with %s, %s is %s; it is %s", who, id, short(f), short(full[id]))
					}
				}
			}
		})
	}
}

// A talk that somebody overheard after the attestation is no secret of those who
// attested.
func TestATalkSinceTheAttestationIsHeard(t *testing.T) {
	for _, c := range []struct {
		talk talk.Talk
		want string
	}{{alone, "met"}, {overheard(), "unknown sealed"}} {
		w := begin(t, before("boarding.board")...)
		d := does("pia", "safeguard.attest", nil)
		w.record(d, w.deed(d), *Attestation(w.file, w.around(nil), w.book, w.now, ledger.Everything, true))
		w.do(does("cou", "consent.reaffirm", consent.Reaffirm{Talk: c.talk, Answer: safeguard.Yes}))
		for _, open := range []ledger.Set{ledger.SetOf(ledger.General), ledger.SetOf(ledger.General, ledger.Protection)} {
			if got := short(w.findings(w.readBy(open), safeguard.Boarding)["private-interview"]); got != c.want {
				t.Errorf("out of hearing %v, with %s: %s, want %s", c.talk.OutOfHearing, open, got, c.want)
			}
		}
	}
}

// What was attested to block is not said to block once it may no longer.
func TestAnAttestedBlockEndsWithItsGround(t *testing.T) {
	way := escorted()
	w := begin(t, way[:len(way)-1]...)
	d := does("pia", "safeguard.attest", nil)
	w.record(d, w.deed(d), *Attestation(w.file, w.around(nil), w.book, w.now, ledger.Everything, true))
	general := ledger.SetOf(ledger.General)
	if got := short(w.findings(w.readBy(general), safeguard.Seat)["best-interests"]); got != "unmet attested" {
		t.Errorf("before the escort it is %s", got)
	}
	w.do(way[len(way)-1])
	if got := short(w.findings(w.file, safeguard.Seat)["best-interests"]); got != "met" {
		t.Errorf("with the escort it is %s", got)
	}
	if got := short(w.findings(w.readBy(general), safeguard.Seat)["best-interests"]); got != "unknown sealed" {
		t.Errorf("with the escort and without keys it is %s", got)
	}
}

// escorted is a child alone for whom a panel decided, with an escort on a flight.
func escorted() []doing {
	way := with(before("case.open"), opened(child(10, "unaccompanied")), does("pia", "interests.assess", assessment.AssessInterests{Agrees: true, View: "wants to", Reasons: "seen"}))
	for member, agency := range map[string]string{"bi1": "IOM", "bi2": "UNICEF", "bi3": "UNICEF"} {
		way = append(way, calls(member, access.PanelMember), does(member, "interests.determine", vote(agency)))
	}
	return append(way,
		does("pia", "family.trace", assessment.Trace{Action: "referral-icrc", Result: "unsuccessful"}),
		does("pia", "caregiver.arrange", assessment.ArrangeCaregiver{Who: "welfare-authority", Safe: true, Status: "unaccompanied"}),
		agrees("escort", "travel"),
		does("mov", "escort.arrange", assessment.ArrangeEscort{Movement: flight, Escort: who("esc")}),
	)
}

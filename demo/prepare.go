package demo

import (
	"crypto/sha256"
	"fmt"

	"amana/domain/assessment"
	"amana/domain/casefile"
	"amana/domain/consent"
	"amana/domain/day"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/reintegration"
	"amana/domain/safeguard"
	"amana/domain/screening"
)

// prepare is what is shared and asked for: embassy, papers, exit, needs.
func (w *way) prepare() {
	from := day.Later(morning(w.f.departs, -17, w.zone), morning(w.p.first, 8, w.zone))
	on := func(days int) { w.to(morning(from, days, w.zone)) }
	if w.p.rush {
		on = func(int) {}
		w.on(1)
	}
	on(0)
	w.share("embassy", "travel-document")
	w.share("libyan-authority", "exit-permission")
	w.share("carrier", "travel")
	for _, state := range w.p.nation.through {
		w.shareWith("transit-state", "travel", state)
	}
	w.do(w.co(), "identity.choose", w.choice())
	if w.needy() {
		w.share("receiving-mission", "reception")
	}
	w.do(w.cw(), "entry.confirm", assessment.ConfirmEntry{Country: w.p.nation.code, Confirmed: !w.p.refusedIn, Through: "published"})
	on(1)
	w.do(w.cw(), "embassy.contact", movement.ContactEmbassy{Embassy: w.p.nation.code, For: "travel-document"})
	if w.needy() {
		w.notify()
	}
	on(4)
	w.do(w.cw(), "document.record", movement.RecordDocument{
		Document: pick(w.rng, []string{"emergency-travel-document", "laissez-passer", "passport"}), From: w.today().Add(-2), To: w.today().Add(90), Through: safeguard.ThroughEmbassy,
	})
	w.do(w.cw(), "authority.name", movement.NameToAuthority{For: "exit-permission"})
	on(5)
	w.do(w.cw(), "exit.record", movement.RecordExit{Granted: true, From: w.today(), To: w.today().Add(60)})
	if !w.p.infant(w.at) {
		w.do(w.co(), "reintegration.tell", reintegration.Tell{Written: true, Aloud: true, Gets: true, FromWhom: true, When: true, HowMuch: true, PlanFollows: true, FirstDays: true, Interpreter: w.talk().Interpreter})
	}
}

// knownBy is by what the person is known at the gate; an infant, by a photograph.
func (w *way) knownBy() string {
	if w.p.n%2 == 0 || w.p.infant(w.p.first) {
		return "photograph"
	}
	return safeguard.TwoFacts
}

func (w *way) choice() movement.ChooseIdentity {
	if w.knownBy() == "photograph" {
		return movement.ChooseIdentity{Talk: w.talk(), How: "photograph", Photograph: w.digest("photograph")}
	}
	return movement.ChooseIdentity{Talk: w.talk(), How: safeguard.TwoFacts, Word: w.digest("word"), Picture: w.digest("picture")}
}

// known is how the person shows at the gate who they are.
func (w *way) known() movement.ConfirmPerson {
	if w.knownBy() == "photograph" {
		return movement.ConfirmPerson{Movement: w.f.ref, How: "photograph"}
	}
	return movement.ConfirmPerson{Movement: w.f.ref, How: safeguard.TwoFacts, Word: w.digest("word"), Picture: w.digest("picture")}
}

func (w *way) digest(of string) ledger.Hash {
	return sha256.Sum256(fmt.Appendf(nil, "%s of person %d", of, w.p.n))
}

func (w *way) share(recipient, purpose string) {
	country := ""
	if recipient == "embassy" || recipient == "receiving-mission" {
		country = w.p.nation.code
	}
	w.shareWith(recipient, purpose, country)
}

func (w *way) shareWith(recipient, purpose, country string) {
	w.do(w.co(), "sharing.consent", consent.Share{Recipient: recipient, Purpose: purpose, Country: country, Interpreter: w.talk().Interpreter})
}

// notify tells the receiving mission of the needs, which says who will be there.
func (w *way) notify() {
	w.do(w.cw(), "notice.send", from(func(c *casefile.Case) any {
		var needs []ledger.Hash
		for _, n := range c.Screening.Needs {
			needs = append(needs, n.ID)
		}
		return movement.SendNotice{Needs: needs, Movement: w.f.ref}
	}))
	w.do(w.cw(), "need.answer", from(func(c *casefile.Case) any {
		return screening.AnswerNeed{Need: of(c.Screening.Needs, func(n safeguard.Need) ledger.Hash { return n.ID }), Outcome: "continued", Interpreter: w.talk().Interpreter}
	}))
	if w.p.rush {
		w.do(w.cw(), "notice.hear", from(func(c *casefile.Case) any {
			return movement.HearNotice{Notice: newestNotice(c), Spoke: "The duty officer.", Meets: "An ambulance of the hospital."}
		}))
		return
	}
	w.later(20)
	w.do(receiver(w.p.nation), "notice.acknowledge", acknowledged)
}

// notifyAgain tells it of another movement or day.
func (w *way) notifyAgain() {
	w.do(w.cw(), "notice.send", from(func(c *casefile.Case) any {
		return movement.SendNotice{Needs: c.Preparation.Notices[0].Needs, Movement: w.f.ref}
	}))
	w.do(receiver(w.p.nation), "notice.acknowledge", acknowledged)
}

var acknowledged = from(func(c *casefile.Case) any {
	return movement.AcknowledgeNotice{Notice: newestNotice(c), Meets: "The reception centre's social worker."}
})

func newestNotice(c *casefile.Case) ledger.Hash {
	return of(c.Preparation.Notices, func(n safeguard.Notified) ledger.Hash { return n.ID })
}

package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/casefile"
	"amana/domain/fault"
	"amana/domain/ledger"
	"amana/domain/monitoring"
	"amana/domain/movement"
	"amana/domain/rulebook"
	"amana/domain/safeguard"
	"amana/work"
)

// building gives the commands of a story at a desk whose clock is the story's.
type building struct {
	*story
	config Config
	ctx    context.Context

	desk    *desk.Desk
	batch   *desk.Batch
	worker  *work.Worker
	moment  time.Time
	follows bool      // something was recorded from which work follows
	worked  time.Time // the day on which the work was last done
	drawn   map[ledger.Actor]string
	visits  []visit // of the day, not recorded yet
	visited map[visit]bool

	talking map[string]map[string]time.Time // until when somebody talks with people, by place
	reading map[string]time.Time            // until when a clearing officer reads a file
}

// group is how many commands are stored at a time.
const group = 1500

// tell gives every command of the story in the order of time.
func (b *building) tell(ctx context.Context) error {
	b.ctx = ctx
	if err := b.found(); err != nil {
		return err
	}
	defer b.desk.Close()
	queue := b.tracks()
	for n := 0; len(queue) > 0; n++ {
		a := queue.first(b.story)
		until, err := b.occupied(a)
		if err != nil {
			return err
		}
		if until.After(a.at) {
			queue.delay(until)
			continue
		}
		if queue.drop(); a.at.After(b.now) {
			continue
		}
		if err := b.give(a); err != nil {
			return fmt.Errorf("%s at %s%s: %w", a.command, a.at.Format("2006-01-02 15:04"), a.about(), err)
		}
		if n%500 == 0 && b.config.Progress != nil {
			b.config.Progress(float64(a.at.Sub(b.begin)) / float64(b.now.Sub(b.begin)))
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	if err := b.home(); err != nil {
		return err
	}
	b.moment = b.now
	return b.work()
}

func (a *act) about() string {
	if a.p == nil {
		return " about " + a.ref
	}
	return fmt.Sprintf(" of %d (%s)", a.p.n, a.p.part)
}

// found begins the log with its offices, its officers and the rule book.
func (b *building) found() error {
	b.moment = b.begin
	conf := b.config.Desk
	conf.Clock = func() time.Time { return b.moment }
	err := desk.Found(b.ctx, conf, desk.Founding{Node: "libya", Short: "LY", Hub: true, Offices: officeNames(), Demo: true})
	if err != nil {
		return err
	}
	if b.desk, err = desk.Open(b.ctx, conf); err != nil {
		return err
	}
	if conf.Log == nil {
		conf.Log = slog.New(slog.DiscardHandler)
	}
	b.worker = &work.Worker{Desk: b.desk, Store: conf.Store, Name: "demo", Log: conf.Log}
	b.batch = b.desk.Batch(group)
	b.officers, b.drawn, b.visited = map[string]desk.Actor{node: b.desk.Self()}, map[ledger.Actor]string{}, map[visit]bool{}
	b.talking, b.reading = map[string]map[string]time.Time{}, map[string]time.Time{}
	by := b.desk.Self() // makes the first account, an administrator's, who makes the others
	for _, o := range staffing() {
		who, err := b.desk.Enrol(b.ctx, by, desk.NewUser{
			Code: o.code, Login: o.login, Password: password(o.login), Office: o.office, Roles: []access.Role{o.role},
			Clears: o.role == access.ClearingOfficer, Country: o.country, Language: o.language,
		}, b.command())
		if err != nil {
			return fmt.Errorf("enrolling %s: %w", o.code, err)
		}
		b.officers[o.code], b.drawn[who.ID] = who, o.code
		if o.role == access.Administrator {
			by = who
		}
	}
	return b.desk.Adopt(b.ctx, b.config.Desk.Roles, b.book, b.officers[head], b.officers[ethics])
}

// give gives one command and holds the answer against what the story expects.
func (b *building) give(a *act) error {
	if dayOf(a.at) != dayOf(b.moment) {
		if err := b.home(); err != nil {
			return err
		}
	}
	if a.at.After(b.moment) {
		if b.follows && dayOf(a.at) != dayOf(b.worked) {
			if err := b.work(); err != nil {
				return err
			}
		}
		b.moment = a.at
	}
	switch {
	case a.run != nil:
		return a.run(b, a)
	case a.p == nil:
		return b.giveOther(a)
	}
	who, args, err := b.read(a)
	if err != nil {
		return err
	}
	request := desk.Request{ID: b.command(), Command: a.command, Args: args, Imported: a.imported, DoneBy: b.officers[a.doneBy].ID, Happened: a.happened}
	receipt, err := b.batch.Do(b.ctx, who, a.p.number, request)
	if a.refused {
		if err == nil || fault.KindOf(err) != fault.Blocked {
			return fmt.Errorf("it was to be blocked: %v", err)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w%s", err, b.because(a, err))
	}
	if a.p.number == "" {
		a.p.number = receipt.Case
	}
	b.note(a)
	b.inside(a, args)
	return nil
}

// read is who acts and with which arguments, where these depend on the case as
// it stands.
func (b *building) read(a *act) (desk.Actor, json.RawMessage, error) {
	by, args := a.by, a.args
	makes, reads := args.(func(*casefile.Case) any)
	if a.drawn || reads && a.p.number != "" {
		c, err := b.batch.Case(b.ctx, b.eyes(a.p), a.p.number)
		if err != nil {
			return desk.Actor{}, nil, fmt.Errorf("reading the case: %w", err)
		}
		if a.drawn {
			by = b.drawnFor(c.File)
		}
		if reads {
			args = makes(c.File)
		}
	} else if reads {
		args = makes(nil)
	}
	who, known := b.officers[by]
	if !known {
		return desk.Actor{}, nil, fmt.Errorf("there is no officer %q", by)
	}
	text, err := json.Marshal(args)
	return who, text, err
}

// drawnFor is who was drawn to clear somebody.
func (b *building) drawnFor(c *casefile.Case) string {
	return b.drawn[c.Travel.Drawn[len(c.Travel.Drawn)-1].Officer]
}

// eyes are those of two officers together, who may read all of a case.
func (b *building) eyes(p *person) desk.Actor {
	return desk.Actor{Actor: access.Actor{Roles: []access.Role{access.HeadOfProtection, access.Health}, Office: p.office.name}}
}

// giveOther gives a command about something that is not a case.
func (b *building) giveOther(a *act) error {
	args := a.args
	if makes, reads := args.(func(*casefile.Case) any); reads {
		args = makes(nil)
	}
	switch count := args.(type) {
	case movement.Cancel: // everybody on the manifest is looked at
		if err := b.work(); err != nil {
			return err
		}
	case movement.Lock:
		if err := b.work(); err != nil {
			return err
		}
		if err := b.answerSigns(a.ref); err != nil {
			return err
		}
	case movement.Count:
		if err := b.work(); err != nil {
			return err
		}
		count.People += b.counted(a.ref, count.Where)
		args = count
	case movement.ConfirmVetoes:
		read, err := b.reads(a, count)
		if err != nil {
			return err
		}
		args = read
	}
	text, err := json.Marshal(args)
	if err != nil {
		return err
	}
	request := desk.Request{ID: b.command(), Command: a.command, Args: text}
	at := b.at(a)
	if at == b.desk { // what was decided before rests on it as it was
		if err := b.batch.Flush(b.ctx); err != nil {
			return err
		}
	}
	receipt, err := at.DoOther(b.ctx, b.officers[a.by], a.subject, a.ref, request)
	if err != nil {
		return fmt.Errorf("%w%s", err, b.because(a, err))
	}
	switch args.(type) {
	case monitoring.OpenIncident:
		b.incident = receipt.Entry
	case rulebook.Propose:
		b.proposal = receipt.Entry
	case movement.CallObserver:
		if b.observed == nil {
			b.observed = map[string]ledger.Hash{}
		}
		b.observed[a.ref] = receipt.Entry
	case movement.Cancel:
		return b.work()
	}
	return nil
}

// answerSigns has the head of protection answer what the files of those on a
// manifest show together: which flights show something depends on who is drawn
// for them.
func (b *building) answerSigns(ref string) error {
	if _, err := b.desk.Examine(b.ctx, ref); err != nil {
		return err
	}
	m, err := b.desk.Movement(b.ctx, b.officers[head], ref)
	if err != nil {
		return err
	}
	for _, s := range m.Signs {
		if s.Answered {
			continue
		}
		why := "Several were asked in one place within days."
		if s.Sign.Sign == safeguard.AuthorityList {
			why = "A community made the list, and no authority saw it. Another officer asked again whoever was on it."
		}
		text, err := json.Marshal(movement.AnswerSign{Sign: s.Sign.Sign, Reasons: why + " Each was counselled and assessed alone, by more than one officer, and is asked again at the gate."})
		if err != nil {
			return err
		}
		request := desk.Request{ID: b.command(), Command: "movement.answer-sign", Args: text}
		if _, err := b.desk.DoOther(b.ctx, b.officers[head], casefile.Movement, ref, request); err != nil {
			return err
		}
	}
	return nil
}

// reads has the hub's list of those who do not board read to the other side.
func (b *building) reads(a *act, list movement.ConfirmVetoes) (movement.ConfirmVetoes, error) {
	if err := b.batch.Flush(b.ctx); err != nil {
		return list, err
	}
	m, err := b.desk.Manifest(b.ctx, b.officers[a.by], a.ref)
	if err != nil {
		return list, err
	}
	list.At, list.Code = m.Vetoes.At, m.Vetoes.Code
	return list, nil
}

// at is the desk for a command: the batch, but for what everybody reads.
func (b *building) at(a *act) *desk.Desk {
	switch a.subject {
	case casefile.User, casefile.Rules, casefile.Text:
		return b.desk
	}
	return b.batch.Desk
}

// work stores what was decided and does what follows from it: seats that
// become free, lines that are charged, a newborn's case.
func (b *building) work() error {
	if err := b.batch.Flush(b.ctx); err != nil {
		return err
	}
	b.worked, b.follows = b.moment, false
	for {
		n, err := b.worker.Once(b.ctx)
		if err != nil || n == 0 {
			return err
		}
	}
}

// adopt finds the case that was opened for a child born on the way.
func (b *building) adopt(a *act) error {
	if err := b.work(); err != nil {
		return err
	}
	q := desk.Query{Office: a.p.office.name, Limit: 200}
	for {
		page, err := b.desk.Cases(b.ctx, b.desk.Self(), q)
		if err != nil {
			return err
		}
		for _, c := range page.Cases {
			if c.Given == a.p.given && c.Family == a.p.family {
				a.p.number = c.Case
				return nil
			}
		}
		if q.After = page.Next; !page.More {
			return errors.New("the newborn has no case")
		}
	}
}

func dayOf(t time.Time) int64 { return t.Unix() / (24 * 60 * 60) }

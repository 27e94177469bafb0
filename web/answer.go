package web

import (
	"cmp"
	"encoding/json"
	"strings"

	"amana/desk"
	"amana/domain/fault"
	"amana/domain/talk"
)

// withAnswer records what a thought asked for, and goes on.
func (v *visit) withAnswer() error {
	c, err := v.converse()
	if err != nil {
		return err
	}
	if err := v.sent(); err != nil {
		return err
	}
	t, step, err := find(v.PathValue("thought"))
	if err != nil {
		return err
	}
	if c.leaves(t.name); c.words == nil && t.name != saidNo.name {
		return v.to(c.path + "?first")
	}
	switch {
	case t.option != "":
		return v.answerOption(c, t, step)
	case t.saidBack:
		return v.answerSaidBack(c, thoughts[step+1].name)
	case t.mark:
		return v.answerMark(c)
	case t.name == saidNo.name:
		return v.write(c, "consent.withdraw", v.withdrawal(c), "done-no")
	case t.name == unsure.name:
		spoken, err := v.talkSaid(c.Said)
		if err != nil {
			return err
		}
		return v.write(c, "consent.reaffirm", map[string]any{"talk": spoken, "answer": "not-sure"}, "done-unsure")
	}
	return fault.New(fault.Missing, "fault.not-found")
}

// withdrawal is the no of somebody who says it in this talk.
func (v *visit) withdrawal(c *conversation) map[string]any {
	channel := map[talk.Mode]string{"phone": "phone", "video": "other"}[c.talk.Mode]
	said := map[string]any{"channel": cmp.Or(channel, "in-person")}
	if account, here := v.desk.Account(v.who); here {
		said["heard"] = account.Code
	}
	return said
}

// answerOption records what the person said to an option. Whoever wants it is
// heard at once, and not talked to about return any further unless they ask for
// it; any other answer through an interpreter waits until they have said back
// what they understood.
func (v *visit) answerOption(c *conversation, t thought, step int) error {
	said := answer{ID: v.PostForm.Get("id"), At: v.desk.Moment(), Available: v.PostForm.Get("available"), Answer: v.PostForm.Get("answer")}
	next := thoughts[step+1].name
	complete := said.Available != "" && said.Answer != ""
	if c.talk.Interpreter != nil && len(c.Said[saidBackPath]) == 0 && complete && said.Answer != "wants" {
		if c.Told == nil {
			c.Told = map[string]answer{}
		}
		c.Told[t.name] = said
		if err := v.keep(c); err != nil {
			return err
		}
		return v.to(c.path + "/" + next)
	}
	args, err := v.told(c, t, said)
	if err != nil {
		return err
	}
	if said.Answer == "wants" {
		next = "wanted"
	}
	return v.write(c, "option.tell", args, next+"?written")
}

// told is what is recorded of an option.
func (v *visit) told(c *conversation, t thought, said answer) (map[string]any, error) {
	args := map[string]any{"option": t.option, "explained": true}
	for name, value := range map[string]string{"available": said.Available, "answer": said.Answer} {
		if value != "" {
			args[name] = value
		}
	}
	how, err := v.talkSaid(c.Said)
	if interpreter := how["interpreter"]; interpreter != nil {
		args["interpreter"] = interpreter
	}
	return args, err
}

// answerSaidBack keeps what the person said back to an interpreter, and records
// what waited for it.
func (v *visit) answerSaidBack(c *conversation, next string) error {
	if c.talk.Interpreter == nil {
		return v.to(c.path + "/" + next)
	}
	c.Said[saidBackPath] = v.PostForm[saidBackPath]
	for _, t := range thoughts {
		said, waits := c.Told[t.name]
		if !waits {
			continue
		}
		args, err := v.told(c, t, said)
		if err != nil {
			return err
		}
		r, err := ordered("option.tell", said.ID, args)
		if err != nil {
			return err
		}
		r.Happened = said.At
		if _, err := v.desk.Do(v.Context(), v.who, c.file.Case, r); err != nil {
			return v.refused(c, err)
		}
		delete(c.Told, t.name)
		next = strings.TrimSuffix(next, "?written") + "?written"
	}
	if err := v.keep(c); err != nil {
		return err
	}
	return v.to(c.path + "/" + next)
}

// write gives a command and goes on, or shows the thought again with what stands
// against it.
func (v *visit) write(c *conversation, command string, said map[string]any, next string) error {
	r, err := ordered(command, v.PostForm.Get("id"), said)
	if err != nil {
		return err
	}
	return v.record(c, r, next)
}

// ordered is a command with its arguments.
func ordered(command, id string, said any) (r desk.Request, err error) {
	r.Command = command
	if r.ID, err = commandID(id); err != nil {
		return r, err
	}
	r.Args, err = json.Marshal(said)
	return r, err
}

func (v *visit) record(c *conversation, r desk.Request, next string) error {
	got, err := v.desk.Do(v.Context(), v.who, c.file.Case, r)
	if err != nil {
		return v.refused(c, err)
	}
	if strings.HasPrefix(next, "done-") {
		next += "?done=" + got.Entry.String()
	}
	return v.to(c.path + "/" + next)
}

// refused shows the thought again, with what stands against what it asked for.
func (v *visit) refused(c *conversation, err error) error {
	if !mendable(err) {
		return err
	}
	if c.words == nil {
		c.words, c.ours = v.say, true
	}
	return v.showThought(c, v.PostForm, err)
}

package intake

import (
	"encoding/json"
	"time"

	"amana/desk"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// give gives one command; a row that was taken before and has changed first
// takes back what can be taken back.
func (t *taker) give(row *Row, d *deed, key rowKey, before []version) error {
	command, args, err := t.command(row, d)
	if err != nil {
		return err
	}
	id := t.id(key, t.content(d, len(before)))
	if n := len(before); n > 0 && before[n-1].kind == "counselling.held" {
		if err := t.void(before[n-1].entry); err != nil {
			return err
		}
	}
	r := desk.Request{ID: id, Command: command, Args: args, Happened: d.happened, Imported: t.options.Word, DoneBy: d.doneBy, Stops: command == "case.open" && t.person.stopped()}
	if command == "case.correct" {
		r.Happened = time.Time{} // it is known from now on
	}
	receipt, err := t.batch.Do(t.ctx, t.options.Who, t.number, r)
	if err != nil {
		return err
	}
	t.recorded++
	t.now[key] = receipt.Entry
	if row.twice {
		t.before[key] = append(before, version{content: t.content(d, len(before)), entry: receipt.Entry})
	}
	switch {
	case command == "case.open":
		t.opened, t.number = 1, receipt.Case
	case len(before) > 0 && !row.twice:
		t.corrected++
	}
	return nil
}

func (t *taker) void(session ledger.Hash) error {
	args, err := json.Marshal(map[string]any{"session": session, "reason": "corrected in the list it came from"})
	if err != nil {
		return err
	}
	var id ledger.Command
	copy(id[:8], t.mac("person"))
	copy(id[8:], t.mac("void", session.String()))
	if t.done[id] {
		return nil // an import that broke off got so far
	}
	_, err = t.batch.Do(t.ctx, t.options.Who, t.number, desk.Request{ID: id, Command: "counselling.void", Args: args, Imported: t.options.Word})
	return err
}

// command is what a row's command is for the desk: who is known already is
// corrected, never opened again.
func (t *taker) command(row *Row, d *deed) (string, json.RawMessage, error) {
	switch {
	case d.command == "case.open" && t.number == "":
		args, err := with(d.args, "reference", reference(t.options.List, row.ref))
		return d.command, args, err
	case d.command == "case.open":
		args, err := without(d.args, "office")
		return "case.correct", args, err
	case d.command == "need.answer":
		need := rowKey(t.mac("row", row.table.Name, d.answers, "")[:len(rowKey{})])
		entry, there := t.now[need]
		if old := t.before[need]; !there && len(old) > 0 {
			entry, there = old[len(old)-1].entry, true
		}
		if !there {
			return "", nil, fault.New(fault.Invalid, "fault.row-need-unknown").In("need")
		}
		args, err := with(d.args, "need", entry)
		return d.command, args, err
	}
	return d.command, d.args, nil
}

func with(args json.RawMessage, name string, value any) (json.RawMessage, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(args, &all); err != nil {
		return nil, err
	}
	all[name] = text
	return json.Marshal(all)
}

func without(args json.RawMessage, name string) (json.RawMessage, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(args, &all); err != nil {
		return nil, err
	}
	delete(all, name)
	return json.Marshal(all)
}

package web

import (
	"html/template"
	"strings"
	"unicode"

	"amana/desk"
	"amana/domain/access"
	"amana/domain/fault"
	"amana/domain/ledger"
)

var logRoutes = []route{
	{pattern: "GET /log", do: (*visit).logPage},
	{pattern: "GET /log/receipt", do: (*visit).receiptForm},
	{pattern: "POST /log/receipt", do: (*visit).receiptAnswer, most: maxPhoto},
	{pattern: "GET /cases/{case}/receipts/{entry}", do: (*visit).caseReceipt},
	{pattern: "POST /slip", do: (*visit).slip},
}

// logData is what is published of the log, and how anybody verifies it.
type logData struct {
	Origin, Size, Root string
	When               string
	Note               string // the checkpoint itself, as it is signed
	Key                string
	Requires           bool
	Witnessed          string // when a quorum had signed; empty: none has
	Witnesses          []witnessRow
	Hub                bool
	At                 string // the address of this node, as a program is told it
}

type witnessRow struct {
	Key, Mark, Says string
}

func (v *visit) logPage() error {
	s, err := v.desk.Log(v.Context(), v.who)
	if err != nil {
		return err
	}
	data := logData{
		Origin: s.Published.Origin, Size: v.say.Number(s.Published.Size), Root: s.Published.RootText(), Note: string(s.Published.Note), Key: s.Key,
		Requires: s.Requires, Hub: v.desk.Hub(), When: v.say.Time(s.At), At: "http://" + v.Host,
	}
	if v.secure {
		data.At = "https://" + v.Host
	}
	if !s.By.IsZero() {
		data.Witnessed = v.say.Time(s.By)
	}
	for _, w := range s.Witnesses {
		row := witnessRow{Key: w.Key, Mark: "?", Says: v.say.Text("receipt.witness-behind", []fault.Arg{fault.A("size", w.Size)})}
		switch {
		case w.Size == 0:
			row.Says = v.say.Text("receipt.witness-none", nil)
		case w.Size >= s.Published.Size:
			row.Mark, row.Says = "✓", v.say.Text("receipt.witness-signed", nil)
		}
		data.Witnesses = append(data.Witnesses, row)
	}
	return v.show(page{Template: "log", Title: v.say.Text("receipt.log", nil), Data: data})
}

// receiptData answers one question: is it in the log? Never what it is.
type receiptData struct {
	Head   caseHead // of a case
	Asked  bool
	Typed  string
	Wrong  string
	Found  bool
	Entry  string
	Facts  []fact
	Status string
	Mark   string
	Means  string
	Ask    bool   // somebody may ask about others here
	Case   string // of which it is, where it can be drawn as a slip
}

type fact struct{ Name, Value string }

func (v *visit) receiptForm() error {
	if err := v.mayAsk(); err != nil {
		return err
	}
	return v.showReceipt(receiptData{Ask: true}, nil)
}

// mayAsk: docs/decisions/2026-11-22-who-asks-about-a-receipt.md says why nobody
// does who has not signed in.
func (v *visit) mayAsk() error { return v.desk.May(v.who, "log.read", access.Subject{}) }

func (v *visit) receiptAnswer() error {
	if err := v.mayAsk(); err != nil {
		return err
	}
	data := receiptData{Ask: true, Asked: true}
	var entry ledger.Hash
	typed, err := v.receiptSent()
	if err == nil {
		data.Typed = typed
		entry, err = readEntry(typed)
	}
	if err != nil {
		_, data.Wrong = v.say.Fault(err)
		data.Asked = false
		return v.showReceipt(data, err)
	}
	vouched, err := v.desk.ReceiptOf(v.Context(), v.who, entry)
	if fault.KindOf(err) == fault.Missing {
		return v.showReceipt(data, nil) // that there is none is an answer too
	}
	if err != nil {
		return err
	}
	data.take(v, vouched)
	return v.showReceipt(data, nil)
}

// readEntry reads a receipt as it is printed, with whatever stands between its
// characters when it was typed or scanned.
func readEntry(text string) (entry ledger.Hash, err error) {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
	if entry.UnmarshalText([]byte(text)) != nil {
		return entry, fault.New(fault.Invalid, "fault.receipt-format")
	}
	return entry, nil
}

// caseReceipt is the same of an event of a case, to whoever reads that event.
func (v *visit) caseReceipt() error {
	number, err := v.number()
	if err != nil {
		return err
	}
	entry, err := readEntry(v.PathValue("entry"))
	if err != nil {
		return fault.New(fault.Missing, "fault.not-found")
	}
	vouched, err := v.desk.CaseReceipt(v.Context(), v.who, number, entry)
	if err != nil {
		return err
	}
	c, err := v.caseOf(number)
	if err != nil {
		return err
	}
	data := receiptData{Head: v.head(c), Asked: true, Case: number}
	data.Head.Name, data.Head.About, data.Head.Status, data.Head.Signs = "", nil, "", nil // the person may look at it
	data.take(v, vouched)
	return v.showReceipt(data, nil)
}

// slipData is a receipt to hand over: its characters, and the same as a square.
type slipData struct {
	Entry, Back string
	Square      template.HTML
}

// slip is asked for in a body and not by an address, because a browser prints the
// address: on paper stands nothing but the receipt.
func (v *visit) slip() error {
	number, err := desk.CheckNumber(v.FormValue("case"))
	if err != nil {
		return fault.New(fault.Missing, "fault.no-such-case")
	}
	entry, err := readEntry(v.FormValue("receipt"))
	if err != nil {
		return err
	}
	if _, err = v.desk.CaseReceipt(v.Context(), v.who, number, entry); err != nil {
		return err
	}
	data := slipData{Entry: entry.String(), Back: "/cases/" + number + "/receipts/" + entry.String()}
	if data.Square, err = square(data.Entry, v.say.Text("receipt.drawn", nil)); err != nil {
		return err
	}
	return v.show(page{Template: "slip", Title: v.say.Text("receipt.receipt", nil), Data: data})
}

// vouches is how far others vouch for an entry: mark, name, meaning.
var vouches = map[string][3]string{
	desk.Recorded:  {"·", "receipt.recorded", "receipt.recorded-means"},
	desk.Anchored:  {"·", "receipt.anchored", "receipt.anchored-means"},
	desk.Witnessed: {"✓", "receipt.witnessed", "receipt.witnessed-means"},
}

func (r *receiptData) take(v *visit, of desk.Vouched) {
	r.Found, r.Entry = true, of.Entry.String()
	says := vouches[of.Status]
	r.Mark, r.Status, r.Means = says[0], v.say.Text(says[1], nil), v.say.Text(says[2], nil)
	add := func(key, value string) { r.Facts = append(r.Facts, fact{v.say.Text(key, nil), value}) }
	open := v.say.Text("receipt.open", nil)
	between := func(key, value string, known bool) {
		if !known {
			value = open
		}
		add(key, value)
	}
	add("receipt.node", of.Node)
	add("receipt.index", v.say.Number(of.Index))
	between("receipt.not-before", v.say.Time(of.NotBefore), !of.NotBefore.IsZero())
	between("receipt.not-after", v.say.Time(of.NotAfter), !of.NotAfter.IsZero())
}

func (v *visit) showReceipt(data receiptData, failed error) error {
	return v.show(page{Template: "receipt", Title: v.say.Text("receipt.receipt", nil), Failed: failed, Data: data})
}

package web

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"amana/desk"
	"amana/desk/shape"
	"amana/desk/spelling"
	"amana/domain/fault"
	"amana/domain/ledger"
)

// moment reads day and time by the clock of the offices; zero: nothing was said.
func (v *visit) moment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(clockForm, text, v.desk.Where())
	return t.UTC(), err
}

// answers are the arguments that a form says. What was not asked, because of
// another answer, is no answer.
func (v *visit) answers(all []asked, form url.Values) (map[string]any, error) {
	out := map[string]any{}
	for _, q := range all {
		if !q.due(form) {
			continue
		}
		name := q.Path[strings.LastIndexByte(q.Path, '.')+1:]
		value, err := v.answered(q, form)
		if err != nil {
			return nil, err
		}
		if value != nil {
			out[name] = value
		}
	}
	return out, nil
}

// due says whether a question was asked, as the others were answered.
func (q *asked) due(form url.Values) bool {
	return q.When == nil || slices.ContainsFunc(form[q.When.Path], func(s string) bool { return slices.Contains(q.When.Values, s) })
}

// unanswered is every question that needs an answer and has none, so that nobody
// is sent back for one after the other.
func unanswered(all []asked, form url.Values) error {
	var missing []error
	for i := range all {
		q := &all[i]
		if !q.due(form) {
			continue
		}
		said := slices.ContainsFunc(form[q.Path], func(s string) bool { return strings.TrimSpace(s) != "" })
		switch q.How {
		case askGroup:
			if q.Offered && !said {
				missing = append(missing, fault.New(fault.Invalid, "fault.missing-field").In("args."+q.Path))
			} else if err := unanswered(q.Parts, form); !q.Offered || form.Get(q.Path) == "yes" {
				missing = append(missing, err)
			}
		case askMany, askEvents, askFile: // none may be the answer
		default:
			if q.Required && !said {
				missing = append(missing, fault.New(fault.Invalid, "fault.missing-field").In("args."+q.Path))
			}
		}
	}
	return errors.Join(missing...)
}

// answered is one answer as JSON has it; nil: none was given.
func (v *visit) answered(q asked, form url.Values) (any, error) {
	text := lastSaid(form[q.Path])
	switch q.How {
	case askGroup:
		if q.Offered && text == "" {
			return nil, fault.New(fault.Invalid, "fault.missing-field").In("args." + q.Path)
		}
		if q.Offered && text != "yes" {
			return nil, nil
		}
		return v.answers(q.Parts, form)
	case askYes:
		switch text {
		case "yes":
			return true, nil
		case "no":
			return false, nil
		}
		return nil, nil
	case askMany, askEvents:
		some := slices.DeleteFunc(slices.Clone(form[q.Path]), func(s string) bool { return s == "" })
		return append([]string{}, some...), nil // none is an answer too
	case askNames:
		return lines(strings.Map(seen, strings.Join(form[q.Path], "\n"))), nil
	case askTime:
		t, err := v.moment(text)
		if err != nil {
			return nil, fault.New(fault.Invalid, "fault.impossible-time").In("args." + q.Path)
		}
		if t.IsZero() {
			return nil, nil
		}
		return t, nil
	}
	switch {
	case text == "" || q.How == askFile:
		return nil, nil
	case q.How == askFact, q.How == askSight:
		return factOf(text), nil
	case q.How == askText: // one line, whatever was sent
		return strings.Map(func(r rune) rune {
			if r == '\n' || r == '\r' || r == '\t' {
				return ' '
			}
			return r
		}, text), nil
	case q.How == askMoney:
		cents, ok := centsOf(text)
		if !ok {
			return nil, fault.New(fault.Invalid, "fault.not-a-sum").In("args." + q.Path)
		}
		return json.Number(cents), nil
	case q.How == askNumber:
		number := strings.Map(spelling.LatinDigit, text)
		if _, err := strconv.ParseInt(number, 10, 64); err != nil {
			return nil, fault.New(fault.Invalid, "fault.not-a-number").In("args." + q.Path)
		}
		return json.Number(number), nil
	}
	return text, nil
}

// lastSaid is the last of several answers that is one: where a few are offered and
// any other besides, the other counts.
func lastSaid(all []string) string {
	for _, text := range slices.Backward(all) {
		if text = strings.TrimSpace(strings.Map(seen, text)); text != "" {
			return text
		}
	}
	return ""
}

// seen drops what is often in a text that was pasted, that nobody sees and nobody
// could take out: also what our own pages put around a number in Arabic. What turns
// the direction of a text stays, and is refused.
func seen(r rune) rune {
	if shape.Unseen(r) || r == '\u061c' || r >= '\u2066' && r <= '\u2069' {
		return -1
	}
	return r
}

// attached reads the picture or sound of a mark, and names it by its digest. Of a
// photograph there is the digest and nothing else.
func (v *visit) attached(r *desk.Request, said map[string]any) error {
	for _, name := range []string{"markDigest", "photograph"} {
		content, err := v.file(name)
		if err != nil {
			return err
		}
		if len(content) == 0 {
			continue
		}
		said[name] = ledger.Hash(sha256.Sum256(content))
		if name == "markDigest" {
			r.Attached = content
		}
	}
	return nil
}

// file is a file that came in with a form; empty: none did.
func (v *visit) file(name string) ([]byte, error) {
	file, _, err := v.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "fault.body-broken").Because(err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, desk.MaxAttached+1))
	if err != nil {
		return nil, fault.New(fault.Invalid, "fault.body-broken").Because(err)
	}
	return content, nil
}

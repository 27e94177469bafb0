package desk

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode"

	"amana/desk/shape"
	"amana/desk/spelling"
	"amana/domain/fault"
)

// numbers hands out case numbers: the node's two letters, the year, a counter
// and a check character, sayable on a telephone and never used again:
// "TI-26-0417-K". Numbers are taken from the store in blocks, so that several
// processes of one node never give the same.
type numbers struct {
	mu       sync.Mutex
	year     int
	next, to int64
}

const numberBlock = 50

func (d *Desk) newNumber(ctx context.Context, at time.Time) (string, error) {
	n := &d.numbers
	n.mu.Lock()
	defer n.mu.Unlock()
	year := at.In(d.zone).Year()
	if n.next == n.to || n.year != year {
		first, err := d.db.Reserve(ctx, fmt.Sprintf("case-number/%d", year), numberBlock)
		if err != nil {
			return "", err
		}
		n.year, n.next, n.to = year, first, first+numberBlock
	}
	counter := n.next
	n.next++
	body := fmt.Sprintf("%s-%02d-%04d", d.node.Short, year%100, counter+1)
	return body + "-" + string(checkCharacter(body)), nil
}

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// checkCharacter is the ISO 7064 MOD 37,36 check character over the letters
// and digits of s.
func checkCharacter(s string) byte {
	p := 36
	for _, r := range s {
		v := strings.IndexRune(alphabet, r)
		if v < 0 {
			continue
		}
		p += v
		if p > 36 {
			p -= 36
		}
		p = p * 2 % 37
	}
	return alphabet[(37-p)%36]
}

// CheckNumber says whether a case number was heard and typed right, and returns
// it as it is written. It takes lower case, digits of any script, spaces and any
// hyphen, and what nobody sees: a number is read out, typed on an Arabic keyboard,
// or pasted from a page that keeps it from being shown reversed.
func CheckNumber(typed string) (string, error) {
	s := strings.ToUpper(strings.Map(inNumber, typed))
	last := len(s) - 1
	if last < numberLeast || strings.Trim(s, alphabet) != "" || checkCharacter(s[:last]) != s[last] {
		return "", fault.New(fault.Missing, "fault.mistyped-number")
	}
	return strings.Join([]string{s[:2], s[2:4], s[4:last], s[last:]}, "-"), nil
}

// numberLeast is how many characters stand before the last at the least: two of
// the node, two of the year, four of the counter.
const numberLeast = 8

// inNumber is a character of a number as it is written; -1: it only keeps others
// apart.
func inNumber(r rune) rune {
	if unicode.IsSpace(r) || unicode.In(r, unicode.Pd, unicode.Bidi_Control) || shape.Unseen(r) {
		return -1
	}
	return spelling.LatinDigit(r)
}

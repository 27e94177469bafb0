package desk

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

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

// CheckNumber says whether a case number was heard and typed right. It takes
// lower case and spaces, and returns the number as it is written.
func CheckNumber(typed string) (string, error) {
	s := strings.ToUpper(strings.TrimSpace(strings.ReplaceAll(typed, " ", "-")))
	i := strings.LastIndexByte(s, '-')
	if i < 0 || len(s) != i+2 || checkCharacter(s[:i]) != s[i+1] {
		return "", fault.New(fault.Missing, "fault.mistyped-number")
	}
	return s, nil
}

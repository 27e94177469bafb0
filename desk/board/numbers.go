package board

import (
	"bytes"
	"hash/fnv"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"amana/desk/spelling"
)

// numbers are the numbers and references of a shelf, in the order of its cases and
// one beside the other: who looks for a part of a number looks through all of them,
// and each case by itself would be a hundred thousand visits to memory.
type numbers struct {
	plain []byte   // slotBytes of each
	whole []uint32 // of each the sum of its reference; 0: none
	long  bool     // one was too long for its slot
}

// slotBytes is how long a number is, or less.
const slotBytes = 16

func (n *numbers) put(id uint32, number, reference string) {
	for uint32(len(n.whole)) <= id {
		n.plain, n.whole = append(n.plain, make([]byte, slotBytes)...), append(n.whole, 0)
	}
	slot := n.plain[id*slotBytes : (id+1)*slotBytes]
	clear(slot)
	number = plain(number)
	if len(number) > slotBytes {
		n.long = true
	} else {
		copy(slot, number)
	}
	n.whole[id] = 0
	if reference != "" {
		n.whole[id] = sum(plain(reference))
	}
}

func (n *numbers) take(id uint32) {
	clear(n.plain[id*slotBytes : (id+1)*slotBytes])
	n.whole[id] = 0
}

// like are the cases of which something plain may be a part of the number, or the
// whole reference: those that are none are to be told by Case.known.
func (n *numbers) like(typed string) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		if n.long {
			for id := range uint32(len(n.whole)) {
				if !yield(id) {
					return
				}
			}
			return
		}
		for at := 0; len(typed) <= slotBytes; {
			i := bytes.Index(n.plain[at:], []byte(typed))
			if i < 0 {
				break
			}
			id := uint32((at + i) / slotBytes)
			if !yield(id) {
				return
			}
			at = int(id+1) * slotBytes
		}
		wanted := sum(typed)
		for id, whole := range n.whole {
			if whole != wanted || bytes.Contains(n.plain[id*slotBytes:(id+1)*slotBytes], []byte(typed)) { // it came already
				continue
			}
			if !yield(uint32(id)) {
				return
			}
		}
	}
}

// sum is never that of no reference.
func sum(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return max(1, h.Sum32())
}

// known says how well a case is known by what was typed: by the whole of its
// number or reference, or by a part of its number.
func (p *packed) known(typed string) int32 {
	number, _, _, reference := p.texts()
	whole, part := written(number, typed)
	if !whole && reference != "" {
		whole, _ = written(reference, typed)
	}
	switch {
	case whole:
		return wholeKnown
	case part:
		return partKnown
	}
	return 0
}

// written says whether something plain is the whole of s, or a part.
func written(s, typed string) (whole, part bool) {
	for from := range len(s) {
		if s[from] >= utf8.RuneSelf {
			s = plain(s)
			return s == typed, strings.Contains(s, typed)
		}
		n, i := 0, from
		for ; i < len(s) && n < len(typed); i++ {
			if !alphanumeric(s[i]) && n > 0 {
				continue
			}
			if upper(s[i]) != typed[n] {
				break
			}
			n++
		}
		if n == len(typed) {
			rest := func(r rune) bool { return r < utf8.RuneSelf && !alphanumeric(byte(r)) }
			return strings.Trim(s[:from], "- ") == "" && strings.TrimFunc(s[i:], rest) == "", true
		}
	}
	return false, false
}

func alphanumeric(c byte) bool { return c >= '0' && c <= '9' || upper(c) >= 'A' && upper(c) <= 'Z' }

func upper(c byte) byte {
	if c >= 'a' && c <= 'z' {
		return c - 'a' + 'A'
	}
	return c
}

// plain is a number without what stands between its letters and digits.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r = spelling.LatinDigit(unicode.ToUpper(r)); unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

package ledger

import (
	"slices"
)

// History is one stream in fold order: by depth, then by hash. The order uses
// no clock and is the same on every node that holds the same events.
type History struct {
	Events  []Event
	Waiting []Event // their parents have not arrived; only what stops counts, or may stop
	Past    Ancestry
}

// Arrange puts the events of one stream in fold order. An event that comes twice
// is one.
func Arrange(events []Event) History {
	if chained(events) {
		return History{Events: events, Past: Ancestry{N: len(events)}}
	}
	at := make(map[Hash]int, len(events))
	var unique []Event
	for _, e := range events {
		if _, twice := at[e.ID]; !twice {
			at[e.ID] = len(unique)
			unique = append(unique, e)
		}
	}
	depths := depthsOf(unique, at)
	order := make([]int, 0, len(unique))
	var h History
	for i := range unique {
		if depths[i] == waiting {
			h.Waiting = append(h.Waiting, unique[i])
		} else {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(i, j int) int {
		if depths[i] != depths[j] {
			return depths[i] - depths[j]
		}
		return slices.Compare(unique[i].ID[:], unique[j].ID[:])
	})
	slices.SortFunc(h.Waiting, func(a, b Event) int { return slices.Compare(a.ID[:], b.ID[:]) })
	h.Events = make([]Event, len(order))
	seq := make(map[Hash]int, len(order))
	for s, i := range order {
		h.Events[s] = unique[i]
		seq[unique[i].ID] = s
	}
	if h.Past = (Ancestry{N: len(h.Events)}); !chained(h.Events) { // one form for a chain, however it arrived
		h.Past = ancestry(h.Events, seq)
	}
	return h
}

// waiting is the depth of an event of whose ancestors one is not here.
const waiting = -1

// depthsOf is how long the longest way is from each event to the first.
func depthsOf(events []Event, at map[Hash]int) []int {
	depths := make([]int, len(events)) // 0: not looked at yet
	var depth func(i int) int
	depth = func(i int) int {
		if depths[i] != 0 {
			return depths[i]
		}
		depths[i] = waiting // a cycle cannot be hashed; if it could it would wait for ever
		d := 1
		for _, p := range events[i].Parents {
			j, here := at[p]
			if !here || depth(j) == waiting {
				return waiting
			}
			d = max(d, depths[j]+1)
		}
		depths[i] = d
		return d
	}
	for i := range events {
		depth(i)
	}
	return depths
}

// chained says whether each event's only parent is the one before it.
func chained(events []Event) bool {
	for i := range events {
		p := events[i].Parents
		if i == 0 && len(p) != 0 || i > 0 && (len(p) != 1 || p[0] != events[i-1].ID) {
			return false
		}
	}
	return true
}

// Heads are the events that nothing follows yet, sorted.
func (h *History) Heads() []Hash {
	if n := len(h.Events); n > 0 && h.Past.N == n && h.Past.Past == nil { // one chain
		return []Hash{h.Events[n-1].ID}
	}
	followed := make(map[Hash]bool, len(h.Events))
	for i := range h.Events {
		for _, p := range h.Events[i].Parents {
			followed[p] = true
		}
	}
	var heads []Hash
	for i := range h.Events {
		if !followed[h.Events[i].ID] {
			heads = append(heads, h.Events[i].ID)
		}
	}
	slices.SortFunc(heads, func(a, b Hash) int { return slices.Compare(a[:], b[:]) })
	return heads
}

// Ancestry answers which event was known to which. The zero value is empty.
type Ancestry struct {
	N    int        `json:"n"`              // events
	Past [][]uint64 `json:"past,omitempty"` // ancestors of each as a bit set; nil when the stream is one chain
}

// Knows says whether the event at place later had the one at place earlier
// among its ancestors. An event knows itself.
func (a *Ancestry) Knows(later, earlier int) bool {
	if later == earlier {
		return true
	}
	if a.Past == nil {
		return earlier < later
	}
	return a.Past[later][earlier/64]&(1<<(earlier%64)) != 0
}

// Follows says whether one event can answer another: whoever recorded it could know
// of that one, and it did not happen before, whenever it was written down. A yes
// that a telephone kept answers no doubt that was said since.
func (a *Ancestry) Follows(later, earlier Ref) bool {
	return a.Knows(later.Seq, earlier.Seq) && !later.Since.Before(earlier.Since)
}

// Extend adds one event that follows all others.
func (a *Ancestry) Extend() {
	a.N++
	if a.Past == nil {
		return
	}
	row := make([]uint64, (a.N+63)/64)
	for i := range a.N - 1 {
		row[i/64] |= 1 << (i % 64)
	}
	for i, r := range a.Past {
		a.Past[i] = append(r, make([]uint64, len(row)-len(r))...)
	}
	a.Past = append(a.Past, row)
}

func ancestry(events []Event, seq map[Hash]int) Ancestry {
	words := (len(events) + 63) / 64
	past := make([][]uint64, len(events))
	for i := range events {
		row := make([]uint64, words)
		for _, p := range events[i].Parents {
			j := seq[p]
			row[j/64] |= 1 << (j % 64)
			for w, bits := range past[j] {
				row[w] |= bits
			}
		}
		past[i] = row
	}
	return Ancestry{N: len(events), Past: past}
}

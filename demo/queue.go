package demo

import (
	"cmp"
	"container/heap"
	"slices"
	"time"
)

// tracks is everybody's way, and that of everything else, in a queue by time.
func (b *building) tracks() queue {
	q := queue{{acts: b.around}}
	people := slices.Clone(b.people)
	slices.SortStableFunc(people, func(a, b *person) int { return cmp.Or(a.first.Compare(b.first), cmp.Compare(a.n, b.n)) })
	for i, p := range people {
		q = append(q, &track{p: p, from: p.first, n: i + 1})
	}
	heap.Init(&q)
	return q
}

// track is the acts of one way that are still to come. A person's are written
// down when they begin.
type track struct {
	n    int
	p    *person
	from time.Time
	acts []act
}

func (t *track) at() time.Time {
	if len(t.acts) == 0 {
		return t.from
	}
	return t.acts[0].at
}

type queue []*track

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return cmp.Or(q[i].at().Compare(q[j].at()), cmp.Compare(q[i].n, q[j].n)) < 0
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(*track)) }
func (q *queue) Pop() any {
	old := *q
	t := old[len(old)-1]
	*q = old[:len(old)-1]
	return t
}

// first is the earliest act.
func (q *queue) first(s *story) *act {
	for (*q)[0].p != nil && (*q)[0].acts == nil {
		t := (*q)[0]
		t.acts = s.told(t.p)
		heap.Fix(q, 0)
	}
	a := (*q)[0].acts[0]
	return &a
}

// drop takes it from the queue.
func (q *queue) drop() {
	t := (*q)[0]
	if t.acts = t.acts[1:]; len(t.acts) == 0 {
		heap.Pop(q)
	} else {
		heap.Fix(q, 0)
	}
}

// delay puts off the earliest act, and what would follow it too soon.
func (q *queue) delay(until time.Time) {
	acts := (*q)[0].acts
	for i := 0; i < len(acts) && acts[i].at.Before(until); i++ {
		acts[i].at = until
		until = until.Add(5 * time.Minute)
	}
	heap.Fix(q, 0)
}

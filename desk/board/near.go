package board

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// like is how well a spelling meets a word that is asked for; 0: not.
func (a *asked) like(w *word) int {
	switch {
	case w.fold == a.Fold:
		return sameWord
	case w.skeleton == a.Skeleton && a.Skeleton != "" && !a.digits:
		return sameSound - min(5*apart(a.Fold, w.fold), 30)
	case strings.HasPrefix(w.fold, a.Fold) && a.Fold != "":
		return beginning
	case a.digits || len(a.Skeleton) < 3 || len(w.skeleton) < 3:
		return 0
	case strings.HasPrefix(w.skeleton, a.Skeleton):
		return soundsLike
	case differ(a.letters, w.letters) <= 2 && oneApart(a.Skeleton, w.skeleton):
		return nearly
	}
	return 0
}

// apart is by how many letters two spellings differ; 2 where the scripts do.
func apart(a, b string) int {
	if a == "" || b == "" || (a[0] < utf8.RuneSelf) != (b[0] < utf8.RuneSelf) {
		return 2
	}
	return distance([]rune(a), []rune(b))
}

func differ(a, b uint64) int { return bits.OnesCount64(a ^ b) }

// oneApart says whether one letter more, less or other makes one word of two.
func oneApart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}

// distance is how many letters must be put in, taken out or changed.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// top keeps the first few of many, in order.
type top[T any] struct {
	limit int
	less  func(a, b T) int
	all   []T
	total int
}

func (t *top[T]) add(x T) {
	t.total++
	if len(t.all) == t.limit && (t.limit == 0 || t.less(x, t.all[t.limit-1]) >= 0) {
		return
	}
	i, _ := slices.BinarySearchFunc(t.all, x, t.less)
	if len(t.all) == t.limit {
		t.all = t.all[:t.limit-1]
	}
	t.all = slices.Insert(t.all, i, x)
}

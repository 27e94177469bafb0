package ledger

// Said is a value that somebody gave to a field.
type Said[T any] struct {
	Ref
	Value T `json:"value"`
}

// Say adds what the event at says of a field. It takes the place of what its
// author could know and of nothing else: two values that did not know of each
// other both stand, until somebody who knows both says which holds.
func Say[T any](past *Ancestry, all []Said[T], at Ref, value T) []Said[T] {
	return append(Unsay(past, all, at), Said[T]{at, value})
}

// Unsay is what was said of a field without what the event at could know.
func Unsay[T any](past *Ancestry, all []Said[T], at Ref) []Said[T] {
	var standing []Said[T]
	for _, s := range all {
		if !past.Knows(at.Seq, s.Seq) {
			standing = append(standing, s)
		}
	}
	return standing
}

package intake

import (
	"context"
	"errors"

	"amana/desk"
	"amana/desk/likeness"
)

// told is what whoever takes a list over hears of likely files of one person: no
// more than those files say that they may read. Who writes a name into a list is
// not to learn from it whether that person has a file somewhere.
type told struct {
	pairs  []Pair
	crowds []Crowd
	unread map[string]bool // files that they may read, which are alike to some that they may not
	may    map[string]bool // whether they may read a file, as far as that was asked
	before map[any]bool    // pairs and likenesses: what others changed meanwhile is looked at again
}

func newTold() told {
	return told{unread: map[string]bool{}, may: map[string]bool{}, before: map[any]bool{}}
}

// tellPair tells of two files that are alike.
func (r *run) tellPair(ctx context.Context, p Pair) error {
	one, failed := r.mayRead(ctx, p.Case)
	other, err := r.mayRead(ctx, p.Other)
	if err := errors.Join(failed, err); err != nil || r.told.before[p] {
		return err
	}
	r.told.before[p] = true
	switch {
	case one && other:
		r.told.pairs = append(r.told.pairs, p)
	case one:
		r.told.unread[p.Case] = true
	case other:
		r.told.unread[p.Other] = true
	}
	return nil
}

// tellCrowd tells of many files that are alike, as far as they are of this list
// or may be read.
func (r *run) tellCrowd(ctx context.Context, who likeness.Likeness, files []string) error {
	own := map[string]bool{}
	for i, p := range r.list.persons {
		if self := p.self(); self != nil && self.who == who {
			own[r.outcomes[i].number] = true
		}
	}
	var read []string
	known := 0
	for _, number := range files {
		may, err := r.mayRead(ctx, number)
		if err != nil {
			return err
		}
		if may {
			read = append(read, number)
		}
		if may || own[number] {
			known++
		}
	}
	if r.told.before[who] {
		return nil
	}
	r.told.before[who] = true
	if known-1 > desk.AtOnce {
		r.told.crowds = append(r.told.crowds, Crowd{known, r.rows(who)})
		return nil
	}
	for _, number := range read {
		r.told.unread[number] = true
	}
	return nil
}

func (r *run) mayRead(ctx context.Context, number string) (bool, error) {
	may, asked := r.told.may[number]
	if asked {
		return may, nil
	}
	may, err := r.desk.MayRead(ctx, r.options.Who, number)
	if err == nil {
		r.told.may[number] = may
	}
	return may, err
}

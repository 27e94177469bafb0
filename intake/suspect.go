package intake

import (
	"context"
	"errors"
	"fmt"

	"amana/desk"
	"amana/desk/likeness"
	"amana/domain/fault"
)

// suspect notes likely other files of the same person on both, once for the
// whole list. What others changed meanwhile is looked at again.
func (r *run) suspect(ctx context.Context) error {
	known, err := r.known(ctx)
	if err != nil {
		return err
	}
	for range attempts {
		batch := r.desk.Batch(r.group())
		if err = r.compare(ctx, batch, known); err == nil {
			err = batch.Flush(ctx)
		}
		if err == nil {
			return nil
		}
		_ = batch.Forget() // what failed, failed
		if !errors.Is(err, desk.ErrMoved) {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return fault.New(fault.Conflict, "fault.moved").Because(err)
}

// compare notes which of the cases there are, and of the list, are alike. Of
// many that are all alike it names none to the others: each is told of how many.
func (r *run) compare(ctx context.Context, batch *desk.Batch, known map[likeness.Likeness][]string) error {
	crowds := map[likeness.Likeness]bool{}
	for i, p := range r.list.persons {
		number := r.outcomes[i].number
		self := p.self()
		if self == nil || number == "" || self.who == (likeness.Likeness{}) {
			continue
		}
		same := known[self.who]
		if len(same)-1 > desk.AtOnce {
			if crowds[self.who] {
				continue
			}
			crowds[self.who] = true
			if err := r.crowd(ctx, batch, self.who, same); err != nil {
				return err
			}
			continue
		}
		for _, other := range same {
			if err := r.pair(ctx, batch, Pair{number, other}); err != nil {
				return err
			}
		}
		if r.outcomes[i].corrected > 0 {
			if err := batch.Search(ctx, number); err != nil {
				return err
			}
		}
	}
	return nil
}

// crowd notes on each of many files that are alike how many others there are.
func (r *run) crowd(ctx context.Context, batch *desk.Batch, who likeness.Likeness, same []string) error {
	fresh, err := batch.Crowd(ctx, same)
	if err == nil && fresh > 0 {
		err = r.tellCrowd(ctx, who, same)
	}
	return err
}

// pair notes on two files that they are alike; of one file there is nothing to note.
func (r *run) pair(ctx context.Context, batch *desk.Batch, p Pair) error {
	if p.Case == p.Other {
		return nil
	}
	fresh, err := batch.Suspect(ctx, p.Case, p.Other)
	if err == nil && fresh {
		err = r.tellPair(ctx, p)
	}
	return err
}

// rows are those of the list whose persons are alike.
func (r *run) rows(who likeness.Likeness) (rows []int) {
	for _, p := range r.list.persons {
		if self := p.self(); self != nil && self.who == who {
			rows = append(rows, self.number)
		}
	}
	return rows
}

// known are the numbers of all cases, by what two files of one person share.
func (r *run) known(ctx context.Context) (map[likeness.Likeness][]string, error) {
	wanted := map[likeness.Likeness]bool{}
	for _, p := range r.list.persons {
		if self := p.self(); self != nil {
			wanted[self.who] = true
		}
	}
	known := map[likeness.Likeness][]string{}
	q := desk.Query{Limit: 500}
	for {
		page, err := r.desk.Cases(ctx, r.desk.Self(), q)
		if err != nil {
			return nil, fmt.Errorf("listing the cases there are: %w", err)
		}
		for _, c := range page.Cases {
			if l := likeness.Of(c.Given, c.Family, c.Born, c.Sex, c.Nationalities); wanted[l] && l != (likeness.Likeness{}) {
				known[l] = append(known[l], c.Case)
			}
		}
		if !page.More {
			return known, nil
		}
		q.After = page.Next
	}
}

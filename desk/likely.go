package desk

import (
	"context"
	"encoding/binary"

	"amana/desk/likeness"
	"amana/domain/casefile"
	"amana/domain/ledger"
	"amana/store"
)

// buckets is among how many cases are spread by a keyed digest of what files of
// one person share. A search opens one bucket; and who could make the digest, but
// not open the cases, learns of a name that they guess next to nothing.
const buckets = 1 << 12

// bucket is that of a likeness; 0: it has none.
func (d *Desk) bucket(l likeness.Likeness) (int64, error) {
	if l == (likeness.Likeness{}) {
		return 0, nil
	}
	digest, err := d.lookup("likeness", string(l[:]))
	if err != nil {
		return 0, err
	}
	return 1 + int64(binary.BigEndian.Uint16(digest)%buckets), nil
}

func likenessOf(i *casefile.Identity) likeness.Likeness {
	return likeness.Of(i.Given, i.Family, i.Born, i.Sex, i.Nationalities)
}

// alike lists the numbers of the other cases, as lists show them here, that are
// likely the same person's, and says whether all could be opened that may be.
func (d *Desk) alike(ctx context.Context, own string, i *casefile.Identity) (numbers []string, all bool, err error) {
	all = true
	l := likenessOf(i)
	filter := store.Filter{Subject: string(casefile.Person)}
	if filter.Bucket, err = d.bucket(l); err != nil || filter.Bucket == 0 {
		return nil, all, err
	}
	for page := (store.Page{Limit: 500}); ; {
		rows, err := d.db.Rows(ctx, filter, page)
		if err != nil {
			return nil, false, err
		}
		for _, row := range rows {
			page.After = row.Cursor
			line, err := d.listed(ctx, row)
			if err != nil {
				return nil, false, err
			}
			all = all && !line.Shut
			if !line.Shut && line.Case != own && likeness.Of(line.Given, line.Family, line.Born, line.Sex, line.Nationalities) == l {
				numbers = append(numbers, line.Case)
			}
		}
		if len(rows) < page.Limit {
			return numbers, all, nil
		}
	}
}

// suspect adds to what happened, when a person's identity did, which other files
// are likely theirs: from its first moment the file waits until they were looked
// at. The other files hear of it by the work that follows, and so does this one
// of those that were begun at the same time. An import looks at its end.
func (a *act) suspect(ctx context.Context, c *casefile.Case, deed ledger.Deed, bodies []ledger.Body) ([]ledger.Body, error) {
	if a.request.Imported != "" {
		return bodies, nil
	}
	number := c.Number
	var identity *casefile.Identity
	for _, body := range bodies {
		switch b := body.(type) {
		case casefile.Opened:
			identity, number = &b.Identity, deed.Number
		case casefile.Corrected:
			is := b.Over(c.Identity)
			identity = &is
		}
	}
	if identity == nil {
		return bodies, nil
	}
	others, all, err := a.desk.alike(ctx, number, identity)
	if err != nil {
		return nil, err
	}
	named, counted := choose(c, others)
	for _, other := range named {
		bodies = append(bodies, casefile.DuplicateSuspected{SuspectDuplicate: casefile.SuspectDuplicate{Other: other}})
	}
	if more, was := len(counted), c.Unnamed().Files; more > was || more < was && all {
		bodies = append(bodies, casefile.LikelyCounted{CountLikely: casefile.CountLikely{More: more}})
	}
	return bodies, nil
}

package safeguard

import (
	"slices"
	"time"

	"amana/domain/access"
	"amana/domain/ledger"
)

// endsElsewhere is what is to be done about a stop in another file of the person by which
// it stands, or otherwise, where that file does not say.
func (q *question) endsElsewhere(stop string, otherwise Step) Step {
	for _, l := range q.Around.Linked {
		ends, known := l.Ends[stop]
		switch {
		case !known || !slices.Contains(l.Stops, stop):
		case ends.Wait != "":
			return ends
		default:
			return inLinkedFile(ends.Do, ends.By)
		}
	}
	return inLinkedFile(otherwise.Do, otherwise.By)
}

// Ends is what is to be done next in a file about each of the stops that stand in it and
// that not always the same ends.
func Ends(f *Facts, book *Book, at time.Time, stops []string) map[string]Step {
	if len(stops) == 0 {
		return nil
	}
	q := about(f, book, at, Boarding)
	ends := map[string]Step{}
	for _, stop := range stops {
		if next := q.ends(stop); len(next) > 0 {
			ends[stop] = next[0]
		}
	}
	return ends
}

// ofACountry are stops that are answered of the country in which they were found, or of the one to
// which the person goes.
var ofACountry = [...]string{"real-risk", "unclear-risk", "interests", "family", "capacity", "trafficked", "withdrawal", "not-sure"}

func (q *question) ends(stop string) []Step {
	if q.asksOfElsewhere() && slices.Contains(ofACountry[:], stop) {
		return []Step{doAbout("case.correct", "linked-file", access.Caseworker)} // what is answered there now is of another country
	}
	switch stop {
	case "withdrawal":
		if v := standing(q); v.state.Blocks() {
			return v.next
		}
		return []Step{do("consent.give", access.Counsellor)} // a child objected: whoever asks them again hears it
	case "constraint":
		if q.clause = q.book.clause("voluntary"); q.clause != nil {
			return q.clause.rule.judge(q).next
		}
	case "capacity":
		return capacity(q).next
	case "interests":
		doubts := q.bondDoubts()
		if q.aloneHere() != WithParent || len(q.refused(AboutReturn))+len(doubts) > 0 {
			return q.convene(AboutReturn, append(q.against(), doubts...)...)
		}
	case "family":
		if q.alone() == WithParent && len(q.unsafeParent()) > 0 {
			return []Step{do("caregiver.arrange", access.ProtectionOfficer)}
		}
		for _, o := range q.Protection.Together {
			if q.undecided(o) && len(q.refused(AboutFamily)) > 0 {
				return q.convene(AboutFamily, o.Ref)
			}
		}
	}
	return nil
}

// What one file of a child says of whom they are with, and of who may answer for them,
// counts in the others, until somebody there who knows of it finds otherwise.

// knowsLinks says whether whoever recorded something knew of every other file that is
// the person's.
func (q *question) knowsLinks(r ledger.Ref) bool {
	return !slices.ContainsFunc(q.links(), func(link ledger.Ref) bool { return !q.knows(r, link) })
}

// answersFile says whether somebody could answer what another file says since a moment: they knew
// of this one's links, and it was after the newest of those through which the other is the person's.
func (q *question) answersFile(r ledger.Ref, l Linked, since time.Time) bool {
	return q.knowsLinks(r) && r.Since.After(since) && r.Since.After(l.Bound)
}

// aloneElsewhere is how a child is in Libya by another of their files, where that is not
// with a parent and no two officers found otherwise since, who knew of it; "" otherwise.
func (q *question) aloneElsewhere() string {
	for _, l := range q.Around.Linked {
		if l.Alone == "" {
			continue
		}
		found := map[ledger.Actor]bool{}
		for _, c := range q.Protection.Caregiver {
			if c.Status == WithParent && q.counts(c.Ref) && q.answersFile(c.Ref, l, l.Apart) {
				found[c.By] = true
			}
		}
		if len(found) < 2 {
			return l.Alone
		}
	}
	return ""
}

// foundUnsafeElsewhere says whether somebody found in another file of a child that the parent is not
// safe, and no other officer who knew of it found otherwise since.
func (q *question) foundUnsafeElsewhere() bool {
	return slices.ContainsFunc(q.Around.Linked, func(l Linked) bool {
		return slices.ContainsFunc(l.Unsafe, func(found ledger.Ref) bool {
			return !slices.ContainsFunc(q.Protection.Caregiver, func(c Caregiver) bool {
				return c.Kind == "parent" && c.Safe && c.By != found.By && q.counts(c.Ref) && q.answersFile(c.Ref, l, found.Until)
			})
		})
	})
}

// unsafeElsewhere says whether that stops a child: no panel that knew of the other file
// parted them.
func (q *question) unsafeElsewhere() bool {
	_, apart := q.panel(AboutApart, q.links()...)
	return !apart && q.foundUnsafeElsewhere()
}

// nobodyElsewhere says whether nobody may answer for a child by another of their files.
func (q *question) nobodyElsewhere() bool {
	return slices.ContainsFunc(q.Around.Linked, func(l Linked) bool { return !l.Nobody.IsZero() })
}

// knowsNobody says whether whoever found who may answer for a child knew of every other
// file by which nobody may.
func (q *question) knowsNobody(r ledger.Ref) bool {
	return !slices.ContainsFunc(q.Around.Linked, func(l Linked) bool { return !l.Nobody.IsZero() && !q.answersFile(r, l, l.Nobody) })
}

// apart says whether somebody is a child and, by what is said, not with a parent.
func (q *question) apart() bool {
	alone := q.alone()
	return q.minor() && alone != "" && alone != WithParent
}

// Apart is how a child is in Libya by a file, where that is not with a parent, and what
// found in it that a parent of theirs is not safe, also if by it they do not go with that one.
func Apart(f *Facts, book *Book, at time.Time) (alone string, unsafe []ledger.Ref) {
	q := asOf(f, book, at, Boarding)
	if q.apart() {
		alone = q.alone()
	}
	if q.minor() {
		unsafe = q.foundUnsafe()
	}
	return alone, unsafe
}

// Unanswered is when somebody last found in a file that nobody may answer for a child, unless a
// later assessment there found that a parent does; zero otherwise. Whoever else was found there was
// found for no other file, by which a parent would answer.
func Unanswered(f *Facts, book *Book, at time.Time) time.Time {
	q := asOf(f, book, at, Boarding)
	return q.nobodyHere()
}

func (q *question) nobodyHere() time.Time {
	nobody := q.unfound()
	if !q.minor() || len(nobody) == 0 || slices.Contains(q.guardians(), Parent) {
		return time.Time{}
	}
	return nobody[len(nobody)-1].Until
}

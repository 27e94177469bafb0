package safeguard

import (
	"reflect"
	"testing"
	"time"

	"amana/domain/ledger"
)

// elsewhere is every way in which a parent has no place beside the child.
var elsewhere = map[string]ParentWay{
	"none yet":                 {},
	"they took back their yes": {Since: now.Add(-hours(1))},
	"on another flight":        {Movement: "MJI-LOS-26-042", Since: now.Add(-days(2))},
}

// sure is a parent of whom two officers said that they are.
var sure = [][]ledger.Ref{nil}

var familyCases = map[ID][]ruleCase{
	"family-unity": {
		{"a parent has a place and did not board yet, at clearance", Clearance, func(w *world) { w.child(); w.Around.Parents[0].Aboard = false }, "met"},
		{"a parent did not board yet, at boarding", Boarding, func(w *world) { w.child(); w.Around.Parents[0].Aboard = false }, "unmet parents"},
		{"a parent is aboard", Boarding, (*world).child, "met"},
		{"a parent has no place yet, at seat", Seat, func(w *world) { w.child(); w.Around.Parents[0] = ParentWay{} }, "unmet parents"},
		{"a parent has no place any more, at boarding", Boarding, func(w *world) { w.child(); w.Around.Parents[0] = ParentWay{Since: now} }, "unmet parents"},
		{"a parent is on another flight", Seat, func(w *world) { w.child(); w.Around.Parents[0].Movement = "MJI-LOS-26-042" }, "unmet parents"},
		{"custody is disputed by another file of theirs", Seat, func(w *world) { w.child(); w.Around.Linked = []Linked{{Stops: []string{"family"}, Child: true}} }, "unmet linked"},
		{"a parent was found not to be safe", Seat, func(w *world) {
			w.child()
			w.Protection.Caregiver = append(w.Protection.Caregiver, Caregiver{Ref: w.by("pia", hours(2)), Kind: "parent", Status: WithParent})
		}, "unmet unsafe"},
		{"one officer alone says who the parent is", Seat, func(w *world) { w.child(); w.Around.Parents[0].Known = [][]ledger.Ref{{w.by("cas", hours(2))}} }, "unmet one-word"},
		{"who assessed the child says so too, and is the same", Seat, func(w *world) {
			w.child()
			w.Around.Parents[0].Known = [][]ledger.Ref{{w.by("cas", days(9))}}
			w.Protection.Interests = []Interest{{Ref: w.by("cas", days(8)), Agrees: true}}
		}, "unmet one-word"},
		{"another assessed the child since", Seat, func(w *world) {
			w.child()
			w.Around.Parents[0].Known = [][]ledger.Ref{{w.by("cas", days(9))}}
			w.Protection.Interests = []Interest{{Ref: w.by("pia", days(8)), Agrees: true}}
		}, "met"},
		{"another assessed the child since, and found nobody to answer for them", Seat, func(w *world) {
			w.child()
			w.Around.Parents[0].Known = [][]ledger.Ref{{w.by("cas", days(9))}}
			w.Protection.Interests = []Interest{{Ref: w.by("pia", days(8)), Agrees: true, Guardian: Nobody}}
		}, "unmet one-word"},
		{"no flight is named yet, and a parent has a place", Seat, func(w *world) { w.child(); w.Around.Movement = nil }, "met"},
		{"nobody knows who the parent is", Seat, func(w *world) { w.child(); w.Around.Parents = nil }, "unmet no-parent"},
		{"nobody here knows who the parent is", Seat, func(w *world) { w.child(); w.Around.Parents, w.Around.Hub = nil, false }, "unknown parents-elsewhere"},
		{"a parent's file cannot be read here", Seat, func(w *world) { w.child(); w.Around.Parents[0] = ParentWay{Unread: true} }, "unknown parents-unread"},
		{"of two parents one goes, and the other was to", Seat, func(w *world) { w.child(); w.secondParent("travels-too", days(9)) }, "unmet parents"},
		{"of two parents one goes, and the other was asked", Seat, func(w *world) { w.child(); w.secondParent("asked", days(40)) }, "met"},
		{"of two parents one goes, and the other's way changed since they were asked", Boarding, func(w *world) { w.child(); w.secondParent("asked", hours(2)) }, "unmet parents"},
		{"of two parents one goes, and it is not safe to ask the other", Seat, func(w *world) { w.child(); w.secondParent("unsafe", days(40)) }, "met"},
		{"a panel decided that the child travels without the parent", Seat, (*world).apart, "met"},
		{"a panel decided so, and nobody safe receives the child", Seat, func(w *world) { w.apart(); w.Protection.Caregiver = nil }, "unmet caregiver"},
		{"a panel decided so, and nobody travels with the child", Seat, func(w *world) { w.apart(); w.Protection.Escort = nil }, "unmet escort"},
		{"a panel decided so before the parent's way changed", Boarding, func(w *world) { w.apart(); w.Around.Parents[0].Since = now.Add(-hours(1)) }, "unmet parents"},
		{"a panel spoke of custody, and not of that", Seat, func(w *world) {
			w.apart()
			for i := range w.Protection.Votes {
				w.Protection.Votes[i].About = AboutFamily
			}
		}, "unmet parents"},
		{"they objected, and say to another officer that they do not any more", Seat, func(w *world) { w.objected() }, "met"},
		{"a panel said no meanwhile", Seat, func(w *world) { w.decides(AboutFamily, days(6), false); w.objected() }, "unmet panel"},
		{"a panel that knew of its no says yes", Seat, func(w *world) {
			w.decides(AboutFamily, days(6), false)
			w.objected()
			w.decides(AboutFamily, days(3), true)
		}, "met"},
		{"a child alone, whose panel decided, needs no parent", Seat, func(w *world) { w.lone(); w.Around.Parents = nil }, "met"},
		{"an adult of the household does not depend on the others", Boarding, func(w *world) {
			w.Person.Household = true
			w.Protection.Together = []Together{{Ref: w.by("pia", days(9)), Alone: true}}
			w.Around.Parents = []ParentWay{{}}
		}, "met"},
	},
}

// secondParent has no place beside the child; their way changed that long ago.
func (w *world) secondParent(other string, changed time.Duration) {
	w.Protection.Together[0].Other = other
	w.Around.Parents = append(w.Around.Parents, ParentWay{Since: now.Add(-changed)})
}

// objected is a child who did not want to go and, asked by another officer, does.
func (w *world) objected() {
	w.child()
	wants := w.Protection.Together[len(w.Protection.Together)-1]
	not := wants
	not.Ref, not.Wants = w.by("pia", days(8)), false
	wants.Ref = w.by("sam", days(4))
	w.Protection.Together = []Together{not, wants}
}

// apart is a child who travels without the parent, as a panel decided.
func (w *world) apart() {
	w.child()
	w.Around.Parents = []ParentWay{{Since: now.Add(-days(8))}}
	w.decides(AboutApart, days(5), true)
	w.Protection.Caregiver = []Caregiver{{Ref: w.by("pia", days(4)), Kind: "caregiver", Safe: true, Status: WithParent}}
	w.Protection.Escort = append(w.Protection.Escort, Escort{Ref: w.by("mov", days(4)), Movement: flight})
}

// Nobody learns a parent's answer from the child's file: whatever keeps the
// parent, the finding is the same but for its day.
func TestAChildsFindingDoesNotTellWhatKeepsAParent(t *testing.T) {
	book := testBook(t)
	for _, act := range []Act{Seat, Clearance, Boarding} {
		var first *Finding
		for name, p := range elsewhere {
			w := ready()
			w.child()
			w.Around.Parents = []ParentWay{p}
			got := ask(t, book, w.Facts, now, act, "family-unity")
			if !got.State.Blocks() {
				t.Fatalf("%s at %s: %q", name, act, answer(got))
			}
			if first != nil && !reflect.DeepEqual(*first, got) {
				t.Errorf("%s at %s: %+v, and otherwise %+v", name, act, got, *first)
			}
			first = &got
		}
	}
}

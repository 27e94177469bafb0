package casefile

import (
	"testing"

	"amana/domain/country"
	"amana/domain/ledger"
	"amana/domain/movement"
	"amana/domain/safeguard"
)

// behind is a child who boards at a moment, beside a father where the mother has no place, and how
// her way is then and later.
func behind(t *testing.T, mother *world, at string) (*world, func() *safeguard.ParentWay) {
	parent := func() *safeguard.ParentWay {
		way := mother.file.AsParent(mother.around(nil), mother.book, mother.now)
		way.Known = [][]ledger.Ref{nil}
		return &way
	}
	w := childBehind(t, false, nil)
	w.do(dated(at, "mov", "boarding.board", boards))
	w.parent = parent()
	return w, parent
}

// A mother who left uncleared leaves the child behind, in whichever order both are entered.
func TestAMotherWhoLeftUncleared(t *testing.T) {
	mother := begin(t, after("boarding.board")...)
	w, parent := behind(t, mother, "11-21 11:10")
	mother.links()
	mother.seesFile(begin(t, with(here, noBy("hot").on("11-21 11:20"))...))
	mother.now = clock("11-21 11:30")
	if got := mother.do(leaves); got[0] != "departure.uncleared" {
		t.Fatal(got)
	}
	w.parent = parent()
	if got := w.do(leaves); got[0] != "departure.uncleared" {
		t.Errorf("of the child %v, behind %+v", got, *w.parent)
	}
}

// What is noted of a mother who has no place, or left, changes nothing of her way: what was settled
// of the child since stands.
func TestWhatIsNotedOfAMother(t *testing.T) {
	note := does("cas", "likely.count", CountLikely{})
	mother := begin(t, with(after("boarding.board"), dated("11-21 11:04", "pia", "hold.place", PlaceHold{For: "law"}))...)
	w, parent := behind(t, mother, "11-21 11:10")
	mother.do(note.on("11-21 11:20"))
	w.parent = parent()
	if got := w.do(leaves); got[0] != "departure.departed" {
		t.Errorf("held back before the child boarded, and noted since: %v, %+v", got, *w.parent)
	}
	mother = begin(t, after("boarding.board")...)
	mother.do(noBy("hot").on("11-21 11:20"))
	mother.do(leaves)
	then := mother.file.AsParent(mother.around(nil), mother.book, mother.now)
	for _, d := range []doing{note.on("11-22 09:00"), does("rec", "arrival.record", movement.Arrive{})} {
		mother.do(d)
	}
	if got := mother.file.AsParent(mother.around(nil), mother.book, mother.now); !got.Since.Equal(then.Since) {
		t.Errorf("left uncleared on %s, and her way changed on %s", then.Since, got.Since)
	}
}

// What ends a mother's boarding need not be in her files: whoever boarded behind her does not leave
// without her.
func TestASheetEndsAMothersBoarding(t *testing.T) {
	mother := begin(t, after("boarding.board")...)
	mother.do(dated("11-21 11:05", "cas", "case.correct", Correct{Changed: Changed{Groups: []string{"SDN"}}}))
	if !mother.file.AsParent(mother.around(nil), mother.book, mother.now).Aboard {
		t.Fatal("of a group that is not at risk, and not aboard")
	}
	w, parent := behind(t, mother, "11-21 11:10")
	mother.do(notes(Country, "lea", "country.issue", country.Issue{Reference: "NGA", Sheet: "NGA-2", AtRisk: []string{"ERI", "SDN"}}).on("11-21 11:15"))
	mother.now = clock("11-21 11:30")
	w.parent = parent()
	if got := w.do(leaves); got[0] != "departure.uncleared" {
		t.Errorf("she is of a group at risk by a sheet of since: of the child %v, behind %+v", got, *w.parent)
	}
}
